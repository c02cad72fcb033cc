//! Random sequences of calls of each contract: every call runs natively and as wasm, and its
//! result, its events and the state root must be the same.
//!
//! [`CONTRACTS`] calls whatever a contract's description allows; [`rules`] makes calls that mean
//! something and checks a sector's rules after each.
#![allow(clippy::missing_panics_doc)] // a difference panics

mod arbitrary;
mod drive;
pub mod plain_text;
pub mod rules;
pub mod statements;
mod tally;

pub use arbitrary::CONTRACTS;
pub use drive::{Run, drive};
pub use tally::{Cost, Spent, Tally};
