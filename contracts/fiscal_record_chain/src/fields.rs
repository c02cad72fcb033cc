//! The forms of field texts (VeriFactu, Orden HAC/1177/2024; AEAT "huella" v0.1.2). Pure rules.

use crate::errors::Error;
use crate::messages::{Amount, DateText, InvoiceId, InvoiceType};
use sandpact_sdk::prelude::*;

/// `TipoFactura`: invoices, simplified ones, those that replace simplified ones, and corrections.
const INVOICE_TYPES: [&str; 8] = ["F1", "F2", "F3", "R1", "R2", "R3", "R4", "R5"];
/// Most digits before the decimal point of an amount.
const WHOLE_DIGITS_MAX: usize = 12;
/// Most digits behind it.
const FRACTION_DIGITS_MAX: usize = 2;

/// A text that stands in the field string. With a separator in it, two records could have one
/// string; quotes and angle brackets are not allowed in a number either (AEAT, validations).
///
/// # Errors
/// [`Common::BadFormat`].
#[inline(never)]
pub fn check_text(text: &str) -> Result<(), Error> {
    let is_barred = |byte: u8| matches!(byte, b'&' | b'=' | b'"' | b'\'' | b'<' | b'>');
    if text.bytes().any(is_barred) { Err(Common::BadFormat.into()) } else { Ok(()) }
}

/// The texts that name an invoice.
///
/// # Errors
/// [`Common::BadFormat`].
#[inline(never)]
pub fn check_invoice(invoice: &InvoiceId) -> Result<(), Error> {
    check_text(invoice.issuer.as_str())?;
    check_text(invoice.number.as_str())?;
    check_date(&invoice.date)
}

/// `dd-mm-yyyy`, a day of the calendar.
fn check_date(date: &DateText) -> Result<(), Error> {
    let text = date.as_bytes();
    let [d1, d2, b'-', m1, m2, b'-', y1, y2, y3, y4] = text else {
        return Err(Common::BadFormat.into());
    };
    let digits = |bytes: &[&u8]| -> Option<u32> {
        bytes.iter().try_fold(0_u32, |number, byte| {
            let digit = char::from(**byte).to_digit(10)?;
            number.checked_mul(10)?.checked_add(digit)
        })
    };
    let parts = (digits(&[y1, y2, y3, y4]), digits(&[m1, m2]), digits(&[d1, d2]));
    match parts {
        (Some(year), Some(month), Some(day)) => {
            let year = i32::try_from(year).map_err(|_| Common::BadFormat)?;
            CivilDate::from_ymd(year, month, day).map_err(|_| Common::BadFormat)?;
            Ok(())
        }
        _ => Err(Common::BadFormat.into()),
    }
}

/// A kind that the schema lists.
///
/// # Errors
/// [`Common::BadFormat`].
pub fn check_kind(kind: &InvoiceType) -> Result<(), Error> {
    if INVOICE_TYPES.contains(&kind.as_str()) { Ok(()) } else { Err(Common::BadFormat.into()) }
}

/// An amount as the schema has it: a sign, at most 12 digits, and at most two behind the point.
/// It is a text: `123.1` and `123.10` are both right and differ (F9).
///
/// # Errors
/// [`Common::BadFormat`].
#[inline(never)]
pub fn check_amount(amount: &Amount) -> Result<(), Error> {
    let text = amount.as_str();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_right = (1..=WHOLE_DIGITS_MAX).contains(&whole.len())
        && fraction.len() <= FRACTION_DIGITS_MAX
        && is_number(whole)
        && is_number(fraction);
    if is_right { Ok(()) } else { Err(Common::BadFormat.into()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn f9_amounts_are_texts_of_numbers() {
        for (text, is_right) in [
            ("12.35", true),
            ("123.1", true),
            ("123.10", true),
            ("-0.01", true),
            ("+1", true),
            ("999999999999.99", true),
            ("1234567890123", false),
            ("1.234", false),
            ("1,00", false),
            (".50", false),
            ("--1", false),
            ("1e3", false),
        ] {
            let checked = check_amount(&Code::parse(text).unwrap());
            assert_eq!(checked.is_ok(), is_right, "{text}");
        }
    }

    #[test]
    fn dates_numbers_and_kinds_have_their_forms() {
        let id = |number: &str, date: &str| InvoiceId {
            issuer: Code::parse("89890001K").unwrap(),
            number: Code::parse(number).unwrap(),
            date: Code::parse(date).unwrap(),
        };
        for (number, date, is_right) in [
            ("12345678/G33", "01-01-2024", true),
            ("A&B", "01-01-2024", false),
            ("A=B", "01-01-2024", false),
            ("A<B", "01-01-2024", false),
            ("A", "31-02-2024", false),
            ("A", "2024-01-01", false),
            ("A", "1-1-2024", false),
        ] {
            assert_eq!(check_invoice(&id(number, date)).is_ok(), is_right, "{number} {date}");
        }
        for (kind, is_right) in [("F1", true), ("R5", true), ("F4", false), ("f1", false)] {
            assert_eq!(check_kind(&Code::parse(kind).unwrap()).is_ok(), is_right, "{kind}");
        }
    }
}
