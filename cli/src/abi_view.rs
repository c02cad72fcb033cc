//! A contract's description for people and for programs.

use crate::outcome::first_sentence;
use crate::table::table;
use sandpact_abi::{
    ContractAbi, FieldDef, GuardDef, MethodDef, MethodKind, StorageDef, StorageKind, TypeDef,
};
use sandpact_client::types::NamedTypes;
use sandpact_client::value::type_name;
use serde_json::{Map, Value, json};

/// `name(arg: type, ...) -> type`.
pub fn signature(method: &MethodDef) -> String {
    format!("{}({}) -> {}", method.name, field_list(&method.args), type_name(&method.returns))
}

/// Methods, errors, events and types as readable tables.
pub fn text(abi: &ContractAbi) -> String {
    let methods = abi.methods.iter().map(|method| {
        let admitted = guard_text(&method.guard);
        vec![signature(method), kind_text(method), admitted, first_sentence(&method.docs)]
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
    let types = NamedTypes::of_all(abi);
    let types = types.iter().map(|(name, ty)| type_row(name, ty));
    let sections = [
        (
            "Methods",
            table(&["method", "kind", "for", "meaning"], &[], &methods.collect::<Vec<_>>()),
        ),
        ("Errors", table(&["code", "error", "meaning"], &[0], &errors.collect::<Vec<_>>())),
        ("Events", table(&["event", "fields", "meaning"], &[], &events.collect::<Vec<_>>())),
        ("Storage", table(&["field", "kind", "key", "value", "meaning"], &[], &storage_rows(abi))),
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
            "guard": guard_json(&method.guard),
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
    let types = NamedTypes::of_all(abi);
    let types: Map<String, Value> =
        types.iter().map(|(name, ty)| (name.to_owned(), type_json(ty))).collect();
    json!({
        "name": abi.name,
        "version": abi.version,
        "docs": abi.docs.trim(),
        "methods": methods.collect::<Vec<_>>(),
        "errors": errors.collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "storage": abi.storage.iter().map(storage_json).collect::<Vec<_>>(),
        "types": types,
    })
}

/// Who may call, and the field in which the host looks that up.
fn guard_text(guard: &GuardDef) -> String {
    match guard {
        GuardDef::Open => "anyone".into(),
        GuardDef::Owner { field } => format!("the address in {field}"),
        GuardDef::Roles { field, .. } => format!("{} in {field}", guard.names().join(", ")),
    }
}

/// The fields, each with its indexes below it.
fn storage_rows(abi: &ContractAbi) -> Vec<Vec<String>> {
    let rows = abi.storage.iter().flat_map(|field| {
        let indexes = field.indexes.iter().map(|index| {
            let kind = if index.is_unique { "unique index" } else { "index" };
            let name = format!("{}.{}", field.name, index.name);
            vec![name, kind.into(), type_name(&index.key), type_name(&field.key), String::new()]
        });
        let (key, value) = (type_name(&field.key), type_name(&field.value));
        let kind = storage_kind_name(field.kind).to_owned();
        let row = vec![field.name.clone(), kind, key, value, first_sentence(&field.docs)];
        std::iter::once(row).chain(indexes)
    });
    rows.collect()
}

fn storage_json(field: &StorageDef) -> Value {
    let indexes = field.indexes.iter().map(|index| {
        json!({"name": index.name, "unique": index.is_unique, "key": type_name(&index.key)})
    });
    json!({
        "name": field.name,
        "kind": storage_kind_name(field.kind),
        "key": type_name(&field.key),
        "value": type_name(&field.value),
        "indexes": indexes.collect::<Vec<_>>(),
        "docs": field.docs.trim(),
    })
}

fn storage_kind_name(kind: StorageKind) -> &'static str {
    match kind {
        StorageKind::Value => "value",
        StorageKind::Map => "map",
        StorageKind::OrderedMap => "ordered map",
        StorageKind::Set => "set",
        StorageKind::Vector => "vector",
        StorageKind::Roles => "roles",
        StorageKind::Owner => "owner",
        StorageKind::IndexedMap => "indexed map",
    }
}

/// The kind, and whether the method may be called while its contract waits for a call.
fn kind_text(method: &MethodDef) -> String {
    let also = if method.is_reentrant { ", reentrant" } else { "" };
    format!("{}{also}", kind_name(method.kind))
}

fn guard_json(guard: &GuardDef) -> Value {
    match guard {
        GuardDef::Open => Value::Null,
        GuardDef::Owner { field } => json!({ "owner": field }),
        GuardDef::Roles { field, .. } => json!({ "field": field, "roles": guard.names() }),
    }
}

fn kind_name(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Init => "init",
        MethodKind::Write => "write",
        MethodKind::Read => "read",
        MethodKind::Migrate => "migrate",
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

fn type_row(name: &str, ty: &TypeDef) -> Vec<String> {
    match ty {
        TypeDef::Struct { docs, fields, .. } => {
            vec![name.to_owned(), field_list(fields), first_sentence(docs)]
        }
        TypeDef::Enum { docs, variants, .. } => {
            let all = variants.iter().map(|variant| match variant.fields.as_slice() {
                [] => variant.name.clone(),
                fields => format!("{} {{{}}}", variant.name, field_list(fields)),
            });
            vec![name.to_owned(), all.collect::<Vec<_>>().join(" | "), first_sentence(docs)]
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

#[cfg(test)]
mod tests;
