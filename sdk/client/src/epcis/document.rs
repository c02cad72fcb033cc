//! A whole document to its calls.

use super::{DOCUMENT_LEN_BYTES_MAX, EVENTS_LEN_MAX, event, xml};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::{Node, parse};
use serde_json::Value;

/// Whether the document is one of EPCIS: in JSON by its type, in XML by its root.
#[must_use]
pub fn is_epcis(bytes: &[u8]) -> bool {
    if is_xml(bytes) {
        return xml::is_epcis(bytes);
    }
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    let kind = document.as_ref().and_then(|document| document.get("type")?.as_str());
    kind.is_some_and(|kind| kind == "EPCISDocument" || kind.ends_with("Event"))
}

/// Maps each event of a document to a call, in the document's order.
///
/// # Errors
/// [`DocumentRefusal`] for the first event that has no call: of a document all events are
/// recorded or none.
pub fn map_document(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<Vec<DocumentCall>, DocumentRefusal> {
    let events = if is_xml(bytes) { xml::events(bytes)? } else { json_events(bytes)? };
    if events.is_empty() {
        return Err(DocumentRefusal::missing_field("the document has no event"));
    }
    if events.len() > EVENTS_LEN_MAX {
        let reason = format!("{} events, at most {EVENTS_LEN_MAX}", events.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    let numbered = events.iter().enumerate();
    numbered.map(|(index, value)| event::map(&format!("event[{index}]"), value, context)).collect()
}

fn is_xml(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.trim_ascii_start().first() == Some(&b'<')
}

fn json_events(bytes: &[u8]) -> Result<Vec<Value>, DocumentRefusal> {
    let document = parse(bytes, DOCUMENT_LEN_BYTES_MAX)?;
    let node = Node::new("document", &document)?;
    // Without a context the words of a JSON-LD document mean nothing.
    node.required("@context")?;
    let kind = node.required_text("type")?;
    if kind != "EPCISDocument" {
        return Ok(vec![document]);
    }
    match node.required_text("schemaVersion")? {
        "2.0" | "2.0.0" | "2.0.1" => {}
        _ => return Err(DocumentRefusal::unsupported_kind("another schemaVersion than 2.0")),
    }
    let body = Node::new("document.epcisBody", node.required("epcisBody")?)?;
    match (body.get("eventList"), body.get("event")) {
        (Some(Value::Array(events)), None) => Ok(events.clone()),
        (None, Some(event)) => Ok(vec![event.clone()]),
        _ => Err(DocumentRefusal::missing_field("document.epcisBody.eventList is no list")),
    }
}
