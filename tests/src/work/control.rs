//! Branches, calls and depth.

use super::{Work, repeated};
use crate::Random;

/// One step of a generator of numbers in `$y`, whose high bits have no rule.
pub const STEP: &str = "(local.set $y (i64.add (i64.mul (local.get $y) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
    (local.set $x (i32.wrap_i64 (i64.shr_u (local.get $y) (i64.const 32))))";

fn work(name: &str, entry: &'static str, round: String) -> Work {
    Work { name: name.to_owned(), entry, round, ..Work::default() }
}

pub fn all(random: &mut Random) -> Vec<Work> {
    let mut all = vec![
        work("empty loop", "ticks_branch", String::new()),
        work("if without rule", "ticks_branch", random_ifs(random)),
        work("br_if without rule", "ticks_branch", random_branches(random)),
        work("short loops without rule", "ticks_branch", short_loops()),
        calls(random),
        deep_calls(random),
        recursion(random),
        recursion_of_params(),
        large_code(random),
    ];
    all.extend([2, 16, 200].map(|targets| random_tables(targets, random)));
    all.extend([2, 64, 1_500].map(|functions| indirect_calls(functions, random)));
    all
}

fn random_ifs(random: &mut Random) -> String {
    let ifs = repeated(24, |_| {
        let bit = 1 << (31 - random.below(28));
        let bit = u32::cast_signed(bit);
        format!(
            "(if (i32.and (local.get $x) (i32.const {bit})) (then (local.set $v (i32.add (local.get $v) (i32.const 1)))))"
        )
    });
    format!("{STEP} {ifs}")
}

fn random_branches(random: &mut Random) -> String {
    let branches = repeated(24, |_| {
        let bit = u32::cast_signed(1 << (31 - random.below(28)));
        format!(
            "(block (br_if 0 (i32.and (local.get $x) (i32.const {bit}))) (local.set $z (i64.xor (local.get $z) (local.get $y))))"
        )
    });
    format!("{STEP} {branches}")
}

/// Loops of one to four turns.
fn short_loops() -> String {
    let loops = repeated(8, |number| {
        format!(
            "(local.set $t (i32.and (i32.shr_u (local.get $x) (i32.const {})) (i32.const 3)))
             (loop $few (br_if $few (i32.ge_s (local.tee $t (i32.sub (local.get $t) (i32.const 1))) (i32.const 0))))",
            number * 3 + 5
        )
    });
    format!("{STEP} {loops}")
}

/// Jumps to one of many places; the next place is known only there.
fn random_tables(targets: u32, random: &mut Random) -> Work {
    let one = |random: &mut Random| {
        let labels = "(block ".repeat(usize::try_from(targets).unwrap());
        let list: String = (0..targets).map(|target| format!("{target} ")).collect();
        let arms = repeated(targets, |_| {
            format!(
                ") (local.set $v (i32.xor (local.get $v) (i32.const {}))) (br $out)",
                random.below(1 << 30)
            )
        });
        let shift = random.below(20);
        format!(
            "(block $out {labels} (br_table {list} {} (i32.and (i32.shr_u (local.get $x) (i32.const {shift})) (i32.const {}))) {arms})",
            targets - 1,
            targets.next_power_of_two() - 1
        )
    };
    let tables = repeated(6.min(200 / targets), |_| one(random));
    work(
        &format!("br_table of {targets} without rule"),
        "ticks_br_table",
        format!("{STEP} {tables}"),
    )
}

fn indirect_calls(functions: u32, random: &mut Random) -> Work {
    let bodies = repeated(functions, |number| {
        let work = repeated(1 + random.below(6), |_| {
            format!("(i32.const {}) (i32.add) (local.get 0) (i32.xor)", random.below(1 << 30))
        });
        format!("(func $f{number} (type $t) (local.get 0) {work})")
    });
    let names: String = (0..functions).map(|number| format!("$f{number} ")).collect();
    let size = functions.next_power_of_two();
    let more: String =
        (0..size - functions).map(|number| format!("$f{} ", number % functions)).collect();
    let calls = repeated(8, |number| {
        format!(
            "(local.set $v (call_indirect (type $t) (local.get $v)
                (i32.and (i32.shr_u (local.get $x) (i32.const {})) (i32.const {}))))",
            number * 2 + 1,
            size - 1
        )
    });
    Work {
        rest: format!(
            "(type $t (func (param i32) (result i32))) (table {size} funcref) (elem (i32.const 0) {names} {more}) {bodies}"
        ),
        ..work(
            &format!("call_indirect to {functions} without rule"),
            "ticks_call_indirect",
            format!("{STEP} {calls}"),
        )
    }
}

fn calls(random: &mut Random) -> Work {
    let constant = random.below(1 << 30);
    Work {
        rest: format!(
            "(func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const {constant})))"
        ),
        ..work(
            "calls",
            "ticks_call",
            repeated(20, |_| "(local.set $x (call $leaf (local.get $x)))".to_owned()),
        )
    }
}

/// Returns from deeper than a processor foresees.
fn deep_calls(random: &mut Random) -> Work {
    let levels = 100;
    let chain = repeated(levels, |level| {
        let deeper =
            if level + 1 == levels { String::new() } else { format!("(call $d{})", level + 1) };
        format!(
            "(func $d{level} (param i32) (result i32) (i32.xor (local.get 0) (i32.const {})) {deeper})",
            random.below(1 << 30)
        )
    });
    Work {
        rest: chain,
        ..work(
            "a chain of 100 calls",
            "ticks_call",
            "(local.set $x (call $d0 (local.get $x)))".into(),
        )
    }
}

fn recursion(random: &mut Random) -> Work {
    let depth = 200 + random.below(4_000);
    Work {
        rest: "(func $down (param i32) (result i32) (if (result i32) (local.get 0)
            (then (i32.add (call $down (i32.sub (local.get 0) (i32.const 1))) (i32.const 1))) (else (i32.const 0))))"
            .into(),
        ..work("recursion", "ticks_call", format!("(local.set $x (call $down (i32.const {depth})))"))
    }
}

/// As little work for as much stack as can be.
fn recursion_of_params() -> Work {
    let params = "i64 ".repeat(31);
    let pass: String = (1..32).map(|index| format!("(local.get {index})")).collect();
    let constants = "(local.get $y)".repeat(31);
    Work {
        rest: format!(
            "(func $down (param i32 {params}) (result i64) (if (result i64) (local.get 0)
                (then (i64.add (call $down (i32.sub (local.get 0) (i32.const 1)) {pass}) (local.get 31))) (else (local.get 1))))"
        ),
        ..work("recursion with 32 parameters", "ticks_call", format!("(local.set $y (call $down (i32.const 1000) {constants}))"))
    }
}

/// More code than the nearest caches hold, each piece run once a turn.
fn large_code(random: &mut Random) -> Work {
    let functions = 500;
    let bodies = repeated(functions, |number| {
        let work = repeated(20, |_| {
            let (number, bits) = (random.number().cast_signed(), random.below(62) + 1);
            format!("(i64.const {number}) (i64.xor) (i64.const {bits}) (i64.rotl)")
        });
        format!("(func $c{number} (param i64) (result i64) (local.get 0) {work})")
    });
    let round = repeated(functions, |number| {
        let function = number * 227 % functions;
        format!("(local.set $y (call $c{function} (local.get $y)))")
    });
    Work { rest: bodies, ..work("much code", "ticks_simple", round) }
}
