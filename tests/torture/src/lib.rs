//! Tortures the state and counts what it does: power cuts, kills, faults at every call,
//! damaged files, and random operations against a plain map.
//!
//! `RELIABILITY.md` says what is promised and under which model; the command `torture`
//! makes its counts. Knows nothing of wasm, gas or transactions.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    reason = "a torture that fails ends the test; nothing runs in a node"
)]

pub mod chain;
pub mod corrupt;
pub mod crash_states;
pub mod faults;
pub mod kill9;
pub mod ledger;
pub mod model;
pub mod oracle;
pub mod power;
mod random;
pub mod report;
pub mod run;
pub mod work;

pub use random::Random;
