//! A store that ends with its process.

use super::{Batch, Store, Visit, later};
use crate::StoreError;
use std::{
    collections::BTreeMap,
    ops::{Bound, ControlFlow},
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

/// An ordered map in memory, for tests and trials.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tree: RwLock<Tree>,
}

impl MemoryStore {
    /// A store with these contents, of any number.
    #[must_use]
    pub fn new(contents: Batch) -> Self {
        let mut tree = Tree::default();
        contents.slices().for_each(|batch| tree.apply(batch));
        Self { tree: RwLock::new(tree) }
    }

    /// A panic while the lock was held cannot leave the map half changed.
    fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.tree().map.get(key).cloned())
    }

    fn checks_reads(&self) -> bool {
        true
    }

    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        walk(start, prefix, |start| Ok(self.tree().first(start, prefix)), visit)
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.tree.write().unwrap_or_else(PoisonError::into_inner).apply(batch);
        Ok(())
    }

    fn sync(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn len_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.tree().len_bytes)
    }

    fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// The map, with the bytes of its keys and values.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// By key.
    pub map: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Bytes of all keys and values.
    pub len_bytes: u64,
}

impl Tree {
    /// Makes the writes.
    pub fn apply(&mut self, batch: Batch) {
        for (key, value) in batch.into_writes() {
            let key_len_bytes = key.len();
            let pair_len_bytes = |value: &Vec<u8>| len_bytes(key_len_bytes, value.len());
            let added = value.as_ref().map_or(0, pair_len_bytes);
            let replaced = match value {
                Some(value) => self.map.insert(key, value),
                None => self.map.remove(&key),
            };
            let removed = replaced.as_ref().map_or(0, pair_len_bytes);
            self.len_bytes = self.len_bytes.saturating_add(added).saturating_sub(removed);
        }
    }

    /// The first pair from `start` on, if its key begins with `prefix`.
    pub fn first(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Option<Pair> {
        let (key, value) = self.map.range::<[u8], _>((start, Bound::Unbounded)).next()?;
        key.starts_with(prefix).then(|| (key.clone(), value.clone()))
    }
}

fn len_bytes(key_len_bytes: usize, value_len_bytes: usize) -> u64 {
    u64::try_from(key_len_bytes.saturating_add(value_len_bytes)).unwrap_or(u64::MAX)
}

/// Shows pair after pair. `first` takes the lock for one pair only, so that the visitor
/// may read the store.
pub fn walk(
    start: Bound<&[u8]>,
    prefix: &[u8],
    first: impl Fn(Bound<&[u8]>) -> Result<Option<Pair>, StoreError>,
    visit: Visit<'_>,
) -> Result<(), StoreError> {
    let mut found = first(later(start, prefix))?;
    while let Some((key, value)) = found {
        if let ControlFlow::Break(()) = visit(&key, &value) {
            break;
        }
        found = first(Bound::Excluded(&key))?;
    }
    Ok(())
}
