//! UBL 2.1 `Invoice` and `CreditNote` in the profile of EN 16931-1:2017 (XRechnung,
//! Peppol BIS Billing) as `vat_invoice.issue` calls.
//!
//! The mapper reads what the contract needs, normalises it, and checks the rules that
//! need the lines; the contract checks the rest. It refuses what it would have to guess.
//! The whole file is committed to, byte by byte; nothing else of it reaches the ledger.

pub(crate) mod currency;
pub(crate) mod decimal;
pub(crate) mod detect;
pub(crate) mod element;
mod header;
pub(crate) mod identifier;
mod lines;
mod party;
pub mod rules;
mod tax;
#[cfg(test)]
mod tests;

use crate::commitment::commit;
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::invoice::Header;
use crate::xml;
use currency::DocumentCurrency;
use element::Element;
use parity_scale_codec::Encode as _;
use party::Parties;
use vat_invoice::messages::IssueRequest;

pub use detect::is_invoice;
pub(crate) use identifier::TaxId;

/// Longest document: attachments are embedded as base64.
const DOCUMENT_LEN_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most XML nodes; the largest published sample has about ten thousand.
const NODES_MAX: u32 = 1_000_000;
/// What the commitment of a document commits to: the bytes of the file.
const DOCUMENT_TAG: &str = "sandpact/ubl/document/1";

/// Turns an invoice or credit note into a `vat_invoice.issue` call.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_invoice(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let document = xml::parse(xml::text(bytes, DOCUMENT_LEN_BYTES_MAX)?, NODES_MAX)?;
    let root = Element::root(&document);
    // What is not recognised is not mapped: a namespace may be written with references.
    if !is_invoice(bytes) {
        return Err(header::no_invoice(root));
    }
    let header = header::read(root)?;
    let parties = Parties::read(root, header.kind, context)?;
    let request = request(root, &header, &parties, bytes, context)?;
    Ok(DocumentCall {
        contract: "vat_invoice",
        method: "issue",
        args: request.encode(),
        actor: parties.issuer().to_string(),
        title: header.title(),
    })
}

fn request(
    root: Element<'_>,
    header: &Header,
    parties: &Parties,
    bytes: &[u8],
    context: &MappingContext,
) -> Result<IssueRequest, DocumentRefusal> {
    let currency = DocumentCurrency::read(root)?;
    let breakdown = tax::breakdown(root, &currency, &parties.seller)?;
    let totals = tax::totals(root, &currency, breakdown.tax_minor)?;
    lines::check(root, &currency, &breakdown.lines, &totals)?;
    let seller = &parties.seller;
    let own = |key| header.fingerprint(key, seller);
    Ok(IssueRequest {
        fingerprint: own(&context.fingerprint_key),
        previous_fingerprint: context.previous_fingerprint_key.as_ref().map(own),
        kind: header.kind,
        issue_date: header.issue_date,
        tax_point: header.tax_point,
        currency: currency.code,
        breakdown: breakdown.lines,
        totals,
        preceding: header.reference(seller, context),
        seller: parties.seller_account,
        buyer: parties.buyer.clone(),
        commitment: commit(DOCUMENT_TAG, &context.salt, bytes),
    })
}
