//! Taking an invoice back, in part or as a whole (T5, T6). Pure rules.

use crate::errors::Error;
use crate::messages::{CategoryAmount, Invoice, Remaining, ReversalStatus, State};
use crate::position::Booking;
use crate::totals::{sum, tax_on};
use sandpact_sdk::prelude::*;

/// What a later document takes back, and what it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// What remains of the invoice.
    pub remaining: Vec<Remaining>,
    /// Whether anything remains.
    pub status: ReversalStatus,
    /// Taxable amount taken back, minor units.
    pub taxable_minor: i128,
    /// Amounts that leave both taxpayers' positions.
    pub booking: Booking,
    /// Deduction that the buyer loses, minor units; zero when nothing was deducted.
    pub deduction_minor: i128,
}

/// Takes `credits` (positive amounts) from what remains, category by category.
///
/// # Errors
/// [`Error::ReversalExceedsRemaining`], [`Error::ReversalRaisesTax`],
/// [`Error::DeductionNegative`], [`Error::RemainingTaxNegative`], [`Common::Overflow`].
pub fn reverse(invoice: &Invoice, credits: &[CategoryAmount]) -> Result<TakenBack, Error> {
    let mut remaining = invoice.remaining.clone();
    for credit in credits {
        let (category, rate_bp) = (credit.category, credit.rate_bp);
        let rest = remaining
            .iter_mut()
            .find(|rest| (rest.category, rest.rate_bp) == (category, rate_bp))
            .ok_or(Error::ReversalExceedsRemaining { category, rate_bp })?;
        *rest = less(rest, credit, invoice.reverse_charge_rate_bp)?;
    }
    taken_back(invoice, remaining)
}

/// Takes all that remains.
///
/// # Errors
/// [`Common::Overflow`].
pub fn reverse_rest(invoice: &Invoice) -> Result<TakenBack, Error> {
    let nothing = |rest: &Remaining| Remaining {
        taxable_minor: 0,
        tax_minor: 0,
        moved_tax_minor: 0,
        ..rest.clone()
    };
    taken_back(invoice, invoice.remaining.iter().map(nothing).collect())
}

fn less(rest: &Remaining, credit: &CategoryAmount, moved_rate_bp: u32) -> Result<Remaining, Error> {
    let (category, rate_bp) = (credit.category, credit.rate_bp);
    let take = |amount: i128, from: i128| {
        if is_part(amount, from) {
            Ok(from.checked_sub(amount).ok_or(Common::Overflow)?)
        } else {
            Err(Error::ReversalExceedsRemaining { category, rate_bp })
        }
    };
    Ok(Remaining {
        category,
        rate_bp,
        taxable_minor: take(credit.taxable_minor, rest.taxable_minor)?,
        tax_minor: take(credit.tax_minor, rest.tax_minor)?,
        moved_tax_minor: take(moved_part(rest, credit, moved_rate_bp)?, rest.moved_tax_minor)?,
    })
}

/// Whether `amount` lies between zero and `whole`, which may be negative: an invoice may
/// have a negative category, such as a discount of another rate.
const fn is_part(amount: i128, whole: i128) -> bool {
    if whole >= 0 { 0 <= amount && amount <= whole } else { whole <= amount && amount <= 0 }
}

/// The reverse charge tax that goes back with a credit: all of it with the last taxable
/// amount, else the tax on the credited amount, but never more than there is.
fn moved_part(rest: &Remaining, credit: &CategoryAmount, rate_bp: u32) -> Result<i128, Error> {
    if rest.moved_tax_minor == 0 || credit.taxable_minor == rest.taxable_minor {
        return Ok(rest.moved_tax_minor);
    }
    let part = tax_on(credit.taxable_minor, rate_bp)?;
    Ok(if rest.moved_tax_minor > 0 {
        part.min(rest.moved_tax_minor)
    } else {
        part.max(rest.moved_tax_minor)
    })
}

fn taken_back(invoice: &Invoice, remaining: Vec<Remaining>) -> Result<TakenBack, Error> {
    let (before, after) = (Booking::of(&invoice.remaining)?, Booking::of(&remaining)?);
    let booking = before.minus(&after)?;
    // Taking a negative category back raises the tax, and with it what the buyer deducted;
    // only the buyer does that (T7).
    if booking.tax_minor < 0 || booking.moved_tax_minor < 0 {
        return Err(Error::ReversalRaisesTax);
    }
    let deduction_minor = match invoice.state {
        State::DeductionConfirmed | State::ExportRefundClaimed => booking.deductible_minor()?,
        _ => 0,
    };
    if invoice.deducted_minor < deduction_minor {
        return Err(Error::DeductionNegative);
    }
    if after.tax_minor < 0 || after.moved_tax_minor < 0 {
        return Err(Error::RemainingTaxNegative);
    }
    let taxable = |lines: &[Remaining]| sum(lines.iter().map(|rest| Some(rest.taxable_minor)));
    let left = taxable(&remaining)?;
    let taxable_minor = taxable(&invoice.remaining)?.checked_sub(left).ok_or(Common::Overflow)?;
    let status = if remaining.iter().all(is_empty) {
        ReversalStatus::FullyReversed
    } else {
        ReversalStatus::PartlyReversed
    };
    Ok(TakenBack { remaining, status, taxable_minor, booking, deduction_minor })
}

