//! Crates of contracts on this machine.

pub mod name;
pub mod sdk;
pub mod template;
