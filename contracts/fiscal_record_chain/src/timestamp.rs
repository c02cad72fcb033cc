//! Times with an offset (F4; VeriFactu writes ISO 8601, `yyyy-mm-ddThh:mm:ss+hh:mm`). Pure rules.

use crate::errors::Error;
use sandpact_sdk::prelude::*;

/// Minutes of a day.
const DAY_MINUTES: i64 = 1_440;

/// The moment that a text names.
///
/// # Errors
/// [`Error::BadTime`] for any other form, also for one without an offset: a wall clock alone
/// names no moment.
pub fn parse_time(text: &str) -> Result<UnixSeconds, Error> {
    read(text).ok_or(Error::BadTime)
}

fn read(text: &str) -> Option<UnixSeconds> {
    let (date, clock) = text.split_once('T')?;
    let days = i64::from(CivilDate::parse(date).ok()?.days());
    let [h1, h2, b':', m1, m2, b':', s1, s2, sign, o1, o2, b':', p1, p2] = clock.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (number(*h1, *h2, 23)?, number(*m1, *m2, 59)?);
    let seconds = number(*s1, *s2, 59)?;
    // The greatest offset in use is 14 hours.
    let offset = number(*o1, *o2, 14)?.checked_mul(60)?.checked_add(number(*p1, *p2, 59)?)?;
    let offset = match sign {
        b'+' => offset,
        b'-' => offset.checked_neg()?,
        _ => return None,
    };
    let total = days
        .checked_mul(DAY_MINUTES)?
        .checked_add(hours.checked_mul(60)?)?
        .checked_add(minutes)?
        .checked_sub(offset)?;
    let total = total.checked_mul(60)?.checked_add(seconds)?;
    u64::try_from(total).ok().map(UnixSeconds)
}

/// Two digits, up to a greatest number.
fn number(tens: u8, ones: u8, max: i64) -> Option<i64> {
    let digit = |byte: u8| char::from(byte).to_digit(10).map(i64::from);
    let number = digit(tens)?.checked_mul(10)?.checked_add(digit(ones)?)?;
    (number <= max).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f4_a_time_has_an_offset() {
        for (text, expected) in [
            ("2024-01-01T19:20:30+01:00", Some(1_704_133_230)),
            ("2024-01-01T18:20:30+00:00", Some(1_704_133_230)),
            ("2024-01-01T12:50:30-05:30", Some(1_704_133_230)),
            ("2024-01-01T19:20:30", None),
            ("2024-01-01T19:20:30Z", None),
            ("2024-01-01 19:20:30+01:00", None),
            ("2024-01-01T24:20:30+01:00", None),
            ("2024-01-01T19:60:30+01:00", None),
            ("2024-01-01T19:20:30+15:00", None),
            ("2024-02-30T19:20:30+01:00", None),
            ("1969-12-31T23:59:59+00:00", None),
            ("", None),
        ] {
            assert_eq!(parse_time(text).ok().map(|it| it.0), expected, "{text}");
        }
    }
}
