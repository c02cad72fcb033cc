//! Tests of instalments.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::drawing::payable_minor;
use crate::presentation::Presentation;
use crate::samples::{advised, date, presentation, terms};

fn instalment(from: &str, to: &str, amount_minor: i128) -> Instalment {
    Instalment { from: date(from), to: date(to), amount_minor }
}

/// Three instalments that make up the sample credit.
fn three() -> Vec<Instalment> {
    vec![
        instalment("2024-01-10", "2024-01-20", 30_000),
        instalment("2024-02-01", "2024-02-10", 30_000),
        instalment("2024-03-01", "2024-03-10", 40_000),
    ]
}

fn credit(instalments_begun: u8) -> Credit {
    let mut credit = Credit { instalments_begun, ..advised() };
    credit.terms.conditions.instalments = three();
    credit
}

#[test]
fn a14_an_instalment_follows_the_one_before() {
    let missed = |number| Err(Error::InstalmentMissed { number });
    for (begun, day, expected) in [
        (0, "2024-01-10", Ok(Some(0))),
        (0, "2024-01-20", Ok(Some(0))),
        (0, "2024-01-21", missed(1)),
        (0, "2024-02-01", missed(1)),
        (1, "2024-02-01", Ok(Some(1))),
        (1, "2024-01-15", Ok(Some(0))),
        (1, "2024-03-01", missed(2)),
        (2, "2024-03-10", Ok(Some(2))),
        (3, "2024-03-11", missed(4)),
    ] {
        assert_eq!(instalment_of(&credit(begun), date(day)), expected, "{begun} {day}");
    }
    assert_eq!(instalment_of(&advised(), date("2024-01-01")), Ok(None));
}

#[test]
fn a14_an_instalment_begins_once() {
    for (begun_before, instalment, expected) in
        [(0, None, 0), (0, Some(0), 1), (1, Some(0), 1), (1, Some(1), 2), (3, Some(2), 3)]
    {
        assert_eq!(begun(&credit(begun_before), instalment), expected);
    }
}

#[test]
fn a14_instalments_draw_no_more_than_their_amounts() {
    let mut credit = credit(2);
    let claim = |place| Presentation { instalment: Some(place), ..presentation() };
    for (drawn, place, expected) in [
        (0, 0, 30_000),
        (20_000, 0, 10_000),
        (30_000, 0, 0),
        (60_000, 0, 0),
        (0, 1, 60_000),
        (30_000, 1, 30_000),
        (60_000, 2, 40_000),
    ] {
        credit.drawn_minor = drawn;
        assert_eq!(payable_minor(&credit, &claim(place)), Ok(expected), "{drawn} {place}");
    }
    credit.terms.plus_tolerance_bp = 1_000;
    assert_eq!(maximum_until(&credit.terms, 0), Ok(33_000));
}

#[test]
fn a14_instalments_make_up_the_credit_one_after_the_other() {
    let with = |change: &dyn Fn(&mut Terms)| {
        let mut terms = terms();
        terms.conditions.instalments = three();
        change(&mut terms);
        check_instalments(&terms)
    };
    let bad = Err(Error::BadInstalments);
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|it| it.conditions.instalments.clear()), Ok(()));
    assert_eq!(with(&|it| it.conditions.instalments[0].amount_minor += 1), bad);
    assert_eq!(with(&|it| it.conditions.instalments[1].from = date("2024-01-20")), bad);
    assert_eq!(with(&|it| it.conditions.instalments[1].to = date("2024-01-31")), bad);
    assert_eq!(with(&|it| it.conditions.instalments[2].to = date("2024-04-01")), bad);
    assert_eq!(with(&|it| it.partial_shipments = PartialShipments::NotAllowed), bad);
    let negative = |it: &mut Terms| {
        it.conditions.instalments[0].amount_minor = 0;
        it.conditions.instalments[1].amount_minor = 60_000;
    };
    assert_eq!(with(&negative), bad);
}

#[test]
fn a14_there_are_twenty_four_instalments_at_most() {
    let with = |count: i32| {
        let day = |number| date("2024-01-02").checked_add_days(number);
        let one = |number| Instalment {
            from: day(number).unwrap(),
            to: day(number).unwrap(),
            amount_minor: 100,
        };
        let mut terms = terms();
        terms.amount_minor = i128::from(count) * 100;
        terms.conditions.instalments = (0..count).map(one).collect();
        check_instalments(&terms)
    };
    assert_eq!((with(24), with(25)), (Ok(()), Err(Error::BadInstalments)));
}
