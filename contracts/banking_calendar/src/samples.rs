//! Calendars for the tests of the rules.
#![allow(clippy::unwrap_used)]

use crate::messages::{ClosedDay, Place, Reason, Weekday, Year};
use sandpact_sdk::prelude::*;

/// The place of every sample.
pub const PLACE: Place = *b"CNSHA";
/// The weekend of every sample.
pub const SATURDAY_SUNDAY: [Weekday; 2] = [Weekday::Saturday, Weekday::Sunday];

/// A date as people write it.
pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// A holiday.
pub fn holiday(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::Holiday }
}

/// A year with these holidays.
pub fn year(number: u16, holidays: &[&str]) -> Year {
    let closed = holidays.iter().map(|day| holiday(day)).collect();
    let weekend = SATURDAY_SUNDAY.to_vec();
    let year = Year { utc_offset_minutes: 8 * 60, weekend, open: vec![], closed };
    crate::admission::year_of(number, year).unwrap()
}
