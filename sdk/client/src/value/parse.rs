//! Text as people type it: bare words where the type leaves no doubt, JSON
//! everywhere else.

use super::{ValueError, type_name};
use sandpact_abi::TypeDef;
use serde_json::Value;

/// Reads an argument typed by a person into JSON for [`encode_value`](super::encode_value).
/// Text, numbers, dates, currencies, hexadecimal digits and variant names need no quotes.
///
/// # Errors
/// [`ValueError::WrongKind`] when the type needs JSON and `text` is none.
pub fn parse_value(path: &str, text: &str, ty: &TypeDef) -> Result<Value, ValueError> {
    match ty {
        TypeDef::Option(_) if text.trim() == "null" => Ok(Value::Null),
        TypeDef::Option(inner) if !matches!(**inner, TypeDef::Option(_)) => {
            parse_value(path, text, inner)
        }
        TypeDef::Option(_) | TypeDef::List(_) | TypeDef::Tuple(_) | TypeDef::Struct { .. } => {
            json(path, text, ty)
        }
        TypeDef::Bool => json(path, text, ty),
        TypeDef::Enum { .. } if text.trim_start().starts_with('{') => json(path, text, ty),
        // A quoted word is a JSON string; anything else stands for itself.
        _ => Ok(match serde_json::from_str(text) {
            Ok(Value::String(quoted)) => Value::String(quoted),
            _ => Value::String(text.to_owned()),
        }),
    }
}

fn json(path: &str, text: &str, ty: &TypeDef) -> Result<Value, ValueError> {
    serde_json::from_str(text).map_err(|_| ValueError::WrongKind {
        path: path.to_owned(),
        expected: format!("{} in JSON", type_name(ty)),
        got: super::error::excerpt(&Value::String(text.to_owned())),
    })
}

/// The bytes of hexadecimal digits of either case, `0x` in front or not; `None` for anything else.
#[must_use]
pub fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    hex::decode(text.strip_prefix("0x").unwrap_or(text)).ok()
}
