//! Who may present what, to whom and until when (articles 6, 14(c), 18(a)). Pure rules.

use crate::credit::{Credit, CreditState};
use crate::documents::{is_required, needs_transport_document};
use crate::errors::Error;
use crate::presentation::{Finding, Presentation};
use crate::terms::{
    Availability, BankAt, DOCUMENTS_MAX, DocumentKind, PERIOD_DAYS_DEFAULT, PresentedDocument,
    Tenor, TenorStart, Terms,
};
use sandpact_sdk::prelude::*;

/// Documents on their way to a bank.
#[message]
pub struct PresentRequest {
    /// Fingerprint that the presenter chooses; the presentation's id and the request's.
    pub id: Hash,
    /// The credit.
    pub credit: Hash,
    /// The bank: nominated, confirming or issuing.
    pub to: Address,
    /// Currency of the invoice.
    pub currency: Currency,
    /// Amount that the invoice claims, minor units. It may exceed the credit (article 18(b)).
    pub claimed_minor: i128,
    /// Date of shipment on the transport document.
    pub shipment_date: Option<CivilDate>,
    /// The documents, at least one.
    pub documents: Vec<PresentedDocument>,
}

/// Checks all of a presentation that does not depend on the day. A second beneficiary presents
/// to the bank that made the transfer (article 38(k)).
///
/// # Errors
/// The first rule that is broken.
pub fn check_presentation(
    credit: &Credit,
    request: &PresentRequest,
    presenter: &Address,
) -> Result<(), Error> {
    let terms = &credit.terms;
    if *presenter != terms.beneficiary && Some(presenter) != terms.beneficiary_bank.as_ref() {
        return Err(Error::PresenterNotEntitled);
    }
    if credit.state != CreditState::Advised {
        return Err(Common::WrongState.into());
    }
    if credit.parent.is_some() && request.to != terms.nominated_bank.account {
        return Err(Error::WrongRecipient);
    }
    if request.currency != terms.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    if request.claimed_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    match request.documents.len() {
        0 => Err(Common::BadFormat.into()),
        count if count > DOCUMENTS_MAX => Err(Common::TooLarge.into()),
        _ if request.shipment_date.is_none() && needs_shipment_date(terms) => {
            Err(Error::ShipmentDateMissing)
        }
        _ => Ok(()),
    }
}

/// Checks that the documents are not dated later than they are presented (article 14(i)).
/// `today` is the date at the bank's place.
///
/// # Errors
/// [`Common::DateOrder`].
pub fn check_not_ahead(shipment_date: Option<CivilDate>, today: CivilDate) -> Result<(), Error> {
    if shipment_date.is_some_and(|date| date > today) {
        return Err(Common::DateOrder.into());
    }
    Ok(())
}

/// Whether a rule counts from the date of shipment or measures it: left out, it would escape
/// the presentation period (A3), the latest shipment date (A4), the tenor (A19) or the date of the
/// insurance (A15).
fn needs_shipment_date(terms: &Terms) -> bool {
    period_days(terms).is_some()
        || terms.latest_shipment.is_some()
        || has_tenor_from_shipment(terms)
        || is_required(terms, &DocumentKind::Insurance)
}

/// The presentation period in calendar days after shipment: as the credit states it, else 21
/// when an original transport document is required (article 14(c)).
#[must_use]
pub fn period_days(terms: &Terms) -> Option<u16> {
    terms.period_days.or(needs_transport_document(terms).then_some(PERIOD_DAYS_DEFAULT))
}

const fn has_tenor_from_shipment(terms: &Terms) -> bool {
    matches!(
        terms.availability,
        Availability::DeferredPayment { tenor: Tenor { from: TenorStart::Shipment, .. } }
            | Availability::Acceptance { tenor: Tenor { from: TenorStart::Shipment, .. }, .. }
    )
}

/// The bank that gets the documents: nominated, issuing, or confirming once it has confirmed
/// (articles 6(a), 7, 8).
///
/// # Errors
/// [`Error::WrongRecipient`].
pub fn check_recipient<'a>(credit: &'a Credit, to: &Address) -> Result<&'a BankAt, Error> {
    let terms = &credit.terms;
    let confirming = terms.confirming_bank.as_ref().filter(|_| credit.confirmed);
    let mut banks = [&terms.nominated_bank, &terms.issuing_bank].into_iter().chain(confirming);
    banks.find(|bank| bank.account == *to).ok_or(Error::WrongRecipient)
}

/// The bank to which `from` sends the documents on: the issuing bank, or the confirming bank
/// once it has confirmed (article 7(c), 8(c)).
///
/// # Errors
/// [`Common::NotAuthorised`] when `from` does not have the documents, [`Common::WrongState`]
/// when it has returned them, [`Error::WrongRecipient`], [`Common::AlreadyExists`] when the
/// recipient has them.
pub fn check_forwarding<'a>(
    credit: &'a Credit,
    presentation: &Presentation,
    from: &Address,
    to: &Address,
) -> Result<&'a BankAt, Error> {
    if presentation.examination(from)?.finding == Finding::Returned {
        return Err(Common::WrongState.into());
    }
    let confirming = credit.terms.confirming_bank.as_ref();
    let is_bound = credit.terms.is_issuing_bank(to)
        || confirming.is_some_and(|bank| credit.confirmed && bank.account == *to);
    if !is_bound {
        return Err(Error::WrongRecipient);
    }
    if presentation.examination(to).is_ok() {
        return Err(Common::AlreadyExists.into());
    }
    check_recipient(credit, to)
}

/// The last day for presentation before banking days are asked (A3): the expiry date, or
/// the end of the period after shipment when there is a period and that is earlier (articles
/// 6(e), 14(c)).
///
/// The calendar extends the earlier of the two days. That is the earlier of the two extended
/// days, as article 29(a) has it, because an extension never overtakes a later day's.
///
/// # Errors
/// [`Error::ShipmentDateMissing`]; [`Common::Overflow`] when the period ends after year 9999.
pub fn last_day(terms: &Terms, shipment_date: Option<CivilDate>) -> Result<CivilDate, Error> {
    let Some(period) = period_days(terms) else { return Ok(terms.expiry) };
    let shipped = shipment_date.ok_or(Error::ShipmentDateMissing)?;
    let period_end = shipped.checked_add_days(i32::from(period)).ok_or(Common::Overflow)?;
    Ok(terms.expiry.min(period_end))
}

/// Checks that the last day, extended by the calendar, has not passed. `today` is the date at
/// the bank's place.
///
/// # Errors
/// [`Error::PresentationLate`].
pub fn check_still_open(last_day: CivilDate, today: CivilDate) -> Result<(), Error> {
    if today <= last_day { Ok(()) } else { Err(Error::PresentationLate { last_day }) }
}

#[cfg(test)]
#[path = "presenting_tests.rs"]
mod tests;
