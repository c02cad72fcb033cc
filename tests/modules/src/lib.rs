//! Modules to test with: small ones written as text, and ones that nobody wrote.
//!
//! Knows no runtime and no engine, so that the fuzz targets build without one.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::missing_panics_doc)]

pub mod generated;
mod random;
mod text;

pub use random::Random;
pub use text::{ModuleText, imports, method, module, numbered, redescribed};
