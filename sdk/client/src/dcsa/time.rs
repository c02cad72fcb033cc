//! Times of RFC 3339 as milliseconds since 1970.

use crate::document::DocumentRefusal;
use sandpact_abi::CivilDate;

/// Milliseconds since 1970 of a date-time with an offset, whole seconds or with a fraction of
/// which milliseconds count.
pub fn milliseconds(path: &str, text: &str) -> Result<u64, DocumentRefusal> {
    read(text).ok_or_else(|| {
        DocumentRefusal::bad_date(format!("{path} is no date-time with an offset (RFC 3339)"))
    })
}

fn read(text: &str) -> Option<u64> {
    if !text.is_ascii() || text.len() > 40 {
        return None;
    }
    let (date, rest) = text.split_at_checked(10)?;
    let days = i64::from(CivilDate::parse(date).ok()?.days());
    let time = rest.strip_prefix(['T', 't'])?;
    let (clock, rest) = time.split_at_checked(8)?;
    let [hours, minutes, seconds] = clock_parts(clock)?;
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let (millis, rest) = fraction(rest)?;
    let offset_minutes = offset(rest)?;
    let minutes = days
        .checked_mul(1_440)?
        .checked_add(hours.checked_mul(60)?)?
        .checked_add(minutes)?
        .checked_sub(offset_minutes)?;
    let total = minutes.checked_mul(60)?.checked_add(seconds)?.checked_mul(1_000)?;
    u64::try_from(total.checked_add(millis)?).ok()
}

fn clock_parts(text: &str) -> Option<[i64; 3]> {
    let mut parts = text.split(':');
    let found = [digits(parts.next()?)?, digits(parts.next()?)?, digits(parts.next()?)?];
    parts.next().is_none().then_some(found)
}

fn digits(text: &str) -> Option<i64> {
    let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_two.then(|| text.parse().ok()).flatten()
}

fn fraction(rest: &str) -> Option<(i64, &str)> {
    let Some(rest) = rest.strip_prefix('.') else { return Some((0, rest)) };
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at_checked(len)?;
    let millis: String = digits.chars().chain("000".chars()).take(3).collect();
    (len > 0).then(|| millis.parse().ok()).flatten().map(|millis| (millis, rest))
}

fn offset(rest: &str) -> Option<i64> {
    if matches!(rest, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = rest.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    match sign {
        "+" => Some(total),
        "-" => total.checked_neg(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_an_offset_become_milliseconds() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2024-09-04T09:41:00Z", Some(1_725_442_860_000)),
            ("2024-09-04T11:41:00+02:00", Some(1_725_442_860_000)),
            ("2024-09-04T04:11:00.5-05:30", Some(1_725_442_860_500)),
            ("2024-09-04T09:41:00.123456Z", Some(1_725_442_860_123)),
            ("2024-09-04T09:41:00", None),
            ("2024-09-04 09:41:00Z", None),
            ("2024-09-31T09:41:00Z", None),
            ("2024-09-04T24:00:00Z", None),
            ("2024-09-04T09:41:00.Z", None),
            ("2024-09-04T09:41:00+0200", None),
            ("1969-12-31T23:59:59Z", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
