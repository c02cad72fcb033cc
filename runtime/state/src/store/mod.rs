//! The view on the disk behind a trait: one flat ordered tree of bytes.

mod faulty;
#[cfg(any(feature = "sled", feature = "redb"))]
mod files;
#[cfg(feature = "sled")]
mod mark;
mod memory;
#[cfg(feature = "redb")]
mod redb;
#[cfg(any(feature = "sled", feature = "redb"))]
mod shield;
#[cfg(feature = "sled")]
mod sled;

#[cfg(feature = "redb")]
pub use self::redb::RedbStore;
#[cfg(feature = "sled")]
pub use self::sled::SledStore;
pub use faulty::{Faults, FaultyStore, Lasts};
#[cfg(feature = "sled")]
pub(crate) use files::{io_error, sync};
pub use memory::MemoryStore;

use crate::StoreError;
use std::{
    collections::{BTreeMap, btree_map},
    iter,
    ops::{Bound, ControlFlow},
};

/// Most writes of one [`Batch`]. sled keeps every page that a batch replaces until the
/// batch ends: loading 2 million entries took 12 GiB in batches of 50,000 and 2.4 GiB in
/// batches of 1,000.
pub const BATCH_WRITES_MAX: usize = 1_000;

/// The page cache of an engine in bytes, unless its opener says otherwise: four times the
/// keys and values of 2 million entries of 132 bytes. With less, sled reads pages again
/// and again, and takes more memory for it than it saves. It is a limit; a small store
/// stays far below.
pub const CACHE_BYTES_DEFAULT: u64 = 1 << 30;

/// Writes that are made together; `None` removes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// By key.
    pub writes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
}

impl Batch {
    /// Adds a write of `value` under `key`.
    pub fn set(&mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) {
        self.writes.insert(key.into(), Some(value.into()));
    }

    /// Adds the removal of `key`.
    pub fn remove(&mut self, key: impl Into<Vec<u8>>) {
        self.writes.insert(key.into(), None);
    }

    /// The writes, in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = Write<'_>> {
        self.writes.iter().map(|(key, value)| (key.as_slice(), value.as_deref()))
    }

    /// The same writes as batches that a store takes, in order of keys; none of them is
    /// empty.
    pub fn slices(self) -> impl Iterator<Item = Self> {
        let mut writes = self.writes.into_iter();
        iter::from_fn(move || {
            let slice: BTreeMap<_, _> = writes.by_ref().take(BATCH_WRITES_MAX).collect();
            (!slice.is_empty()).then_some(Self { writes: slice })
        })
    }

    /// The writes one by one.
    ///
    /// # Panics
    /// With more than [`BATCH_WRITES_MAX`], as every store's `write`.
    fn into_writes(self) -> btree_map::IntoIter<Vec<u8>, Option<Vec<u8>>> {
        let count = self.writes.len();
        assert!(count <= BATCH_WRITES_MAX, "a batch of {count} writes is above the limit");
        self.writes.into_iter()
    }
}

/// A key with what is written under it; `None` removes.
pub type Write<'a> = (&'a [u8], Option<&'a [u8]>);

/// Sees keys with their values and says whether to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>;

/// An ordered map of bytes, keys compared byte by byte. It is a view that can be built
/// again from the block log, so it may lose its last writes, but never part of one.
pub trait Store: Send + Sync {
    /// The value of a key.
    ///
    /// # Errors
    /// [`StoreError`].
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether it notices by itself that what it reads from the disk is damaged. In a store that
    /// does not, a damaged page can lead [`Store::get`] away from keys that [`Store::scan`] shows:
    /// who compares it with something else has to ask for each key too.
    fn checks_reads(&self) -> bool {
        false
    }

    /// Shows the keys from `start` on that begin with `prefix`, in order, with their
    /// values, until the visitor breaks. The visitor may read the store. What is written
    /// meanwhile may be shown or not.
    ///
    /// # Errors
    /// [`StoreError`]; some keys may have been shown by then.
    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError>;

    /// The first key from `start` on among those that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let mut first = None;
        self.scan(start, prefix, &mut |key, _| {
            first = Some(key.to_vec());
            ControlFlow::Break(())
        })?;
        Ok(first)
    }

    /// Makes all writes or none, and shows them at once. They need not be durable: after
    /// a power cut the store may show any state that it had between two writes since
    /// [`Store::sync`] last returned.
    ///
    /// # Errors
    /// [`StoreError`]. The store then shows either the old or the new state, and nobody
    /// knows which one it shows when it is opened again.
    ///
    /// # Panics
    /// With more than [`BATCH_WRITES_MAX`] writes.
    fn write(&self, batch: Batch) -> Result<(), StoreError>;

    /// Makes any number of writes one after the other, each as [`Store::write`] makes one. It
    /// is for writes that need not be together, best in the order of their keys: sled takes a
    /// third to a half of the time of batches for them.
    ///
    /// # Errors
    /// [`StoreError`]. Those before the one that failed are made.
    fn write_each(&self, writes: &mut dyn Iterator<Item = Write<'_>>) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        for (key, value) in writes {
            batch.writes.insert(key.to_vec(), value.map(<[u8]>::to_vec));
            if batch.writes.len() == BATCH_WRITES_MAX {
                self.write(std::mem::take(&mut batch))?;
            }
        }
        if batch.writes.is_empty() { Ok(()) } else { self.write(batch) }
    }

    /// Makes durable what was written.
    ///
    /// # Errors
    /// [`StoreError`]. What was written since the last sync may be lost then, even if
    /// another sync succeeds.
    fn sync(&self) -> Result<(), StoreError>;

    /// Bytes on the disk at the last sync or later; of a store in memory, those of its keys
    /// and values.
    ///
    /// # Errors
    /// [`StoreError`].
    fn len_bytes(&self) -> Result<u64, StoreError>;

    /// Syncs, ends the use of the store and tells of failures that dropping would hide.
    ///
    /// # Errors
    /// [`StoreError`].
    fn close(&self) -> Result<(), StoreError>;
}

/// Where a scan of `prefix` begins: at `start`, or at the prefix if that is later.
fn later<'a>(start: Bound<&'a [u8]>, prefix: &'a [u8]) -> Bound<&'a [u8]> {
    match start {
        Bound::Included(key) | Bound::Excluded(key) if key >= prefix => start,
        _ => Bound::Included(prefix),
    }
}
