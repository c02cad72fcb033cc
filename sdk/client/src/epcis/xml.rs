//! Events in XML (EPCIS 1.2 and 2.0) in the form that they have in JSON, so that they are read
//! in one way. The order of elements says nothing and is not checked.

use super::DOCUMENT_LEN_BYTES_MAX;
use crate::document::DocumentRefusal;
use crate::xml::{self, RootTag};
use roxmltree::Node;
use serde_json::{Map, Number, Value};

/// Namespaces of EPCIS 1.x (EPCIS 1.2, 9.5) and 2.0.
const NAMESPACES: [&str; 2] = ["urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2"];

/// The root of a document.
const DOCUMENT: &str = "EPCISDocument";

/// Most XML nodes.
const NODES_MAX: u32 = 200_000;

/// Deepest nesting of elements.
const DEPTH_MAX: usize = 32;

/// Elements that hold others of an event and mean nothing themselves: how EPCIS 1.x was extended
/// without a new schema.
const WRAPPERS: &[&str] = &["extension", "baseExtension"];

const TEXTS: &[&str] = &[
    "eventTime",
    "recordTime",
    "eventTimeZoneOffset",
    "eventID",
    "action",
    "bizStep",
    "disposition",
    "parentID",
    "transformationID",
    "certificationInfo",
];

const EPC_LISTS: &[&str] = &["epcList", "childEPCs", "inputEPCList", "outputEPCList"];

const QUANTITY_LISTS: &[&str] =
    &["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"];

/// Elements that are committed to and not read.
const UNREAD: &[&str] = &["sensorElementList", "persistentDisposition"];

/// Names of events.
const EVENTS: &[&str] = &[
    "ObjectEvent",
    "AggregationEvent",
    "TransactionEvent",
    "TransformationEvent",
    "AssociationEvent",
];

/// Whether the root is a document in a namespace of EPCIS, or an event alone.
pub fn is_epcis(bytes: &[u8]) -> bool {
    RootTag::of(bytes).is_some_and(|tag| {
        let name = tag.local_name();
        EVENTS.contains(&name) || name == DOCUMENT && NAMESPACES.iter().any(|it| tag.mentions(it))
    })
}

/// The events of a document.
pub fn events(bytes: &[u8]) -> Result<Vec<Value>, DocumentRefusal> {
    let text = xml::text(bytes, DOCUMENT_LEN_BYTES_MAX)?.trim_start();
    let document = xml::parse(text, NODES_MAX)?;
    let root = document.root_element();
    // What is not recognised is not mapped: a namespace may be written with references.
    if !is_epcis(bytes) || !is_plain(root) {
        return Err(DocumentRefusal::unsupported_kind("the root is nothing of EPCIS"));
    }
    if root.descendants().any(|node| node.ancestors().nth(DEPTH_MAX).is_some()) {
        return Err(DocumentRefusal::too_large(format!("nested deeper than {DEPTH_MAX}")));
    }
    let name = root.tag_name().name();
    if EVENTS.contains(&name) {
        return Ok(vec![event(root)?]);
    }
    match root.attribute("schemaVersion").map(str::trim) {
        Some(version) if version.starts_with("1.") || version.starts_with("2.") => {}
        _ => {
            return Err(DocumentRefusal::unsupported_kind("another schemaVersion than 1.x or 2.x"));
        }
    }
    let list = child(root, "EPCISBody").and_then(|body| child(body, "EventList"));
    let list = list.ok_or_else(|| DocumentRefusal::missing_field("EPCISBody has no EventList"))?;
    let mut found = Vec::new();
    collect(list, &mut found)?;
    Ok(found)
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children()
        .find(|child| child.is_element() && is_plain(*child) && child.tag_name().name() == name)
}

/// The events of a list, also those that EPCIS 1.2 has in an extension.
fn collect(list: Node<'_, '_>, found: &mut Vec<Value>) -> Result<(), DocumentRefusal> {
    for node in list.children().filter(Node::is_element) {
        match node.tag_name().name() {
            "extension" => collect(node, found)?,
            name if EVENTS.contains(&name) && is_plain(node) => found.push(event(node)?),
            name => {
                let name: String = name.chars().take(40).collect();
                let reason = format!("events of type {name:?}");
                return Err(DocumentRefusal::unsupported_kind(reason));
            }
        }
    }
    Ok(())
}

fn event(node: Node<'_, '_>) -> Result<Value, DocumentRefusal> {
    let mut members = Map::new();
    members.insert("type".into(), node.tag_name().name().into());
    fill(node, &mut members)?;
    Ok(Value::Object(members))
}

/// In no namespace, or that of EPCIS: an element of the standard.
fn is_plain(node: Node<'_, '_>) -> bool {
    node.tag_name().namespace().is_none_or(|it| NAMESPACES.contains(&it))
}

