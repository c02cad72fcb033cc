//! The disk behind a trait: one flat ordered tree of bytes.

#[cfg(feature = "sled")]
mod folder;
mod guard;
mod memory;
#[cfg(feature = "sled")]
mod sled;

#[cfg(feature = "sled")]
pub use self::sled::SledStore;
pub(crate) use guard::Guard;
pub use memory::MemoryStore;

use crate::StoreError;
use std::{collections::BTreeMap, ops::Bound};

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
}

/// What a visitor returns to go on.
pub type Visit<'a> = &'a mut dyn FnMut(&[u8], &[u8]);

/// An ordered map of bytes that loses nothing once [`Store::write`] has returned.
pub trait Store: Send + Sync {
    /// The value of a key.
    ///
    /// # Errors
    /// [`StoreError`].
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// The first key from `start` on, if it begins with `prefix`.
    ///
    /// # Errors
    /// [`StoreError`].
    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError>;

    /// Shows every key that begins with `prefix`, in order, with its value.
    ///
    /// # Errors
    /// [`StoreError`]; some keys may have been shown by then.
    fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError>;

    /// Makes all writes or none; when this returns, they are on the disk.
    ///
    /// # Errors
    /// [`StoreError`]. What is on the disk is then either the old or the new state,
    /// and nobody knows which until the store is opened again; what the store shows until
    /// then may be either. `State` does not ask it any more.
    fn write(&self, batch: Batch) -> Result<(), StoreError>;

    /// Ends the use of the store and tells of failures that dropping would hide.
    ///
    /// # Errors
    /// [`StoreError`].
    fn close(&self) -> Result<(), StoreError>;
}
