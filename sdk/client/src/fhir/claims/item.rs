//! Lines of a claim.

use super::super::json::Node;
use super::amount::Amounts;
use super::date;
use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::DocumentRefusal;
use claim_adjudication::messages::{LINES_LEN_MAX, Line};
use sandpact_abi::{CivilDate, Hash};
use serde_json::Value;

/// First and last day of what lines without an own date were for, as a claim states it.
type Period = Option<date::Days>;

/// The lines of a claim, ascending by number.
pub fn lines(
    claim: Node<'_, '_>,
    patient: &Hash,
    key: &FingerprintKey,
    amounts: &mut Amounts,
) -> Result<Vec<Line>, DocumentRefusal> {
    let path = claim.path_of("item");
    let items = claim.required_list("item")?;
    if items.len() > LINES_LEN_MAX {
        let reason = format!("{} lines, at most {LINES_LEN_MAX}", items.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    let period = date::period(claim, "billablePeriod")?;
    let mut lines = Vec::new();
    for item in items {
        lines.push(line(Node::new(&path, item)?, patient, key, period, amounts)?);
    }
    lines.sort_by_key(|line| line.sequence);
    Ok(lines)
}

fn line(
    item: Node<'_, '_>,
    patient: &Hash,
    key: &FingerprintKey,
    period: Period,
    amounts: &mut Amounts,
) -> Result<Line, DocumentRefusal> {
    let (from, to) = days(item, period)?;
    Ok(Line {
        sequence: positive(item, "sequence")?,
        service: service(item, patient, key)?,
        from,
        to,
        submitted_minor: amounts.required(item, "net")?,
    })
}

/// The days of a line, or of the claim where the line states none.
fn days(item: Node<'_, '_>, claimed: Period) -> Result<(CivilDate, CivilDate), DocumentRefusal> {
    let date = date::optional(item, "servicedDate")?;
    let own = date::period(item, "servicedPeriod")?;
    if date.is_some() && own.is_some() {
        return Err(DocumentRefusal::unsupported_value("an item with a day and a period"));
    }
    if let Some(date) = date {
        return Ok((date, date));
    }
    match own.or(claimed) {
        Some((Some(from), Some(to))) => Ok((from, to)),
        _ => Err(DocumentRefusal::missing_field(format!(
            "{} and billablePeriod give no first and last day",
            item.path_of("servicedDate")
        ))),
    }
}

/// Fingerprint of what was done: codes, modifiers and site, for this patient, so that the same
/// service of two patients cannot be linked.
fn service(
    item: Node<'_, '_>,
    patient: &Hash,
    key: &FingerprintKey,
) -> Result<Hash, DocumentRefusal> {
    let mut fields = vec!["fhir-service".to_owned(), hex::encode(patient.0)];
    let path = item.path_of("productOrService");
    let codes = codings(&path, item.required("productOrService")?)?;
    if codes.is_empty() {
        return Err(DocumentRefusal::missing_field(format!("{path} has no code")));
    }
    fields.extend(codes);
    for (mark, name) in [("modifier", "modifier"), ("subSite", "subSite")] {
        fields.push(mark.to_owned());
        let path = item.path_of(name);
        let mut all = Vec::new();
        for concept in item.list(name)? {
            all.extend(codings(&path, concept)?);
        }
        all.sort();
        fields.extend(all);
    }
    fields.push("bodySite".to_owned());
    if let Some(site) = item.get("bodySite") {
        fields.extend(codings(&item.path_of("bodySite"), site)?);
    }
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    Ok(fingerprint(key, &fields))
}

/// The codings of a concept, in order of the alphabet: `system|code`, which marks have not.
fn codings(path: &str, concept: &Value) -> Result<Vec<String>, DocumentRefusal> {
    let mut all = Vec::new();
    for coding in Node::new(path, concept)?.list("coding")? {
        let coding = Node::new(path, coding)?;
        let system = coding.text("system")?.unwrap_or_default().trim();
        all.push(format!("{system}|{}", coding.required_text("code")?.trim()));
    }
    all.sort();
    Ok(all)
}

/// A member of datatype `positiveInt`.
pub fn positive(node: Node<'_, '_>, name: &str) -> Result<u32, DocumentRefusal> {
    let number = node.required(name)?.as_u64().and_then(|number| u32::try_from(number).ok());
    number.filter(|number| *number > 0).ok_or_else(|| {
        DocumentRefusal::unsupported_value(format!("{} is no positive number", node.path_of(name)))
    })
}
