//! Currency, breakdown and totals.

use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use crate::ubl::TaxId;
use crate::ubl::currency::DocumentCurrency;
use crate::ubl::decimal::scaled;
use crate::ubl::element::quoted;
use serde_json::Value;
use vat_invoice::messages::{Category, CategoryAmount, Totals};

/// Most entries of a list that is read.
const LEN_MAX: usize = 10_000;
/// Decimals of a rate in percent when it is in basis points.
const RATE_DECIMALS: usize = 2;
/// What totals may say. What is not known could change what is due.
const TOTALS: [&str; 13] = [
    "sum",
    "discount",
    "charge",
    "tax_included",
    "total",
    "taxes",
    "tax",
    "total_with_tax",
    "rounding",
    "payable",
    "advance",
    "advances",
    "due",
];

/// The invoice's currency. Where VAT is accounted in another one, the invoice gives the rate.
pub fn currency(
    invoice: Node<'_, '_>,
    seller: &TaxId,
) -> Result<DocumentCurrency, DocumentRefusal> {
    let currency = DocumentCurrency::of(invoice.required_text("currency")?)?;
    if currency.accounts_vat_of(seller.country()) {
        return Ok(currency);
    }
    let converts = |rate: &Value| {
        let is_from = rate.get("from").and_then(Value::as_str) == Some(currency.code.as_str());
        let to = rate.get("to").and_then(Value::as_str);
        let to = to.and_then(|to| DocumentCurrency::of(to).ok());
        let has_amount = rate.get("amount").is_some_and(Value::is_string);
        is_from && has_amount && to.is_some_and(|to| to.accounts_vat_of(seller.country()))
    };
    if invoice.list("exchange_rates")?.iter().any(converts) {
        return Ok(currency);
    }
    let (code, country) = (currency.code, seller.country());
    let reason = format!("{code} without a rate to the accounting currency of {country}");
    Err(DocumentRefusal::mixed_currencies(reason))
}