fn fill(node: Node<'_, '_>, members: &mut Map<String, Value>) -> Result<(), DocumentRefusal> {
    for element in node.children().filter(Node::is_element) {
        let name = element.tag_name().name();
        if !is_plain(element) {
            add(members, &extension_name(element), raw(element))?;
            continue;
        }
        let value = match name {
            _ if WRAPPERS.contains(&name) => {
                fill(element, members)?;
                continue;
            }
            _ if TEXTS.contains(&name) => text(element).into(),
            _ if EPC_LISTS.contains(&name) => list(element, |epc| Ok(text(epc).into()))?,
            _ if QUANTITY_LISTS.contains(&name) => list(element, quantity)?,
            _ if UNREAD.contains(&name) => raw(element),
            "readPoint" | "bizLocation" => place(element),
            "bizTransactionList" => list(element, |it| Ok(typed(it, "bizTransaction")))?,
            "sourceList" => list(element, |it| Ok(typed(it, "source")))?,
            "destinationList" => list(element, |it| Ok(typed(it, "destination")))?,
            "errorDeclaration" => declaration(element),
            "ilmd" => master_data(element)?,
            _ => {
                let name: String = name.chars().take(40).collect();
                let reason = format!("element {name:?} is unknown and in no namespace");
                return Err(DocumentRefusal::unsupported_value(reason));
            }
        };
        add(members, name, value)?;
    }
    Ok(())
}

fn add(members: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), DocumentRefusal> {
    let is_extension = name.contains(':');
    match members.insert(name.to_owned(), value) {
        Some(_) if !is_extension => {
            Err(DocumentRefusal::unsupported_value(format!("{name} occurs more than once")))
        }
        _ => Ok(()),
    }
}

/// A prefix of ours for the namespace of master data; any other is written out.
fn extension_name(node: Node<'_, '_>) -> String {
    let namespace = node.tag_name().namespace().unwrap_or_default();
    let prefix = match namespace.trim_end_matches([':', '#']) {
        "urn:epcglobal:cbv:mda" => "cbvmda",
        other => other,
    };
    format!("{prefix}:{}", node.tag_name().name())
}

fn text(node: Node<'_, '_>) -> String {
    let parts = node.children().filter(Node::is_text).filter_map(|child| child.text());
    parts.collect::<String>().trim().to_owned()
}

fn list(
    node: Node<'_, '_>,
    item: impl Fn(Node<'_, '_>) -> Result<Value, DocumentRefusal>,
) -> Result<Value, DocumentRefusal> {
    node.children().filter(Node::is_element).map(item).collect::<Result<_, _>>().map(Value::Array)
}

/// A number in XML is text; what is none stays text, and is refused as JSON's is.
fn quantity(node: Node<'_, '_>) -> Result<Value, DocumentRefusal> {
    let mut members = Map::new();
    for element in node.children().filter(Node::is_element) {
        let (name, text) = (element.tag_name().name(), text(element));
        if text.is_empty() {
            continue;
        }
        let number: Option<Number> = text.parse().ok().filter(|_| name == "quantity");
        add(&mut members, name, number.map_or_else(|| text.into(), Value::Number))?;
    }
    Ok(Value::Object(members))
}

fn place(node: Node<'_, '_>) -> Value {
    let mut members = Map::new();
    if let Some(id) = child(node, "id") {
        members.insert("id".into(), text(id).into());
    }
    Value::Object(members)
}

fn typed(node: Node<'_, '_>, name: &str) -> Value {
    let mut members = Map::new();
    if let Some(kind) = node.attribute("type") {
        members.insert("type".into(), kind.trim().into());
    }
    members.insert(name.to_owned(), text(node).into());
    Value::Object(members)
}

fn declaration(node: Node<'_, '_>) -> Value {
    let mut members = Map::new();
    for name in ["declarationTime", "reason"] {
        if let Some(element) = child(node, name) {
            members.insert(name.to_owned(), text(element).into());
        }
    }
    if let Some(ids) = child(node, "correctiveEventIDs") {
        let ids = ids.children().filter(Node::is_element).map(|id| text(id).into()).collect();
        members.insert("correctiveEventIDs".into(), Value::Array(ids));
    }
    Value::Object(members)
}

fn master_data(node: Node<'_, '_>) -> Result<Value, DocumentRefusal> {
    let mut members = Map::new();
    for element in node.children().filter(Node::is_element) {
        let name = match element.tag_name().namespace() {
            Some(_) => extension_name(element),
            None => element.tag_name().name().to_owned(),
        };
        let has_elements = element.children().any(|child| child.is_element());
        let value = if has_elements { raw(element) } else { text(element).into() };
        add(&mut members, &name, value)?;
    }
    Ok(Value::Object(members))
}

/// An element as it is written.
fn raw(node: Node<'_, '_>) -> Value {
    node.document().input_text().get(node.range()).unwrap_or_default().into()
}
