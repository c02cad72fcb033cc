//! Exact amounts and prices.

use super::{Decimal, Quantity};
use crate::prelude::*;

/// An exact amount of a currency, with as many decimals as it needs: a unit price, or an
/// intermediate result. What is paid is [`Money`].
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let euro = Currency::new(*b"EUR").unwrap();
/// let price = Amount::new(Decimal::parse("0.0375")?, euro); // 3.75 cent a kilowatt hour
/// let consumed = Quantity { number: Decimal::integer(1_234), unit: Unit::parse("KWH")? };
/// assert_eq!(price.times(&consumed.number)?, Money { amount_minor: 4_628, currency: euro });
/// # Ok::<(), Common>(())
/// ```
#[message]
#[derive(Copy)]
pub struct Amount {
    /// How much, in the currency itself: euros, not cents.
    pub number: Decimal,
    /// ISO 4217 currency.
    pub currency: Currency,
}

impl Amount {
    /// This much of a currency.
    #[must_use]
    pub const fn new(number: Decimal, currency: Currency) -> Self {
        Self { number, currency }
    }

    /// The amount in minor units, rounded.
    ///
    /// # Errors
    /// [`Common::BadFormat`] for a currency without a minor unit
    /// ([`minor_digits`](Currency::minor_digits)), [`Common::Overflow`].
    pub fn rounded(&self) -> Result<Money, Common> {
        self.times(&Decimal::integer(1))
    }

    /// The amount in minor units, if that is exact.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when it is not, or for a currency without a minor unit;
    /// [`Common::Overflow`].
    pub fn exact(&self) -> Result<Money, Common> {
        let money = self.rounded()?;
        if money.amount()?.number == self.number { Ok(money) } else { Err(Common::BadFormat) }
    }

    /// What so many cost at this price, in minor units, rounded once.
    ///
    /// # Errors
    /// As [`rounded`](Self::rounded).
    pub fn times(&self, factor: &Decimal) -> Result<Money, Common> {
        self.product_over(factor, &Decimal::integer(1))
    }

    /// What a quantity costs at this price for a base quantity: 7.20 for 12 pieces. The item
    /// price base quantity of EN 16931-1 is BT-149.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when the units differ; else as [`rounded`](Self::rounded), with
    /// [`Common::Overflow`] for a base of zero too.
    pub fn times_per(&self, quantity: &Quantity, base: &Quantity) -> Result<Money, Common> {
        if quantity.unit != base.unit {
            return Err(Common::BadFormat);
        }
        self.product_over(&quantity.number, &base.number)
    }

    fn product_over(&self, factor: &Decimal, divisor: &Decimal) -> Result<Money, Common> {
        let digits = self.currency.minor_digits().ok_or(Common::BadFormat)?;
        let amount_minor = self.number.product_over(factor, divisor, digits)?;
        Ok(Money { amount_minor, currency: self.currency })
    }
}
