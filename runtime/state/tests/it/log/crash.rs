//! Power cuts at any moment: nothing acknowledged is lost, what is there is a prefix of what was
//! appended, and the log goes on. Segments are small, so most runs begin several.

use super::{Random, append, count_records, create, disk, open};
use sandpact_abi::Height;
use sandpact_state::{
    disk::{Fault, FaultKind, MemoryDisk},
    log::{Log, LogEnd, LogError},
};

/// Power-cut states of a test run; more by `SANDPACT_CRASH_STATES`.
const STATES: u64 = 4_000;
/// Power-cut states that are made of one moment of a run.
const STATES_OF_A_MOMENT: u64 = 4;

/// What a run has been told.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// Height below which all is acknowledged.
    below: u64,
    /// Height below which something was appended, perhaps.
    appended_below: u64,
    /// A position that was durable.
    known: Option<LogEnd>,
}

/// Appends, syncs now and then, truncates seldom, until an error or `steps` are done.
fn run(log: &mut Log, random: &mut Random, steps: u64, told: &mut Told) -> Result<(), LogError> {
    for _ in 0..steps {
        match random.below(8) {
            0..=4 => {
                told.appended_below = log.end().next.0 + 1;
                append(log)?;
            }
            5 | 6 => {
                let end = log.end();
                if end.next.0 > log.reader().first().0 {
                    log.syncer().sync_to(Height(end.next.0 - 1))?;
                    told.below = end.next.0;
                    // Who keeps the position may lag behind.
                    if random.below(2) == 0 {
                        told.known = Some(end);
                    }
                }
            }
            _ if random.below(8) == 0 => {
                let height = log.end().next.0.saturating_sub(6);
                // A pruned log's known position is never older than what is left.
                if told.known.is_some_and(|known| known.segment.0 >= height) {
                    log.truncate_before(Height(height))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The log after a power cut, held against what was told.
fn reopened(memory: &MemoryDisk, told: &Told, context: &str) -> Log {
    let (log, _) = open(memory, told.known)
        .unwrap_or_else(|error| panic!("{context}: {told:?}: {error} {:?}", memory.files()));
    let next = log.end().next.0;
    assert!(next >= told.below, "{context}: lost {next}.. of {told:?}");
    assert!(next <= told.appended_below.max(told.below).max(1), "{context}: {next} {told:?}");
    assert_eq!(count_records(&log), next - log.reader().first().0);
    log
}

#[expect(clippy::disallowed_methods, reason = "how long a test runs, not what it finds")]
fn states() -> u64 {
    std::env::var("SANDPACT_CRASH_STATES").map_or(STATES, |states| states.parse().unwrap())
}

/// A run that ends at a random call, and what it was told.
fn cut_run(seed: u64) -> (MemoryDisk, Told) {
    let mut random = Random(seed);
    let memory = MemoryDisk::default();
    let mut told = Told { below: 1, appended_below: 1, known: None };
    let mut log = create(&memory).unwrap();
    let steps = random.below(60);
    let at = 1 + random.below(120);
    memory.set_fault(Some(Fault { kind: FaultKind::PowerCut, at, forever: true }));
    // An error is the power cut; without one it comes after the run.
    let _ = run(&mut log, &mut random, steps, &mut told);
    (memory, told)
}

#[test]
fn nothing_acknowledged_is_lost_in_a_power_cut() {
    let runs = states() / STATES_OF_A_MOMENT;
    for seed in 0..runs {
        let (memory, told) = cut_run(seed);
        for cut in 0..STATES_OF_A_MOMENT {
            let after = memory.crash(seed * STATES_OF_A_MOMENT + cut);
            let mut log = reopened(&after, &told, &format!("run {seed} cut {cut}"));
            // It goes on as if nothing had been.
            let before = log.end().next.0;
            let told = Told { below: before, appended_below: before, known: Some(log.end()) };
            for _ in 0..5 {
                append(&mut log).unwrap();
            }
            let told = Told { appended_below: before + 5, ..told };
            drop(log);
            reopened(&after.crash(cut), &told, &format!("run {seed} cut {cut} again"));
        }
    }
}

#[test]
fn power_cut_after_power_cut_loses_nothing() {
    for seed in 0..states() / 8 {
        let mut random = Random(seed);
        let mut memory = MemoryDisk::default();
        let mut told = Told { below: 1, appended_below: 1, known: None };
        let mut log = create(&memory).unwrap();
        for generation in 0..6 {
            let at = 1 + random.below(80);
            memory.set_fault(Some(Fault { kind: FaultKind::PowerCut, at, forever: true }));
            let _ = run(&mut log, &mut random, 40, &mut told);
            memory = memory.crash(random.below(u64::MAX));
            log = reopened(&memory, &told, &format!("run {seed} generation {generation}"));
            told.below = log.end().next.0;
            told.appended_below = told.below;
        }
    }
}

#[test]
fn a_power_cut_during_recovery_loses_nothing_either() {
    let mut cut_recoveries = 0;
    for seed in 0..states() / 40 {
        let (memory, told) = cut_run(seed);
        // At each call of the recovery, until it completes.
        for at in 1.. {
            let after = memory.crash(seed);
            after.set_fault(Some(Fault { kind: FaultKind::PowerCut, at, forever: true }));
            let result = open(&after, told.known);
            if !after.fault_hit() {
                drop(result.unwrap());
                break;
            }
            assert!(matches!(result.map(|_| ()), Err(LogError::Io { .. })));
            for cut in 0..2 {
                let twice = after.crash(seed + at + cut);
                reopened(&twice, &told, &format!("run {seed} recovery cut at {at}, {cut}"));
                cut_recoveries += 1;
            }
        }
    }
    assert!(cut_recoveries >= 1_000, "only {cut_recoveries}");
}

#[test]
fn a_killed_process_and_then_a_power_cut_lose_nothing() {
    for seed in 0..states() / 8 {
        let mut random = Random(seed);
        let memory = MemoryDisk::default();
        let mut told = Told { below: 1, appended_below: 1, known: None };
        let mut log = create(&memory).unwrap();
        // Killed three times, in the middle of something; the disk stays on.
        for _ in 0..3 {
            let kind = [FaultKind::PowerCut, FaultKind::FailedSync, FaultKind::ShortWrite]
                [random.below(3) as usize];
            let at = 1 + random.below(30);
            memory.set_fault(Some(Fault { kind, at, forever: true }));
            let _ = run(&mut log, &mut random, 40, &mut told);
            memory.set_fault(None);
            log = reopened(&memory, &told, &format!("run {seed} killed"));
            // What a reopened log shows is durable.
            told.below = log.end().next.0;
        }
        drop(log);
        reopened(&memory.crash(seed), &told, &format!("run {seed} cut after kills"));
    }
}

#[test]
fn a_power_cut_while_a_log_is_made_leaves_a_log_or_none() {
    for at in 1.. {
        let memory = MemoryDisk::default();
        memory.set_fault(Some(Fault { kind: FaultKind::PowerCut, at, forever: true }));
        let made = create(&memory);
        if !memory.fault_hit() {
            made.unwrap();
            break;
        }
        for seed in 0..50 {
            let after = memory.crash(seed);
            match open(&after, None) {
                Ok((log, _)) => assert_eq!(count_records(&log), 0),
                Err(error) => {
                    assert!(matches!(error, LogError::Missing | LogError::Damaged { .. }));
                }
            }
        }
    }
    let memory = MemoryDisk::default();
    create(&memory).unwrap();
    for seed in 0..50 {
        let (log, _) = Log::open(disk(&memory.crash(seed)), super::OPTIONS, None).unwrap();
        assert_eq!(count_records(&log), 0);
    }
}
