//! What an issuer may issue in a period (T9). Pure rules.

use crate::errors::Error;
use crate::messages::{CategoryAmount, Effect, Period, QUOTA_LEN_MAX, QuotaFrom};
use crate::totals::sum;
use sandpact_sdk::prelude::*;

/// What a document counts, minor units: its positive taxable amounts. A negative line takes
/// nothing off, or a discount would make room for tax; a credit counts nothing and gives
/// nothing back.
///
/// # Errors
/// [`Common::Overflow`].
pub fn measure(effect: Effect, breakdown: &[CategoryAmount]) -> Result<i128, Common> {
    match effect {
        Effect::Reversal => Ok(0),
        _ => sum(breakdown.iter().map(|line| Some(line.taxable_minor.max(0)))),
    }
}

/// The quota in one currency and period; `None` for an issuer that has none in any currency. One
/// who has may issue nothing in a currency that it does not name.
#[must_use]
pub fn in_force(quota: &[QuotaFrom], currency: Currency, period: Period) -> Option<i128> {
    let begun = || quota.iter().rev().filter(|it| it.from <= period);
    begun().next()?;
    Some(begun().find(|it| it.currency == currency).map_or(0, |it| it.limit_minor))
}

/// Checks that `used_minor`, which counts the new document, is within the quota.
///
/// # Errors
/// [`Error::QuotaExceeded`].
pub fn check(limit_minor: Option<i128>, used_minor: i128, new_minor: i128) -> Result<(), Error> {
    match limit_minor {
        Some(limit) if new_minor > 0 && used_minor > limit => {
            let before = used_minor.saturating_sub(new_minor);
            Err(Error::QuotaExceeded { left_minor: limit.saturating_sub(before).max(0) })
        }
        _ => Ok(()),
    }
}

/// Sets the quota from a period on, whatever was set for later ones. `today` is the period of
/// the block, `used_minor` what was issued in it.
///
/// # Errors
/// [`Common::AmountNotPositive`] below zero, [`Common::DateOrder`] for a past period,
/// [`Error::QuotaBelowUsed`], [`Common::TooLarge`].
pub fn set(
    entries: &mut Vec<QuotaFrom>,
    new: QuotaFrom,
    today: Period,
    used_minor: i128,
) -> Result<(), Error> {
    crate::period::check(new.from)?;
    if new.limit_minor < 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if new.from < today {
        return Err(Common::DateOrder.into());
    }
    if new.from == today && new.limit_minor < used_minor {
        return Err(Error::QuotaBelowUsed { used_minor });
    }
    let current = entries.iter().filter(|it| it.currency == new.currency && it.from <= today);
    let current = current.map(|it| it.from).max();
    // What was over before today is in no period to come.
    entries.retain(|it| {
        it.currency != new.currency || (it.from < new.from && Some(it.from) >= current)
    });
    if entries.len() >= QUOTA_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    entries.push(new);
    Ok(())
}

/// Whether more than `percent` of the quota is used.
#[must_use]
pub const fn is_above(limit_minor: i128, used_minor: i128, percent: u32) -> bool {
    // A product that does not fit is above any sum that was issued.
    let used = used_minor.saturating_mul(100);
    used > limit_minor.saturating_mul(percent as i128)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::Category;
    use crate::samples::line;

    const TODAY: Period = 202_601;

    fn from(currency: Currency, from: Period, limit_minor: i128) -> QuotaFrom {
        QuotaFrom { currency, from, limit_minor }
    }

    #[test]
    fn a_negative_line_makes_no_room() {
        let lines = [
            line(Category::Standard, 1900, 1_000, 190),
            line(Category::ZeroRated, 0, -999, 0),
            line(Category::ReverseCharge, 0, 5, 0),
        ];
        assert_eq!(measure(Effect::Original, &lines), Ok(1_005));
        assert_eq!(measure(Effect::Replacement, &lines), Ok(1_005));
        assert_eq!(measure(Effect::Reversal, &lines), Ok(0));
    }

    #[test]
    fn the_last_unit_fits_and_one_more_does_not() {
        assert_eq!(check(Some(100), 100, 40), Ok(()));
        assert_eq!(check(Some(100), 101, 41), Err(Error::QuotaExceeded { left_minor: 40 }));
        assert_eq!(check(Some(100), 150, 0), Ok(()), "a credit is always possible");
        assert_eq!(check(None, i128::MAX, 1), Ok(()));
    }

    #[test]
    fn a_quota_holds_from_its_period_until_the_next() {
        let entries = [from(Currency::EUR, TODAY, 100), from(Currency::EUR, 202_603, 50)];
        let on = |currency, period| in_force(&entries, currency, period);
        assert_eq!(on(Currency::EUR, 202_512), None, "it has not begun");
        assert_eq!((on(Currency::EUR, TODAY), on(Currency::EUR, 202_602)), (Some(100), Some(100)));
        assert_eq!(on(Currency::EUR, 202_701), Some(50));
        assert_eq!(on(Currency::USD, TODAY), Some(0), "no other currency is a way round it");
        assert_eq!(in_force(&[], Currency::USD, TODAY), None);
    }

    #[test]
    fn it_is_lowered_to_what_is_used_and_not_below() {
        let mut entries = vec![from(Currency::EUR, 202_511, 70), from(Currency::EUR, 202_512, 90)];
        let mut set = |period, limit| {
            set(&mut entries, from(Currency::EUR, period, limit), TODAY, 60)?;
            Ok::<_, Error>(entries.clone())
        };
        assert_eq!(set(TODAY, 59), Err(Error::QuotaBelowUsed { used_minor: 60 }));
        assert_eq!(set(TODAY, -1), Err(Common::AmountNotPositive.into()));
        assert_eq!(set(202_512, 100), Err(Common::DateOrder.into()));
        assert_eq!(set(202_613, 100), Err(Common::BadFormat.into()));
        let later = set(202_602, 0).unwrap();
        assert_eq!(later, [from(Currency::EUR, 202_512, 90), from(Currency::EUR, 202_602, 0)]);
        let now = set(TODAY, 60).unwrap();
        assert_eq!(now, [from(Currency::EUR, 202_512, 90), from(Currency::EUR, TODAY, 60)]);
    }

    #[test]
    fn a_share_of_nothing_is_above_any_percentage() {
        assert!(is_above(100, 81, 80) && !is_above(100, 80, 80));
        assert!(is_above(0, 1, 80) && !is_above(0, 0, 0));
        assert!(!is_above(i128::MAX, 1, 200));
    }
}
