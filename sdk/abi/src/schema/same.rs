//! Whether two descriptions are the same, in `const` evaluation.

use super::{Field, Type, Variant};

/// Whether two types are described by the same bytes.
#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
pub const fn is_same(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::FixedBytes(a), Type::FixedBytes(b)) => *a == *b,
        (Type::Option(a), Type::Option(b)) | (Type::List(a), Type::List(b)) => is_same(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => {
            let mut i = 0;
            while i < a.len() && i < b.len() && is_same(a[i], b[i]) {
                i += 1;
            }
            i == a.len() && i == b.len()
        }
        (
            Type::Struct { name, docs, fields },
            Type::Struct { name: b_name, docs: b_docs, fields: b_fields },
        ) => is_text(name, b_name) && is_text(docs, b_docs) && are_fields(fields, b_fields),
        (
            Type::Enum { name, docs, variants },
            Type::Enum { name: b_name, docs: b_docs, variants: b_variants },
        ) => is_text(name, b_name) && is_text(docs, b_docs) && are_variants(variants, b_variants),
        _ => match (plain_byte(a), plain_byte(b)) {
            (Some(a), Some(b)) => a == b,
            _ => false,
        },
    }
}

/// The byte of a type of which there is nothing more to say.
pub const fn plain_byte(ty: &Type) -> Option<u8> {
    Some(match ty {
        Type::Bool => 0,
        Type::U8 => 1,
        Type::U16 => 2,
        Type::U32 => 3,
        Type::U64 => 4,
        Type::U128 => 5,
        Type::I8 => 6,
        Type::I16 => 7,
        Type::I32 => 8,
        Type::I64 => 9,
        Type::I128 => 10,
        Type::Text => 11,
        Type::Bytes => 12,
        Type::Address => 14,
        Type::Hash => 15,
        Type::CivilDate => 16,
        Type::UnixSeconds => 17,
        Type::Currency => 18,
        _ => return None,
    })
}

#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
const fn are_fields(a: &[Field], b: &[Field]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && is_field(&a[i], &b[i]) {
        i += 1;
    }
    i == a.len() && i == b.len()
}

const fn is_field(a: &Field, b: &Field) -> bool {
    is_text(a.name, b.name) && is_text(a.docs, b.docs) && is_same(a.ty, b.ty)
}

#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
const fn are_variants(a: &[Variant], b: &[Variant]) -> bool {
    let mut i = 0;
    while i < a.len() && i < b.len() && is_variant(&a[i], &b[i]) {
        i += 1;
    }
    i == a.len() && i == b.len()
}

const fn is_variant(a: &Variant, b: &Variant) -> bool {
    a.index == b.index
        && is_text(a.name, b.name)
        && is_text(a.docs, b.docs)
        && are_fields(a.fields, b.fields)
}

/// Whether two texts are the same.
#[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
pub const fn is_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}
