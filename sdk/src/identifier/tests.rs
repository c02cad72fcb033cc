//! Published identifiers, and each of them with one character changed.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::{Common, OrderedKey};
use alloc::{format, string::ToString, vec::Vec};
use parity_scale_codec::{Decode, Encode};

/// Numbers whose check digits are verified.
const VAT_VERIFIED: [&str; 27] = [
    "ATU13585627",
    "BE0428759497",
    "CHE107787577",
    "DE136695976",
    "DK13585628",
    "EE100594102",
    "EL094259216",
    "FI20774740",
    "FR40303265045",
    "GB980780684",
    "GB980780684001",
    "HR33392005961",
    "HU12892312",
    "IT00743110157",
    "LU15027442",
    "MT11679112",
    "NO995525828MVA",
    "PL8567346215",
    "PT501964843",
    "RO18547290",
    "SE123456789701",
    "SI50223054",
    "SK2022749619",
    "XI980780684",
    "BE1000000021",
    "FR83404833048",
    "RO27",
];

/// Numbers of which the form alone is.
const VAT_FORMS: [&str; 22] = [
    "BG175074752",
    "BG7552010005",
    "CY10259033P",
    "CZ25123891",
    "CZ640903926",
    "CZ7103192745",
    "ESB58378431",
    "ES54362315K",
    "ESX2482300W",
    "FRK7399859412",
    "FR4Z123456782",
    "GBGD001",
    "XIHA599",
    "IE6433435F",
    "IE6433435OA",
    "IE8D79739I",
    "IE8+79739I",
    "LT119511515",
    "LT100001919017",
    "LV40003521600",
    "NL004495445B01",
    "NL123456789B13",
];

#[test]
fn published_identifiers_are_read() {
    for lei in ["7LTWFZYICNSX8D621K86", "INR2EJN1ERAN0W5ZP974", "213800WSGIIZCXF1P572"] {
        assert_eq!(Lei::parse(lei).unwrap().as_str(), lei);
    }
    for (text, form) in [
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333931", "04006381333931"),
        ("09780306406157", "09780306406157"),
    ] {
        assert_eq!(Gtin::parse(text).unwrap().as_str(), form);
    }
    assert_eq!(Gln::parse("7350053850019").unwrap().as_str(), "7350053850019");
    assert_eq!(Sscc::parse("106141412345678908").unwrap().as_str(), "106141412345678908");
    assert_eq!(Uscc::parse("91350100M000100Y43").unwrap().as_str(), "91350100M000100Y43");
    for number in VAT_VERIFIED.into_iter().chain(VAT_FORMS) {
        assert_eq!(VatNumber::parse(number).map(|it| it.to_string()), Ok(number.to_string()));
    }
}

/// The text with each of its digits replaced by each other digit.
fn mistyped(text: &str) -> Vec<alloc::string::String> {
    let mut all = Vec::new();
    for (place, old) in text.char_indices().filter(|(_, old)| old.is_ascii_digit()) {
        for new in ('0'..='9').filter(|new| *new != old) {
            all.push(format!("{}{new}{}", &text[..place], &text[place + 1..]));
        }
    }
    all
}

