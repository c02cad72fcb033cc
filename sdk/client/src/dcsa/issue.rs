//! The first two blocks of a chain to `issue`.

use super::block::{Block, Content, call};
use super::document_fingerprint;
use super::json::{check_filled_in, checked_text, parse};
use super::jwk::Jwk;
use super::surrender::DOCUMENT_REFERENCE_LEN_MAX;
use super::transport::{check, checksum};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use bill_of_lading::{IssueRequest, Title};
use parity_scale_codec::Encode as _;
use sandpact_abi::Hash;

/// What issuing a chain takes.
#[derive(Clone, Copy, Debug)]
pub struct ChainIssue<'a> {
    /// The first title block.
    pub title: &'a [u8],
    /// The first possession block.
    pub possession: &'a [u8],
    /// The carrier's key, which signed both. No block names it.
    pub carrier: &'a Jwk,
    /// The transport document's reference. No block names it.
    pub reference: &'a str,
    /// The transport document, where it is at hand: its checksum must be that of the title block.
    pub document: Option<&'a [u8]>,
}

/// Maps the first two blocks of a chain.
///
/// # Errors
/// [`DocumentRefusal`]; `DigestMismatch` for a document that is not the one of the title block.
pub fn map_issue(
    issue: &ChainIssue<'_>,
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let (title, possession) = (Block::read(issue.title)?, Block::read(issue.possession)?);
    let Content::Title { document, is_to_order: Some(is_to_order) } = &title.content else {
        return Err(DocumentRefusal::missing_field(
            "the first title block has no documentHash and isToOrder",
        ));
    };
    if title.previous.is_some() || possession.previous.is_some() {
        return Err(DocumentRefusal::unsupported_kind("a bill is issued by two first blocks"));
    }
    match &possession.content {
        Content::Possession { title_block, .. } if *title_block == title.id => {}
        _ => {
            return Err(DocumentRefusal::digest_mismatch(
                "the possession block does not name the title block",
            ));
        }
    }
    let reference =
        checked_text("transportDocumentReference", issue.reference, DOCUMENT_REFERENCE_LEN_MAX)?;
    if let Some(bytes) = issue.document {
        check_document(bytes, document, reference, *is_to_order)?;
    }
    let (holder, possessor) = (title.transferee.thumbprint(), possession.transferee.thumbprint());
    let request = IssueRequest {
        reference: document_fingerprint(&context.fingerprint_key, reference),
        checksum: *document,
        carrier_key: issue.carrier.thumbprint(),
        title_block: title.id,
        // A straight bill is issued to its shipper, and title is its consignee's.
        title: if *is_to_order {
            Title::Named { holder, to_order: true }
        } else {
            Title::Straight { shipper: possessor, consignee: holder }
        },
        title_at_ms: title.at_ms,
        possession_block: possession.id,
        possessor,
        possession_at_ms: possession.at_ms,
        replaces: None,
    };
    Ok(call("issue", request.encode(), "carrier", format!("bill of lading {reference}")))
}

fn check_document(
    bytes: &[u8],
    expected: &Hash,
    reference: &str,
    is_to_order: bool,
) -> Result<(), DocumentRefusal> {
    let value = parse(bytes)?;
    check_filled_in(&value, "document")?;
    if checksum(&value)? != *expected {
        return Err(DocumentRefusal::digest_mismatch(
            "the document is not the one of the title block (SHA-256 of RFC 8785)",
        ));
    }
    let checked = check(Node::new("document", &value)?)?;
    if checked.number != reference || checked.is_to_order != is_to_order {
        let reason = "the document has another reference or isToOrder than the chain";
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    Ok(())
}
