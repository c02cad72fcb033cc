//! What every document mapper gives: one call, or a refusal with a stable code.
//!
//! Mappers normalise and refuse; they never guess. A document whose meaning
//! would have to be guessed goes back to a person.

mod context;
mod format;
mod refusal;

pub use context::{Directory, MappingContext, normalised};
pub use format::DocumentFormat;
pub use refusal::{DocumentRefusal, REFUSALS};

/// A document as one contract call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCall {
    /// Name of the contract, as in its ABI.
    pub contract: &'static str,
    /// Method to call.
    pub method: &'static str,
    /// SCALE-encoded arguments, one after the other.
    pub args: Vec<u8>,
    /// Normalised identifier of the party who makes the call (seller's VAT number,
    /// patient reference, ...). Stays outside the ledger; a wallet finds the key by it.
    pub actor: String,
    /// What a person would call the document, such as `invoice R-17`.
    pub title: String,
}
