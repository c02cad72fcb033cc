//! Transport documents (EBL 3.0) and their checksums.

use super::block::call;
use super::json::{check_filled_in, checked_text, parse};
use super::party::{Party, party};
use super::surrender::DOCUMENT_REFERENCE_LEN_MAX;
use super::{account_key, document_fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use bill_of_lading::{IssueRequest, Title};
use parity_scale_codec::Encode as _;
use sandpact_abi::{CivilDate, Hash};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Milliseconds of a day.
const DAY_MS: u64 = 86_400_000;

/// SHA-256 of a document's canonical form, RFC 8785 (EBL_ISS 3.0.4, `documentChecksum`; B10).
///
/// # Errors
/// [`DocumentRefusal`] for what is no JSON.
pub fn document_checksum(bytes: &[u8]) -> Result<Hash, DocumentRefusal> {
    checksum(&parse(bytes)?)
}

pub(super) fn checksum(document: &Value) -> Result<Hash, DocumentRefusal> {
    let canonical = serde_json_canonicalizer::to_vec(document)
        .map_err(|_| DocumentRefusal::not_well_formed("no canonical form (RFC 8785)"))?;
    Ok(Hash(Sha256::digest(canonical).into()))
}

/// A transport document's number, checked to be of a bill.
pub(super) struct Checked<'a> {
    pub number: &'a str,
    pub is_to_order: bool,
}

