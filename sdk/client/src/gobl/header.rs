//! Kind, number, dates and the preceding invoice.

use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use crate::invoice::{Header, Preceding};
use crate::ubl::element::quoted;
use crate::ubl::identifier::document_number;
use sandpact_abi::CivilDate;
use serde_json::Value;
use vat_invoice::messages::Kind;

/// Reads a document's header.
pub fn read(invoice: Node<'_, '_>) -> Result<Header, DocumentRefusal> {
    let issue_date = required_date(invoice, "issue_date")?;
    // The day from which tax is due, else that of the operation, else that of issue.
    let tax_point = match date(invoice, "value_date")? {
        Some(date) => date,
        None => date(invoice, "op_date")?.unwrap_or(issue_date),
    };
    Ok(Header {
        kind: kind(invoice)?,
        number: number(invoice)?,
        issue_date,
        tax_point,
        preceding: preceding(invoice)?,
    })
}

/// The kind by the UNTDID 1001 code, where an addon gives it, else by type and tags. What
/// replaces a simplified invoice (tag `replacement`) takes its place, as a corrective does.
fn kind(invoice: Node<'_, '_>) -> Result<Kind, DocumentRefusal> {
    let ext = extensions(invoice)?;
    let stated = invoice.required_text("type")?;
    let is_tagged = |tag: &str| {
        let tags = invoice.get("$tags").and_then(Value::as_array);
        tags.is_some_and(|tags| tags.iter().any(|it| it == tag))
    };
    let by_type = match (stated, is_tagged("self-billed"), is_tagged("replacement")) {
        ("standard", false, false) => Kind::Invoice,
        ("standard", true, false) => Kind::SelfBilled,
        ("standard" | "corrective", false, _) => Kind::Corrected,
        ("credit-note", false, false) => Kind::CreditNote,
        _ => {
            let reason = format!("doc.type {} with these tags", quoted(stated));
            return Err(DocumentRefusal::unsupported_kind(reason));
        }
    };
    // A corrective by differences states what changes: neither a replacement nor a credit.
    if ext.and_then(|it| it.get("es-verifactu-correction-type")).is_some_and(|it| it == "I") {
        let reason = "doc.type corrective by differences";
        return Err(DocumentRefusal::unsupported_kind(reason));
    }
    let Some(code) = ext.and_then(|it| it.get("untdid-document-type")) else {
        return Ok(by_type);
    };
    let known = code.as_str().and_then(|it| it.parse().ok()).and_then(Kind::from_code);
    known.ok_or_else(|| {
        let reason = format!("doc.tax.ext.untdid-document-type {code}");
        DocumentRefusal::unsupported_kind(reason)
    })
}

fn extensions<'a>(invoice: Node<'a, '_>) -> Result<Option<&'a Value>, DocumentRefusal> {
    match invoice.get("tax") {
        Some(tax) => Ok(Node::new("doc.tax", tax)?.get("ext")),
        None => Ok(None),
    }
}

/// A number as GOBL writes it: series and code with a hyphen between.
fn number(document: Node<'_, '_>) -> Result<String, DocumentRefusal> {
    match (document.text("series")?, document.required_text("code")?) {
        (None | Some(""), code) => document_number(code),
        (Some(series), code) => document_number(&format!("{series}-{code}")),
    }
}

/// One preceding document at most: of several, a correction would have to be taken apart.
fn preceding(invoice: Node<'_, '_>) -> Result<Option<Preceding>, DocumentRefusal> {
    match invoice.list("preceding")? {
        [] => Ok(None),
        [one] => {
            let one = Node::new("doc.preceding[0]", one)?;
            let issue_date = date(one, "issue_date")?;
            Ok(Some(Preceding { number: number(one)?, issue_date }))
        }
        _ => Err(DocumentRefusal::unsupported_value("doc.preceding has several documents")),
    }
}

fn required_date(node: Node<'_, '_>, name: &str) -> Result<CivilDate, DocumentRefusal> {
    let missing = || DocumentRefusal::missing_field(format!("{} is missing", node.path_of(name)));
    date(node, name)?.ok_or_else(missing)
}

fn date(node: Node<'_, '_>, name: &str) -> Result<Option<CivilDate>, DocumentRefusal> {
    let Some(text) = node.text(name)? else { return Ok(None) };
    let bad = |_| {
        let reason = format!("{} {} is no calendar date", node.path_of(name), quoted(text));
        DocumentRefusal::bad_date(reason)
    };
    CivilDate::parse(text).map(Some).map_err(bad)
}
