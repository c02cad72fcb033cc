//! Which bills may be issued (B1, B6, B10, B12). Pure rules.

use crate::chain::check_time;
use crate::errors::Error;
use crate::messages::IssueRequest;
use crate::records::{Bill, BillState, Title};
use sandpact_sdk::prelude::*;

/// Checks all that a request shows by itself.
///
/// # Errors
/// [`Common::BadFormat`] for a digest or key that is no value but a placeholder, and for two
/// blocks of one id; [`Error::NotIssuedToShipper`]; see [`check_time`].
pub fn check_request(request: &IssueRequest, now: UnixSeconds) -> Result<(), Error> {
    let fields = [
        &request.reference,
        &request.checksum,
        &request.carrier_key,
        &request.title_block,
        &request.possession_block,
        &request.possessor,
    ];
    check_values(&fields)?;
    check_values(&keys_of(&request.title))?;
    if request.title_block == request.possession_block {
        return Err(Common::BadFormat.into());
    }
    if let Title::Straight { shipper, .. } = &request.title
        && *shipper != request.possessor
    {
        return Err(Error::NotIssuedToShipper);
    }
    check_time(request.title_at_ms, 0, now)?;
    check_time(request.possession_at_ms, request.title_at_ms, now)
}

/// Refuses the zero hash, which no document and no key has.
///
/// # Errors
/// [`Common::BadFormat`].
pub fn check_values(values: &[&Hash]) -> Result<(), Error> {
    if values.iter().any(|value| **value == Hash::ZERO) {
        return Err(Common::BadFormat.into());
    }
    Ok(())
}

fn keys_of(title: &Title) -> Vec<&Hash> {
    match title {
        Title::Straight { shipper, consignee } => vec![shipper, consignee],
        Title::Named { holder, .. } => vec![holder],
        Title::Blank => vec![],
    }
}

/// Checks that an amended version succeeds a bill that was surrendered for it, once, and goes
/// to who surrendered it (DCSA EBL_SUR 3.0.4, `SURR`).
///
/// # Errors
/// [`Error::NothingToReplace`], [`Error::NotToTheRequester`].
pub fn check_successor(
    earlier: &Bill,
    document: &Hash,
    requester: &Hash,
    request: &IssueRequest,
) -> Result<(), Error> {
    let is_open = earlier.state == BillState::Amended && earlier.replaced_by.is_none();
    if !is_open || earlier.document != *document {
        Err(Error::NothingToReplace)
    } else if request.possessor != *requester {
        Err(Error::NotToTheRequester)
    } else {
        Ok(())
    }
}

/// Checks a document that is presented later against the bill (B10).
///
/// # Errors
/// [`Error::ChecksumMismatch`].
pub fn check_document(bill: &Bill, checksum: &Hash) -> Result<(), Error> {
    if bill.checksum == *checksum { Ok(()) } else { Err(Error::ChecksumMismatch) }
}
