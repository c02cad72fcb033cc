//! A store in memory that fails on purpose, the same way for the same seed.

use super::{
    Batch, Store, Visit, Write,
    memory::{Pair, Tree, walk},
};
use crate::StoreError;
use std::{
    ops::Bound,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Whether a failure goes away by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// The next call succeeds again.
    Once,
    /// No call succeeds any more.
    ForEver,
}

/// What goes wrong and when; by default nothing. Calls are `get`, `scan`, `next`, `write`,
/// `write_each`, `sync`, `len_bytes` and `close`, the first of them call 1. Reads are values returned by
/// `get` and keys shown by `scan` or returned by `next`, the first of them read 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Decides what nobody can know: whether a write that failed was made all the same, how
    /// many of several were, and which bit flips.
    pub seed: u64,
    /// This call fails. A write that fails is made or not; a sync that fails makes
    /// nothing durable.
    pub error_at_call: Option<(u64, Lasts)>,
    /// The process dies inside this `write` or `write_each`, the first being write 1: it fails,
    /// so does every later call, and [`FaultyStore::crash`] finds all of the batch or nothing,
    /// or any beginning of the writes.
    pub death_at_write: Option<u64>,
    /// This read returns its value, or what it shows of its key and value, with one other
    /// bit. What is stored stays as it is.
    pub flip_at_read: Option<u64>,
    /// Writes fail, and are not made, that would leave more bytes of keys and values than
    /// this and than there were.
    pub len_bytes_max: Option<u64>,
}

/// A store in memory with [`Faults`].
#[derive(Debug, Default)]
pub struct FaultyStore {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    faults: Faults,
    /// What a power cut leaves for certain.
    synced: Tree,
    /// What was written since, oldest first.
    unsynced: Vec<Batch>,
    /// Both together: what is shown.
    shown: Tree,
    is_dead: bool,
    calls: u64,
    writes: u64,
    reads: u64,
}

impl FaultyStore {
    /// An empty store with these faults.
    #[must_use]
    pub fn new(faults: Faults) -> Self {
        let store = Self::default();
        store.set_faults(faults);
        store
    }

    /// From now on these faults instead; calls, writes and reads are counted anew.
    pub fn set_faults(&self, faults: Faults) {
        let mut inner = self.inner();
        (inner.faults, inner.calls, inner.writes, inner.reads) = (faults, 0, 0, 0);
    }

    /// Calls since the faults were set.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.inner().calls
    }

    /// Reads since the faults were set.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.inner().reads
    }

    /// What a power cut now leaves, without faults: some state that this store had between
    /// two writes since its last sync. Each of them follows from some seed.
    #[must_use]
    pub fn crash(&self, seed: u64) -> Self {
        let inner = self.inner();
        let states = u64::try_from(inner.unsynced.len()).unwrap_or(u64::MAX).saturating_add(1);
        let survivors = usize::try_from(mixed(seed).checked_rem(states).unwrap_or(0));
        let mut tree = inner.synced.clone();
        for batch in inner.unsynced.iter().take(survivors.unwrap_or(0)) {
            tree.apply(batch.clone());
        }
        let inner = Inner { synced: tree.clone(), shown: tree, ..Inner::default() };
        Self { inner: Mutex::new(inner) }
    }

    /// A panic while the lock was held cannot leave a batch half made.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for FaultyStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let mut inner = self.inner();
        inner.call("read")?;
        let value = inner.shown.map.get(key).cloned();
        Ok(value.map(|value| inner.read((Vec::new(), value)).1))
    }

    fn checks_reads(&self) -> bool {
        true
    }

    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        self.inner().call("read")?;
        // The walk goes on from the stored key, not from what is shown of it.
        let stored = |start: Bound<&[u8]>| Ok(self.inner().shown.first(start, prefix));
        walk(start, prefix, stored, &mut |key, value| {
            let (key, value) = self.inner().read((key.to_vec(), value.to_vec()));
            visit(&key, &value)
        })
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.inner().write(vec![batch])
    }

    fn write_each(&self, writes: &mut dyn Iterator<Item = Write<'_>>) -> Result<(), StoreError> {
        let alone = |(key, value): Write<'_>| Batch {
            writes: [(key.to_vec(), value.map(<[u8]>::to_vec))].into(),
        };
        self.inner().write(writes.map(alone).collect())
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.inner().sync()
    }

    fn len_bytes(&self) -> Result<u64, StoreError> {
        let mut inner = self.inner();
        inner.call("measure")?;
        Ok(inner.shown.len_bytes)
    }

    fn close(&self) -> Result<(), StoreError> {
        self.inner().sync()
    }
}

