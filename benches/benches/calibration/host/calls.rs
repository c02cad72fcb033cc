//! Contracts calling contracts: what the callee's module declares, what it touches and how
//! it ends.

use super::{
    PLACE,
    context::{at, pointer},
    subject,
};
use crate::{
    probe::Subject,
    space::{Space, axis},
};
use sandpact_abi::{MethodKind, limits};
use sandpact_runtime::schedule;
use sandpact_tests::{ModuleText, method};

const ARGS_MAX: u32 = limits::ARGS_LEN_BYTES_MAX as u32;
const RETURN_MAX: u32 = limits::RETURN_LEN_BYTES_MAX as u32;
const TRAP: &str = "(unreachable)";
/// Just below what a call costs.
const CAP_MAX: u32 = schedule::CALL_BASE as u32 - 1;
/// The callee's address in the arguments.
const CALLEE_AT: u32 = sandpact_tests::work::ARGS_AT + 4;

pub fn spaces() -> Vec<Space> {
    vec![
        Space {
            function: "call_contract, cap too low",
            entries: &["call_attempt", "call_halted"],
            axes: vec![axis("args", 0, ARGS_MAX), axis("cap", 0, CAP_MAX)],
            subject: |point| call(callee(&Callee::default()), point[0], i64::from(point[1])),
        },
        Space {
            function: "call_contract, unknown contract",
            entries: &["call_attempt", "call_base", "call_byte"],
            axes: vec![axis("args", 0, ARGS_MAX)],
            subject: |point| {
                let mut subject = call(Vec::new(), point[0], -1);
                subject.callee = None;
                subject
            },
        },
        Space {
            function: "call_contract, returning",
            entries: &["call_attempt", "call_base", "call_byte", "call_page", "call_global"],
            axes: vec![
                axis("args", 0, ARGS_MAX),
                axis("returned", 0, RETURN_MAX),
                axis("globals", 0, 63),
                axis("pages", 1, 64),
                axis("touched", 0, 1_024),
            ],
            subject: |point| {
                let made = Callee {
                    returned: point[1],
                    globals: point[2],
                    pages: point[3],
                    touched: point[4],
                    ..Callee::default()
                };
                call(callee(&made), point[0], -1)
            },
        },
        Space {
            function: "call_contract, segments",
            entries: &["call_page", "call_element"],
            axes: vec![
                axis("pages", 5, 64),
                axis("data segments", 0, 1_024),
                axis("data bytes", 0, 300_000),
                axis("elements", 0, 4_096),
                axis("element segments", 1, 24),
                axis("called", 0, 4_096),
                axis("traps", 0, 1),
            ],
            subject: segments,
        },
        Space {
            function: "call_contract, trapping",
            entries: &["call_attempt", "call_base", "call_halted", "call_page", "call_global"],
            axes: vec![axis("pages", 1, 64), axis("touched", 0, 1_024), axis("globals", 0, 63)],
            subject: |point| {
                let touched = point[1].min(point[0] * 16);
                let made = Callee {
                    pages: point[0],
                    touched,
                    globals: point[2],
                    end: TRAP.into(),
                    ..Callee::default()
                };
                call(callee(&made), 0, made.trap_cap())
            },
        },
        Space {
            function: "call_contract, reverting",
            entries: &["call_attempt", "call_base", "call_page", "call_global"],
            axes: vec![axis("data", 0, RETURN_MAX), axis("pages", 1, 64), axis("globals", 0, 63)],
            subject: |point| {
                let made = Callee {
                    pages: point[1],
                    globals: point[2],
                    end: format!(
                        "(call $context_revert (i32.const 1) (i32.const 0) (i32.const {}))",
                        point[0]
                    ),
                    ..Callee::default()
                };
                call(callee(&made), 0, -1)
            },
        },
        Space {
            function: "call_result_len",
            entries: &["host_base"],
            axes: vec![axis("returned", 0, RETURN_MAX)],
            subject: |point| result("(local.set $x (call $call_result_len))", point[0]),
        },
        Space {
            function: "call_result_read",
            entries: &["host_base", "copy_byte"],
            axes: [pointer(), vec![axis("returned", 0, RETURN_MAX)]].concat(),
            subject: |point| {
                let to = at(point);
                let mut subject =
                    result(&format!("(call $call_result_read {})", to.text()), point[2]);
                let placed = to.subject(&subject.work.round);
                subject.work.before = format!("{} {}", placed.work.before, subject.work.before);
                subject.work.round = placed.work.round;
                subject
            },
        },
    ]
}

