//! Panics of a storage engine, as errors.

use crate::StoreError;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

/// What stands between us and an engine that panics on some damaged files, at open and
/// later: to a node both are damage, from which it recovers by building the view again.
/// Nothing is asked of the engine after a panic, since nobody knows what it left behind.
pub struct Shield {
    engine: &'static str,
    path: PathBuf,
    is_broken: AtomicBool,
}

impl Shield {
    /// For an engine, named in errors, on a file or folder.
    pub fn new(engine: &'static str, path: PathBuf) -> Self {
        Self { engine, path, is_broken: AtomicBool::new(false) }
    }

    /// What `call` returns. It should hold calls of the engine only: a panic of anything
    /// else would be taken for damage.
    ///
    /// # Errors
    /// Those of `call`; [`StoreError::Unreadable`] when it panics, and from then on.
    pub fn run<T>(&self, call: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        if self.is_broken.load(Ordering::SeqCst) {
            return Err(self.unreadable(format!("{} panicked earlier", self.engine)));
        }
        catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
            self.is_broken.store(true, Ordering::SeqCst);
            Err(self.unreadable(format!("{} panicked", self.engine)))
        })
    }

    /// The error for files that cannot be understood.
    pub fn unreadable(&self, reason: String) -> StoreError {
        StoreError::Unreadable { path: self.path.clone(), reason }
    }
}

/// An engine's handle, which ends without a panic: some engines sync as they are dropped,
/// and panic when that fails. [`super::Store::close`] has synced before and told of
/// failures.
pub struct Handle<T>(Option<T>);

impl<T> Handle<T> {
    /// Takes the handle over.
    pub fn new(handle: T) -> Self {
        Self(Some(handle))
    }

    /// The handle.
    pub fn get(&self) -> &T {
        self.0.as_ref().expect("taken by nothing but drop")
    }
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        let handle = self.0.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(handle)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct PanicsAtDrop;

    impl Drop for PanicsAtDrop {
        fn drop(&mut self) {
            panic!("no sync");
        }
    }

    #[test]
    fn a_panic_is_damage_from_then_on() {
        let shield = Shield::new("engine", PathBuf::from("view"));
        assert_eq!(shield.run(|| Ok(1)).unwrap(), 1);
        let panicked = shield.run(|| -> Result<(), StoreError> { panic!("in the engine") });
        assert!(matches!(panicked, Err(StoreError::Unreadable { .. })));
        let after = shield.run(|| Ok(1)).map_err(|error| error.to_string());
        assert_eq!(after, Err("damaged store in view: engine panicked earlier".to_owned()));
    }

    #[test]
    fn a_handle_ends_without_a_panic() {
        drop(Handle::new(PanicsAtDrop));
    }
}
