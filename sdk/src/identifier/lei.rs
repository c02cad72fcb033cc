//! Legal entities.

use crate::code::Code;

super::text_type! {
    /// A legal entity identifier (ISO 17442-1:2020): 18 capital letters and digits, then two
    /// check digits by ISO/IEC 7064 MOD 97-10, which are verified.
    ///
    /// ```
    /// use sandpact_sdk::prelude::*;
    ///
    /// let bank = Lei::parse("7LTWFZYICNSX8D621K86")?; // Deutsche Bank AG
    /// assert_eq!(bank.as_str(), "7LTWFZYICNSX8D621K86");
    /// assert_eq!(Lei::parse("7LTWFZYICNSX8D621K68"), Err(Common::BadFormat));
    /// # Ok::<(), Common>(())
    /// ```
    Lei: 20, |text| {
        let (_, check) = text.split_at_checked(18)?;
        let is_lei = check.iter().all(u8::is_ascii_digit) && mod_97(text)? == 1;
        if is_lei { Code::of(text) } else { None }
    }
}

/// The text modulo 97, each letter being a number from 10 (A) to 35 (Z).
fn mod_97(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0_u32, |rest, byte| {
        let byte = u32::from(*byte);
        let (shift, value) = match byte {
            48..=57 => (10, byte.wrapping_sub(48)),
            65..=90 => (100, byte.wrapping_sub(55)),
            _ => return None,
        };
        Some(rest.wrapping_mul(shift).wrapping_add(value) % 97)
    })
}
