//! Typed values by a contract's ABI: JSON to SCALE and back, so that people
//! and other programs name arguments instead of counting bytes.
//!
//! | type | JSON |
//! |---|---|
//! | integers, seconds | a number, or a decimal string; written as a string beyond 2^53 |
//! | text | a string |
//! | bytes, address, hash | hexadecimal digits in a string; `0x` in front is accepted |
//! | date | `"YYYY-MM-DD"` |
//! | currency | `"EUR"` |
//! | option | `null`, or the value; of an option: `null`, or `[value]` |
//! | list, tuple | an array; the empty tuple is "nothing" |
//! | struct | an object with exactly its fields |
//! | enum | `"Variant"`, or `{"Variant": {fields}}` |
//!
//! Integers above 2^53 are strings because many JSON readers keep numbers as
//! IEEE 754 doubles (RFC 8259 section 6).

mod decode;
mod encode;
mod error;
mod parse;
#[cfg(test)]
pub(crate) mod tests;

pub use decode::{decode_fields, decode_value};
pub use encode::{encode_arguments, encode_value};
pub use error::ValueError;
pub use parse::{hex_bytes, parse_value};

use sandpact_abi::TypeDef;

/// Largest integer that every JSON reader keeps exactly (RFC 8259 section 6).
pub const JSON_INTEGER_MAX: u64 = 1 << 53;

/// What a person calls the type, such as `list of u16` or `IssueRequest`.
#[must_use]
pub fn type_name(ty: &TypeDef) -> String {
    match ty {
        TypeDef::Bool => "bool".into(),
        TypeDef::U8 => "u8".into(),
        TypeDef::U16 => "u16".into(),
        TypeDef::U32 => "u32".into(),
        TypeDef::U64 => "u64".into(),
        TypeDef::U128 => "u128".into(),
        TypeDef::I8 => "i8".into(),
        TypeDef::I16 => "i16".into(),
        TypeDef::I32 => "i32".into(),
        TypeDef::I64 => "i64".into(),
        TypeDef::I128 => "i128".into(),
        TypeDef::Text => "text".into(),
        TypeDef::Bytes => "bytes".into(),
        TypeDef::FixedBytes(len) => format!("{len} bytes"),
        TypeDef::Address => "address".into(),
        TypeDef::Hash => "hash".into(),
        TypeDef::CivilDate => "date".into(),
        TypeDef::UnixSeconds => "seconds since 1970".into(),
        TypeDef::Currency => "currency".into(),
        TypeDef::Option(inner) => format!("optional {}", type_name(inner)),
        TypeDef::List(inner) => format!("list of {}", type_name(inner)),
        TypeDef::Tuple(parts) if parts.is_empty() => "nothing".into(),
        TypeDef::Tuple(parts) => {
            format!("({})", parts.iter().map(type_name).collect::<Vec<_>>().join(", "))
        }
        TypeDef::Struct { name, .. } | TypeDef::Enum { name, .. } => name.clone(),
    }
}
