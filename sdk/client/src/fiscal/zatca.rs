//! ZATCA invoices (UBL 2.1 with ICV and PIH) to `append_document`.

use super::base64::decode;
use super::{CONTRACT, time};
use crate::document::{DocumentCall, DocumentRefusal};
use crate::ubl::detect::ROOTS;
use crate::ubl::element::{Element, quoted};
use crate::xml;
use fiscal_record_chain::{DocumentRecord, Place};
use parity_scale_codec::Encode as _;
use roxmltree::Document;
use sandpact_abi::Hash;
use sha2::{Digest as _, Sha256};

/// Longest document.
const DOCUMENT_LEN_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most XML nodes.
const NODES_MAX: u32 = 1_000_000;
/// Namespace of XML signatures.
const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The reference of the invoice itself in its signature.
const SIGNED_DATA: &str = "invoiceSignedData";
/// What the first invoice has for a previous hash: base64 of SHA-256 of `0` in hexadecimal.
pub const GENESIS: &str =
    "NWZlY2ViNjZmZmM4NmYzOGQ5NTI3ODZjNmQ2OTZjNzljMmRiYzIzOWRkNGU5MWI0NjcyOWQ3M2EyN2ZiNTdlOQ==";

/// Whether the document is an invoice with a counter of ZATCA. Looks at no more than that it may
/// be one.
#[must_use]
pub fn is_zatca(bytes: &[u8]) -> bool {
    crate::ubl::is_invoice(bytes)
        && std::str::from_utf8(bytes).is_ok_and(|text| text.contains(">ICV<"))
}

/// Maps an invoice to a record of the device's chain. `digest` is the invoice's hash as the device
/// computed it, for an invoice that is not signed.
///
/// # Errors
/// [`DocumentRefusal`]; `DigestMismatch` when `digest` is not that of the signature.
pub fn map_document(bytes: &[u8], digest: Option<Hash>) -> Result<DocumentCall, DocumentRefusal> {
    let document = xml::parse(xml::text(bytes, DOCUMENT_LEN_BYTES_MAX)?, NODES_MAX)?;
    let tag = document.root_element().tag_name();
    let is_ubl = ROOTS.contains(&(tag.name(), tag.namespace().unwrap_or_default()));
    if !is_ubl || !is_zatca(bytes) {
        let reason = "the document is no UBL invoice with an invoice counter (ICV)";
        return Err(DocumentRefusal::unsupported_kind(reason));
    }
    let root = Element::root(&document);
    let number = root.required_text("cbc:ID")?;
    let place = Place {
        counter: counter(root)?,
        previous: previous(root)?,
        time: time("IssueTime", &issue_time(root)?)?,
        hash: hash(&document, digest)?,
    };
    Ok(DocumentCall {
        contract: CONTRACT,
        method: "append_document",
        args: DocumentRecord { place }.encode(),
        actor: "device".to_owned(),
        title: format!("document {}", quoted(&number)),
    })
}

/// The only additional reference of this id.
fn reference<'a>(root: Element<'a>, id: &str) -> Result<Element<'a>, DocumentRefusal> {
    let mut found = None;
    for reference in root.all("cac:AdditionalDocumentReference") {
        if reference.optional_text("cbc:ID")?.as_deref() == Some(id)
            && found.replace(reference).is_some()
        {
            return Err(DocumentRefusal::unsupported_value(format!("{id} occurs twice")));
        }
    }
    found.ok_or_else(|| DocumentRefusal::missing_field(format!("there is no {id}")))
}

/// The invoice counter value.
fn counter(root: Element<'_>) -> Result<u64, DocumentRefusal> {
    let text = reference(root, "ICV")?.required_text("cbc:UUID")?;
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let counter = if is_digits { text.parse().ok() } else { None };
    counter.ok_or_else(|| {
        DocumentRefusal::bad_identifier(format!("ICV {} is no number", quoted(&text)))
    })
}

/// The previous invoice hash: 32 bytes, or the value of the first invoice.
fn previous(root: Element<'_>) -> Result<Option<Hash>, DocumentRefusal> {
    let attachment = reference(root, "PIH")?.required("cac:Attachment")?;
    let text = attachment.required_text("cbc:EmbeddedDocumentBinaryObject")?;
    let bytes = decode(&text)
        .ok_or_else(|| DocumentRefusal::not_well_formed("PIH is no base64 (RFC 4648)"))?;
    let genesis = hex::encode(Sha256::digest(b"0"));
    if bytes == genesis.as_bytes() {
        return Ok(None);
    }
    match bytes.try_into() {
        Ok(hash) => Ok(Some(Hash(hash))),
        Err(_) => Err(DocumentRefusal::bad_identifier(
            "PIH is neither 32 bytes nor the value of the first invoice",
        )),
    }
}

/// Date and time of issue. ZATCA's time is that of Saudi Arabia, three hours ahead of UTC, or
/// UTC where it ends with `Z`.
fn issue_time(root: Element<'_>) -> Result<String, DocumentRefusal> {
    let date = root
        .optional_date("cbc:IssueDate")?
        .ok_or_else(|| DocumentRefusal::missing_field("IssueDate is missing"))?;
    let clock = root.required_text("cbc:IssueTime")?;
    Ok(match clock.strip_suffix('Z') {
        Some(utc) => format!("{date}T{utc}+00:00"),
        None => format!("{date}T{clock}+03:00"),
    })
}

/// The invoice's hash: that of the signature's reference, and the device's where there is none.
fn hash(document: &Document<'_>, digest: Option<Hash>) -> Result<Hash, DocumentRefusal> {
    let is_reference = |node: &roxmltree::Node<'_, '_>| {
        node.has_tag_name((DS, "Reference")) && node.attribute("Id") == Some(SIGNED_DATA)
    };
    let mut references = document.descendants().filter(is_reference);
    match (references.next(), references.next(), digest) {
        (None, _, Some(digest)) => Ok(digest),
        (None, _, None) => Err(DocumentRefusal::missing_field(
            "the invoice is not signed and the device gives no hash of it",
        )),
        (Some(reference), None, stated) => {
            let value = reference.children().find(|it| it.has_tag_name((DS, "DigestValue")));
            let value = value.and_then(|it| it.text()).and_then(decode);
            let signed =
                value.and_then(|bytes| bytes.try_into().ok()).map(Hash).ok_or_else(|| {
                    DocumentRefusal::bad_identifier("the signature's DigestValue is no SHA-256")
                })?;
            match stated {
                Some(stated) if stated != signed => Err(DocumentRefusal::digest_mismatch(
                    "the signature is of another hash than the device's",
                )),
                _ => Ok(signed),
            }
        }
        (Some(_), Some(_), _) => Err(DocumentRefusal::unsupported_value(
            "the signature has several references to the invoice",
        )),
    }
}
