//! What a document is, when it was issued, and what it refers to.

use super::detect::ROOTS;
use super::element::{Element, quoted};
use super::identifier::document_number;
use crate::document::DocumentRefusal;
use crate::invoice::{Header, Preceding};
use sandpact_abi::CivilDate;
use vat_invoice::messages::Kind;

/// Beginning of every specification identifier (BT-24) of EN 16931 and its user
/// specifications.
const SPECIFICATION: &str = "urn:cen.eu:en16931:2017";

/// Reads a document's header.
pub fn read(root: Element<'_>) -> Result<Header, DocumentRefusal> {
    let kind = kind(root)?;
    check_specification(root)?;
    let issue_date = root.optional_date("cbc:IssueDate")?;
    let issue_date = issue_date.ok_or_else(|| root.missing("cbc:IssueDate"))?;
    Ok(Header {
        kind,
        number: document_number(&root.required_text("cbc:ID")?)?,
        issue_date,
        tax_point: tax_point(root, issue_date)?,
        preceding: preceding(root)?,
    })
}

pub(super) fn no_invoice(root: Element<'_>) -> DocumentRefusal {
    let reason = format!("the root element {} is no UBL invoice", root.local_name());
    DocumentRefusal::unsupported_kind(reason)
}

/// Kinds that the root element admits (EN 16931 BR-CL-01).
fn kind(root: Element<'_>) -> Result<Kind, DocumentRefusal> {
    let is = |(local, namespace): &(&str, &str)| root.is(local, namespace);
    let code_name = match ROOTS.iter().position(is) {
        Some(0) => "cbc:InvoiceTypeCode",
        Some(_) => "cbc:CreditNoteTypeCode",
        None => return Err(no_invoice(root)),
    };
    let text = root.required_text(code_name)?;
    // `+380` and `0380` are numbers, but no codes.
    let kind = text.parse().ok().and_then(Kind::from_code);
    let kind = kind.filter(|kind| kind.code().to_string() == text);
    let is_credit = code_name == "cbc:CreditNoteTypeCode";
    match kind {
        Some(kind) if (kind == Kind::CreditNote) == is_credit => Ok(kind),
        _ => {
            let reason = format!("{code_name} {} in {}", quoted(&text), root.local_name());
            Err(DocumentRefusal::unsupported_kind(reason))
        }
    }
}

/// BR-01: a document names the specification that it follows.
fn check_specification(root: Element<'_>) -> Result<(), DocumentRefusal> {
    let text = root.required_text("cbc:CustomizationID")?;
    match text.strip_prefix(SPECIFICATION) {
        Some(rest) if rest.is_empty() || rest.starts_with('#') => Ok(()),
        _ => {
            let reason = format!("specification {} is not EN 16931", quoted(&text));
            Err(DocumentRefusal::unsupported_value(reason))
        }
    }
}

/// When the tax becomes chargeable. BT-7 states it, or BT-8 (UNTDID 2005) says which other
/// date it is, but not both (BR-CO-03). Without both it is the date of supply, and an invoice that states none was
/// issued on it (Directive 2006/112/EC art. 63 and 226 (7)).
fn tax_point(root: Element<'_>, issued: CivilDate) -> Result<CivilDate, DocumentRefusal> {
    let stated = root.optional_date("cbc:TaxPointDate")?;
    let period = root.optional("cac:InvoicePeriod")?;
    let delivered = match root.optional("cac:Delivery")? {
        Some(delivery) => delivery.optional_date("cbc:ActualDeliveryDate")?,
        None => None,
    };
    let code = match period {
        Some(period) => period.optional_text("cbc:DescriptionCode")?,
        None => None,
    };
    if let Some(date) = stated {
        return match code {
            None => Ok(date),
            Some(_) => {
                let reason = "BR-CO-03: both a tax point date and a code for one";
                Err(DocumentRefusal::unsupported_value(reason))
            }
        };
    }
    match code.as_deref() {
        Some("3") => Ok(issued),
        Some("35") => delivered.ok_or_else(|| root.missing("cbc:ActualDeliveryDate")),
        Some(other) => {
            let reason = format!("tax point code {} names a date that is unknown", quoted(other));
            Err(DocumentRefusal::unsupported_value(reason))
        }
        None => {
            let period_end = match period {
                Some(period) => period.optional_date("cbc:EndDate")?,
                None => None,
            };
            Ok(delivered.or(period_end).unwrap_or(issued))
        }
    }
}

fn preceding(root: Element<'_>) -> Result<Option<Preceding>, DocumentRefusal> {
    // More than one would need more than one sum to be taken back.
    let Some(reference) = root.optional("cac:BillingReference")? else { return Ok(None) };
    let invoice = reference.required("cac:InvoiceDocumentReference")?;
    Ok(Some(Preceding {
        number: document_number(&invoice.required_text("cbc:ID")?)?,
        issue_date: invoice.optional_date("cbc:IssueDate")?,
    }))
}
