//! Write sandpact contracts in plain Rust.
//!
//! A contract is a crate with a storage struct, an error enum and an `impl`
//! block; its types at the boundary are plain structs and enums. This crate
//! gives the collections, the calls to the host and the macros that connect
//! both. `sandpact build` turns the crate into a wasm module.
//!
//! ```
//! use sandpact_sdk::prelude::*;
//!
//! /// Who may do what.
//! #[message]
//! pub enum Role {
//!     /// Writes entries.
//!     Clerk,
//! }
//!
//! /// Why a call was refused.
//! #[error]
//! pub enum Error {
//!     /// There is an entry of this number already.
//!     #[code(100)]
//!     Taken {
//!         /// The number.
//!         number: u64,
//!     },
//! }
//!
//! /// An entry was written.
//! #[event]
//! pub struct Written {
//!     /// Its number.
//!     pub number: u64,
//! }
//!
//! /// A book of digests, by number.
//! #[storage]
//! pub struct Book {
//!     roles: Roles<Role>,
//!     entries: OrderedMap<u64, Hash>,
//! }
//!
//! #[contract(error = Error, events = [Written])]
//! impl Book {
//!     /// Names the clerk. Runs once, with the deployment.
//!     #[init]
//!     pub fn create(&mut self, clerk: Address) -> Result<(), Error> {
//!         self.roles.grant(Role::Clerk, &clerk);
//!         Ok(())
//!     }
//!
//!     /// Writes an entry.
//!     #[only(Role::Clerk)]
//!     pub fn write(&mut self, number: u64, digest: Hash) -> Result<(), Error> {
//!         if self.entries.contains(&number) {
//!             return Err(Error::Taken { number });
//!         }
//!         self.entries.set(&number, &digest);
//!         self.emit(Written { number });
//!         Ok(())
//!     }
//!
//!     /// The entries after a number, in order, at most 100.
//!     pub fn after(&self, number: Option<u64>) -> Result<Vec<(u64, Hash)>, Error> {
//!         Ok(self.entries.after(number.as_ref(), 100))
//!     }
//! }
//!
//! // Outside the sandbox the same crate describes itself.
//! use sandpact_sdk::{ContractDescription, Refusal, abi};
//! let abi::Guard::Roles { roles, .. } = Book::ABI.methods[1].guard else { panic!("has a guard") };
//! assert_eq!(roles[0].name, "Clerk");
//! assert_eq!(Error::Taken { number: 7 }.code(), 100);
//! ```
//!
//! Natively, types, pure rules and codes work; whatever needs the host (storage, events, other
//! contracts) works on the host of a test (`sandpact-testing`), and panics where there is none.
#![no_std]

// The macros name this crate `::sandpact_sdk`, also in here.
extern crate self as sandpact_sdk;

extern crate alloc;
// A contract crate is also built natively, as a `cdylib` too; std brings the
// panic handler that such a library needs.
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

mod banking_days;
mod code;
mod common;
mod decimal;
mod description;
mod encoded;
mod host;
mod identifier;
mod ordered_key;
mod rounding;

pub mod call;
pub mod crypto;
pub mod entry;
pub mod env;
pub mod event;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
pub mod prelude;
pub mod read;
pub mod storage;

pub use banking_days::BankingDays;
pub use call::CallFailure;
pub use code::Code;
pub use common::{Common, Refusal};
pub use decimal::{Amount, Decimal, Money, Quantity, Rate, Unit};
pub use description::ContractDescription;
pub use event::{Emits, Event};
pub use identifier::{Gln, Gtin, Lei, Sscc, Uscc, VatNumber};
pub use ordered_key::OrderedKey;
pub use rounding::round_half_away;

/// Types and descriptions shared with the runtime.
pub use sandpact_abi as abi;

/// Proofs against a state root: what another ledger holds, or this one held, shown to a
/// contract that knows the root. Hashing is the guest's own and is paid for with gas, about
/// one hash for each 100 bytes of a proof.
///
/// ```
/// use sandpact_sdk::prelude::*;
/// use sandpact_sdk::proof::{Claim, ProofError, verify_many};
///
/// /// Checks that the other ledger's register has the new entry and no old one. A proof
/// /// that fails says nothing: neither that there is an entry nor that there is none.
/// fn check_moved(root: &Hash, register: &Address, proof: &[u8]) -> Result<(), ProofError> {
///     let claims = [
///         Claim { contract: register, key: b"new", value: Some(b"moved") },
///         Claim { contract: register, key: b"old", value: None },
///     ];
///     verify_many(root, &claims, proof)
/// }
///
/// let register = Address([7; 32]);
/// assert!(check_moved(&Hash::ZERO, &register, &[2, 0]).is_err());
/// ```
pub use sandpact_proof as proof;

/// SCALE, the encoding of everything that crosses the boundary.
pub use parity_scale_codec as codec;

/// The macros; contracts take them from the [`prelude`].
pub use sandpact_macros as macros;
