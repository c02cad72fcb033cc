//! What goes in and out, and what is stored.

use sandpact_sdk::prelude::*;

/// A place by its UN/LOCODE (UNECE Recommendation 16), five ASCII characters without the
/// space: `CNSHA` is Shanghai.
pub type Place = [u8; 5];

/// Most days of a week on which banks are regularly closed. No country has more than two;
/// three leaves room for a change of the weekend.
pub const WEEKEND_DAYS_MAX: usize = 3;
/// Most closed days of one year beside weekends. The longest national lists have about
/// thirty; the rest is room for closures by force majeure.
pub const CLOSED_DAYS_MAX: usize = 128;
/// Most weekend days of one year on which banks are open. China has about seven.
pub const OPEN_DAYS_MAX: usize = 32;
/// Most records on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants and takes roles; writes no calendar.
    Authority,
    /// Publishes years and closures.
    Oracle,
}

/// A day of the week, numbered as ISO 8601 orders them, from 0.
#[message]
pub enum Weekday {
    /// Day 0.
    Monday,
    /// Day 1.
    Tuesday,
    /// Day 2.
    Wednesday,
    /// Day 3.
    Thursday,
    /// Day 4.
    Friday,
    /// Day 5.
    Saturday,
    /// Day 6.
    Sunday,
}

/// Why banks are closed on a day that is no weekend.
#[message]
pub enum Reason {
    /// A public or bank holiday: known before, the bank is regularly closed.
    Holiday,
    /// An interruption that UCP 600 article 36 names: act of God, riot, war, terrorism,
    /// strike, lockout, or another cause beyond the bank's control.
    ForceMajeure,
}

/// A day on which banks are closed.
#[message]
pub struct ClosedDay {
    /// The day.
    pub date: CivilDate,
    /// Why.
    pub reason: Reason,
}

/// The calendar of one place and year.
#[message]
pub struct Year {
    /// Minutes that the place's standard time is ahead of UTC; negative in the Americas.
    /// Summer time is not followed: in summer a day begins and ends an hour later by the clock.
    pub utc_offset_minutes: i16,
    /// Days of the week on which banks are regularly closed.
    pub weekend: Vec<Weekday>,
    /// Weekend days on which banks are regularly open all the same, such as the working days
    /// that make up for a long holiday in China; ascending, each once.
    pub open: Vec<CivilDate>,
    /// Other closed days, ascending, each once.
    pub closed: Vec<ClosedDay>,
}

/// What banks do on a day.
#[message]
pub enum DayKind {
    /// They are open: a banking day.
    Open,
    /// Closed for the weekend.
    Weekend,
    /// Closed for a holiday.
    Holiday,
    /// Closed by force majeure on a day on which they are regularly open.
    ForceMajeure,
}

/// One row of the list of published years; also its cursor.
#[message]
pub struct PublishedYear {
    /// The place.
    pub place: Place,
    /// The calendar year.
    pub year: u16,
}

impl Weekday {
    /// 0 for Monday to 6 for Sunday, as `CivilDate::weekday` counts.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}
