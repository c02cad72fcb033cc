//! `#[storage]`.

use crate::{describe, docs::summary, index::check_name};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use std::collections::BTreeMap;
use syn::{Attribute, Error, Field, Fields, ItemStruct, LitStr, Result, spanned::Spanned};

/// Longest field name in bytes. A key has 256 bytes
/// (`sandpact_abi::limits::KEY_LEN_BYTES_MAX`); this leaves 191 to the map key.
const FIELD_NAME_LEN_BYTES_MAX: usize = 64;

/// The struct and how it is opened.
pub fn expand(mut item: ItemStruct) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    let names = take_names(&mut item)?;
    let Fields::Named(fields) = &item.fields else {
        return Err(Error::new_spanned(&item.ident, "the storage is a struct with named fields"));
    };
    let (ident, docs) = (&item.ident, summary(&item.attrs));
    let members = fields.named.iter().map(|field| &field.ident);
    let layout = fields.named.iter().zip(&names).map(|(field, name)| {
        let (docs, ty) = (summary(&field.attrs), &field.ty);
        quote_spanned!(ty.span()=> ::sandpact_sdk::abi::Storage {
            name: #name, docs: #docs, shape: <#ty as ::sandpact_sdk::storage::Field>::SHAPE,
        })
    });
    Ok(quote! {
        #item

        impl ::sandpact_sdk::storage::Storage for #ident {
            const DOCS: &'static str = #docs;
            const LAYOUT: &'static [::sandpact_sdk::abi::Storage] = &[#(#layout),*];

            // The names of all fields are written by one function, and not by each method.
            #[inline(never)]
            fn open() -> Self {
                Self { #(#members: ::sandpact_sdk::storage::Field::named(#names)),* }
            }
        }

        impl #ident {
            /// Emits an event of this contract.
            #[allow(dead_code)]
            fn emit<E>(&mut self, event: E)
            where
                Self: ::sandpact_sdk::Emits<E>,
                E: ::sandpact_sdk::Event,
            {
                ::sandpact_sdk::event::emit(&event);
            }
        }
    })
}

/// What the keys of each field begin with. Removes the attributes.
///
/// # Errors
/// For a name that cannot be in a key, and for one that another field has.
fn take_names(item: &mut ItemStruct) -> Result<Vec<String>> {
    let mut errors = None;
    let mut seen = BTreeMap::new();
    let mut names = Vec::new();
    for field in &mut item.fields {
        match take_name(field).and_then(|name| checked(field, name, &mut seen)) {
            Ok(name) => names.push(name),
            Err(error) => describe::add_error(&mut errors, error),
        }
    }
    errors.map_or(Ok(names), Err)
}

/// The name in `#[storage_key("name")]`, or the field's own.
fn take_name(field: &mut Field) -> Result<String> {
    let is_key = |attribute: &Attribute| attribute.path().is_ident("storage_key");
    let (own, others) = field.attrs.drain(..).partition::<Vec<_>, _>(is_key);
    field.attrs = others;
    match (own.first(), own.get(1)) {
        (_, Some(second)) => Err(Error::new_spanned(second, "a second key for one field")),
        (Some(attribute), None) => Ok(attribute.parse_args::<LitStr>()?.value()),
        (None, None) => Ok(field.ident.as_ref().map(describe::name_of).unwrap_or_default()),
    }
}

fn checked(field: &Field, name: String, seen: &mut BTreeMap<String, String>) -> Result<String> {
    let Some(ident) = &field.ident else { return Ok(name) };
    check_name(ident, &name, FIELD_NAME_LEN_BYTES_MAX)?;
    match seen.insert(name.clone(), describe::name_of(ident)) {
        Some(other) => Err(Error::new_spanned(
            ident,
            format!("the storage key `{name}` is that of the field {other} already"),
        )),
        None => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn refusals(item: ItemStruct) -> Vec<String> {
        match expand(item) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
        }
    }

    #[test]
    fn fields_that_would_share_keys_are_refused() {
        let item = parse_quote! {
            struct S {
                prices: Value<u8>,
                #[storage_key("prices")]
                costs: Map<u8, u8>,
                #[storage_key("a.b")]
                dotted: Value<u8>,
                #[storage_key("a")]
                #[storage_key("b")]
                twice: Value<u8>,
                #[storage_key]
                unnamed: Value<u8>,
            }
        };
        let refusals = refusals(item);
        assert_eq!(
            refusals[..3],
            [
                "the storage key `prices` is that of the field prices already",
                "a name in storage keys has ASCII letters, digits and `_`",
                "a second key for one field",
            ]
        );
        assert_eq!(refusals.len(), 4);
    }

    #[test]
    fn long_and_missing_names_are_refused() {
        let (longest, long) = ("a".repeat(64), "a".repeat(65));
        let field = |name: &str| {
            let name = quote::format_ident!("{name}");
            refusals(parse_quote!(struct S { #name: Value<u8> }))
        };
        assert_eq!(field(&longest), [""; 0]);
        assert_eq!(field(&long), ["a name in storage keys is at most 64 bytes"]);
        let unnamed = refusals(parse_quote!(
            struct S(Value<u8>);
        ));
        assert_eq!(unnamed, ["the storage is a struct with named fields"]);
    }

    #[test]
    fn a_field_keeps_its_keys_under_a_new_name() {
        let mut item = parse_quote! {
            struct S {
                #[storage_key("prices")]
                costs: Value<u8>,
                r#type: Value<u8>,
            }
        };
        assert_eq!(take_names(&mut item).expect("sound"), ["prices", "type"]);
        assert!(item.fields.iter().all(|field| field.attrs.is_empty()));
    }
}
