//! A store that is not trusted any more once a write of it has failed.

use super::{Batch, Store, Visit};
use crate::StoreError;
use std::{
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Passes everything on to a store until a write fails. From then on what is on the disk
/// is unknown, and the store may show what was never acknowledged (sled changes its tree
/// before it syncs), so reads are refused as well as writes.
pub struct Guard {
    inner: Arc<dyn Store>,
    is_suspended: AtomicBool,
}

impl Guard {
    /// Trusts `inner` until a write fails.
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, is_suspended: AtomicBool::new(false) }
    }

    fn trusted(&self) -> Result<&dyn Store, StoreError> {
        if self.is_suspended.load(Ordering::SeqCst) {
            return Err(StoreError::Suspended);
        }
        Ok(self.inner.as_ref())
    }
}

impl Store for Guard {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.trusted()?.get(key)
    }

    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.trusted()?.next(start, prefix)
    }

    fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        self.trusted()?.scan(prefix, visit)
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        // After a failed fsync the kernel may have dropped what it could not write, and
        // a second one would succeed: no retry.
        self.trusted()?
            .write(batch)
            .inspect_err(|_| self.is_suspended.store(true, Ordering::SeqCst))
    }

    fn close(&self) -> Result<(), StoreError> {
        self.trusted()?.close()
    }
}
