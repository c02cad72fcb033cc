//! A ledger in memory whose disk and view fail.

use sandpact_state::{
    FaultyStore, Place, Store, StoreError,
    disk::{Disk, MemoryDisk},
    store::Faults,
};
use std::sync::{Arc, Mutex, PoisonError};

/// Files and a view.
pub struct FaultyPlace {
    /// The files.
    pub disk: MemoryDisk,
    view: Mutex<Arc<FaultyStore>>,
}

impl FaultyPlace {
    /// These files and this view.
    pub fn new(disk: MemoryDisk, view: FaultyStore) -> Self {
        Self { disk, view: Mutex::new(Arc::new(view)) }
    }

    /// The view that is used now.
    pub fn view(&self) -> Arc<FaultyStore> {
        Arc::clone(&self.view.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What a power cut leaves of both.
    pub fn crash(&self, seed: u64) -> Self {
        Self::new(self.disk.crash(seed), self.view().crash(seed ^ 1))
    }

    /// No more faults.
    pub fn heal(&self) {
        self.disk.set_fault(None);
        self.view().set_faults(Faults::default());
    }
}

impl Place for FaultyPlace {
    fn disk(&self) -> Arc<dyn Disk> {
        Arc::new(self.disk.clone())
    }

    fn open_view(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(self.view())
    }

    fn set_view_aside(&self) -> Result<Option<String>, StoreError> {
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
        Ok(Some("memory".to_owned()))
    }
}
