//! Which requests are well formed, and what a document does. Pure rules.

use crate::errors::{Error, Rule};
use crate::messages::{
    BREAKDOWN_LEN_MAX, CANDIDATES_LEN_MAX, Category, CategoryAmount, Effect, IssueRequest, Kind,
    RATE_BP_MAX, TAX_POINT_AHEAD_DAYS_MAX,
};
use sandpact_sdk::prelude::*;

/// Checks all that needs neither the ledger nor arithmetic, and returns what the
/// document does. `today` is the date of the block, UTC.
///
/// # Errors
/// The first rule that is broken.
pub fn check(request: &IssueRequest, today: CivilDate) -> Result<Effect, Error> {
    if request.issue_date > today {
        return Err(Error::FutureIssueDate);
    }
    check_tax_point(request)?;
    if request.buyer.account() == Some(&request.seller) {
        return Err(Error::SameParty);
    }
    let candidates = request.preceding.as_ref().map_or(0, |it| it.candidates.len());
    if candidates > CANDIDATES_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    check_breakdown(&request.breakdown)?;
    let effect = effect_of(request)?;
    match (effect, request.kind, request.preceding.is_none()) {
        (Effect::Reversal, _, true) => Err(Error::NegativeWithoutReference),
        (Effect::Replacement, _, true) => Err(Error::ReferenceMissing),
        (Effect::Reversal, Kind::SelfBilled, _) => Err(Error::NegativeSelfBilled),
        _ => Ok(effect),
    }
}

fn check_tax_point(request: &IssueRequest) -> Result<(), Error> {
    let latest = request.issue_date.checked_add_days(TAX_POINT_AHEAD_DAYS_MAX);
    match latest.ok_or(Common::Overflow)? {
        latest if request.tax_point > latest => Err(Error::TaxPointTooLate),
        _ => Ok(()),
    }
}

/// A credit note reduces, and so does any other document with a negative total; a
/// corrected invoice replaces; everything else stands for itself.
fn effect_of(request: &IssueRequest) -> Result<Effect, Error> {
    let totals = &request.totals;
    let is_negative = totals.gross_minor < 0 || totals.tax_minor < 0;
    match request.kind {
        // A negative credit note would be an invoice in disguise, an empty one says nothing.
        Kind::CreditNote if is_negative || totals.gross_minor == 0 => {
            Err(Common::AmountNotPositive.into())
        }
        Kind::CreditNote => Ok(Effect::Reversal),
        _ if is_negative => Ok(Effect::Reversal),
        Kind::Corrected => Ok(Effect::Replacement),
        Kind::Invoice | Kind::Prepayment | Kind::SelfBilled => Ok(Effect::Original),
    }
}

fn check_breakdown(breakdown: &[CategoryAmount]) -> Result<(), Error> {
    if breakdown.is_empty() {
        return Err(Error::TotalsMismatch { rule: Rule::BrCo18 });
    }
    if breakdown.len() > BREAKDOWN_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    for (index, line) in breakdown.iter().enumerate() {
        check_category(line)?;
        let before = breakdown.iter().take(index);
        if before.into_iter().any(|other| is_same_rate(other, line)) {
            return Err(Error::RepeatedCategory { category: line.category });
        }
    }
    Ok(())
}

fn is_same_rate(a: &CategoryAmount, b: &CategoryAmount) -> bool {
    (a.category, a.rate_bp) == (b.category, b.rate_bp)
}

/// Category S has a rate above zero; every other category has rate and tax zero
/// (EN 16931 BR-Z-09, BR-E-09, BR-AE-09, BR-IC-09, BR-G-09, BR-O-09 and the rules
/// -05 of each category).
fn check_category(line: &CategoryAmount) -> Result<(), Error> {
    let is_right = match line.category {
        Category::Standard => (1..=RATE_BP_MAX).contains(&line.rate_bp),
        _ => line.rate_bp == 0 && line.tax_minor == 0,
    };
    if is_right { Ok(()) } else { Err(Error::WrongCategoryTax { category: line.category }) }
}

