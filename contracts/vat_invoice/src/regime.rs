//! What a regime demands of its issuers (T10). Pure rules.

use crate::errors::Error;
use crate::messages::{
    Category, CategoryAmount, RED_LETTER_HOURS_MAX, Regime, TERMS_LEN_MAX, Terms,
};
use sandpact_sdk::prelude::*;

/// Adds terms. They are only ever added at the end, so the version that an invoice names does
/// not change. Returns the version, from 1.
///
/// # Errors
/// [`Common::DateOrder`] unless they begin after the last ones, [`Common::BadFormat`] unless
/// the other side of a red letter has 1 to 2,160 hours, [`Common::TooLarge`].
pub fn add(terms: &mut Vec<Terms>, new: Terms) -> Result<u32, Error> {
    if terms.last().is_some_and(|last| new.from <= last.from) {
        return Err(Common::DateOrder.into());
    }
    if !(1..=RED_LETTER_HOURS_MAX).contains(&new.red_letter_hours) {
        return Err(Common::BadFormat.into());
    }
    if terms.len() >= TERMS_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    terms.push(new);
    u32::try_from(terms.len()).map_err(|_| Common::TooLarge.into())
}

/// The version in force on a tax point; 0 before the first terms.
#[must_use]
pub fn version_on(terms: &[Terms], tax_point: CivilDate) -> u32 {
    let begun = terms.iter().take_while(|it| it.from <= tax_point).count();
    u32::try_from(begun).unwrap_or(u32::MAX)
}

/// The terms of a version; none of version 0.
#[must_use]
pub fn of_version(terms: &[Terms], version: u32) -> Option<&Terms> {
    terms.get(usize::try_from(version.checked_sub(1)?).ok()?)
}

/// Whether a supply goes to another country: category K, or reverse charge to a buyer of another
/// regime (Directive 2006/112/EC art. 138, 194 and 196).
#[must_use]
pub fn is_cross_border(
    breakdown: &[CategoryAmount],
    seller: &Regime,
    buyer: Option<&Regime>,
) -> bool {
    breakdown.iter().any(|line| match line.category {
        Category::IntraCommunity => true,
        Category::ReverseCharge => buyer != Some(seller),
        _ => false,
    })
}

/// Checks the days from the tax point to the issue date. Directive 2006/112/EC art. 222 allows
/// ten for supplies to another member state, as Directive (EU) 2025/516 has it from 1 July 2030.
///
/// # Errors
/// [`Error::IssuedTooLate`].
pub fn check_days(
    terms: &Terms,
    is_cross_border: bool,
    tax_point: CivilDate,
    issue_date: CivilDate,
) -> Result<(), Error> {
    let days_max =
        if is_cross_border { terms.cross_border_issue_days_max } else { terms.issue_days_max };
    match days_max {
        Some(days_max) if tax_point.days_until(issue_date) > i32::from(days_max) => {
            Err(Error::IssuedTooLate { days_max })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples::line;

    fn day(text: &str) -> CivilDate {
        CivilDate::parse(text).unwrap()
    }

    fn terms(from: &str) -> Terms {
        Terms {
            from: day(from),
            issue_days_max: None,
            cross_border_issue_days_max: Some(10),
            confirms_red_letters: false,
            red_letter_hours: 72,
        }
    }

    #[test]
    fn versions_ascend_and_keep_their_terms() {
        let mut all = vec![];
        assert_eq!(add(&mut all, terms("2026-01-01")), Ok(1));
        assert_eq!(add(&mut all, terms("2026-01-01")), Err(Common::DateOrder.into()));
        for red_letter_hours in [0, RED_LETTER_HOURS_MAX + 1] {
            let bad = Terms { red_letter_hours, ..terms("2027-01-01") };
            assert_eq!(add(&mut all, bad), Err(Common::BadFormat.into()));
        }
        assert_eq!(add(&mut all, terms("2030-07-01")), Ok(2));
        let on = |text| version_on(&all, day(text));
        assert_eq!((on("2025-12-31"), on("2026-01-01"), on("2030-06-30")), (0, 1, 1));
        assert_eq!(on("2030-07-01"), 2);
        assert_eq!(of_version(&all, 0), None);
        assert_eq!(of_version(&all, 2), all.last());
        assert_eq!(of_version(&all, 3), None);
    }

    #[test]
    fn the_limit_of_days_is_met_and_not_passed() {
        let checked = |is_cross_border, issued| {
            check_days(&terms("2026-01-01"), is_cross_border, day("2026-01-05"), day(issued))
        };
        assert_eq!(checked(true, "2026-01-15"), Ok(()));
        assert_eq!(checked(true, "2026-01-16"), Err(Error::IssuedTooLate { days_max: 10 }));
        assert_eq!(checked(false, "2026-12-31"), Ok(()));
        assert_eq!(checked(true, "2025-01-01"), Ok(()), "before the tax point");
    }

    #[test]
    fn what_goes_to_another_country_is_seen_from_category_and_buyer() {
        let (german, french) = (Regime::parse("DE").unwrap(), Regime::parse("FR").unwrap());
        let of = |category, buyer| is_cross_border(&[line(category, 0, 1, 0)], &german, buyer);
        assert!(of(Category::IntraCommunity, None));
        assert!(of(Category::ReverseCharge, Some(&french)) && of(Category::ReverseCharge, None));
        assert!(!of(Category::ReverseCharge, Some(&german)));
        assert!(!of(Category::Standard, Some(&french)));
    }
}
