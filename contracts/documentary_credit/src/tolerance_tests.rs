//! Tests of tolerances.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::drawing::maximum_minor;
use crate::samples::{advised, terms};

/// The sample credit over 100 000 for 200 units, one drawing, no tolerance.
fn single() -> Terms {
    let mut terms = terms();
    terms.partial_shipments = PartialShipments::NotAllowed;
    terms.conditions.quantity = Some(quantity(true, false));
    terms
}

fn quantity(is_counted: bool, is_about: bool) -> GoodsQuantity {
    GoodsQuantity { thousandths: 200_000, is_counted, is_about }
}

fn read(quantity_thousandths: Option<u64>, is_unit_price_reduced: bool) -> Readings {
    Readings {
        quantity_thousandths,
        is_unit_price_reduced,
        is_invoice_by_beneficiary: true,
        is_invoice_to_applicant: true,
        insurance: None,
    }
}

#[test]
fn a13_about_is_a_thousand_basis_points_each_way() {
    let mut terms = terms();
    (terms.plus_tolerance_bp, terms.minus_tolerance_bp) = (300, 200);
    assert_eq!(amount_tolerance_bp(&terms), (300, 200));
    assert_eq!(maximum_minor(&terms), Ok(103_000));
    terms.conditions.is_amount_about = true;
    assert_eq!(amount_tolerance_bp(&terms), (1_000, 1_000));
    assert_eq!(maximum_minor(&terms), Ok(110_000));
}

#[test]
fn a13_a_quantity_differs_by_five_percent_unless_it_is_counted() {
    for (is_counted, is_about, least, most) in [
        (false, false, 190_000, 210_000),
        (true, false, 200_000, 200_000),
        (true, true, 180_000, 220_000),
        (false, true, 180_000, 220_000),
    ] {
        let credit = Credit { terms: single(), ..advised() };
        let check = |shipped| check_quantity(&credit, &quantity(is_counted, is_about), shipped);
        for (shipped, expected) in [
            (least, Ok(())),
            (most, Ok(())),
            (least - 1, Err(Error::QuantityOutside)),
            (most + 1, Err(Error::QuantityOutside)),
        ] {
            assert_eq!(check(shipped), expected, "{is_counted} {is_about} {shipped}");
        }
    }
}

#[test]
fn a13_partial_shipments_count_together_and_have_no_least() {
    let mut credit = advised();
    credit.shipped_thousandths = 150_000;
    let check = |shipped| check_quantity(&credit, &quantity(false, false), shipped);
    assert_eq!(check(1), Ok(()));
    assert_eq!(check(60_000), Ok(()));
    assert_eq!(check(60_001), Err(Error::QuantityOutside));
    assert_eq!(check(u64::MAX), Err(Error::QuantityOutside));
}

#[test]
fn a12_one_drawing_may_be_five_percent_short_when_all_is_shipped() {
    let full = read(Some(200_000), false);
    let short = Err(Error::DrawnShort { least_minor: 100_000 });
    for (claimed, readings, expected) in [
        (100_000, None, Ok(())),
        (99_999, None, Err(Error::ReadingsMissing)),
        (95_000, Some(full.clone()), Ok(())),
        (94_999, Some(full), short.clone()),
        (95_000, Some(read(Some(199_999), false)), short.clone()),
        (95_000, Some(read(None, false)), short.clone()),
        (95_000, Some(read(Some(200_000), true)), short),
    ] {
        let outcome = check_single_drawing(&single(), claimed, readings.as_ref());
        assert_eq!(outcome, expected, "{claimed} {readings:?}");
    }
}

#[test]
fn a12_a_credit_without_a_quantity_asks_for_the_unit_price_alone() {
    let mut terms = single();
    terms.conditions.quantity = None;
    let check = |is_reduced| check_single_drawing(&terms, 95_000, Some(&read(None, is_reduced)));
    assert_eq!(check(false), Ok(()));
    assert_eq!(check(true), Err(Error::DrawnShort { least_minor: 100_000 }));
}

#[test]
fn a12_a_stated_tolerance_takes_the_place_of_the_five_percent() {
    let full = read(Some(200_000), false);
    let check = |terms: &Terms, claimed| check_single_drawing(terms, claimed, Some(&full));
    let mut stated = single();
    (stated.plus_tolerance_bp, stated.minus_tolerance_bp) = (200, 200);
    assert_eq!(check(&stated, 98_000), Ok(()));
    assert_eq!(check(&stated, 97_999), Err(Error::DrawnShort { least_minor: 98_000 }));
    let mut about = single();
    about.conditions.is_amount_about = true;
    assert_eq!(check(&about, 90_000), Ok(()));
    assert_eq!(check(&about, 89_999), Err(Error::DrawnShort { least_minor: 90_000 }));
    let mut more_only = single();
    more_only.plus_tolerance_bp = 100;
    assert_eq!(check(&more_only, 99_999), Err(Error::DrawnShort { least_minor: 100_000 }));
}

#[test]
fn a12_several_drawings_have_no_least() {
    assert_eq!(check_single_drawing(&terms(), 1, None), Ok(()));
}

#[test]
fn shares_are_rounded_to_the_safe_side() {
    assert_eq!((share_down(999, 1_000), share_up(999, 1_000)), (Ok(99), Ok(100)));
    assert_eq!((share_down(0, 10_000), share_up(0, 10_000)), (Ok(0), Ok(0)));
    assert_eq!(share_down(i128::MAX, 2), Err(Common::Overflow));
    assert_eq!(share_up(i128::MAX, 1), Err(Common::Overflow));
}