/// The amounts by which a reversal reduces the preceding invoice, as positive numbers:
/// a credit note states them so, a negative invoice the other way round.
///
/// # Errors
/// [`Common::Overflow`].
pub fn credits(request: &IssueRequest) -> Result<Vec<CategoryAmount>, Error> {
    if request.kind == Kind::CreditNote {
        return Ok(request.breakdown.clone());
    }
    let negated = |amount: i128| amount.checked_neg().ok_or(Common::Overflow);
    let mut lines = Vec::with_capacity(request.breakdown.len());
    for line in &request.breakdown {
        lines.push(CategoryAmount {
            taxable_minor: negated(line.taxable_minor)?,
            tax_minor: negated(line.tax_minor)?,
            ..line.clone()
        });
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::samples::{TODAY, line, request, to_one_of};

    #[test]
    fn an_issue_date_may_be_today_but_not_tomorrow() {
        let mut sample = request(vec![line(Category::Standard, 1900, 10_000, 1_900)]);
        sample.issue_date = CivilDate::parse(TODAY).unwrap();
        let today = CivilDate::parse(TODAY).unwrap();
        let yesterday = CivilDate::from_days(today.days() - 1).unwrap();
        assert_eq!(check(&sample, today), Ok(Effect::Original));
        assert_eq!(check(&sample, yesterday), Err(Error::FutureIssueDate));
    }

    #[test]
    fn a_tax_point_may_be_a_year_ahead_and_not_a_day_more() {
        let mut sample = request(vec![line(Category::Standard, 1900, 10_000, 1_900)]);
        let mut at = |days| {
            sample.tax_point = sample.issue_date.checked_add_days(days).unwrap();
            check(&sample, sample.issue_date)
        };
        assert_eq!(at(TAX_POINT_AHEAD_DAYS_MAX), Ok(Effect::Original));
        assert_eq!(at(TAX_POINT_AHEAD_DAYS_MAX + 1), Err(Error::TaxPointTooLate));
        assert_eq!(at(-1_000), Ok(Effect::Original));
        sample.tax_point = CivilDate::parse("9999-12-31").unwrap();
        assert_eq!(check(&sample, sample.issue_date), Err(Error::TaxPointTooLate));
    }

    #[test]
    fn nobody_invoices_himself() {
        let mut sample = request(vec![line(Category::Standard, 1900, 10_000, 1_900)]);
        sample.buyer = crate::messages::Party::Account { address: sample.seller };
        assert_eq!(check(&sample, sample.issue_date), Err(Error::SameParty));
    }

    #[test]
    fn kind_and_sign_decide_what_a_document_does() {
        let (none, reference) = (None, to_one_of(1));
        for (kind, taxable, preceding, expected) in [
            (Kind::Invoice, 100, &none, Ok(Effect::Original)),
            (Kind::Prepayment, 0, &none, Ok(Effect::Original)),
            (Kind::SelfBilled, 100, &none, Ok(Effect::Original)),
            (Kind::Invoice, -100, &none, Err(Error::NegativeWithoutReference)),
            (Kind::Invoice, -100, &reference, Ok(Effect::Reversal)),
            (Kind::SelfBilled, -100, &reference, Err(Error::NegativeSelfBilled)),
            (Kind::CreditNote, 100, &none, Err(Error::NegativeWithoutReference)),
            (Kind::CreditNote, 100, &reference, Ok(Effect::Reversal)),
            (Kind::CreditNote, 0, &reference, Err(Common::AmountNotPositive.into())),
            (Kind::CreditNote, -100, &reference, Err(Common::AmountNotPositive.into())),
            (Kind::Corrected, 100, &none, Err(Error::ReferenceMissing)),
            (Kind::Corrected, 100, &reference, Ok(Effect::Replacement)),
            (Kind::Corrected, 0, &reference, Ok(Effect::Replacement)),
            (Kind::Corrected, -100, &none, Err(Error::NegativeWithoutReference)),
            (Kind::Corrected, -100, &reference, Ok(Effect::Reversal)),
        ] {
            let mut sample = request(vec![line(Category::ZeroRated, 0, taxable, 0)]);
            (sample.kind, sample.preceding) = (kind, preceding.clone());
            assert_eq!(check(&sample, sample.issue_date), expected, "{kind:?} {taxable}");
        }
    }

    #[test]
    fn a_reference_may_have_sixteen_candidates_and_not_seventeen() {
        let mut sample = request(vec![line(Category::ZeroRated, 0, 100, 0)]);
        sample.preceding = to_one_of(CANDIDATES_LEN_MAX);
        assert_eq!(check(&sample, sample.issue_date), Ok(Effect::Original));
        sample.preceding = to_one_of(CANDIDATES_LEN_MAX + 1);
        assert_eq!(check(&sample, sample.issue_date), Err(Common::TooLarge.into()));
    }

    #[test]
    fn negative_tax_alone_makes_a_document_negative() {
        let lines =
            vec![line(Category::ZeroRated, 0, 1_000, 0), line(Category::Standard, 700, -100, -7)];
        let sample = request(lines);
        assert!(sample.totals.gross_minor > 0);
        assert_eq!(check(&sample, sample.issue_date), Err(Error::NegativeWithoutReference));
    }

    #[test]
    fn a_breakdown_has_one_to_sixteen_lines_and_each_rate_once() {
        let lines = |count: u32| (1..=count).map(|rate| line(Category::Standard, rate, 0, 0));
        let checked = |lines: Vec<CategoryAmount>| {
            let sample = request(lines);
            check(&sample, sample.issue_date)
        };
        let max = u32::try_from(BREAKDOWN_LEN_MAX).unwrap();
        assert_eq!(checked(vec![]), Err(Error::TotalsMismatch { rule: Rule::BrCo18 }));
        assert_eq!(checked(lines(max).collect()), Ok(Effect::Original));
        assert_eq!(checked(lines(max + 1).collect()), Err(Common::TooLarge.into()));
        let twice = lines(2).chain(lines(1)).collect();
        let category = Category::Standard;
        assert_eq!(checked(twice), Err(Error::RepeatedCategory { category }));
    }

    #[test]
    fn only_category_s_has_a_rate_and_a_tax() {
        let of = |category, rate_bp, tax| check_category(&line(category, rate_bp, 100, tax));
        let category = Category::Standard;
        assert_eq!(of(category, 0, 0), Err(Error::WrongCategoryTax { category }));
        assert_eq!(of(category, 1, 0), Ok(()));
        assert_eq!(of(category, RATE_BP_MAX, 100), Ok(()));
        assert_eq!(of(category, RATE_BP_MAX + 1, 100), Err(Error::WrongCategoryTax { category }));
        for category in [
            Category::ZeroRated,
            Category::Exempt,
            Category::ReverseCharge,
            Category::IntraCommunity,
            Category::Export,
            Category::OutOfScope,
        ] {
            assert_eq!(of(category, 0, 0), Ok(()));
            for (rate_bp, tax) in [(0, 1), (0, -1), (1, 0)] {
                assert_eq!(of(category, rate_bp, tax), Err(Error::WrongCategoryTax { category }));
            }
        }
    }

    #[test]
    fn credits_are_positive_whichever_way_they_are_written() {
        let mut credit = request(vec![line(Category::Standard, 1900, 100, 19)]);
        credit.kind = Kind::CreditNote;
        let negative = request(vec![line(Category::Standard, 1900, -100, -19)]);
        assert_eq!(credits(&credit).unwrap(), credits(&negative).unwrap());
        let least = request(vec![line(Category::ZeroRated, 0, i128::MIN, 0)]);
        assert_eq!(credits(&least), Err(Common::Overflow.into()));
    }
}
