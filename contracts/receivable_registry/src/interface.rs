//! This contract as others see it. A contract that examines documents, such as
//! `documentary_credit`, is granted the role `Examiner` and asks before it takes an invoice:
//!
//! ```
//! use receivable_registry::interface::ReceivablesAt;
//! use sandpact_sdk::prelude::*;
//!
//! /// Most gas for the question.
//! const REGISTRY_GAS_MAX: Gas = Gas(250_000);
//!
//! /// Whether a bank other than `presenting_bank` finances the seller's invoice.
//! fn is_financed_elsewhere(
//!     registry: Address,
//!     (seller, fingerprint): (Address, Hash),
//!     presenting_bank: Address,
//! ) -> Result<bool, CallFailure> {
//!     ReceivablesAt(registry)
//!         .gas(REGISTRY_GAS_MAX)
//!         .is_financed_elsewhere(seller, fingerprint, presenting_bank)
//! }
//! ```

use sandpact_sdk::prelude::*;

/// Which receivable is financed, once.
#[interface]
pub trait Receivables {
    /// Whether a bank other than this one finances the receivable, or has been repaid for it.
    fn is_financed_elsewhere(&self, seller: Address, fingerprint: Hash, bank: Address) -> bool;
}
