//! Every battery with a small count; the command `torture` has the large ones.

use sandpact_state::Backend;
use sandpact_torture::{
    Random,
    chain::Chain,
    corrupt::Corrupt,
    crash_states::CrashStates,
    faults::FaultSweep,
    kill9::Kill9,
    ledger,
    model::Model,
    oracle::{self, Depth},
    report::Report,
    run::Setting,
    work::{Size, Work},
};
use std::path::PathBuf;

fn setting(seed: u64) -> Setting {
    let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("torture-failures");
    Setting { kept, ..Setting::new(PathBuf::from(env!("CARGO_BIN_EXE_torture")), seed) }
}

fn check(report: &Report) {
    assert!(report.is_good(), "{report}");
}

#[test]
fn power_cuts_lose_nothing() {
    let report = CrashStates { count: 2_000, backend: None, levels: 2 }.run(&setting(1));
    check(&report);
    let count = |what| report.tally.count(what);
    assert_eq!(count("states") + count("states before creation ended"), 2_000);
    assert!(count("states cut in a recovery") > 500 && count("opened, view rebuilt") > 0);
}

#[test]
fn kills_lose_nothing() {
    let report = Kill9 { count: 50, backend: None }.run(&setting(1));
    check(&report);
    assert!(report.tally.count("blocks acknowledged") > 50);
}

#[test]
fn faults_are_errors_and_lose_nothing() {
    check(&FaultSweep { every: 7 }.run(&setting(1)));
}

#[test]
fn damage_is_repaired_or_refused() {
    let report = Corrupt { count: 200 }.run(&setting(1));
    check(&report);
    assert!(report.tally.count("refused at open") > 20);
    assert!(report.tally.count("repaired at open") > 20);
}

#[test]
fn every_ledger_is_as_the_model() {
    check(&Model { operations: 20_000 }.run(&setting(1)));
}

/// What the batteries rely on: a ledger that is not the expected one is found out.
#[test]
fn another_ledger_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let work = Work { seed: 1, size: Size::Small };
    let state = ledger::open_or_create(&path, Backend::Sled, work).unwrap();
    let mut random = Random::new(&[1]);
    oracle::commit_next(&state, &Chain::new(work)).unwrap();
    oracle::check(&state, &Chain::new(work), &mut random, Depth::Whole).unwrap();
    let other = Chain::new(Work { seed: 2, ..work });
    let found = oracle::check(&state, &other, &mut random, Depth::Sampled);
    assert!(found.unwrap_err().starts_with("WRONG ROOT"));
    assert!(oracle::check_height(state.head().height, Some(2), 9).unwrap_err().starts_with("LOST"));
    assert!(oracle::check_height(state.head().height, Some(1), 0).is_err());
}
