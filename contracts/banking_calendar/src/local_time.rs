//! Which day it is at a place. Pure rules.
//!
//! UCP 600 counts days where the bank is: article 14(b) from the day of presentation at that
//! bank, article 29(a) on days on which that bank is open.

use crate::errors::Error;
use crate::messages::{Place, Year};
use sandpact_sdk::prelude::*;

/// Least offset from UTC in minutes: UTC-12:00, the westernmost zone (ISO 8601, IANA tzdata).
pub const UTC_OFFSET_MINUTES_MIN: i16 = -12 * 60;
/// Greatest offset from UTC in minutes: UTC+14:00, Kiritimati (IANA tzdata).
pub const UTC_OFFSET_MINUTES_MAX: i16 = 14 * 60;

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_DAY: i64 = 86_400;

/// Checks the offset of a year.
///
/// # Errors
/// [`Error::UtcOffsetRange`].
pub fn check_utc_offset(minutes: i16) -> Result<(), Error> {
    if (UTC_OFFSET_MINUTES_MIN..=UTC_OFFSET_MINUTES_MAX).contains(&minutes) {
        Ok(())
    } else {
        Err(Error::UtcOffsetRange)
    }
}

/// The day that it is at `place` at this time; `load` finds the place's years.
///
/// The offset is that of the local year. A place keeps its offset for one more year when the
/// next one is not published: banks stay able to act while its banking days are awaited.
///
/// # Errors
/// [`Error::CalendarMissing`] when neither the year nor the one before is published,
/// [`Common::Overflow`] for a time out of range.
pub fn local_date(
    place: Place,
    load: impl Fn(u16) -> Option<Year>,
    time: UnixSeconds,
) -> Result<CivilDate, Error> {
    let offset = |year: u16| load(year).map(|days| days.utc_offset_minutes);
    // For a day at the turn of the year it is two years on Earth.
    let earlier = year_of(at_offset(time, UTC_OFFSET_MINUTES_MIN)?)?;
    let later = year_of(latest_date(time)?)?;
    let in_force = |year: u16| offset(year).or_else(|| offset(year.checked_sub(1)?));
    if let Some(minutes) = in_force(earlier) {
        let date = at_offset(time, minutes)?;
        if year_of(date)? == earlier {
            return Ok(date);
        }
    }
    let missing = Error::CalendarMissing { place, year: later };
    at_offset(time, in_force(later).ok_or(missing)?)
}

/// The latest day that it is anywhere on Earth.
///
/// # Errors
/// [`Common::Overflow`] for a time out of range.
pub fn latest_date(time: UnixSeconds) -> Result<CivilDate, Error> {
    at_offset(time, UTC_OFFSET_MINUTES_MAX)
}

fn at_offset(time: UnixSeconds, minutes: i16) -> Result<CivilDate, Error> {
    let offset = i64::from(minutes).checked_mul(SECONDS_PER_MINUTE);
    let utc = i64::try_from(time.0).map_err(|_| Common::Overflow)?;
    let local = offset.and_then(|offset| utc.checked_add(offset)).ok_or(Common::Overflow)?;
    let days = i32::try_from(local.div_euclid(SECONDS_PER_DAY)).map_err(|_| Common::Overflow)?;
    CivilDate::from_days(days).ok_or_else(|| Common::Overflow.into())
}

fn year_of(date: CivilDate) -> Result<u16, Error> {
    u16::try_from(date.year()).map_err(|_| Common::Overflow.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::samples::{PLACE, date, year};

    /// The day at a place where these years have these offsets.
    fn day_at(
        years: &[(u16, i16)],
        day: &str,
        hours: u64,
        minutes: u64,
    ) -> Result<CivilDate, Error> {
        let load = |number| {
            let found = years.iter().find(|(published, _)| *published == number);
            found.map(|(_, offset)| Year { utc_offset_minutes: *offset, ..year(number, &[]) })
        };
        let midnight = u64::try_from(date(day).days()).unwrap() * 86_400;
        local_date(PLACE, load, UnixSeconds(midnight + hours * 3_600 + minutes * 60))
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        for (offset, before, hours, minutes) in [
            (0, "2024-01-15", 0, 0),
            (8 * 60, "2024-01-14", 16, 0),
            (-8 * 60, "2024-01-15", 8, 0),
            (5 * 60 + 45, "2024-01-14", 18, 15),
            (UTC_OFFSET_MINUTES_MAX, "2024-01-14", 10, 0),
            (UTC_OFFSET_MINUTES_MIN, "2024-01-15", 12, 0),
        ] {
            let years = [(2024, offset)];
            assert_eq!(day_at(&years, before, hours, minutes), Ok(date("2024-01-15")), "{offset}");
            let last_minute = if hours + minutes == 0 {
                day_at(&years, "2024-01-14", 23, 59)
            } else {
                day_at(&years, before, (hours * 60 + minutes - 1) / 60, (minutes + 59) % 60)
            };
            assert_eq!(last_minute, Ok(date("2024-01-14")), "{offset}");
        }
    }

    #[test]
    fn at_the_turn_of_the_year_the_local_year_counts() {
        // 03:00 UTC on New Year's Day: still 2024 in Los Angeles, 2025 in Shanghai.
        let at = |years: &[_]| day_at(years, "2025-01-01", 3, 0);
        assert_eq!(at(&[(2024, -480), (2025, -480)]), Ok(date("2024-12-31")));
        assert_eq!(at(&[(2024, -480)]), Ok(date("2024-12-31")));
        assert_eq!(at(&[(2024, 480), (2025, 480)]), Ok(date("2025-01-01")));
        assert_eq!(at(&[(2025, 480)]), Ok(date("2025-01-01")));
        // A place that moves its offset by an hour keeps one day at a time.
        assert_eq!(at(&[(2024, -180), (2025, -240)]), Ok(date("2024-12-31")));
        assert_eq!(at(&[(2024, -240), (2025, -180)]), Ok(date("2024-12-31")));
    }

    #[test]
    fn an_offset_stays_for_one_year_that_is_not_published() {
        let years = [(2024, 480)];
        assert_eq!(day_at(&years, "2025-01-02", 16, 0), Ok(date("2025-01-03")));
        assert_eq!(day_at(&years, "2025-12-30", 16, 0), Ok(date("2025-12-31")));
        let missing = |year| Err(Error::CalendarMissing { place: PLACE, year });
        assert_eq!(day_at(&years, "2026-01-02", 0, 0), missing(2026));
        assert_eq!(day_at(&years, "2023-06-01", 0, 0), missing(2023));
    }

    #[test]
    fn offsets_are_those_of_the_earth() {
        for minutes in [UTC_OFFSET_MINUTES_MIN, 0, UTC_OFFSET_MINUTES_MAX] {
            assert_eq!(check_utc_offset(minutes), Ok(()));
        }
        for minutes in [UTC_OFFSET_MINUTES_MIN - 1, UTC_OFFSET_MINUTES_MAX + 1, i16::MIN, i16::MAX]
        {
            assert_eq!(check_utc_offset(minutes), Err(Error::UtcOffsetRange));
        }
    }

    #[test]
    fn a_time_without_a_date_is_refused() {
        let load = |number| Some(year(number, &[]));
        let at = |seconds| local_date(PLACE, load, UnixSeconds(seconds));
        assert_eq!(at(u64::MAX), Err(Common::Overflow.into()));
        assert_eq!(at(0), Ok(date("1970-01-01")));
    }
}
