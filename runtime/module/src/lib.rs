//! Static life of a module: parse and validate, check limits and interface,
//! analyse recursion and stack height, rewrite for gas.
//!
//! Nothing here runs code or names an engine. The cost table stands here as well
//! ([`schedule`]): what an operator costs decides what the instrumenter writes.

mod body;
mod calls;
mod charge;
mod check;
mod code_map;
mod description;
mod emit;
mod error;
mod estimate;
mod feature;
mod flow;
mod height;
mod instrument;
mod measure;
mod parse;
mod prices;
pub mod schedule;
mod segments;
mod setup;
mod uses;
mod version;

pub use charge::Placement;
#[cfg(feature = "testing")]
pub use check::prepare_with;
pub use check::{AdmittedModule, ModuleReport, PreparedModule, WatchedModule, check_module};
pub use code_map::{CodeMap, Origin, ProbeEvent};
pub use emit::Why;
pub use error::ModuleError;
pub use estimate::FunctionCounts;
pub use uses::LimitUse;
pub use version::version_hash;

/// Prefix of the instrumenter's exports. Contracts may not use it.
const RESERVED_EXPORT_PREFIX: &str = "sandpact_";

/// Export through which the host sets and reads the stack height of a running instance.
pub const HEIGHT_EXPORT: &str = "sandpact_height";

/// Export of the contract's `index`th mutable global, for restoring it.
pub fn global_export(index: u32) -> String {
    format!("{RESERVED_EXPORT_PREFIX}global_{index}")
}

/// Import module and name of the probe that a watched module calls: what happens, as a
/// number, and the ticks that go with it.
pub const PROBE_MODULE: &str = "sandpact_watch";
/// See [`PROBE_MODULE`].
pub const PROBE: &str = "probe";
