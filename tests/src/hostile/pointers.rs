//! Host calls with hostile pointers and lengths, and floods of what they leave.

use super::{Case, Verdict};
use sandpact_abi::{host, limits};

/// Numbers at the edges of a page and of an i32.
const EDGES: [&str; 6] = ["0", "65535", "65536", "65537", "-2147483648", "-1"];

/// Every host function with every pair of edges as its pointers and lengths in turn.
pub fn edges() -> Vec<Case> {
    let mut cases = Vec::new();
    for function in host::FUNCTIONS.iter().filter(|function| !function.params.is_empty()) {
        for first in EDGES {
            for second in EDGES {
                cases.push(edge(function, first, second));
            }
        }
    }
    cases
}

fn edge(function: &host::Function, first: &str, second: &str) -> Case {
    let argument = |(index, ty): (usize, &host::ValType)| match ty {
        host::ValType::I64 => "(i64.const -1)".to_owned(),
        host::ValType::I32 if index.is_multiple_of(2) => format!("(i32.const {first})"),
        host::ValType::I32 => format!("(i32.const {second})"),
    };
    let arguments: String = function.params.iter().enumerate().map(argument).collect();
    let call = format!("(call ${} {arguments})", function.name);
    let body = if function.result.is_some() { format!("(drop {call})") } else { call };
    Case::new(&format!("46: {} {first} {second}", function.name), &body, "", Verdict::Same)
}

/// What goes on and on is refused or ends with its gas.
pub fn floods() -> Vec<Case> {
    let refused = [
        ("49: long return", format!("(call $context_return (i32.const 0) (i32.const {}))", limits::RETURN_LEN_BYTES_MAX + 1)),
        ("49: long event", format!("(call $event_emit (i32.const 0) (i32.const 4) (i32.const 0) (i32.const {}))", limits::EVENT_LEN_BYTES_MAX + 1)),
        ("49: long value", format!("(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const {}))", limits::VALUE_LEN_BYTES_MAX + 1)),
        ("49: long key", format!("(call $storage_set (i32.const 0) (i32.const {}) (i32.const 0) (i32.const 0))", limits::KEY_LEN_BYTES_MAX + 1)),
        ("49: many events", "(loop (call $event_emit (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0)) (br 0))".to_owned()),
    ];
    let mut cases: Vec<Case> = refused
        .map(|(name, body)| Case::new(name, &body, "(data (i32.const 0) \"name\")", Verdict::Limit))
        .into();
    cases.push(Case::halts(
        "49: many keys",
        "(local i32) (loop (i32.store (i32.const 0) (local.get 1)) (call $storage_set (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 4)) (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br 0))",
        "",
    ));
    cases
}
