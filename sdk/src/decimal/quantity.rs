//! Quantities and their units.

use super::Decimal;
use crate::{code::Code, identifier::text_type, prelude::*};
use core::cmp::Ordering;

text_type! {
    /// A unit of measure by its common code in UN/ECE Recommendation 20, or in Recommendation 21
    /// behind an X: `KGM`, `KWH`, `C62` (pieces), `XBX` (boxes). Two or three capital letters
    /// and digits, or one; whether the code is in the list is for whoever writes the document.
    Unit: 3, |text| {
        let is_code = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if text.iter().all(is_code) { Code::of(text) } else { None }
    }
}

/// So much of a unit.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let kilograms = |text| Decimal::parse(text).map(|number| Quantity {
///     number,
///     unit: Unit::parse("KGM").unwrap(),
/// });
/// assert_eq!(kilograms("1.5")?.checked_add(&kilograms("0.25")?)?, kilograms("1.75")?);
/// # Ok::<(), Common>(())
/// ```
#[message]
#[derive(Copy)]
pub struct Quantity {
    /// How much.
    pub number: Decimal,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// The sum, exact.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when the units differ, [`Common::Overflow`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, Decimal::checked_add)
    }

    /// The difference, exact.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when the units differ, [`Common::Overflow`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, Decimal::checked_sub)
    }

    /// How the quantities compare.
    ///
    /// # Errors
    /// [`Common::BadFormat`] when the units differ.
    pub fn checked_cmp(&self, other: &Self) -> Result<Ordering, Common> {
        self.check_unit(other)?;
        Ok(self.number.cmp(&other.number))
    }

    fn combine(
        &self,
        other: &Self,
        operation: fn(&Decimal, &Decimal) -> Result<Decimal, Common>,
    ) -> Result<Self, Common> {
        self.check_unit(other)?;
        Ok(Self { number: operation(&self.number, &other.number)?, unit: self.unit })
    }

    fn check_unit(&self, other: &Self) -> Result<(), Common> {
        if self.unit == other.unit { Ok(()) } else { Err(Common::BadFormat) }
    }
}
