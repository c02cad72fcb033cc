//! Tests of readings.

use super::*;
use crate::samples::{advised, date, presentation};
use crate::terms::{GoodsQuantity, RequiredDocument};

fn read() -> Readings {
    Readings {
        quantity_thousandths: None,
        is_unit_price_reduced: false,
        is_invoice_by_beneficiary: true,
        is_invoice_to_applicant: true,
        insurance: None,
    }
}

#[test]
fn a_plain_credit_asks_for_no_readings() {
    assert_eq!(check_readings(&advised(), &presentation(), None), Ok(()));
    assert_eq!(check_readings(&advised(), &presentation(), Some(&read())), Ok(()));
}

#[test]
fn a16_an_invoice_is_by_the_beneficiary_to_the_applicant() {
    let others = Readings { is_invoice_by_beneficiary: false, ..read() };
    let elsewhere = Readings { is_invoice_to_applicant: false, ..read() };
    for readings in [others, elsewhere] {
        let outcome = check_readings(&advised(), &presentation(), Some(&readings));
        assert_eq!(outcome, Err(Error::InvoiceParties));
    }
}

#[test]
fn a_stated_quantity_has_to_be_read() {
    let mut credit = advised();
    let quantity = GoodsQuantity { thousandths: 5, is_counted: true, is_about: false };
    credit.terms.conditions.quantity = Some(quantity);
    let check = |readings: Option<&Readings>| check_readings(&credit, &presentation(), readings);
    assert_eq!(check(None), Err(Error::ReadingsMissing));
    assert_eq!(check(Some(&read())), Err(Error::ReadingsMissing));
    let shipped = |count| Readings { quantity_thousandths: Some(count), ..read() };
    assert_eq!(check(Some(&shipped(5))), Ok(()));
    assert_eq!(check(Some(&shipped(6))), Err(Error::QuantityOutside));
}

#[test]
fn a15_required_insurance_has_to_be_read_and_other_insurance_does_not() {
    let mut credit = advised();
    let short = InsuranceReading {
        cover_minor: 109_999,
        currency: credit.terms.currency,
        value_minor: None,
        dated: date("2024-02-10"),
        effective_from: None,
    };
    let readings = Readings { insurance: Some(short), ..read() };
    // Not asked for: disregarded (A11).
    assert_eq!(check_readings(&credit, &presentation(), Some(&readings)), Ok(()));
    let kind = DocumentKind::Insurance;
    credit.terms.documents.push(RequiredDocument { kind, originals: 1, copies: 0 });
    let outcome = check_readings(&credit, &presentation(), Some(&readings));
    assert_eq!(outcome, Err(Error::InsuranceShort { least_minor: 110_000 }));
    let outcome = check_readings(&credit, &presentation(), Some(&read()));
    assert_eq!(outcome, Err(Error::ReadingsMissing));
}
