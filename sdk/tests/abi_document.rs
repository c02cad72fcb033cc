//! `docs/abi.md` says what `sandpact_abi` has: functions, statuses, kinds, guards, types and the
//! format.
#![allow(clippy::unwrap_used)]

use sandpact_sdk::{
    abi::{
        ABI_FORMAT, FieldDef, GuardDef, MethodKind, RoleDef, StorageKind, TypeDef, VariantDef, host,
    },
    codec::Encode,
};

const DOCUMENT: &str = include_str!("../../docs/abi.md");

/// The rows of the table with this head line, cell by cell.
fn table(head: &str) -> Vec<Vec<String>> {
    let (_, behind) = DOCUMENT.split_once(&format!("\n{head}\n")).unwrap();
    let rows = behind.lines().skip(1).take_while(|line| line.starts_with("| "));
    rows.map(cells).collect()
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
}

/// The rows that begin with a name in code style and match, cell by cell.
fn rows_of(names: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    DOCUMENT
        .lines()
        .filter(|line| line.starts_with("| "))
        .map(cells)
        .filter(|row| names(&row[0]))
        .collect()
}

fn signature(function: &host::Function) -> String {
    let name = |ty: &host::ValType| match ty {
        host::ValType::I32 => "i32",
        host::ValType::I64 => "i64",
    };
    let params: Vec<_> = function.params.iter().map(name).collect();
    format!("({}) -> {}", params.join(", "), function.result.as_ref().map_or("()", name))
}

#[test]
fn every_host_function_has_its_row_and_its_explanation() {
    let families = ["call_", "context_", "crypto_", "event_", "storage_"];
    let rows = rows_of(|name| families.iter().any(|family| name.starts_with(family)));
    let expected: Vec<Vec<String>> = host::FUNCTIONS
        .iter()
        .map(|function| {
            let read_only = if function.read_only { "yes" } else { "no" };
            vec![function.name.to_owned(), signature(function), read_only.to_owned()]
        })
        .collect();
    assert_eq!(rows, expected);
    for function in host::FUNCTIONS {
        assert!(DOCUMENT.contains(&format!("`{}(", function.name)), "{}", function.name);
    }
}

#[test]
fn every_status_has_its_row() {
    for (status, meaning) in [
        (host::CALL_SUCCESS, "the callee returned"),
        (host::CALL_REVERTED, "it reverted, or was refused before it ran"),
        (host::CALL_HALTED, "it halted"),
    ] {
        assert!(DOCUMENT.contains(&format!("\n| {status} | {meaning} |")), "{meaning}");
    }
}

#[test]
fn every_type_has_its_byte() {
    let (name, docs) = (String::new(), String::new());
    let (fields, variants) = (Vec::<FieldDef>::new(), Vec::<VariantDef>::new());
    let inner = || Box::new(TypeDef::U8);
    let types = [
        TypeDef::Bool,
        TypeDef::U8,
        TypeDef::U16,
        TypeDef::U32,
        TypeDef::U64,
        TypeDef::U128,
        TypeDef::I8,
        TypeDef::I16,
        TypeDef::I32,
        TypeDef::I64,
        TypeDef::I128,
        TypeDef::Text,
        TypeDef::Bytes,
        TypeDef::FixedBytes(1),
        TypeDef::Address,
        TypeDef::Hash,
        TypeDef::CivilDate,
        TypeDef::UnixSeconds,
        TypeDef::Currency,
        TypeDef::Option(inner()),
        TypeDef::List(inner()),
        TypeDef::Tuple(Vec::new()),
        TypeDef::Struct { name: name.clone(), docs: docs.clone(), fields },
        TypeDef::Enum { name, docs, variants },
    ];
    let rows = table("| byte | type | then | encoding of a value |");
    assert_eq!(rows.len(), types.len());
    for (row, ty) in rows.iter().zip(types) {
        assert_eq!(row[0], ty.encode()[0].to_string(), "{ty:?}");
        assert!(format!("{ty:?}").starts_with(&row[1]), "{ty:?}");
    }
}

#[test]
fn the_format_and_its_numbers_are_written_down() {
    assert!(DOCUMENT.contains(&format!("The\nfirst byte is the format, {ABI_FORMAT}.")));
    let named = |rows: Vec<Vec<String>>| -> Vec<_> {
        rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
    };
    let row = |byte: u8, name: &dyn std::fmt::Debug| (byte.to_string(), format!("{name:?}"));

    let kinds = [MethodKind::Init, MethodKind::Write, MethodKind::Read, MethodKind::Migrate];
    let expected = kinds.map(|kind| row(kind.encode()[0], &kind));
    assert_eq!(named(table("| kind | method | called by |")), expected);

    let kinds = [
        StorageKind::Value,
        StorageKind::Map,
        StorageKind::OrderedMap,
        StorageKind::Set,
        StorageKind::Vector,
        StorageKind::Roles,
        StorageKind::Owner,
        StorageKind::IndexedMap,
    ];
    let expected = kinds.map(|kind| row(kind.encode()[0], &kind));
    assert_eq!(named(table("| kind | field | `key` | `value` | entries |")), expected);
}

#[test]
fn guards_are_the_bytes_that_are_written_down() {
    let guards = [
        (GuardDef::Open, vec![0]),
        (GuardDef::Owner { field: "o".into() }, vec![1, 4, b'o']),
        (
            GuardDef::Roles {
                field: "r".into(),
                roles: vec![RoleDef { index: 9, name: "A".into() }],
            },
            vec![2, 4, b'r', 4, 9, 4, b'A'],
        ),
    ];
    let rows = table("| guard | name | then | lets in |");
    assert_eq!(rows.len(), guards.len());
    for (row, (guard, bytes)) in rows.iter().zip(guards) {
        assert_eq!(guard.encode(), bytes);
        assert_eq!(row[0], bytes[0].to_string());
        assert!(format!("{guard:?}").starts_with(&row[1]), "{guard:?}");
    }
}
