//! A contract's description for people and for programs.

use crate::outcome::first_sentence;
use crate::table::table;
use sandpact_abi::{ContractAbi, FieldDef, MethodDef, MethodKind, TypeDef};
use sandpact_client::value::type_name;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `name(arg: type, ...) -> type`.
pub fn signature(method: &MethodDef) -> String {
    format!("{}({}) -> {}", method.name, field_list(&method.args), type_name(&method.returns))
}

/// Methods, errors, events and types as readable tables.
pub fn text(abi: &ContractAbi) -> String {
    let methods = abi.methods.iter().map(|method| {
        let roles = if method.roles.is_empty() { "anyone".into() } else { method.roles.join(", ") };
        vec![signature(method), kind_text(method), roles, first_sentence(&method.docs)]
    });
    let errors = abi.errors.iter().map(|error| {
        let name = match error.fields.as_slice() {
            [] => error.name.clone(),
            fields => format!("{} ({})", error.name, field_list(fields)),
        };
        vec![error.code.to_string(), name, first_sentence(&error.docs)]
    });
    let events = abi.events.iter().map(|event| {
        vec![event.name.clone(), field_list(&event.fields), first_sentence(&event.docs)]
    });
    let types = named_types(abi);
    let types = types.values().map(|ty| type_row(ty));
    let sections = [
        (
            "Methods",
            table(&["method", "kind", "for", "meaning"], &[], &methods.collect::<Vec<_>>()),
        ),
        ("Errors", table(&["code", "error", "meaning"], &[0], &errors.collect::<Vec<_>>())),
        ("Events", table(&["event", "fields", "meaning"], &[], &events.collect::<Vec<_>>())),
        ("Types", table(&["type", "made of", "meaning"], &[], &types.collect::<Vec<_>>())),
    ];
    let sections = sections.iter().map(|(title, table)| format!("{title}\n{table}"));
    sections.collect::<Vec<_>>().join("\n\n")
}

/// The same as JSON; types are named, and described under `types`.
pub fn json(abi: &ContractAbi) -> Value {
    let methods = abi.methods.iter().map(|method| {
        json!({
            "name": method.name,
            "kind": kind_name(method.kind),
            "reentrant": method.is_reentrant,
            "roles": method.roles,
            "args": fields_json(&method.args),
            "returns": type_name(&method.returns),
            "docs": method.docs.trim(),
        })
    });
    let errors = abi.errors.iter().map(|error| {
        let (fields, docs) = (fields_json(&error.fields), error.docs.trim());
        json!({"code": error.code, "name": error.name, "fields": fields, "docs": docs})
    });
    let events = abi.events.iter().map(|event| {
        let (fields, docs) = (fields_json(&event.fields), event.docs.trim());
        json!({"name": event.name, "fields": fields, "docs": docs})
    });
    let types = named_types(abi);
    let types: Map<String, Value> =
        types.iter().map(|(name, ty)| ((*name).to_owned(), type_json(ty))).collect();
    json!({
        "name": abi.name,
        "version": abi.version,
        "docs": abi.docs.trim(),
        "methods": methods.collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "types": types,
    })
}

/// The kind, and whether the method may be called while its contract waits for a call.
fn kind_text(method: &MethodDef) -> String {
    let also = if method.is_reentrant { ", reentrant" } else { "" };
    format!("{}{also}", kind_name(method.kind))
}

fn kind_name(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Init => "init",
        MethodKind::Write => "write",
        MethodKind::Read => "read",
    }
}

fn field_list(fields: &[FieldDef]) -> String {
    let all = fields.iter().map(|field| format!("{}: {}", field.name, type_name(&field.ty)));
    all.collect::<Vec<_>>().join(", ")
}

fn fields_json(fields: &[FieldDef]) -> Value {
    let all = fields.iter().map(|field| {
        json!({"name": field.name, "type": type_name(&field.ty), "docs": field.docs.trim()})
    });
    Value::Array(all.collect())
}

fn type_row(ty: &TypeDef) -> Vec<String> {
    match ty {
        TypeDef::Struct { name, docs, fields } => {
            vec![name.clone(), field_list(fields), first_sentence(docs)]
        }
        TypeDef::Enum { name, docs, variants } => {
            let all = variants.iter().map(|variant| match variant.fields.as_slice() {
                [] => variant.name.clone(),
                fields => format!("{} {{{}}}", variant.name, field_list(fields)),
            });
            vec![name.clone(), all.collect::<Vec<_>>().join(" | "), first_sentence(docs)]
        }
        other => vec![type_name(other), String::new(), String::new()],
    }
}

fn type_json(ty: &TypeDef) -> Value {
    match ty {
        TypeDef::Struct { docs, fields, .. } => {
            json!({"kind": "struct", "fields": fields_json(fields), "docs": docs.trim()})
        }
        TypeDef::Enum { docs, variants, .. } => {
            let variants = variants.iter().map(|variant| {
                let (fields, docs) = (fields_json(&variant.fields), variant.docs.trim());
                json!({"index": variant.index, "name": variant.name, "fields": fields, "docs": docs})
            });
            json!({"kind": "enum", "variants": variants.collect::<Vec<_>>(), "docs": docs.trim()})
        }
        other => json!({"kind": type_name(other)}),
    }
}

/// Every struct and enum that the description mentions, by name.
fn named_types(abi: &ContractAbi) -> BTreeMap<&str, &TypeDef> {
    let mut found = BTreeMap::new();
    for method in &abi.methods {
        collect(&method.returns, &mut found);
    }
    let fields = abi.methods.iter().flat_map(|method| &method.args);
    let fields = fields.chain(abi.errors.iter().flat_map(|error| &error.fields));
    for field in fields.chain(abi.events.iter().flat_map(|event| &event.fields)) {
        collect(&field.ty, &mut found);
    }
    found
}

fn collect<'a>(ty: &'a TypeDef, found: &mut BTreeMap<&'a str, &'a TypeDef>) {
    match ty {
        TypeDef::Option(inner) | TypeDef::List(inner) => collect(inner, found),
        TypeDef::Tuple(parts) => parts.iter().for_each(|part| collect(part, found)),
        TypeDef::Struct { name, fields, .. } => {
            found.insert(name, ty);
            fields.iter().for_each(|field| collect(&field.ty, found));
        }
        TypeDef::Enum { name, variants, .. } => {
            found.insert(name, ty);
            let fields = variants.iter().flat_map(|variant| &variant.fields);
            fields.for_each(|field| collect(&field.ty, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reentrant_method_is_shown_as_one() {
        let method = |name: &str, is_reentrant| MethodDef {
            name: name.into(),
            docs: String::new(),
            kind: MethodKind::Read,
            is_reentrant,
            args: Vec::new(),
            returns: TypeDef::U8,
            roles: Vec::new(),
        };
        let abi = ContractAbi {
            name: "sample".into(),
            version: "1.0.0".into(),
            docs: String::new(),
            methods: vec![method("open", true), method("shut", false)],
            errors: Vec::new(),
            events: Vec::new(),
        };
        let text = text(&abi);
        let kind = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(name)).expect("it is listed");
            line.contains("read, reentrant")
        };
        assert_eq!((kind("open"), kind("shut")), (true, false), "{text}");
        let marks: Vec<_> = json(&abi)["methods"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it["reentrant"].clone())
            .collect();
        assert_eq!(marks, [json!(true), json!(false)]);
    }
}
