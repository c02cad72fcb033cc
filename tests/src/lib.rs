//! A ledger for tests and benchmarks, and small modules written as text.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::missing_panics_doc)]

pub mod certificates;
pub mod crash;
pub mod differential;
pub mod hostile;
mod ledger;
mod raw;
pub mod submissions;
pub mod work;

pub use ledger::{CHAIN_ID, TestLedger, key_of};
pub use raw::Raw;
pub use sandpact_test_modules::{
    ModuleText, Random, generated, imports, method, module, numbered, redescribed,
};
