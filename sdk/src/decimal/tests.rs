//! Known results, laws and limits of decimal numbers.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use alloc::string::ToString;
use proptest::prelude::*;
use sandpact_abi::Currency;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn money(amount_minor: i128, code: &[u8; 3]) -> Money {
    Money { amount_minor, currency: Currency::new(*code).unwrap() }
}

#[test]
fn text_is_read_exactly_or_not_at_all() {
    for (text, value, scale) in [
        ("0", 0, 0),
        ("-0.0", 0, 1),
        ("12.50", 1_250, 2),
        ("-12.5", -125, 1),
        ("007", 7, 0),
        ("0.000000000000000001", 1, 18),
        ("-170141183460469231731687303715884105728", i128::MIN, 0),
    ] {
        let read = number(text);
        assert_eq!((read.value(), read.scale()), (value, scale), "{text}");
    }
    for text in ["", "-", ".", "1.", ".5", "+1", "1,5", "1e3", "1.2.3", "--1", "1 0", "\u{661}"] {
        assert_eq!(Decimal::parse(text), Err(Common::BadFormat), "{text}");
    }
    assert_eq!(Decimal::parse("0.0000000000000000001"), Err(Common::TooLarge));
    let beyond = "170141183460469231731687303715884105728";
    assert_eq!(Decimal::parse(beyond), Err(Common::Overflow));
    assert_eq!(Decimal::new(1, 19), Err(Common::TooLarge));
}

#[test]
fn numbers_of_different_scales_compare() {
    assert_eq!(number("1.5"), number("1.50"));
    assert!(number("-1.51") < number("-1.5"));
    assert!(number("0.1") > number("0.09"));
    let most = Decimal::new(i128::MAX, 0).unwrap();
    assert!(most > Decimal::new(i128::MAX, 18).unwrap());
    assert!(Decimal::new(i128::MIN, 0).unwrap() < number("-0.000000000000000001"));
}

#[test]
fn results_are_rounded_once_halves_away_from_zero() {
    let times = |a, b, scale| number(a).checked_mul(&number(b), scale).unwrap().to_string();
    assert_eq!(times("1.05", "0.19", 2), "0.20");
    assert_eq!(times("-1.05", "0.19", 2), "-0.20");
    assert_eq!(times("0.125", "1", 2), "0.13");
    assert_eq!(times("0.1249", "1", 2), "0.12");
    assert_eq!(times("2", "3", 4), "6.0000");
    let by = |a, b, scale| number(a).checked_div(&number(b), scale).unwrap().to_string();
    assert_eq!(by("2", "3", 4), "0.6667");
    assert_eq!(by("-1", "8", 2), "-0.13");
    assert_eq!(by("1", "0.003", 0), "333");
    assert_eq!(by("100", "-7", 18), "-14.285714285714285714");
    assert_eq!(number("2.345").rescaled(2), Ok(number("2.35")));
    assert_eq!(number("1").rescaled(18), Ok(number("1.000000000000000000")));
    assert_eq!(Decimal::integer(i128::MAX).rescaled(1), Err(Common::Overflow));
    assert_eq!(number("1").rescaled(19), Err(Common::TooLarge));
    assert_eq!(number("1").checked_div(&number("0.00"), 2), Err(Common::Overflow));
}

#[test]
fn an_encoding_with_too_many_decimals_is_refused() {
    let encoded = number("-12.50").encode();
    assert_eq!(encoded, ((-1_250_i128), 2_u8).encode());
    assert_eq!(Decimal::decode(&mut &encoded[..]), Ok(number("-12.5")));
    assert!(Decimal::decode(&mut &(1_i128, 19_u8).encode()[..]).is_err());
}

#[test]
fn prices_become_money() {
    let price = |text, code: &[u8; 3]| Amount::new(number(text), Currency::new(*code).unwrap());
    assert_eq!(price("0.0375", b"EUR").times(&number("1234")), Ok(money(4_628, b"EUR")));
    assert_eq!(price("99.5", b"JPY").rounded(), Ok(money(100, b"JPY")));
    assert_eq!(price("99.5", b"JPY").exact(), Err(Common::BadFormat));
    assert_eq!(price("1.2340", b"KWD").exact(), Ok(money(1_234, b"KWD")));
    assert_eq!(price("1", b"XAU").rounded(), Err(Common::BadFormat));
    let quantity = |text, unit| Quantity { number: number(text), unit: Unit::parse(unit).unwrap() };
    let dozen = quantity("12", "C62");
    let per_dozen = price("7.20", b"EUR");
    assert_eq!(per_dozen.times_per(&quantity("5", "C62"), &dozen), Ok(money(300, b"EUR")));
    assert_eq!(per_dozen.times_per(&quantity("5", "KGM"), &dozen), Err(Common::BadFormat));
    let nothing = quantity("0", "C62");
    assert_eq!(per_dozen.times_per(&dozen, &nothing), Err(Common::Overflow));
    assert_eq!(dozen.checked_cmp(&quantity("12.0", "C62")), Ok(Ordering::Equal));
    assert_eq!(dozen.checked_cmp(&quantity("12", "KGM")), Err(Common::BadFormat));
    assert_eq!(dozen.checked_sub(&quantity("0.5", "C62")), Ok(quantity("11.5", "C62")));
}

