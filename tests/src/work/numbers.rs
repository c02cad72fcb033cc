//! Arithmetic, locals and globals.

use super::{Work, repeated};
use crate::Random;

fn work(name: &str, entry: &'static str, round: String) -> Work {
    Work { name: name.to_owned(), entry, round, ..Work::default() }
}

pub fn all(random: &mut Random) -> Vec<Work> {
    let mut all = vec![
        work(
            "add chain",
            "ticks_simple",
            repeated(30, |_| {
                "(local.set $y (i64.add (local.get $y) (local.get $z))) (local.set $z (i64.add (local.get $z) (local.get $y)))".to_owned()
            }),
        ),
        work(
            "bit operators chain",
            "ticks_simple",
            repeated(30, |_| {
                let names = ["rotl", "rotr", "shl", "shr_u", "shr_s"];
                let name = names[usize::try_from(random.below(5)).unwrap()];
                format!(
                    "(local.set $y (i64.xor (i64.{name} (local.get $y) (local.get $z)) (i64.const {})))",
                    random.number().cast_signed()
                )
            }),
        ),
        work(
            "bit counts chain",
            "ticks_multiply",
            repeated(40, |_| {
                let name = ["clz", "ctz", "popcnt"][usize::try_from(random.below(3)).unwrap()];
                format!("(local.set $y (i64.{name} (local.get $y)))")
            }),
        ),
        work(
            "sign extension chain",
            "ticks_simple",
            repeated(40, |_| {
                let name = ["extend8_s", "extend16_s", "extend32_s"]
                    [usize::try_from(random.below(3)).unwrap()];
                format!("(local.set $y (i64.{name} (i64.add (local.get $y) (local.get $z))))")
            }),
        ),
        work(
            "comparison and select chain",
            "ticks_simple",
            repeated(30, |_| {
                format!(
                    "(local.set $y (select (local.get $z) (local.get $y) (i64.lt_s (local.get $y) (i64.const {}))))",
                    random.number().cast_signed()
                )
            }),
        ),
        work(
            "multiply 32 chain",
            "ticks_multiply",
            repeated(60, |_| "(local.set $x (i32.mul (local.get $x) (local.get $x)))".to_owned()),
        ),
        work(
            "multiply 64 chain",
            "ticks_multiply",
            repeated(60, |_| "(local.set $y (i64.mul (local.get $y) (local.get $y)))".to_owned()),
        ),
    ];
    all[0].before = format!("(local.set $z (i64.const {}))", random.number().cast_signed());
    // What is loaded, the compiler cannot know.
    for index in [1, 3, 4] {
        all[index].before = "(local.set $z (i64.load (i32.const 64)))".into();
    }
    all[5].before = format!("(local.set $x (i32.const {}))", random.below(1 << 30) | 1);
    all[6].before = format!("(local.set $y (i64.const {}))", random.number().cast_signed() | 1);
    for (bits, entry) in [(32, "ticks_divide_32"), (64, "ticks_divide_64")] {
        for operator in ["div_u", "div_s", "rem_u", "rem_s"] {
            all.push(division(bits, entry, operator, random));
        }
    }
    all.push(live_locals(random));
    all.push(globals(random));
    all.push(one_global());
    all
}

/// Divides a large constant by what came out before: a chain of quotients as long as can be.
fn division(bits: u32, entry: &'static str, operator: &str, random: &mut Random) -> Work {
    let local = if bits == 32 { "$x" } else { "$y" };
    let mask = if bits == 32 { 0x7fff_ffff } else { 0x7fff_ffff_ffff_ffff };
    let kept = (1_u64 << (random.below(12) + 1)) - 1;
    let round = repeated(30, |_| {
        let dividend = random.number() & mask | (mask ^ (mask >> 1));
        format!(
            "(local.set {local} (i{bits}.{operator} (i{bits}.const {dividend})
                (i{bits}.or (i{bits}.and (local.get {local}) (i{bits}.const {kept})) (i{bits}.const 1))))"
        )
    });
    work(&format!("i{bits}.{operator} chain"), entry, round)
}

/// More values alive than a machine has registers.
fn live_locals(random: &mut Random) -> Work {
    let count = 120;
    let declared = "i64 ".repeat(count);
    let index = |random: &mut Random| random.below(u32::try_from(count).unwrap()) + 1;
    let body: String = (0..400)
        .map(|_| {
            let (to, from, other) = (index(random), index(random), index(random));
            format!("(local.set {to} (i64.add (local.get {from}) (local.get {other})))")
        })
        .collect();
    let loads: String = (1..=count)
        .map(|local| format!("(local.set {local} (i64.add (local.get 0) (i64.const {local})))"))
        .collect();
    let sum: String = (1..=count).map(|local| format!("(local.get {local}) (i64.xor)")).collect();
    let mut all = work(
        "many live locals",
        "ticks_simple",
        "(local.set $y (call $live (local.get $y)))".into(),
    );
    all.rest = format!(
        "(func $live (param i64) (result i64) (local {declared}) (local $n i32)
            {loads} (local.set $n (i32.const 20))
            (loop $more {body} (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
            (local.get 0) {sum})"
    );
    all
}

fn globals(random: &mut Random) -> Work {
    let declared = "(global (mut i64) (i64.const 1))".repeat(60);
    let round = repeated(60, |_| {
        let (to, from) = (random.below(60), random.below(60));
        format!("(global.set {to} (i64.add (global.get {from}) (i64.const 1)))")
    });
    Work { rest: declared, ..work("globals", "ticks_simple", round) }
}

/// Each reads what the one before has just written.
fn one_global() -> Work {
    let through =
        "(func $through (param i64) (global.set 0 (i64.add (global.get 0) (local.get 0))))";
    let rest = format!("(global (mut i64) (i64.const 1)) {through}");
    let round =
        repeated(30, |_| "(global.set 0 (i64.add (global.get 0) (i64.const 3)))".to_owned());
    let round = format!("{round} (call $through (i64.const 1))");
    Work { rest, ..work("one global", "ticks_simple", round) }
}
