//! The rules of EN 16931 that need the lines, which never leave this machine: BR-CO-10,
//! BR-CO-11, BR-CO-12 and the rules -08 of each category.

use super::currency::DocumentCurrency;
use super::element::{Element, quoted};
use super::tax::category_and_rate;
use crate::document::DocumentRefusal;
use std::collections::BTreeMap;
use vat_invoice::messages::{Category, CategoryAmount, Totals};

/// Net amounts of lines, allowances and charges, added up in minor units.
#[derive(Default)]
struct Sums {
    lines: i128,
    allowances: i128,
    charges: i128,
    by_rate: BTreeMap<(Category, u32), i128>,
}

/// Checks that lines, allowances and charges add up to totals and breakdown.
pub fn check(
    root: Element<'_>,
    currency: &DocumentCurrency,
    breakdown: &[CategoryAmount],
    totals: &Totals,
) -> Result<(), DocumentRefusal> {
    let sums = Sums::read(root, currency)?;
    expect("BR-CO-10", "lines", sums.lines, totals.line_sum_minor)?;
    expect("BR-CO-11", "allowances", sums.allowances, totals.allowances_minor)?;
    expect("BR-CO-12", "charges", sums.charges, totals.charges_minor)?;
    check_rates(sums.by_rate, breakdown)
}

impl Sums {
    fn read(root: Element<'_>, currency: &DocumentCurrency) -> Result<Self, DocumentRefusal> {
        let mut sums = Self::default();
        let mut is_empty = true;
        for line in root.all("cac:InvoiceLine").chain(root.all("cac:CreditNoteLine")) {
            is_empty = false;
            let amount = currency.required_amount(line, "cbc:LineExtensionAmount")?;
            let item = line.required("cac:Item")?;
            let rate = category_and_rate(item.required("cac:ClassifiedTaxCategory")?)?;
            add(&mut sums.lines, Some(amount))?;
            add(sums.by_rate.entry(rate).or_default(), Some(amount))?;
        }
        if is_empty {
            return Err(root.missing("line (BR-16)"));
        }
        for entry in root.all("cac:AllowanceCharge") {
            let amount = currency.required_amount(entry, "cbc:Amount")?;
            let rate = category_and_rate(entry.required("cac:TaxCategory")?)?;
            let of_rate = sums.by_rate.entry(rate).or_default();
            if is_charge(entry)? {
                add(&mut sums.charges, Some(amount))?;
                add(of_rate, Some(amount))?;
            } else {
                add(&mut sums.allowances, Some(amount))?;
                add(of_rate, amount.checked_neg())?;
            }
        }
        Ok(sums)
    }
}

fn is_charge(entry: Element<'_>) -> Result<bool, DocumentRefusal> {
    match entry.required_text("cbc:ChargeIndicator")?.as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => {
            let reason = format!("ChargeIndicator {}", quoted(other));
            Err(DocumentRefusal::unsupported_value(reason))
        }
    }
}

fn add(sum: &mut i128, amount: Option<i128>) -> Result<(), DocumentRefusal> {
    let overflow = || DocumentRefusal::bad_amount("amounts add up to more than 38 digits");
    *sum = amount.and_then(|amount| sum.checked_add(amount)).ok_or_else(overflow)?;
    Ok(())
}

/// Each rate of the breakdown is the sum of its lines, and each line has its rate there.
fn check_rates(
    mut by_rate: BTreeMap<(Category, u32), i128>,
    breakdown: &[CategoryAmount],
) -> Result<(), DocumentRefusal> {
    for line in breakdown {
        let sum = by_rate.entry((line.category, line.rate_bp)).or_default();
        add(sum, line.taxable_minor.checked_neg())?;
    }
    for ((category, rate_bp), rest) in by_rate {
        let code = match category {
            Category::Standard => "S",
            Category::ZeroRated => "Z",
            Category::Exempt => "E",
            Category::ReverseCharge => "AE",
            Category::IntraCommunity => "IC",
            Category::Export => "G",
            Category::OutOfScope => "O",
        };
        if rest != 0 {
            let reason = format!(
                "BR-{code}-08: lines at {rate_bp} basis points and the breakdown differ by {rest} \
                 minor units"
            );
            return Err(DocumentRefusal::totals_mismatch(reason));
        }
    }
    Ok(())
}

fn expect(rule: &str, what: &str, computed: i128, stated: i128) -> Result<(), DocumentRefusal> {
    if computed == stated {
        return Ok(());
    }
    let reason = format!("{rule}: {what} add up to {computed} minor units, {stated} are stated");
    Err(DocumentRefusal::totals_mismatch(reason))
}
