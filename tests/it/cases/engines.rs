//! Every engine gives every contract the same results.

use sandpact_tests::{differential::Differential, generated, module};

/// Generated modules of one run; the command `differential` takes a hundred thousand.
const MODULES: u64 = 2_000;

#[test]
fn generated_modules_run_alike_on_every_engine() {
    let mut engines = Differential::default();
    for number in 0..MODULES {
        if let Some(code) = generated::module(number) {
            engines
                .module(&code)
                .unwrap_or_else(|difference| panic!("module {number}: {difference}"));
        }
    }
    let tally = engines.tally;
    assert!(tally.accepted > MODULES / 2, "{tally:?}");
    for (what, count) in
        [("succeeded", tally.succeeded), ("reverted", tally.reverted), ("halted", tally.halted)]
    {
        assert!(count > MODULES / 20, "too few {what}: {tally:?}");
    }
}

/// wasmi 2.0.0 gave the divisor the dividend's place here and trapped: a local that is put
/// back where it came from while its value lies below others. Found as generated module 66.
#[test]
fn a_local_set_to_itself_below_other_operands() {
    let body = "(local $a i32) (local $b i32)
        (local.set $a (i32.const 6)) (local.set $b (i32.const 2))
        (block (block
            local.get $a local.get $b local.set $b local.tee $a
            i32.const -2147483648 i32.ne br_if 0
            local.get $b i32.const -1 i32.ne br_if 0
            i32.const 1 local.set $b br 1))
        (drop (i32.rem_s (local.get $a) (local.get $b)))";
    Differential::default().module(&module(&[("run", body)], "")).unwrap();
}

/// Giving up halts even when the message is too long to be one. Refusing it, as any other
/// host function would, showed the gas at a point where charges need not stand yet. Found
/// as generated module 15 493.
#[test]
fn giving_up_halts_whatever_the_message_is() {
    let mut engines = Differential::default();
    for (ptr, len) in [(0, 4), (0, 16_385), (-1, 1), (65_535, 2), (0, -1)] {
        let body = format!(
            "(drop (i64.div_u (i64.const 7) (i64.const 3)))
             (call $context_abort (i32.const {ptr}) (i32.const {len}))"
        );
        engines.module(&module(&[("run", &body)], "")).unwrap();
    }
    assert_eq!(engines.tally.halted, 15, "{:?}", engines.tally);
}
