//! Coverages: when they are in force (K9), for whom, and up to which limit (K7). Pure rules.

use crate::errors::Error;
use crate::messages::{CoverageRequest, LIMITS_LEN_MAX, Line};
use crate::records::{Claim, Coverage, Limit};
use sandpact_sdk::prelude::*;

/// Checks a coverage that is to be registered.
///
/// # Errors
/// [`Common::DateOrder`].
pub fn check(request: &CoverageRequest) -> Result<(), Error> {
    match (request.start, request.end) {
        (Some(start), Some(end)) if end < start => Err(Common::DateOrder.into()),
        _ => Ok(()),
    }
}

/// Whether the coverage was in force on all days from one to another.
#[must_use]
pub fn is_active(coverage: &Coverage, from: CivilDate, to: CivilDate) -> bool {
    coverage.start.is_none_or(|start| start <= from) && coverage.end.is_none_or(|end| to <= end)
}

/// Checks that lines of a claim may be paid under a coverage (K9): it is known, its fingerprints
/// can be compared, it is the patient's, and it was in force on each service date.
///
/// # Errors
/// [`Error::CoverageInactive`], [`Error::EpochMismatch`], [`Error::NotTheBeneficiary`].
pub fn check_lines<'a>(
    coverage: Option<&Coverage>,
    claim: &Claim,
    mut paid: impl Iterator<Item = &'a Line>,
) -> Result<(), Error> {
    let coverage = coverage.ok_or(Error::CoverageInactive)?;
    if coverage.epoch != claim.epoch {
        return Err(Error::EpochMismatch);
    }
    if coverage.beneficiary != claim.beneficiary {
        return Err(Error::NotTheBeneficiary);
    }
    if paid.all(|line| is_active(coverage, line.from, line.to)) {
        Ok(())
    } else {
        Err(Error::CoverageInactive)
    }
}

/// Moves what a claim uses of the limit of its period from `old_minor` to `new_minor` (K7).
/// A claim belongs to the period of its first service date; where there is no period, there is
/// no limit. Returns whether a limit changed.
///
/// # Errors
/// [`Error::LimitExceeded`], [`Common::CurrencyMismatch`].
pub fn use_limit(
    coverage: &mut Coverage,
    claim: &Claim,
    (old_minor, new_minor): (i128, i128),
) -> Result<bool, Error> {
    let Some(date) = claim.lines.iter().map(|line| line.from).min() else { return Ok(false) };
    let holds = |limit: &&mut Limit| limit.from <= date && date <= limit.until;
    let Some(limit) = coverage.limits.iter_mut().find(holds) else { return Ok(false) };
    if limit.currency != claim.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    let used = limit.used_minor.checked_sub(old_minor);
    let used = used.and_then(|rest| rest.checked_add(new_minor)).ok_or(Common::Overflow)?;
    if used > limit.limit_minor && new_minor > old_minor {
        return Err(Error::LimitExceeded);
    }
    limit.used_minor = used;
    Ok(true)
}

