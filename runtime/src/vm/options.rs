//! What an engine is made with.

use sandpact_module::Placement;
use std::path::PathBuf;

/// How modules are compiled, kept and run. None of it changes a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineOptions {
    /// Whether machine code is optimised.
    pub optimised: bool,
    /// Where charges stand in the instrumented code.
    pub placement: Placement,
    /// Where compiled modules are kept; `None` for nowhere.
    pub cache_folder: Option<PathBuf>,
    /// Most bytes of compiled code in memory, pinned modules not counted.
    pub cache_len_bytes_max: usize,
}
