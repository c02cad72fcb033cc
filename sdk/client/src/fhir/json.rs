//! Reading JSON without losing anything: no key twice, no empty list, no element that
//! is not known.

use crate::document::DocumentRefusal;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// An object of JSON with the path by which refusals name it.
#[derive(Clone, Copy)]
pub struct Node<'a, 'p> {
    object: &'a Map<String, Value>,
    path: &'p str,
}

impl<'a, 'p> Node<'a, 'p> {
    /// The object at `path`.
    pub fn new(path: &'p str, value: &'a Value) -> Result<Self, DocumentRefusal> {
        match value.as_object() {
            Some(object) => Ok(Self { object, path }),
            None => Err(DocumentRefusal::missing_field(format!("{path} is no object"))),
        }
    }

    /// Path of a member.
    pub fn path_of(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// A member, whatever it is.
    pub fn get(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name)
    }

    /// A member that is text, if there is one.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>, DocumentRefusal> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.missing(name, "no text")),
        }
    }

    /// A member that is text and must be there.
    pub fn required_text(&self, name: &str) -> Result<&'a str, DocumentRefusal> {
        self.text(name)?.ok_or_else(|| self.missing(name, "missing"))
    }

    /// A member that must be there.
    pub fn required(&self, name: &str) -> Result<&'a Value, DocumentRefusal> {
        self.get(name).ok_or_else(|| self.missing(name, "missing"))
    }

    /// The items of a member, none if it is missing. FHIR has no empty lists, and one
    /// that was meant to name somebody must not be read as naming nobody.
    pub fn list(&self, name: &str) -> Result<&'a [Value], DocumentRefusal> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(items)) if !items.is_empty() => Ok(items),
            Some(Value::Array(_)) => Err(self.missing(name, "an empty list")),
            Some(_) => Err(self.missing(name, "no list")),
        }
    }

    /// The items of a member, none if it is missing or empty.
    pub fn list_or_empty(&self, name: &str) -> Result<&'a [Value], DocumentRefusal> {
        match self.get(name) {
            Some(Value::Array(items)) => Ok(items),
            None => Ok(&[]),
            Some(_) => Err(self.missing(name, "no list")),
        }
    }

    /// The items of a member that must be there.
    pub fn required_list(&self, name: &str) -> Result<&'a [Value], DocumentRefusal> {
        self.required(name)?;
        self.list(name)
    }

    /// The names of all members.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.object.keys().map(String::as_str)
    }

    /// The first member that is none of these.
    pub fn unknown(&self, known: &[&str]) -> Option<&'a str> {
        self.object.keys().map(String::as_str).find(|name| !known.contains(name))
    }

    fn missing(&self, name: &str, what: &str) -> DocumentRefusal {
        DocumentRefusal::missing_field(format!("{} is {what}", self.path_of(name)))
    }
}

/// Parses a document in which no object has a key twice (RFC 8785 section 3.1 asks for
/// that). A reader that keeps the last of two `type` members reads another directive
/// than one that keeps the first.
///
/// # Errors
/// `TooLarge` above `len_bytes_max`, `NotWellFormed`.
pub fn parse(bytes: &[u8], len_bytes_max: usize) -> Result<Value, DocumentRefusal> {
    DocumentRefusal::check_len(bytes, len_bytes_max)?;
    match serde_json::from_slice::<Unambiguous>(bytes) {
        Ok(document) => Ok(document.0),
        Err(error) => Err(DocumentRefusal::not_well_formed(format!(
            "line {}, column {}: no JSON without repeated keys",
            error.line(),
            error.column()
        ))),
    }
}

/// Whether an element of this name stands anywhere in the document.
pub fn has_element(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(object) => {
            object.contains_key(name) || object.values().any(|value| has_element(value, name))
        }
        Value::Array(items) => items.iter().any(|value| has_element(value, name)),
        _ => false,
    }
}

struct Unambiguous(Value);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor).map(Self)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON without repeated keys")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unambiguous(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Unambiguous(value))) = members.next_entry::<String, _>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a repeated key"));
            }
        }
        Ok(Value::Object(object))
    }
}
