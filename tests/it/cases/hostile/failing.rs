//! Modules that are taken and whose calls must end, taking all gas and changing nothing.
//! Numbers are those of the corpus that this follows.

use super::Pair;
use sandpact_abi::{host, limits};
use sandpact_tests::module;

fn all(cases: &[(&str, String, String)]) {
    let mut pair = Pair::new();
    for (name, body, rest) in cases {
        pair.fails(name, &module(&[("run", body)], rest));
    }
}

fn case(name: &'static str, body: &str, rest: &str) -> (&'static str, String, String) {
    (name, body.to_owned(), rest.to_owned())
}

/// 1, 2, 9, 15, 16, 18: work without end, whatever it looks like.
#[test]
fn endless_work_ends_with_its_gas() {
    let doubling: String = (0..40)
        .map(|level| match level {
            39 => "(func $d39 (result i32) (i32.const 1))".to_owned(),
            _ => format!(
                "(func $d{level} (result i32) (i32.add (call $d{0}) (call $d{0})))",
                level + 1
            ),
        })
        .collect();
    let dear = "(drop (i64.div_u (i64.const 7) (i64.const 3)))".repeat(300);
    all(&[
        case("1: a loop", "(loop (br 0))", ""),
        case(
            "1: a loop that counts",
            "(local i64) (loop (local.set 1 (i64.add (local.get 1) (i64.const 1))) (br 0))",
            "",
        ),
        case("1: nested loops", "(loop (loop (loop (br 2))))", ""),
        case(
            "1: loops that jump to one another",
            "(loop $a (loop $b (br_if $a (local.get 0)) (br $b)))",
            "",
        ),
        case("1: by a br_table", "(loop (br_table 0 0 0 (i32.const 9)))", ""),
        case("1: by a br_if that is always taken", "(loop (br_if 0 (i32.const 1)))", ""),
        case("1: with an exit never taken", "(block (loop (br_if 1 (i32.const 0)) (br 0)))", ""),
        case(
            "2: an empty loop in a function in a loop",
            "(loop (call $e) (br 0))",
            "(func $e (loop (br_if 0 (i32.const 0))))",
        ),
        case("2: an empty function in a loop", "(loop (call $e) (br 0))", "(func $e)"),
        case(
            "2: through the table",
            "(loop (call_indirect (i32.const 0)) (br 0))",
            "(table 1 funcref) (elem (i32.const 0) $e) (func $e)",
        ),
        case("9: doubling calls", "(drop (call $d0))", &doubling),
        case(
            "12: only the rare arm is dear",
            &format!("(loop (if (i32.const 1) (then {dear})) (br 0))"),
            "",
        ),
        case(
            "15: a step that never meets its end",
            "(local i32) (local.set 1 (i32.const 1)) (loop (local.set 1 (i32.add (local.get 1) (i32.const 2))) (br_if 0 (i32.ne (local.get 1) (i32.const 0))))",
            "",
        ),
        case(
            "16: traps in the third turn of many",
            "(local i32) (loop (local.set 1 (i32.add (local.get 1) (i32.const 1))) (drop (i32.div_u (i32.const 1) (i32.sub (local.get 1) (i32.const 3)))) (br 0))",
            "",
        ),
        case(
            "18: dear arms and a normal return",
            &format!(
                "(local i32) (loop (if (i32.eqz (i32.and (local.get 1) (i32.const 1))) (then {dear}) (else {dear})) (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 1) (i32.const 100000))))"
            ),
            "",
        ),
        case("host calls in a loop", "(loop (drop (call $context_time)) (br 0))", ""),
        case(
            "reads in a loop",
            "(loop (drop (call $storage_get (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 0))) (br 0))",
            "",
        ),
        case(
            "writes in a loop",
            "(loop (call $storage_set (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 8)) (br 0))",
            "",
        ),
        case(
            "hashes in a loop",
            "(loop (call $crypto_sha3_256 (i32.const 0) (i32.const 65536) (i32.const 0)) (br 0))",
            "",
        ),
        case(
            "signatures in a loop",
            "(loop (drop (call $crypto_ed25519_verify (i32.const 0) (i32.const 0) (i32.const 32) (i32.const 64))) (br 0))",
            "",
        ),
    ]);
}

