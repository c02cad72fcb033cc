//! Decisions on lines, totals and the payment of a response.

use super::super::json::Node;
use super::amount::Amounts;
use super::item::positive;
use crate::document::DocumentRefusal;
use claim_adjudication::lines::check_reason;
use claim_adjudication::messages::{LINES_LEN_MAX, LineDecision, PaymentTerms, ReasonCode};
use serde_json::Value;
use std::collections::BTreeMap;

/// Code system of the categories of adjudication (FHIR R4). The published examples leave it out.
const CATEGORIES: &str = "http://terminology.hl7.org/CodeSystem/adjudication";

/// The categories; of those without an argument of their own the document's commitment tells.
const KNOWN: &[&str] = &[
    "submitted",
    "copay",
    "eligible",
    "deductible",
    "unallocdeduct",
    "eligpercent",
    "tax",
    "benefit",
];

/// Amounts by category, and the first reason that was given.
type ByCategory = (BTreeMap<&'static str, i128>, Option<ReasonCode>);

/// The decisions on the lines, ascending by number. `sequence` is the name of that member.
pub fn lines(
    response: Node<'_, '_>,
    sequence: &str,
    amounts: &mut Amounts,
) -> Result<Vec<LineDecision>, DocumentRefusal> {
    if response.get("addItem").is_some() {
        let reason = "addItem: lines that were not claimed are not decided";
        return Err(DocumentRefusal::unsupported_value(reason));
    }
    let path = response.path_of("item");
    let items = response.required_list("item")?;
    if items.len() > LINES_LEN_MAX {
        let reason = format!("{} lines, at most {LINES_LEN_MAX}", items.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    let mut lines = Vec::new();
    for item in items {
        lines.push(line(Node::new(&path, item)?, sequence, amounts)?);
    }
    lines.sort_by_key(|line| line.sequence);
    Ok(lines)
}

fn line(
    item: Node<'_, '_>,
    sequence: &str,
    amounts: &mut Amounts,
) -> Result<LineDecision, DocumentRefusal> {
    let path = item.path_of("adjudication");
    let (by_category, reason) = categories(&path, item.required_list("adjudication")?, amounts)?;
    let of = |name| by_category.get(name).copied();
    let benefit_minor = of("benefit")
        .ok_or_else(|| DocumentRefusal::missing_field(format!("{path} has no benefit")))?;
    // An ExplanationOfBenefit repeats the line with its net amount.
    let net = amounts.optional(item, "net")?;
    Ok(LineDecision {
        sequence: positive(item, sequence)?,
        submitted_minor: of("submitted").or(net),
        eligible_minor: of("eligible"),
        deductible_minor: of("deductible"),
        copay_minor: of("copay"),
        benefit_minor,
        reason,
    })
}

/// Amounts by category of the standard, each once. Categories of other systems say more about
/// them and are not read.
fn categories(
    path: &str,
    entries: &[Value],
    amounts: &mut Amounts,
) -> Result<ByCategory, DocumentRefusal> {
    let (mut found, mut reason) = (BTreeMap::new(), None);
    for entry in entries {
        let entry = Node::new(path, entry)?;
        let Some(name) = category(entry)? else { continue };
        if reason.is_none() || name == "benefit" {
            reason = reason_of(entry, "reason")?.or(reason);
        }
        let Some(amount) = amounts.optional(entry, "amount")? else { continue };
        if found.insert(name, amount).is_some() {
            let reason = format!("{path} has the category {name} twice");
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    }
    Ok((found, reason))
}

/// The standard's category of an entry; none if it is of another system.
fn category(entry: Node<'_, '_>) -> Result<Option<&'static str>, DocumentRefusal> {
    let path = entry.path_of("category");
    let mut found = None;
    for coding in Node::new(&path, entry.required("category")?)?.required_list("coding")? {
        let coding = Node::new(&path, coding)?;
        let code = coding.required_text("code")?;
        if !matches!(coding.text("system")?, None | Some(CATEGORIES)) {
            continue;
        }
        let known = KNOWN.iter().find(|known| **known == code);
        let known = known.ok_or_else(|| {
            DocumentRefusal::unsupported_value(format!("{path} has an unknown category"))
        })?;
        found = Some(*known);
    }
    Ok(found)
}

/// The first code of a concept that is a reason, if the member is there.
///
/// # Errors
/// `UnsupportedValue` where there is a concept without such a code: a text is no reason.
pub fn reason_of(node: Node<'_, '_>, name: &str) -> Result<Option<ReasonCode>, DocumentRefusal> {
    let Some(concept) = node.get(name) else { return Ok(None) };
    let path = node.path_of(name);
    for coding in Node::new(&path, concept)?.list("coding")? {
        let code = ReasonCode::parse(Node::new(&path, coding)?.required_text("code")?).ok();
        if code.is_some_and(|code| check_reason(Some(&code)).is_ok()) {
            return Ok(code);
        }
    }
    Err(DocumentRefusal::unsupported_value(format!(
        "{path} has no code of letters, digits and hyphens with a digit, at most 8"
    )))
}

/// The stated totals: submitted and benefit.
pub fn totals(
    response: Node<'_, '_>,
    amounts: &mut Amounts,
) -> Result<(Option<i128>, Option<i128>), DocumentRefusal> {
    let path = response.path_of("total");
    let (found, _) = categories(&path, response.list("total")?, amounts)?;
    Ok((found.get("submitted").copied(), found.get("benefit").copied()))
}

/// The stated payment.
pub fn payment(
    response: Node<'_, '_>,
    amounts: &mut Amounts,
) -> Result<Option<PaymentTerms>, DocumentRefusal> {
    let Some(payment) = response.get("payment") else { return Ok(None) };
    let path = response.path_of("payment");
    let payment = Node::new(&path, payment)?;
    // An ExplanationOfBenefit may tell the date alone.
    let Some(amount_minor) = amounts.optional(payment, "amount")? else { return Ok(None) };
    Ok(Some(PaymentTerms {
        amount_minor,
        adjustment_minor: amounts.optional(payment, "adjustment")?.unwrap_or(0),
        reason: reason_of(payment, "adjustmentReason")?,
    }))
}
