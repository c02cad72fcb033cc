//! The arithmetic rules of EN 16931-1:2017 that need no invoice lines. Pure rules.
//!
//! Lines never come to the ledger, so BR-CO-10 to BR-CO-12 and the rules -08 of single
//! categories are for whoever maps the document; what follows from them for the
//! breakdown as a whole is checked here.

use crate::errors::{Error, Rule};
use crate::messages::{CategoryAmount, Remaining, Totals};
use sandpact_sdk::prelude::*;

/// Basis points of a whole.
const BP: i128 = 10_000;

/// The tax on an amount: `taxable x rate`, rounded half away from zero to the minor unit
/// of the currency (EN 16931 BR-CO-17, where two decimals stand for the minor unit).
///
/// # Errors
/// [`Common::Overflow`].
pub fn tax_on(taxable_minor: i128, rate_bp: u32) -> Result<i128, Error> {
    let product = taxable_minor.checked_mul(i128::from(rate_bp)).ok_or(Common::Overflow)?;
    Ok(round_half_away(product, BP).ok_or(Common::Overflow)?)
}

/// Checks the totals and that the breakdown adds up to them: BR-CO-13 to BR-CO-16 and
/// the sum of the rules -08.
///
/// # Errors
/// [`Error::TotalsMismatch`] with the first rule that is broken; [`Common::Overflow`].
pub fn check_sums(breakdown: &[CategoryAmount], totals: &Totals) -> Result<(), Error> {
    let net = sum([Some(totals.line_sum_minor), totals.allowances_minor.checked_neg()])?;
    let net = sum([Some(net), Some(totals.charges_minor)])?;
    expect(Rule::BrCo13, net, totals.net_minor)?;
    let tax = sum(breakdown.iter().map(|line| Some(line.tax_minor)))?;
    expect(Rule::BrCo14, tax, totals.tax_minor)?;
    let gross = sum([Some(totals.net_minor), Some(totals.tax_minor)])?;
    expect(Rule::BrCo15, gross, totals.gross_minor)?;
    let due = sum([Some(gross), totals.paid_minor.checked_neg(), Some(totals.rounding_minor)])?;
    expect(Rule::BrCo16, due, totals.due_minor)?;
    let taxable = sum(breakdown.iter().map(|line| Some(line.taxable_minor)))?;
    expect(Rule::BrS08, taxable, totals.net_minor)
}

/// Checks the tax of each line: BR-CO-17.
///
/// A credit that takes the rest of a category takes the rest of its tax, whatever earlier
/// credits left by rounding: ten credits of a tenth may each have rounded up. `closing` is
/// what remains of the invoice that `lines` reduce; empty for any other document.
///
/// # Errors
/// [`Error::TotalsMismatch`]; [`Common::Overflow`].
pub fn check_taxes(lines: &[CategoryAmount], closing: &[Remaining]) -> Result<(), Error> {
    for line in lines {
        if !closing.iter().any(|rest| closes(line, rest)) {
            expect(Rule::BrCo17, tax_on(line.taxable_minor, line.rate_bp)?, line.tax_minor)?;
        }
    }
    Ok(())
}

fn closes(line: &CategoryAmount, rest: &Remaining) -> bool {
    (line.category, line.rate_bp, line.taxable_minor, line.tax_minor)
        == (rest.category, rest.rate_bp, rest.taxable_minor, rest.tax_minor)
}

/// Sum of the terms; a missing term is one that overflowed before.
pub(crate) fn sum(terms: impl IntoIterator<Item = Option<i128>>) -> Result<i128, Common> {
    terms
        .into_iter()
        .try_fold(0_i128, |total, term| total.checked_add(term?))
        .ok_or(Common::Overflow)
}

