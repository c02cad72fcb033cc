//! Counting in banking days (UCP 600, in force since 1 July 2007). Pure rules.
//!
//! Force majeure is read two ways, as the articles say:
//! * A period that a bank has for its own act is counted in days on which it could act.
//!   Article 36 frees a bank of the consequences of an interruption of its business, so a
//!   day closed by force majeure is no banking day in [`nth_banking_day_after`] (article 14(b)).
//! * The beneficiary's last day is extended only when the bank is closed "for reasons other
//!   than those referred to in article 36" (article 29(a)). So in [`last_presentation_day`] a
//!   day closed by force majeure extends nothing: neither as the last day itself, nor as the
//!   day to which a weekend or a holiday has extended it, since banks are regularly open then
//!   (article 2, "Banking day").

use crate::days::Almanac;
use crate::errors::Error;
use crate::messages::{DayKind, Year};
use sandpact_sdk::prelude::*;

/// Most banking days that may be counted at once: more than a month of them.
pub const BANKING_DAYS_MAX: u16 = 31;
/// Most days that a count may pass: a year, longer than any regular closure. Bounds the
/// work of a call.
pub const WALK_DAYS_MAX: u32 = 366;

/// The first day after `date` on which banks are open.
///
/// # Errors
/// As [`nth_banking_day_after`].
pub fn next_banking_day<F: Fn(u16) -> Option<Year>>(
    almanac: &mut Almanac<F>,
    date: CivilDate,
) -> Result<CivilDate, Error> {
    nth_banking_day_after(almanac, date, 1)
}

/// The `count`-th day after `date` on which banks are open; `date` itself does not count
/// (article 14(b): "following the day of presentation").
///
/// # Errors
/// [`Error::BankingDaysRange`], [`Error::CalendarMissing`]; [`Common::TooLarge`] when it is
/// further away than [`WALK_DAYS_MAX`] days.
pub fn nth_banking_day_after<F: Fn(u16) -> Option<Year>>(
    almanac: &mut Almanac<F>,
    date: CivilDate,
    count: u16,
) -> Result<CivilDate, Error> {
    let counted = nth_banking_day_before(almanac, date, count, None)?;
    counted.ok_or_else(|| Common::Overflow.into())
}

/// The `count`-th day after `date` on which banks are open, if it lies before `end`.
fn nth_banking_day_before<F: Fn(u16) -> Option<Year>>(
    almanac: &mut Almanac<F>,
    date: CivilDate,
    count: u16,
    end: Option<CivilDate>,
) -> Result<Option<CivilDate>, Error> {
    if !(1..=BANKING_DAYS_MAX).contains(&count) {
        return Err(Error::BankingDaysRange);
    }
    let mut left = count;
    let mut day = date;
    for _ in 0..WALK_DAYS_MAX {
        day = following(day)?;
        if end.is_some_and(|end| day >= end) {
            return Ok(None);
        }
        if almanac.kind(day)? == DayKind::Open {
            left = left.saturating_sub(1);
        }
        if left == 0 {
            return Ok(Some(day));
        }
    }
    Err(Common::TooLarge.into())
}

/// The day of [`nth_banking_day_after`] when it lies before `today`, and `None` while it is
/// not over. Looks at days before `today` only: a later closure, or a year that is not
/// published yet, cannot keep a bank from learning that it is in time.
///
/// # Errors
/// [`Error::BankingDaysRange`], [`Error::CalendarMissing`]; [`Common::TooLarge`] when neither
/// that day nor `today` is within [`WALK_DAYS_MAX`] days.
pub fn nth_banking_day_passed<F: Fn(u16) -> Option<Year>>(
    almanac: &mut Almanac<F>,
    date: CivilDate,
    count: u16,
    today: CivilDate,
) -> Result<Option<CivilDate>, Error> {
    nth_banking_day_before(almanac, date, count, Some(today))
}

/// The day on which an expiry or last presentation day `date` really ends (article 29(a)):
/// itself, or the first following day that is neither weekend nor holiday.
///
/// # Errors
/// [`Error::CalendarMissing`]; [`Common::TooLarge`] when it is further away than
/// [`WALK_DAYS_MAX`] days.
pub fn last_presentation_day<F: Fn(u16) -> Option<Year>>(
    almanac: &mut Almanac<F>,
    date: CivilDate,
) -> Result<CivilDate, Error> {
    let mut day = date;
    for _ in 0..WALK_DAYS_MAX {
        match almanac.kind(day)? {
            DayKind::Open | DayKind::ForceMajeure => return Ok(day),
            DayKind::Weekend | DayKind::Holiday => day = following(day)?,
        }
    }
    Err(Common::TooLarge.into())
}

fn following(day: CivilDate) -> Result<CivilDate, Error> {
    day.checked_add_days(1).ok_or_else(|| Common::Overflow.into())
}

#[cfg(test)]
#[path = "counting_tests.rs"]
mod tests;
