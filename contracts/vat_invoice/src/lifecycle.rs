//! What may be done with a recorded invoice, by whom and how often (T7, T8, T14). Pure rules.
//! That no red letter is pending is asked before, by `red_letter`.

use crate::errors::Error;
use crate::messages::{Effect, Invoice, Party, ReversalStatus, State};
use crate::position::Booking;
use sandpact_sdk::prelude::*;

/// Checks that the other side may accept now.
///
/// # Errors
/// [`Common::Frozen`], [`Common::NotAuthorised`], [`Common::WrongState`].
pub fn check_acceptance(invoice: &Invoice, caller: &Address) -> Result<(), Error> {
    check_answer(invoice, caller, &[State::Issued, State::Disputed])
}

/// Checks that the other side may object now: before it has agreed.
///
/// # Errors
/// [`Common::Frozen`], [`Common::NotAuthorised`], [`Common::WrongState`].
pub fn check_dispute(invoice: &Invoice, caller: &Address) -> Result<(), Error> {
    check_answer(invoice, caller, &[State::Issued])
}

fn check_answer(invoice: &Invoice, caller: &Address, before: &[State]) -> Result<(), Error> {
    check_not_frozen(invoice)?;
    if invoice.counterparty() != Some(caller) {
        return Err(Common::NotAuthorised.into());
    }
    if before.contains(&invoice.state) { Ok(()) } else { Err(Common::WrongState.into()) }
}

/// The tax that the buyer may deduct now, minor units, above zero: once, by the named
/// buyer, after acceptance, never after a reimbursement. A self-billed invoice is accepted
/// by its seller, so it is deducted after the seller's consent only (T14).
///
/// # Errors
/// [`Common::Frozen`], [`Error::NotTheBuyer`], [`Error::NotDeductible`],
/// [`Error::AlreadyDeducted`], [`Error::AlreadyReimbursed`], [`Error::ExportRefundClaimed`],
/// [`Common::WrongState`] before acceptance, [`Error::NothingToDeduct`].
pub fn deduction(invoice: &Invoice, caller: &Address) -> Result<i128, Error> {
    check_not_frozen(invoice)?;
    if invoice.buyer.account() != Some(caller) {
        return Err(Error::NotTheBuyer);
    }
    check_unused(invoice)?;
    if invoice.state != State::Accepted {
        return Err(Common::WrongState.into());
    }
    match Booking::of(&invoice.remaining)?.deductible_minor()? {
        amount if amount > 0 => Ok(amount),
        _ => Err(Error::NothingToDeduct),
    }
}

/// The tax that the buyer may claim back because the goods left the country, minor units: in
/// place of a deduction, and under the same conditions. Tax that the buyer owes itself by
/// reverse charge was never paid to anybody and is not claimed back.
///
/// # Errors
/// As [`deduction`]; [`Error::NotDeductible`] for an invoice with reverse charge.
pub fn export_refund(invoice: &Invoice, caller: &Address) -> Result<i128, Error> {
    let amount = deduction(invoice, caller)?;
    if Booking::of(&invoice.remaining)?.moved_tax_minor == 0 {
        Ok(amount)
    } else {
        Err(Error::NotDeductible)
    }
}

/// Checks that its issuer may void an invoice now: before the other side has agreed. What
/// corrects another document is not voided but corrected again, or what it took back would be
/// open anew. Whether the period is open is asked by `period`.
///
/// # Errors
/// [`Common::Frozen`], [`Common::NotAuthorised`], [`Common::WrongState`].
pub fn check_voiding(
    invoice: &Invoice,
    issuer: Option<&Address>,
    caller: &Address,
) -> Result<(), Error> {
    check_not_frozen(invoice)?;
    if issuer != Some(caller) {
        return Err(Common::NotAuthorised.into());
    }
    match (invoice.effect, invoice.state) {
        (Effect::Original, State::Issued | State::Disputed) => Ok(()),
        _ => Err(Common::WrongState.into()),
    }
}

/// Checks that an employer may reimburse now: once across all employers, and never what
/// was deducted. A buyer with an account must have accepted; one without cannot.
///
/// # Errors
/// [`Common::Frozen`], [`Error::NotDeductible`], [`Error::AlreadyDeducted`],
/// [`Error::AlreadyReimbursed`], [`Error::ExportRefundClaimed`], [`Common::WrongState`] before
/// acceptance or when nothing of the invoice remains.
pub fn check_reimbursement(invoice: &Invoice) -> Result<(), Error> {
    check_not_frozen(invoice)?;
    check_unused(invoice)?;
    let is_agreed = match invoice.buyer {
        Party::Account { .. } => invoice.state == State::Accepted,
        Party::Pseudonym { .. } => invoice.state == State::Issued,
    };
    if is_agreed && invoice.reversal != ReversalStatus::FullyReversed {
        Ok(())
    } else {
        Err(Common::WrongState.into())
    }
}

fn check_not_frozen(invoice: &Invoice) -> Result<(), Error> {
    if invoice.frozen { Err(Common::Frozen.into()) } else { Ok(()) }
}

fn check_unused(invoice: &Invoice) -> Result<(), Error> {
    match (invoice.effect, invoice.state) {
        (Effect::Reversal, _) => Err(Error::NotDeductible),
        (_, State::DeductionConfirmed) => Err(Error::AlreadyDeducted),
        (_, State::Reimbursed) => Err(Error::AlreadyReimbursed),
        (_, State::ExportRefundClaimed) => Err(Error::ExportRefundClaimed),
        (_, State::Voided) => Err(Common::WrongState.into()),
        (_, State::Issued | State::Accepted | State::Disputed) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
