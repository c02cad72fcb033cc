//! `vat_invoice` as this contract sees it.

use crate::errors::Error;
use sandpact_sdk::prelude::*;

/// Most gas for asking about an invoice: three times what it takes. When the callee takes more,
/// this contract's call is refused and the caller has lost no more than that.
pub const INVOICE_GAS_MAX: Gas = Gas(250_000);

/// Code of the refusal of an unknown invoice.
const UNKNOWN_ID: u32 = 2;

/// Where an invoice stands, as `vat_invoice` has it.
#[message]
pub enum InvoiceState {
    /// The other side has not answered.
    Issued,
    /// The other side agrees.
    Accepted,
    /// The other side objects.
    Disputed,
    /// The buyer has deducted the tax.
    DeductionConfirmed,
    /// An employer has reimbursed it.
    Reimbursed,
    /// The buyer has claimed an export refund.
    ExportRefundClaimed,
    /// Its issuer has taken it back.
    Voided,
}

/// What the buyer of an invoice still owes, as `vat_invoice` has it.
#[message]
pub struct OpenInvoice {
    /// The seller's account.
    pub seller: Address,
    /// The currency.
    pub currency: Currency,
    /// What is open, minor units.
    pub open_minor: i128,
    /// Where it stands.
    pub state: InvoiceState,
    /// Frozen by the authority.
    pub frozen: bool,
}

/// Invoices under value added tax.
#[interface]
pub trait Invoices {
    /// What the buyer of an invoice still owes for it.
    fn receivable(&self, key: Hash) -> OpenInvoice;
}

/// An invoice of the ledger's `vat_invoice`.
///
/// # Errors
/// [`Error::InvoiceUnknown`], or the callee's failure.
pub fn load(invoices: Address, key: Hash) -> Result<OpenInvoice, Error> {
    InvoicesAt(invoices).gas(INVOICE_GAS_MAX).receivable(key).map_err(translated)
}

fn translated(failure: CallFailure) -> Error {
    match failure {
        CallFailure::Reverted { code: UNKNOWN_ID, .. } => Error::InvoiceUnknown,
        other => Common::from(other).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_invoice_is_named_and_other_failures_are_the_callees() {
        let refused = |code| translated(CallFailure::Reverted { code, data: vec![] });
        assert_eq!(refused(UNKNOWN_ID), Error::InvoiceUnknown);
        assert_eq!(refused(12), Common::CalleeRefused { code: 12 }.into());
        assert_eq!(translated(CallFailure::Halted), Common::CalleeHalted.into());
    }
}