/// 3 to 7: recursion without end. The wasm-level count decides, never the native stack.
#[test]
fn endless_recursion_ends_by_depth() {
    let locals = |count: usize| "i64 ".repeat(count);
    let loads = |count: usize| -> String {
        (0..count)
            .map(|index| {
                format!("(local.set {} (i64.load offset={} (i32.const 0)))", index + 1, index * 8)
            })
            .collect()
    };
    let stores = |count: usize| -> String {
        (0..count)
            .map(|index| {
                format!("(i64.store offset={} (i32.const 0) (local.get {}))", index * 8, index + 1)
            })
            .collect()
    };
    let params = "i64 ".repeat(32);
    let pass: String = (0..32).map(|index| format!("(local.get {index})")).collect();
    let constants = "(i64.const 7)".repeat(32);
    let pushed: String =
        (0..400).map(|index| format!("(i64.load offset={} (i32.const 0))", index * 8)).collect();
    let popped = "(i64.add)".repeat(399);
    all(&[
        case("3: itself", "(call $f)", "(func $f (call $f))"),
        case(
            "3: with work after it",
            "(call $f)",
            "(func $f (call $f) (drop (i32.load (i32.const 0))))",
        ),
        case("3: twice", "(call $f)", "(func $f (call $f) (call $f))"),
        case(
            "4: three in turn",
            "(call $a)",
            "(func $a (call $b)) (func $b (call $c) (drop (i64.mul (i64.const 3) (i64.const 5)))) (func $c (call $a))",
        ),
        case(
            "5: through the table",
            "(call_indirect (i32.const 0))",
            "(table 1 funcref) (elem (i32.const 0) $f) (func $f (call_indirect (i32.const 0)))",
        ),
        case(
            "5: through an equal type",
            "(call_indirect (type $t) (i32.const 0))",
            "(type $t (func)) (type $u (func)) (table 1 funcref) (elem (i32.const 0) $f) (func $f (type $u) (call_indirect (type $t) (i32.const 0)))",
        ),
        case(
            "5: table and direct in turn",
            "(call $f)",
            "(table 1 funcref) (elem (i32.const 0) $g) (func $f (call_indirect (i32.const 0))) (func $g (call $f))",
        ),
        case(
            "6: 500 locals live across the call",
            "(call $f)",
            &format!(
                "(func $f (local i32 {}) {} (call $f) {})",
                locals(500),
                loads(500),
                stores(500)
            ),
        ),
        case(
            "7: 32 parameters",
            &format!("(call $f {constants})"),
            &format!("(func $f (param {params}) (call $f {pass}))"),
        ),
        case(
            "7: 400 operands below the call",
            "(drop (call $f))",
            &format!("(func $f (result i64) {pushed} (call $f) (drop) {popped})"),
        ),
        case("in a loop", "(call $f)", "(func $f (loop (call $f) (br 0)))"),
        case("that always traps", "(call $f)", "(func $f (call $f) (unreachable))"),
    ]);
}

/// 19, 21, 23, 26, 42: traps of single operators.
#[test]
fn traps_take_all_gas() {
    let cases = vec![
        case("unreachable", "(unreachable)", ""),
        case("26: division by zero", "(drop (i32.div_s (i32.const 1) (local.get 0)))", ""),
        case(
            "26: overflow of a division",
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
            "",
        ),
        case(
            "26: overflow of a wide division",
            "(drop (i64.div_s (i64.const 0x8000000000000000) (i64.const -1)))",
            "",
        ),
        case("26: remainder by zero", "(drop (i64.rem_u (i64.const 1) (i64.const 0)))", ""),
        case("23: last byte and one more", "(drop (i32.load16_u (i32.const 65535)))", ""),
        case("23: at the end", "(drop (i32.load8_u (i32.const 65536)))", ""),
        case("23: straddling", "(i64.store (i32.const 65529) (i64.const 1))", ""),
        case(
            "23: offset and base of 33 bits",
            "(drop (i32.load offset=4294967295 (i32.const -1)))",
            "",
        ),
        case("23: largest offset", "(drop (i32.load8_u offset=4294967295 (i32.const 0)))", ""),
        case(
            "19: fill past the end",
            "(memory.fill (i32.const 65535) (i32.const 0) (i32.const 2))",
            "",
        ),
        case(
            "19: fill of four gigabytes",
            "(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))",
            "",
        ),
        case(
            "19: copy from past the end",
            "(memory.copy (i32.const 0) (i32.const 65535) (i32.const 2))",
            "",
        ),
        case(
            "19: copy of four gigabytes",
            "(memory.copy (i32.const 0) (i32.const 1) (i32.const -1))",
            "",
        ),
        case(
            "19: empty fill past the end",
            "(memory.fill (i32.const 65537) (i32.const 0) (i32.const 0))",
            "",
        ),
        case("21: growth that costs more than there is", "(drop (memory.grow (i32.const -1)))", ""),
        case("21: growth in a loop", "(loop (drop (memory.grow (i32.const 1))) (br 0))", ""),
        case(
            "21: growth by nothing in a loop",
            "(loop (drop (memory.grow (i32.const 0))) (br 0))",
            "",
        ),
        case("42: null", "(call_indirect (i32.const 0))", "(table 1 funcref)"),
        case("42: outside", "(call_indirect (i32.const 1))", "(table 1 funcref)"),
        case(
            "42: of another type",
            "(call_indirect (i32.const 0))",
            "(table 1 funcref) (elem (i32.const 0) $f) (func $f (param i32))",
        ),
        case(
            "42: a host function of another type",
            "(call_indirect (i32.const 0))",
            "(table 1 funcref) (elem (i32.const 0) $context_time)",
        ),
        case(
            "41: widened by hand",
            "(drop (call_indirect (param i64) (result i64) (i64.const 1) (i32.const 0)))",
            "(table 1 funcref) (elem (i32.const 0) $f) (func $f)",
        ),
    ];
    all(&cases);
}