const fn is_empty(rest: &Remaining) -> bool {
    rest.taxable_minor == 0 && rest.tax_minor == 0 && rest.moved_tax_minor == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::messages::Category;
    use crate::samples::{deducted, invoice, line};

    const S: Category = Category::Standard;
    const AE: Category = Category::ReverseCharge;

    fn exceeds(category: Category, rate_bp: u32) -> Result<TakenBack, Error> {
        Err(Error::ReversalExceedsRemaining { category, rate_bp })
    }

    #[test]
    fn a_credit_may_take_all_that_remains_and_not_one_unit_more() {
        let whole = invoice(vec![line(S, 1900, 10_000, 1_900)], 0);
        let taken = reverse(&whole, &[line(S, 1900, 10_000, 1_900)]).unwrap();
        assert_eq!(taken.status, ReversalStatus::FullyReversed);
        assert_eq!((taken.taxable_minor, taken.booking.tax_minor), (10_000, 1_900));
        assert_eq!(reverse(&whole, &[line(S, 1900, 10_001, 1_900)]), exceeds(S, 1900));
        assert_eq!(reverse(&whole, &[line(S, 1900, 10_000, 1_901)]), exceeds(S, 1900));
        assert_eq!(reverse(&whole, &[line(S, 1900, -1, 0)]), exceeds(S, 1900));
    }

    #[test]
    fn each_rate_has_its_own_remainder() {
        let two = invoice(vec![line(S, 1900, 10_000, 1_900), line(S, 700, 1_000, 70)], 0);
        assert_eq!(reverse(&two, &[line(S, 700, 1_001, 70)]), exceeds(S, 700));
        assert_eq!(reverse(&two, &[line(S, 500, 1, 0)]), exceeds(S, 500));
        assert_eq!(
            reverse(&two, &[line(Category::ZeroRated, 0, 1, 0)]),
            exceeds(Category::ZeroRated, 0)
        );
        let taken = reverse(&two, &[line(S, 700, 1_000, 70)]).unwrap();
        assert_eq!(taken.status, ReversalStatus::PartlyReversed);
        assert_eq!(taken.remaining[0], two.remaining[0]);
    }

    #[test]
    fn a_negative_category_is_taken_back_by_negative_amounts() {
        let mixed = invoice(
            vec![line(S, 1900, 160_000, 30_400), line(Category::ZeroRated, 0, -10_000, 0)],
            0,
        );
        let zero = |amount| [line(Category::ZeroRated, 0, amount, 0)];
        assert_eq!(reverse(&mixed, &zero(1)), exceeds(Category::ZeroRated, 0));
        assert_eq!(reverse(&mixed, &zero(-10_001)), exceeds(Category::ZeroRated, 0));
        assert_eq!(reverse(&mixed, &zero(-10_000)).unwrap().taxable_minor, -10_000);
        let all = reverse_rest(&mixed).unwrap();
        assert_eq!(all.status, ReversalStatus::FullyReversed);
        assert_eq!((all.taxable_minor, all.booking.tax_minor), (150_000, 30_400));
    }

    #[test]
    fn a_deduction_goes_back_with_the_tax() {
        let open = invoice(vec![line(S, 1900, 10_000, 1_900)], 0);
        let credit = [line(S, 1900, 4_000, 760)];
        assert_eq!(reverse(&open, &credit).unwrap().deduction_minor, 0);
        assert_eq!(reverse(&deducted(open), &credit).unwrap().deduction_minor, 760);
    }

    #[test]
    fn neither_deduction_nor_remaining_tax_falls_below_zero() {
        // Taking back only the positive category would leave the negative one.
        let mixed = invoice(vec![line(S, 1900, 1_000, 190), line(S, 700, -1_000, -70)], 0);
        let positive = [line(S, 1900, 1_000, 190)];
        assert_eq!(reverse(&mixed, &positive), Err(Error::RemainingTaxNegative));
        assert_eq!(reverse(&deducted(mixed.clone()), &positive), Err(Error::DeductionNegative));
        // 120 may go back, which leaves exactly zero; 121 may not.
        let credit = |tax| [line(S, 1900, 632, tax)];
        assert_eq!(reverse(&mixed, &credit(120)).map(|taken| taken.booking.tax_minor), Ok(120));
        assert_eq!(reverse(&deducted(mixed.clone()), &credit(120)).unwrap().deduction_minor, 120);
        assert_eq!(reverse(&mixed, &credit(121)), Err(Error::RemainingTaxNegative));
        assert_eq!(reverse(&deducted(mixed), &credit(121)), Err(Error::DeductionNegative));
    }

    #[test]
    fn a_reversal_never_raises_what_the_buyer_deducted() {
        let lines = vec![line(S, 1900, 1_000, 190), line(S, 700, -1_000, -70)];
        let mixed = invoice(lines, 0);
        let by_one = [line(S, 1900, 1, 0), line(S, 700, -8, -1)];
        for whole in [mixed.clone(), deducted(mixed.clone())] {
            assert_eq!(reverse(&whole, &by_one), Err(Error::ReversalRaisesTax));
        }
        let as_much = [line(S, 1900, 5, 1), line(S, 700, -8, -1)];
        assert_eq!(reverse(&deducted(mixed), &as_much).unwrap().deduction_minor, 0);
    }

    #[test]
    fn reverse_charge_tax_goes_back_in_proportion_and_without_a_rest() {
        let moved = invoice(vec![line(AE, 0, 101, 0)], 1_900);
        assert_eq!(moved.remaining[0].moved_tax_minor, 19);
        let half = reverse(&moved, &[line(AE, 0, 50, 0)]).unwrap();
        assert_eq!(half.booking.moved_tax_minor, 10);
        assert_eq!(half.booking.reverse_charge_taxable_minor, 50);
        let mut rest = moved;
        rest.remaining = half.remaining;
        let last = reverse(&rest, &[line(AE, 0, 51, 0)]).unwrap();
        assert_eq!(last.booking.moved_tax_minor, 9);
        assert_eq!(last.status, ReversalStatus::FullyReversed);
    }
}
