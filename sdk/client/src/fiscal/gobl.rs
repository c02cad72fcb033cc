//! GOBL invoices with the addon `es-verifactu-v1` (invopop/gobl) to `register`.

use super::{CONTRACT, Link, code, registration_entry, time};
use crate::commitment::FingerprintKey;
use crate::document::{DocumentCall, DocumentRefusal};
use crate::fhir::json::{Node, parse};
use fiscal_record_chain::{Amount, InvoiceId, Place, Registration, registration_text};
use parity_scale_codec::Encode as _;
use sandpact_abi::{CivilDate, Hash};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Longest document; the largest published one has 12 KB.
const DOCUMENT_LEN_BYTES_MAX: usize = 1024 * 1024;
/// The addon that says which VeriFactu fields an invoice has.
const ADDON: &str = "es-verifactu-v1";
/// Where `TipoFactura` stands.
const DOC_TYPE: &str = "es-verifactu-doc-type";
/// Schema of an invoice.
const SCHEMA: &str = "https://gobl.org/draft-0/bill/invoice";

/// Whether the document is a GOBL invoice with the VeriFactu addon.
#[must_use]
pub fn is_verifactu(bytes: &[u8]) -> bool {
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    document.is_some_and(|it| has_addon(body(&it)))
}

fn body(document: &Value) -> &Value {
    document.get("doc").unwrap_or(document)
}

fn has_addon(body: &Value) -> bool {
    let addons = body.get("$addons").and_then(Value::as_array);
    body.get("$schema").and_then(Value::as_str) == Some(SCHEMA)
        && addons.is_some_and(|addons| addons.iter().any(|it| it == ADDON))
}

/// Maps an invoice and its place in the chain to `register`: hash and keyed fingerprints of the
/// texts of [`read_registration`], none of the texts.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_registration(
    bytes: &[u8],
    link: &Link<'_>,
    key: &FingerprintKey,
) -> Result<DocumentCall, DocumentRefusal> {
    let registration = read_registration(bytes, link)?;
    let InvoiceId { issuer, number, .. } = &registration.invoice;
    Ok(DocumentCall {
        contract: CONTRACT,
        method: "register",
        args: (registration_entry(&registration, key), registration.is_correction).encode(),
        actor: format!("ES{issuer}"),
        title: format!("record of invoice {number}"),
    })
}

/// The texts of an invoice's record with its hash: what the device keeps, and hands to whoever
/// may verify the record.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn read_registration(bytes: &[u8], link: &Link<'_>) -> Result<Registration, DocumentRefusal> {
    let document = parse(bytes, DOCUMENT_LEN_BYTES_MAX)?;
    if !has_addon(body(&document)) {
        let reason = format!("no GOBL invoice with the addon {ADDON}");
        return Err(DocumentRefusal::unsupported_kind(reason));
    }
    let invoice = Node::new("doc", body(&document))?;
    let amounts = Amounts::read(invoice)?;
    let mut registration = Registration {
        place: Place {
            previous: link.previous,
            counter: link.counter,
            time: time("link.time", link.time)?,
            hash: Hash::ZERO,
        },
        invoice: invoice_id(invoice)?,
        kind: code("doc.tax.ext", doc_type(invoice)?)?,
        tax: amounts.tax,
        total: amounts.total,
        is_correction: link.is_correction,
    };
    registration.place.hash = Hash(Sha256::digest(registration_text(&registration)).into());
    Ok(registration)
}

fn invoice_id(invoice: Node<'_, '_>) -> Result<InvoiceId, DocumentRefusal> {
    let supplier = Node::new("doc.supplier", invoice.required("supplier")?)?;
    let tax_id = Node::new("doc.supplier.tax_id", supplier.required("tax_id")?)?;
    if tax_id.required_text("country")? != "ES" {
        let reason = "doc.supplier.tax_id is of another country than ES";
        return Err(DocumentRefusal::bad_identifier(reason));
    }
    // As GOBL writes a number: series and code with a hyphen between.
    let number = match (invoice.text("series")?, invoice.required_text("code")?) {
        (None | Some(""), code) => code.to_owned(),
        (Some(series), code) => format!("{series}-{code}"),
    };
    let date = invoice.required_text("issue_date")?;
    let date = CivilDate::parse(date)
        .map_err(|_| DocumentRefusal::bad_date("doc.issue_date is no calendar date"))?;
    let (year, month, day) = date.ymd();
    Ok(InvoiceId {
        issuer: code("doc.supplier.tax_id.code", tax_id.required_text("code")?)?,
        number: code("doc.code", &number)?,
        date: code("doc.issue_date", &format!("{day:02}-{month:02}-{year:04}"))?,
    })
}

fn doc_type<'a>(invoice: Node<'a, '_>) -> Result<&'a str, DocumentRefusal> {
    let tax = Node::new("doc.tax", invoice.required("tax")?)?;
    let ext = Node::new("doc.tax.ext", tax.required("ext")?)?;
    ext.required_text(DOC_TYPE)
}

struct Amounts {
    tax: Amount,
    total: Amount,
}

impl Amounts {
    /// `CuotaTotal` and `ImporteTotal`, as they are written in the invoice (F9).
    fn read(invoice: Node<'_, '_>) -> Result<Self, DocumentRefusal> {
        if invoice.required_text("currency")? != "EUR" {
            let reason = "doc.currency is not EUR, in which VeriFactu's amounts are";
            return Err(DocumentRefusal::mixed_currencies(reason));
        }
        let is_credit = match invoice.required_text("type")? {
            "standard" | "corrective" | "debit-note" => false,
            // GOBL writes the amounts of a credit note without a sign; a record has them negative.
            "credit-note" => true,
            _ => {
                let reason = "doc.type is no invoice that is registered";
                return Err(DocumentRefusal::unsupported_kind(reason));
            }
        };
        let totals = Node::new("doc.totals", invoice.required("totals")?)?;
        check_not_retained(totals)?;
        // Without taxes there is no tax total.
        let tax = totals.text("tax")?.unwrap_or("0.00");
        let total = totals.required_text("total_with_tax")?;
        Ok(Self {
            tax: amount("doc.totals.tax", tax, is_credit)?,
            total: amount("doc.totals.total_with_tax", total, is_credit)?,
        })
    }
}

/// A retained tax is no part of `CuotaTotal`; what GOBL adds up with one would have to be taken
/// apart and written anew.
fn check_not_retained(totals: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    let Some(taxes) = totals.get("taxes") else { return Ok(()) };
    let taxes = Node::new("doc.totals.taxes", taxes)?;
    for category in taxes.list("categories")? {
        if category.get("retained") == Some(&Value::Bool(true)) {
            let reason = "doc.totals.taxes has a retained tax";
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    }
    Ok(())
}

fn amount(path: &str, text: &str, is_credit: bool) -> Result<Amount, DocumentRefusal> {
    let bad = || DocumentRefusal::bad_amount(format!("{path} is no amount"));
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let is_number = unsigned.starts_with(|first: char| first.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.split('.').count() <= 2;
    let is_zero = unsigned.bytes().all(|byte| byte == b'0' || byte == b'.');
    let written = match (is_credit && !is_zero, text.strip_prefix('-')) {
        (false, _) => text.to_owned(),
        (true, Some(positive)) => positive.to_owned(),
        (true, None) => format!("-{text}"),
    };
    if is_number { Amount::parse(&written).map_err(|_| bad()) } else { Err(bad()) }
}
