//! A disk that fails: at every call of a run, once and for ever. The first error stays, nothing
//! is tried again, and what was acknowledged is there afterwards, with the power cut or not.

use super::{append, contents, count_records, create, disk, open};
use sandpact_abi::Height;
use sandpact_state::{
    disk::{Fault, FaultKind, MemoryDisk},
    log::{Log, LogError},
};

const RECORDS: u64 = 50;

const KINDS: [FaultKind; 4] =
    [FaultKind::Io, FaultKind::NoSpace, FaultKind::ShortWrite, FaultKind::FailedSync];

/// Makes a log and appends, one sync for three records; returns how many are acknowledged.
fn run(memory: &MemoryDisk) -> (u64, Option<Log>, Result<(), LogError>) {
    let mut log = match create(memory) {
        Ok(log) => log,
        Err(error) => return (0, None, Err(error)),
    };
    let mut acknowledged = 0;
    let result = go_on(&mut log, &mut acknowledged);
    (acknowledged, Some(log), result)
}

fn go_on(log: &mut Log, acknowledged: &mut u64) -> Result<(), LogError> {
    for height in 1..=RECORDS {
        append(log)?;
        if height % 3 == 0 || height == RECORDS {
            log.syncer().sync_to(Height(height))?;
            *acknowledged = height;
        }
    }
    log.truncate_before(Height(8))?;
    Ok(())
}

/// Everything fails with the same error, and the disk is not asked again.
fn is_stopped(log: &mut Log, memory: &MemoryDisk, error: &LogError) {
    let before = contents(memory);
    let next = log.end().next;
    assert_eq!(append(log).as_ref(), Err(error));
    if next.0 > 1 {
        assert_eq!(log.syncer().sync_to(Height(next.0 - 1)).as_ref(), Err(error));
    }
    assert_eq!(log.truncate_before(Height(8)).as_ref(), Err(error));
    assert_eq!(contents(memory), before);
}

#[test]
fn an_error_at_any_call_stops_the_log_and_loses_nothing() {
    let mut points = 0;
    for kind in KINDS {
        for forever in [false, true] {
            for at in 1.. {
                let memory = MemoryDisk::default();
                memory.set_fault(Some(Fault { kind, at, forever }));
                let (acknowledged, log, result) = run(&memory);
                if !memory.fault_hit() {
                    result.unwrap();
                    break;
                }
                points += 1;
                let error = result.unwrap_err();
                assert!(matches!(error, LogError::Io { .. }), "{kind:?} at {at}: {error}");
                memory.set_fault(None);
                let Some(mut log) = log else { continue };
                is_stopped(&mut log, &memory, &error);
                let context = format!("{kind:?} at {at}, {forever}");
                for seed in 0..4 {
                    holds(&memory.crash(seed), acknowledged, &context);
                }
                holds(&memory, acknowledged, &context);
                holds(&memory.crash(9), acknowledged, &context);
            }
        }
    }
    assert!(points >= 400, "only {points}");
}

/// The log opens with all that was acknowledged and goes on.
fn holds(memory: &MemoryDisk, acknowledged: u64, context: &str) {
    let (mut log, _) = open(memory, None).unwrap_or_else(|error| panic!("{context}: {error}"));
    count_records(&log);
    assert!(log.end().next.0 > acknowledged, "{context}");
    append(&mut log).unwrap();
}

#[test]
fn an_error_at_any_call_of_opening_changes_no_record() {
    let memory = MemoryDisk::default();
    drop(super::filled(&memory, RECORDS));
    // A tail that is to be cut.
    let name = memory.files().pop().unwrap();
    let mut bytes = memory.file(&name).unwrap();
    bytes.extend([1; 700]);
    memory.put_file(&name, bytes);
    for kind in KINDS {
        for forever in [false, true] {
            for at in 1.. {
                let copy = memory.copy();
                copy.set_fault(Some(Fault { kind, at, forever }));
                let result = open(&copy, None).map(|_| ());
                if !copy.fault_hit() {
                    result.unwrap();
                    break;
                }
                assert!(matches!(result, Err(LogError::Io { .. })));
                copy.set_fault(None);
                holds(&copy.crash(at), RECORDS, "opened twice");
                holds(&copy, RECORDS, "opened twice");
            }
        }
    }
}

#[test]
fn a_full_disk_stops_the_log_and_room_lets_it_go_on() {
    for space in (0..20_000).step_by(97) {
        let memory = MemoryDisk::default();
        memory.set_space(Some(space));
        let (acknowledged, log, result) = run(&memory);
        memory.set_space(None);
        let Some(mut log) = log else { continue };
        if let Err(error) = result {
            is_stopped(&mut log, &memory, &error);
        }
        drop(log);
        holds(&memory.crash(space), acknowledged, "full");
        holds(&memory, acknowledged, "full");
    }
}

#[test]
fn a_bit_read_wrong_is_an_error_and_never_other_content() {
    let memory = MemoryDisk::default();
    let end = super::filled(&memory, RECORDS).end();
    let before = contents(&memory);
    for forever in [false, true] {
        for at in 1.. {
            let fault = Fault { kind: FaultKind::BitFlip, at, forever };
            // While opening: with the end known, nothing can pass for a torn tail.
            let copy = memory.copy();
            copy.set_fault(Some(fault));
            if open(&copy, Some(end)).is_err() {
                assert_eq!(contents(&copy), before);
            }
            let hit_in_opening = copy.fault_hit();
            // While reading.
            let (log, _) = Log::open(disk(&memory), super::OPTIONS, Some(end)).unwrap();
            memory.set_fault(Some(fault));
            let mut height = 0;
            for item in log.reader().records_from(Height(1)).into_iter().flatten() {
                let Ok((position, payload)) = item else { break };
                height += 1;
                assert_eq!(position.height, Height(height));
                assert!(payload == super::payload(height), "record {height} is another");
            }
            let hit = memory.fault_hit();
            memory.set_fault(None);
            assert!(height == RECORDS || hit, "an error without a cause");
            if !hit && !hit_in_opening {
                break;
            }
            assert_eq!(height < RECORDS, hit, "a wrong bit at read {at} was not noticed");
        }
    }
}
