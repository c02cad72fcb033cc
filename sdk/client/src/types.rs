//! The structs and enums of a contract's description, each under a name of its own. A
//! description is a stranger's word: it may give one name to two types.

use parity_scale_codec::Encode as _;
use sandpact_abi::{ContractAbi, FieldDef, TypeDef};
use std::collections::{BTreeMap, BTreeSet};

/// Structs and enums in an order in which each stands behind those it is made of.
#[derive(Clone, Debug, Default)]
pub struct NamedTypes<'a> {
    list: Vec<(String, &'a TypeDef)>,
    /// By the SCALE encoding of the type.
    names: BTreeMap<Vec<u8>, String>,
    taken: BTreeSet<String>,
}

impl<'a> NamedTypes<'a> {
    /// Those of methods, errors and events: what a caller sees.
    #[must_use]
    pub fn of_interface(abi: &'a ContractAbi) -> Self {
        Self::reserving(abi, &[])
    }

    /// As [`NamedTypes::of_interface`], with names that no type may have.
    #[must_use]
    pub fn reserving(abi: &'a ContractAbi, reserved: &[String]) -> Self {
        let mut found = Self { taken: reserved.iter().cloned().collect(), ..Self::default() };
        for method in &abi.methods {
            found.add_fields(&method.args);
            found.add(&method.returns);
        }
        abi.errors.iter().for_each(|error| found.add_fields(&error.fields));
        abi.events.iter().for_each(|event| found.add_fields(&event.fields));
        found
    }

    /// Those of the storage too.
    #[must_use]
    pub fn of_all(abi: &'a ContractAbi) -> Self {
        let mut found = Self::of_interface(abi);
        for field in &abi.storage {
            found.add(&field.key);
            found.add(&field.value);
            field.indexes.iter().for_each(|index| found.add(&index.key));
        }
        found
    }

    /// The type's name here: its own, or with a number behind it when another type has that
    /// already. `None` for a type that is no struct and no enum, and for one of elsewhere.
    #[must_use]
    pub fn name(&self, ty: &TypeDef) -> Option<&str> {
        self.names.get(&ty.encode()).map(String::as_str)
    }

    /// All of them with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a TypeDef)> {
        self.list.iter().map(|(name, ty)| (name.as_str(), *ty))
    }

    fn add_fields(&mut self, fields: &'a [FieldDef]) {
        fields.iter().for_each(|field| self.add(&field.ty));
    }

    fn add(&mut self, ty: &'a TypeDef) {
        match ty {
            TypeDef::Option(inner) | TypeDef::List(inner) => self.add(inner),
            TypeDef::Tuple(parts) => parts.iter().for_each(|part| self.add(part)),
            TypeDef::Struct { name, fields, .. } => {
                self.add_fields(fields);
                self.insert(name, ty);
            }
            TypeDef::Enum { name, variants, .. } => {
                variants.iter().for_each(|variant| self.add_fields(&variant.fields));
                self.insert(name, ty);
            }
            _ => {}
        }
    }

    fn insert(&mut self, own_name: &str, ty: &'a TypeDef) {
        let bytes = ty.encode();
        if self.names.contains_key(&bytes) {
            return;
        }
        let numbered = (2_u64..).map(|number| format!("{own_name}{number}"));
        let name = std::iter::once(own_name.to_owned())
            .chain(numbered)
            .find(|name| !self.taken.contains(name))
            .expect("there are more numbers than types");
        self.taken.insert(name.clone());
        self.list.push((name.clone(), ty));
        self.names.insert(bytes, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn every_type_has_one_name_behind_its_parts() {
        let abi = samples::abi();
        let types = NamedTypes::of_all(&abi);
        let names: Vec<_> = types.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Role", "Line", "Kind", "Request", "Line2", "Stored"]);
        for (name, ty) in types.iter() {
            assert_eq!(types.name(ty), Some(name));
        }
        assert_eq!(types.name(&TypeDef::U8), None);
        let interface = NamedTypes::reserving(&abi, &["Role".to_owned()]);
        let names: Vec<_> = interface.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Role2", "Line", "Kind", "Request", "Line2"]);
    }
}
