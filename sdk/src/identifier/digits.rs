//! Check digits. Every function takes digits as numbers from 0 to 9 and is true when the last
//! of them, or the last two, fit the others.

/// The numbers that ASCII digits stand for; `None` when there is another character.
pub fn values<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let text: &[u8; N] = text.try_into().ok()?;
    let digits = text.map(|byte| byte.wrapping_sub(b'0'));
    digits.iter().all(|digit| *digit < 10).then_some(digits)
}

/// Sum of the digits times their weights, as many as there are of both.
pub fn weighted(digits: &[u8], weights: &[u8]) -> u32 {
    let products =
        digits.iter().zip(weights).map(|(a, b)| u32::from(*a).wrapping_mul(u32::from(*b)));
    products.fold(0, u32::wrapping_add)
}

/// The number that the digits write, modulo `modulus`.
pub fn remainder(digits: &[u8], modulus: u32) -> u32 {
    digits.iter().fold(0, |rest: u32, digit| {
        rest.wrapping_mul(10).wrapping_add(u32::from(*digit)).checked_rem(modulus).unwrap_or(0)
    })
}

/// ISO/IEC 7064 MOD 11,10.
pub fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let product = others.iter().fold(10_u32, |product, digit| {
        let sum = product.wrapping_add(u32::from(*digit)) % 10;
        (if sum == 0 { 10 } else { sum }).wrapping_mul(2) % 11
    });
    product.wrapping_add(u32::from(*check)) % 10 == 1
}

/// The formula of H. P. Luhn (ISO/IEC 7812-1, annex B).
pub fn luhn(digits: &[u8]) -> bool {
    let doubled = |(place, digit): (usize, &u8)| {
        let digit = u32::from(*digit);
        match (place % 2, digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit.wrapping_mul(2).wrapping_sub(9),
            (_, digit) => digit.wrapping_mul(2),
        }
    };
    digits.iter().rev().enumerate().map(doubled).fold(0, u32::wrapping_add) % 10 == 0
}
