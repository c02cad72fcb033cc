//! VAT numbers.

use super::digits::{luhn, mod_11_10, remainder, weighted};
use crate::code::Code;

super::text_type! {
    /// A VAT number with its country before it, in capitals without blanks: a form of the VAT
    /// Information Exchange System (VIES) for a member state of the European Union (Greece is
    /// `EL`) or Northern Ireland (`XI`), or that of Great Britain (`GB`), Switzerland (`CHE`
    /// and nine digits) or Norway (nine digits and `MVA`).
    ///
    /// The check digits are verified too, where the algorithm is public, short and without
    /// exceptions: AT, BE, CH, DE, DK, EE, EL, FI, FR (numeric keys), GB, HR, HU, IT, LU, MT,
    /// NO, PL, PT, RO, SE, SI, SK, XI. Of BG, CY, CZ, ES, IE, LT, LV and NL only the form is.
    ///
    /// ```
    /// use sandpact_sdk::prelude::*;
    ///
    /// let number = VatNumber::parse("DE136695976")?;
    /// assert_eq!(number.country(), "DE");
    /// for bad in ["DE136695978", "DE13669597", "DE 136695976", "US123456789"] {
    ///     assert_eq!(VatNumber::parse(bad), Err(Common::BadFormat));
    /// }
    /// # Ok::<(), Common>(())
    /// ```
    VatNumber: 15, |text| if is_vat_number(text) { Code::of(text) } else { None }
}

impl VatNumber {
    /// The two letters of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        self.as_str().get(..2).unwrap_or_default()
    }
}

/// A country, the forms of its numbers, and whether their digits fit together. In a form, `9`
/// is a digit, `a` a letter, `x` either, `?` either or `+` or `*`, and a capital is itself.
struct Country {
    code: [u8; 2],
    forms: &'static [&'static str],
    check: fn(&[u8]) -> bool,
}

const fn country(
    code: [u8; 2],
    forms: &'static [&'static str],
    check: fn(&[u8]) -> bool,
) -> Country {
    Country { code, forms, check }
}

const COUNTRIES: [Country; 31] = [
    country(*b"AT", &["U99999999"], austria),
    country(*b"BE", &["0999999999", "1999999999"], |digits| complement(digits, 97)),
    country(*b"BG", &["999999999", "9999999999"], no_check),
    country(*b"CH", &["E999999999"], |digits| mod_11(digits, &[5, 4, 3, 2, 7, 6, 5, 4])),
    country(*b"CY", &["99999999a"], no_check),
    country(*b"CZ", &["99999999", "999999999", "9999999999"], no_check),
    country(*b"DE", &["999999999"], mod_11_10),
    country(*b"DK", &["99999999"], |digits| {
        weighted(digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
    }),
    country(*b"EE", &["999999999"], |digits| {
        weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
    }),
    country(*b"EL", &["999999999"], greece),
    country(*b"ES", &["a9999999x", "99999999a"], no_check),
    country(*b"FI", &["99999999"], |digits| mod_11(digits, &[7, 9, 10, 5, 8, 4, 2])),
    country(*b"FR", &["xx999999999"], france),
    country(*b"GB", BRITISH, britain),
    country(*b"HR", &["99999999999"], mod_11_10),
    country(*b"HU", &["99999999"], |digits| {
        weighted(digits, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10)
    }),
    country(*b"IE", &["9999999a", "9999999aa", "9?99999a"], no_check),
    country(*b"IT", &["99999999999"], luhn),
    country(*b"LT", &["999999999", "999999999999"], no_check),
    country(*b"LU", &["99999999"], luxembourg),
    country(*b"LV", &["99999999999"], no_check),
    country(*b"MT", &["99999999"], |digits| {
        weighted(digits, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37)
    }),
    country(*b"NL", &["999999999B99"], no_check),
    country(*b"NO", &["999999999MVA"], |digits| mod_11(digits, &[3, 2, 7, 6, 5, 4, 3, 2])),
    country(*b"PL", &["9999999999"], poland),
    country(*b"PT", &["999999999"], portugal),
    country(
        *b"RO",
        &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"],
        romania,
    ),
    country(*b"SE", &["999999999999"], |digits| digits.get(..10).is_some_and(luhn)),
    country(*b"SI", &["99999999"], slovenia),
    country(*b"SK", &["9999999999"], slovakia),
    country(*b"XI", BRITISH, britain),
];

/// Of a business, of one of its branches, of a government department, of a health authority.
const BRITISH: &[&str] = &["999999999", "999999999999", "GD999", "HA999"];

fn is_vat_number(text: &[u8]) -> bool {
    let Some((code, number)) = text.split_first_chunk() else { return false };
    let Some(country) = COUNTRIES.iter().find(|country| country.code == *code) else {
        return false;
    };
    let fits = |form: &&str| is_of_form(number, form.as_bytes());
    let mut digits = [0; 13];
    let mut len = 0_usize;
    for digit in number.iter().filter(|byte| byte.is_ascii_digit()) {
        let Some(place) = digits.get_mut(len) else { return false };
        *place = digit.wrapping_sub(b'0');
        len = len.saturating_add(1);
    }
    country.forms.iter().any(fits) && (country.check)(digits.get(..len).unwrap_or_default())
}

fn is_of_form(number: &[u8], form: &[u8]) -> bool {
    let fits = |(byte, place): (&u8, &u8)| match place {
        b'9' => byte.is_ascii_digit(),
        b'a' => byte.is_ascii_uppercase(),
        b'x' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        b'?' => byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'*'),
        other => byte == other,
    };
    number.len() == form.len() && number.iter().zip(form).all(fits)
}

