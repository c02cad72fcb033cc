//! The schemas of the types that all contracts share.

use sandpact_abi::TypeDef;
use serde_json::{Value, json};

/// Most bytes of a fixed byte string whose digits a pattern counts; engines of regular
/// expressions limit repetitions.
const COUNTED_LEN_BYTES_MAX: u32 = 256;

/// The definition's name of a type that is one for all contracts.
pub fn name(ty: &TypeDef) -> Option<&'static str> {
    Some(match ty {
        TypeDef::U8 => "u8",
        TypeDef::U16 => "u16",
        TypeDef::U32 => "u32",
        TypeDef::U64 => "u64",
        TypeDef::U128 => "u128",
        TypeDef::I8 => "i8",
        TypeDef::I16 => "i16",
        TypeDef::I32 => "i32",
        TypeDef::I64 => "i64",
        TypeDef::I128 => "i128",
        TypeDef::Bytes => "bytes",
        TypeDef::Address => "address",
        TypeDef::Hash => "hash",
        TypeDef::CivilDate => "date",
        TypeDef::UnixSeconds => "seconds",
        TypeDef::Currency => "currency",
        _ => return None,
    })
}

/// The names that [`name`] gives.
pub fn names() -> Vec<String> {
    [
        "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128", "bytes", "address",
        "hash", "date", "seconds", "currency",
    ]
    .map(str::to_owned)
    .into()
}

/// The schema of a type that [`name`] knows; of others, what lets everything through.
pub fn schema(ty: &TypeDef) -> Value {
    match ty {
        TypeDef::U8 => integer(0, u8::MAX.into()),
        TypeDef::U16 => integer(0, u16::MAX.into()),
        TypeDef::U32 => integer(0, u32::MAX.into()),
        // JSON numbers that this project reads are integers of 64 bits; above, there are strings.
        TypeDef::U64 | TypeDef::U128 | TypeDef::UnixSeconds => integer(0, u64::MAX),
        TypeDef::I8 => integer(i8::MIN.into(), i8::MAX.unsigned_abs().into()),
        TypeDef::I16 => integer(i16::MIN.into(), i16::MAX.unsigned_abs().into()),
        TypeDef::I32 => integer(i32::MIN.into(), i32::MAX.unsigned_abs().into()),
        TypeDef::I64 => integer(i64::MIN, i64::MAX.unsigned_abs()),
        TypeDef::I128 => integer(i64::MIN, u64::MAX),
        TypeDef::Bytes => pattern("^(0x)?([0-9a-fA-F]{2})*$"),
        TypeDef::Address | TypeDef::Hash => pattern("^(0x)?[0-9a-fA-F]{64}$"),
        TypeDef::CivilDate => pattern("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
        TypeDef::Currency => pattern("^[A-Z]{3}$"),
        _ => json!(true),
    }
}

/// A number, or its digits in a string; large ones are written so.
fn integer(min: i64, max: u64) -> Value {
    let digits = if min < 0 { "^-?[0-9]+$" } else { "^[0-9]+$" };
    json!({ "anyOf": [{ "type": "integer", "minimum": min, "maximum": max }, pattern(digits)] })
}

/// Exactly this many bytes as hexadecimal digits.
pub fn fixed_bytes(len: u32) -> Value {
    let digits = u64::from(len).saturating_mul(2);
    if len <= COUNTED_LEN_BYTES_MAX {
        return pattern(&format!("^(0x)?[0-9a-fA-F]{{{digits}}}$"));
    }
    let mut schema = pattern("^(0x)?([0-9a-fA-F]{2})*$");
    schema["minLength"] = digits.into();
    schema["maxLength"] = digits.saturating_add(2).into();
    schema
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}
