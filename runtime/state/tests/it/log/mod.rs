//! The block log and the anchor against power cuts, failing disks and damage.

mod anchor;
mod crash;
mod damage;
mod disk;
mod faults;
mod format;
mod group;
mod plain;

use sandpact_abi::{Hash, Height};
use sandpact_state::{
    disk::{Disk, MemoryDisk},
    log::{Log, LogEnd, LogError, LogOptions, TailReport},
};
use std::sync::Arc;

/// Small segments: a few records each.
pub const OPTIONS: LogOptions =
    LogOptions { ledger_id: Hash([9; 32]), segment_len_bytes: 3_000, record_len_bytes_max: 2_500 };

/// Deterministic numbers (splitmix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// The payload of a height: of any length, from none to several sectors.
pub fn payload(height: u64) -> Vec<u8> {
    let mut random = Random(height);
    let len = [0, 1, 40, 300, 700, 1_023, 1_024, 1_025, 1_500][random.below(9) as usize];
    (0..len).map(|_| random.below(256) as u8).collect()
}

pub fn disk(memory: &MemoryDisk) -> Arc<dyn Disk> {
    Arc::new(memory.clone())
}

pub fn create(memory: &MemoryDisk) -> Result<Log, LogError> {
    Log::create(disk(memory), OPTIONS, Height(1))
}

pub fn open(memory: &MemoryDisk, known: Option<LogEnd>) -> Result<(Log, TailReport), LogError> {
    Log::open(disk(memory), OPTIONS, known)
}

/// Appends the next record.
pub fn append(log: &mut Log) -> Result<u64, LogError> {
    let height = log.end().next;
    log.append(height, &payload(height.0)).map(|position| position.height.0)
}

/// A log of `count` records, all durable.
pub fn filled(memory: &MemoryDisk, count: u64) -> Log {
    let mut log = create(memory).unwrap();
    for _ in 0..count {
        append(&mut log).unwrap();
    }
    log.syncer().sync_to(Height(count)).unwrap();
    log
}

/// How many records the log has; each must be the one that was appended.
pub fn count_records(log: &Log) -> u64 {
    let reader = log.reader();
    let first = reader.first();
    let mut height = first.0;
    for item in reader.records_from(first).unwrap() {
        let (position, bytes) = item.unwrap();
        assert_eq!(position.height, Height(height));
        assert!(bytes == payload(height), "record {height} is another");
        height += 1;
    }
    assert_eq!(reader.end().next, Height(height));
    height - first.0
}

/// All files with their bytes.
pub fn contents(memory: &MemoryDisk) -> Vec<(String, Option<Vec<u8>>)> {
    let names = memory.files().into_iter();
    names.map(|name| (name.clone(), memory.file(&name))).collect()
}
