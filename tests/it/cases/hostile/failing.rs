//! Modules that are taken and whose calls must end as their verdict says, failures changing
//! nothing.

use super::Pair;
use sandpact_runtime::Outcome;
use sandpact_tests::hostile::{self, Case, Verdict};

fn hold(cases: Vec<Case>) {
    let mut pair = Pair::new();
    for Case { name, code, verdict } in cases {
        match verdict {
            Verdict::Halts => pair.fails(&name, &code),
            Verdict::Succeeds => pair.exact(&name, &code),
            Verdict::Limit => {
                let outcome = pair.call(&name, &code, &[], super::GAS).outcome;
                let is_limit = matches!(outcome, Outcome::Reverted { code, .. } if (13_000..14_000).contains(&code));
                assert!(is_limit, "{name}: {outcome:?}");
            }
            // Whatever comes of it, both engines say the same and a failure changes nothing.
            Verdict::Same => drop(pair.call(&name, &code, &[], super::GAS)),
        }
    }
}

/// 1 to 7, 9, 12, 15, 16, 18, 19, 21, 23, 26, 42: without end, or ended by a trap.
#[test]
fn work_without_end_and_traps_take_all_gas() {
    hold(hostile::halting());
}

/// 19, 21, 24, 25: what is dear for a machine, and calls that need large instances.
#[test]
fn dear_work_ends_with_its_gas() {
    hold(hostile::dear(1));
}

/// 46, 47, T04: pointers and lengths at every edge, for every host function.
#[test]
fn pointers_and_lengths_of_host_calls_are_not_believed() {
    let cases = hostile::pointers();
    assert!(cases.len() > 500, "{}", cases.len());
    hold(cases);
}

/// 49: floods of events, returned bytes and keys end at their limits.
#[test]
fn floods_end_at_their_limits() {
    hold(hostile::floods());
}

#[test]
fn every_operator_that_is_taken_halts_after_a_trap() {
    hold(hostile::operators());
}
