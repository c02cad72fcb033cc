//! Where a ledger lives: its files, and the store beside them.

#[cfg(feature = "sled")]
mod folder;
#[cfg(feature = "sled")]
mod name;

#[cfg(feature = "sled")]
pub use folder::{Backend, FolderPlace};

use crate::{
    Store, StoreError,
    disk::{Disk, MemoryDisk},
    store::MemoryStore,
};
use std::sync::{Arc, Mutex, PoisonError};

/// The files of one ledger and its view.
pub trait Place: Send + Sync {
    /// The log, the anchor and the checkpoints.
    fn disk(&self) -> Arc<dyn Disk>;

    /// Copies the view, which is not open, to a new one where the machine stopped while it was
    /// written and its engine cannot be trusted with writing to it after that. Where the old
    /// one is kept; `None` when nothing was copied.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it cannot be read.
    fn renew_view(&self) -> Result<Option<String>, StoreError> {
        Ok(None)
    }

    /// The view, empty when there is none.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when there is one that cannot be understood.
    fn open_view(&self) -> Result<Arc<dyn Store>, StoreError>;

    /// Moves the view, which is not open, to where nothing reads it; the next one is empty.
    /// Where it is kept now; `None` when there was none.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    fn set_view_aside(&self) -> Result<Option<String>, StoreError>;
}

/// A ledger that ends with its process.
pub struct MemoryPlace {
    disk: Arc<dyn Disk>,
    view: Mutex<Arc<dyn Store>>,
}

impl MemoryPlace {
    /// An empty place.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Arc::new(MemoryDisk::default()), Arc::new(MemoryStore::default()))
    }

    /// A place with these files and this view, which may have faults.
    #[must_use]
    pub fn with(disk: Arc<dyn Disk>, view: Arc<dyn Store>) -> Self {
        Self { disk, view: Mutex::new(view) }
    }
}

impl Default for MemoryPlace {
    fn default() -> Self {
        Self::new()
    }
}

impl Place for MemoryPlace {
    fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    fn open_view(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(Arc::clone(&self.view.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn set_view_aside(&self) -> Result<Option<String>, StoreError> {
        let empty: Arc<dyn Store> = Arc::new(MemoryStore::default());
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = empty;
        Ok(Some("memory".to_owned()))
    }
}
