#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::errors::Rule;
use crate::messages::Kind;
use crate::samples::{deducted, invoice, line, request, to_one_of};

const S: Category = Category::Standard;
const EARLIER: Hash = Hash([1; 32]);
const CONTENT: Hash = Hash([3; 32]);

fn lines(taxable: i128, tax: i128) -> Vec<CategoryAmount> {
    vec![line(S, 1900, taxable, tax)]
}

fn earlier() -> Invoice {
    invoice(lines(10_000, 1_900), 0)
}

/// Records a document of this kind and these lines after `earlier`, if there is one.
fn issued(
    kind: Kind,
    lines: Vec<CategoryAmount>,
    earlier: Option<Invoice>,
) -> Result<Recording, Error> {
    let mut request = request(lines);
    request.kind = kind;
    request.preceding = earlier.as_ref().and_then(|_| to_one_of(1));
    let effect = admit(&request, request.issue_date)?;
    let found = earlier.map(|invoice| (EARLIER, invoice));
    record(request, effect, CONTENT, found.as_ref(), 0, UnixSeconds(5))
}

#[test]
fn an_invoice_stands_for_itself_and_remains_whole() {
    let recording = issued(Kind::Invoice, lines(10_000, 1_900), None).unwrap();
    assert_eq!(recording.taken_back, None);
    let expected = Invoice { content: CONTENT, recorded_at: UnixSeconds(5), ..earlier() };
    assert_eq!(recording.invoice, expected);
    let result = recorded(EARLIER, &recording.invoice);
    assert_eq!((result.effect, result.preceding), (Effect::Original, None));
    assert_eq!((result.key, result.recorded_at), (EARLIER, UnixSeconds(5)));
}

#[test]
fn amounts_that_break_a_rule_are_not_recorded() {
    let refused = |lines| issued(Kind::Invoice, lines, None).unwrap_err();
    let rule = Rule::BrCo17;
    assert_eq!(refused(lines(10_000, 1_901)), Error::TotalsMismatch { rule });
    let mut wrong = request(lines(10_000, 1_900));
    wrong.totals.gross_minor += 1;
    let rule = Rule::BrCo15;
    assert_eq!(admit(&wrong, wrong.issue_date), Err(Error::TotalsMismatch { rule }));
}

#[test]
fn a_credit_note_and_a_negative_invoice_take_the_same_back() {
    let credit = issued(Kind::CreditNote, lines(4_000, 760), Some(earlier())).unwrap();
    let negative = issued(Kind::Invoice, lines(-4_000, -760), Some(earlier())).unwrap();
    assert_eq!(credit.taken_back, negative.taken_back);
    assert!(credit.invoice.remaining.is_empty());
    assert_eq!(credit.invoice.preceding, Some(EARLIER));
    let left = after(earlier(), &credit.taken_back.unwrap()).unwrap();
    assert_eq!(left.reversal, ReversalStatus::PartlyReversed);
    assert_eq!((left.remaining[0].taxable_minor, left.remaining[0].tax_minor), (6_000, 1_140));
    let again = issued(Kind::CreditNote, lines(6_001, 1_140), Some(left.clone())).unwrap_err();
    assert_eq!(again, Error::ReversalExceedsRemaining { category: S, rate_bp: 1900 });
    let rest = issued(Kind::CreditNote, lines(6_000, 1_140), Some(left.clone())).unwrap();
    let left = after(left, &rest.taken_back.unwrap()).unwrap();
    assert_eq!(left.reversal, ReversalStatus::FullyReversed);
}

#[test]
fn a_reversal_takes_the_deduction_back_in_the_same_step() {
    let before = deducted(earlier());
    let credit = issued(Kind::CreditNote, lines(4_000, 760), Some(before.clone())).unwrap();
    let taken = credit.taken_back.unwrap();
    assert_eq!(taken.deduction_minor, 760);
    assert_eq!(after(before, &taken).unwrap().deducted_minor, 1_140);
}

