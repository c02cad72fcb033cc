//! What a module is made of, for people and for programs.

use crate::error::CliError;
use crate::output::{Report, count, grouped};
use crate::table::table;
use sandpact_abi::{ContractAbi, StorageDef, StorageKind, code};
use sandpact_anatomy::{AnatomyError, Module, Names};
use sandpact_client::value::type_name;
use sandpact_runtime::LimitUse;
use serde_json::{Value, json};
use std::path::Path;

/// Most functions that are listed.
const FUNCTIONS_MAX: usize = 10;

/// The sections and the largest functions. Functions are shown by what they are exported as,
/// by their name in `names`, or by their number.
pub fn sizes(file: &Path, code: &[u8], names: &Names) -> Result<Report, CliError> {
    let module = Module::read(code).map_err(|error| unreadable(file, &error))?;
    let mut sections: Vec<_> =
        module.sections().iter().map(|it| (it.name.clone(), it.range.len())).collect();
    sections.sort_by_key(|(_, len)| std::cmp::Reverse(*len));
    let functions: Vec<_> = module
        .largest(names, FUNCTIONS_MAX)
        .into_iter()
        .map(|it| (it.name.unwrap_or_else(|| format!("function {}", it.index)), it.len_bytes))
        .collect();
    let text =
        [part("section", &sections, code.len()), part("largest functions", &functions, code.len())];
    let json = json!({"sections": parts_json(&sections), "functions": parts_json(&functions)});
    Ok(Report { text: text.join("\n\n"), json })
}

/// The error of a module that cannot be parsed.
pub fn unreadable(file: &Path, error: &AnatomyError) -> CliError {
    CliError::refused(code::MODULE_INVALID, format!("{}: {error}", file.display()))
}

fn part(title: &str, parts: &[(String, usize)], whole: usize) -> String {
    let rows = parts.iter().map(|(name, len)| {
        vec![name.clone(), grouped(count(*len)), percent(count(*len), count(whole))]
    });
    table(&[title, "bytes", "share"], &[1, 2], &rows.collect::<Vec<_>>())
}

fn parts_json(parts: &[(String, usize)]) -> Value {
    parts.iter().map(|(name, len)| json!({"name": name, "len_bytes": len})).collect()
}

/// Every limit of a module, and how much of it is used.
pub fn limits(limits: &[LimitUse]) -> String {
    let rows = limits.iter().map(|LimitUse { limit, value }| {
        let (used, most) = (grouped(*value), grouped(limit.max));
        vec![limit.what.to_owned(), used, most, percent(*value, limit.max)]
    });
    table(&["limit", "used", "most", "share"], &[1, 2, 3], &rows.collect::<Vec<_>>())
}

/// The same for programs.
pub fn limits_json(limits: &[LimitUse]) -> Value {
    let json = |LimitUse { limit, value }: &LimitUse| json!({"code": limit.code, "name": limit.name, "used": value, "most": limit.max});
    limits.iter().map(json).collect()
}

/// The storage fields: with which names keys begin, and what is under them. That no two of
/// them can have one key was checked at admission.
pub fn storage(abi: &ContractAbi) -> String {
    let rows = abi.storage.iter().map(|field| {
        let indexes = field.indexes.iter().map(|index| {
            let unique = if index.is_unique { "unique " } else { "" };
            format!("{unique}{}: {}", index.name, type_name(&index.key))
        });
        let indexes = indexes.collect::<Vec<_>>().join(", ");
        let (key, value) = (type_name(&field.key), type_name(&field.value));
        vec![field.name.clone(), kind_name(field.kind).to_owned(), key, value, indexes]
    });
    table(&["storage", "kind", "key", "value", "indexes"], &[], &rows.collect::<Vec<_>>())
}

fn kind_name(kind: StorageKind) -> &'static str {
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

/// The same for programs.
pub fn storage_json(abi: &ContractAbi) -> Value {
    let json = |field: &StorageDef| {
        json!({
            "name": field.name,
            "kind": kind_name(field.kind),
            "key": type_name(&field.key),
            "value": type_name(&field.value),
            "indexes": field.indexes.iter().map(|it| &it.name).collect::<Vec<_>>(),
        })
    };
    abi.storage.iter().map(json).collect()
}

/// A share in whole per cent, rounded down.
fn percent(part: u64, whole: u64) -> String {
    let share = u128::from(part).saturating_mul(100).checked_div(u128::from(whole));
    format!("{} %", share.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_down() {
        for (part, whole, text) in [(0, 9, "0 %"), (2, 3, "66 %"), (9, 9, "100 %"), (0, 0, "0 %")] {
            assert_eq!(percent(part, whole), text);
        }
        assert_eq!(percent(u64::MAX, u64::MAX), "100 %");
    }
}
