//! Transfer to a second beneficiary (article 38(b), 38(d), 38(g), A17). Pure rules.
//!
//! The first beneficiary asks, and the bank with which the credit is available agrees and makes
//! the transfer (article 38(a), 38(b)). A transferred credit is a credit of its own.

use crate::admission::check_terms;
use crate::credit::{Credit, CreditState};
use crate::drawing::{maximum_minor, remaining_minor};
use crate::errors::Error;
use crate::insurance::COVER_BP;
use crate::presenting::period_days;
use crate::terms::{PartialShipments, Terms};
use sandpact_sdk::prelude::*;

/// What a beneficiary asks for.
#[message]
pub struct TransferRequest {
    /// Id of the transferred credit, and of the request.
    pub id: Hash,
    /// The credit.
    pub credit: Hash,
    /// The second beneficiary, or the first one to whom a second one transfers back.
    pub beneficiary: Address,
    /// Its bank.
    pub beneficiary_bank: Option<Address>,
    /// Amount, minor units.
    pub amount_minor: i128,
    /// Expiry date.
    pub expiry: CivilDate,
    /// Latest shipment date.
    pub latest_shipment: Option<CivilDate>,
    /// Presentation period.
    pub period_days: Option<u16>,
    /// Insurance cover, basis points of the value.
    pub insurance_bp: Option<u32>,
    /// Salted SHA-256 commitment to the whole of the transferred credit.
    pub commitment: Hash,
}

/// A request as it is stored.
#[message]
pub struct Transfer {
    /// SHA3-256 of the request.
    ///
    /// SCALE-encoded; tells a repeated request from another one.
    pub content: Hash,
    /// The request.
    pub request: TransferRequest,
    /// Whether the bank has made the transfer.
    pub is_done: bool,
}

/// The terms of the credit that a request makes, or `None` when it goes back to the first
/// beneficiary, `first` of a transferred credit. `today` is the date of the block, UTC.
///
/// # Errors
/// [`Common::WrongState`] for a credit that is not advised or has closed,
/// [`Error::AlreadyTransferred`] for an onward transfer, and for a second one when partial
/// shipments are not allowed, [`Error::TransferNotAllowed`] for a credit that does not say
/// "transferable" or terms that may not change so, [`Error::Overdrawn`], and as [`check_terms`].
pub fn check_transfer(
    credit: &Credit,
    first: Option<&Address>,
    request: &TransferRequest,
    today: CivilDate,
) -> Result<Option<Terms>, Error> {
    if credit.state != CreditState::Advised {
        return Err(Common::WrongState.into());
    }
    if !credit.terms.conditions.is_transferable {
        return Err(Error::TransferNotAllowed);
    }
    if request.amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    let payable_minor = remaining_minor(credit)?;
    if let Some(first) = first {
        return match request.beneficiary == *first {
            false => Err(Error::AlreadyTransferred),
            true if request.amount_minor > payable_minor => Err(Error::Overdrawn { payable_minor }),
            true => Ok(None),
        };
    }
    let is_single = credit.terms.partial_shipments == PartialShipments::NotAllowed;
    if is_single && credit.transferred_minor > 0 {
        return Err(Error::AlreadyTransferred);
    }
    let terms = transferred_terms(&credit.terms, request);
    check_terms(&terms, today)?;
    check_within(&credit.terms, &terms)?;
    if maximum_minor(&terms)? > payable_minor {
        return Err(Error::Overdrawn { payable_minor });
    }
    Ok(Some(terms))
}

fn transferred_terms(old: &Terms, request: &TransferRequest) -> Terms {
    let mut terms = old.clone();
    terms.beneficiary = request.beneficiary;
    terms.beneficiary_bank = request.beneficiary_bank;
    terms.amount_minor = request.amount_minor;
    terms.expiry = request.expiry;
    terms.latest_shipment = request.latest_shipment;
    terms.period_days = request.period_days;
    terms.conditions.insurance_bp = request.insurance_bp;
    terms.commitment = request.commitment;
    terms
}

/// Checks that amount, expiry, shipment date and period have shrunk at most, and insurance cover
/// has grown (article 38(g)). Instalments are transferred as they are: how they shrink with the
/// amount is nobody's rule.
///
/// # Errors
/// [`Error::TransferNotAllowed`].
pub fn check_within(old: &Terms, new: &Terms) -> Result<(), Error> {
    let cover_bp = |terms: &Terms| terms.conditions.insurance_bp.unwrap_or(COVER_BP);
    let is_within = new.amount_minor <= old.amount_minor
        && (new.amount_minor == old.amount_minor || old.conditions.instalments.is_empty())
        && new.expiry <= old.expiry
        && is_no_later(old.latest_shipment, new.latest_shipment)
        && is_no_later(period_days(old), period_days(new))
        && cover_bp(new) >= cover_bp(old);
    if is_within { Ok(()) } else { Err(Error::TransferNotAllowed) }
}

/// Whether a limit stays or shrinks; one that there was stays.
fn is_no_later<T: Ord>(old: Option<T>, new: Option<T>) -> bool {
    match (old, new) {
        (None, _) => true,
        (Some(old), Some(new)) => new <= old,
        (Some(_), None) => false,
    }
}

#[cfg(test)]
#[path = "transfer_tests.rs"]
mod tests;
