//! Which fields an event has, and what of them is read.

use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use item_trace::messages::{LotQuantity, QUANTITIES_LEN_MAX, UnitCode};
use sandpact_sdk::prelude::Decimal;
use serde_json::Value;

use super::key_of;
use crate::commitment::FingerprintKey;

/// Fields of events (EPCIS 2.0, section 7.4). All others are extensions, in a namespace.
const KNOWN: &[&str] = &[
    "@context",
    "type",
    "eventID",
    "eventTime",
    "eventTimeZoneOffset",
    "recordTime",
    "errorDeclaration",
    "certificationInfo",
    "action",
    "bizStep",
    "disposition",
    "persistentDisposition",
    "readPoint",
    "bizLocation",
    "bizTransactionList",
    "sourceList",
    "destinationList",
    "sensorElementList",
    "ilmd",
    "epcList",
    "quantityList",
    "parentID",
    "childEPCs",
    "childQuantityList",
    "inputEPCList",
    "inputQuantityList",
    "outputEPCList",
    "outputQuantityList",
    "transformationID",
];

/// Refuses fields without a namespace that the standard does not know, at the event and in its
/// master data, and certification that is no reference.
pub fn check(event: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    refuse_unknown(event, KNOWN)?;
    if let Some(ilmd) = event.get("ilmd") {
        refuse_unknown(Node::new(&event.path_of("ilmd"), ilmd)?, &[])?;
    }
    let certificates = match event.get("certificationInfo") {
        None => return Ok(()),
        Some(Value::Array(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    if certificates.iter().all(Value::is_string) {
        Ok(())
    } else {
        let path = event.path_of("certificationInfo");
        Err(DocumentRefusal::unsupported_value(format!("{path} is no reference")))
    }
}

/// Refuses a member that is not known and in no namespace.
pub fn refuse_unknown(node: Node<'_, '_>, known: &[&str]) -> Result<(), DocumentRefusal> {
    match node.names().find(|name| !known.contains(name) && !name.contains(':')) {
        Some(name) => {
            let name: String = name.chars().take(40).collect();
            let reason = format!("{} is unknown and in no namespace", node.path_of(&name));
            Err(DocumentRefusal::unsupported_value(reason))
        }
        None => Ok(()),
    }
}

/// Texts of a list that may be missing or empty.
pub fn texts<'a>(event: Node<'a, '_>, name: &str) -> Result<Vec<&'a str>, DocumentRefusal> {
    let wrong = || {
        let reason = format!("{} is no list of texts", event.path_of(name));
        DocumentRefusal::unsupported_value(reason)
    };
    match event.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => {
            items.iter().map(|item| item.as_str().ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}

/// The quantities of a list that may be missing or empty. An amount may be left out where
/// nothing is counted (EPCIS 2.0, section 7.3.3.3); one piece then stands for it.
pub fn quantities(
    event: Node<'_, '_>,
    name: &str,
    key: &FingerprintKey,
    is_counted: bool,
) -> Result<Vec<LotQuantity>, DocumentRefusal> {
    let path = event.path_of(name);
    let items = match event.get(name) {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(DocumentRefusal::unsupported_value(format!("{path} is no list"))),
    };
    if items.len() > QUANTITIES_LEN_MAX {
        let reason = format!("{path} has {} quantities, at most {QUANTITIES_LEN_MAX}", items.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    items.iter().map(|item| quantity(Node::new(&path, item)?, key, is_counted)).collect()
}

fn quantity(
    of: Node<'_, '_>,
    key: &FingerprintKey,
    is_counted: bool,
) -> Result<LotQuantity, DocumentRefusal> {
    refuse_unknown(of, &["epcClass", "quantity", "uom"])?;
    let path = of.path_of("quantity");
    let bad = || DocumentRefusal::bad_amount(format!("{path} is no decimal number"));
    let amount = match of.get("quantity") {
        Some(Value::Number(number)) => Decimal::parse(&number.to_string()).map_err(|_| bad())?,
        Some(_) => return Err(bad()),
        None if !is_counted => Decimal::integer(1),
        None => return Err(DocumentRefusal::missing_field(format!("{path} is missing"))),
    };
    let unit = of.text("uom")?.map(UnitCode::parse).transpose().map_err(|_| {
        DocumentRefusal::unsupported_value(format!("{} is no unit code", of.path_of("uom")))
    })?;
    Ok(LotQuantity { lot: key_of(key, of.required_text("epcClass")?)?, amount, unit })
}
