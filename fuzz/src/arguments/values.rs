//! Values of types that a stranger describes: SCALE to JSON and back, text to SCALE.

use crate::memory::{Bound, bounded};
use parity_scale_codec::DecodeLimit as _;
use sandpact_abi::{FieldDef, TypeDef, limits};
use sandpact_client::value::{decode_value, encode_value, parse_value};
use std::collections::BTreeSet;

/// Deepest nesting of a type, as in a description.
const TYPE_DEPTH_MAX: u32 = 32;

/// What decoding a value may take: the bound that the decoder sets itself, and the copies
/// that growing vectors and maps make.
const MEMORY: Bound = Bound { per_byte: 4 * 1024, fixed: 4 * 1024 * limits::RETURN_LEN_BYTES_MAX };

/// A type and bytes that may be a value of it.
pub fn check_bytes(bytes: &[u8]) {
    let Some((ty, rest)) = typed(bytes) else { return };
    let value = bounded(rest.len(), MEMORY, || decode_value("value", rest, &ty));
    if let (Ok(value), true) = (value, is_unambiguous(&ty)) {
        assert_eq!(encode_value("value", &value, &ty).as_deref(), Ok(rest), "{value} of {ty:?}");
    }
}

/// A type and text that a person may have typed for it.
pub fn check_text(bytes: &[u8]) {
    let Some((ty, rest)) = typed(bytes) else { return };
    let Ok(text) = core::str::from_utf8(rest) else { return };
    let Ok(value) = parse_value("value", text, &ty) else { return };
    let Ok(encoded) = encode_value("value", &value, &ty) else { return };
    if !is_unambiguous(&ty) || encoded.len() > limits::ARGS_LEN_BYTES_MAX {
        return;
    }
    let read = decode_value("value", &encoded, &ty);
    let read = read.unwrap_or_else(|error| panic!("{error}: {value} of {ty:?}"));
    assert_eq!(encode_value("value", &read, &ty), Ok(encoded), "{value} of {ty:?}");
}

/// The type in front, and what follows.
fn typed(bytes: &[u8]) -> Option<(TypeDef, &[u8])> {
    let mut rest = bytes;
    let ty = TypeDef::decode_with_depth_limit(TYPE_DEPTH_MAX, &mut rest).ok()?;
    Some((ty, rest))
}

/// Whether every name and index stands for one thing: JSON has no other way to tell fields
/// and variants apart. What contracts compile to is so.
fn is_unambiguous(ty: &TypeDef) -> bool {
    match ty {
        TypeDef::Option(inner) | TypeDef::List(inner) => is_unambiguous(inner),
        TypeDef::Tuple(parts) => parts.iter().all(is_unambiguous),
        TypeDef::Struct { fields, .. } => are_unambiguous(fields),
        TypeDef::Enum { variants, .. } => {
            let names: BTreeSet<_> = variants.iter().map(|variant| &variant.name).collect();
            let indices: BTreeSet<_> = variants.iter().map(|variant| variant.index).collect();
            names.len() == variants.len()
                && indices.len() == variants.len()
                && variants.iter().all(|variant| are_unambiguous(&variant.fields))
        }
        _ => true,
    }
}

fn are_unambiguous(fields: &[FieldDef]) -> bool {
    let names: BTreeSet<_> = fields.iter().map(|field| &field.name).collect();
    names.len() == fields.len() && fields.iter().all(|field| is_unambiguous(&field.ty))
}