/// Sets the limit of a period, or changes that of one that is there; not below what was used.
///
/// # Errors
/// [`Common::DateOrder`], [`Common::AmountNotPositive`], [`Common::CurrencyMismatch`],
/// [`Common::TooLarge`], [`Error::LimitExceeded`], [`Common::AlreadyExists`] where it overlaps
/// another one.
pub fn set_limit(limits: &mut Vec<Limit>, new: Limit) -> Result<(), Error> {
    if new.until < new.from {
        return Err(Common::DateOrder.into());
    }
    if new.limit_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    let is_same = |limit: &&mut Limit| (limit.from, limit.until) == (new.from, new.until);
    if let Some(limit) = limits.iter_mut().find(is_same) {
        if limit.currency != new.currency {
            return Err(Common::CurrencyMismatch.into());
        }
        if new.limit_minor < limit.used_minor {
            return Err(Error::LimitExceeded);
        }
        limit.limit_minor = new.limit_minor;
        return Ok(());
    }
    if limits.iter().any(|limit| new.from <= limit.until && limit.from <= new.until) {
        return Err(Common::AlreadyExists.into());
    }
    if limits.len() >= LIMITS_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    limits.push(new);
    limits.sort_by_key(|limit| limit.from);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, coverage, date};

    fn limit(from: &str, until: &str, limit_minor: i128) -> Limit {
        let (from, until) = (date(from), date(until));
        Limit { from, until, currency: Currency::USD, limit_minor, used_minor: 0 }
    }

    #[test]
    fn k7_payments_of_a_period_stay_within_its_limit() {
        let mut coverage = coverage();
        coverage.limits = vec![limit("2026-01-01", "2026-12-31", 100)];
        let claim = claim(&[(1, 1_000)]);
        assert_eq!(use_limit(&mut coverage, &claim, (0, 100)), Ok(true));
        assert_eq!(use_limit(&mut coverage, &claim, (0, 1)), Err(Error::LimitExceeded));
        assert_eq!(use_limit(&mut coverage, &claim, (100, 40)), Ok(true));
        assert_eq!(use_limit(&mut coverage, &claim, (0, 60)), Ok(true));
        assert_eq!(coverage.limits[0].used_minor, 100);
        let mut unlimited = crate::samples::coverage();
        assert_eq!(use_limit(&mut unlimited, &claim, (0, i128::MAX)), Ok(false));
    }

    #[test]
    fn k9_a_coverage_is_active_from_its_first_to_its_last_day() {
        let claim = claim(&[(1, 100)]);
        let (from, to) = (claim.lines[0].from, claim.lines[0].to);
        for (start, end, is_active) in [
            (None, None, true),
            (Some(from), Some(to), true),
            (from.checked_add_days(1), None, false),
            (None, to.checked_add_days(-1), false),
        ] {
            let coverage = Coverage { start, end, ..coverage() };
            let expected = if is_active { Ok(()) } else { Err(Error::CoverageInactive) };
            assert_eq!(check_lines(Some(&coverage), &claim, claim.lines.iter()), expected);
        }
        let unknown = check_lines(None, &claim, claim.lines.iter());
        assert_eq!(unknown, Err(Error::CoverageInactive));
    }

    #[test]
    fn a_coverage_pays_for_its_beneficiary_only() {
        let claim = claim(&[(1, 100)]);
        let other = Coverage { beneficiary: Hash([99; 32]), ..coverage() };
        let checked = check_lines(Some(&other), &claim, claim.lines.iter());
        assert_eq!(checked, Err(Error::NotTheBeneficiary));
        let rotated = Coverage { epoch: 2, ..coverage() };
        let checked = check_lines(Some(&rotated), &claim, claim.lines.iter());
        assert_eq!(checked, Err(Error::EpochMismatch));
    }

    #[test]
    fn limits_do_not_overlap_and_are_not_cut_below_what_was_used() {
        let mut limits = vec![limit("2026-01-01", "2026-12-31", 100)];
        limits[0].used_minor = 50;
        for (new, expected) in [
            (limit("2026-01-01", "2026-12-31", 49), Err(Error::LimitExceeded)),
            (limit("2026-12-31", "2027-12-31", 1), Err(Common::AlreadyExists.into())),
            (limit("2027-01-01", "2026-12-31", 1), Err(Common::DateOrder.into())),
            (limit("2027-01-01", "2027-12-31", 0), Err(Common::AmountNotPositive.into())),
            (limit("2025-01-01", "2025-12-31", 1), Ok(())),
            (limit("2026-01-01", "2026-12-31", 50), Ok(())),
        ] {
            assert_eq!(set_limit(&mut limits, new.clone()), expected, "{new:?}");
        }
        assert_eq!(limits.len(), 2);
        assert_eq!((limits[0].limit_minor, limits[1].limit_minor), (1, 50));
        for year in 2030..2040 {
            let day = CivilDate::from_ymd(year, 1, 1).unwrap_or(date("2030-01-01"));
            let new = Limit { from: day, until: day, ..limit("2030-01-01", "2030-01-01", 1) };
            assert_eq!(set_limit(&mut limits, new), Ok(()));
        }
        let one_more = limit("2050-01-01", "2050-01-01", 1);
        assert_eq!(set_limit(&mut limits, one_more), Err(Common::TooLarge.into()));
    }
}
