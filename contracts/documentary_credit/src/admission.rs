//! Which terms a bank may issue (article 6 and the limits of this contract). Pure rules.

use crate::currencies::is_active_currency;
use crate::documents::is_required;
use crate::drawing::maximum_minor;
use crate::errors::Error;
use crate::instalments::check_instalments;
use crate::insurance::COVER_BP_MAX;
use crate::terms::{
    Availability, Conditions, DAYS_MAX, DOCUMENTS_MAX, DocumentKind, Place, RequiredDocument,
    TOLERANCE_BP_MAX, Tenor, Terms,
};
use sandpact_sdk::prelude::*;

/// Checks all that needs no ledger. `today` is the date of the block, UTC.
///
/// # Errors
/// The first rule that is broken.
pub fn check_terms(terms: &Terms, today: CivilDate) -> Result<(), Error> {
    check_parties(terms)?;
    check_amount(terms)?;
    check_availability(&terms.availability, &terms.applicant)?;
    check_dates(terms, today)?;
    check_required(&terms.documents)?;
    check_conditions(terms)?;
    check_instalments(terms)
}

/// One account is one bank at one place; who pays in the end does not receive; the issuing
/// bank does not confirm its own undertaking (article 2, "Confirmation").
fn check_parties(terms: &Terms) -> Result<(), Error> {
    let confirms_itself =
        terms.confirming_bank.as_ref().is_some_and(|bank| terms.is_issuing_bank(&bank.account));
    if terms.applicant == terms.beneficiary || confirms_itself {
        return Err(Error::SameParty);
    }
    let is_one = terms.banks().all(|bank| {
        terms.banks().all(|other| other.account != bank.account || other.place == bank.place)
    });
    let is_known = terms.banks().all(|bank| is_place(&bank.place));
    if is_one && is_known { Ok(()) } else { Err(Common::BadFormat.into()) }
}

/// A country code of two letters, then three letters or digits 2 to 9 (UN/LOCODE). A credit says
/// where documents are presented: with the bank that it is available with, or with a bank that
/// is bound by it (article 6(d)(ii), A18).
fn is_place(place: &Place) -> bool {
    let (country, location) = place.split_at(2);
    let is_location = |byte: &u8| byte.is_ascii_uppercase() || (b'2'..=b'9').contains(byte);
    country.iter().all(u8::is_ascii_uppercase) && location.iter().all(is_location)
}

/// "About" goes with no other tolerance; a quantity is of something; cover is asked for with an
/// insurance document, and is a figure.
fn check_conditions(terms: &Terms) -> Result<(), Error> {
    let Conditions { is_amount_about, quantity, insurance_bp, .. } = &terms.conditions;
    let is_twice =
        *is_amount_about && (terms.plus_tolerance_bp > 0 || terms.minus_tolerance_bp > 0);
    let is_nothing = quantity.as_ref().is_some_and(|quantity| quantity.thousandths == 0);
    let is_cover =
        |bp: u32| (1..=COVER_BP_MAX).contains(&bp) && is_required(terms, &DocumentKind::Insurance);
    if is_twice || is_nothing || insurance_bp.is_some_and(|bp| !is_cover(bp)) {
        return Err(Common::BadFormat.into());
    }
    Ok(())
}

fn check_amount(terms: &Terms) -> Result<(), Error> {
    if terms.amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if !is_active_currency(terms.currency) {
        return Err(Error::UnknownCurrency);
    }
    if terms.plus_tolerance_bp.max(terms.minus_tolerance_bp) > TOLERANCE_BP_MAX {
        return Err(Error::ToleranceTooHigh);
    }
    maximum_minor(terms)?;
    Ok(())
}

fn check_availability(availability: &Availability, applicant: &Address) -> Result<(), Error> {
    let (tenor, drawee) = match availability {
        Availability::SightPayment => (None, None),
        Availability::DeferredPayment { tenor } => (Some(tenor), None),
        Availability::Acceptance { tenor, drawee } => (Some(tenor), Some(drawee)),
        Availability::Negotiation { drawee } => (None, drawee.as_ref()),
    };
    if drawee == Some(applicant) {
        return Err(Error::DraftOnApplicant);
    }
    tenor.map_or(Ok(()), |Tenor { days, .. }| check_days(*days))
}

fn check_dates(terms: &Terms, today: CivilDate) -> Result<(), Error> {
    let is_late = terms.latest_shipment.is_some_and(|shipment| shipment > terms.expiry);
    if terms.expiry < today || is_late {
        return Err(Common::DateOrder.into());
    }
    terms.period_days.map_or(Ok(()), check_days)
}

fn check_days(days: u16) -> Result<(), Error> {
    if (1..=DAYS_MAX).contains(&days) { Ok(()) } else { Err(Error::DaysRange) }
}

fn check_required(documents: &[RequiredDocument]) -> Result<(), Error> {
    let is_repeated = |(index, document): (usize, &RequiredDocument)| {
        documents.iter().take(index).any(|before| before.kind == document.kind)
    };
    let is_bad = !(1..=DOCUMENTS_MAX).contains(&documents.len())
        || documents.iter().any(|document| document.originals == 0 && document.copies == 0)
        || documents.iter().enumerate().any(is_repeated);
    if is_bad { Err(Error::BadDocumentList) } else { Ok(()) }
}

#[cfg(test)]
#[path = "admission_tests.rs"]
mod tests;
