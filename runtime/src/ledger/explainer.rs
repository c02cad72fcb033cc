//! What executes calls once more to tell what they did.

use crate::{RuntimeError, executor::Watching, host::Engine, vm};
use std::sync::Arc;

/// Executes calls to explain them. It compiles contracts in its own way, which takes a while,
/// and keeps them as long as it lives.
#[derive(Clone)]
pub struct Explainer {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) watching: Watching,
}

impl Explainer {
    /// Tells where calls failed.
    ///
    /// # Errors
    /// [`RuntimeError::LocalFault`] when this machine cannot run it.
    pub fn new() -> Result<Self, RuntimeError> {
        Self::watching(false)
    }

    /// Tells what gas was taken for, too. Calls take many times as long.
    ///
    /// # Errors
    /// As [`Explainer::new`].
    pub fn profiling() -> Result<Self, RuntimeError> {
        Self::watching(true)
    }

    fn watching(is_profiled: bool) -> Result<Self, RuntimeError> {
        let engine = Arc::new(vm::WatchingEngine::new(is_profiled)?);
        Ok(Self { engine, watching: Watching { is_profiled } })
    }
}
