//! GOBL invoices (invopop/gobl, schema `draft-0/bill/invoice`) as `vat_invoice.issue` calls.
//!
//! An invoice comes alone or in its envelope; the whole file is committed to, byte by byte.
//! GOBL's totals are those of EN 16931 under other names, so the contract's rules apply. What
//! has no place there, such as a retained income tax, is refused rather than guessed.

mod header;
mod party;
mod taxes;
#[cfg(test)]
mod tests;

use crate::commitment::commit;
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::{Node, parse};
use crate::invoice::Header;
use parity_scale_codec::Encode as _;
use party::Parties;
use serde_json::Value;
use vat_invoice::messages::IssueRequest;

/// Longest document; the largest published one has 12 KB.
const DOCUMENT_LEN_BYTES_MAX: usize = 1024 * 1024;
/// Schema of an invoice.
const SCHEMA: &str = "https://gobl.org/draft-0/bill/invoice";
/// What the commitment of a document commits to: the bytes of the file.
const DOCUMENT_TAG: &str = "sandpact/gobl/document/1";

/// Whether the document is a GOBL invoice, alone or in its envelope.
#[must_use]
pub fn is_invoice(bytes: &[u8]) -> bool {
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    document.is_some_and(|it| is_schema(body(&it)))
}

fn body(document: &Value) -> &Value {
    document.get("doc").unwrap_or(document)
}

fn is_schema(body: &Value) -> bool {
    body.get("$schema").and_then(Value::as_str) == Some(SCHEMA)
}

/// Turns an invoice, corrective invoice or credit note into a `vat_invoice.issue` call.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_invoice(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let document = parse(bytes, DOCUMENT_LEN_BYTES_MAX)?;
    if !is_schema(body(&document)) {
        let reason = format!("no document of the schema {SCHEMA}");
        return Err(DocumentRefusal::unsupported_kind(reason));
    }
    let invoice = Node::new("doc", body(&document))?;
    let header = header::read(invoice)?;
    let parties = Parties::read(invoice, header.kind, context)?;
    let request = request(invoice, &header, &parties, bytes, context)?;
    Ok(DocumentCall {
        contract: "vat_invoice",
        method: "issue",
        args: request.encode(),
        actor: parties.issuer().to_string(),
        title: header.title(),
    })
}

fn request(
    invoice: Node<'_, '_>,
    header: &Header,
    parties: &Parties,
    bytes: &[u8],
    context: &MappingContext,
) -> Result<IssueRequest, DocumentRefusal> {
    let currency = taxes::currency(invoice, &parties.seller)?;
    let breakdown = taxes::breakdown(invoice, &currency)?;
    let totals = taxes::totals(invoice, &currency)?;
    taxes::check_lines(invoice, &currency)?;
    let own = |key| header.fingerprint(key, &parties.seller);
    Ok(IssueRequest {
        fingerprint: own(&context.fingerprint_key),
        previous_fingerprint: context.previous_fingerprint_key.as_ref().map(own),
        kind: header.kind,
        issue_date: header.issue_date,
        tax_point: header.tax_point,
        currency: currency.code,
        breakdown,
        totals,
        preceding: header.reference(&parties.seller, context),
        seller: parties.seller_account,
        buyer: parties.buyer.clone(),
        commitment: commit(DOCUMENT_TAG, &context.salt, bytes),
    })
}
