//! Identifiers in the one form in which they are keys.

use super::element::quoted;
use crate::document::DocumentRefusal;
use std::fmt;

/// ISO 3166-1 alpha-2, and what BR-CO-09 allows beside it: EL for Greece, XI for Northern
/// Ireland, 1A for Kosovo.
const COUNTRIES: &str = "1A AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH \
    BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX \
    CY CZ DE DJ DK DM DO DZ EC EE EG EH EL ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL \
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE \
    KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH \
    PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS \
    ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG \
    VI VN VU WF WS XI YE YT ZA ZM ZW";

/// Length of a VAT identifier in characters, country included. The longest in use are
/// below 16; no check digits are verified, since BR-CO-09 asks for the country only.
const VAT_ID_LEN: std::ops::RangeInclusive<usize> = 4..=20;

/// Length of a tax registration in characters.
const REGISTRATION_LEN: std::ops::RangeInclusive<usize> = 4..=40;

/// Longest document number in characters.
const NUMBER_LEN_CHARS_MAX: usize = 100;

/// How a taxpayer is known: a VAT identifier, country and number, upper case, without separators;
/// or the registration of one that has none, as `DE:12/345/67890`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxId(String);

impl TaxId {
    /// Normalises: blanks, points and hyphens go, letters become upper case, and Greece is EL
    /// (Directive 2006/112/EC art. 215), though its ISO code GR is in use too.
    /// `DE 123456789` and `de123456789` are `DE123456789`.
    pub fn vat(text: &str) -> Result<Self, DocumentRefusal> {
        let is_separator = |c: &char| c.is_whitespace() || matches!(c, '.' | '-');
        let id: String = text.chars().filter(|c| !is_separator(c)).collect();
        let id = id.to_ascii_uppercase();
        let problem = if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            "has characters other than letters, digits, blanks, points and hyphens"
        } else if !VAT_ID_LEN.contains(&id.len()) {
            "is too short or too long"
        } else if !has_country(&id) {
            "does not begin with a country (BR-CO-09)"
        } else {
            return Ok(Self(match id.strip_prefix("GR") {
                Some(number) => format!("EL{number}"),
                None => id,
            }));
        };
        Err(DocumentRefusal::bad_identifier(format!("VAT identifier {} {problem}", quoted(text))))
    }

    /// A tax registration of a country (BT-32 and BT-40). Only blanks go and letters become upper
    /// case: without their separators numbers of two offices may be the same.
    pub fn registration(country: &str, number: &str) -> Result<Self, DocumentRefusal> {
        let plain: String = number.chars().filter(|c| !c.is_whitespace()).collect();
        let is_plain = plain.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_country(country) || !is_plain || !REGISTRATION_LEN.contains(&plain.len()) {
            let (country, number) = (quoted(country), quoted(number));
            let reason =
                format!("{number} is no tax registration of plain characters in {country}");
            return Err(DocumentRefusal::bad_identifier(reason));
        }
        Ok(Self(format!("{country}:{}", plain.to_ascii_uppercase())))
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country's two letters.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl fmt::Display for TaxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a VAT identifier begins with a country, in capital letters (BR-CO-09).
pub fn has_country(identifier: &str) -> bool {
    identifier.get(..2).is_some_and(is_country)
}

fn is_country(prefix: &str) -> bool {
    COUNTRIES.split_ascii_whitespace().any(|country| country == prefix)
}

/// A document number in normal form: without blanks, in upper case. Anything beyond ASCII
/// letters, digits and punctuation is refused: in Unicode the same number could be written
/// again with letters and digits that look alike, or with characters that nobody sees.
pub fn document_number(text: &str) -> Result<String, DocumentRefusal> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_plain = number.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (1..=NUMBER_LEN_CHARS_MAX).contains(&number.len()) {
        return Ok(number.to_ascii_uppercase());
    }
    let reason = format!("{} is no document number of plain characters", quoted(text));
    Err(DocumentRefusal::bad_identifier(reason))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn vat_identifiers_have_one_form() {
        for text in ["DE123456789", "DE 123456789", "de 123.456-789", " DE\u{a0}123 456 789\n"] {
            assert_eq!(TaxId::vat(text).unwrap().as_str(), "DE123456789", "{text}");
        }
        for text in ["EL123456789", "GR 123456789", "gr123456789"] {
            assert_eq!(TaxId::vat(text).unwrap().as_str(), "EL123456789", "{text}");
        }
        assert_eq!(TaxId::vat("GR123456789").unwrap().country(), "EL");
        for text in ["XI123456789", "ATU12345678", "DE12345464867"] {
            assert_eq!(TaxId::vat(text).unwrap().as_str(), text);
        }
        let long = format!("DE{}", "1".repeat(19));
        for text in ["399999999900003", "ZZ123456789", "DE", "DE1", "DE12/345", "DÉ123", "", &long]
        {
            assert_eq!(TaxId::vat(text).unwrap_err().name, "BadIdentifier", "{text}");
        }
    }

    #[test]
    fn tax_registrations_keep_their_separators() {
        for (country, number, expected) in [
            ("DE", " 12/345/67890", "DE:12/345/67890"),
            ("DE", "12 345 67890\n", "DE:1234567890"),
            ("SE", "fc-9", "SE:FC-9"),
        ] {
            let id = TaxId::registration(country, number).unwrap();
            assert_eq!((id.as_str(), id.country()), (expected, country));
        }
        let long = "1".repeat(41);
        for (country, number) in [
            ("DE", "12"),
            ("DE", ""),
            ("ZZ", "12345"),
            ("de", "12345"),
            ("", "12345"),
            ("DE", "12é45"),
            ("DE", &long),
        ] {
            let refusal = TaxId::registration(country, number).unwrap_err();
            assert_eq!(refusal.name, "BadIdentifier", "{country} {number}");
        }
        assert_ne!(
            TaxId::vat("DE1234567890").unwrap(),
            TaxId::registration("DE", "1234567890").unwrap()
        );
    }

    #[test]
    fn document_numbers_have_one_form() {
        for (text, expected) in
            [("R-17/a", "R-17/A"), (" r - 17\u{a0}", "R-17"), ("~1!", "~1!"), ("[...]", "[...]")]
        {
            assert_eq!(document_number(text).unwrap(), expected);
        }
        let long = "1".repeat(NUMBER_LEN_CHARS_MAX + 1);
        // Combining mark, zero width space, Hangul filler, full width digit, Greek capital
        // rho, dotless i (whose capital is an ASCII letter).
        let alike = ["A\u{301}1", "a\u{200b}1", "1\u{3164}", "\u{ff11}", "\u{3a1}1", "\u{131}1"];
        for text in ["", "  ", "\u{1b}[31m", "€1", &long].into_iter().chain(alike) {
            assert_eq!(document_number(text).unwrap_err().name, "BadIdentifier", "{text:?}");
        }
        assert!(document_number(&long[1..]).is_ok());
    }
}