#[test]
fn money_is_shared_and_exchanged() {
    let rate = |text| Rate::new(number(text));
    assert_eq!(money(100, b"EUR").at(&Rate::percent(number("7.7")).unwrap()), Ok(money(8, b"EUR")));
    assert_eq!(money(10_000, b"EUR").at(&Rate::basis_points(-25)), Ok(money(-25, b"EUR")));
    let yen = Currency::new(*b"JPY").unwrap();
    assert_eq!(money(150, b"EUR").converted(&rate("163.35"), yen), Ok(money(245, b"JPY")));
    let dinar = Currency::new(*b"KWD").unwrap();
    assert_eq!(money(1_000, b"JPY").converted(&rate("0.002"), dinar), Ok(money(2_000, b"KWD")));
    let gold = Currency::new(*b"XAU").unwrap();
    assert_eq!(money(1, b"EUR").converted(&rate("1"), gold), Err(Common::BadFormat));
    assert_eq!(money(1, b"EUR").ratio(&money(3, b"EUR"), 4), Ok(rate("0.3333")));
    assert_eq!(money(1, b"EUR").ratio(&money(0, b"EUR"), 4), Err(Common::Overflow));
    assert_eq!(money(1, b"EUR").ratio(&money(1, b"JPY"), 4), Err(Common::CurrencyMismatch));
    assert_eq!(money(1, b"EUR").checked_cmp(&money(1, b"JPY")), Err(Common::CurrencyMismatch));
    assert_eq!(money(1, b"EUR").checked_cmp(&money(2, b"EUR")), Ok(Ordering::Less));
    assert_eq!(Rate::percent(Decimal::new(1, 17).unwrap()), Err(Common::TooLarge));
    assert_eq!(money(i128::MAX, b"EUR").checked_mul(&number("1.1")), Err(Common::Overflow));
    assert_eq!(money(i128::MAX, b"EUR").checked_mul(&number("1.0")), Ok(money(i128::MAX, b"EUR")));
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0..=18_u8).prop_map(|(value, scale)| Decimal::new(value.into(), scale).unwrap())
}

proptest! {
    #[test]
    fn text_comes_back(a in decimal()) {
        let read = number(&a.to_string());
        prop_assert_eq!((read.value(), read.scale()), (a.value(), a.scale()));
    }

    #[test]
    fn sums_are_exact(a in decimal(), b in decimal()) {
        let sum = a.checked_add(&b).unwrap();
        prop_assert_eq!(sum.checked_sub(&b), Ok(a));
        prop_assert_eq!(b.checked_add(&a), Ok(sum));
        prop_assert_eq!(a.cmp(&b), sum.cmp(&b.checked_add(&b).unwrap()));
    }

    #[test]
    fn rounding_moves_a_number_by_half_a_place_at_most(a in decimal(), scale in 0..=18_u8) {
        let rounded = a.rescaled(scale).unwrap();
        let moved = rounded.checked_sub(&a).unwrap();
        let (Ok(half), Ok(less)) = (Decimal::new(5, scale + 1), Decimal::new(-5, scale + 1)) else {
            prop_assert_eq!(rounded, a);
            return Ok(());
        };
        prop_assert!(less <= moved && moved <= half);
        // A half is moved away from zero.
        prop_assert!(a.value() >= 0 || moved != half);
        prop_assert!(a.value() <= 0 || moved != less);
    }

    #[test]
    fn an_exact_product_divides_again(a in decimal(), b in -1_000_i128..1_000, scale in 0..6_u8) {
        prop_assume!(b != 0);
        let b = Decimal::new(b, scale).unwrap();
        if let Ok(product) = a.checked_mul(&b, 18) && a.scale() + scale <= 18 {
            prop_assert_eq!(product.checked_div(&b, 18), Ok(a));
        }
    }
}
