//! Products of 256 bits and their quotients, so that a result that fits is never lost to a
//! product on the way to it that does not.

use crate::Common;

/// A number of 256 bits: the upper and the lower half. Tuples compare as the numbers do.
type Wide = (u128, u128);

/// `a * b * 10^exponent / c`, rounded to the nearest integer, halves away from zero.
///
/// # Errors
/// [`Common::Overflow`] when the result does not fit, `c` is zero, or the exponent is beyond
/// what [`Decimal`](super::Decimal) uses (-54 to 38).
pub fn scaled_quotient(a: i128, b: i128, c: i128, exponent: i32) -> Result<i128, Common> {
    let is_negative = ((a < 0) != (b < 0)) != (c < 0);
    let (a, b, c) = (a.unsigned_abs(), b.unsigned_abs(), c.unsigned_abs());
    let power = 10_u128.checked_pow(exponent.unsigned_abs());
    let magnitude = match power {
        Some(power) if exponent >= 0 => match (a.checked_mul(power), b.checked_mul(power)) {
            (Some(a), _) => quotient(product(a, b), (0, c)),
            (None, Some(b)) => quotient(product(a, b), (0, c)),
            (None, None) => None,
        },
        Some(power) => quotient(product(a, b), product(c, power)),
        None => None,
    };
    signed(is_negative, magnitude.ok_or(Common::Overflow)?)
}

/// How `a * 10^a_exponent` compares with `b * 10^b_exponent`, exactly.
pub fn compare(a: i128, a_exponent: u32, b: i128, b_exponent: u32) -> core::cmp::Ordering {
    // Exponents are at most 18, so the powers fit.
    let scaled =
        |value: i128, exponent| product(value.unsigned_abs(), 10_u128.saturating_pow(exponent));
    let magnitudes = scaled(a, a_exponent).cmp(&scaled(b, b_exponent));
    match (a.signum(), b.signum()) {
        (-1, -1) => magnitudes.reverse(),
        (1, 1) => magnitudes,
        (a, b) => a.cmp(&b),
    }
}

fn product(a: u128, b: u128) -> Wide {
    let (low, high) = a.carrying_mul(b, 0);
    (high, low)
}

/// `n / d`, halves up; `None` when `d` is zero or the quotient has more than 128 bits.
fn quotient(n: Wide, d: Wide) -> Option<u128> {
    let (whole, rest) = divide(n, d)?;
    // rest < d, so this asks whether 2 * rest >= d.
    if rest < minus(d, rest) { Some(whole) } else { whole.checked_add(1) }
}

/// Quotient and remainder: by the machine where both are short, else bit by bit.
fn divide(n: Wide, d: Wide) -> Option<(u128, Wide)> {
    if d == (0, 0) {
        return None;
    }
    if n.0 == 0 && d.0 == 0 {
        return Some((n.1.checked_div(d.1)?, (0, n.1.checked_rem(d.1)?)));
    }
    let (mut whole, mut rest) = (0_u128, (0, 0));
    for half in [n.0, n.1] {
        for place in (0..u128::BITS).rev() {
            if whole >> 127 == 1 {
                return None;
            }
            whole <<= 1;
            let leaves = rest.0 >> 127 == 1;
            rest = (rest.0 << 1 | rest.1 >> 127, rest.1 << 1 | (half >> place & 1));
            if leaves || rest >= d {
                rest = minus(rest, d);
                whole |= 1;
            }
        }
    }
    Some((whole, rest))
}

/// The difference, modulo 2^256.
fn minus(a: Wide, b: Wide) -> Wide {
    let (low, borrows) = a.1.overflowing_sub(b.1);
    (a.0.wrapping_sub(b.0).wrapping_sub(u128::from(borrows)), low)
}

