//! The VAT breakdown and the document's totals.

use super::currency::DocumentCurrency;
use super::decimal::scaled;
use super::element::{Element, quoted};
use super::identifier::TaxId;
use crate::document::DocumentRefusal;
use std::iter;
use vat_invoice::messages::{BREAKDOWN_LEN_MAX, Category, CategoryAmount, Totals};

/// Basis points have two decimals less than one hundred percent.
const RATE_DECIMALS: usize = 2;

/// The VAT breakdown (BG-23) and its sum (BT-110).
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// One line for each category and rate.
    pub lines: Vec<CategoryAmount>,
    /// Total VAT as stated, minor units.
    pub tax_minor: i128,
}

/// Reads the breakdown in the document's currency.
pub fn breakdown(
    root: Element<'_>,
    currency: &DocumentCurrency,
    seller: &TaxId,
) -> Result<Breakdown, DocumentRefusal> {
    let TaxTotal { own: total, accounting } = TaxTotal::read(root, currency)?;
    let tax_minor = currency.required_amount(total, "cbc:TaxAmount")?;
    if tax_minor != 0 {
        check_accounting(currency, accounting.as_ref(), seller)?;
    }
    let mut lines = Vec::new();
    for subtotal in total.all("cac:TaxSubtotal") {
        if lines.len() == BREAKDOWN_LEN_MAX {
            let reason = format!("more than {BREAKDOWN_LEN_MAX} lines in the VAT breakdown");
            return Err(DocumentRefusal::too_large(reason));
        }
        let (category, rate_bp) = category_and_rate(subtotal.required("cac:TaxCategory")?)?;
        lines.push(CategoryAmount {
            category,
            rate_bp,
            taxable_minor: currency.required_amount(subtotal, "cbc:TaxableAmount")?,
            tax_minor: currency.required_amount(subtotal, "cbc:TaxAmount")?,
        });
    }
    if lines.is_empty() {
        return Err(total.missing("cac:TaxSubtotal"));
    }
    Ok(Breakdown { lines, tax_minor })
}

/// VAT that is owed is stated in the currency in which the seller accounts for it (Directive
/// 2006/112/EC art. 230), if not in the document's own.
fn check_accounting(
    currency: &DocumentCurrency,
    accounting: Option<&DocumentCurrency>,
    seller: &TaxId,
) -> Result<(), DocumentRefusal> {
    let country = seller.country();
    if iter::once(currency).chain(accounting).any(|it| it.accounts_vat_of(country)) {
        return Ok(());
    }
    let reason = format!("VAT in {} and not in an accounting currency of {country}", currency.code);
    Err(DocumentRefusal::mixed_currencies(reason))
}

/// The VAT totals of a document.
struct TaxTotal<'a> {
    /// The one in the document's currency.
    own: Element<'a>,
    /// Currency of the other one, if there is one.
    accounting: Option<DocumentCurrency>,
}

impl<'a> TaxTotal<'a> {
    /// A document in another currency than its accounting currency (BT-6) states the total in
    /// both (BR-53); any further currency is one too many.
    fn read(root: Element<'a>, currency: &DocumentCurrency) -> Result<Self, DocumentRefusal> {
        let accounting = accounting_currency(root)?.filter(|it| it.code != currency.code);
        let (mut own, mut other) = (None, None);
        for total in root.all("cac:TaxTotal") {
            let stated = total.required("cbc:TaxAmount")?.attribute("currencyID")?;
            let place = if stated == currency.code.as_str() {
                &mut own
            } else if accounting.is_some_and(|it| stated == it.code.as_str()) {
                &mut other
            } else {
                let reason = format!("a VAT total in {}", quoted(stated));
                return Err(DocumentRefusal::mixed_currencies(reason));
            };
            if place.replace(total).is_some() {
                let reason = format!("two VAT totals in {stated}");
                return Err(DocumentRefusal::unsupported_value(reason));
            }
        }
        match (accounting, other) {
            (Some(accounting), Some(total)) => {
                accounting.required_amount(total, "cbc:TaxAmount")?;
            }
            (Some(DocumentCurrency { code, .. }), None) => {
                let reason = format!("no VAT total in the accounting currency {code} (BR-53)");
                return Err(DocumentRefusal::mixed_currencies(reason));
            }
            (None, _) => {}
        }
        let own = own.ok_or_else(|| root.missing("cac:TaxTotal"))?;
        Ok(Self { own, accounting })
    }
}

fn accounting_currency(root: Element<'_>) -> Result<Option<DocumentCurrency>, DocumentRefusal> {
    let Some(text) = root.optional_text("cbc:TaxCurrencyCode")? else { return Ok(None) };
    DocumentCurrency::of(&text).map(Some)
}

/// Category and rate of a `TaxCategory`, in basis points. Category O has no rate.
pub fn category_and_rate(element: Element<'_>) -> Result<(Category, u32), DocumentRefusal> {
    let scheme = element.required("cac:TaxScheme")?.required_text("cbc:ID")?;
    if !scheme.eq_ignore_ascii_case("VAT") {
        let reason = format!("tax {} is not VAT", quoted(&scheme));
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let code = element.required_text("cbc:ID")?;
    let category = match code.as_str() {
        "S" => Category::Standard,
        "Z" => Category::ZeroRated,
        "E" => Category::Exempt,
        "AE" => Category::ReverseCharge,
        "K" => Category::IntraCommunity,
        "G" => Category::Export,
        "O" => Category::OutOfScope,
        other => {
            let reason = format!("VAT category {}", quoted(other));
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    };
    match element.optional_text("cbc:Percent")? {
        Some(text) => Ok((category, rate_bp(&text)?)),
        None if category == Category::OutOfScope => Ok((category, 0)),
        None => Err(element.missing("cbc:Percent")),
    }
}

fn rate_bp(text: &str) -> Result<u32, DocumentRefusal> {
    let rate = scaled(text, RATE_DECIMALS).and_then(|rate| u32::try_from(rate).ok());
    let bad = || DocumentRefusal::bad_amount(format!("rate {} in percent", quoted(text)));
    rate.ok_or_else(bad)
}

/// Reads the totals (BG-22); what a document leaves out is zero where EN 16931 allows it.
pub fn totals(
    root: Element<'_>,
    currency: &DocumentCurrency,
    tax_minor: i128,
) -> Result<Totals, DocumentRefusal> {
    let total = root.required("cac:LegalMonetaryTotal")?;
    let required = |name| currency.required_amount(total, name);
    let optional = |name| Ok(currency.optional_amount(total, name)?.unwrap_or(0));
    Ok(Totals {
        line_sum_minor: required("cbc:LineExtensionAmount")?,
        allowances_minor: optional("cbc:AllowanceTotalAmount")?,
        charges_minor: optional("cbc:ChargeTotalAmount")?,
        net_minor: required("cbc:TaxExclusiveAmount")?,
        tax_minor,
        gross_minor: required("cbc:TaxInclusiveAmount")?,
        paid_minor: optional("cbc:PrepaidAmount")?,
        rounding_minor: optional("cbc:PayableRoundingAmount")?,
        due_minor: required("cbc:PayableAmount")?,
    })
}
