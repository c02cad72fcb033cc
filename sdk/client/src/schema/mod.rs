//! JSON Schema (draft 2020-12) of what a contract takes and gives, in the form of
//! [`value`](crate::value): arguments as `sandpact call --args` reads them, results, events and
//! errors as the command prints them.
//!
//! Whatever encodes is valid under the schema. Three rules are not in it, for JSON Schema has no
//! short words for them: the range of an integer written as a string, whether a day exists, and
//! that `1.0` is no integer.

mod kinds;
#[cfg(test)]
mod tests;

use crate::types::NamedTypes;
use sandpact_abi::{ContractAbi, FieldDef, MethodDef, TypeDef, VariantDef};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The dialect of all schemas here.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of one method's arguments: an object with each of them by name.
#[must_use]
pub fn of_arguments(abi: &ContractAbi, method: &MethodDef) -> Value {
    let types = NamedTypes::reserving(abi, &kinds::names());
    let mut writer = Writer { types: &types, defs: Map::new() };
    let arguments = writer.arguments(method);
    let mut document = json!({
        "$schema": DIALECT,
        "title": format!("{}.{}", abi.name, method.name),
    });
    append(&mut document, arguments);
    if !writer.defs.is_empty() {
        document["$defs"] = Value::Object(writer.defs);
    }
    document
}

/// One document of definitions: `arguments.METHOD`, `returns.METHOD`, `event.NAME`,
/// `error.NAME`, and the types that they are made of.
#[must_use]
pub fn of_contract(abi: &ContractAbi) -> Value {
    let parts = |prefix: &str, name: &str| format!("{prefix}.{name}");
    let mut reserved = kinds::names();
    for method in &abi.methods {
        reserved.extend([parts("arguments", &method.name), parts("returns", &method.name)]);
    }
    reserved.extend(abi.events.iter().map(|event| parts("event", &event.name)));
    reserved.extend(abi.errors.iter().map(|error| parts("error", &error.name)));

    let types = NamedTypes::reserving(abi, &reserved);
    let mut writer = Writer { types: &types, defs: Map::new() };
    let mut defs = Map::new();
    for method in &abi.methods {
        defs.insert(parts("arguments", &method.name), writer.arguments(method));
        defs.insert(parts("returns", &method.name), writer.of(&method.returns));
    }
    for event in &abi.events {
        defs.insert(parts("event", &event.name), writer.described(&event.docs, &event.fields));
    }
    for error in &abi.errors {
        let docs = format!("{}: {}", error.code, error.docs);
        defs.insert(parts("error", &error.name), writer.described(&docs, &error.fields));
    }
    defs.extend(writer.defs);
    json!({
        "$schema": DIALECT,
        "title": format!("{} {}", abi.name, abi.version),
        "description": abi.docs,
        "$defs": defs,
    })
}

/// Writes schemas; named types and kinds go into `defs` when they are first met.
struct Writer<'a> {
    types: &'a NamedTypes<'a>,
    defs: Map<String, Value>,
}

impl Writer<'_> {
    fn arguments(&mut self, method: &MethodDef) -> Value {
        self.described(&method.docs, &method.args)
    }

    fn described(&mut self, docs: &str, fields: &[FieldDef]) -> Value {
        let mut schema = self.object(fields);
        describe(&mut schema, docs);
        schema
    }

    fn of(&mut self, ty: &TypeDef) -> Value {
        match ty {
            TypeDef::Bool => json!({ "type": "boolean" }),
            TypeDef::Text => json!({ "type": "string" }),
            TypeDef::FixedBytes(len) => kinds::fixed_bytes(*len),
            TypeDef::Option(inner) => self.option(inner),
            TypeDef::List(item) => json!({ "type": "array", "items": self.of(item) }),
            TypeDef::Tuple(parts) => self.tuple(parts),
            TypeDef::Struct { .. } | TypeDef::Enum { .. } => self.named(ty),
            // A kind, so it has a name and a schema.
            kind => match kinds::name(kind) {
                Some(name) => self.reference(name, || kinds::schema(kind)),
                None => json!(true),
            },
        }
    }

    /// As the values are: an option inside an option is told apart by the array around it.
    fn option(&mut self, inner: &TypeDef) -> Value {
        let some = match inner {
            TypeDef::Option(_) => self.tuple(std::slice::from_ref(inner)),
            _ => self.of(inner),
        };
        json!({ "anyOf": [{ "type": "null" }, some] })
    }

    fn tuple(&mut self, parts: &[TypeDef]) -> Value {
        let len = parts.len();
        if parts.is_empty() {
            return json!({ "type": "array", "maxItems": 0 });
        }
        let items = parts.iter().map(|part| self.of(part)).collect::<Vec<_>>();
        json!({ "type": "array", "prefixItems": items, "minItems": len, "maxItems": len })
    }

    fn object(&mut self, fields: &[FieldDef]) -> Value {
        let mut properties = Map::new();
        for field in fields {
            let mut schema = self.of(&field.ty);
            describe(&mut schema, &field.docs);
            properties.insert(field.name.clone(), schema);
        }
        let required: Vec<_> = properties.keys().cloned().collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn named(&mut self, ty: &TypeDef) -> Value {
        let Some(name) = self.types.name(ty).map(str::to_owned) else { return json!(true) };
        if !self.defs.contains_key(&name) {
            // Keeps the place; no type contains itself.
            self.defs.insert(name.clone(), Value::Null);
            let (docs, mut schema) = match ty {
                TypeDef::Struct { docs, fields, .. } => (docs, self.object(fields)),
                TypeDef::Enum { docs, variants, .. } => (docs, self.variants(variants)),
                _ => return json!(true),
            };
            describe(&mut schema, docs);
            self.defs.insert(name.clone(), schema);
        }
        reference(&name)
    }

    fn reference(&mut self, name: &str, schema: impl FnOnce() -> Value) -> Value {
        if !self.defs.contains_key(name) {
            self.defs.insert(name.to_owned(), schema());
        }
        reference(name)
    }

    /// A name alone for variants without fields, and for all an object with the name as its
    /// one key.
    fn variants(&mut self, variants: &[VariantDef]) -> Value {
        let mut any_of = Vec::new();
        for variant in variants.iter().filter(|variant| variant.fields.is_empty()) {
            let mut name = json!({ "const": variant.name });
            describe(&mut name, &variant.docs);
            any_of.push(name);
        }
        let mut properties = Map::new();
        for variant in variants {
            let content = match variant.fields.as_slice() {
                [] => json!({ "type": "object", "maxProperties": 0 }),
                fields => self.described(&variant.docs, fields),
            };
            properties.insert(variant.name.clone(), content);
        }
        any_of.push(json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        }));
        json!({ "anyOf": any_of })
    }
}

fn describe(schema: &mut Value, docs: &str) {
    if !docs.is_empty() && schema.is_object() {
        schema["description"] = docs.into();
    }
}

fn append(document: &mut Value, schema: Value) {
    if let (Some(document), Value::Object(schema)) = (document.as_object_mut(), schema) {
        document.extend(schema);
    }
}

/// A reference to a definition: a JSON Pointer (RFC 6901) in a URI fragment (RFC 3986).
fn reference(name: &str) -> Value {
    let mut pointer = String::from("#/$defs/");
    for byte in name.replace('~', "~0").replace('/', "~1").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            pointer.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(pointer, "%{byte:02X}");
        }
    }
    json!({ "$ref": pointer })
}
