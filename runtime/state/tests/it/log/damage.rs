//! Damage of closed files: always a typed error with nothing changed, or a tail that is cut off
//! and reported, when nothing says that it was acknowledged. Never other content, never a panic.

use super::{OPTIONS, Random, contents, filled, open, payload};
use sandpact_abi::Height;
use sandpact_state::{
    disk::MemoryDisk,
    log::{Log, LogEnd, LogError, TailReport},
};

const RECORDS: u64 = 14;

/// Opens a damaged log and reads all; the height below which all records were right.
fn below(memory: &MemoryDisk, known: Option<LogEnd>) -> Result<(u64, TailReport), LogError> {
    let before = contents(memory);
    let (log, report) = open(memory, known).inspect_err(|error| {
        assert_eq!(contents(memory), before, "changed although {error}");
        assert!(!error.to_string().contains('\n'));
    })?;
    let mut height = log.reader().first().0;
    for item in log.reader().records_from(Height(height))? {
        let (position, bytes) = item?;
        assert_eq!(position.height, Height(height));
        assert!(bytes == payload(height), "record {height} is another");
        height += 1;
    }
    assert_eq!(log.end().next, Height(height));
    Ok((height, report))
}

/// A sound log, its end, and the end before the last record.
fn sound() -> (MemoryDisk, LogEnd, LogEnd) {
    let memory = MemoryDisk::default();
    let log = filled(&memory, RECORDS);
    let before_last = log.reader().position_of(Height(RECORDS - 1)).unwrap().end();
    (memory, log.end(), before_last)
}

/// What may come of damage: with the end known, only an error, or no harm; with less known, the
/// tail from the first unknown record on may be cut, and that is said.
fn check(memory: &MemoryDisk, known: Option<LogEnd>, end: LogEnd, context: &str) -> bool {
    match below(memory, known) {
        Err(LogError::Io { .. }) => panic!("{context}: damage is no failure of the disk"),
        Err(_) => true,
        Ok((height, report)) => {
            let is_whole = height == end.next.0;
            let is_reported = report.cut.is_some() || report.removed_segment.is_some();
            assert!(is_whole || is_reported, "{context}: silently {height}");
            let least = known.map_or(end.segment, |known| known.next);
            assert!(height >= least.0, "{context}: {height} below what was known");
            !is_whole
        }
    }
}

#[test]
fn every_flipped_byte_is_noticed() {
    let (memory, end, before_last) = sound();
    let mut flips = 0;
    for name in memory.files() {
        let bytes = memory.file(&name).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            let known = [Some(end), Some(before_last), None][flips % 3];
            let copy = memory.copy();
            copy.put_file(&name, changed);
            let noticed = check(&copy, known, end, &format!("{name} byte {at}"));
            assert!(noticed, "{name} byte {at} was not noticed");
            flips += 1;
        }
    }
    assert!(flips > 8_000, "only {flips}");
}

/// One change of one file or of two.
fn mutate(memory: &MemoryDisk, random: &mut Random) -> String {
    let names = memory.files();
    let name = &names[random.below(names.len() as u64) as usize];
    let mut bytes = memory.file(name).unwrap();
    let len = bytes.len() as u64;
    let at = random.below(len) as usize;
    let what = match random.below(8) {
        0 => {
            bytes.truncate(at);
            "truncate"
        }
        1 => {
            let end = (at + 1 + random.below(600) as usize).min(bytes.len());
            bytes[at..end].fill(0);
            "zero"
        }
        2 => {
            let end = (at + 1 + random.below(600) as usize).min(bytes.len());
            bytes[at..end].iter_mut().for_each(|byte| *byte = random.below(256) as u8);
            "garbage"
        }
        3 => {
            let end = (at + 1 + random.below(600) as usize).min(bytes.len());
            bytes.drain(at..end);
            "take out"
        }
        4 => {
            let other = &names[random.below(names.len() as u64) as usize];
            let others = memory.file(other).unwrap();
            memory.put_file(other, bytes.clone());
            bytes = others;
            "swap"
        }
        5 => {
            memory.drop_file(name);
            return format!("remove {name}");
        }
        6 => {
            bytes.extend((0..random.below(900)).map(|_| random.below(256) as u8));
            "lengthen"
        }
        _ => {
            // A record of this very segment, once more at the end.
            let from = at.saturating_sub(700);
            bytes.extend_from_within(from..);
            "repeat"
        }
    };
    memory.put_file(name, bytes);
    format!("{what} {name} at {at}")
}