fn segments(point: &[u32]) -> Subject {
    let [pages, data_segments, data_bytes, elements, element_segments, called, traps] = *point
    else {
        unreachable!()
    };
    let made = Callee {
        pages,
        data_segments,
        data_bytes,
        elements,
        element_segments,
        called: called.min(elements),
        end: if traps == 1 { TRAP.into() } else { String::new() },
        ..Callee::default()
    };
    let cap = if traps == 1 { made.trap_cap() } else { -1 };
    call(callee(&made), 0, cap)
}

/// A module that is called.
struct Callee {
    pages: u32,
    touched: u32,
    globals: u32,
    data_segments: u32,
    data_bytes: u32,
    elements: u32,
    element_segments: u32,
    /// Elements that are called.
    called: u32,
    returned: u32,
    /// What it does last.
    end: String,
}

impl Default for Callee {
    fn default() -> Self {
        Self {
            pages: 1,
            touched: 0,
            globals: 0,
            data_segments: 0,
            data_bytes: 0,
            elements: 0,
            element_segments: 1,
            called: 0,
            returned: 0,
            end: String::new(),
        }
    }
}

impl Callee {
    /// Gas that is just enough to come to the end.
    fn trap_cap(&self) -> i64 {
        let ticks = u64::from(schedule::TICKS_STORE + 60) * u64::from(self.touched)
            + u64::from(schedule::TICKS_CALL_INDIRECT + 60) * u64::from(self.called);
        let setup = schedule::CALL_PAGE * u64::from(self.pages.saturating_sub(1))
            + schedule::CALL_GLOBAL * u64::from(self.globals)
            + schedule::CALL_ELEMENT * u64::from(self.elements);
        let gas = schedule::CALL_BASE + setup + ticks / schedule::TICKS_PER_GAS + 10;
        i64::try_from(gas).unwrap()
    }
}

fn callee(made: &Callee) -> Vec<u8> {
    let touched = made.touched.min(made.pages * 16);
    let touch = format!(
        "(local.set $t (i32.const 0)) (loop $touch (i32.store8 offset=100 (local.get $t) (i32.const 1))
            (br_if $touch (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4096))) (i32.const {}))))",
        touched * 4_096
    );
    let calls = format!(
        "(loop $all (call_indirect (local.get $t))
            (br_if $all (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (i32.const {}))))",
        made.called
    );
    let returned = made.returned.min(made.pages * 65_536);
    let run = format!(
        "(local $t i32) {} {} {} {}",
        if made.called == 0 { "" } else { &calls },
        if touched == 0 { "" } else { &touch },
        if returned == 0 {
            String::new()
        } else {
            format!("(call $context_return (i32.const 0) (i32.const {returned}))")
        },
        made.end
    );
    let each = made.data_bytes.checked_div(made.data_segments).unwrap_or(0);
    let text = "d".repeat(usize::try_from(each).unwrap());
    let data: String = (0..made.data_segments)
        .map(|number| format!("(data (i32.const {}) \"{text}\")", number * each))
        .collect();
    let names = "$leaf ".repeat(usize::try_from(made.elements).unwrap());
    let elements: String =
        (0..made.element_segments).map(|_| format!("(elem (i32.const 0) {names})")).collect();
    let globals = "(global (mut i64) (i64.const 5))".repeat(usize::try_from(made.globals).unwrap());
    let rest =
        format!("(table {} funcref) (func $leaf) {elements} {data} {globals}", made.elements);
    let methods =
        vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, &run)];
    ModuleText { methods, rest }.bytes_of_pages(made.pages)
}

const NAME: &str = "(data (i32.const 2000) \"run\")";

fn call(callee: Vec<u8>, args: u32, cap: i64) -> Subject {
    let mut subject = subject(format!(
        "(local.set $x (call $call_contract (i32.const {CALLEE_AT}) (i32.const 2000) (i32.const 3) (i32.const {PLACE}) (i32.const {args}) (i64.const {cap})))"
    ));
    subject.work.rest = NAME.into();
    subject.callee = Some(callee);
    subject
}

/// The work on the result of one call.
fn result(round: &str, returned: u32) -> Subject {
    let mut subject = call(callee(&Callee { returned, ..Callee::default() }), 0, -1);
    let call = std::mem::replace(&mut subject.work.round, round.to_owned());
    subject.work.before.push_str(&call);
    subject
}