fn expect(rule: Rule, computed: i128, stated: i128) -> Result<(), Error> {
    if computed == stated { Ok(()) } else { Err(Error::TotalsMismatch { rule }) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::messages::{Category, IssueRequest};
    use crate::samples::{line, remaining, request};

    #[test]
    fn half_a_minor_unit_rounds_away_from_zero() {
        // 0.50 at 19 % is 0.095; 0.50 at 7 % is 0.035.
        assert_eq!(tax_on(50, 1900), Ok(10));
        assert_eq!(tax_on(-50, 1900), Ok(-10));
        assert_eq!(tax_on(50, 700), Ok(4));
        assert_eq!(tax_on(49, 1900), Ok(9));
        assert_eq!(tax_on(1_823_672, 1900), Ok(346_498));
        assert_eq!(tax_on(i128::MAX, 2), Err(Common::Overflow.into()));
    }

    fn sample() -> IssueRequest {
        let mut sample = request(vec![
            line(Category::Standard, 1900, 8_000, 1_520),
            line(Category::Standard, 700, 3_000, 210),
            line(Category::ZeroRated, 0, -1_000, 0),
        ]);
        let totals = &mut sample.totals;
        (totals.line_sum_minor, totals.allowances_minor, totals.charges_minor) = (10_500, 900, 400);
        (totals.paid_minor, totals.rounding_minor) = (5_000, 2);
        totals.due_minor = 10_000 + 1_730 - 5_000 + 2;
        sample
    }

    #[test]
    fn totals_that_add_up_pass() {
        let sample = sample();
        assert_eq!(check_sums(&sample.breakdown, &sample.totals), Ok(()));
        assert_eq!(check_taxes(&sample.breakdown, &[]), Ok(()));
    }

    #[test]
    fn one_unit_off_either_way_breaks_the_rule_it_belongs_to() {
        type Change = fn(&mut IssueRequest, i128);
        let changes: [(Rule, Change); 9] = [
            (Rule::BrCo13, |r, by| r.totals.line_sum_minor += by),
            (Rule::BrCo13, |r, by| r.totals.allowances_minor += by),
            (Rule::BrCo13, |r, by| r.totals.charges_minor += by),
            (Rule::BrCo14, |r, by| r.breakdown[1].tax_minor += by),
            (Rule::BrCo15, |r, by| r.totals.gross_minor += by),
            (Rule::BrCo16, |r, by| r.totals.paid_minor += by),
            (Rule::BrCo16, |r, by| r.totals.rounding_minor += by),
            (Rule::BrCo16, |r, by| r.totals.due_minor += by),
            (Rule::BrS08, |r, by| r.breakdown[2].taxable_minor += by),
        ];
        for (rule, change) in changes {
            for by in [1, -1] {
                let mut wrong = sample();
                change(&mut wrong, by);
                let checked = check_sums(&wrong.breakdown, &wrong.totals);
                assert_eq!(checked, Err(Error::TotalsMismatch { rule }), "{by}");
            }
        }
    }

    #[test]
    fn tax_must_be_the_rounded_product() {
        let rule = Rule::BrCo17;
        for (tax, expected) in [
            (9, Err(Error::TotalsMismatch { rule })),
            (10, Ok(())),
            (11, Err(Error::TotalsMismatch { rule })),
        ] {
            let lines = [line(Category::Standard, 1900, 50, tax)];
            assert_eq!(check_taxes(&lines, &[]), expected, "{tax}");
        }
    }

    #[test]
    fn a_closing_credit_takes_the_rest_of_the_tax() {
        // 1.00 at 19 %: after a first credit of 0.50 with 0.10, 0.50 with 0.09 remain.
        let rest = [remaining(Category::Standard, 1900, 50, 9)];
        let credit =
            |taxable, tax| check_taxes(&[line(Category::Standard, 1900, taxable, tax)], &rest);
        let mismatch = Err(Error::TotalsMismatch { rule: Rule::BrCo17 });
        assert_eq!(credit(50, 9), Ok(()));
        assert_eq!(credit(50, 8), mismatch);
        assert_eq!(credit(49, 9), Ok(()));
        assert_eq!(credit(40, 9), mismatch);
        let other = [remaining(Category::Standard, 700, 50, 9)];
        let lines = [line(Category::Standard, 1900, 50, 9)];
        assert_eq!(check_taxes(&lines, &other), mismatch);
    }

    #[test]
    fn sums_out_of_range_are_refused() {
        let overflow = Err(Common::Overflow.into());
        let mut wrong = sample();
        wrong.totals.allowances_minor = i128::MIN;
        assert_eq!(check_sums(&wrong.breakdown, &wrong.totals), overflow);
        let mut wrong = sample();
        wrong.totals.charges_minor = i128::MAX;
        assert_eq!(check_sums(&wrong.breakdown, &wrong.totals), overflow);
    }
}
