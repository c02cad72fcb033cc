//! `docs/abi.md` says what `sandpact_abi` has: functions, statuses, limits and types.
#![allow(clippy::unwrap_used)]

use sandpact_sdk::{
    abi::{FieldDef, TypeDef, VariantDef, host},
    codec::Encode,
};

const DOCUMENT: &str = include_str!("../../docs/abi.md");

/// The rows that begin with a name in code style and match, cell by cell.
fn rows_of(names: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
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
    let rows = rows_of(|name| name.parse::<u8>().is_ok());
    // The rows of the statuses have three cells, those of the types four.
    let rows: Vec<_> = rows.into_iter().filter(|row| row.len() == 4).collect();
    assert_eq!(rows.len(), types.len());
    for (row, ty) in rows.iter().zip(types) {
        assert_eq!(row[0], ty.encode()[0].to_string(), "{ty:?}");
        assert!(format!("{ty:?}").starts_with(&row[1]), "{ty:?}");
    }
}
