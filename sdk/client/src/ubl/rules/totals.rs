//! Rules of amounts and conditions: BR-CO.

use super::Rule;
use super::place::{
    ONE, Place, allowances, breakdown, charges, document, line_allowances, line_charges,
    line_periods, lines, rounded, sum, totals,
};
use crate::ubl::identifier::has_country;

/// An amount that a document may leave out.
fn optional(place: Place<'_>, path: &str) -> Option<i128> {
    if place.has(path) { place.number_of(path) } else { Some(0) }
}

fn is_equal(one: Option<i128>, other: Option<i128>) -> bool {
    one.is_some() && one == other
}

/// Whether a stated total is that of the entries; both may be missing.
fn is_total(total: Place<'_>, path: &str, entries: &[Place<'_>]) -> bool {
    if !total.has(path) {
        return entries.is_empty();
    }
    let computed = sum(entries.iter().copied(), "cbc:Amount").and_then(rounded);
    is_equal(total.number_of(path), computed)
}

fn has_reason(entry: Place<'_>) -> bool {
    entry.has("cbc:AllowanceChargeReason") || entry.has("cbc:AllowanceChargeReasonCode")
}

fn vat_numbers(document: Place<'_>) -> Vec<Place<'_>> {
    let mut schemes = document.below("cac:PartyTaxScheme");
    schemes.retain(|scheme| scheme.is_vat());
    schemes
}

/// The document in which totals stand.
fn whole(place: Place<'_>) -> Place<'_> {
    place.above().unwrap_or(place)
}

/// VAT of a taxable amount at a rate in percent, rounded to two decimals.
pub fn tax(taxable: i128, percent: i128) -> Option<i128> {
    taxable.checked_mul(percent).map(|product| product / (100 * ONE)).and_then(rounded)
}

fn is_tax_of_rate(subtotal: Place<'_>) -> bool {
    let percents = subtotal.all("cac:TaxCategory").into_iter().filter(|it| it.is_vat());
    let percent = percents.filter_map(|it| it.number_of("cbc:Percent")).next().unwrap_or(0);
    let taxable = if percent == 0 { Some(0) } else { subtotal.number_of("cbc:TaxableAmount") };
    is_equal(subtotal.number_of("cbc:TaxAmount"), taxable.and_then(|it| tax(it, percent)))
}

/// BR-CO-15, for the total in the document's currency.
fn is_gross_of_net(document: Place<'_>) -> bool {
    let Some(currency) = document.text_of("cbc:DocumentCurrencyCode") else { return true };
    let mut taxes = document.all("cac:TaxTotal/cbc:TaxAmount");
    taxes.retain(|tax| tax.attribute("currencyID") == Some(currency));
    let [tax] = taxes[..] else { return false };
    let net = document.number_of("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount");
    let gross = net.zip(tax.number()).and_then(|(net, tax)| net.checked_add(tax));
    let stated = document.number_of("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount");
    is_equal(stated, gross.and_then(rounded))
}

/// The rules.
pub const RULES: &[Rule] = &[
    Rule {
        id: "BR-CO-03",
        context: document,
        holds: |it| !it.has("cbc:TaxPointDate") || !it.has("cac:InvoicePeriod/cbc:DescriptionCode"),
    },
    Rule {
        id: "BR-CO-04",
        context: lines,
        holds: |it| {
            let categories = it.all("cac:Item/cac:ClassifiedTaxCategory");
            categories.into_iter().any(|category| category.is_vat() && category.has("cbc:ID"))
        },
    },
    Rule {
        id: "BR-CO-09",
        context: vat_numbers,
        holds: |it| {
            let number = it.text_of("cbc:CompanyID").map(str::to_ascii_uppercase);
            number.is_some_and(|number| has_country(&number))
        },
    },
    Rule {
        id: "BR-CO-10",
        context: totals,
        holds: |it| {
            let computed = sum(lines(whole(it)), "cbc:LineExtensionAmount").and_then(rounded);
            is_equal(it.number_of("cbc:LineExtensionAmount"), computed)
        },
    },
    Rule {
        id: "BR-CO-11",
        context: totals,
        holds: |it| is_total(it, "cbc:AllowanceTotalAmount", &allowances(whole(it))),
    },
    Rule {
        id: "BR-CO-12",
        context: totals,
        holds: |it| is_total(it, "cbc:ChargeTotalAmount", &charges(whole(it))),
    },
    Rule {
        id: "BR-CO-13",
        context: totals,
        holds: |it| {
            let lines = it.number_of("cbc:LineExtensionAmount");
            let charged = optional(it, "cbc:ChargeTotalAmount").zip(lines);
            let charged = charged.and_then(|(more, lines)| lines.checked_add(more));
            let allowed = optional(it, "cbc:AllowanceTotalAmount").zip(charged);
            let net = allowed.and_then(|(less, sum)| sum.checked_sub(less)).and_then(rounded);
            is_equal(it.number_of("cbc:TaxExclusiveAmount"), net)
        },
    },
    Rule {
        id: "BR-CO-14",
        context: |document| document.all("cac:TaxTotal"),
        holds: |it| {
            let lines = it.all("cac:TaxSubtotal");
            let is_alone = lines.is_empty();
            let computed = sum(lines, "cbc:TaxAmount").and_then(rounded);
            is_alone || is_equal(it.number_of("cbc:TaxAmount"), computed)
        },
    },
    Rule { id: "BR-CO-15", context: document, holds: is_gross_of_net },
    Rule {
        id: "BR-CO-16",
        context: totals,
        holds: |it| {
            let difference = |more: Option<i128>, less| {
                more.zip(optional(it, less)).and_then(|(more, less)| more.checked_sub(less))
            };
            let due = difference(it.number_of("cbc:PayableAmount"), "cbc:PayableRoundingAmount");
            let rest = difference(it.number_of("cbc:TaxInclusiveAmount"), "cbc:PrepaidAmount");
            is_equal(due.and_then(rounded), rest.and_then(rounded))
        },
    },
    Rule { id: "BR-CO-17", context: breakdown, holds: is_tax_of_rate },
    Rule { id: "BR-CO-18", context: document, holds: |it| !breakdown(it).is_empty() },
    Rule {
        id: "BR-CO-19",
        context: |document| document.all("cac:InvoicePeriod"),
        holds: |it| {
            ["cbc:StartDate", "cbc:EndDate", "cbc:DescriptionCode"].iter().any(|name| it.has(name))
        },
    },
    Rule {
        id: "BR-CO-20",
        context: line_periods,
        holds: |it| it.has("cbc:StartDate") || it.has("cbc:EndDate"),
    },
    Rule { id: "BR-CO-21", context: allowances, holds: has_reason },
    Rule { id: "BR-CO-22", context: charges, holds: has_reason },
    Rule { id: "BR-CO-23", context: line_allowances, holds: has_reason },
    Rule { id: "BR-CO-24", context: line_charges, holds: has_reason },
    Rule {
        id: "BR-CO-25",
        context: totals,
        holds: |it| {
            let is_due = it.number_of("cbc:PayableAmount").is_some_and(|due| due > 0);
            !is_due
                || whole(it).is_credit_note()
                || whole(it).has("cbc:DueDate")
                || whole(it).has("cac:PaymentTerms/cbc:Note")
        },
    },
    Rule {
        id: "BR-CO-26",
        context: |document| document.all("cac:AccountingSupplierParty/cac:Party"),
        holds: |it| {
            let is_bank = |id: &Place<'_>| id.attribute("schemeID") == Some("SEPA");
            let identifiers = it.all("cac:PartyIdentification/cbc:ID");
            it.is_registered_for_vat()
                || identifiers.iter().any(|id| !is_bank(id))
                || it.has("cac:PartyLegalEntity/cbc:CompanyID")
        },
    },
];
