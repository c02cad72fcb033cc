use super::*;
use crate::messages::{Category, Kind};
use crate::samples::{BUYER, SELLER, invoice, line};

const STATES: [State; 7] = [
    State::Issued,
    State::Accepted,
    State::Disputed,
    State::DeductionConfirmed,
    State::Reimbursed,
    State::ExportRefundClaimed,
    State::Voided,
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
    let may = |allowed: &[State]| {
        STATES.map(|it| if allowed.contains(&it) { Ok(()) } else { wrong_state() })
    };
    assert_eq!(accepted, may(&[State::Issued, State::Disputed]));
    let disputed = STATES.map(|state| check_dispute(&sample(state), &BUYER));
    assert_eq!(disputed, may(&[State::Issued]));
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
        Err(Error::ExportRefundClaimed),
        wrong_state(),
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
        Err(Error::ExportRefundClaimed),
        wrong_state(),
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

#[test]
fn an_export_refund_takes_the_place_of_the_deduction() {
    let claimed = STATES.map(|state| export_refund(&sample(state), &BUYER));
    assert_eq!(claimed, STATES.map(|state| deduction(&sample(state), &BUYER)));
    let lines = vec![line(Category::ReverseCharge, 0, 10_000, 0)];
    let moved = Invoice { state: State::Accepted, ..invoice(lines, 1_900) };
    assert_eq!(export_refund(&moved, &BUYER), Err(Error::NotDeductible));
}

#[test]
fn the_issuer_voids_before_acceptance() {
    let voided = STATES.map(|it| check_voiding(&sample(it), Some(&SELLER), &SELLER).is_ok());
    assert_eq!(voided, STATES.map(|it| matches!(it, State::Issued | State::Disputed)));
    let issued = sample(State::Issued);
    let stranger = Err(Common::NotAuthorised.into());
    assert_eq!(check_voiding(&issued, Some(&SELLER), &BUYER), stranger);
    assert_eq!(check_voiding(&issued, None, &BUYER), stranger);
    for effect in [Effect::Reversal, Effect::Replacement] {
        let correction = Invoice { effect, ..sample(State::Issued) };
        assert_eq!(check_voiding(&correction, Some(&SELLER), &SELLER), wrong_state());
    }
}