/// Checks that a transport document is a bill of lading with a number, filled in.
pub(super) fn check<'a>(document: Node<'a, '_>) -> Result<Checked<'a>, DocumentRefusal> {
    match document.required_text("transportDocumentTypeCode")? {
        "BOL" => {}
        "SWB" => {
            return Err(DocumentRefusal::unsupported_kind(
                "a sea waybill is no document of title: nobody possesses or surrenders it",
            ));
        }
        _ => {
            let reason = "document.transportDocumentTypeCode is neither BOL nor SWB";
            return Err(DocumentRefusal::unsupported_kind(reason));
        }
    }
    if document.get("isElectronic") == Some(&Value::Bool(false)) {
        return Err(DocumentRefusal::unsupported_kind("document.isElectronic is false"));
    }
    let is_to_order = match document.required("isToOrder")? {
        Value::Bool(is_to_order) => *is_to_order,
        _ => {
            let reason = "document.isToOrder is neither true nor false";
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    };
    let name = "transportDocumentReference";
    let number = document.required_text(name)?;
    let number = checked_text(&document.path_of(name), number, DOCUMENT_REFERENCE_LEN_MAX)?;
    check_terms(document)?;
    Ok(Checked { number, is_to_order })
}

/// Codes that a carrier's system would have to guess if they were wrong: the freight payment
/// term, and locations (UN/LOCODE: two letters of the country, three letters or digits 2 to 9).
fn check_terms(document: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    match document.text("freightPaymentTermCode")? {
        None | Some("PRE" | "COL") => {}
        Some(_) => {
            let reason = "document.freightPaymentTermCode is neither PRE nor COL";
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    }
    let Some(payable) = document.get("invoicePayableAt") else { return Ok(()) };
    let payable = Node::new("document.invoicePayableAt", payable)?;
    match payable.text("UNLocationCode")? {
        Some(code) if !is_un_locode(code) => Err(DocumentRefusal::bad_identifier(
            "document.invoicePayableAt.UNLocationCode is no UN/LOCODE",
        )),
        _ => Ok(()),
    }
}

fn is_un_locode(code: &str) -> bool {
    let is_place = |byte: u8| byte.is_ascii_uppercase() || (b'2'..=b'9').contains(&byte);
    match code.as_bytes() {
        [a, b, place @ ..] => {
            a.is_ascii_uppercase()
                && b.is_ascii_uppercase()
                && place.len() == 3
                && place.iter().all(|byte| is_place(*byte))
        }
        _ => false,
    }
}

/// Maps a transport document, alone or as the `document` of an issuance request (EBL_ISS 3.0),
/// to `issue`. Its first blocks are those that a registry would write, without a signature: the
/// carrier's transaction is signed.
pub fn map_document(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let whole = parse(bytes)?;
    check_filled_in(&whole, "document")?;
    let envelope = Node::new("issuance", &whole)?;
    let value = envelope.get("document").unwrap_or(&whole);
    let document = Node::new("document", value)?;
    let Checked { number, is_to_order } = check(document)?;
    let parties = Node::new("document.documentParties", document.required("documentParties")?)?;
    let issue_to = envelope.get("issueTo").or_else(|| parties.get("issueTo"));
    let issue_to = issue_to
        .ok_or_else(|| DocumentRefusal::missing_field("issueTo: who gets the bill is missing"))?;
    let possessor = party("issueTo", issue_to, context)?;
    let carrier = carrier(document, parties, context)?;
    let title = title(parties, is_to_order, context)?;
    let at_ms = issued_at(document)?;
    let checksum = checksum(value)?;
    let carrier_key = account_key(&carrier.account);
    let title_block = first_block(
        &carrier_key,
        at_ms,
        &json!({
            "documentHash": hex::encode(checksum.0),
            "isToOrder": is_to_order,
        }),
    )?;
    let possession_block = first_block(
        &possessor.key(),
        at_ms,
        &json!({
            "titleTransferBlockHash": hex::encode(title_block.0),
        }),
    )?;
    let request = IssueRequest {
        reference: document_fingerprint(&context.fingerprint_key, number),
        checksum,
        carrier_key,
        title_block,
        title,
        title_at_ms: at_ms,
        possession_block,
        possessor: possessor.key(),
        possession_at_ms: at_ms,
        replaces: None,
    };
    Ok(call("issue", request.encode(), carrier.code, format!("bill of lading {number}")))
}

/// SHA-256 of a first block as a registry would minify it, without signatures.
fn first_block(transferee: &Hash, at_ms: u64, payload: &Value) -> Result<Hash, DocumentRefusal> {
    let block = json!({
        "transferee": hex::encode(transferee.0),
        "timestamp": at_ms,
        "previousBlockHash": null,
        "blockPayload": payload,
    });
    checksum(&block)
}

/// The carrier: the issuing party, or the carrier by its code.
fn carrier(
    document: Node<'_, '_>,
    parties: Node<'_, '_>,
    context: &MappingContext,
) -> Result<Party, DocumentRefusal> {
    if let Some(issuing) = parties.get("issuingParty") {
        return party("document.documentParties.issuingParty", issuing, context);
    }
    let provider = document.required_text("carrierCodeListProvider")?;
    let code = format!("{provider}:{}", document.required_text("carrierCode")?);
    match context.account(&code) {
        Some(account) => Ok(Party { code, account }),
        None => Err(DocumentRefusal::unknown_party("document.carrierCode has no account")),
    }
}

/// A straight bill names a shipper and a consignee; one to order an endorsee, or is in blank.
fn title(
    parties: Node<'_, '_>,
    is_to_order: bool,
    context: &MappingContext,
) -> Result<Title, DocumentRefusal> {
    let key = |name: &str| -> Result<Hash, DocumentRefusal> {
        Ok(party(&parties.path_of(name), parties.required(name)?, context)?.key())
    };
    match (is_to_order, parties.get("endorsee")) {
        (false, None) => {
            Ok(Title::Straight { shipper: key("shipper")?, consignee: key("consignee")? })
        }
        (false, Some(_)) => {
            let reason = "a straight bill has no endorsee";
            Err(DocumentRefusal::unsupported_value(reason))
        }
        (true, Some(_)) => Ok(Title::Named { holder: key("endorsee")?, to_order: true }),
        (true, None) => Ok(Title::Blank),
    }
}

/// The start of the day of issue, UTC.
fn issued_at(document: Node<'_, '_>) -> Result<u64, DocumentRefusal> {
    let bad = |_| DocumentRefusal::bad_date("document.issueDate is no calendar date");
    let date = CivilDate::parse(document.required_text("issueDate")?).map_err(bad)?;
    let days = u64::try_from(date.days())
        .map_err(|_| DocumentRefusal::bad_date("document.issueDate is before 1970"))?;
    days.checked_mul(DAY_MS)
        .ok_or_else(|| DocumentRefusal::bad_date("document.issueDate is too late"))
}
