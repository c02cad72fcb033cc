//! Values that are encoded one after the other: the fields of a struct, an event, a variant, the
//! parts of a tuple, arguments.

use super::{
    Change, Findings,
    path::Path,
    types::{Named, Use, types},
};
use crate::{FieldDef, TypeDef};
use alloc::{collections::BTreeSet, vec::Vec};

/// Compares fields that are encoded one after the other.
pub fn fields(
    old: &[FieldDef],
    new: &[FieldDef],
    at: &Path<'_>,
    used: Use,
    findings: &mut Findings,
) {
    Parts::of_fields(old, used).compare(&Parts::of_fields(new, used), at, used, findings);
}

/// Places in a tuple as names; the SDK describes none of more than three.
const PLACES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// A value among others.
struct Part<'a> {
    /// Its group; none for a value of the whole.
    group: Option<usize>,
    /// Its own name; none for a value that stands alone.
    name: Option<&'a str>,
    ty: &'a TypeDef,
}

impl<'a> Part<'a> {
    /// Its own name, if people gave it one: places in a tuple are no names.
    fn given_name(&self) -> Option<&'a str> {
        self.name.filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

/// Values in the order of their bytes. Structs and tuples are no values but groups, which are
/// kept for their names only.
#[derive(Default)]
pub struct Parts<'a> {
    all: Vec<Part<'a>>,
    /// Each with the group that it is in.
    groups: Vec<(Option<usize>, &'a str)>,
}

impl<'a> Parts<'a> {
    /// The fields; where only the bytes count, what they are made of.
    fn of_fields(fields: &'a [FieldDef], used: Use) -> Self {
        let mut parts = Self::default();
        for field in fields {
            match used.is_inside() {
                true => parts.flatten(&field.ty, None, Some(&field.name)),
                false => parts.push(&field.ty, None, Some(&field.name)),
            }
        }
        parts
    }

    /// The parts of a tuple as they are.
    pub fn of_tuple(types: &'a [TypeDef]) -> Self {
        let mut parts = Self::default();
        for (ty, place) in types.iter().zip(PLACES.iter().cycle()) {
            parts.push(ty, None, Some(place));
        }
        parts
    }

    /// What a type is made of.
    pub fn of_type(ty: &'a TypeDef) -> Self {
        let mut parts = Self::default();
        parts.flatten(ty, None, None);
        parts
    }

    /// Whether there is nothing to encode.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn push(&mut self, ty: &'a TypeDef, group: Option<usize>, name: Option<&'a str>) {
        self.all.push(Part { group, name, ty });
    }

    fn flatten(&mut self, ty: &'a TypeDef, group: Option<usize>, name: Option<&'a str>) {
        match ty {
            TypeDef::Struct { fields, .. } => {
                let inner = self.inner(group, name);
                for field in fields {
                    self.flatten(&field.ty, inner, Some(&field.name));
                }
            }
            TypeDef::Tuple(parts) => {
                let inner = self.inner(group, name);
                for (part, place) in parts.iter().zip(PLACES.iter().cycle()) {
                    self.flatten(part, inner, Some(place));
                }
            }
            _ => self.push(ty, group, name),
        }
    }

    /// A group in a group; the whole has no name and is none.
    fn inner(&mut self, group: Option<usize>, name: Option<&'a str>) -> Option<usize> {
        self.groups.push((group, name?));
        self.groups.len().checked_sub(1)
    }

    /// The names on the way to a part; none once no finding is shown any more.
    fn names_to(&self, part: &Part<'a>, findings: &Findings) -> Vec<&'a str> {
        if findings.is_full() {
            return Vec::new();
        }
        let mut names: Vec<_> = part.name.into_iter().collect();
        let mut group = part.group;
        while let Some((outer, name)) = group.and_then(|group| self.groups.get(group)) {
            names.push(name);
            group = *outer;
        }
        names.reverse();
        names
    }

    /// The names that people gave.
    fn names(&self) -> BTreeSet<&'a str> {
        self.all.iter().filter_map(Part::given_name).collect()
    }

    /// Compares them with others, place by place.
    pub fn compare(&self, new: &Parts<'_>, at: &Path<'_>, used: Use, findings: &mut Findings) {
        if self.all.len() != new.all.len() {
            self.counts(new, at, used, findings);
            return;
        }
        let (old_names, new_names) = (self.names(), new.names());
        for (before, after) in self.all.iter().zip(&new.all) {
            let (from, to) = (before.given_name(), after.given_name());
            let change = named(from, to, &old_names, &new_names);
            if change.is_none() && before.ty == after.ty {
                continue;
            }
            let names = self.names_to(before, findings);
            let here = at.step(".", &names);
            let here = if names.is_empty() { at } else { &here };
            if let Some(change) = change {
                let (from, to) = (from.unwrap_or("-"), to.unwrap_or("-"));
                let text = format_args!("`{to}` where `{from}` was");
                findings.add(used.verdict(change), change, here, &text);
                if change == Change::Moved {
                    continue;
                }
            }
            types(before.ty, after.ty, here, used, findings);
        }
    }

    /// More parts or fewer than before.
    fn counts(&self, new: &Parts<'_>, at: &Path<'_>, used: Use, findings: &mut Findings) {
        self.report_without(new, (Change::PartRemoved, "is gone"), at, used, findings);
        new.report_without(self, (Change::PartAdded, "is new"), at, used, findings);
    }

    /// Reports the parts that `others` does not have by name; where names tell nothing, those
    /// beyond its number.
    fn report_without(
        &self,
        others: &Parts<'_>,
        (change, what): (Change, &str),
        at: &Path<'_>,
        used: Use,
        findings: &mut Findings,
    ) {
        let names = others.names();
        let is_new = |part: &&Part<'_>| part.given_name().is_some_and(|it| !names.contains(it));
        let mut parts: Vec<_> = self.all.iter().filter(is_new).collect();
        if parts.is_empty() {
            parts.extend(self.all.iter().skip(others.all.len()));
        }
        for part in parts {
            let names = self.names_to(part, findings);
            let here = at.step(".", &names);
            let here = if names.is_empty() { at } else { &here };
            let ty = Named(part.ty);
            let text = format_args!("{ty} {what}; the values are encoded one after the other");
            findings.add(used.verdict(change), change, here, &text);
        }
    }
}

/// Whether a type is made of parts.
pub fn is_product(ty: &TypeDef) -> bool {
    matches!(ty, TypeDef::Struct { .. } | TypeDef::Tuple(_))
}

/// What two names at one place say. A name that the other side has too, elsewhere, means that
/// values changed places; any other is taken for a new name of the same thing.
pub fn named(
    old: Option<&str>,
    new: Option<&str>,
    old_names: &BTreeSet<&str>,
    new_names: &BTreeSet<&str>,
) -> Option<Change> {
    if old == new {
        return None;
    }
    let is_moved = new.is_some_and(|new| old_names.contains(new))
        || old.is_some_and(|old| new_names.contains(old));
    Some(if is_moved { Change::Moved } else { Change::Renamed })
}
