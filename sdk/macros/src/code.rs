//! `#[code(N)]` of error variants.

use crate::describe::add_error;
use std::collections::BTreeMap;
use syn::{Error, ItemEnum, LitInt, Result, Variant};

/// Codes that a contract may give its own errors: `sandpact_abi::code`, class
/// "contract, own".
const OWN: std::ops::RangeInclusive<u32> = 100..=9_999;

/// The code of each variant, in order of declaration. Removes the attributes.
///
/// # Errors
/// One for each variant without a code, with one out of range or with one
/// that another variant has.
pub fn take_codes(item: &mut ItemEnum) -> Result<Vec<u32>> {
    let mut errors = None;
    let mut seen: BTreeMap<u32, String> = BTreeMap::new();
    let mut codes = Vec::new();
    for variant in &mut item.variants {
        match take_code(variant).and_then(|literal| checked(&literal, variant, &mut seen)) {
            Ok(code) => codes.push(code),
            Err(error) => add_error(&mut errors, error),
        }
    }
    errors.map_or(Ok(codes), Err)
}

fn take_code(variant: &mut Variant) -> Result<LitInt> {
    let position = variant.attrs.iter().position(|attribute| attribute.path().is_ident("code"));
    let Some(position) = position else {
        return Err(Error::new_spanned(
            &variant.ident,
            format!("{} needs its stable code: #[code(100)]", variant.ident),
        ));
    };
    let literal = variant.attrs.remove(position).parse_args::<LitInt>()?;
    match variant.attrs.iter().find(|attribute| attribute.path().is_ident("code")) {
        Some(second) => Err(Error::new_spanned(second, "a second code for one error")),
        None => Ok(literal),
    }
}

fn checked(literal: &LitInt, variant: &Variant, seen: &mut BTreeMap<u32, String>) -> Result<u32> {
    let code = literal.base10_parse::<u32>()?;
    if !OWN.contains(&code) {
        return Err(Error::new_spanned(
            literal,
            format!("code {code} is not a contract's own: {} to {}", OWN.start(), OWN.end()),
        ));
    }
    match seen.insert(code, variant.ident.to_string()) {
        Some(other) => {
            Err(Error::new_spanned(literal, format!("code {code} is the code of {other} already")))
        }
        None => Ok(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn each_bad_code_is_named() {
        let mut item: ItemEnum = parse_quote! {
            enum Error {
                #[code(100)] First,
                Missing,
                #[code(99)] Low,
                #[code(10_000)] High,
                #[code(100)] Again,
                #[code(9_999)] #[code(5)] Twice,
            }
        };
        let errors = take_codes(&mut item).expect_err("five are bad");
        let errors: Vec<_> = errors.into_iter().map(|error| error.to_string()).collect();
        assert_eq!(
            errors,
            [
                "Missing needs its stable code: #[code(100)]",
                "code 99 is not a contract's own: 100 to 9999",
                "code 10000 is not a contract's own: 100 to 9999",
                "code 100 is the code of First already",
                "a second code for one error",
            ]
        );
    }

    #[test]
    fn both_ends_of_the_range_are_taken() {
        let mut item: ItemEnum = parse_quote! { enum E { #[code(100)] A, #[code(9999)] B(u8) } };
        assert_eq!(take_codes(&mut item).expect("both are good"), [100, 9_999]);
        assert!(item.variants.iter().all(|variant| variant.attrs.is_empty()));
    }
}
