//! Tests of contracts: one body runs natively, where a debugger and a panic's line are at hand,
//! and as wasm in the production engine, which also says what it costs.
//!
//! Each call runs both ways at once. Results, events and the state root must be equal, or the
//! test fails at that call. The engine is the `sandpact` command, which `sandpact test` names;
//! plain `cargo test` finds it beside the target folder's binaries or on the path.
//!
//! ```
//! use sandpact_testing::prelude::*;
//!
//! # mod counter {
//! #     use sandpact_sdk::prelude::*;
//! #     #[error]
//! #     pub enum Error {}
//! #     #[storage]
//! #     pub struct Counter { count: Value<u64> }
//! #     #[contract(error = Error)]
//! #     impl Counter {
//! #         #[init]
//! #         pub fn create(&mut self, first: u64) -> Result<(), Error> {
//! #             self.count.set(&first);
//! #             Ok(())
//! #         }
//! #         pub fn add(&mut self, more: u64) -> Result<u64, Error> {
//! #             let count = self.count.get().unwrap_or(0).checked_add(more);
//! #             let count = count.ok_or(Common::Overflow)?;
//! #             self.count.set(&count);
//! #             Ok(count)
//! #         }
//! #     }
//! # }
//! # use counter::Counter;
//! #
//! #[sandpact::test]
//! fn a_counter_counts(ledger: &Ledger) {
//!     let clerk = ledger.account("clerk");
//!     let counter = ledger.deploy(&clerk, Calls::<Counter>::create(5));
//!     assert_eq!(counter.by(&clerk).add(2).ok(), 7);
//!     assert_eq!(counter.by(&clerk).add(u64::MAX).refused(), Common::Overflow.into());
//! }
//! ```
//!
//! Gas is counted as wasm only: natively nothing runs out of it. A call that was given a limit
//! of its own and halts for it counts as halted both ways.
#![allow(clippy::missing_panics_doc)] // a test that fails panics

mod account;
mod compare;
mod deployed;
mod description;
mod emitted;
mod engine;
mod ledger;
mod link;
mod native;
mod organisations;
mod outcome;
pub mod prelude;
mod refusals;
pub mod sequence;
mod show;
mod stand_in;

pub use account::Account;
pub use deployed::{Deployed, Raw};
pub use emitted::Emitted;
pub use ledger::Ledger;
pub use link::Via;
pub use organisations::Organisations;
pub use outcome::{Denied, Failure, Outcome};
pub use sandpact_testing_protocol::GasParts;

/// The typed calls of a contract, from which it is created:
/// `ledger.deploy(&owner, Calls::<Registry>::create(arguments))`.
pub type Calls<C> = <C as sandpact_sdk::native::NativeContract>::Init;

/// The stable codes of refusals by the host.
pub use sandpact_abi::code;

/// What generates the sequences of [`sequence`].
pub use proptest;

/// Makes a test of a function that takes a [`Ledger`] by reference.
pub use sandpact_macros::contract_test as test;
