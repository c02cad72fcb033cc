//! Rounding of quotients.

/// `numerator / denominator`, rounded to the nearest integer, halves away from
/// zero: the commercial rounding of EN 16931-1 to the minor unit.
///
/// Returns `None` when the denominator is zero or the result overflows.
#[must_use]
pub fn round_half_away(numerator: i128, denominator: i128) -> Option<i128> {
    let quotient = numerator.checked_div(denominator)?;
    let remainder = numerator.checked_rem(denominator)?.unsigned_abs();
    // remainder < denominator, so this asks whether 2 * remainder >= denominator.
    if remainder < denominator.unsigned_abs().checked_sub(remainder)? {
        return Some(quotient);
    }
    if (numerator < 0) == (denominator < 0) {
        quotient.checked_add(1)
    } else {
        quotient.checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [
            (0, 1, 0),
            (1, 2, 1),
            (-1, 2, -1),
            (1, -2, -1),
            (-1, -2, 1),
            (3, 2, 2),
            (5, 2, 3),
            (49, 100, 0),
            (50, 100, 1),
            (149, 100, 1),
            (150, 100, 2),
            (-149, 100, -1),
            (-150, 100, -2),
            (2, 3, 1),
            (1, 3, 0),
            (-2, 3, -1),
            // 19 % of 1.05 is 0.1995, to the cent 0.20.
            (105 * 1900, 10_000, 20),
            (i128::MAX, 1, i128::MAX),
            (i128::MIN, 1, i128::MIN),
            (i128::MAX, i128::MAX, 1),
            (i128::MIN, i128::MAX, -1),
            (i128::MAX, i128::MIN, -1),
            (i128::MAX / 2, i128::MAX, 0),
            (i128::MAX / 2 + 1, i128::MAX, 1),
            (1 << 126, i128::MIN, -1),
            ((1 << 126) - 1, i128::MIN, 0),
        ];
        for (numerator, denominator, expected) in cases {
            let rounded = round_half_away(numerator, denominator);
            assert_eq!(rounded, Some(expected), "{numerator} / {denominator}");
        }
    }

    #[test]
    fn what_has_no_result_is_none() {
        assert_eq!(round_half_away(1, 0), None);
        assert_eq!(round_half_away(0, 0), None);
        assert_eq!(round_half_away(i128::MIN, -1), None);
        assert_eq!(round_half_away(i128::MAX, 1), Some(i128::MAX));
    }
}
