//! What a contract asks of its surroundings, and events.

use super::{Pointer, subject};
use crate::{
    probe::Subject,
    space::{Axis, Space, axis},
};
use sandpact_abi::limits;

const RETURN_MAX: u32 = limits::RETURN_LEN_BYTES_MAX as u32;
/// The number of turns and the callee's address stand before everything else.
const ARGS_MAX: u32 = limits::ARGS_LEN_BYTES_MAX as u32 - 36;
const EVENT_MAX: u32 = limits::EVENT_LEN_BYTES_MAX as u32;
const NAME_MAX: u32 = limits::EVENT_NAME_LEN_BYTES_MAX as u32;

pub fn spaces() -> Vec<Space> {
    vec![
        Space {
            function: "context_time",
            entries: &["host_base"],
            axes: vec![],
            subject: |_| subject("(local.set $y (call $context_time))".into()),
        },
        Space {
            function: "context_height",
            entries: &["host_base"],
            axes: vec![],
            subject: |_| subject("(local.set $y (call $context_height))".into()),
        },
        Space {
            function: "context_caller",
            entries: &["host_base"],
            axes: pointer(),
            subject: |point| {
                let to = at(point);
                to.subject(&format!("(call $context_caller {})", to.text()))
            },
        },
        Space {
            function: "context_contract",
            entries: &["host_base"],
            axes: pointer(),
            subject: |point| {
                let to = at(point);
                to.subject(&format!("(call $context_contract {})", to.text()))
            },
        },
        Space {
            function: "context_input_read",
            entries: &["host_base", "copy_byte"],
            axes: [pointer(), vec![axis("bytes", 0, ARGS_MAX)]].concat(),
            subject: input_read,
        },
        Space {
            function: "context_return",
            entries: &["host_base", "copy_byte"],
            axes: [pointer(), vec![axis("bytes", 0, RETURN_MAX)]].concat(),
            subject: |point| {
                let from = at(point);
                from.subject(&format!(
                    "(call $context_return {} (i32.const {}))",
                    from.text(),
                    point[2]
                ))
            },
        },
        Space {
            function: "event_emit",
            entries: &["event_base", "event_byte"],
            axes: [pointer(), vec![axis("name", 1, NAME_MAX), axis("bytes", 0, EVENT_MAX)]]
                .concat(),
            subject: event,
        },
    ]
}

/// Where a pointer leads.
pub fn pointer() -> Vec<Axis> {
    vec![axis("far", 0, 1), axis("shift", 0, 4_095)]
}

/// The pointer of the first two numbers.
pub fn at(point: &[u32]) -> Pointer {
    Pointer { is_far: point[0] == 1, shift: point[1] }
}

fn input_read(point: &[u32]) -> Subject {
    let to = at(point);
    let mut subject = to.subject(&format!("(call $context_input_read {})", to.text()));
    subject.work.args = vec![7; usize::try_from(point[2]).unwrap()];
    subject
}

fn event(point: &[u32]) -> Subject {
    let from = at(point);
    let mut subject = from.subject(&format!(
        "(call $event_emit (i32.const 2000) (i32.const {}) {} (i32.const {}))",
        point[2],
        from.text(),
        point[3]
    ));
    subject.work.rounds_max = 255;
    subject.work.rest = format!("(data (i32.const 2000) \"{}\")", "n".repeat(64));
    subject
}
