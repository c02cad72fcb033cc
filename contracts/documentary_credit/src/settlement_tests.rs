//! Tests of settlement.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::examination::refuse;
use crate::presentation::{Disposal, Waiver};
use crate::samples::{
    CONFIRMING, ISSUING, NOMINATED, PRESENTED, STRANGER, advised, date, examination, notice,
    presentation,
};

const TODAY: &str = "2024-02-21";
const AMOUNT: i128 = 100_000;

fn order(bank: Address, means: Means) -> Order {
    Order { bank, means, amount_minor: AMOUNT }
}

fn complying() -> Presentation {
    let mut presentation = presentation();
    presentation.examinations[0].finding = Finding::Complying;
    presentation
}

fn deferred(from: TenorStart) -> Credit {
    let mut credit = advised();
    credit.terms.availability = Availability::DeferredPayment { tenor: Tenor { days: 60, from } };
    credit
}

#[test]
fn a_complying_presentation_is_honoured_once() {
    let (mut credit, mut sample) = (advised(), complying());
    let honour = order(NOMINATED, Means::Honour);
    assert_eq!(settle(&mut credit, &mut sample, &honour, false, date(TODAY)), Ok(()));
    let paid = Settlement::Honoured { amount_minor: AMOUNT, on: date(TODAY) };
    assert_eq!(sample.examinations[0].settlement, paid);
    assert_eq!(credit.drawn_minor, AMOUNT);
    let again = settle(&mut credit, &mut sample, &honour, false, date(TODAY));
    assert_eq!(again, Err(Common::WrongState.into()));
}

#[test]
fn a_bank_without_the_documents_pays_nothing() {
    let (mut credit, mut sample) = (advised(), complying());
    for other in [ISSUING, CONFIRMING, STRANGER] {
        let refused =
            settle(&mut credit, &mut sample, &order(other, Means::Honour), true, date(TODAY));
        assert_eq!(refused, Err(Common::NotAuthorised.into()));
    }
    assert_eq!((credit, sample), (advised(), complying()));
}

#[test]
fn a8_a_precluded_bank_pays_as_if_the_documents_complied() {
    let mut own = examination(ISSUING);
    for finding in [Finding::Received, Finding::UnderExamination] {
        own.finding = finding;
        assert_eq!(may_settle(&own, false), Err(Common::WrongState.into()));
        assert_eq!(may_settle(&own, true), Ok(()));
    }
    refuse(&mut own, notice(Disposal::Returning));
    for has_passed in [false, true] {
        assert_eq!(may_settle(&own, has_passed), Err(Common::WrongState.into()));
    }
}

#[test]
fn after_a_waiver_the_bank_may_pay_what_it_holds() {
    for (disposal, waiver, is_payable) in [
        (Disposal::HoldPendingWaiver, Waiver::Given, true),
        (Disposal::HoldPendingPresenter, Waiver::Given, true),
        (Disposal::HoldPendingWaiver, Waiver::Declined, false),
        (Disposal::HoldPendingWaiver, Waiver::Sought, false),
        (Disposal::Returning, Waiver::Given, false),
    ] {
        let mut own = examination(ISSUING);
        refuse(&mut own, notice(disposal));
        own.waiver = waiver;
        assert_eq!(may_settle(&own, false).is_ok(), is_payable, "{disposal:?} {waiver:?}");
    }
}

#[test]
fn expiry_does_not_shorten_an_examination() {
    use crate::credit::CreditState;
    let mut credit = Credit { state: CreditState::Expired, ..advised() };
    let after_expiry = credit.terms.expiry.checked_add_days(1).unwrap();
    let honour = order(NOMINATED, Means::Honour);
    assert_eq!(settle(&mut credit, &mut complying(), &honour, false, after_expiry), Ok(()));
}

#[test]
fn each_availability_has_its_means() {
    let tenor = Tenor { days: 60, from: TenorStart::Shipment };
    let acceptance = Availability::Acceptance { tenor: tenor.clone(), drawee: ISSUING };
    let table = [
        (Availability::SightPayment, [true, false, false], [true, false, false]),
        (Availability::DeferredPayment { tenor }, [false, true, false], [false, true, false]),
        (acceptance, [false, true, false], [false, true, false]),
        (Availability::Negotiation { drawee: None }, [false, false, true], [true, false, false]),
    ];
    for (availability, nominated, issuing) in table {
        let mut credit = advised();
        credit.terms.availability = availability;
        let allowed = |bank| {
            [Means::Honour, Means::Undertake, Means::Negotiate]
                .map(|means| check_means(&credit, &bank, means).is_ok())
        };
        assert_eq!((allowed(NOMINATED), allowed(ISSUING)), (nominated, issuing));
    }
}

