//! What takes a machine long: all work of [`crate::work`] until the gas ends, recursion that
//! comes back, and calls of modules whose instances are large.

use super::{Case, Verdict};
use crate::{ModuleText, method, work};
use sandpact_abi::MethodKind;
use std::fmt::Write as _;

pub fn all(seed: u64) -> Vec<Case> {
    let endless = work::operators(seed).into_iter().filter(|work| work.rounds_max == 0);
    let mut cases: Vec<Case> = endless
        .map(|work| Case {
            name: format!("24, 25: {}", work.name),
            code: work.endless(),
            verdict: Verdict::Halts,
        })
        .collect();
    cases.extend(deep_and_back());
    cases.extend(large_instances());
    cases
}

/// As deep as the limit lets it, and back: the whole stack is touched for little gas.
fn deep_and_back() -> Vec<Case> {
    let params = "i64 ".repeat(31);
    let pass: String = (1..32).map(|index| format!("(local.get {index})")).collect();
    let constants = "(i64.const 7)".repeat(31);
    let wide = format!(
        "(func $down (param i32 {params}) (if (local.get 0)
            (then (call $down (i32.sub (local.get 0) (i32.const 1)) {pass}) (drop (i32.load (i32.const 0))))))"
    );
    let narrow = "(func $down (param i32) (if (local.get 0)
        (then (call $down (i32.sub (local.get 0) (i32.const 1))) (drop (i32.load (i32.const 0))))))";
    vec![
        Case::succeeds("3: deep and back", "(call $down (i32.const 6000))", narrow),
        Case::succeeds(
            "7: deep and back with 32 parameters",
            &format!("(call $down (i32.const 1200) {constants})"),
            &wide,
        ),
    ]
}

/// Modules that declare as much as they may and whose method does little with it.
fn large_instances() -> Vec<Case> {
    let touch = "(local $t i32) (loop $touch (i32.store8 offset=100 (local.get $t) (i32.const 1))
        (br_if $touch (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4096))) (i32.const 4194304))))";
    let data: String = (0..1_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "(data (i32.const {}) \"{}\")", number * 4_096, "d".repeat(200));
        text
    });
    let names = "$leaf ".repeat(4_096);
    let table = format!("(table 4096 funcref) (func $leaf) (elem (i32.const 0) {names})");
    let globals = "(global (mut i64) (i64.const 1))".repeat(64);
    let all = format!("{data} {table} {globals}");
    let call_all = "(local $t i32) (loop $all (call_indirect (local.get $t))
        (br_if $all (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (i32.const 4096))))";
    let with = |name: &str, pages: u32, body: &str, rest: &str, verdict| {
        let methods =
            vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, body)];
        let code = ModuleText { methods, rest: rest.to_owned() }.bytes_of_pages(pages);
        Case { name: name.to_owned(), code, verdict }
    };
    vec![
        with("54: 64 pages, none touched", 64, "", "", Verdict::Succeeds),
        with("54: 64 pages, all touched", 64, touch, "", Verdict::Succeeds),
        with("55: 1 000 data segments", 64, "", &data, Verdict::Succeeds),
        with("55: 1 000 data segments, all touched", 64, touch, &data, Verdict::Succeeds),
        with("56: 4 096 elements", 1, "", &table, Verdict::Succeeds),
        with("56: 4 096 elements, all called", 1, call_all, &table, Verdict::Succeeds),
        with("54: 64 globals", 1, "", &globals, Verdict::Succeeds),
        with("54: everything, all touched", 64, touch, &all, Verdict::Succeeds),
        with(
            "54: everything, then a trap",
            64,
            &format!("{touch} (unreachable)"),
            &all,
            Verdict::Halts,
        ),
    ]
}
