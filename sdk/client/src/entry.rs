//! Storage entries in the words of a contract's description: `docs/abi.md`, Storage layout.

use crate::value::{ValueError, decode_value};
use parity_scale_codec::Encode as _;
use sandpact_abi::{ContractAbi, IndexDef, StorageDef, StorageKind, TypeDef};
use serde_json::{Value, json};

/// A storage field, or an index of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'a> {
    /// The field.
    Field(&'a StorageDef),
    /// An index of it.
    Index(&'a StorageDef, &'a IndexDef),
}

/// A decoded entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its key; null for the one entry of a value.
    pub key: Value,
    /// Its value; null where there is none.
    pub value: Value,
}

impl<'a> Field<'a> {
    /// The field of this name, or the index called `FIELD.INDEX`.
    #[must_use]
    pub fn named(abi: &'a ContractAbi, name: &str) -> Option<Self> {
        if let Some(field) = abi.storage.iter().find(|field| field.name == name) {
            return Some(Self::Field(field));
        }
        let indexes = abi.storage.iter().flat_map(|field| {
            field
                .indexes
                .iter()
                .map(move |index| (format!("{}.{}", field.name, index.name), field, index))
        });
        let mut found = indexes.filter(|(full, ..)| full == name);
        found.next().map(|(_, field, index)| Self::Index(field, index))
    }

    /// What all its keys begin with.
    #[must_use]
    pub fn prefix(&self) -> Vec<u8> {
        let name = match self {
            Self::Field(field) => field.name.clone(),
            Self::Index(field, index) => format!("{}.{}", field.name, index.name),
        };
        [name.as_bytes(), &[0]].concat()
    }

    /// The entry of a key, without the prefix, and its value.
    ///
    /// # Errors
    /// [`ValueError`] when they are not as the description says.
    pub fn entry(&self, key: &[u8], value: &[u8]) -> Result<Entry, ValueError> {
        match self {
            Self::Field(field) => of_field(field, key, value),
            Self::Index(field, index) => of_index(field, index, key, value),
        }
    }
}

fn of_field(field: &StorageDef, key: &[u8], value: &[u8]) -> Result<Entry, ValueError> {
    let decoded = |value| decode_value("value", value, &field.value);
    let (key, value) = match field.kind {
        StorageKind::Value | StorageKind::Owner => (nothing("key", key)?, decoded(value)?),
        StorageKind::Map => (decode_value("key", key, &field.key)?, decoded(value)?),
        StorageKind::OrderedMap | StorageKind::IndexedMap => {
            (ordered(key, &field.key)?, decoded(value)?)
        }
        StorageKind::Set => (ordered(key, &field.key)?, nothing("value", value)?),
        StorageKind::Roles => (role(key, &field.key)?, nothing("value", value)?),
        StorageKind::Vector if key.is_empty() => {
            (json!("length"), decode_value("length", value, &TypeDef::U64)?)
        }
        StorageKind::Vector => (ordered(key, &TypeDef::U64)?, decoded(value)?),
    };
    Ok(Entry { key, value })
}

/// A unique index has the map key as its value, another has it behind the index key.
fn of_index(
    field: &StorageDef,
    index: &IndexDef,
    key: &[u8],
    value: &[u8],
) -> Result<Entry, ValueError> {
    if index.is_unique {
        let key = ordered(key, &index.key)?;
        return Ok(Entry { key, value: decode_value("value", value, &field.key)? });
    }
    let mut rest = key;
    let index_key = take(&mut rest, &index.key)?;
    nothing("value", value)?;
    Ok(Entry { key: index_key, value: ordered(rest, &field.key)? })
}

fn role(key: &[u8], ty: &TypeDef) -> Result<Value, ValueError> {
    let pair = TypeDef::Tuple(vec![ty.clone(), TypeDef::Address]);
    let pair = decode_value("key", key, &pair)?;
    Ok(json!({ "role": pair[0], "account": pair[1] }))
}

fn nothing(path: &str, bytes: &[u8]) -> Result<Value, ValueError> {
    match bytes.len() {
        0 => Ok(Value::Null),
        count => Err(ValueError::LeftOver { path: path.to_owned(), count }),
    }
}

fn ordered(mut bytes: &[u8], ty: &TypeDef) -> Result<Value, ValueError> {
    let value = take(&mut bytes, ty)?;
    nothing("key", bytes)?;
    Ok(value)
}

