//! What a log does while nothing goes wrong, and both sides of its limits.

use super::{OPTIONS, append, contents, count_records, create, disk, filled, open, payload};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    disk::{Disk, FolderDisk, MemoryDisk},
    log::{Log, LogError, LogOptions, TailReport},
};
use std::{sync::Arc, thread};

#[test]
fn reads_back_what_was_appended_over_several_segments() {
    let memory = MemoryDisk::default();
    let log = filled(&memory, 40);
    assert!(memory.files().len() > 5);
    assert_eq!(count_records(&log), 40);
    for height in 1..=40 {
        let position = log.reader().position_of(Height(height)).unwrap();
        assert_eq!(log.reader().read(&position).unwrap(), payload(height));
        let rest: Vec<_> = log.reader().records_after(position.end()).unwrap().collect();
        assert_eq!(rest.len() as u64, 40 - height);
        assert!(rest.iter().all(Result::is_ok));
        let rest: Vec<_> = log.reader().records_from(Height(height)).unwrap().collect();
        assert_eq!(rest.len() as u64, 41 - height);
        assert!(rest.iter().all(Result::is_ok));
    }
    let (reopened, report) = open(&memory, Some(log.end())).unwrap();
    assert_eq!(report, TailReport::default());
    assert_eq!(reopened.end(), log.end());
    assert_eq!(count_records(&reopened), 40);
    let (mut reopened, report) = open(&memory, None).unwrap();
    assert!(report.verified > 0 && report.cut.is_none());
    assert_eq!(append(&mut reopened), Ok(41));
    assert_eq!(count_records(&reopened), 41);
}

#[test]
fn a_folder_holds_a_log_as_memory_does() {
    let folder = tempfile::tempdir().unwrap();
    let on_disk: Arc<dyn Disk> = Arc::new(FolderDisk::new(folder.path()));
    let mut log = Log::create(Arc::clone(&on_disk), OPTIONS, Height(1)).unwrap();
    for _ in 0..20 {
        append(&mut log).unwrap();
    }
    log.syncer().sync_to(Height(20)).unwrap();
    let end = log.end();
    drop(log);
    let (log, report) = Log::open(on_disk, OPTIONS, Some(end)).unwrap();
    assert_eq!(report, TailReport::default());
    assert_eq!(count_records(&log), 20);
}

#[test]
fn heights_come_in_order() {
    let memory = MemoryDisk::default();
    let mut log = filled(&memory, 3);
    let wrong = |got| Err(LogError::WrongHeight { got: Height(got), expected: Height(4) });
    assert_eq!(log.append(Height(3), b""), wrong(3));
    assert_eq!(log.append(Height(5), b""), wrong(5));
    let unknown =
        |height| LogError::Unknown { height: Height(height), first: Height(1), next: Height(4) };
    assert_eq!(log.reader().position_of(Height(0)), Err(unknown(0)));
    assert_eq!(log.reader().position_of(Height(4)), Err(unknown(4)));
    assert_eq!(log.syncer().sync_to(Height(3)), Ok(()));
    assert!(matches!(log.syncer().sync_to(Height(4)), Err(LogError::Unknown { .. })));
    assert_eq!(log.reader().records_from(Height(4)).unwrap().count(), 0);
    assert!(log.reader().records_from(Height(5)).is_err());
    assert_eq!(append(&mut log), Ok(4));
}

#[test]
fn the_longest_record_fits_and_no_longer_one() {
    let memory = MemoryDisk::default();
    let mut log = create(&memory).unwrap();
    let limit = OPTIONS.record_len_bytes_max;
    let longest = vec![7; limit as usize];
    let longer = vec![7; limit as usize + 1];
    for height in 1..4 {
        let too_long = LogError::TooLong { got: u64::from(limit) + 1, limit: limit.into() };
        assert_eq!(log.append(Height(height), &longer), Err(too_long));
        log.append(Height(height), &longest).unwrap();
    }
    log.syncer().sync_to(Height(3)).unwrap();
    let position = log.reader().position_of(Height(2)).unwrap();
    assert_eq!(log.reader().read(&position).unwrap(), longest);
    // A reader that allows one byte less refuses them, and changes nothing.
    let before = contents(&memory);
    let less = LogOptions { record_len_bytes_max: limit - 1, ..OPTIONS };
    let known = log.reader().position_of(Height(3)).unwrap().end();
    let (log, _) = Log::open(disk(&memory), less, Some(known)).unwrap();
    assert!(matches!(log.reader().read(&position), Err(LogError::Damaged { .. })));
    assert_eq!(contents(&memory), before);
}