impl Inner {
    /// Counts a call and fails it if it shall fail.
    fn call(&mut self, action: &'static str) -> Result<(), StoreError> {
        self.calls = self.calls.saturating_add(1);
        if self.is_dead {
            return Err(failure(action, "the process has died"));
        }
        let fails = match self.faults.error_at_call {
            None => false,
            Some((at, Lasts::Once)) => self.calls == at,
            Some((at, Lasts::ForEver)) => self.calls >= at,
        };
        if fails { Err(failure(action, "input/output error")) } else { Ok(()) }
    }

    /// Makes these batches one after the other.
    fn write(&mut self, mut batches: Vec<Batch>) -> Result<(), StoreError> {
        let called = self.call("write");
        self.writes = self.writes.saturating_add(1);
        if !self.is_dead && self.faults.death_at_write == Some(self.writes) {
            self.is_dead = true;
            self.unsynced.append(&mut batches);
            return Err(failure("write", "the process has died"));
        }
        if called.is_err() {
            let numbers = u64::try_from(batches.len()).unwrap_or(u64::MAX).saturating_add(1);
            let made = mixed(self.faults.seed ^ self.calls).checked_rem(numbers).unwrap_or(0);
            batches.truncate(usize::try_from(made).unwrap_or(0));
            if !self.is_dead {
                batches.into_iter().for_each(|batch| self.make(batch));
            }
            return called;
        }
        for batch in batches {
            if self.faults.len_bytes_max.is_some_and(|max| self.is_too_much(&batch, max)) {
                return Err(failure("write", "no space left on the device"));
            }
            self.make(batch);
        }
        Ok(())
    }

    fn is_too_much(&self, batch: &Batch, len_bytes_max: u64) -> bool {
        let mut after = self.shown.clone();
        after.apply(batch.clone());
        after.len_bytes > len_bytes_max && after.len_bytes > self.shown.len_bytes
    }

    fn make(&mut self, batch: Batch) {
        self.shown.apply(batch.clone());
        self.unsynced.push(batch);
    }

    fn sync(&mut self) -> Result<(), StoreError> {
        self.call("sync")?;
        for batch in std::mem::take(&mut self.unsynced) {
            self.synced.apply(batch);
        }
        Ok(())
    }

    /// Counts a read and flips a bit of it if it shall.
    fn read(&mut self, (mut key, mut value): Pair) -> Pair {
        self.reads = self.reads.saturating_add(1);
        if self.faults.flip_at_read == Some(self.reads) {
            let bits = u64::try_from(key.len().saturating_add(value.len())).unwrap_or(u64::MAX);
            let bit = mixed(self.faults.seed).checked_rem(bits.saturating_mul(8)).unwrap_or(0);
            let byte = usize::try_from(bit >> 3).unwrap_or(0);
            if let Some(byte) = key.iter_mut().chain(&mut value).nth(byte) {
                *byte ^= 1 << (bit & 7);
            }
        }
        (key, value)
    }
}

fn failure(action: &'static str, reason: &str) -> StoreError {
    StoreError::Io { action, reason: reason.to_owned() }
}

/// SplitMix64's output function: neighbouring seeds give unrelated numbers.
fn mixed(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