#[test]
fn a_corrected_invoice_replaces_what_remains() {
    let corrected = issued(Kind::Corrected, lines(12_000, 2_280), Some(earlier())).unwrap();
    let taken = corrected.taken_back.unwrap();
    assert_eq!((taken.taxable_minor, taken.booking.tax_minor), (10_000, 1_900));
    assert_eq!(corrected.invoice.effect, Effect::Replacement);
    assert_eq!(corrected.invoice.remaining[0].taxable_minor, 12_000);
    assert_eq!(corrected.invoice.state, State::Issued);
    let missing = issued(Kind::Corrected, lines(12_000, 2_280), None).unwrap_err();
    assert_eq!(missing, Error::ReferenceMissing);
}

#[test]
fn a_replacement_cannot_be_reimbursed_again() {
    let reimbursed = Invoice { state: State::Reimbursed, ..earlier() };
    let corrected = issued(Kind::Corrected, lines(12_000, 2_280), Some(reimbursed.clone()));
    assert_eq!(corrected.unwrap().invoice.state, State::Reimbursed);
    let partial = issued(Kind::Invoice, lines(12_000, 2_280), Some(reimbursed));
    assert_eq!(partial.unwrap().invoice.state, State::Issued);
}

#[test]
fn an_invoice_is_replaced_once_and_then_its_replacement() {
    let reimbursed = Invoice { state: State::Reimbursed, ..earlier() };
    let corrected = issued(Kind::Corrected, lines(12_000, 2_280), Some(reimbursed.clone()));
    let corrected = corrected.unwrap();
    let replaced = after(reimbursed, &corrected.taken_back.unwrap()).unwrap();
    let again = issued(Kind::Corrected, lines(13_000, 2_470), Some(replaced));
    assert_eq!(again, Err(Error::NothingToReplace));
    let next = issued(Kind::Corrected, lines(13_000, 2_470), Some(corrected.invoice));
    assert_eq!(next.unwrap().invoice.state, State::Reimbursed);
}

#[test]
fn what_is_frozen_or_of_others_is_not_reversed() {
    let frozen = Invoice { frozen: true, ..earlier() };
    let refused = issued(Kind::CreditNote, lines(100, 19), Some(frozen)).unwrap_err();
    assert_eq!(refused, Common::Frozen.into());
    let foreign = Invoice { seller: Address::ZERO, ..earlier() };
    let refused = issued(Kind::CreditNote, lines(100, 19), Some(foreign)).unwrap_err();
    assert_eq!(refused, Error::ReferenceMismatch);
}

#[test]
fn only_an_invoice_with_a_reverse_charge_line_needs_the_rate() {
    let domestic = request(lines(100, 19));
    let moved = request(vec![line(Category::ReverseCharge, 0, 100, 0)]);
    assert!(!needs_reverse_charge_rate(&domestic, Effect::Original));
    assert!(needs_reverse_charge_rate(&moved, Effect::Original));
    assert!(needs_reverse_charge_rate(&moved, Effect::Replacement));
    assert!(!needs_reverse_charge_rate(&moved, Effect::Reversal));
}

#[test]
fn no_document_but_a_reversal_lowers_the_tax_that_moves() {
    let record_at = |rate_bp, kind, taxable, earlier: Option<Invoice>| {
        let lines = vec![
            line(Category::ReverseCharge, 0, taxable, 0),
            line(Category::ZeroRated, 0, 1_000_001, 0),
        ];
        let mut request = request(lines);
        request.kind = kind;
        request.preceding = earlier.as_ref().and_then(|_| to_one_of(1));
        let effect = admit(&request, request.issue_date)?;
        let found = earlier.map(|invoice| (EARLIER, invoice));
        record(request, effect, CONTENT, found.as_ref(), rate_bp, UnixSeconds(5))
    };
    let (negative, below) =
        (Err(Error::NegativeWithoutReference), Err(Error::RemainingTaxNegative));
    assert_eq!(record_at(1900, Kind::Invoice, -1_000_000, None), negative);
    assert_eq!(record_at(1900, Kind::Prepayment, -3, None), negative);
    assert_eq!(record_at(1900, Kind::Corrected, -1_000_000, Some(earlier())), below);
    // 0.38 of a minor unit rounds to no tax.
    assert!(record_at(1900, Kind::Invoice, -2, None).is_ok());
    assert!(record_at(1900, Kind::Invoice, 1_000_000, None).is_ok());
}
