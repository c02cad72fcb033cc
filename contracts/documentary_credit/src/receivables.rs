//! `receivable_registry` as this contract sees it, and what its answer means for a payment.
//!
//! The contract asks for the bank that calls it, about the beneficiary of the credit under which
//! that bank has documents. So a bank learns here what the registry tells it anyway, and nothing
//! about other banks.

use crate::credit::Credit;
use crate::documents::is_required;
use crate::errors::Error;
use crate::terms::{DocumentKind, Terms};
use sandpact_sdk::prelude::*;

/// Most gas for the question: six times what it takes. When the registry takes more, this
/// contract's call is refused and the caller has lost no more than that.
pub const REGISTRY_GAS_MAX: Gas = Gas(250_000);

/// Which receivable is financed, once.
#[interface]
pub trait Receivables {
    /// Whether a bank other than this one finances the receivable, or has been repaid for it.
    fn is_financed_elsewhere(&self, seller: Address, fingerprint: Hash, bank: Address) -> bool;
}

/// Whether another bank than `bank` finances the beneficiary's invoice of this fingerprint.
///
/// # Errors
/// The registry's failure.
pub fn is_financed_elsewhere(
    registry: Address,
    terms: &Terms,
    fingerprint: Hash,
    bank: Address,
) -> Result<bool, Error> {
    let registry = ReceivablesAt(registry).gas(REGISTRY_GAS_MAX);
    Ok(registry.is_financed_elsewhere(terms.beneficiary, fingerprint, bank)?)
}

/// Whether a payment of this bank to the beneficiary depends on the invoice being financed
/// nowhere else: a nominated bank that has not confirmed pays because it wants to (article
/// 12(a)). Issuing and confirming bank honour a complying presentation whoever finances the
/// invoice (articles 7(a), 8(a)), as does everybody under a credit that asks for no invoice.
#[must_use]
pub fn is_financing(credit: &Credit, bank: &Address) -> bool {
    !credit.is_bound(bank) && is_required(&credit.terms, &DocumentKind::CommercialInvoice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{CONFIRMING, ISSUING, NOMINATED, advised};

    #[test]
    fn a_nominated_bank_that_has_not_confirmed_finances_and_a_bound_bank_pays() {
        let mut credit = advised();
        assert!(is_financing(&credit, &NOMINATED) && !is_financing(&credit, &ISSUING));
        assert!(is_financing(&credit, &CONFIRMING));
        credit.confirmed = true;
        assert!(is_financing(&credit, &NOMINATED) && !is_financing(&credit, &CONFIRMING));
        credit.terms.documents.retain(|it| it.kind != DocumentKind::CommercialInvoice);
        assert!(!is_financing(&credit, &NOMINATED));
    }
}
