//! Filing periods: which one a day is in, which are closed, and where amounts count (T13).
//! Pure rules.

use crate::errors::Error;
use crate::messages::{Effect, Period, PeriodTotals, Position, Standing};
use sandpact_sdk::prelude::*;

/// The period of a day: its calendar month.
#[must_use]
pub fn period_of(day: CivilDate) -> Period {
    let (year, month, _) = day.ymd();
    // Years are 1 to 9999, months 1 to 12.
    year.unsigned_abs().saturating_mul(100).saturating_add(month)
}

/// Checks that a period is a month.
///
/// # Errors
/// [`Common::BadFormat`].
pub const fn check(period: Period) -> Result<(), Common> {
    match (period / 100, period % 100) {
        (1..=9_999, 1..=12) => Ok(()),
        _ => Err(Common::BadFormat),
    }
}

/// Checks that a period may be closed on `today`: it has ended, and those before it close with
/// it.
///
/// # Errors
/// [`Common::BadFormat`], [`Common::WrongState`] before its end, [`Common::DateOrder`] when it
/// is closed.
pub fn check_closing(
    period: Period,
    closed_through: Period,
    today: CivilDate,
) -> Result<(), Error> {
    check_ended(period, today)?;
    if period <= closed_through { Err(Common::DateOrder.into()) } else { Ok(()) }
}

/// Checks that a period has ended.
///
/// # Errors
/// [`Common::BadFormat`], [`Common::WrongState`].
pub fn check_ended(period: Period, today: CivilDate) -> Result<(), Error> {
    check(period)?;
    if period >= period_of(today) { Err(Common::WrongState.into()) } else { Ok(()) }
}

/// Checks that a tax point lies in no closed period.
///
/// # Errors
/// [`Error::PeriodClosed`].
pub fn check_open(tax_point: CivilDate, closed_through: Period) -> Result<(), Error> {
    if period_of(tax_point) <= closed_through { Err(Error::PeriodClosed) } else { Ok(()) }
}

/// The period in which a document counts: that of its tax point. Only a correction may have one
/// in a closed period; it counts today, for what was closed stays as it was filed (Directive
/// 2006/112/EC art. 184 to 186 adjust in the later period).
///
/// # Errors
/// [`Error::PeriodClosed`].
pub fn booked_in(
    tax_point: CivilDate,
    effect: Effect,
    closed_through: Period,
    today: CivilDate,
) -> Result<Period, Error> {
    match (check_open(tax_point, closed_through), effect) {
        (Ok(()), _) => Ok(period_of(tax_point)),
        (Err(_), Effect::Reversal | Effect::Replacement) => Ok(period_of(today)),
        (Err(closed), Effect::Original) => Err(closed),
    }
}

impl Standing {
    /// A taxpayer of whom the ledger knows nothing yet.
    pub const ZERO: Self = Self { position: Position::ZERO, period: 0, totals: PeriodTotals::ZERO };
}

impl PeriodTotals {
    /// A period in which nothing has happened.
    pub const ZERO: Self =
        Self { output_minor: 0, input_minor: 0, deducted_minor: 0, issued_minor: 0 };

    /// The totals after a change of the taxpayer's position and of what was issued.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn plus(&self, change: &Position, issued_minor: i128) -> Result<Self, Common> {
        let plus = |a: i128, b: i128| a.checked_add(b).ok_or(Common::Overflow);
        Ok(Self {
            output_minor: plus(self.output_minor, change.output_minor)?,
            input_minor: plus(self.input_minor, change.input_minor)?,
            deducted_minor: plus(self.deducted_minor, change.deducted_minor)?,
            issued_minor: plus(self.issued_minor, issued_minor)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    #[test]
    fn a_period_is_a_month() {
        assert_eq!(period_of(day("2025-12-31")), 202_512);
        assert_eq!(period_of(day("0001-01-01")), 101);
        for good in [101, 202_601, 999_912] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [0, 12, 100, 113, 202_600, 202_613, 1_000_001, u32::MAX] {
            assert_eq!(check(bad), Err(Common::BadFormat), "{bad}");
        }
    }

    #[test]
    fn a_period_closes_once_and_after_its_end() {
        let closing = |period, closed| check_closing(period, closed, day("2026-01-01"));
        assert_eq!(closing(202_512, 0), Ok(()));
        assert_eq!(closing(202_601, 0), Err(Common::WrongState.into()));
        assert_eq!(closing(202_512, 202_512), Err(Common::DateOrder.into()));
        assert_eq!(closing(202_511, 202_512), Err(Common::DateOrder.into()));
        assert_eq!(closing(202_513, 0), Err(Common::BadFormat.into()));
    }

    #[test]
    fn only_corrections_reach_into_a_closed_period_and_count_today() {
        let booked =
            |tax_point, effect| booked_in(day(tax_point), effect, 202_511, day("2026-01-05"));
        assert_eq!(booked("2025-12-01", Effect::Original), Ok(202_512));
        assert_eq!(booked("2025-11-30", Effect::Original), Err(Error::PeriodClosed));
        for correction in [Effect::Reversal, Effect::Replacement] {
            assert_eq!(booked("2025-12-01", correction), Ok(202_512));
            assert_eq!(booked("2025-11-30", correction), Ok(202_601));
        }
    }
}