#[test]
fn a_confirming_bank_honours_or_negotiates() {
    let mut credit = advised();
    credit.terms.availability = Availability::Negotiation { drawee: None };
    let honour = |credit: &Credit| check_means(credit, &CONFIRMING, Means::Honour);
    assert_eq!(honour(&credit), Err(Error::WrongAvailability));
    credit.confirmed = true;
    assert_eq!(honour(&credit), Ok(()));
    assert_eq!(check_means(&credit, &CONFIRMING, Means::Negotiate), Ok(()));
}

#[test]
fn an_undertaking_matures_on_its_computed_day() {
    // Shipped 2024-02-10, presented 2024-02-19; 2024 has a 29 February.
    for (from, expected) in
        [(TenorStart::Shipment, "2024-04-10"), (TenorStart::Presentation, "2024-04-19")]
    {
        let (mut credit, mut sample) = (deferred(from), complying());
        let undertake = order(NOMINATED, Means::Undertake);
        assert_eq!(settle(&mut credit, &mut sample, &undertake, false, date(TODAY)), Ok(()));
        let own = &mut sample.examinations[0];
        let maturity = date(expected);
        assert_eq!(own.settlement, Settlement::Undertaken { amount_minor: AMOUNT, maturity });
        let eve = maturity.checked_add_days(-1).unwrap();
        assert_eq!(pay(own, eve), Err(Error::NotMatured { maturity }));
        assert_eq!(pay(own, maturity), Ok(AMOUNT));
        assert_eq!(own.settlement, Settlement::Paid { amount_minor: AMOUNT, on: maturity });
        assert_eq!(pay(own, maturity), Err(Common::WrongState.into()));
    }
}

#[test]
fn what_was_not_undertaken_is_not_paid() {
    assert_eq!(pay(&mut examination(ISSUING), date(TODAY)), Err(Common::WrongState.into()));
    assert_eq!(maturity(&advised().terms, &presentation()), Ok(None));
    let credit = deferred(TenorStart::Shipment);
    let undated = Presentation { shipment_date: None, ..presentation() };
    assert_eq!(maturity(&credit.terms, &undated), Err(Error::ShipmentDateMissing));
}

#[test]
fn the_issuing_bank_reimburses_what_the_nominated_bank_paid() {
    let (mut credit, mut sample) = (advised(), complying());
    settle(&mut credit, &mut sample, &order(NOMINATED, Means::Honour), false, date(TODAY)).unwrap();
    let finding = Finding::Complying;
    sample.examinations.push(Examination { finding, ..examination(ISSUING) });
    let reimburse = order(ISSUING, Means::Honour);
    assert_eq!(settle(&mut credit, &mut sample, &reimburse, false, date(TODAY)), Ok(()));
    assert_eq!((credit.drawn_minor, credit.drawings), (AMOUNT, 1));
    assert_eq!(sample.presented_on, date(PRESENTED));
    let reimbursed: Vec<_> = sample.examinations.iter().map(|own| own.reimburses).collect();
    assert_eq!(reimbursed, [None, Some(NOMINATED)]);
}

/// A1: after one bank has paid the beneficiary, only a bank that is bound to reimburse the
/// last payer may pay, in whatever order the banks got the documents and pay.
#[test]
fn a1_one_bank_pays_the_beneficiary_and_later_parts_reimburse() {
    use {CONFIRMING as C, ISSUING as I, NOMINATED as N};
    for (payers, reimbursed) in [
        ([N, C, I], [Ok(None), Ok(Some(N)), Ok(Some(C))]),
        ([N, I, C], [Ok(None), Ok(Some(N)), Err(Common::WrongState)]),
        ([C, N, I], [Ok(None), Err(Common::WrongState), Ok(Some(C))]),
        ([I, N, C], [Ok(None), Err(Common::WrongState), Err(Common::WrongState)]),
    ] {
        for received in [[N, C, I], [N, I, C], [I, C, N]] {
            let (mut credit, mut sample) = (advised(), presentation());
            let finding = Finding::Complying;
            let complying = |bank| Examination { finding, ..examination(bank) };
            sample.examinations = received.map(complying).to_vec();
            for (bank, expected) in payers.into_iter().zip(reimbursed) {
                let honour = order(bank, Means::Honour);
                let settled = settle(&mut credit, &mut sample, &honour, false, date(TODAY));
                let told = settled.map(|()| sample.examination(&bank).unwrap().reimburses);
                assert_eq!(told, expected.map_err(Error::from), "{payers:?}");
            }
            assert_eq!((credit.drawn_minor, credit.drawings), (AMOUNT, 1));
        }
    }
}
