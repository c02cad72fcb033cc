//! Times of events: RFC 3339 with an offset (EPCIS 2.0, section 7.4.1).

use crate::document::DocumentRefusal;
use sandpact_abi::{CivilDate, UnixSeconds};

const DAY_SECONDS: i64 = 86_400;

/// The second of a time; fractions are cut.
///
/// # Errors
/// `BadDate`.
pub fn seconds(path: &str, text: &str) -> Result<UnixSeconds, DocumentRefusal> {
    parse(text).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        DocumentRefusal::bad_date(format!("{path} {shown:?} is no time with an offset"))
    })
}

/// Checks an offset, such as `+02:00`.
///
/// # Errors
/// `BadDate`.
pub fn check_offset(path: &str, text: &str) -> Result<(), DocumentRefusal> {
    match offset(text) {
        Some(_) if text != "Z" => Ok(()),
        _ => Err(DocumentRefusal::bad_date(format!("{path} is no offset"))),
    }
}

fn parse(text: &str) -> Option<UnixSeconds> {
    let (date, rest) = text.split_at_checked(10)?;
    let days = i64::from(CivilDate::parse(date).ok()?.days());
    let (clock, rest) = rest.strip_prefix('T')?.split_at_checked(5)?;
    let (hour, minute) = clock.split_once(':')?;
    let (hour, minute) = (two(hour, 23)?, two(minute, 59)?);
    // ISO 8601 allows a time without seconds, and some documents have one.
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => {
            let (second, rest) = rest.split_at_checked(2)?;
            (two(second, 59)?, rest)
        }
        None => (0, rest),
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            (zone.len() < fraction.len()).then_some(zone)?
        }
        None => rest,
    };
    let seconds = hour.checked_mul(3_600)?.checked_add(minute.checked_mul(60)?)?;
    let local = days.checked_mul(DAY_SECONDS)?.checked_add(seconds)?.checked_add(second)?;
    u64::try_from(local.checked_sub(offset(zone)?)?).ok().map(UnixSeconds)
}

/// Seconds east of UTC.
fn offset(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let seconds =
        two(hours, 14)?.checked_mul(3_600)?.checked_add(two(minutes, 59)?.checked_mul(60)?)?;
    match sign {
        "+" => Some(seconds),
        "-" => seconds.checked_neg(),
        _ => None,
    }
}

fn two(text: &str, most: i64) -> Option<i64> {
    let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_an_offset() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1970-01-01T00:00:00.999Z", Some(0)),
            ("1970-01-02T00:30:00+01:00", Some(84_600)),
            ("2005-04-03T20:33:31.116000-06:00", Some(1_112_582_011)),
            ("2005-04-03T20:33:31", None),
            ("2005-04-03T20:33:31.Z", None),
            ("2005-04-03T24:00:00Z", None),
            ("2005-02-30T00:00:00Z", None),
            ("1970-01-01T01:00Z", Some(3_600)),
            ("22-07-2026", None),
            ("1969-12-31T23:59:59Z", None),
            ("", None),
        ] {
            assert_eq!(parse(text), expected.map(UnixSeconds), "{text}");
        }
        assert!(check_offset("x", "-05:00").is_ok() && check_offset("x", "Z").is_err());
        assert!(check_offset("x", "05:00").is_err() && check_offset("x", "+15:00").is_err());
    }
}
