//! A regime's table of rates (T12). Pure rules.

use crate::errors::Error;
use crate::messages::{Category, InForce, RATE_BP_MAX, RATE_PERIODS_LEN_MAX};
use sandpact_sdk::prelude::*;

/// Checks that a category can have this rate: S one above zero, every other zero (T4).
///
/// # Errors
/// [`Error::WrongCategoryTax`].
pub fn check(category: Category, rate_bp: u32) -> Result<(), Error> {
    let is_right = match category {
        Category::Standard => (1..=RATE_BP_MAX).contains(&rate_bp),
        _ => rate_bp == 0,
    };
    if is_right { Ok(()) } else { Err(Error::WrongCategoryTax { category }) }
}

/// Begins a rate. Recorded invoices are never asked again.
///
/// # Errors
/// [`Common::AlreadyExists`] while it is in force without an end, [`Common::DateOrder`] before
/// the end of the last time, [`Common::TooLarge`].
pub fn begin(times: &mut Vec<InForce>, from: CivilDate) -> Result<(), Error> {
    match times.last().map(|last| last.until) {
        Some(None) => return Err(Common::AlreadyExists.into()),
        Some(Some(until)) if from <= until => return Err(Common::DateOrder.into()),
        _ => {}
    }
    if times.len() >= RATE_PERIODS_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    times.push(InForce { from, until: None });
    Ok(())
}

/// Ends a rate after a day.
///
/// # Errors
/// [`Common::UnknownId`] when it never began, [`Common::WrongState`] when it has an end,
/// [`Common::DateOrder`] before its beginning.
pub fn end(times: &mut [InForce], until: CivilDate) -> Result<(), Error> {
    let last = times.last_mut().ok_or(Common::UnknownId)?;
    if last.until.is_some() {
        return Err(Common::WrongState.into());
    }
    if until < last.from {
        return Err(Common::DateOrder.into());
    }
    last.until = Some(until);
    Ok(())
}

/// Checks that a rate is in force on a tax point.
///
/// # Errors
/// [`Error::RateNotInForce`].
pub fn check_in_force(times: &[InForce], tax_point: CivilDate) -> Result<(), Error> {
    let is_in = |it: &InForce| it.from <= tax_point && it.until.is_none_or(|end| tax_point <= end);
    if times.iter().any(is_in) { Ok(()) } else { Err(Error::RateNotInForce) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    #[test]
    fn a_rate_is_in_force_from_its_first_to_its_last_day() {
        // Germany's 16 %: 1 July to 31 December 2020, and never before or after.
        let mut times = vec![];
        assert_eq!(end(&mut times, day("2020-12-31")), Err(Common::UnknownId.into()));
        begin(&mut times, day("2020-07-01")).unwrap();
        assert_eq!(begin(&mut times, day("2021-01-01")), Err(Common::AlreadyExists.into()));
        assert_eq!(end(&mut times, day("2020-06-30")), Err(Common::DateOrder.into()));
        end(&mut times, day("2020-12-31")).unwrap();
        assert_eq!(end(&mut times, day("2021-12-31")), Err(Common::WrongState.into()));
        let on = |text| check_in_force(&times, day(text));
        let refused = Err(Error::RateNotInForce);
        assert_eq!((on("2020-06-30"), on("2020-07-01")), (refused.clone(), Ok(())));
        assert_eq!((on("2020-12-31"), on("2021-01-01")), (Ok(()), refused));
        assert_eq!(begin(&mut times, day("2020-12-31")), Err(Common::DateOrder.into()));
        begin(&mut times, day("2021-01-01")).unwrap();
        assert_eq!(check_in_force(&times, day("2040-01-01")), Ok(()));
        for year in 2021_i32..2083 {
            let last = CivilDate::from_ymd(year, 1, 2).unwrap();
            end(&mut times, last).unwrap();
            begin(&mut times, last.checked_add_days(1).unwrap()).unwrap();
        }
        end(&mut times, day("2099-01-01")).unwrap();
        assert_eq!(times.len(), RATE_PERIODS_LEN_MAX);
        assert_eq!(begin(&mut times, day("2100-01-01")), Err(Common::TooLarge.into()));
    }

    #[test]
    fn a_table_has_only_rates_that_their_category_can_have() {
        for (category, rate_bp, is_right) in [
            (Category::Standard, 1_900, true),
            (Category::Standard, 0, false),
            (Category::Standard, RATE_BP_MAX + 1, false),
            (Category::Exempt, 0, true),
            (Category::Exempt, 1, false),
        ] {
            assert_eq!(check(category, rate_bp).is_ok(), is_right, "{category:?} {rate_bp}");
        }
    }
}
