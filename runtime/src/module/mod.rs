//! Static life of a module: parse and validate, check limits and interface,
//! analyse recursion and stack height, rewrite for gas.
//!
//! Nothing here runs code or names an engine.

mod block;
mod body;
mod check;
mod emit;
mod error;
mod feature;
mod height;
mod instrument;
mod parse;

pub(crate) use check::prepare;
pub use check::{ModuleReport, check_module};
pub use error::ModuleError;

/// Export through which the host sets and reads the stack height of a
/// running instance. Contracts may not use names with this prefix.
pub(crate) const HEIGHT_EXPORT: &str = "sandpact_height";
