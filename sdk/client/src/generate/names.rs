//! Names of a description as they enter source text.

use super::GenerateError;
use sandpact_abi::{ContractAbi, FieldDef, TypeDef};
use std::collections::BTreeSet;

/// Checks every name that becomes source text.
///
/// # Errors
/// [`GenerateError`].
pub fn check(abi: &ContractAbi) -> Result<(), GenerateError> {
    identifier("contract", &abi.name)?;
    version(&abi.version)?;
    distinct("method", abi.methods.iter().map(|method| method.name.as_str()))?;
    for method in &abi.methods {
        fields(&method.args)?;
        types(&method.returns)?;
    }
    distinct("error", abi.errors.iter().map(|error| error.name.as_str()))?;
    abi.errors.iter().try_for_each(|error| fields(&error.fields))?;
    distinct("event", abi.events.iter().map(|event| event.name.as_str()))?;
    abi.events.iter().try_for_each(|event| fields(&event.fields))
}

/// `VatInvoice` for `vat_invoice`.
pub fn pascal(name: &str) -> String {
    name.split('_').map(capitalised).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Whether the fields are those of a tuple: "0", "1" and so on.
pub fn is_unnamed(fields: &[FieldDef]) -> bool {
    !fields.is_empty()
        && fields.iter().enumerate().all(|(place, field)| field.name == place.to_string())
}

fn fields(all: &[FieldDef]) -> Result<(), GenerateError> {
    if !is_unnamed(all) {
        distinct("field", all.iter().map(|field| field.name.as_str()))?;
    }
    all.iter().try_for_each(|field| types(&field.ty))
}

fn types(ty: &TypeDef) -> Result<(), GenerateError> {
    match ty {
        TypeDef::Option(inner) | TypeDef::List(inner) => types(inner),
        TypeDef::Tuple(parts) => parts.iter().try_for_each(types),
        TypeDef::Struct { name, fields: all, .. } => {
            identifier("type", name)?;
            fields(all)
        }
        TypeDef::Enum { name, variants, .. } => {
            identifier("type", name)?;
            distinct("variant", variants.iter().map(|variant| variant.name.as_str()))?;
            variants.iter().try_for_each(|variant| fields(&variant.fields))
        }
        _ => Ok(()),
    }
}

fn distinct<'a>(
    what: &'static str,
    all: impl Iterator<Item = &'a str>,
) -> Result<(), GenerateError> {
    let mut seen = BTreeSet::new();
    for name in all {
        identifier(what, name)?;
        if !seen.insert(name) {
            return Err(GenerateError::Twice { what, name: name.to_owned() });
        }
    }
    Ok(())
}

/// ASCII letters, digits and `_`, a letter somewhere, no digit in front; not the one name that
/// JavaScript takes for a prototype.
fn identifier(what: &'static str, name: &str) -> Result<(), GenerateError> {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name != "__proto__";
    if is_name { Ok(()) } else { Err(GenerateError::NotAName { what, name: name.to_owned() }) }
}

/// Semantic Versioning 2.0.0, as cargo and npm read it, without its finer rules.
fn version(version: &str) -> Result<(), GenerateError> {
    let (numbers, rest) = match version.find(['-', '+']) {
        Some(end) => version.split_at(end),
        None => (version, ""),
    };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_version = numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+.".contains(&byte));
    if is_version { Ok(()) } else { Err(GenerateError::Version { version: version.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn what_is_no_name_becomes_no_source() {
        assert_eq!(check(&samples::abi()), Ok(()));
        for bad in ["", "a b", "1a", "a;", "__proto__", "__", "\u{fc}", "a\n", "a-b"] {
            let mut abi = samples::abi();
            abi.methods[1].name = bad.into();
            assert!(matches!(check(&abi), Err(GenerateError::NotAName { what: "method", .. })));
            let mut abi = samples::abi();
            abi.events[0].fields[0].ty = samples::structure(bad, vec![]);
            assert!(matches!(check(&abi), Err(GenerateError::NotAName { what: "type", .. })));
        }
        let mut abi = samples::abi();
        abi.methods[1].name = "create".into();
        assert!(matches!(check(&abi), Err(GenerateError::Twice { .. })));
        for bad in ["", "1", "1.2", "1.2.x", "1.2.3 ", "1.2.3-\"", "1..3"] {
            let mut abi = samples::abi();
            abi.version = bad.into();
            assert!(matches!(check(&abi), Err(GenerateError::Version { .. })), "{bad}");
        }
    }

    #[test]
    fn names_of_types_are_in_their_case() {
        assert_eq!(pascal("vat_invoice"), "VatInvoice");
        assert_eq!(pascal("_x__y1"), "XY1");
    }
}
