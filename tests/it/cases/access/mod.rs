//! Ledgers of organisations: who may do what.

mod certificates;
mod consortium;
mod decisions;
mod private;
mod scenarios;

use sandpact_tests::submissions::Submissions;

/// A share; `submissions` runs 50,000.
#[test]
fn each_transaction_and_each_request_is_executed_at_most_once() {
    let mut submissions = Submissions::new(&std::env::temp_dir());
    for number in 1_000_000..1_000_120 {
        submissions.run(number).unwrap();
    }
    let tally = submissions.tally;
    let counts = [tally.executed, tally.refused, tally.repeated, tally.restarts, tally.imports];
    assert!(counts.iter().all(|count| *count > 0), "{tally:?}");
}
