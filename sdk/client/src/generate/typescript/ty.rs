//! Types and codecs of single types.

use crate::generate::docs;
use crate::types::NamedTypes;
use sandpact_abi::{FieldDef, TypeDef, VariantDef};

/// The TypeScript of a type.
pub fn name(ty: &TypeDef, types: &NamedTypes<'_>) -> String {
    let of = |ty| name(ty, types);
    match ty {
        TypeDef::Bool => "boolean".into(),
        TypeDef::U8 | TypeDef::U16 | TypeDef::U32 | TypeDef::I8 | TypeDef::I16 | TypeDef::I32 => {
            "number".into()
        }
        TypeDef::U64 | TypeDef::U128 | TypeDef::I64 | TypeDef::I128 | TypeDef::UnixSeconds => {
            "bigint".into()
        }
        TypeDef::Text => "string".into(),
        TypeDef::Bytes | TypeDef::FixedBytes(_) => "Uint8Array".into(),
        TypeDef::Address => "sandpact.Address".into(),
        TypeDef::Hash => "sandpact.Hash".into(),
        TypeDef::CivilDate => "sandpact.CivilDate".into(),
        TypeDef::Currency => "sandpact.Currency".into(),
        TypeDef::Option(inner) if matches!(**inner, TypeDef::Option(_)) => {
            format!("readonly [{}] | null", of(inner))
        }
        TypeDef::Option(inner) => format!("{} | null", of(inner)),
        TypeDef::List(item) if matches!(**item, TypeDef::Option(_)) => {
            format!("readonly ({})[]", of(item))
        }
        TypeDef::List(item) if matches!(**item, TypeDef::List(_) | TypeDef::Tuple(_)) => {
            format!("readonly ({})[]", of(item))
        }
        TypeDef::List(item) => format!("readonly {}[]", of(item)),
        TypeDef::Tuple(parts) => {
            format!("readonly [{}]", parts.iter().map(of).collect::<Vec<_>>().join(", "))
        }
        TypeDef::Struct { .. } | TypeDef::Enum { .. } => {
            types.name(ty).unwrap_or("unknown").to_owned()
        }
    }
}

/// The codec of a type: an expression.
pub fn codec(ty: &TypeDef, types: &NamedTypes<'_>) -> String {
    let of = |ty| codec(ty, types);
    match ty {
        TypeDef::Bool => "sandpact.bool".into(),
        TypeDef::U8 => "sandpact.u8".into(),
        TypeDef::U16 => "sandpact.u16".into(),
        TypeDef::U32 => "sandpact.u32".into(),
        TypeDef::U64 => "sandpact.u64".into(),
        TypeDef::U128 => "sandpact.u128".into(),
        TypeDef::I8 => "sandpact.i8".into(),
        TypeDef::I16 => "sandpact.i16".into(),
        TypeDef::I32 => "sandpact.i32".into(),
        TypeDef::I64 => "sandpact.i64".into(),
        TypeDef::I128 => "sandpact.i128".into(),
        TypeDef::Text => "sandpact.text".into(),
        TypeDef::Bytes => "sandpact.bytes".into(),
        TypeDef::FixedBytes(len) => format!("sandpact.fixedBytes({len})"),
        TypeDef::Address => "sandpact.address".into(),
        TypeDef::Hash => "sandpact.hash".into(),
        TypeDef::CivilDate => "sandpact.civilDate".into(),
        TypeDef::UnixSeconds => "sandpact.seconds".into(),
        TypeDef::Currency => "sandpact.currency".into(),
        TypeDef::Option(inner) if matches!(**inner, TypeDef::Option(_)) => {
            format!(
                "sandpact.option(sandpact.tuple<readonly [{}]>({}))",
                name(inner, types),
                of(inner)
            )
        }
        TypeDef::Option(inner) => format!("sandpact.option({})", of(inner)),
        TypeDef::List(item) => format!("sandpact.list({})", of(item)),
        TypeDef::Tuple(parts) => {
            let all = parts.iter().map(of).collect::<Vec<_>>().join(", ");
            format!("sandpact.tuple<{}>({all})", name(ty, types))
        }
        TypeDef::Struct { .. } | TypeDef::Enum { .. } => {
            types.name(ty).unwrap_or("unknown").to_owned()
        }
    }
}

