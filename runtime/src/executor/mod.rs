//! The one order of events: admit, run, settle gas, keep or discard.

mod block;
mod query;
mod run;

pub use block::{ExecutedBlock, execute};
pub use query::query;
pub use run::contract_address;
