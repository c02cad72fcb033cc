//! One process on one ledger.

use std::fs::File;

/// Holds a lock until it is dropped or the process ends, however it ends: the system keeps it
/// with the open file, so nothing is left behind by a crash.
#[derive(Debug)]
pub struct LockGuard {
    file: File,
}

impl LockGuard {
    pub(super) const fn new(file: File) -> Self {
        Self { file }
    }
}

impl Drop for LockGuard {
    /// A process that is being started elsewhere in this program holds a copy of the file
    /// until it runs its own program; the lock must not live on in it.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
