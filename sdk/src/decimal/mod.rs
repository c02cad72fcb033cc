//! Exact decimal numbers, and what is counted with them: [`Money`], [`Amount`], [`Rate`],
//! [`Quantity`]. Integers throughout; a result that does not fit is [`Common::Overflow`].
//!
//! **Rounding.** One rule wherever a result has more decimals than its place: to the nearest,
//! halves away from zero ([`round_half_away`](crate::round_half_away)), as invoices of
//! EN 16931-1 are rounded. Each operation rounds once, at its end; sums, differences and
//! comparisons never do.

mod amount;
mod money;
mod quantity;
mod rate;
mod wide;

#[cfg(test)]
mod tests;

pub use amount::Amount;
pub use money::Money;
pub use quantity::{Quantity, Unit};
pub use rate::Rate;

use crate::{
    Common,
    read::{Read, Reader},
};
use core::{cmp::Ordering, fmt};
use parity_scale_codec::{Decode, Encode, Input};
use sandpact_abi::{Describe, Field, Type};
use wide::scaled_quotient;

/// An exact decimal number: `value / 10^scale`. Encoded as both, one after the other.
///
/// Numbers compare by what they are worth: `1.5` equals `1.50`.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let price = Decimal::parse("0.125")?;
/// assert_eq!(price, Decimal::new(1_250, 4)?);
/// assert_eq!(price.checked_mul(&Decimal::integer(3), 2)?, Decimal::parse("0.38")?);
/// assert_eq!(Decimal::integer(1).checked_div(&Decimal::integer(0), 2), Err(Common::Overflow));
/// # Ok::<(), Common>(())
/// ```
#[derive(Clone, Copy, Debug, Encode)]
pub struct Decimal {
    value: i128,
    scale: u8,
}

impl Decimal {
    /// Most decimals of a number: prices, rates and quantities of the standards named in this
    /// crate need at most ten; two numbers of 18 still compare within 256 bits.
    pub const SCALE_MAX: u8 = 18;

    /// `value / 10^scale`.
    ///
    /// # Errors
    /// [`Common::TooLarge`] for a scale above [`SCALE_MAX`](Self::SCALE_MAX).
    pub const fn new(value: i128, scale: u8) -> Result<Self, Common> {
        if scale > Self::SCALE_MAX {
            return Err(Common::TooLarge);
        }
        Ok(Self { value, scale })
    }

    /// A whole number.
    #[must_use]
    pub const fn integer(value: i128) -> Self {
        Self { value, scale: 0 }
    }

    /// Reads digits with at most one point between them, after a minus where it is below zero:
    /// `-12.50` has the value -1250 and the scale 2.
    ///
    /// # Errors
    /// [`Common::BadFormat`] for another form, [`Common::TooLarge`] for too many decimals,
    /// [`Common::Overflow`] for too many digits.
    pub fn parse(text: &str) -> Result<Self, Common> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return Err(Common::BadFormat),
            Some(parts) => parts,
            None => (digits, ""),
        };
        if whole.is_empty() {
            return Err(Common::BadFormat);
        }
        let scale = u8::try_from(decimals.len()).map_err(|_| Common::TooLarge)?;
        let mut value = 0_i128;
        for byte in whole.bytes().chain(decimals.bytes()) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return Err(Common::BadFormat);
            }
            let tenfold = value.checked_mul(10).ok_or(Common::Overflow)?;
            let next = if is_negative {
                tenfold.checked_sub(digit.into())
            } else {
                tenfold.checked_add(digit.into())
            };
            value = next.ok_or(Common::Overflow)?;
        }
        Self::new(value, scale)
    }

    /// The number times `10^scale`.
    #[must_use]
    pub const fn value(&self) -> i128 {
        self.value
    }

    /// Decimals after the point.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// The number with this many decimals: rounded when they are fewer.
    ///
    /// # Errors
    /// [`Common::Overflow`], [`Common::TooLarge`].
    pub fn rescaled(&self, scale: u8) -> Result<Self, Common> {
        self.checked_mul(&Self::integer(1), scale)
    }

    /// The sum, exact, with the decimals of the number that has more.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn checked_add(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, i128::checked_add)
    }

    /// The difference, exact, with the decimals of the number that has more.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn checked_sub(&self, other: &Self) -> Result<Self, Common> {
        self.combine(other, i128::checked_sub)
    }

    /// The product, rounded to this many decimals.
    ///
    /// # Errors
    /// [`Common::Overflow`], [`Common::TooLarge`].
    pub fn checked_mul(&self, other: &Self, scale: u8) -> Result<Self, Common> {
        Self::new(self.product_over(other, &Self::integer(1), scale)?, scale)
    }

    /// The quotient, rounded to this many decimals.
    ///
    /// # Errors
    /// [`Common::Overflow`], also for a division by zero; [`Common::TooLarge`].
    pub fn checked_div(&self, divisor: &Self, scale: u8) -> Result<Self, Common> {
        Self::new(self.product_over(&Self::integer(1), divisor, scale)?, scale)
    }

    /// `self * factor / divisor` in units of `10^-scale`, rounded once.
    fn product_over(&self, factor: &Self, divisor: &Self, scale: u8) -> Result<i128, Common> {
        // Scales are at most 255, so that nothing saturates.
        let plus = i32::from(scale).saturating_add(i32::from(divisor.scale));
        let minus = i32::from(self.scale).saturating_add(i32::from(factor.scale));
        scaled_quotient(self.value, factor.value, divisor.value, plus.saturating_sub(minus))
    }

    fn combine(
        &self,
        other: &Self,
        operation: fn(i128, i128) -> Option<i128>,
    ) -> Result<Self, Common> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.rescaled(scale)?, other.rescaled(scale)?);
        Self::new(operation(a.value, b.value).ok_or(Common::Overflow)?, scale)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        wide::compare(self.value, other.scale.into(), other.value, self.scale.into())
    }
}

/// Refuses a scale above [`Decimal::SCALE_MAX`].
impl Decode for Decimal {
    fn decode<I: Input>(input: &mut I) -> Result<Self, parity_scale_codec::Error> {
        let (value, scale) = Decode::decode(input)?;
        Self::new(value, scale).map_err(|_| "too many decimals".into())
    }
}

impl Read for Decimal {
    fn read(reader: &mut Reader<'_>) -> Self {
        let (value, scale): (i128, u8) = Read::read(reader);
        if scale > Self::SCALE_MAX {
            reader.refuse();
        }
        Self { value, scale }
    }
}

impl Describe for Decimal {
    const TYPE: Type = Type::Struct {
        name: "Decimal",
        docs: "An exact decimal number: value / 10^scale.",
        fields: &[
            Field { name: "value", docs: "The number times 10^scale.", ty: &Type::I128 },
            Field { name: "scale", docs: "Decimals after the point, 0 to 18.", ty: &Type::U8 },
        ],
    };
}

/// Digits with a point: `-12.50`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power = 10_u128.saturating_pow(self.scale.into());
        let magnitude = self.value.unsigned_abs();
        let whole = magnitude.checked_div(power).unwrap_or_default();
        if self.value < 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if self.scale == 0 {
            return Ok(());
        }
        let decimals = magnitude.checked_rem(power).unwrap_or_default();
        write!(f, ".{decimals:0width$}", width = usize::from(self.scale))
    }
}
