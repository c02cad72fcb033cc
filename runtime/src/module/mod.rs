//! Static life of a module: parse and validate, check limits and interface,
//! analyse recursion and stack height, rewrite for gas.
//!
//! Nothing here runs code or names an engine.

mod body;
mod calls;
mod charge;
mod check;
mod emit;
mod error;
mod feature;
mod height;
mod instrument;
mod parse;
mod segments;

pub use charge::Placement;
pub(crate) use check::prepare;
#[cfg(feature = "testing")]
pub(crate) use check::prepare_with;
pub use check::{ModuleReport, check_module};
pub use error::ModuleError;

/// Prefix of the instrumenter's exports. Contracts may not use it.
const RESERVED_EXPORT_PREFIX: &str = "sandpact_";

/// Export through which the host sets and reads the stack height of a running instance.
pub(crate) const HEIGHT_EXPORT: &str = "sandpact_height";

/// Export of the contract's `index`th mutable global, for restoring it.
pub(crate) fn global_export(index: u32) -> String {
    format!("{RESERVED_EXPORT_PREFIX}global_{index}")
}

/// Raised with every change of the instrumented bytes of some module; no ledger notices,
/// but compiled code kept from before is compiled anew.
pub(crate) const INSTRUMENTER_VERSION: u32 = 2;