#[test]
fn a_segment_takes_as_many_bytes_as_it_may() {
    // Header 116; each record 96 and its payload.
    for (segment_len_bytes, segments) in [(116 + 2 * 196, 2), (116 + 2 * 196 - 1, 4)] {
        let memory = MemoryDisk::default();
        let options = LogOptions { segment_len_bytes, ..OPTIONS };
        let mut log = Log::create(disk(&memory), options, Height(1)).unwrap();
        for height in 1..=4 {
            log.append(Height(height), &[1; 100]).unwrap();
        }
        assert_eq!(memory.files().len(), segments);
    }
}

#[test]
fn whole_segments_below_a_height_go() {
    let memory = MemoryDisk::default();
    let mut log = filled(&memory, 40);
    let firsts = || -> Vec<u64> {
        let names = memory.files().into_iter();
        names.map(|name| name[4..24].parse().unwrap()).collect()
    };
    let all = firsts();
    let reader = log.reader().clone();
    let oldest = reader.position_of(Height(1)).unwrap();
    assert_eq!(log.truncate_before(Height(all[2] - 1)), Ok(1));
    assert_eq!(firsts(), all[1..]);
    assert_eq!(log.truncate_before(Height(all[2])), Ok(1));
    assert_eq!(firsts(), all[2..]);
    assert_eq!(reader.first(), Height(all[2]));
    assert!(matches!(reader.read(&oldest), Err(LogError::Unknown { .. })));
    assert!(matches!(reader.records_after(oldest.end()), Err(LogError::Unknown { .. })));
    assert_eq!(count_records(&log), 40 - all[2] + 1);
    assert!(matches!(log.reader().position_of(Height(1)), Err(LogError::Unknown { .. })));
    let (mut log, _) = open(&memory, Some(log.end())).unwrap();
    assert_eq!(log.truncate_before(Height(u64::MAX)), Ok(all.len() - 3));
    assert_eq!(firsts(), all[all.len() - 1..]);
    assert_eq!(log.truncate_before(Height(u64::MAX)), Ok(0));
    assert_eq!(append(&mut log), Ok(41));
    let (log, _) = open(&memory, None).unwrap();
    assert_eq!(log.end().next, Height(42));
}

#[test]
fn another_ledgers_log_is_refused() {
    let memory = MemoryDisk::default();
    drop(filled(&memory, 3));
    let other = LogOptions { ledger_id: Hash([8; 32]), ..OPTIONS };
    let result = Log::open(disk(&memory), other, None).map(|_| ());
    assert!(matches!(result, Err(LogError::Foreign { .. })));
    assert!(matches!(create(&memory).map(|_| ()), Err(LogError::Exists)));
    let empty = MemoryDisk::default();
    assert!(matches!(open(&empty, None).map(|_| ()), Err(LogError::Missing)));
}

#[test]
fn one_sync_serves_all_who_wait() {
    const RECORDS: u64 = 300;
    let memory = MemoryDisk::default();
    let mut log = create(&memory).unwrap();
    let (send, receive) = std::sync::mpsc::channel::<u64>();
    let receive = Arc::new(std::sync::Mutex::new(receive));
    thread::scope(|scope| {
        for _ in 0..4 {
            let syncer = log.syncer();
            let receive = Arc::clone(&receive);
            scope.spawn(move || {
                loop {
                    let next = receive.lock().unwrap().recv();
                    let Ok(height) = next else { break };
                    syncer.sync_to(Height(height)).unwrap();
                    assert!(syncer.durable_below() > Height(height));
                }
            });
        }
        for _ in 0..RECORDS {
            send.send(append(&mut log).unwrap()).unwrap();
        }
        drop(send);
    });
    for seed in 0..16 {
        let (log, _) = open(&memory.crash(seed), None).unwrap();
        assert_eq!(count_records(&log), RECORDS);
    }
}
