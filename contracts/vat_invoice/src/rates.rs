//! The reverse charge rate in the course of time. Pure rules.

use crate::errors::Error;
use crate::messages::{RATE_BP_MAX, RATE_PERIODS_LEN_MAX, RatePeriod};
use sandpact_sdk::prelude::*;

/// Adds a rate. Periods are only ever added at the end: an entry that invoices may have
/// used does not change, and invoices keep the rate that they were recorded with.
///
/// # Errors
/// [`Common::BadFormat`] for a rate of zero or above 100 %, [`Common::DateOrder`] unless it
/// begins after the last one, [`Common::TooLarge`].
pub fn add(periods: &mut Vec<RatePeriod>, from: CivilDate, rate_bp: u32) -> Result<(), Error> {
    if !(1..=RATE_BP_MAX).contains(&rate_bp) {
        return Err(Common::BadFormat.into());
    }
    if periods.last().is_some_and(|last| from <= last.from) {
        return Err(Common::DateOrder.into());
    }
    if periods.len() >= RATE_PERIODS_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    periods.push(RatePeriod { from, rate_bp });
    Ok(())
}

/// The rate in force on a tax point, basis points.
///
/// # Errors
/// [`Error::RateNotInForce`] before the first period.
pub fn on(periods: &[RatePeriod], tax_point: CivilDate) -> Result<u32, Error> {
    let in_force = periods.iter().rev().find(|period| period.from <= tax_point);
    in_force.map(|period| period.rate_bp).ok_or(Error::RateNotInForce)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(days: i32) -> CivilDate {
        CivilDate::from_days(days).unwrap()
    }

    #[test]
    fn the_last_period_that_has_begun_is_in_force() {
        let mut periods = vec![];
        add(&mut periods, day(10), 1_900).unwrap();
        add(&mut periods, day(20), 1_600).unwrap();
        assert_eq!(on(&periods, day(9)), Err(Error::RateNotInForce));
        assert_eq!(on(&periods, day(10)), Ok(1_900));
        assert_eq!(on(&periods, day(19)), Ok(1_900));
        assert_eq!(on(&periods, day(20)), Ok(1_600));
        assert_eq!(on(&[], day(20)), Err(Error::RateNotInForce));
    }

    #[test]
    fn periods_ascend_and_rates_are_within_bounds() {
        let mut periods = vec![];
        assert_eq!(add(&mut periods, day(1), 0), Err(Common::BadFormat.into()));
        assert_eq!(add(&mut periods, day(1), RATE_BP_MAX + 1), Err(Common::BadFormat.into()));
        assert_eq!(add(&mut periods, day(1), RATE_BP_MAX), Ok(()));
        assert_eq!(add(&mut periods, day(1), 1), Err(Common::DateOrder.into()));
        for days in 2..=64 {
            assert_eq!(add(&mut periods, day(days), 1), Ok(()));
        }
        assert_eq!(periods.len(), RATE_PERIODS_LEN_MAX);
        assert_eq!(add(&mut periods, day(65), 1), Err(Common::TooLarge.into()));
    }
}
