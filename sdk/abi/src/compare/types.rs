//! Whether what was encoded by one type is read by another, to the same meaning.

use super::{
    Change, Findings, Verdict,
    parts::{Parts, fields, is_product, named},
    path::Path,
};
use crate::{TypeDef, VariantDef};
use alloc::collections::{BTreeMap, BTreeSet};

/// Who wrote the values of a type and who reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Stored in SCALE by the old code, read by the new.
    Stored,
    /// In a key that keeps its order, written by the old code and read by the new.
    OrderedKey,
    /// Written by callers who know the old description, read by the new code.
    Taken,
    /// Written by the new code, read by others who know the old description.
    Given,
}

impl Use {
    /// What a change means that breaks this use.
    fn verdict_of_a_break(self) -> Verdict {
        match self {
            Self::Stored | Self::OrderedKey => Verdict::NeedsMigration,
            Self::Taken | Self::Given => Verdict::Refused,
        }
    }

    /// What a change means for this use.
    pub fn verdict(self, change: Change) -> Verdict {
        let is_fine = match change {
            Change::Renamed => true,
            // The code that reads knows all that the other writes.
            Change::VariantAdded => self != Self::Given,
            Change::VariantRemoved => self == Self::Given,
            // At a boundary the type says how people and programs write the value.
            Change::Retyped => self == Self::Stored,
            _ => false,
        };
        if is_fine { Verdict::Compatible } else { self.verdict_of_a_break() }
    }

    /// Whether only the bytes count, not how they are grouped.
    pub fn is_inside(self) -> bool {
        matches!(self, Self::Stored | Self::OrderedKey)
    }
}

/// Compares the types of one value.
pub fn types(old: &TypeDef, new: &TypeDef, at: &Path<'_>, used: Use, findings: &mut Findings) {
    match (old, new) {
        (TypeDef::Option(old), TypeDef::Option(new)) => {
            types(old, new, &at.step("", &["?"]), used, findings);
        }
        (TypeDef::List(old), TypeDef::List(new)) => {
            types(old, new, &at.step("", &["[]"]), used, findings);
        }
        (TypeDef::Enum { variants: old, .. }, TypeDef::Enum { variants: new, .. }) => {
            enums(old, new, at, used, findings);
        }
        (TypeDef::Struct { fields: old, .. }, TypeDef::Struct { fields: new, .. }) => {
            fields(old, new, at, used, findings);
        }
        (TypeDef::Tuple(old), TypeDef::Tuple(new)) if !used.is_inside() => {
            Parts::of_tuple(old).compare(&Parts::of_tuple(new), at, used, findings);
        }
        _ if used.is_inside() && (is_product(old) || is_product(new)) => {
            let (before, after) = (Parts::of_type(old), Parts::of_type(new));
            match (before.is_empty(), after.is_empty()) {
                (true, true) => {}
                (false, false) => before.compare(&after, at, used, findings),
                _ => plain(old, new, at, used, findings),
            }
        }
        _ => plain(old, new, at, used, findings),
    }
}

fn enums(
    old: &[VariantDef],
    new: &[VariantDef],
    at: &Path<'_>,
    used: Use,
    findings: &mut Findings,
) {
    let (before, after) = (by_index(old), by_index(new));
    let (old_names, new_names) = (variant_names(old), variant_names(new));
    for (index, variant) in &before {
        let names = [variant.name.as_str()];
        let here = at.step("::", &names);
        let Some(now) = after.get(index) else {
            let change = match new_names.contains(variant.name.as_str()) {
                true => Change::Moved,
                false => Change::VariantRemoved,
            };
            let text = format_args!("index {index} is gone");
            findings.add(used.verdict(change), change, &here, &text);
            continue;
        };
        let names = (Some(variant.name.as_str()), Some(now.name.as_str()));
        if let Some(change) = named(names.0, names.1, &old_names, &new_names) {
            let text = format_args!("index {index} is `{}` now", now.name);
            findings.add(used.verdict(change), change, &here, &text);
            if change == Change::Moved {
                continue;
            }
        }
        fields(&variant.fields, &now.fields, &here, used, findings);
    }
    let has_moved = |name: &str| {
        let mut old = before.iter().filter(|(_, variant)| variant.name == name);
        old.any(|(index, _)| after.get(index).is_none_or(|now| now.name != name))
    };
    for (index, variant) in after.iter().filter(|(index, _)| !before.contains_key(index)) {
        if has_moved(&variant.name) {
            // Told where it was.
            continue;
        }
        let names = [variant.name.as_str()];
        let text = format_args!("new, at index {index}");
        let here = at.step("::", &names);
        findings.add(used.verdict(Change::VariantAdded), Change::VariantAdded, &here, &text);
    }
}

fn variant_names(variants: &[VariantDef]) -> BTreeSet<&str> {
    variants.iter().map(|variant| variant.name.as_str()).collect()
}

/// Variants by index; of two with one index the first, as decoders take it.
fn by_index(variants: &[VariantDef]) -> BTreeMap<u8, &VariantDef> {
    let mut all = BTreeMap::new();
    for variant in variants {
        all.entry(variant.index).or_insert(variant);
    }
    all
}

/// Types that are not made of the same parts.
fn plain(old: &TypeDef, new: &TypeDef, at: &Path<'_>, used: Use, findings: &mut Findings) {
    if old == new {
        return;
    }
    let change = if reads_the_same(old, new) { Change::Retyped } else { Change::TypeChanged };
    let text = format_args!("{} became {}", Named(old), Named(new));
    findings.add(used.verdict(change), change, at, &text);
}

/// Whether every value of the old type has the same bytes under the new one.
fn reads_the_same(old: &TypeDef, new: &TypeDef) -> bool {
    use TypeDef as T;
    let is_32 = |ty: &T| matches!(ty, T::Address | T::Hash | T::FixedBytes(32));
    let is_bytes = |ty: &T| match ty {
        T::Bytes => true,
        T::List(item) => **item == T::U8,
        _ => false,
    };
    let is_u8 = |ty: &T| matches!(ty, T::U8 | T::FixedBytes(1));
    match (old, new) {
        (T::U64, T::UnixSeconds) | (T::UnixSeconds, T::U64) => true,
        (T::CivilDate, T::I32) | (T::Currency, T::FixedBytes(3)) => true,
        (T::Text, new) if is_bytes(new) => true,
        (T::Bool, new) if is_u8(new) => true,
        _ => {
            (is_32(old) && is_32(new))
                || (is_bytes(old) && is_bytes(new))
                || (is_u8(old) && is_u8(new))
        }
    }
}

/// A type in a line for people.
pub struct Named<'a>(pub &'a TypeDef);

impl core::fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0 {
            TypeDef::Option(inner) => write!(f, "Option<{}>", Named(inner)),
            TypeDef::List(inner) => write!(f, "List<{}>", Named(inner)),
            TypeDef::FixedBytes(len) => write!(f, "FixedBytes({len})"),
            TypeDef::Tuple(parts) if parts.is_empty() => f.write_str("nothing"),
            TypeDef::Tuple(_) => f.write_str("tuple"),
            TypeDef::Struct { name, .. } | TypeDef::Enum { name, .. } => f.write_str(name),
            other => write!(f, "{other:?}"),
        }
    }
}
