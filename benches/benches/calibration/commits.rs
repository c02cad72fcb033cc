//! What a written key takes until it is durable: tries, log, view and history, on sled.

use crate::figure::{Figure, Measured};
use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_benches::{median, process_time};
use sandpact_runtime::schedule;
use sandpact_state::{Backend, Block, ChangeSet, FolderPlace, Options, State};
use std::{sync::Arc, time::Duration};

/// Entries of the ledger that is written to, and writes of a block.
const ENTRIES: u64 = 100_000;
const BLOCK_WRITES: u64 = 1_000;

/// Blocks of one measurement, after which everything is settled, and measurements.
const BLOCKS: u64 = 60;
const MEASUREMENTS: usize = 5;

/// Length of a value. Keys have 32 bytes.
const VALUE_LEN_BYTES: usize = 100;

/// Heights below the newest one that can be read, of which each keeps what it overwrote.
const HISTORY_HEIGHTS: u64 = 128;

/// The figure of `storage_write`: four of five writes update an entry, one inserts it.
pub fn figure() -> Figure {
    Figure {
        name: format!(
            "durable commits of {BLOCK_WRITES} writes to {ENTRIES} entries, history of {HISTORY_HEIGHTS} heights"
        ),
        entries: vec!["storage_write", "storage_write_byte"],
        of: Measured::Commits,
        picoseconds: picoseconds(),
    }
}

/// Picoseconds of processor time, of all threads, for a unit of gas of the writes.
pub fn picoseconds() -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("ledger");
    FolderPlace::create(&place, Backend::Sled, |place| {
        State::create(place, &ChangeSet::default(), block(0))
    })
    .unwrap();
    let options = Options { history_heights: HISTORY_HEIGHTS, ..Options::default() };
    let place = FolderPlace::open(&place, Backend::Sled).unwrap();
    let ledger = Ledger { state: State::open(Arc::new(place), options).unwrap().0 };
    (0..ENTRIES / BLOCK_WRITES)
        .for_each(|first| ledger.append(|number| first * BLOCK_WRITES + number));
    ledger.settle();
    let times = (0..MEASUREMENTS).map(|_| ledger.measure()).collect();
    let entry_len_bytes = u64::try_from(size_of::<Hash>() + VALUE_LEN_BYTES).unwrap();
    let gas = schedule::STORAGE_WRITE + schedule::STORAGE_WRITE_BYTE * entry_len_bytes;
    let all_gas = u128::from(BLOCKS * BLOCK_WRITES * gas);
    u64::try_from(median(times).as_nanos() * 1_000 / all_gas).unwrap()
}

struct Ledger {
    state: State,
}

impl Ledger {
    fn measure(&self) -> Duration {
        let begun = process_time();
        for _ in 0..BLOCKS {
            let height = self.state.tip().height.0;
            self.append(|number| {
                let step = height * BLOCK_WRITES + number;
                if number % 5 == 0 { ENTRIES + step } else { step * 7_919 % ENTRIES }
            });
        }
        self.settle();
        process_time().saturating_sub(begun)
    }

    fn append(&self, entry: impl Fn(u64) -> u64) {
        let height = self.state.tip().height.0 + 1;
        let write = |number: u64| {
            let key = key(entry(number));
            let value = [height.to_le_bytes().to_vec(), vec![7; VALUE_LEN_BYTES - 8]].concat();
            ((Address([1; 32]), key), Some(value))
        };
        let values = (0..BLOCK_WRITES).map(write).collect();
        self.state.append(&ChangeSet { values, ..ChangeSet::default() }, block(height)).unwrap();
        self.state.acknowledge().unwrap();
    }

    fn settle(&self) {
        self.state.settle().unwrap();
    }
}

/// A key of 32 bytes; neighbours are far apart.
fn key(number: u64) -> Vec<u8> {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    [mixed.to_be_bytes(), number.to_be_bytes(), [0; 8], [0; 8]].concat()
}

/// A block that says nothing but its height; the ledger is not opened again.
fn block(height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
    move |_, _| Block {
        height: Height(height),
        time: UnixSeconds(height),
        hash: Hash::ZERO,
        record: Vec::new(),
        body: Vec::new(),
    }
}
