//! Work and recursion without end: only gas or depth ends it.

use super::Case;

fn case(name: &str, body: &str, rest: &str) -> Case {
    Case::halts(name, body, rest)
}

/// 1, 2, 9, 15, 16, 18: work without end, whatever it looks like.
pub fn endless() -> Vec<Case> {
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
    vec![
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
    ]
}

/// 3 to 7: recursion without end. The wasm-level count decides, never the native stack.
pub fn recursive() -> Vec<Case> {
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
    vec![
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
    ]
}