/// 46, 47, T04: pointers and lengths at every edge, for every host function.
#[test]
fn pointers_and_lengths_of_host_calls_are_not_believed() {
    let numbers = ["0", "65535", "65536", "65537", "-2147483648", "-1"];
    let mut pair = Pair::new();
    let mut calls = 0;
    for function in host::FUNCTIONS {
        let params = function.params.len();
        if params == 0 {
            continue;
        }
        for first in numbers {
            for second in numbers {
                let argument = |index: usize| match function.params[index] {
                    host::ValType::I64 => "(i64.const -1)".to_owned(),
                    host::ValType::I32 if index.is_multiple_of(2) => format!("(i32.const {first})"),
                    host::ValType::I32 => format!("(i32.const {second})"),
                };
                let arguments: String = (0..params).map(argument).collect();
                let call = format!("(call ${} {arguments})", function.name);
                let body = if function.result.is_some() { format!("(drop {call})") } else { call };
                let name = format!("{} {first} {second}", function.name);
                // Whatever comes of it, both engines say the same and a failure changes nothing.
                pair.call(&name, &module(&[("run", &body)], ""), &[], super::GAS);
                calls += 1;
            }
        }
    }
    assert!(calls > 500, "{calls}");
}

/// 49: floods of events, returned bytes and keys end at their limits.
#[test]
fn floods_end_at_their_limits() {
    let mut pair = Pair::new();
    let refusals = [
        ("long return", format!("(call $context_return (i32.const 0) (i32.const {}))", limits::RETURN_LEN_BYTES_MAX + 1)),
        ("long event", format!("(call $event_emit (i32.const 0) (i32.const 4) (i32.const 0) (i32.const {}))", limits::EVENT_LEN_BYTES_MAX + 1)),
        ("long value", format!("(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const {}))", limits::VALUE_LEN_BYTES_MAX + 1)),
        ("long key", format!("(call $storage_set (i32.const 0) (i32.const {}) (i32.const 0) (i32.const 0))", limits::KEY_LEN_BYTES_MAX + 1)),
        ("many events", "(loop (call $event_emit (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0)) (br 0))".to_owned()),
    ];
    for (name, body) in refusals {
        let code = module(&[("run", &body)], "(data (i32.const 0) \"name\")");
        let receipt = pair.call(name, &code, &[], super::GAS);
        let outcome = receipt.outcome;
        let is_limit = matches!(outcome, sandpact_runtime::Outcome::Reverted { code, .. } if (13_000..14_000).contains(&code));
        assert!(is_limit, "{name}: {outcome:?}");
    }
    pair.fails(
        "many keys",
        &module(&[("run", "(local i32) (loop (i32.store (i32.const 0) (local.get 1)) (call $storage_set (i32.const 0) (i32.const 4) (i32.const 0) (i32.const 4)) (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br 0))")], ""),
    );
}
