//! A store that ends with its process.

use super::{Batch, Store, Visit};
use crate::StoreError;
use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

type Tree = BTreeMap<Vec<u8>, Vec<u8>>;

/// An ordered map in memory, for tests and trials.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tree: RwLock<Tree>,
}

impl MemoryStore {
    /// A store with these contents.
    #[must_use]
    pub fn new(contents: Batch) -> Self {
        let tree = contents.writes.into_iter();
        let tree = tree.filter_map(|(key, value)| value.map(|value| (key, value))).collect();
        Self { tree: RwLock::new(tree) }
    }

    /// A panic while the lock was held cannot leave the map half changed.
    fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.tree().get(key).cloned())
    }

    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let tree = self.tree();
        let first = tree.range::<[u8], _>((start, Bound::Unbounded)).next();
        Ok(first.map(|(key, _)| key.clone()).filter(|key| key.starts_with(prefix)))
    }

    fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        let tree = self.tree();
        let from = (Bound::Included(prefix), Bound::Unbounded);
        for (key, value) in
            tree.range::<[u8], _>(from).take_while(|(key, _)| key.starts_with(prefix))
        {
            visit(key, value);
        }
        Ok(())
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let mut tree = self.tree.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in batch.writes {
            match value {
                Some(value) => tree.insert(key, value),
                None => tree.remove(&key),
            };
        }
        Ok(())
    }

    fn close(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
