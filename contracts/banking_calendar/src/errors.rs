//! Refusals of this contract. Codes are stable.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The answer depends on a year that nobody has published for this place.
    #[code(100)]
    CalendarMissing {
        /// The place.
        place: [u8; 5],
        /// The year.
        year: u16,
    },
    /// The place is no UN/LOCODE.
    #[code(101)]
    BadPlace,
    /// Listed days must ascend and lie in the year that they belong to.
    #[code(102)]
    DaysOutOfOrder,
    /// A weekend has one to three different days.
    #[code(103)]
    BadWeekend,
    /// A closure may be added for today or later only, by the place's own date: deadlines that
    /// have passed were judged by the calendar as it was.
    #[code(104)]
    ClosureInThePast,
    /// Banks are closed on that day already.
    #[code(105)]
    ClosedAlready,
    /// The number of banking days is outside the limits.
    #[code(106)]
    BankingDaysRange,
    /// A day listed as open is no day of the weekend, or is listed as closed too.
    #[code(107)]
    NotAnOpenWeekendDay,
    /// An offset from UTC is not of -12:00 to +14:00.
    #[code(108)]
    UtcOffsetRange,
}