fn no_check(_digits: &[u8]) -> bool {
    true
}

/// The last digit is 11 less the weighted sum of the others modulo 11; 11 is written 0, and
/// numbers with 10 are not given out.
fn mod_11(digits: &[u8], weights: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    weighted(others, weights).wrapping_add(u32::from(*check)) % 11 == 0
}

/// The last two digits are `modulus` less the others modulo it.
fn complement(digits: &[u8], modulus: u32) -> bool {
    let Some((others, check)) = digits.split_last_chunk::<2>() else { return false };
    remainder(others, modulus).wrapping_add(remainder(check, 100)) == modulus
}

/// Luhn's sum of the first seven, plus 4.
fn austria(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let doubled = |(place, digit): (usize, &u8)| match place % 2 {
        0 => *digit,
        _ if *digit > 4 => digit.wrapping_mul(2).wrapping_sub(9),
        _ => digit.wrapping_mul(2),
    };
    let sum = others.iter().enumerate().map(doubled).fold(4, u8::wrapping_add);
    sum.wrapping_add(*check) % 10 == 0
}

fn greece(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let sum = weighted(others, &[0, 128, 64, 32, 16, 8, 4, 2]);
    let first = others.first().map_or(0, |digit| u32::from(*digit).wrapping_mul(256));
    sum.wrapping_add(first) % 11 % 10 == u32::from(*check)
}

/// A key of two digits is 12 and three times the SIREN, modulo 97. Keys with letters are not
/// verified.
fn france(digits: &[u8]) -> bool {
    match digits.split_first_chunk::<2>() {
        Some((key, siren)) if siren.len() == 9 => {
            let expected = remainder(siren, 97).wrapping_mul(3).wrapping_add(12) % 97;
            remainder(key, 100) == expected
        }
        _ => true,
    }
}

/// Modulo 97, of which there are an older and two newer kinds, whose sums leave 42 and 55.
/// Departments have no check digit.
fn britain(digits: &[u8]) -> bool {
    match digits.first_chunk::<9>() {
        Some(business) => {
            let sum = weighted(business, &[8, 7, 6, 5, 4, 3, 2, 10, 1]);
            matches!(sum % 97, 0 | 42 | 55)
        }
        None => true,
    }
}

fn luxembourg(digits: &[u8]) -> bool {
    let Some((others, check)) = digits.split_last_chunk::<2>() else { return false };
    remainder(others, 89) == remainder(check, 100)
}

fn poland(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    weighted(others, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == u32::from(*check)
}

/// As modulo 11, but 10 is written 0 as well.
fn portugal(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let rest = weighted(others, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    11_u32.wrapping_sub(rest) % 11 % 10 == u32::from(*check)
}

/// The weights are those of the last nine digits before the check digit.
fn romania(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let skipped = weights.len().saturating_sub(others.len());
    let sum = weighted(others, weights.get(skipped..).unwrap_or_default());
    sum.wrapping_mul(10) % 11 % 10 == u32::from(*check)
}

/// As modulo 11, but 10 is written 0 and 11 is not given out.
fn slovenia(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    match weighted(others, &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        0 => false,
        rest => 11_u32.wrapping_sub(rest) % 10 == u32::from(*check),
    }
}

/// The remainder of the first nine modulo 11, 10 being written 0: so too where the number is
/// that of a person born before 1985.
fn slovakia(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    remainder(others, 11) % 10 == u32::from(*check)
}
