//! What a bank reads in the documents (articles 14(a), 18(a)). Pure rules.
//!
//! The ledger has no documents: where a rule measures what they say, the bank that examines them
//! states the figure.

use crate::credit::Credit;
use crate::documents::is_required;
use crate::errors::Error;
use crate::insurance::{InsuranceReading, check_insurance};
use crate::presentation::Presentation;
use crate::terms::DocumentKind;
use crate::tolerance::{check_quantity, check_single_drawing};
use sandpact_sdk::prelude::*;

/// What the documents say on their face, as one bank reads it.
#[message]
pub struct Readings {
    /// Quantity invoiced, thousandths.
    pub quantity_thousandths: Option<u64>,
    /// Whether the invoice's unit price is below the credit's.
    pub is_unit_price_reduced: bool,
    /// Whether the invoice is issued by the beneficiary.
    pub is_invoice_by_beneficiary: bool,
    /// Whether the invoice is to the applicant.
    ///
    /// Or under a transferred credit to the first beneficiary.
    pub is_invoice_to_applicant: bool,
    /// The insurance document.
    pub insurance: Option<InsuranceReading>,
}

/// Checks what the bank has read against the credit. Readings are asked for where a rule needs
/// them: a stated quantity (A13), a drawing that is short (A12), insurance (A15). An invoice is
/// by the beneficiary and to the applicant (A16).
///
/// # Errors
/// [`Error::ReadingsMissing`], [`Error::InvoiceParties`], and as [`check_single_drawing`],
/// [`check_quantity`] and [`check_insurance`].
pub fn check_readings(
    credit: &Credit,
    presentation: &Presentation,
    readings: Option<&Readings>,
) -> Result<(), Error> {
    let terms = &credit.terms;
    check_single_drawing(terms, presentation.claimed_minor, readings)?;
    if let Some(quantity) = &terms.conditions.quantity {
        let shipped = readings.and_then(|it| it.quantity_thousandths);
        check_quantity(credit, quantity, shipped.ok_or(Error::ReadingsMissing)?)?;
    }
    if is_required(terms, &DocumentKind::Insurance) {
        let insurance = readings.and_then(|it| it.insurance.as_ref());
        check_insurance(terms, presentation, insurance.ok_or(Error::ReadingsMissing)?)?;
    }
    let is_of_parties = |it: &Readings| it.is_invoice_by_beneficiary && it.is_invoice_to_applicant;
    if readings.is_none_or(is_of_parties) { Ok(()) } else { Err(Error::InvoiceParties) }
}

#[cfg(test)]
#[path = "readings_tests.rs"]
mod tests;
