//! A Rust module over [`typed`](crate::typed): the client of one contract.

use super::{GenerateError, docs, names};
use crate::types::NamedTypes;
use sandpact_abi::{ContractAbi, FieldDef, MethodDef, MethodKind, TypeDef, VariantDef};

/// Names of the prelude and of the module itself, which no type of a contract may hide.
const TAKEN: &[&str] =
    &["Box", "Err", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec"];

/// Rust's keywords (The Rust Reference, Keywords, edition 2024) that a raw identifier can be.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

const DERIVES: &str = "#[derive(Clone, Debug, PartialEq, Eq, typed::codec::Encode, typed::codec::Decode)]\n\
                       #[codec(crate = typed::codec)]\n";

/// The module's text.
///
/// # Errors
/// [`GenerateError`] when something in the description is no name.
pub fn module(abi: &ContractAbi) -> Result<String, GenerateError> {
    names::check(abi)?;
    let class = names::pascal(&abi.name);
    let mut taken: Vec<String> = TAKEN.iter().map(|&word| word.to_owned()).collect();
    taken.extend(["", "Error", "Event"].map(|suffix| format!("{class}{suffix}")));
    let types = NamedTypes::reserving(abi, &taken);
    let mut parts = vec![head(abi)];
    parts.extend(types.iter().map(|(name, ty)| definition(name, ty, &types)));
    parts.extend([
        errors(abi, &types, &class),
        events(abi, &types, &class),
        client(abi, &types, &class),
    ]);
    Ok(parts.join("\n"))
}

fn head(abi: &ContractAbi) -> String {
    format!(
        "//! Client of the contract {} {}, written by `sandpact client rust`.\n\n\
         #![allow(missing_docs, dead_code, non_camel_case_types)]\n\
         #![allow(clippy::enum_variant_names, clippy::too_many_arguments)]\n\n\
         use sandpact_client::typed;\n",
        abi.name, abi.version
    )
}

fn identifier(name: &str) -> String {
    match name {
        "self" | "super" | "crate" | "Self" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

fn comment(text: &str, indent: &str) -> String {
    match docs::line(text) {
        line if line.is_empty() => String::new(),
        line => format!("{indent}/// {line}\n"),
    }
}

fn rust_type(ty: &TypeDef, types: &NamedTypes<'_>) -> String {
    let of = |ty| rust_type(ty, types);
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
        TypeDef::Text => "String".into(),
        TypeDef::Bytes => "Vec<u8>".into(),
        TypeDef::FixedBytes(len) => format!("[u8; {len}]"),
        TypeDef::Address => "typed::Address".into(),
        TypeDef::Hash => "typed::Hash".into(),
        TypeDef::CivilDate => "typed::CivilDate".into(),
        TypeDef::UnixSeconds => "typed::UnixSeconds".into(),
        TypeDef::Currency => "typed::Currency".into(),
        TypeDef::Option(inner) => format!("Option<{}>", of(inner)),
        TypeDef::List(item) => format!("Vec<{}>", of(item)),
        TypeDef::Tuple(parts) => {
            let all = parts.iter().map(|part| format!("{}, ", of(part))).collect::<String>();
            let all = all.trim_end();
            format!("({})", if parts.len() == 1 { all } else { all.trim_end_matches(',') })
        }
        TypeDef::Struct { .. } | TypeDef::Enum { .. } => {
            identifier(types.name(ty).unwrap_or_default())
        }
    }
}

fn definition(own_name: &str, ty: &TypeDef, types: &NamedTypes<'_>) -> String {
    let own_name = identifier(own_name);
    match ty {
        TypeDef::Struct { docs, fields, .. } => {
            let end = if fields.is_empty() || names::is_unnamed(fields) { ";" } else { "" };
            let body = body(fields, types, "pub ", "");
            format!("{}{DERIVES}pub struct {own_name}{body}{end}\n", comment(docs, ""))
        }
        TypeDef::Enum { docs, variants, .. } => {
            let all = variants.iter().map(|variant| choice(variant, types)).collect::<String>();
            format!("{}{DERIVES}pub enum {own_name} {{\n{all}}}\n", comment(docs, ""))
        }
        _ => String::new(),
    }
}

fn choice(variant: &VariantDef, types: &NamedTypes<'_>) -> String {
    format!(
        "{}    #[codec(index = {})]\n    {}{},\n",
        comment(&variant.docs, "    "),
        variant.index,
        identifier(&variant.name),
        body(&variant.fields, types, "", "    "),
    )
}

/// What stands behind the name of a struct or variant.
fn body(fields: &[FieldDef], types: &NamedTypes<'_>, visibility: &str, indent: &str) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let is_unnamed = names::is_unnamed(fields);
    let all = fields.iter().map(|field| {
        let ty = rust_type(&field.ty, types);
        let docs = comment(&field.docs, &format!("{indent}    "));
        let name =
            if is_unnamed { String::new() } else { format!("{}: ", identifier(&field.name)) };
        format!("{docs}{indent}    {visibility}{name}{ty},\n")
    });
    let all = all.collect::<String>();
    if is_unnamed { format!("(\n{all}{indent})") } else { format!(" {{\n{all}{indent}}}") }
}

/// An expression that reads a variant of `Self` from `input`.
fn reading(name: &str, fields: &[FieldDef]) -> String {
    let name = identifier(name);
    let decode = "typed::codec::Decode::decode(input)?";
    let is_unnamed = names::is_unnamed(fields);
    let all = fields.iter().map(|field| match is_unnamed {
        true => decode.to_owned(),
        false => format!("{}: {decode}", identifier(&field.name)),
    });
    let all = all.collect::<Vec<_>>().join(", ");
    match (fields.is_empty(), is_unnamed) {
        (true, _) => format!("typed::whole(data, |_| Ok(Self::{name}))"),
        (false, true) => format!("typed::whole(data, |input| Ok(Self::{name}({all})))"),
        (false, false) => format!("typed::whole(data, |input| Ok(Self::{name} {{ {all} }}))"),
    }
}

/// The name of the variant for what the description does not list.
fn other(taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u64..).map(|number| format!("Other{number}"));
    let mut all = std::iter::once("Other".to_owned()).chain(numbered);
    all.find(|name| !taken(name)).expect("there are more numbers than names")
}

fn errors(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let other = other(|name| abi.errors.iter().any(|error| error.name == name));
    let variants = abi.errors.iter().map(|error| {
        let docs = comment(&format!("{}: {}", error.code, error.docs), "    ");
        format!(
            "{docs}    {}{},\n",
            identifier(&error.name),
            body(&error.fields, types, "", "    ")
        )
    });
    let arms = abi.errors.iter().map(|error| {
        format!("            {} => {},\n", error.code, reading(&error.name, &error.fields))
    });
    format!(
        "/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum {class}Error {{
{}    /// A refusal that the description does not list, or one with other data.
    {other} {{ code: u32, data: Vec<u8> }},
}}

impl {class}Error {{
    /// The error of a refusal's code and data.
    pub fn decode(code: u32, data: &[u8]) -> Self {{
        let known = match code {{
{}            _ => None,
        }};
        known.unwrap_or_else(|| Self::{other} {{ code, data: data.to_vec() }})
    }}
}}
",
        variants.collect::<String>(),
        arms.collect::<String>(),
    )
}

