//! Keys of GS1: goods, places, pallets. The check digit is that of the GS1 General
//! Specifications, section 7.9: weights 3 and 1 in turn from the right, to a multiple of ten.

use super::digits;
use crate::code::Code;

super::text_type! {
    /// A global trade item number: 8, 12, 13 or 14 digits with their check digit. Its one form
    /// has 14, with zeros before.
    ///
    /// ```
    /// use sandpact_sdk::prelude::*;
    ///
    /// let book = Gtin::parse("9780306406157")?;
    /// assert_eq!(book.as_str(), "09780306406157");
    /// assert_eq!(Gtin::parse("09780306406157")?, book);
    /// assert_eq!(Gtin::parse("9780306406158"), Err(Common::BadFormat));
    /// # Ok::<(), Common>(())
    /// ```
    Gtin: 14, |text| {
        if !matches!(text.len(), 8 | 12 | 13 | 14) {
            return None;
        }
        let mut padded = [b'0'; 14];
        padded.get_mut(14_usize.checked_sub(text.len())?..)?.copy_from_slice(text);
        checked::<14>(&padded)
    }
}

super::text_type! {
    /// A global location number, of a place or a party: 13 digits with their check digit.
    Gln: 13, checked::<13>
}

super::text_type! {
    /// A serial shipping container code: 18 digits with their check digit.
    Sscc: 18, checked::<18>
}

fn checked<const N: usize>(text: &[u8]) -> Option<Code<N>> {
    let mut values = digits::values::<N>(text)?;
    values.reverse();
    let sum = digits::weighted(&values, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]);
    if sum.is_multiple_of(10) { Code::of(text) } else { None }
}
