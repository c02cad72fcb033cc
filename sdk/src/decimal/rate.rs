//! Rates.

use super::Decimal;
use crate::prelude::*;

/// A factor between two amounts or numbers: a tax rate, a share, an exchange rate.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let net = Money { amount_minor: 105, currency: Currency::new(*b"EUR").unwrap() };
/// let vat = net.at(&Rate::percent(Decimal::integer(19))?)?;
/// assert_eq!(vat.amount_minor, 20); // 0.1995 euros
/// # Ok::<(), Common>(())
/// ```
#[message]
#[derive(Copy, PartialOrd, Ord)]
pub struct Rate {
    /// The factor itself: 0.19 for 19 percent.
    pub number: Decimal,
}

impl Rate {
    /// This factor.
    #[must_use]
    pub const fn new(number: Decimal) -> Self {
        Self { number }
    }

    /// So many hundredths.
    ///
    /// # Errors
    /// [`Common::TooLarge`] when the factor has too many decimals.
    pub fn percent(number: Decimal) -> Result<Self, Common> {
        let scale = number.scale().saturating_add(2);
        Ok(Self { number: Decimal::new(number.value(), scale)? })
    }

    /// So many ten-thousandths.
    #[must_use]
    pub fn basis_points(number: i128) -> Self {
        Self { number: Decimal { value: number, scale: 4 } }
    }
}
