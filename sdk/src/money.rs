//! Amounts of money.

use crate::prelude::*;

/// An amount in minor units of a currency (ISO 4217): cents, pence, yen.
#[message]
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

    fn combine(
        &self,
        other: &Self,
        operation: impl FnOnce(i128, i128) -> Option<i128>,
    ) -> Result<Self, Common> {
        if self.currency != other.currency {
            return Err(Common::CurrencyMismatch);
        }
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
