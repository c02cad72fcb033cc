//! The store as a view of the log, trusted once its values were compared with the tries.

use crate::{
    Batch, StateError, Store, layout,
    store::{Visit, Write},
};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::Height;
use std::{
    ops::Bound,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// What is known of the stored values.
enum Status {
    Unchecked,
    Checked,
    Damaged(String),
    /// The ledger is closed before they were compared.
    GivenUp,
}

/// The store behind a state.
pub struct View {
    store: Arc<dyn Store>,
    /// The last block of which it had parts when it was opened.
    interrupted_at: Option<Height>,
    /// Set with [`Status::Checked`]; readable without a lock.
    is_checked: AtomicBool,
    status: Mutex<Status>,
    changed: Condvar,
}

impl View {
    /// A view whose values are still to be compared, and which may have parts of blocks up to
    /// `interrupted_at` until then.
    pub fn unchecked(store: Arc<dyn Store>, interrupted_at: Option<Height>) -> Self {
        let (is_checked, status) = (AtomicBool::new(false), Mutex::new(Status::Unchecked));
        Self { store, interrupted_at, is_checked, status, changed: Condvar::new() }
    }

    /// The store itself.
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Waits, where the view may have parts of blocks above `height`, until it has them whole.
    ///
    /// # Errors
    /// [`StateError::ViewDamaged`].
    pub fn wait_whole(&self, height: Height) -> Result<(), StateError> {
        if self.interrupted_at.is_some_and(|last| height < last) {
            self.wait_checked()
        } else {
            Ok(())
        }
    }

    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how the comparison ended.
    pub fn set_checked(&self, result: Result<(), String>) {
        *self.status() = match result {
            Ok(()) => Status::Checked,
            Err(reason) => Status::Damaged(reason),
        };
        self.is_checked.store(matches!(*self.status(), Status::Checked), Ordering::SeqCst);
        self.changed.notify_all();
    }

    /// Says that the comparison will not be ended.
    pub fn give_up(&self) {
        *self.status() = Status::GivenUp;
        self.changed.notify_all();
    }

    /// Whether that was said.
    pub fn is_given_up(&self) -> bool {
        matches!(*self.status(), Status::GivenUp)
    }

    /// Whether values need no comparison with the tries any more.
    pub fn is_checked(&self) -> bool {
        self.is_checked.load(Ordering::SeqCst)
    }

    /// Waits until the values were compared.
    ///
    /// # Errors
    /// [`StateError::ViewDamaged`].
    pub fn wait_checked(&self) -> Result<(), StateError> {
        if self.is_checked() {
            return Ok(());
        }
        let mut status = self.status();
        loop {
            match &*status {
                Status::Checked => return Ok(()),
                Status::Damaged(reason) => return Err(damaged(reason)),
                Status::GivenUp => {
                    return Err(damaged("the ledger was closed before it was checked"));
                }
                Status::Unchecked => {
                    status = self.changed.wait(status).unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }

    /// The value of a key. Until the view is checked, the caller compares it.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        if !self.is_checked()
            && let Status::Damaged(reason) = &*self.status()
        {
            return Err(damaged(reason));
        }
        Ok(self.store.get(key)?)
    }

    /// Whether what a scan shows is also found by its key.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn finds(&self, key: &[u8], value: &[u8]) -> Result<bool, StateError> {
        Ok(self.store.checks_reads() || self.store.get(key)?.as_deref() == Some(value))
    }

    /// The height in a record of the view's own.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn height(&self, key: &[u8]) -> Result<Option<Height>, StateError> {
        height(self.store.as_ref(), key)
    }

    /// The number in a record of the view's own; one that cannot be read says nothing.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn number(&self, key: &[u8]) -> Result<Option<u64>, StateError> {
        Ok(self.get(key)?.and_then(|bytes| u64::decode_all(&mut &bytes[..]).ok()))
    }

    /// The first key from `start` on, if it begins with `prefix`. No hash says that none is
    /// missing, so this waits until the view is checked.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        self.wait_checked()?;
        Ok(self.store.next(start, prefix)?)
    }

    /// Shows the keys that begin with `prefix`, in order.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StateError> {
        self.scan_from(Bound::Included(prefix), prefix, visit)
    }

    /// Shows the keys from `start` on that begin with `prefix`, in order.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn scan_from(
        &self,
        start: Bound<&[u8]>,
        prefix: &[u8],
        visit: Visit<'_>,
    ) -> Result<(), StateError> {
        Ok(self.store.scan(start, prefix, visit)?)
    }

    /// Makes all writes or none.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn write(&self, batch: Batch) -> Result<(), StateError> {
        Ok(self.store.write(batch)?)
    }

    /// Makes the writes one after the other, in their order.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn write_each(
        &self,
        writes: &mut dyn Iterator<Item = Write<'_>>,
    ) -> Result<(), StateError> {
        Ok(self.store.write_each(writes)?)
    }

    /// Makes durable what was written.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn flush(&self) -> Result<(), StateError> {
        Ok(self.store.sync()?)
    }

    /// Makes durable what was written, which is all blocks up to `folded`, and says so.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn sync(&self, folded: Height) -> Result<(), StateError> {
        self.flush()?;
        let mut batch = Batch::default();
        batch.set(layout::SYNCED_KEY, folded.encode());
        Ok(self.store.write(batch)?)
    }

    /// Bytes that the store takes.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn len_bytes(&self) -> Result<u64, StateError> {
        Ok(self.store.len_bytes()?)
    }

    /// Ends the use of the store.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn close(&self) -> Result<(), StateError> {
        Ok(self.store.close()?)
    }
}

/// The height in a record of a view's own; one that cannot be read says nothing.
///
/// # Errors
/// [`StateError`].
pub fn height(store: &dyn Store, key: &[u8]) -> Result<Option<Height>, StateError> {
    Ok(store.get(key)?.and_then(|bytes| Height::decode_all(&mut &bytes[..]).ok()))
}

fn damaged(reason: &str) -> StateError {
    StateError::ViewDamaged { reason: reason.to_owned() }
}
