//! What documents do to the taxpayers' positions (T1, T4). Pure rules.

use crate::errors::Error;
use crate::messages::{Category, CategoryAmount, Effect, Invoice, Position, Receivable, Remaining};
use crate::totals::{sum, tax_on};
use sandpact_sdk::prelude::*;

/// The amounts of one document that positions count, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booking {
    /// Tax that the seller owes.
    pub tax_minor: i128,
    /// Tax that the buyer owes by reverse charge.
    pub moved_tax_minor: i128,
    /// Taxable amount under reverse charge.
    pub reverse_charge_taxable_minor: i128,
}

/// What remains of a breakdown before anything was taken back: all of it.
///
/// # Errors
/// [`Common::Overflow`].
pub fn open(
    breakdown: &[CategoryAmount],
    reverse_charge_rate_bp: u32,
) -> Result<Vec<Remaining>, Error> {
    let mut remaining = Vec::with_capacity(breakdown.len());
    for line in breakdown {
        let moved_tax_minor = match line.category {
            Category::ReverseCharge => tax_on(line.taxable_minor, reverse_charge_rate_bp)?,
            _ => 0,
        };
        remaining.push(Remaining {
            category: line.category,
            rate_bp: line.rate_bp,
            taxable_minor: line.taxable_minor,
            tax_minor: line.tax_minor,
            moved_tax_minor,
        });
    }
    Ok(remaining)
}

/// What the buyer still owes for an invoice: the amount due, less what later documents took
/// back. A credit is owed by nobody.
///
/// # Errors
/// [`Common::Overflow`].
pub fn receivable(invoice: &Invoice) -> Result<Receivable, Error> {
    let rest = invoice.remaining.iter();
    let gross = sum(rest.flat_map(|it| [Some(it.taxable_minor), Some(it.tax_minor)]))?;
    let (paid, rounding) = (invoice.totals.paid_minor, invoice.totals.rounding_minor);
    let due = sum([Some(gross), paid.checked_neg(), Some(rounding)])?;
    let is_owed = invoice.effect != Effect::Reversal && gross > 0;
    Ok(Receivable {
        seller: invoice.seller,
        currency: invoice.currency,
        open_minor: if is_owed { due.max(0) } else { 0 },
        state: invoice.state,
        frozen: invoice.frozen,
    })
}

impl Booking {
    /// A document that counts nothing.
    pub const NOTHING: Self =
        Self { tax_minor: 0, moved_tax_minor: 0, reverse_charge_taxable_minor: 0 };

    /// The amounts of these lines.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn of(lines: &[Remaining]) -> Result<Self, Common> {
        let reverse_charged = lines.iter().filter(|line| line.category == Category::ReverseCharge);
        Ok(Self {
            tax_minor: sum(lines.iter().map(|line| Some(line.tax_minor)))?,
            moved_tax_minor: sum(lines.iter().map(|line| Some(line.moved_tax_minor)))?,
            reverse_charge_taxable_minor: sum(reverse_charged.map(|line| Some(line.taxable_minor)))?,
        })
    }

    /// The difference.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn minus(&self, other: &Self) -> Result<Self, Common> {
        let minus = |a: i128, b: i128| a.checked_sub(b).ok_or(Common::Overflow);
        Ok(Self {
            tax_minor: minus(self.tax_minor, other.tax_minor)?,
            moved_tax_minor: minus(self.moved_tax_minor, other.moved_tax_minor)?,
            reverse_charge_taxable_minor: minus(
                self.reverse_charge_taxable_minor,
                other.reverse_charge_taxable_minor,
            )?,
        })
    }

    /// The same amounts with the other sign.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn negated(&self) -> Result<Self, Common> {
        Self::NOTHING.minus(self)
    }

    /// The tax that the buyer may deduct, whoever owes it.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn deductible_minor(&self) -> Result<i128, Common> {
        sum([Some(self.tax_minor), Some(self.moved_tax_minor)])
    }

    /// What the document adds to the seller's position.
    #[must_use]
    pub const fn seller_change(&self) -> Position {
        Position {
            output_minor: self.tax_minor,
            reverse_charge_supplied_minor: self.reverse_charge_taxable_minor,
            ..Position::ZERO
        }
    }

    /// What the document adds to the buyer's position.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn buyer_change(&self) -> Result<Position, Common> {
        Ok(Position {
            output_minor: self.moved_tax_minor,
            input_minor: self.deductible_minor()?,
            reverse_charge_bought_minor: self.reverse_charge_taxable_minor,
            ..Position::ZERO
        })
    }
}

