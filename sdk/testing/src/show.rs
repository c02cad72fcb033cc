//! State and events as text that people compare.

use crate::Emitted;
use parity_scale_codec::{Compact, Decode};
use sandpact_abi::{
    Address, CivilDate, ContractAbi, Currency, FieldDef, Hash, StorageDef, StorageKind, TypeDef,
};
use std::{collections::BTreeMap, fmt::Write as _};

/// Names of accounts by address.
type Names = BTreeMap<Address, String>;

/// A contract, its description and what it stores.
type Stored<'a> = (Address, &'a ContractAbi, Vec<(Vec<u8>, Vec<u8>)>);

/// Contracts in the order of their deployment, then events in theirs. Accounts go by their
/// names, contracts by theirs.
pub fn snapshot(accounts: &Names, stored: &[Stored<'_>], events: &[Emitted]) -> String {
    let mut names = accounts.clone();
    names.extend(stored.iter().map(|(address, abi, _)| (*address, abi.name.clone())));
    let mut text = String::new();
    for (_, abi, values) in stored {
        let _ = writeln!(text, "{}", abi.name);
        for (key, value) in values {
            let _ = writeln!(text, "  {}", entry(&names, abi, key, value));
        }
    }
    for event in events {
        let abi = stored.iter().find(|(address, ..)| *address == event.contract);
        let fields = abi.and_then(|(_, abi, _)| abi.event(&event.name)).and_then(|definition| {
            let mut data = &event.data[..];
            fields(&names, &definition.fields, &mut data).filter(|_| data.is_empty())
        });
        let fields = fields.unwrap_or_else(|| hex(&event.data));
        let _ = writeln!(text, "event {} {fields}", event.name);
    }
    text
}

fn entry(names: &Names, abi: &ContractAbi, key: &[u8], value: &[u8]) -> String {
    let shown = abi.storage.iter().find_map(|field| {
        let rest = key.strip_prefix(field.name.as_bytes())?.strip_prefix(&[0])?;
        let (key, value) = (key_text(names, field, rest)?, value_text(names, field, rest, value)?);
        Some(if key.is_empty() {
            format!("{} = {value}", field.name)
        } else {
            format!("{}[{key}] = {value}", field.name)
        })
    });
    shown.unwrap_or_else(|| format!("{} = {}", hex(key), hex(value)))
}

fn key_text(names: &Names, field: &StorageDef, mut rest: &[u8]) -> Option<String> {
    match field.kind {
        StorageKind::Value | StorageKind::Owner => rest.is_empty().then(String::new),
        StorageKind::Map => whole(names, &field.key, &mut rest),
        StorageKind::Roles => {
            let role = text(names, &field.key, &mut rest)?;
            let account = whole(names, &TypeDef::Address, &mut rest)?;
            Some(format!("{role}, {account}"))
        }
        StorageKind::Vector if rest.is_empty() => Some(String::new()),
        StorageKind::Vector => Some(u64::from_be_bytes(rest.try_into().ok()?).to_string()),
        // Keys in order have an encoding of their own.
        StorageKind::OrderedMap | StorageKind::Set | StorageKind::IndexedMap => Some(hex(rest)),
    }
}

fn value_text(names: &Names, field: &StorageDef, rest: &[u8], mut value: &[u8]) -> Option<String> {
    match field.kind {
        StorageKind::Roles | StorageKind::Set => value.is_empty().then(|| "()".to_owned()),
        StorageKind::Vector if rest.is_empty() => whole(names, &TypeDef::U64, &mut value),
        _ => whole(names, &field.value, &mut value),
    }
}

/// A value that the bytes are, all of them.
fn whole(names: &Names, ty: &TypeDef, bytes: &mut &[u8]) -> Option<String> {
    text(names, ty, bytes).filter(|_| bytes.is_empty())
}

fn text(names: &Names, ty: &TypeDef, bytes: &mut &[u8]) -> Option<String> {
    macro_rules! plain {
        ($ty:ty) => {
            <$ty>::decode(bytes).ok().map(|value| value.to_string())
        };
    }
    match ty {
        TypeDef::Bool => plain!(bool),
        TypeDef::U8 => plain!(u8),
        TypeDef::U16 => plain!(u16),
        TypeDef::U32 => plain!(u32),
        TypeDef::U64 => plain!(u64),
        TypeDef::U128 => plain!(u128),
        TypeDef::I8 => plain!(i8),
        TypeDef::I16 => plain!(i16),
        TypeDef::I32 => plain!(i32),
        TypeDef::I64 => plain!(i64),
        TypeDef::I128 => plain!(i128),
        TypeDef::Text => String::decode(bytes).ok().map(|text| format!("{text:?}")),
        TypeDef::Bytes => Vec::<u8>::decode(bytes).ok().map(|bytes| hex(&bytes)),
        TypeDef::FixedBytes(len) => {
            let (value, rest) = bytes.split_at_checked(usize::try_from(*len).ok()?)?;
            *bytes = rest;
            Some(hex(value))
        }
        TypeDef::Address => {
            let address = Address::decode(bytes).ok()?;
            Some(names.get(&address).cloned().unwrap_or_else(|| address.to_string()))
        }
        TypeDef::Hash => plain!(Hash),
        TypeDef::CivilDate => plain!(CivilDate),
        TypeDef::UnixSeconds => plain!(u64).map(|seconds| format!("{seconds} s")),
        TypeDef::Currency => plain!(Currency),
        TypeDef::Option(inner) => match u8::decode(bytes).ok()? {
            0 => Some("none".to_owned()),
            1 => text(names, inner, bytes),
            _ => None,
        },
        TypeDef::List(inner) => {
            let len = Compact::<u32>::decode(bytes).ok()?.0;
            let items = (0..len).map(|_| text(names, inner, bytes)).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        TypeDef::Tuple(parts) => {
            let parts = parts.iter().map(|part| text(names, part, bytes));
            Some(format!("({})", parts.collect::<Option<Vec<_>>>()?.join(", ")))
        }
        TypeDef::Struct { fields: members, .. } => fields(names, members, bytes),
        TypeDef::Enum { variants, .. } => {
            let index = u8::decode(bytes).ok()?;
            let variant = variants.iter().find(|variant| variant.index == index)?;
            let members = fields(names, &variant.fields, bytes)?;
            Some(if variant.fields.is_empty() {
                variant.name.clone()
            } else {
                format!("{} {members}", variant.name)
            })
        }
    }
}

fn fields(names: &Names, members: &[FieldDef], bytes: &mut &[u8]) -> Option<String> {
    let members = members.iter().map(|member| {
        text(names, &member.ty, bytes).map(|value| format!("{}: {value}", member.name))
    });
    Some(format!("{{{}}}", members.collect::<Option<Vec<_>>>()?.join(", ")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("0x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
