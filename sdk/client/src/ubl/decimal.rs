//! Decimal numbers as scaled integers, exactly.

/// Most digits that are read: what an `i128` certainly holds.
const DIGITS_MAX: usize = 38;

/// The number times `10^decimals`, if that is an integer.
///
/// Takes what `xsd:decimal` takes: a sign, digits, a point. Further decimals must be
/// zeros: rounding is for whoever wrote the document.
pub fn scaled(text: &str, decimals: usize) -> Option<i128> {
    let (negative, digits) = match text.split_at_checked(1) {
        Some(("-", rest)) => (true, rest),
        Some(("+", rest)) => (false, rest),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let (kept, dropped) = fraction.split_at_checked(decimals).unwrap_or((fraction, ""));
    if dropped.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let magnitude = format!("{whole}{kept:0<decimals$}");
    let magnitude = magnitude.trim_start_matches('0');
    if magnitude.len() > DIGITS_MAX {
        return None;
    }
    let magnitude = if magnitude.is_empty() { 0 } else { magnitude.parse::<i128>().ok()? };
    if negative { magnitude.checked_neg() } else { Some(magnitude) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_become_integers_exactly_or_not_at_all() {
        for (text, decimals, expected) in [
            ("336.9", 2, Some(33_690)),
            ("8870", 2, Some(887_000)),
            ("-100.00", 2, Some(-10_000)),
            ("+1.5", 2, Some(150)),
            ("-0", 2, Some(0)),
            (".5", 2, Some(50)),
            ("5.", 2, Some(500)),
            ("1.2300", 2, Some(123)),
            ("1.234", 3, Some(1_234)),
            ("100", 0, Some(100)),
            ("100.0", 0, Some(100)),
            ("00012", 2, Some(1_200)),
            ("1.005", 2, None),
            ("0.5", 0, None),
            ("1,50", 2, None),
            ("1e3", 2, None),
            ("1 000", 2, None),
            ("--1", 2, None),
            ("+-1", 2, None),
            ("1.2.3", 2, None),
            ("", 2, None),
            ("-", 2, None),
            (".", 2, None),
            ("\u{661}", 2, None),
        ] {
            assert_eq!(scaled(text, decimals), expected, "{text:?} {decimals}");
        }
    }

    #[test]
    fn up_to_38_digits_are_read() {
        let most = "9".repeat(36);
        assert_eq!(scaled(&most, 2), format!("{most}00").parse().ok());
        assert_eq!(scaled(&format!("{most}9"), 2), None);
        assert_eq!(scaled(&"0".repeat(1_000), 2), Some(0));
    }
}
