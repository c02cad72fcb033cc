//! Organisations in China.

use super::digits::weighted;
use crate::code::Code;

/// The characters and their values (GB 32100-2015, table 3): no I, O, S, V, Z.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31 (GB 32100-2015, table 4).
const WEIGHTS: [u8; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

super::text_type! {
    /// A unified social credit code (GB 32100-2015): 18 characters. The third to eighth, the
    /// administrative division, are digits; the last is a check character modulo 31, which is
    /// verified.
    ///
    /// ```
    /// use sandpact_sdk::prelude::*;
    ///
    /// assert!(Uscc::parse("91350100M000100Y43").is_ok()); // the example of the standard
    /// assert_eq!(Uscc::parse("91350100M000100Y44"), Err(Common::BadFormat));
    /// ```
    Uscc: 18, |text| {
        let mut values = [0; 18];
        if text.len() != values.len() {
            return None;
        }
        for (value, byte) in values.iter_mut().zip(text) {
            let place = CHARACTERS.iter().position(|character| character == byte)?;
            *value = u8::try_from(place).ok()?;
        }
        let is_division = text.get(2..8)?.iter().all(u8::is_ascii_digit);
        // The check character completes the sum to a multiple of 31.
        let sum = weighted(&values, &WEIGHTS).wrapping_add(u32::from(*values.last()?));
        if is_division && sum.is_multiple_of(31) { Code::of(text) } else { None }
    }
}