/// A doc comment on a line of its own, or nothing.
pub fn comment(text: &str, indent: &str) -> String {
    match docs::line(text).replace("*/", "*\u{2215}") {
        line if line.is_empty() => String::new(),
        line => format!("{indent}/** {line} */\n"),
    }
}

/// The members of an object type, one a line.
pub fn members(fields: &[FieldDef], types: &NamedTypes<'_>, indent: &str) -> String {
    let all = fields.iter().map(|field| {
        let docs = comment(&field.docs, indent);
        format!("{docs}{indent}readonly {}: {};\n", field.name, name(&field.ty, types))
    });
    all.collect()
}

/// The object of codecs that `sandpact.struct` takes.
pub fn codecs(fields: &[FieldDef], types: &NamedTypes<'_>, indent: &str) -> String {
    if fields.is_empty() {
        return "{}".into();
    }
    let all = fields
        .iter()
        .map(|field| format!("{indent}  {}: {},\n", field.name, codec(&field.ty, types)));
    format!("{{\n{}{indent}}}", all.collect::<String>())
}

/// A struct or an enum: its type, and its codec under the same name.
pub fn definition(own_name: &str, ty: &TypeDef, types: &NamedTypes<'_>) -> String {
    match ty {
        TypeDef::Struct { docs, fields, .. } => format!(
            "{}export interface {own_name} {{\n{}}}\n\nexport const {own_name}: sandpact.Codec<{own_name}> = \
             sandpact.struct<{own_name}>({});\n",
            comment(docs, ""),
            members(fields, types, "  "),
            codecs(fields, types, ""),
        ),
        TypeDef::Enum { docs, variants, .. } => {
            let (kind, codec) = if variants.iter().all(|variant| variant.fields.is_empty()) {
                (words(variants), names_codec(variants))
            } else {
                (tagged(variants, types), choice_codec(own_name, variants, types))
            };
            format!(
                "{}export type {own_name} ={kind};\n\nexport const {own_name}: \
                 sandpact.Codec<{own_name}> = {codec};\n",
                comment(docs, ""),
            )
        }
        _ => String::new(),
    }
}

fn words(variants: &[VariantDef]) -> String {
    if variants.is_empty() {
        return " never".into();
    }
    let all = variants
        .iter()
        .map(|variant| format!("\n{}  | \"{}\"", comment(&variant.docs, "  "), variant.name));
    all.collect()
}

fn names_codec(variants: &[VariantDef]) -> String {
    let all = variants.iter().map(|variant| format!("  {}: {},\n", variant.name, variant.index));
    format!("sandpact.names({{\n{}}})", all.collect::<String>())
}

fn tagged(variants: &[VariantDef], types: &NamedTypes<'_>) -> String {
    let all = variants.iter().map(|variant| {
        let docs = comment(&variant.docs, "  ");
        if variant.fields.is_empty() {
            return format!("\n{docs}  | {{ readonly tag: \"{}\" }}", variant.name);
        }
        let fields = members(&variant.fields, types, "        ");
        format!(
            "\n{docs}  | {{\n      readonly tag: \"{}\";\n      readonly value: {{\n{fields}      }};\n    }}",
            variant.name
        )
    });
    all.collect()
}

fn choice_codec(own_name: &str, variants: &[VariantDef], types: &NamedTypes<'_>) -> String {
    let all = variants.iter().map(|variant| {
        let fields = match variant.fields.as_slice() {
            [] => "null".to_owned(),
            fields => format!("sandpact.struct({})", codecs(fields, types, "  ")),
        };
        format!("  {}: [{}, {fields}],\n", variant.name, variant.index)
    });
    format!("sandpact.choice<{own_name}>({{\n{}}})", all.collect::<String>())
}
