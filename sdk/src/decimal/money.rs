//! Amounts of money.

use super::{Decimal, wide::scaled_quotient};
use crate::prelude::*;
use core::cmp::Ordering;

/// An amount in minor units of a currency (ISO 4217): cents, pence, yen.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let euro = |amount_minor| Money { amount_minor, currency: Currency::new(*b"EUR").unwrap() };
/// assert_eq!(euro(250).checked_add(&euro(-100)), Ok(euro(150)));
/// assert_eq!(euro(1_000).checked_div(&Decimal::integer(3)), Ok(euro(333)));
/// assert_eq!(euro(i128::MAX).checked_add(&euro(1)), Err(Common::Overflow));
/// ```
#[message]
#[derive(Copy)]
pub struct Money {
    /// Minor units; negative when owed the other way.
    pub amount_minor: i128,
    /// ISO 4217 currency.
    pub currency: Currency,
}

impl Money {
    /// The sum.
    ///
    /// # Errors
    /// [`Common::CurrencyMismatch`], [`Common::Overflow`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, i128::checked_add)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`Common::CurrencyMismatch`], [`Common::Overflow`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, i128::checked_sub)
    }

    /// How the amounts compare.
    ///
    /// # Errors
    /// [`Common::CurrencyMismatch`].
    pub fn checked_cmp(&self, other: &Self) -> Result<Ordering, Common> {
        self.check_currency(other)?;
        Ok(self.amount_minor.cmp(&other.amount_minor))
    }

    /// This rate of the amount, rounded to the minor unit.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn at(&self, rate: &Rate) -> Result<Self, Common> {
        self.checked_mul(&rate.number)
    }

    /// The product, rounded to the minor unit.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn checked_mul(&self, factor: &Decimal) -> Result<Self, Common> {
        self.scaled(factor, &Decimal::integer(1))
    }

    /// The quotient, rounded to the minor unit.
    ///
    /// # Errors
    /// [`Common::Overflow`], also for a division by zero.
    pub fn checked_div(&self, divisor: &Decimal) -> Result<Self, Common> {
        self.scaled(&Decimal::integer(1), divisor)
    }

    /// The amount in another currency, at so many of its main units for one main unit of this
    /// one, rounded to its minor unit.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when a currency has no minor unit, [`Common::Overflow`].
    pub fn converted(&self, rate: &Rate, into: Currency) -> Result<Self, Common> {
        let amount = self.amount()?;
        Amount::new(amount.number, into).times(&rate.number)
    }

    /// Which part of `whole` this is, with so many decimals, rounded.
    ///
    /// # Errors
    /// [`Common::CurrencyMismatch`]; [`Common::Overflow`], also for a whole of zero;
    /// [`Common::TooLarge`] for too many decimals.
    pub fn ratio(&self, whole: &Self, scale: u8) -> Result<Rate, Common> {
        self.check_currency(whole)?;
        let part = scaled_quotient(self.amount_minor, 1, whole.amount_minor, scale.into())?;
        Ok(Rate::new(Decimal::new(part, scale)?))
    }

    /// The same in main units, exact: 1.50 for 150 cents.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when the currency has no minor unit
    /// ([`minor_digits`](Currency::minor_digits)).
    pub fn amount(&self) -> Result<Amount, Common> {
        let digits = self.currency.minor_digits().ok_or(Common::BadFormat)?;
        Ok(Amount::new(Decimal::new(self.amount_minor, digits)?, self.currency))
    }

    fn scaled(&self, factor: &Decimal, divisor: &Decimal) -> Result<Self, Common> {
        let amount_minor = Decimal::integer(self.amount_minor).product_over(factor, divisor, 0)?;
        Ok(Self { amount_minor, currency: self.currency })
    }

    fn check_currency(&self, other: &Self) -> Result<(), Common> {
        if self.currency == other.currency { Ok(()) } else { Err(Common::CurrencyMismatch) }
    }

    fn combine(
        &self,
        other: &Self,
        operation: impl FnOnce(i128, i128) -> Option<i128>,
    ) -> Result<Self, Common> {
        self.check_currency(other)?;
        let amount_minor =
            operation(self.amount_minor, other.amount_minor).ok_or(Common::Overflow)?;
        Ok(Self { amount_minor, currency: self.currency })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount_minor: i128, code: &[u8; 3]) -> Money {
        Money { amount_minor, currency: Currency::new(*code).expect("three letters") }
    }

    #[test]
    fn adds_and_subtracts_one_currency() {
        let (a, b) = (money(250, b"EUR"), money(-100, b"EUR"));
        assert_eq!(a.checked_add(&b), Ok(money(150, b"EUR")));
        assert_eq!(a.checked_sub(&b), Ok(money(350, b"EUR")));
    }

    #[test]
    fn refuses_two_currencies_and_overflow() {
        let (euro, yen) = (money(1, b"EUR"), money(1, b"JPY"));
        assert_eq!(euro.checked_add(&yen), Err(Common::CurrencyMismatch));
        assert_eq!(euro.checked_sub(&yen), Err(Common::CurrencyMismatch));
        assert_eq!(money(i128::MAX, b"EUR").checked_add(&euro), Err(Common::Overflow));
        assert_eq!(money(i128::MIN, b"EUR").checked_sub(&euro), Err(Common::Overflow));
    }
}