fn signed(is_negative: bool, magnitude: u128) -> Result<i128, Common> {
    let value = if is_negative {
        0_i128.checked_sub_unsigned(magnitude)
    } else {
        0_i128.checked_add_unsigned(magnitude)
    };
    value.ok_or(Common::Overflow)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use crate::round_half_away;
    use core::cmp::Ordering;
    use proptest::prelude::*;

    #[test]
    fn results_that_fit_are_found_whatever_the_product() {
        let quotient = |a, b, c, exponent| scaled_quotient(a, b, c, exponent).ok();
        assert_eq!(quotient(i128::MAX, i128::MAX, i128::MAX, 0), Some(i128::MAX));
        assert_eq!(quotient(i128::MIN, i128::MIN, i128::MIN, 0), Some(i128::MIN));
        assert_eq!(quotient(i128::MIN, i128::MAX, i128::MAX, 0), Some(i128::MIN));
        assert_eq!(quotient(i128::MIN, 1, -1, 0), None);
        assert_eq!(quotient(i128::MAX, 10, 1, -1), Some(i128::MAX));
        assert_eq!(quotient(i128::MAX, 1, i128::MAX, 38), Some(10_i128.pow(38)));
        assert_eq!(quotient(i128::MAX, 2, 1, 0), None);
        assert_eq!(quotient(i128::MAX, i128::MAX, 1, 0), None);
        assert_eq!(quotient(i128::MAX, i128::MAX, i128::MAX, -36), Some(170));
        assert_eq!(quotient(1, 1, i128::MAX, -36), Some(0));
        assert_eq!(quotient(0, i128::MAX, 7, 38), Some(0));
        assert_eq!(quotient(1, 1, 0, 0), None);
        assert_eq!(quotient(1, 1, 1, 39), None);
    }

    #[test]
    fn halves_go_away_from_zero_in_wide_quotients_too() {
        // a * 10^30 / (b * 10^30) for quotients around one half, with products of 200 bits.
        let ten_to_30 = 10_i128.pow(30);
        for (a, b, expected) in [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (49, 100, 0), (-51, 100, -1)] {
            let wide = scaled_quotient(a * ten_to_30, ten_to_30, b * ten_to_30, -30);
            assert_eq!(wide, Ok(expected), "{a} / {b}");
        }
    }

    proptest! {
        #[test]
        fn short_products_divide_as_the_machine_does(a: i64, b: i64, c: i64) {
            let narrow = round_half_away(i128::from(a) * i128::from(b), i128::from(c));
            prop_assert_eq!(scaled_quotient(a.into(), b.into(), c.into(), 0).ok(), narrow);
        }

        #[test]
        fn bit_by_bit_is_as_the_machine(n: u128, d in 1..u128::MAX) {
            // The upper half makes the same quotient wide: (n * 2^k) / (d * 2^k).
            let (narrow, rest) = (n / d, n % d);
            let shift = 100;
            let up = |value: u128| (value >> (128 - shift), value << shift);
            prop_assert_eq!(divide(up(n), up(d)), Some((narrow, up(rest))));
        }

        #[test]
        fn a_quotient_times_its_divisor_comes_back(a: u128, b in 1..u128::MAX) {
            prop_assert_eq!(quotient(product(a, b), (0, b)), Some(a));
            prop_assert_eq!(quotient(product(a, b), product(b, 1)), Some(a));
        }

        #[test]
        fn numbers_compare_as_their_values(a: i64, b: i64, x in 0..9_u32, y in 0..9_u32) {
            let scaled = |value: i64, exponent| i128::from(value) * 10_i128.pow(exponent);
            let expected = scaled(a, x).cmp(&scaled(b, y));
            prop_assert_eq!(compare(a.into(), x, b.into(), y), expected);
        }
    }

    #[test]
    fn the_ends_compare() {
        assert_eq!(compare(i128::MAX, 18, i128::MAX, 17), Ordering::Greater);
        assert_eq!(compare(i128::MIN, 18, i128::MIN, 17), Ordering::Less);
        assert_eq!(compare(i128::MIN, 18, 0, 0), Ordering::Less);
        assert_eq!(compare(0, 18, 0, 0), Ordering::Equal);
        assert_eq!(compare(-1, 0, 1, 0), Ordering::Less);
    }
}
