//! Tests of admission: each term that is refused, and its neighbour that is not.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::samples::{APPLICANT, CONFIRMING, ISSUING, TODAY, bank, date, terms};
use crate::terms::{DocumentKind, TenorStart};

/// The outcome for the sample terms with one change.
fn changed(change: impl FnOnce(&mut Terms)) -> Result<(), Error> {
    let mut terms = terms();
    change(&mut terms);
    check_terms(&terms, date(TODAY))
}

#[test]
fn the_sample_terms_are_admitted() {
    assert_eq!(changed(|_| {}), Ok(()));
}

#[test]
fn parties_that_must_differ_do() {
    assert_eq!(changed(|it| it.beneficiary = APPLICANT), Err(Error::SameParty));
    assert_eq!(changed(|it| it.confirming_bank = Some(bank(ISSUING))), Err(Error::SameParty));
    assert_eq!(changed(|it| it.confirming_bank = Some(bank(CONFIRMING))), Ok(()));
    assert_eq!(changed(|it| it.nominated_bank = bank(ISSUING)), Ok(()));
    let elsewhere = |it: &mut Terms| it.nominated_bank.account = it.issuing_bank.account;
    assert_eq!(changed(elsewhere), Err(Common::BadFormat.into()));
}

#[test]
fn amount_currency_and_tolerance_are_checked() {
    for amount in [0, -1] {
        let refused = changed(|it| it.amount_minor = amount);
        assert_eq!(refused, Err(Common::AmountNotPositive.into()));
    }
    assert_eq!(changed(|it| it.amount_minor = 1), Ok(()));
    assert_eq!(changed(|it| it.amount_minor = i128::MAX), Err(Common::Overflow.into()));
    let mark = Currency::new(*b"DEM").unwrap();
    assert_eq!(changed(|it| it.currency = mark), Err(Error::UnknownCurrency));
    let tolerances =
        |plus, minus| changed(|it| (it.plus_tolerance_bp, it.minus_tolerance_bp) = (plus, minus));
    assert_eq!(tolerances(10_000, 10_000), Ok(()));
    assert_eq!(tolerances(10_001, 0), Err(Error::ToleranceTooHigh));
    assert_eq!(tolerances(0, 10_001), Err(Error::ToleranceTooHigh));
}

#[test]
fn no_draft_is_drawn_on_the_applicant() {
    let tenor = Tenor { days: 60, from: TenorStart::Shipment };
    let accepted_by = |drawee| Availability::Acceptance { tenor: tenor.clone(), drawee };
    assert_eq!(
        changed(|it| it.availability = accepted_by(APPLICANT)),
        Err(Error::DraftOnApplicant)
    );
    assert_eq!(changed(|it| it.availability = accepted_by(ISSUING)), Ok(()));
    for (drawee, expected) in
        [(Some(APPLICANT), Err(Error::DraftOnApplicant)), (Some(ISSUING), Ok(())), (None, Ok(()))]
    {
        let availability = Availability::Negotiation { drawee };
        assert_eq!(changed(|it| it.availability = availability), expected);
    }
}

#[test]
fn dates_are_in_order() {
    assert_eq!(changed(|it| it.expiry = date("2023-12-31")), Err(Common::DateOrder.into()));
    let on_the_day = |it: &mut Terms| (it.expiry, it.latest_shipment) = (date(TODAY), None);
    assert_eq!(changed(on_the_day), Ok(()));
    let shipped = |day| changed(|it| it.latest_shipment = Some(date(day)));
    assert_eq!(shipped("2024-03-31"), Ok(()));
    assert_eq!(shipped("2024-04-01"), Err(Common::DateOrder.into()));
}

#[test]
fn periods_and_tenors_have_one_day_to_five_years() {
    for (days, expected) in [
        (0, Err(Error::DaysRange)),
        (1, Ok(())),
        (DAYS_MAX, Ok(())),
        (DAYS_MAX + 1, Err(Error::DaysRange)),
    ] {
        assert_eq!(changed(|it| it.period_days = Some(days)), expected);
        let tenor = Tenor { days, from: TenorStart::Presentation };
        assert_eq!(
            changed(|it| it.availability = Availability::DeferredPayment { tenor }),
            expected
        );
    }
}

#[test]
fn required_documents_are_one_to_thirty_two_different_kinds() {
    let list = |count: u16| {
        let one =
            |code| RequiredDocument { kind: DocumentKind::Other { code }, originals: 0, copies: 1 };
        changed(|it| it.documents = (0..count).map(one).collect())
    };
    assert_eq!(list(0), Err(Error::BadDocumentList));
    assert_eq!(list(1), Ok(()));
    assert_eq!(list(32), Ok(()));
    assert_eq!(list(33), Err(Error::BadDocumentList));
    let of_none = |it: &mut Terms| (it.documents[0].originals, it.documents[0].copies) = (0, 0);
    assert_eq!(changed(of_none), Err(Error::BadDocumentList));
    assert_eq!(changed(|it| it.documents[0].originals = 0), Ok(()));
    let repeat = |it: &mut Terms| it.documents.push(it.documents[0].clone());
    assert_eq!(changed(repeat), Err(Error::BadDocumentList));
}
