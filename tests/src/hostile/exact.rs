//! Odd but lawful: each call comes to its end.

use super::Case;

/// Modules whose gas is exact to the unit wherever charges stand.
pub fn all() -> Vec<Case> {
    let dear = "(drop (i64.div_u (i64.const 7) (i64.const 3)))";
    let switch = |value: u32| {
        format!(
            "(block $out (block $c (block $b (block $a (br_table $a $b $a $c $out (i32.const {value})))
                {dear} (br $out)) {dear} {dear}) {dear} {dear} {dear})"
        )
    };
    let cases = [
        ("nothing", "".to_owned(), ""),
        ("12: a dear arm not taken", format!("(if (i32.const 0) (then {}))", dear.repeat(50)), ""),
        ("12: a dear arm taken", format!("(if (i32.const 1) (then {}))", dear.repeat(50)), ""),
        ("12: a dear else taken", format!("(if (i32.const 0) (then) (else {}))", dear.repeat(50)), ""),
        ("12: a trap cheaper than all", format!("(if (local.get 0) (then (unreachable))) {dear}"), ""),
        ("12: a trap behind a br_if", format!("(block (br_if 0 (i32.eqz (local.get 0))) (unreachable)) {dear}"), ""),
        ("12: a trap in a callee", format!("(if (local.get 0) (then (call $panic))) {dear}"), "(func $panic (call $context_abort (i32.const 0) (i32.const 0)) (unreachable))"),
        ("13: return from within", format!("(block (block (if (i32.const 1) (then (return))) {dear}))"), ""),
        ("13: br to the outermost", format!("(block (block (block (br 2)) {dear}) {dear})"), ""),
        ("13: br_if to the function", format!("(br_if 0 (i32.const 1)) {dear}"), ""),
        ("13: br_table, first", switch(0), ""),
        ("13: br_table, second", switch(1), ""),
        ("13: br_table, repeated", switch(2), ""),
        ("13: br_table, last", switch(3), ""),
        ("13: br_table, default", switch(77), ""),
        ("13: br_table with a value", "(drop (block (result i32) (drop (block (result i32) (br_table 0 1 0 (i32.const 5) (i32.const 1)))) (drop (i64.div_u (i64.const 9) (i64.const 2))) (i32.const 3)))".to_owned(), ""),
        ("13: br_if with a value, taken", format!("(drop (block (result i32) (drop (br_if 0 (i32.const 1) (i32.const 1))) {dear} (i32.const 2)))"), ""),
        ("13: br_if with a value, not taken", format!("(drop (block (result i32) (drop (br_if 0 (i32.const 1) (i32.const 0))) {dear} (i32.const 2)))"), ""),
        ("13: br_if to a dear label", format!("(block (br_if 0 (i32.const 1))) {}", dear.repeat(20)), ""),
        ("13: br_if over a dear block", format!("(block (br_if 0 (i32.const 1)) {})", dear.repeat(20)), ""),
        ("14: dead code", format!("(block (br 0) {dear} (block (loop (br 0)))) (return) {dear} (if (then) (else))"), ""),
        ("14: dead operands", "(block (br 0) (i32.add) (drop))".to_owned(), ""),
        ("a loop nobody jumps to", format!("(loop {dear})"), ""),
        ("a loop of three turns", format!("(local i32) (loop {dear} (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 1) (i32.const 3))))"), ""),
        ("a loop left from its middle", format!("(local i32) (block (loop (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if 1 (i32.gt_u (local.get 1) (i32.const 5))) {dear} (br 0)))"), ""),
        ("10: cheap functions in a loop", "(local i32) (loop (drop (call $c (local.get 1))) (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 1) (i32.const 1000))))".to_owned(), "(func $c (param i32) (result i32) (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.mul (local.get 0) (i32.const 3)))))"),
        ("host calls between", format!("{dear} (drop (call $context_time)) {dear} (if (i32.const 1) (then (drop (call $context_height)) {dear}))"), ""),
        ("a host call in a callee", format!("{dear} (call $h) {dear}"), "(func $h (if (i32.const 1) (then (drop (call $context_time)))))"),
        ("a host function in the table", format!("(drop (call_indirect (result i64) (i32.const 0))) {dear}"), "(table 1 funcref) (elem (i32.const 0) $context_time)"),
        ("19: bulk memory", "(memory.fill (i32.const 0) (i32.const 7) (i32.const 65536)) (memory.copy (i32.const 1) (i32.const 0) (i32.const 65535)) (memory.fill (i32.const 65536) (i32.const 0) (i32.const 0))".to_owned(), ""),
        ("21: growth", "(drop (memory.grow (i32.const 0))) (drop (memory.grow (i32.const 255))) (drop (memory.grow (i32.const 1))) (drop (memory.grow (i32.const 300)))".to_owned(), ""),
        ("23: last byte", "(i32.store8 (i32.const 65535) (i32.const 1)) (i64.store (i32.const 65528) (i64.const 1))".to_owned(), ""),
        ("26: remainder of the smallest", "(drop (i32.rem_s (i32.const 0x80000000) (i32.const -1)))".to_owned(), ""),
        ("recursion of 300", "(call $r (i32.const 300))".to_owned(), "(func $r (param i32) (if (local.get 0) (then (call $r (i32.sub (local.get 0) (i32.const 1))))))"),
        ("globals", "(global.set $g (i32.add (global.get $g) (i32.const 1)))".to_owned(), "(global $g (mut i32) (i32.const 41))"),
    ];
    cases.map(|(name, body, rest)| Case::succeeds(name, &body, rest)).into()
}