#[test]
fn no_mutation_gives_other_content() {
    let (memory, end, before_last) = sound();
    for seed in 0..6_000 {
        let mut random = Random(seed);
        let copy = memory.copy();
        let what = mutate(&copy, &mut random);
        let known = [Some(end), Some(before_last)][random.below(2) as usize];
        check(&copy, known, end, &format!("seed {seed}: {what}"));
        // Without a known end only content is held: what is gone with its traces is gone.
        let copy = memory.copy();
        mutate(&copy, &mut Random(seed));
        let _ = below(&copy, None);
    }
}

#[test]
fn a_record_that_was_acknowledged_is_never_cut() {
    let (memory, end, _) = sound();
    // Each of the last segment's records, damaged: the next one says that it was durable, but
    // for those that were appended after the only sync, for which the known end says it.
    let log = open(&memory, Some(end)).unwrap().0;
    let mut log = log;
    for _ in 0..2 {
        let height = super::append(&mut log).unwrap();
        log.syncer().sync_to(Height(height)).unwrap();
    }
    let last = log.end().next.0 - 1;
    for height in log.end().segment.0..=last {
        let position = log.reader().position_of(Height(height)).unwrap();
        let name = format!("log/{:020}.log", position.segment.0);
        for at in [0, 5, 20, 60, 64, 95] {
            let copy = memory.copy();
            let mut bytes = copy.file(&name).unwrap();
            bytes[position.offset as usize + at] ^= 4;
            copy.put_file(&name, bytes);
            let result = below(&copy, None);
            if height == last {
                let (height, report) = result.unwrap();
                assert_eq!(height, last);
                assert_eq!(report.cut.unwrap().next, Height(last));
                continue;
            }
            let Err(LogError::Damaged { name: found, offset, height: at, .. }) = result else {
                panic!("{height}: {result:?}");
            };
            assert_eq!((found, offset, at.0), (name.clone(), position.offset, height));
        }
    }
}

#[test]
fn unsynced_records_in_any_order_are_cut_and_not_damage() {
    let memory = MemoryDisk::default();
    let mut log = filled(&memory, RECORDS);
    let end = log.end();
    let first = super::append(&mut log).unwrap();
    super::append(&mut log).unwrap();
    assert_eq!(log.end().segment, end.segment, "both in one segment");
    // The first one is torn, the second whole; neither was acknowledged.
    let name = format!("log/{:020}.log", end.segment.0);
    let mut bytes = memory.file(&name).unwrap();
    bytes[end.offset as usize] ^= 1;
    memory.put_file(&name, bytes);
    for known in [None, Some(end)] {
        let (height, report) = below(&memory.copy(), known).unwrap();
        assert_eq!(height, first);
        assert_eq!(report.cut.unwrap().offset, end.offset);
    }
}

#[test]
fn missing_and_strange_segments_are_named() {
    let (memory, end, _) = sound();
    let names = memory.files();
    assert!(names.len() > 3);
    let opened = |memory: &MemoryDisk| below(memory, Some(end)).map(|_| ()).unwrap_err();

    let copy = memory.copy();
    copy.drop_file(&names[1]);
    let first_missing: u64 = names[1][4..24].parse().unwrap();
    let expected =
        LogError::MissingSegment { height: Height(first_missing), before: names[2].clone() };
    assert_eq!(opened(&copy), expected);

    let copy = memory.copy();
    copy.drop_file(names.last().unwrap());
    assert!(matches!(opened(&copy), LogError::MissingSegment { .. }));

    let copy = memory.copy();
    copy.put_file(&names[1], memory.file(&names[2]).unwrap());
    assert!(matches!(opened(&copy), LogError::Misnamed { .. }));

    let copy = memory.copy();
    let other = MemoryDisk::default();
    let options = sandpact_state::log::LogOptions { ledger_id: [1; 32].into(), ..OPTIONS };
    drop(Log::create(super::disk(&other), options, Height(1)).unwrap());
    copy.put_file(&names[0], other.file(&names[0]).unwrap());
    assert!(matches!(opened(&copy), LogError::Foreign { .. }));

    // An older copy of the last segment, whole but shorter.
    let copy = memory.copy();
    let bytes = memory.file(names.last().unwrap()).unwrap();
    copy.put_file(names.last().unwrap(), bytes[..116].to_vec());
    assert!(matches!(opened(&copy), LogError::EndsEarly { .. }));

    // Files of others beside them are nobody's business.
    let copy = memory.copy();
    copy.put_file("log/notes.log", vec![1]);
    copy.put_file("log/00000000000000000001.log.old", vec![1]);
    assert_eq!(below(&copy, Some(end)).unwrap().0, RECORDS + 1);
}