/// The breakdown. GOBL may have a category and rate in several parts, which differ in what an
/// addon says of them: here they are one.
pub fn breakdown(
    invoice: Node<'_, '_>,
    currency: &DocumentCurrency,
) -> Result<Vec<CategoryAmount>, DocumentRefusal> {
    let totals = Node::new("doc.totals", invoice.required("totals")?)?;
    let taxes = Node::new("doc.totals.taxes", totals.required("taxes")?)?;
    let [vat] = taxes.required_list("categories")? else {
        let reason = "doc.totals.taxes.categories has another tax beside VAT";
        return Err(DocumentRefusal::unsupported_value(reason));
    };
    let vat = Node::new("doc.totals.taxes.categories[0]", vat)?;
    if vat.required_text("code")? != "VAT" || vat.get("retained").is_some() {
        let reason = "doc.totals.taxes.categories has a tax that is not VAT";
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let mut lines: Vec<CategoryAmount> = Vec::new();
    for rate in vat.required_list("rates")?.iter().take(LEN_MAX) {
        let new = line(Node::new("doc.totals.taxes.categories[0].rates[]", rate)?, currency)?;
        let same =
            |it: &&mut CategoryAmount| (it.category, it.rate_bp) == (new.category, new.rate_bp);
        match lines.iter_mut().find(same) {
            None => lines.push(new),
            Some(known) => {
                let sum = |a: i128, b: i128| a.checked_add(b).ok_or_else(too_great);
                known.taxable_minor = sum(known.taxable_minor, new.taxable_minor)?;
                known.tax_minor = sum(known.tax_minor, new.tax_minor)?;
            }
        }
    }
    Ok(lines)
}

fn too_great() -> DocumentRefusal {
    DocumentRefusal::bad_amount("doc.totals.taxes has a sum that no call can state")
}

fn line(
    rate: Node<'_, '_>,
    currency: &DocumentCurrency,
) -> Result<CategoryAmount, DocumentRefusal> {
    if rate.get("surcharge").is_some() {
        let reason = "doc.totals.taxes has an equivalence surcharge";
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let rate_bp = rate.text("percent")?.map(rate_bp).transpose()?;
    let category = category(rate, rate_bp)?;
    // An exempt rate may have no percentage; a taxed one has.
    let rate_bp = match (category, rate_bp) {
        (Category::Standard, None) => return Err(DocumentRefusal::missing_field("percent")),
        (_, rate_bp) => rate_bp.unwrap_or(0),
    };
    Ok(CategoryAmount {
        category,
        rate_bp,
        taxable_minor: required(rate, "base", currency)?,
        tax_minor: required(rate, "amount", currency)?,
    })
}

/// The category: by the UNCL 5305 code where an addon gives it, else by GOBL's key, which older
/// versions make of several words.
fn category(rate: Node<'_, '_>, rate_bp: Option<u32>) -> Result<Category, DocumentRefusal> {
    let ext = rate.get("ext");
    let stated = |name: &str| ext.and_then(|it| it.get(name)).and_then(Value::as_str);
    let unknown = |what: &str| {
        let reason = format!("VAT category {}", quoted(what));
        DocumentRefusal::unsupported_value(reason)
    };
    if let Some(code) = stated("untdid-tax-category") {
        return match code {
            "S" => Ok(Category::Standard),
            "Z" => Ok(Category::ZeroRated),
            "E" => Ok(Category::Exempt),
            "AE" => Ok(Category::ReverseCharge),
            "K" => Ok(Category::IntraCommunity),
            "G" => Ok(Category::Export),
            "O" => Ok(Category::OutOfScope),
            other => Err(unknown(other)),
        };
    }
    // Spain's N1 and N2 are operations that are not subject to VAT.
    if stated("es-verifactu-op-class").is_some_and(|class| class.starts_with('N')) {
        return Ok(Category::OutOfScope);
    }
    let key = rate.text("key")?.unwrap_or_default();
    let has = |word: &str| key.split('+').any(|part| part == word);
    match (key, rate_bp) {
        ("" | "standard" | "general" | "reduced" | "super-reduced" | "intermediate", Some(1..)) => {
            Ok(Category::Standard)
        }
        ("zero", _) => Ok(Category::ZeroRated),
        _ if has("reverse-charge") => Ok(Category::ReverseCharge),
        _ if has("intra-community") => Ok(Category::IntraCommunity),
        _ if has("export") => Ok(Category::Export),
        ("outside-scope", _) => Ok(Category::OutOfScope),
        ("exempt", _) => Ok(Category::Exempt),
        (other, _) => Err(unknown(other)),
    }
}

fn rate_bp(text: &str) -> Result<u32, DocumentRefusal> {
    let number = text.strip_suffix('%').and_then(|number| scaled(number, RATE_DECIMALS));
    let bad = || DocumentRefusal::bad_amount(format!("rate {} in percent", quoted(text)));
    number.and_then(|rate| u32::try_from(rate).ok()).ok_or_else(bad)
}

/// The totals. Where prices include VAT, so does the sum of lines, and the net sum follows.
pub fn totals(
    invoice: Node<'_, '_>,
    currency: &DocumentCurrency,
) -> Result<Totals, DocumentRefusal> {
    let totals = Node::new("doc.totals", invoice.required("totals")?)?;
    if let Some(other) = totals.unknown(&TOTALS) {
        let reason = format!("{} has no place in EN 16931", totals.path_of(other));
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let must = |name| required(totals, name, currency);
    let may = |name| Ok(optional(totals, name, currency)?.unwrap_or(0));
    let (allowances_minor, charges_minor) = (may("discount")?, may("charge")?);
    let included = may("tax_included")?;
    if included != 0 && (allowances_minor, charges_minor) != (0, 0) {
        let reason = "doc.totals has discounts or charges that include VAT";
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let gross_minor = must("total_with_tax")?;
    let (advance, advances) = (may("advance")?, may("advances")?);
    let paid_minor = advance.checked_add(advances).ok_or_else(too_great)?;
    let due_minor = match optional(totals, "due", currency)? {
        Some(due) => due,
        None => must("payable")?.checked_sub(paid_minor).ok_or_else(too_great)?,
    };
    Ok(Totals {
        line_sum_minor: must("sum")?.checked_sub(included).ok_or_else(too_great)?,
        allowances_minor,
        charges_minor,
        net_minor: must("total")?,
        tax_minor: must("tax")?,
        gross_minor,
        paid_minor,
        rounding_minor: may("rounding")?,
        due_minor,
    })
}

/// The totals of the lines add up to their sum (EN 16931 BR-CO-10), to the unit for each line:
/// GOBL may round the sum only, not the lines (`tax.rounding`).
pub fn check_lines(
    invoice: Node<'_, '_>,
    currency: &DocumentCurrency,
) -> Result<(), DocumentRefusal> {
    let totals = Node::new("doc.totals", invoice.required("totals")?)?;
    let lines = invoice.list("lines")?;
    if lines.len() > LEN_MAX {
        return Err(DocumentRefusal::too_large(format!("more than {LEN_MAX} lines")));
    }
    let mut sum: i128 = 0;
    for line in lines {
        let line = Node::new("doc.lines[]", line)?;
        let total = required(line, "total", currency)?;
        sum = sum.checked_add(total).ok_or_else(too_great)?;
    }
    let stated = required(totals, "sum", currency)?;
    let is_rounded_by_line = invoice
        .get("tax")
        .and_then(|tax| tax.get("rounding"))
        .is_some_and(|rounding| rounding == "currency");
    let most = if is_rounded_by_line { 0 } else { u128::try_from(lines.len()).unwrap_or(0) };
    if sum.abs_diff(stated) > most {
        let reason = "BR-CO-10: doc.lines do not add up to doc.totals.sum";
        return Err(DocumentRefusal::totals_mismatch(reason));
    }
    Ok(())
}

fn required(
    node: Node<'_, '_>,
    name: &str,
    currency: &DocumentCurrency,
) -> Result<i128, DocumentRefusal> {
    let missing = || DocumentRefusal::missing_field(format!("{} is missing", node.path_of(name)));
    optional(node, name, currency)?.ok_or_else(missing)
}

fn optional(
    node: Node<'_, '_>,
    name: &str,
    currency: &DocumentCurrency,
) -> Result<Option<i128>, DocumentRefusal> {
    let Some(text) = node.text(name)? else { return Ok(None) };
    let bad = || {
        let reason = format!("{} {} is no amount", node.path_of(name), quoted(text));
        DocumentRefusal::bad_amount(reason)
    };
    currency.minor(text).map(Some).ok_or_else(bad)
}