impl Position {
    /// A taxpayer of whom the ledger knows nothing yet.
    pub const ZERO: Self = Self {
        output_minor: 0,
        input_minor: 0,
        deducted_minor: 0,
        reverse_charge_supplied_minor: 0,
        reverse_charge_bought_minor: 0,
    };

    /// The position after a change.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn plus(&self, change: &Self) -> Result<Self, Common> {
        let plus = |a: i128, b: i128| a.checked_add(b).ok_or(Common::Overflow);
        Ok(Self {
            output_minor: plus(self.output_minor, change.output_minor)?,
            input_minor: plus(self.input_minor, change.input_minor)?,
            deducted_minor: plus(self.deducted_minor, change.deducted_minor)?,
            reverse_charge_supplied_minor: plus(
                self.reverse_charge_supplied_minor,
                change.reverse_charge_supplied_minor,
            )?,
            reverse_charge_bought_minor: plus(
                self.reverse_charge_bought_minor,
                change.reverse_charge_bought_minor,
            )?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples::{invoice, line, remaining};

    #[test]
    fn domestic_tax_is_output_of_the_seller_and_input_of_the_buyer() {
        let lines = open(&[line(Category::Standard, 1900, 10_000, 1_900)], 0).unwrap();
        let booking = Booking::of(&lines).unwrap();
        assert_eq!(booking.seller_change(), Position { output_minor: 1_900, ..Position::ZERO });
        let buyer = booking.buyer_change().unwrap();
        assert_eq!(buyer, Position { input_minor: 1_900, ..Position::ZERO });
    }

    #[test]
    fn reverse_charge_moves_the_output_tax_to_the_buyer() {
        let lines = open(&[line(Category::ReverseCharge, 0, 10_000, 0)], 1_900).unwrap();
        let booking = Booking::of(&lines).unwrap();
        let (seller, buyer) = (booking.seller_change(), booking.buyer_change().unwrap());
        assert_eq!((seller.output_minor, seller.reverse_charge_supplied_minor), (0, 10_000));
        assert_eq!((buyer.output_minor, buyer.input_minor), (1_900, 1_900));
        assert_eq!(buyer.reverse_charge_bought_minor, seller.reverse_charge_supplied_minor);
    }

    #[test]
    fn only_reverse_charge_lines_are_moved() {
        let lines = [line(Category::Exempt, 0, 500, 0), line(Category::ReverseCharge, 0, 100, 0)];
        let booking = Booking::of(&open(&lines, 1_900).unwrap()).unwrap();
        assert_eq!(booking.moved_tax_minor, 19);
        assert_eq!(booking.reverse_charge_taxable_minor, 100);
    }

    #[test]
    fn a_receivable_is_what_is_due_and_remains() {
        let mut whole = invoice(vec![line(Category::Standard, 1900, 10_000, 1_900)], 0);
        (whole.totals.paid_minor, whole.totals.rounding_minor) = (2_000, 1);
        let open = |invoice: &Invoice| receivable(invoice).map(|it| it.open_minor);
        assert_eq!(open(&whole), Ok(9_901));
        whole.remaining = vec![remaining(Category::Standard, 1900, 1_000, 190)];
        assert_eq!(open(&whole), Ok(0), "more was paid than remains");
        whole.remaining = vec![];
        assert_eq!(open(&whole), Ok(0));
        let credit = Invoice { effect: Effect::Reversal, ..invoice(vec![], 0) };
        assert_eq!(open(&credit), Ok(0));
    }

    #[test]
    fn taking_back_what_was_added_leaves_nothing() {
        let lines = [
            line(Category::Standard, 1900, 10_000, 1_900),
            line(Category::ReverseCharge, 0, 500, 0),
        ];
        let booking = Booking::of(&open(&lines, 1_900).unwrap()).unwrap();
        let back = booking.negated().unwrap();
        for (there, and_back) in [
            (booking.seller_change(), back.seller_change()),
            (booking.buyer_change().unwrap(), back.buyer_change().unwrap()),
        ] {
            let position = Position::ZERO.plus(&there).unwrap();
            assert_ne!(position, Position::ZERO);
            assert_eq!(position.plus(&and_back).unwrap(), Position::ZERO);
        }
        let full = Position { output_minor: i128::MAX, ..Position::ZERO };
        assert_eq!(full.plus(&booking.seller_change()), Err(Common::Overflow));
    }
}
