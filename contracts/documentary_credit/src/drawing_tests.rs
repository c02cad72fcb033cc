//! Tests of drawing: A1 over many generated histories, A2 and A12 by example.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::samples::{advised, presentation};

fn credit(amount_minor: i128, plus_tolerance_bp: u32) -> Credit {
    let mut credit = advised();
    credit.terms.amount_minor = amount_minor;
    credit.terms.plus_tolerance_bp = plus_tolerance_bp;
    credit
}

fn claim(claimed_minor: i128) -> Presentation {
    Presentation { claimed_minor, ..presentation() }
}

/// Numbers that look random and are the same in every run (Knuth, MMIX).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: i128) -> i128 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(self.0 >> 16) % bound
    }
}

#[test]
fn whatever_is_tried_all_drawings_stay_within_amount_and_tolerance() {
    let (mut numbers, mut drawn, mut refused) = (Numbers(1), 0, 0);
    for _ in 0..500 {
        let tolerance = u32::try_from(numbers.below(10_001)).unwrap();
        let mut credit = credit(numbers.below(1_000_000) + 1, tolerance);
        let limit = credit.terms.amount_minor * (10_000 + i128::from(tolerance)) / 10_000;
        let mut sum = 0;
        for _ in 0..20 {
            let mut presentation = claim(numbers.below(400_000) + 1);
            // Too much, too little, or what is due.
            let due = payable_minor(&credit, &presentation).unwrap();
            let amount = due + numbers.below(3) - 1;
            match draw(&mut credit, &mut presentation, amount) {
                Ok(()) => {
                    assert!(amount == due && amount <= presentation.claimed_minor);
                    sum += amount;
                    drawn += 1;
                }
                Err(_) => refused += 1,
            }
            assert!(sum <= limit);
            assert_eq!(credit.drawn_minor, sum);
            assert_eq!(remaining_minor(&credit), Ok(limit - sum));
            assert_eq!(credit.state == CreditState::Exhausted, sum == limit);
        }
    }
    assert!(drawn > 500 && refused > 500, "{drawn} drawn, {refused} refused");
}

#[test]
fn the_tolerance_is_rounded_down() {
    for (amount, tolerance, expected) in [
        (100_000, 0, 100_000),
        (100_000, 1_000, 110_000),
        (999, 1_000, 1_098),
        (1, 9_999, 1),
        (1, 10_000, 2),
    ] {
        assert_eq!(maximum_minor(&credit(amount, tolerance).terms), Ok(expected));
    }
    assert_eq!(maximum_minor(&credit(i128::MAX, 0).terms), Err(Common::Overflow));
}

#[test]
fn an_invoice_above_the_credit_pays_what_remains() {
    let mut credit = credit(100_000, 0);
    let mut first = claim(60_000);
    draw(&mut credit, &mut first, 60_000).unwrap();
    let mut second = claim(50_000);
    let over = Err(Error::Overdrawn { payable_minor: 40_000 });
    assert_eq!(draw(&mut credit, &mut second, 40_001), over);
    let short = Err(Error::PaidShort { payable_minor: 40_000 });
    assert_eq!(draw(&mut credit, &mut second, 39_999), short);
    assert_eq!(draw(&mut credit, &mut second, 40_000), Ok(()));
    assert_eq!(credit.state, CreditState::Exhausted);
    let nothing = Err(Error::Overdrawn { payable_minor: 0 });
    assert_eq!(draw(&mut credit, &mut claim(1), 1), nothing);
}

#[test]
fn only_a_positive_amount_is_drawn_and_no_more_than_claimed() {
    let mut credit = credit(100_000, 0);
    for amount in [0, -1, i128::MIN] {
        let refused = draw(&mut credit, &mut claim(500), amount);
        assert_eq!(refused, Err(Common::AmountNotPositive.into()));
    }
    let over = Err(Error::Overdrawn { payable_minor: 500 });
    assert_eq!(draw(&mut credit, &mut claim(500), 501), over);
    assert_eq!((credit.drawn_minor, credit.drawings), (0, 0));
}

#[test]
fn a_reimbursement_is_the_same_amount_and_no_drawing() {
    let mut credit = credit(100_000, 0);
    let mut presentation = claim(60_000);
    draw(&mut credit, &mut presentation, 60_000).unwrap();
    let after = (credit.clone(), presentation.clone());
    let short = Err(Error::PaidShort { payable_minor: 60_000 });
    assert_eq!(draw(&mut credit, &mut presentation, 59_999), short);
    let over = Err(Error::Overdrawn { payable_minor: 60_000 });
    assert_eq!(draw(&mut credit, &mut presentation, 60_001), over);
    assert_eq!(draw(&mut credit, &mut presentation, 60_000), Ok(()));
    assert_eq!((credit, presentation), after);
}

#[test]
fn without_partial_shipments_there_is_one_drawing() {
    let mut credit = credit(100_000, 0);
    credit.terms.partial_shipments = PartialShipments::NotAllowed;
    let mut first = claim(60_000);
    assert_eq!(draw(&mut credit, &mut first, 60_000), Ok(()));
    assert_eq!(credit.state, CreditState::Exhausted);
    assert_eq!(draw(&mut credit, &mut claim(1), 1), Err(Error::PartialNotAllowed));
    assert_eq!(draw(&mut credit, &mut first, 60_000), Ok(()));
}

#[test]
fn a_drawing_after_expiry_leaves_the_credit_expired() {
    let mut credit = Credit { state: CreditState::Expired, ..credit(100_000, 0) };
    assert_eq!(draw(&mut credit, &mut claim(100_000), 100_000), Ok(()));
    assert_eq!(credit.state, CreditState::Expired);
}
