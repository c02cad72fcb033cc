//! Whether stored entries are what a contract's layout says: keys and values by the
//! description's storage fields (`docs/state-format.md`, Contract storage).

use crate::entry::Field;
use sandpact_abi::ContractAbi;

/// What a layout says of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryCheck {
    /// Key and value are of a field, in its types.
    Fits,
    /// No field of the layout has such keys.
    Orphan,
    /// A field has such keys, but the code could not read this entry.
    Unreadable {
        /// Why, in one line that begins with the field's name.
        problem: String,
    },
}

/// Looks at one entry.
#[must_use]
pub fn check_entry(abi: &ContractAbi, key: &[u8], value: &[u8]) -> EntryCheck {
    let Some((name, rest)) = split(key) else { return EntryCheck::Orphan };
    let Some(field) = Field::named(abi, name) else { return EntryCheck::Orphan };
    match field.entry(rest, value) {
        Ok(_) => EntryCheck::Fits,
        Err(error) => EntryCheck::Unreadable { problem: format!("{name}: {error}") },
    }
}

/// The name before the first zero byte and what follows it.
fn split(key: &[u8]) -> Option<(&str, &[u8])> {
    let zero = key.iter().position(|byte| *byte == 0)?;
    let (name, rest) = key.split_at_checked(zero)?;
    Some((str::from_utf8(name).ok()?, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sandpact_abi::{IndexDef, StorageDef, StorageKind, TypeDef, VariantDef};

    fn abi() -> ContractAbi {
        let nothing = || TypeDef::Tuple(vec![]);
        let variant = |index| VariantDef {
            index,
            name: format!("V{index}"),
            docs: String::new(),
            fields: vec![],
        };
        let role = TypeDef::Enum {
            name: "Role".into(),
            docs: String::new(),
            variants: vec![variant(0), variant(3)],
        };
        let field = |name: &str, kind, key, value| StorageDef {
            name: name.into(),
            docs: String::new(),
            kind,
            key,
            value,
            indexes: vec![],
        };
        let dated = TypeDef::Tuple(vec![TypeDef::CivilDate, TypeDef::Bool]);
        let mut indexed = field("indexed", StorageKind::IndexedMap, TypeDef::U8, TypeDef::Text);
        indexed.indexes = vec![
            IndexDef { name: "one".into(), is_unique: true, key: TypeDef::Currency },
            IndexDef { name: "many".into(), is_unique: false, key: TypeDef::U16 },
        ];
        ContractAbi {
            name: "c".into(),
            version: "1.0.0".into(),
            docs: String::new(),
            methods: vec![],
            errors: vec![],
            events: vec![],
            storage: vec![
                field("value", StorageKind::Value, nothing(), TypeDef::U16),
                field("map", StorageKind::Map, TypeDef::Text, TypeDef::Bool),
                field("dated", StorageKind::OrderedMap, dated, TypeDef::U8),
                field("set", StorageKind::Set, TypeDef::FixedBytes(2), nothing()),
                field("vector", StorageKind::Vector, nothing(), TypeDef::Bool),
                field("roles", StorageKind::Roles, role, nothing()),
                field("owner", StorageKind::Owner, nothing(), TypeDef::Address),
                field("names", StorageKind::OrderedMap, TypeDef::Text, TypeDef::U8),
                indexed,
            ],
        }
    }

    fn key(field: &str, rest: &[u8]) -> Vec<u8> {
        [field.as_bytes(), &[0], rest].concat()
    }

    #[test]
    fn entries_in_their_types_fit() {
        let fits: [(&str, Vec<u8>, Vec<u8>); 12] = [
            ("value", vec![], vec![1, 2]),
            ("map", vec![4, b'x'], vec![1]),
            // 1970-01-01, with the sign bit flipped.
            ("dated", vec![0x80, 0, 0, 0, 1], vec![9]),
            ("set", vec![7, 7], vec![]),
            ("vector", vec![], vec![1, 0, 0, 0, 0, 0, 0, 0]),
            ("vector", vec![0; 8], vec![0]),
            ("roles", [&[3], &[5; 32][..]].concat(), vec![]),
            ("owner", vec![], vec![5; 32]),
            ("names", b"any\0\xffthing\0\0".to_vec(), vec![0]),
            ("indexed", vec![1], vec![0]),
            ("indexed.one", b"EUR".to_vec(), vec![1]),
            ("indexed.many", vec![0, 1, 1], vec![]),
        ];
        for (field, rest, value) in fits {
            let seen = check_entry(&abi(), &key(field, &rest), &value);
            assert_eq!(seen, EntryCheck::Fits, "{field}");
        }
    }

    #[test]
    fn entries_of_other_types_are_told() {
        let wrong: [(&str, Vec<u8>, Vec<u8>, &str); 12] = [
            ("value", vec![], vec![1], "value: value"),
            ("value", vec![1], vec![1, 2], "value: key: 1 bytes left over"),
            ("map", vec![8, b'x'], vec![1], "map: key"),
            ("map", vec![4, b'x'], vec![2], "map: value"),
            ("dated", vec![0xff, 0xff, 0xff, 0xff, 1], vec![9], "dated: key"),
            ("dated", vec![0x80, 0, 0, 0, 2], vec![9], "dated: key"),
            ("set", vec![7], vec![], "set: key"),
            ("vector", vec![1], vec![0], "vector: key"),
            ("roles", [&[1], &[5; 32][..]].concat(), vec![], "roles: key"),
            ("owner", vec![], vec![5; 31], "owner: value"),
            ("indexed.one", b"eur".to_vec(), vec![1], "indexed.one: key"),
            ("indexed.one", b"EUR1".to_vec(), vec![1], "indexed.one: key: 1 bytes left over"),
        ];
        for (field, rest, value, expected) in wrong {
            match check_entry(&abi(), &key(field, &rest), &value) {
                EntryCheck::Unreadable { problem } => {
                    assert!(problem.starts_with(expected), "{problem}");
                }
                other => panic!("{field}: {other:?}"),
            }
        }
        for (field, rest) in [("gone", vec![]), ("indexed.gone", vec![1]), ("", vec![])] {
            let seen = check_entry(&abi(), &key(field, &rest), &[]);
            assert_eq!(seen, EntryCheck::Orphan, "{field}");
        }
        assert_eq!(check_entry(&abi(), b"value", &[1, 2]), EntryCheck::Orphan, "no zero byte");
    }
}