#[test]
fn a_mistyped_digit_is_found() {
    for text in mistyped("7LTWFZYICNSX8D621K86") {
        assert_eq!(Lei::parse(&text), Err(Common::BadFormat), "{text}");
    }
    for text in ["96385074", "036000291452", "4006381333931"].map(mistyped).concat() {
        assert_eq!(Gtin::parse(&text), Err(Common::BadFormat), "{text}");
    }
    for text in mistyped("106141412345678908") {
        assert_eq!(Sscc::parse(&text), Err(Common::BadFormat), "{text}");
    }
    for text in mistyped("91350100M000100Y43") {
        assert_eq!(Uscc::parse(&text), Err(Common::BadFormat), "{text}");
    }
    // Not all of the others: digits of branches are not covered, and some countries write two
    // remainders alike.
    for number in [
        "ATU13585627",
        "BE0428759497",
        "CHE107787577",
        "DE136695976",
        "DK13585628",
        "EE100594102",
        "FI20774740",
        "HR33392005961",
        "HU12892312",
        "IT00743110157",
        "NO995525828MVA",
        "PL8567346215",
        "SK2022749619",
    ] {
        for text in mistyped(number) {
            assert_eq!(VatNumber::parse(&text), Err(Common::BadFormat), "{text}");
        }
    }
    for number in VAT_VERIFIED {
        let found = mistyped(number).iter().filter(|text| VatNumber::parse(text).is_err()).count();
        assert!(found * 10 >= mistyped(number).len() * 7, "{number} {found}");
    }
}

#[test]
fn other_forms_are_refused() {
    let long = "1".repeat(60);
    for text in ["", "0", "\u{661}", "DE", "de136695976", "DE 136695976", "ZZ136695976", &long] {
        assert_eq!(Lei::parse(text), Err(Common::BadFormat), "{text}");
        assert_eq!(Gtin::parse(text), Err(Common::BadFormat), "{text}");
        assert_eq!(Gln::parse(text), Err(Common::BadFormat), "{text}");
        assert_eq!(Sscc::parse(text), Err(Common::BadFormat), "{text}");
        assert_eq!(Uscc::parse(text), Err(Common::BadFormat), "{text}");
        assert_eq!(VatNumber::parse(text), Err(Common::BadFormat), "{text}");
    }
    for text in [
        "ES123456789",
        "ESB5837843",
        "NL004495445A01",
        "BE2428759497",
        "GB123",
        "XIGX001",
        "NO995525828",
        "CH107787577",
        "LT1195115151",
        "SE12345678970",
        "GR094259216",
        "RO2",
    ] {
        assert_eq!(VatNumber::parse(text), Err(Common::BadFormat), "{text}");
    }
    // A lower-case letter, a wrong length with a right sum, a letter that the standard omits.
    assert!(Lei::parse("7ltwfzyicnsx8d621k86").is_err());
    assert!(Gtin::parse("00000").is_err() && Gtin::parse("0000000000").is_err());
    assert!(Uscc::parse("9135010OM000100Y43").is_err());
}

#[test]
fn they_travel_as_text_and_are_checked_on_arrival() {
    let gtin = Gtin::parse("4006381333931").unwrap();
    assert_eq!(gtin.encode(), "04006381333931".encode());
    assert_eq!(Gtin::decode(&mut &"4006381333931".encode()[..]), Ok(gtin));
    assert!(Gtin::decode(&mut &"4006381333932".encode()[..]).is_err());
    assert!(Lei::decode(&mut &"7LTWFZYICNSX8D621K68".encode()[..]).is_err());
    assert!(VatNumber::decode(&mut &"DE136695977".encode()[..]).is_err());
    assert_eq!(
        (gtin.to_string(), format!("{gtin:?}")),
        ("04006381333931".into(), "Gtin(04006381333931)".into())
    );
}

#[test]
fn they_are_keys_in_the_order_of_their_texts() {
    let mut numbers = VAT_VERIFIED.map(|number| VatNumber::parse(number).unwrap());
    let key = |number: &VatNumber| {
        let mut key = Vec::new();
        number.write_key(&mut key);
        key
    };
    numbers.sort_unstable();
    assert!(numbers.is_sorted_by_key(|number| number.to_string()));
    assert!(numbers.is_sorted_by_key(key));
    for number in numbers {
        assert_eq!(VatNumber::read_key(&mut &key(&number)[..]), Some(number));
    }
    assert_eq!(VatNumber::read_key(&mut &b"DE136695977\0\0"[..]), None);
    assert_eq!(VatNumber::read_key(&mut &b"DE136695976"[..]), None);
}
