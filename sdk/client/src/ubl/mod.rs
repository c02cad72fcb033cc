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
pub(crate) mod markup;
mod party;
mod tax;
#[cfg(test)]
mod tests;

use crate::commitment::commit;
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::invoice::Header;
use currency::DocumentCurrency;
use element::Element;
use parity_scale_codec::Encode as _;
use party::Parties;
use roxmltree::{Document, ParsingOptions};
use vat_invoice::messages::IssueRequest;

pub use detect::is_invoice;
pub(crate) use identifier::VatId;

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
    let text = text_of(bytes)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    markup::check(text)?;
    let document = Document::parse_with_options(text, options).map_err(not_parsed)?;
    let root = Element::root(&document);
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

fn not_parsed(error: roxmltree::Error) -> DocumentRefusal {
    match error {
        roxmltree::Error::NodesLimitReached => {
            DocumentRefusal::too_large(format!("more than {NODES_MAX} XML nodes"))
        }
        error => DocumentRefusal::not_well_formed(error.to_string()),
    }
}

fn text_of(bytes: &[u8]) -> Result<&str, DocumentRefusal> {
    if bytes.len() > DOCUMENT_LEN_BYTES_MAX {
        let limit = format!("{} bytes, at most {DOCUMENT_LEN_BYTES_MAX}", bytes.len());
        return Err(DocumentRefusal::too_large(limit));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| DocumentRefusal::not_well_formed(format!("not UTF-8: {error}")))?;
    Ok(text.trim_start_matches('\u{feff}'))
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
