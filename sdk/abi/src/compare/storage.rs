//! Whether what the old code stored is what the new code reads.

use super::{
    Change, Findings, Verdict,
    path::Path,
    types::{Use, types},
};
use crate::{ContractAbi, IndexDef, StorageDef, StorageKind};
use alloc::collections::BTreeMap;

/// Compares the layouts.
pub fn fields(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    let by_name = |abi| -> BTreeMap<&str, &StorageDef> {
        let all: &ContractAbi = abi;
        all.storage.iter().map(|field| (field.name.as_str(), field)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for field in &old.storage {
        let words = ["storage", field.name.as_str()];
        let place = Path::root(&words);
        match after.get(field.name.as_str()) {
            Some(now) => one_field(field, now, &place, findings),
            None => {
                let text = "entries of it may be stored; a migration must remove them";
                findings.add(Verdict::NeedsMigration, Change::FieldRemoved, &place, &text);
            }
        }
    }
    for field in &new.storage {
        if !before.contains_key(field.name.as_str()) {
            let place = ["storage", field.name.as_str()];
            let text = "new and empty";
            findings.add(Verdict::Compatible, Change::FieldAdded, &Path::root(&place), &text);
        }
    }
}

fn one_field(old: &StorageDef, new: &StorageDef, place: &Path<'_>, findings: &mut Findings) {
    if old.kind != new.kind {
        let is_same = layout(old) == layout(new);
        let verdict = if is_same { Verdict::Compatible } else { Verdict::NeedsMigration };
        let what = if is_same { "with the same entries" } else { "with other keys" };
        let text = format_args!("{:?} became {:?}, {what}", old.kind, new.kind);
        findings.add(verdict, Change::KindChanged, place, &text);
        if !is_same {
            return;
        }
    }
    let key_use = if keeps_order(old.kind) { Use::OrderedKey } else { Use::Stored };
    types(&old.key, &new.key, &place.step(" ", &["key"]), key_use, findings);
    types(&old.value, &new.value, &place.step(" ", &["value"]), Use::Stored, findings);
    indexes(&old.indexes, &new.indexes, place, findings);
}

/// Which entries a kind makes. An owner is a value; a set is an ordered map to nothing; an
/// indexed map is an ordered map, and its indexes are compared on their own.
fn layout(field: &StorageDef) -> StorageKind {
    match field.kind {
        StorageKind::Owner => StorageKind::Value,
        StorageKind::Set | StorageKind::IndexedMap => StorageKind::OrderedMap,
        kind => kind,
    }
}

fn keeps_order(kind: StorageKind) -> bool {
    matches!(kind, StorageKind::OrderedMap | StorageKind::Set | StorageKind::IndexedMap)
}

fn indexes(old: &[IndexDef], new: &[IndexDef], place: &Path<'_>, findings: &mut Findings) {
    let by_name = |indexes| -> BTreeMap<&str, &IndexDef> {
        let all: &[IndexDef] = indexes;
        all.iter().map(|index| (index.name.as_str(), index)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for (name, index) in &before {
        let words = [*name];
        let here = place.step(" index ", &words);
        let Some(now) = after.get(name) else {
            let text = "its entries are stored; a migration must remove them";
            findings.add(Verdict::NeedsMigration, Change::IndexRemoved, &here, &text);
            continue;
        };
        if index.is_unique != now.is_unique {
            let unique = |index: &IndexDef| if index.is_unique { "unique" } else { "not unique" };
            let text = format_args!("{} became {}, with other keys", unique(index), unique(now));
            findings.add(Verdict::NeedsMigration, Change::IndexChanged, &here, &text);
        }
        types(&index.key, &now.key, &here.step(" ", &["key"]), Use::OrderedKey, findings);
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        let words = [*name];
        let here = place.step(" index ", &words);
        let text = "entries that are stored are not in it; a migration must add them";
        findings.add(Verdict::NeedsMigration, Change::IndexAdded, &here, &text);
    }
}
