//! Tests of presenting.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::samples::{
    BENEFICIARY, BENEFICIARY_BANK, CONFIRMING, ISSUING, NOMINATED, PRESENTED, STRANGER, advised,
    date, document, presentation, request, terms,
};
use crate::terms::DocumentKind;

fn checked(change: impl FnOnce(&mut PresentRequest)) -> Result<(), Error> {
    let mut request = request();
    change(&mut request);
    check_presentation(&advised(), &request, &BENEFICIARY)
}

#[test]
fn the_beneficiary_or_its_bank_presents() {
    let by = |presenter| check_presentation(&advised(), &request(), &presenter);
    assert_eq!(by(BENEFICIARY), Ok(()));
    assert_eq!(by(BENEFICIARY_BANK), Ok(()));
    for other in [STRANGER, ISSUING, NOMINATED] {
        assert_eq!(by(other), Err(Error::PresenterNotEntitled));
    }
}

#[test]
fn only_an_advised_credit_takes_presentations() {
    for state in [CreditState::Issued, CreditState::Exhausted, CreditState::Expired] {
        let credit = Credit { state, ..advised() };
        let refused = check_presentation(&credit, &request(), &BENEFICIARY);
        assert_eq!(refused, Err(Common::WrongState.into()));
    }
}

#[test]
fn the_invoice_is_in_the_credits_currency_and_may_exceed_it() {
    let euro = Currency::new(*b"EUR").unwrap();
    assert_eq!(checked(|it| it.currency = euro), Err(Common::CurrencyMismatch.into()));
    assert_eq!(checked(|it| it.claimed_minor = 0), Err(Common::AmountNotPositive.into()));
    assert_eq!(checked(|it| it.claimed_minor = i128::MAX), Ok(()));
}

#[test]
fn a_presentation_has_one_to_thirty_two_documents() {
    let with = |count: u16| {
        let one = |code| document(DocumentKind::Other { code }, 1, 0);
        checked(|it| it.documents = (0..count).map(one).collect())
    };
    assert_eq!(with(0), Err(Common::BadFormat.into()));
    assert_eq!(with(1), Ok(()));
    assert_eq!(with(32), Ok(()));
    assert_eq!(with(33), Err(Common::TooLarge.into()));
}

#[test]
fn the_shipment_date_is_not_ahead() {
    let today = date(PRESENTED);
    assert_eq!(check_not_ahead(None, today), Ok(()));
    assert_eq!(check_not_ahead(Some(today), today), Ok(()));
    let tomorrow = today.checked_add_days(1);
    assert_eq!(check_not_ahead(tomorrow, today), Err(Common::DateOrder.into()));
}

/// A3, A4 and A19 count from the date of shipment or measure it; no other rule needs it.
#[test]
fn the_shipment_date_is_stated_where_a_rule_counts_on_it() {
    let undated = PresentRequest { shipment_date: None, ..request() };
    let check = |change: &dyn Fn(&mut Terms)| {
        let mut credit = advised();
        credit.terms.documents.retain(|document| !document.kind.is_transport());
        credit.terms.latest_shipment = None;
        change(&mut credit.terms);
        check_presentation(&credit, &undated, &BENEFICIARY)
    };
    assert_eq!(check(&|_| ()), Ok(()));
    let missing = Err(Error::ShipmentDateMissing);
    assert_eq!(check(&|it| it.documents = terms().documents), missing);
    assert_eq!(check(&|it| it.period_days = Some(10)), missing);
    assert_eq!(check(&|it| it.latest_shipment = terms().latest_shipment), missing);
    let tenor = |from| Availability::DeferredPayment { tenor: Tenor { days: 60, from } };
    assert_eq!(check(&|it| it.availability = tenor(TenorStart::Shipment)), missing);
    assert_eq!(check(&|it| it.availability = tenor(TenorStart::Presentation)), Ok(()));
}

#[test]
fn documents_go_to_a_bank_that_the_credit_binds_or_nominates() {
    let mut credit = advised();
    let to = |credit: &Credit, bank| check_recipient(credit, &bank).map(|bank| bank.account);
    assert_eq!(to(&credit, NOMINATED), Ok(NOMINATED));
    assert_eq!(to(&credit, ISSUING), Ok(ISSUING));
    assert_eq!(to(&credit, CONFIRMING), Err(Error::WrongRecipient));
    assert_eq!(to(&credit, STRANGER), Err(Error::WrongRecipient));
    credit.confirmed = true;
    assert_eq!(to(&credit, CONFIRMING), Ok(CONFIRMING));
}

#[test]
fn documents_go_on_once_to_a_bound_bank() {
    let (mut credit, mut sample) = (advised(), presentation());
    let sent = |credit: &Credit, sample: &Presentation, from, to| {
        check_forwarding(credit, sample, &from, &to).map(|bank| bank.account)
    };
    assert_eq!(sent(&credit, &sample, NOMINATED, ISSUING), Ok(ISSUING));
    assert_eq!(sent(&credit, &sample, ISSUING, NOMINATED), Err(Common::NotAuthorised.into()));
    assert_eq!(sent(&credit, &sample, NOMINATED, CONFIRMING), Err(Error::WrongRecipient));
    credit.confirmed = true;
    assert_eq!(sent(&credit, &sample, NOMINATED, CONFIRMING), Ok(CONFIRMING));
    sample.examinations.push(crate::samples::examination(ISSUING));
    assert_eq!(sent(&credit, &sample, NOMINATED, ISSUING), Err(Common::AlreadyExists.into()));
    sample.examinations[0].finding = Finding::Returned;
    assert_eq!(sent(&credit, &sample, NOMINATED, CONFIRMING), Err(Common::WrongState.into()));
}

/// The worked examples of A3, up to the question that the calendar answers.
#[test]
fn the_last_day_is_the_earlier_of_expiry_and_period() {
    let terms = terms();
    assert_eq!(terms.expiry, date("2024-03-31"));
    for (shipped, expected) in [
        ("2024-02-01", "2024-02-22"),
        ("2024-03-10", "2024-03-31"),
        ("2024-03-11", "2024-03-31"),
        ("2024-03-20", "2024-03-31"),
    ] {
        assert_eq!(last_day(&terms, Some(date(shipped))), Ok(date(expected)), "{shipped}");
    }
}

/// A3: only the default of 21 days depends on an original transport document.
#[test]
fn a3_a_stated_period_counts_with_and_without_a_transport_document() {
    let mut terms = terms();
    let shipped = Some(date("2024-02-01"));
    assert_eq!(last_day(&terms, shipped), Ok(date("2024-02-22")));
    terms.period_days = Some(10);
    assert_eq!(last_day(&terms, shipped), Ok(date("2024-02-11")));
    assert_eq!(last_day(&terms, None), Err(Error::ShipmentDateMissing));
    terms.documents.retain(|document| !document.kind.is_transport());
    assert_eq!(last_day(&terms, shipped), Ok(date("2024-02-11")));
    terms.period_days = None;
    assert_eq!(last_day(&terms, shipped), Ok(terms.expiry));
    assert_eq!(last_day(&terms, None), Ok(terms.expiry));
}

#[test]
fn the_last_day_itself_is_in_time() {
    let last_day = date("2024-04-02");
    assert_eq!(check_still_open(last_day, last_day), Ok(()));
    let late = Err(Error::PresentationLate { last_day });
    assert_eq!(check_still_open(last_day, date("2024-04-03")), late);
}
