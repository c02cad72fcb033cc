//! sled 0.34.7 without a trie: what the values alone cost.

use crate::common::{Failure, Key, Proofs, System, Task, Write};
use std::fs::File;

/// Writes of one batch while loading: sled keeps every replaced page until a batch ends.
const LOAD_BATCH: u64 = 1_000;

/// Page cache for one entry: four times its bytes.
const CACHE_BYTES_AN_ENTRY: u64 = 4 * 132;

/// The smallest page cache.
const CACHE_BYTES_MIN: u64 = 64 * 1024 * 1024;

/// One tree, one batch per commit.
pub struct Flat {
    tree: sled::Db,
    log: File,
}

impl Flat {
    /// A new store.
    ///
    /// # Errors
    /// sled's own.
    pub fn open(task: &Task) -> Result<Self, Failure> {
        let tree = open_sled(task)?;
        Ok(Self { tree, log: File::open(task.folder.join("db"))? })
    }
}

/// sled with a cache for the task, and no thread that flushes now and then.
pub fn open_sled(task: &Task) -> Result<sled::Db, Failure> {
    let cache = task.entries.saturating_mul(CACHE_BYTES_AN_ENTRY).max(CACHE_BYTES_MIN);
    let config = sled::Config::new().path(&task.folder).cache_capacity(cache);
    Ok(config.flush_every_ms(None).open()?)
}

impl System for Flat {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        let mut batch = sled::Batch::default();
        for write in writes {
            batch.insert(&write.key, write.value.as_slice());
        }
        Ok(self.tree.apply_batch(batch)?)
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.load(writes)?;
        self.settle()
    }

    /// sled's flush is no `fsync`, so the log is synced as well.
    fn settle(&mut self) -> Result<(), Failure> {
        self.tree.flush()?;
        Ok(self.log.sync_data()?)
    }

    fn prove(&mut self, _: &[Key]) -> Result<Option<Proofs>, Failure> {
        Ok(None)
    }
}
