//! Where a ledger lives, and how its node runs contracts.

use super::shared::SharedEngine;
use crate::{RuntimeError, executor::RunOptions, host::Engine, vm};
use sandpact_module::Placement;
use sandpact_state::{Backend, FolderPlace, MemoryPlace, Options, Place, StateError, StoreError};
use std::{path::PathBuf, sync::Arc};

/// Compiled code kept in memory unless told otherwise: about a thousand contracts of the
/// size of this repository's.
const MODULE_CACHE_LEN_BYTES: usize = 256 * 1024 * 1024;

/// Heights that can be read unless told otherwise: at a block a second, two minutes.
const HISTORY_HEIGHTS: u64 = 128;

/// Folder of compiled modules beside a ledger's store, in the ledger's folder.
const MODULE_CACHE_FOLDER: &str = "modules";

/// Where the ledger's bytes are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In memory; gone with the [`Runtime`](crate::Runtime).
    Memory,
    /// In a folder.
    Folder(PathBuf),
}

/// Who runs contracts. Nothing here changes a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum EngineKind {
    /// wasmtime, optimising.
    #[default]
    Production,
    /// wasmtime without optimisation.
    #[cfg(feature = "testing")]
    Unoptimised,
    /// wasmtime, with gas taken and compared before every basic block.
    #[cfg(feature = "testing")]
    PlainMetering,
    /// wasmi.
    #[cfg(feature = "testing")]
    Interpreter,
}

/// What a [`Runtime`](crate::Runtime) is created or opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where the ledger's bytes are kept.
    pub storage: Storage,
    /// Which store answers reads of a ledger in a folder. All lead to the same roots, and
    /// each can be rebuilt from the ledger's log.
    pub backend: Backend,
    /// Heights below the head that can be read and proven against.
    pub history_heights: u64,
    /// Who runs contracts.
    pub engine: EngineKind,
    /// Whether instances are used again within a block, restored to their first contents.
    pub reuse_instances: bool,
    /// Where compiled modules are kept for the next start; `None` for nowhere. They can be
    /// deleted at any time.
    pub module_cache_folder: Option<PathBuf>,
    /// Most bytes of compiled code in memory; pinned modules are not counted.
    pub module_cache_len_bytes_max: usize,
    /// The engine of other ledgers, from [`Config::shared_engine`], in place of a new one; it
    /// has the kind and the cache that it was made with.
    pub shared_engine: Option<SharedEngine>,
    /// Whether receipts carry a digest of every host call and of the guest's memory.
    #[cfg(feature = "testing")]
    pub traces: bool,
}

impl Config {
    /// A ledger in memory.
    #[must_use]
    pub const fn memory() -> Self {
        Self::new(Storage::Memory, None)
    }

    /// A ledger in a folder, read through sled, with its compiled modules in the folder
    /// `modules` there.
    #[must_use]
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let modules = folder.join(MODULE_CACHE_FOLDER);
        Self::new(Storage::Folder(folder), Some(modules))
    }

    const fn new(storage: Storage, module_cache_folder: Option<PathBuf>) -> Self {
        Self {
            storage,
            backend: Backend::Sled,
            history_heights: HISTORY_HEIGHTS,
            engine: EngineKind::Production,
            reuse_instances: true,
            module_cache_folder,
            module_cache_len_bytes_max: MODULE_CACHE_LEN_BYTES,
            shared_engine: None,
            #[cfg(feature = "testing")]
            traces: false,
        }
    }

    /// An engine of this kind and with this cache, for several ledgers.
    ///
    /// # Errors
    /// [`RuntimeError`] when this machine cannot run it or the cache's folder cannot be used.
    pub fn shared_engine(&self) -> Result<SharedEngine, RuntimeError> {
        self.engine().map(SharedEngine)
    }

    /// A new place, filled by `fill`.
    pub(super) fn create(
        &self,
        fill: impl FnOnce(&dyn Place) -> Result<(), StateError>,
    ) -> Result<Arc<dyn Place>, RuntimeError> {
        match &self.storage {
            Storage::Memory => {
                let place = MemoryPlace::new();
                fill(&place)?;
                Ok(Arc::new(place))
            }
            Storage::Folder(folder) => {
                FolderPlace::create(folder, self.backend, |place| fill(place))?;
                self.open()
            }
        }
    }

    /// A new place, filled by `fill`, which may be interrupted and repeated.
    pub(super) fn import<T>(
        &self,
        fill: impl FnOnce(&dyn Place) -> Result<T, StateError>,
    ) -> Result<T, RuntimeError> {
        Ok(match &self.storage {
            Storage::Memory => fill(&MemoryPlace::new())?,
            Storage::Folder(folder) => {
                FolderPlace::import(folder, self.backend, |place| fill(place))?
            }
        })
    }

    /// The place of the ledger that is there.
    pub(super) fn open(&self) -> Result<Arc<dyn Place>, RuntimeError> {
        let place = match &self.storage {
            Storage::Memory => Err(StoreError::Missing { path: PathBuf::from("memory") }),
            Storage::Folder(folder) => FolderPlace::open(folder, self.backend),
        };
        Ok(Arc::new(place.map_err(StateError::from)?))
    }

    pub(super) fn state_options(&self) -> Options {
        Options { history_heights: self.history_heights, ..Options::default() }
    }

    pub(super) fn run_options(&self) -> RunOptions {
        RunOptions {
            reuse_instances: self.reuse_instances,
            watching: None,
            #[cfg(feature = "testing")]
            traces: self.traces,
            #[cfg(not(feature = "testing"))]
            traces: false,
        }
    }

    /// The engine of other ledgers, or a new one.
    pub(super) fn engine(&self) -> Result<Arc<dyn Engine>, RuntimeError> {
        if let Some(SharedEngine(engine)) = &self.shared_engine {
            return Ok(Arc::clone(engine));
        }
        let mut options = vm::EngineOptions {
            optimised: true,
            placement: Placement::Late,
            cache_folder: self.module_cache_folder.clone(),
            cache_len_bytes_max: self.module_cache_len_bytes_max,
        };
        match self.engine {
            EngineKind::Production => {}
            #[cfg(feature = "testing")]
            EngineKind::Unoptimised => options.optimised = false,
            #[cfg(feature = "testing")]
            EngineKind::PlainMetering => {
                (options.placement, options.cache_folder) = (Placement::PerBlock, None);
            }
            #[cfg(feature = "testing")]
            EngineKind::Interpreter => {
                return Ok(Arc::new(vm::Interpreter::new(Placement::Late)));
            }
        }
        Ok(Arc::new(vm::ProductionEngine::new(options)?))
    }
}
