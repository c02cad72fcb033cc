//! Banking days of places, as an oracle publishes them, year by year.
//!
//! Rules that count in banking days (UCP 600 articles 14(b) and 29(a)) ask this contract
//! and never guess: a question that needs a day of an unpublished year is refused.
//!
//! | file | rule |
//! |---|---|
//! | `admission` | which years and closures may be published |
//! | `days` | what a day is: open, weekend, holiday, force majeure |
//! | `local_time` | which day it is at a place |
//! | `counting` | next and n-th banking day, extension of a last day |
#![no_std]

mod admission;
mod contract;
mod counting;
mod days;
mod errors;
mod events;
mod local_time;
mod messages;
#[cfg(test)]
mod samples;

pub use admission::{check_closure, check_place, year_of};
pub use contract::BankingCalendar;
pub use counting::{
    BANKING_DAYS_MAX, WALK_DAYS_MAX, last_presentation_day, next_banking_day,
    nth_banking_day_after, nth_banking_day_passed,
};
pub use days::{Almanac, day_kind, is_weekend};
pub use errors::Error;
pub use events::{DayClosed, RoleGranted, RoleRevoked, YearPublished};
pub use local_time::{
    UTC_OFFSET_MINUTES_MAX, UTC_OFFSET_MINUTES_MIN, check_utc_offset, latest_date, local_date,
};
pub use messages::{
    CLOSED_DAYS_MAX, ClosedDay, DayKind, OPEN_DAYS_MAX, PAGE_LEN_MAX, Place, PublishedYear, Reason,
    Role, WEEKEND_DAYS_MAX, Weekday, Year,
};