/// The key at the front of `bytes`, from its ordered bytes.
fn take(bytes: &mut &[u8], ty: &TypeDef) -> Result<Value, ValueError> {
    let mut scale = Vec::new();
    if to_scale(bytes, ty, &mut scale).is_none() {
        let expected = format!("{} in ordered bytes", crate::value::type_name(ty));
        return Err(ValueError::Malformed { path: "key".to_owned(), expected });
    }
    decode_value("key", &scale, ty)
}

/// Takes ordered bytes from the front and appends SCALE of the same value; `None` when there
/// are too few, or the type has no order of bytes.
fn to_scale(bytes: &mut &[u8], ty: &TypeDef, out: &mut Vec<u8>) -> Option<()> {
    let (len, is_signed, is_number) = match ty {
        TypeDef::Bool | TypeDef::U8 => (1, false, false),
        TypeDef::U16 => (2, false, true),
        TypeDef::U32 => (4, false, true),
        TypeDef::U64 | TypeDef::UnixSeconds => (8, false, true),
        TypeDef::U128 => (16, false, true),
        TypeDef::I8 => (1, true, true),
        TypeDef::I16 => (2, true, true),
        TypeDef::I32 | TypeDef::CivilDate => (4, true, true),
        TypeDef::I64 => (8, true, true),
        TypeDef::I128 => (16, true, true),
        TypeDef::Address | TypeDef::Hash => (32, false, false),
        TypeDef::Currency => (3, false, false),
        TypeDef::FixedBytes(len) => (usize::try_from(*len).ok()?, false, false),
        TypeDef::Enum { variants, .. } if variants.iter().all(|it| it.fields.is_empty()) => {
            (1, false, false)
        }
        TypeDef::Text => return text_to_scale(bytes, out),
        TypeDef::Tuple(parts) => {
            return parts.iter().try_for_each(|part| to_scale(bytes, part, out));
        }
        TypeDef::Struct { fields, .. } => {
            return fields.iter().try_for_each(|field| to_scale(bytes, &field.ty, out));
        }
        _ => return None,
    };
    let (taken, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    let mut taken = taken.to_vec();
    if is_signed {
        *taken.first_mut()? ^= 0x80;
    }
    if is_number {
        taken.reverse();
    }
    out.extend(taken);
    Some(())
}

/// The same for a text: `ff` stands behind each zero byte of it, two zero bytes end it.
fn text_to_scale(bytes: &mut &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut text = Vec::new();
    loop {
        match take_byte(bytes)? {
            0 => match take_byte(bytes)? {
                0 => break,
                0xff => text.push(0),
                _ => return None,
            },
            byte => text.push(byte),
        }
    }
    text.encode_to(out);
    Some(())
}

fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*byte)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples;
    use crate::value::tests::typed_value;
    use proptest::prelude::*;
    use sandpact_abi::{Address, CivilDate, Currency};
    use sandpact_sdk::{Lei, OrderedKey};

    /// Every kind of field.
    const KINDS: [StorageKind; 8] = [
        StorageKind::Value,
        StorageKind::Map,
        StorageKind::OrderedMap,
        StorageKind::Set,
        StorageKind::Vector,
        StorageKind::Roles,
        StorageKind::Owner,
        StorageKind::IndexedMap,
    ];

    proptest! {
        /// Description, keys and values are a stranger's; what is read took every byte.
        #[test]
        fn whatever_is_stored_is_read_or_refused(
            (key, _) in typed_value(),
            (value, _) in typed_value(),
            key_bytes in prop::collection::vec(any::<u8>(), 0..48),
            value_bytes in prop::collection::vec(any::<u8>(), 0..48),
            is_unique in any::<bool>(),
        ) {
            for kind in KINDS {
                let mut field = samples::stored("f", kind, key.clone(), value.clone());
                field.indexes = vec![IndexDef { name: "i".into(), is_unique, key: value.clone() }];
                let longer = [key_bytes.as_slice(), &[0; 64]].concat();
                for one in [Field::Field(&field), Field::Index(&field, &field.indexes[0])] {
                    let is_read = one.entry(&key_bytes, &value_bytes).is_ok();
                    let is_longer_read = one.entry(&longer, &value_bytes).is_ok();
                    prop_assert!(!is_read || !is_longer_read, "{kind:?}");
                }
            }
        }
    }

    fn key(key: &impl OrderedKey) -> Vec<u8> {
        let mut bytes = Vec::new();
        key.write_key(&mut bytes);
        bytes
    }

    #[track_caller]
    fn check(name: &str, key: &[u8], value: &[u8], expected: (Value, Value)) {
        let abi = samples::abi();
        let entry = Field::named(&abi, name).unwrap().entry(key, value).unwrap();
        assert_eq!((entry.key, entry.value), expected, "{name}");
    }

    #[test]
    fn every_kind_of_field_is_read_as_it_was_written() {
        let day = CivilDate::parse("1969-12-31").unwrap();
        let eur = Currency::new(*b"EUR").unwrap();
        let account = Address([7; 32]);
        let text = "x".encode();
        check("count", &[], &7_u32.encode(), (Value::Null, json!(7)));
        check("names", &"ab".encode(), &vec![1_u8, 2].encode(), (json!("ab"), json!("0102")));
        check("by_day", &key(&day), &text, (json!("1969-12-31"), json!("x")));
        check("seen", &key(&(eur, 4_u8)), &[], (json!(["EUR", "Judge"]), Value::Null));
        check("queue", &[], &2_u64.encode(), (json!("length"), json!(2)));
        check("queue", &key(&258_u64), &text, (json!(258), json!("x")));
        let held = json!({"role": "Clerk", "account": account.to_string()});
        check("roles", &(0_u8, account).encode(), &[], (held, Value::Null));
        check("owner", &[], &account.encode(), (Value::Null, json!(account.to_string())));
        let map_key = key(&(day, -3_i16));
        let shown = json!(["1969-12-31", -3]);
        check("filed", &map_key, &5_u128.encode(), (shown.clone(), json!({"amount": 5})));
        let by_owner = [key(&account), map_key].concat();
        check("filed.by_owner", &by_owner, &[], (json!(account.to_string()), shown.clone()));
        check("filed.by_number", &key(&9_u32), &(day, -3_i16).encode(), (json!(9), shown));
    }

    #[test]
    fn texts_are_keys_that_end_with_a_mark() {
        let pair = TypeDef::Tuple(vec![TypeDef::Text, TypeDef::U8]);
        let set = samples::stored("f", StorageKind::Set, pair, TypeDef::Tuple(vec![]));
        let read = |key: &[u8]| Field::Field(&set).entry(key, &[]).map(|entry| entry.key);
        for text in ["", "ab", "a\0", "\0", "\u{e9}"] {
            let key = key(&(text.to_owned(), 255_u8));
            assert_eq!(read(&key).unwrap(), json!([text, 255]), "{text:?}");
        }
        assert_eq!(read(&key(&(Lei::parse("7LTWFZYICNSX8D621K86").unwrap(), 1_u8))).unwrap()[1], 1);
        for bad in [&b"ab"[..], b"ab\0", b"ab\0\x01\x05", b"\xff\0\0\x05"] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn prefixes_are_names_and_a_zero_byte() {
        let abi = samples::abi();
        let prefix = |name| Field::named(&abi, name).map(|field| field.prefix());
        assert_eq!(prefix("filed"), Some(b"filed\0".to_vec()));
        assert_eq!(prefix("filed.by_owner"), Some(b"filed.by_owner\0".to_vec()));
        assert_eq!(prefix("nothing"), None);
        assert_eq!(prefix("filed.nothing"), None);
    }

    #[test]
    fn whatever_is_not_as_described_is_refused() {
        let abi = samples::abi();
        let refused = |name, key: &[u8], value: &[u8]| {
            Field::named(&abi, name).unwrap().entry(key, value).is_err()
        };
        assert!(refused("count", &[0], &7_u32.encode()));
        assert!(refused("count", &[], &[7]));
        assert!(refused("by_day", &[0; 3], &"x".encode()));
        assert!(refused("by_day", &[0xff; 4], &"x".encode()), "a day after the last");
        assert!(refused("seen", b"EUR\x05", &[]), "no such role");
        assert!(refused("seen", b"EUR\x04", &[0]));
        assert!(refused("roles", &[0; 32], &[]));
        assert!(refused("filed.by_owner", &[0; 31], &[]));
        assert!(refused("filed.by_number", &[0; 4], &[]));
    }
}