fn events(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let variants = abi.events.iter().map(|event| {
        let body = body(&event.fields, types, "", "    ");
        format!("{}    {}{body},\n", comment(&event.docs, "    "), identifier(&event.name))
    });
    let arms = abi.events.iter().map(|event| {
        format!("            \"{}\" => {},\n", event.name, reading(&event.name, &event.fields))
    });
    let data = if abi.events.is_empty() { "_data" } else { "data" };
    format!(
        "/// What a call told the outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum {class}Event {{
{}}}

impl {class}Event {{
    /// The event of a name and data; `None` when the description does not have it so.
    pub fn decode(name: &str, {data}: &[u8]) -> Option<Self> {{
        match name {{
{}            _ => None,
        }}
    }}
}}
",
        variants.collect::<String>(),
        arms.collect::<String>(),
    )
}

fn client(abi: &ContractAbi, types: &NamedTypes<'_>, class: &str) -> String {
    let methods = abi.methods.iter().filter_map(|method| match method.kind {
        MethodKind::Init => Some(deployment(method, types)),
        MethodKind::Write | MethodKind::Read => Some(call(method, types)),
        MethodKind::Migrate => None,
    });
    format!(
        "{}#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct {class} {{
    /// Where the contract is.
    pub address: typed::Address,
}}

impl {class} {{
{}}}
",
        comment(&abi.docs, ""),
        methods.collect::<Vec<_>>().join("\n"),
    )
}

fn parameters(method: &MethodDef, types: &NamedTypes<'_>) -> Vec<String> {
    let all = method.args.iter();
    all.map(|arg| format!("{}: {}", identifier(&arg.name), rust_type(&arg.ty, types))).collect()
}

/// Statements that make `encoded_arguments`.
fn encoding(method: &MethodDef) -> String {
    if method.args.is_empty() {
        return "        let encoded_arguments = Vec::new();\n".into();
    }
    let all = method.args.iter().map(|arg| {
        let name = identifier(&arg.name);
        format!("        typed::codec::Encode::encode_to(&{name}, &mut encoded_arguments);\n")
    });
    format!("        let mut encoded_arguments = Vec::new();\n{}", all.collect::<String>())
}

fn deployment(method: &MethodDef, types: &NamedTypes<'_>) -> String {
    let mut all = vec!["module_code: Vec<u8>".to_owned()];
    all.extend(parameters(method, types));
    format!(
        "    /// A deployment of the contract's module. {}
    pub fn deploy({}) -> typed::Call {{
{}        typed::Call::Deploy {{ code: module_code, args: encoded_arguments }}
    }}
",
        docs::line(&method.docs),
        all.join(", "),
        encoding(method),
    )
}

fn call(method: &MethodDef, types: &NamedTypes<'_>) -> String {
    let mut all = vec!["&self".to_owned()];
    all.extend(parameters(method, types));
    format!(
        "{}    pub fn {}({}) -> typed::MethodCall<{}> {{
{}        typed::MethodCall::new(self.address, \"{}\", encoded_arguments)
    }}
",
        comment(&method.docs, "    "),
        member(&method.name),
        all.join(", "),
        rust_type(&method.returns, types),
        encoding(method),
        method.name,
    )
}

/// `deploy` is the deployment's own name.
fn member(name: &str) -> String {
    if name == "deploy" { "deploy_".into() } else { identifier(name) }
}
