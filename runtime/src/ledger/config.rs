//! Where a ledger lives.

use crate::RuntimeError;
use sandpact_state::{Batch, MemoryStore, SledStore, Store, StoreError};
use std::{path::PathBuf, sync::Arc};

/// Where the ledger's bytes are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In memory; gone with the [`Runtime`](crate::Runtime).
    Memory,
    /// In a folder, in a sled store.
    Sled(PathBuf),
}

/// What a [`Runtime`](crate::Runtime) is created or opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the ledger's bytes are kept.
    pub storage: Storage,
}

impl Config {
    /// A ledger in memory.
    #[must_use]
    pub const fn memory() -> Self {
        Self { storage: Storage::Memory }
    }

    /// A ledger in a folder.
    #[must_use]
    pub fn sled(folder: impl Into<PathBuf>) -> Self {
        Self { storage: Storage::Sled(folder.into()) }
    }

    /// A new store with its first contents.
    pub(super) fn create(&self, contents: Batch) -> Result<Arc<dyn Store>, RuntimeError> {
        Ok(match &self.storage {
            Storage::Memory => Arc::new(MemoryStore::new(contents)),
            Storage::Sled(folder) => Arc::new(
                SledStore::create(folder, contents).map_err(sandpact_state::StateError::from)?,
            ),
        })
    }

    /// The store that is there.
    pub(super) fn open(&self) -> Result<Arc<dyn Store>, RuntimeError> {
        match &self.storage {
            Storage::Memory => {
                let path = PathBuf::from("memory");
                Err(sandpact_state::StateError::from(StoreError::Missing { path }).into())
            }
            Storage::Sled(folder) => {
                let store = SledStore::open(folder).map_err(sandpact_state::StateError::from)?;
                Ok(Arc::new(store))
            }
        }
    }
}
