//! What may be done with a recorded invoice, by whom and how often (T7, T8, T14). Pure rules.

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
/// [`Error::AlreadyDeducted`], [`Error::AlreadyReimbursed`], [`Common::WrongState`] before
/// acceptance, [`Error::NothingToDeduct`].
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

/// Checks that an employer may reimburse now: once across all employers, and never what
/// was deducted. A buyer with an account must have accepted; one without cannot.
///
/// # Errors
/// [`Common::Frozen`], [`Error::NotDeductible`], [`Error::AlreadyDeducted`],
/// [`Error::AlreadyReimbursed`], [`Common::WrongState`] before acceptance or when nothing
/// of the invoice remains.
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
        (_, State::Issued | State::Accepted | State::Disputed) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Category, Kind};
    use crate::samples::{BUYER, SELLER, invoice, line};

    const STATES: [State; 5] = [
        State::Issued,
        State::Accepted,
        State::Disputed,
        State::DeductionConfirmed,
        State::Reimbursed,
    ];

    fn sample(state: State) -> Invoice {
        let lines = vec![line(Category::Standard, 1900, 10_000, 1_900)];
        Invoice { state, ..invoice(lines, 0) }
    }

    fn wrong_state<T>() -> Result<T, Error> {
        Err(Common::WrongState.into())
    }

    #[test]
    fn the_other_side_accepts_and_disputes() {
        let accepted = STATES.map(|state| check_acceptance(&sample(state), &BUYER));
        assert_eq!(accepted, [Ok(()), wrong_state(), Ok(()), wrong_state(), wrong_state()]);
        let disputed = STATES.map(|state| check_dispute(&sample(state), &BUYER));
        assert_eq!(disputed, [Ok(()), wrong_state(), wrong_state(), wrong_state(), wrong_state()]);
        let stranger = Err(Common::NotAuthorised.into());
        assert_eq!(check_acceptance(&sample(State::Issued), &SELLER), stranger);
        let self_billed = Invoice { kind: Kind::SelfBilled, ..sample(State::Issued) };
        assert_eq!(check_acceptance(&self_billed, &SELLER), Ok(()));
        assert_eq!(check_acceptance(&self_billed, &BUYER), stranger);
        let buyer = Party::Pseudonym { hash: Hash::ZERO };
        let anonymous = Invoice { buyer, ..sample(State::Issued) };
        assert_eq!(check_dispute(&anonymous, &BUYER), stranger);
    }

    #[test]
    fn the_buyer_deducts_once_after_acceptance() {
        let deducted = STATES.map(|state| deduction(&sample(state), &BUYER));
        let expected = [
            wrong_state(),
            Ok(1_900),
            wrong_state(),
            Err(Error::AlreadyDeducted),
            Err(Error::AlreadyReimbursed),
        ];
        assert_eq!(deducted, expected);
        let accepted = sample(State::Accepted);
        assert_eq!(deduction(&accepted, &SELLER), Err(Error::NotTheBuyer));
        let credit = Invoice { effect: Effect::Reversal, ..accepted };
        assert_eq!(deduction(&credit, &BUYER), Err(Error::NotDeductible));
    }

    #[test]
    fn only_tax_that_remains_is_deducted() {
        let with_tax = |tax| {
            let lines = vec![line(Category::Standard, 1900, 10_000, tax)];
            deduction(&Invoice { state: State::Accepted, ..invoice(lines, 0) }, &BUYER)
        };
        assert_eq!((with_tax(1), with_tax(0)), (Ok(1), Err(Error::NothingToDeduct)));
        let lines = vec![line(Category::ReverseCharge, 0, 10_000, 0)];
        let moved = Invoice { state: State::Accepted, ..invoice(lines, 1_900) };
        assert_eq!(deduction(&moved, &BUYER), Ok(1_900));
    }

    #[test]
    fn an_employer_reimburses_once_and_never_what_was_deducted() {
        let reimbursed = STATES.map(|state| check_reimbursement(&sample(state)));
        let expected = [
            wrong_state(),
            Ok(()),
            wrong_state(),
            Err(Error::AlreadyDeducted),
            Err(Error::AlreadyReimbursed),
        ];
        assert_eq!(reimbursed, expected);
        let buyer = Party::Pseudonym { hash: Hash::ZERO };
        let anonymous = Invoice { buyer, ..sample(State::Issued) };
        assert_eq!(check_reimbursement(&anonymous), Ok(()));
        let spent = Invoice { reversal: ReversalStatus::FullyReversed, ..anonymous.clone() };
        assert_eq!(check_reimbursement(&spent), wrong_state());
        let credit = Invoice { effect: Effect::Reversal, ..anonymous };
        assert_eq!(check_reimbursement(&credit), Err(Error::NotDeductible));
    }

    #[test]
    fn nothing_is_done_with_a_frozen_invoice() {
        let frozen = Invoice { frozen: true, ..sample(State::Accepted) };
        let refused = Error::from(Common::Frozen);
        assert_eq!(check_acceptance(&frozen, &BUYER), Err(refused.clone()));
        assert_eq!(check_dispute(&frozen, &BUYER), Err(refused.clone()));
        assert_eq!(deduction(&frozen, &BUYER), Err(refused.clone()));
        assert_eq!(check_reimbursement(&frozen), Err(refused));
    }
}
