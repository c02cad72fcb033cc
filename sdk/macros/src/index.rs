//! `#[unique]` and `#[index]` of a message's fields.

use crate::describe::{self, name_of};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use std::collections::BTreeMap;
use syn::{
    Attribute, Error, Fields, Ident, ItemStruct, LitStr, Meta, Result, Type, spanned::Spanned,
};

/// Longest name of an index in bytes. A key has 256
/// (`sandpact_abi::limits::KEY_LEN_BYTES_MAX`); with the field's name and two separators this
/// leaves 126 to the index key and the map key.
const NAME_LEN_BYTES_MAX: usize = 64;

/// An indexed field.
pub struct Index {
    field: Ident,
    ty: Type,
    /// The name in storage keys.
    name: String,
    is_unique: bool,
    /// `BY_` and the field's name.
    constant: Ident,
}

/// The indexes of a struct, in the order of its fields. Removes the attributes.
///
/// # Errors
/// For a field with two, a field without a name, and a name that cannot be in a key or is there
/// already.
pub fn take(item: &mut ItemStruct) -> Result<Vec<Index>> {
    let mut indexes: Vec<Index> = Vec::new();
    let mut seen = BTreeMap::new();
    for field in &mut item.fields {
        let is_index = |attribute: &Attribute| {
            attribute.path().is_ident("unique") || attribute.path().is_ident("index")
        };
        let (own, others) = field.attrs.drain(..).partition::<Vec<_>, _>(is_index);
        field.attrs = others;
        let Some(attribute) = own.first() else { continue };
        if let Some(second) = own.get(1) {
            return Err(Error::new_spanned(second, "a field has one index"));
        }
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(attribute, "an index is of a field with a name"));
        };
        let name = stated_name(attribute)?.unwrap_or_else(|| name_of(ident));
        check_name(attribute, &name, NAME_LEN_BYTES_MAX)?;
        let constant = format_ident!("BY_{}", name_of(ident).to_uppercase(), span = ident.span());
        let is_unique = attribute.path().is_ident("unique");
        if let Some(other) = seen.insert(name.clone(), name_of(ident)) {
            return Err(Error::new_spanned(
                attribute,
                format!("the index of {other} is called `{name}` already"),
            ));
        }
        if let Some(other) = indexes.iter().find(|other| other.constant == constant) {
            return Err(Error::new_spanned(
                ident,
                format!("{constant} is the index of {} already", other.field),
            ));
        }
        let (field, ty) = (ident.clone(), field.ty.clone());
        indexes.push(Index { field, ty, name, is_unique, constant });
    }
    Ok(indexes)
}

/// The constants and `Indexed`; nothing without indexes.
pub fn expand(item: &ItemStruct, indexes: &[Index]) -> TokenStream {
    if indexes.is_empty() {
        return TokenStream::new();
    }
    let (ident, visibility) = (&item.ident, &item.vis);
    let constants = indexes.iter().map(|index| {
        let Index { field, name, constant, .. } = index;
        let docs = format!("Finds entries of an `IndexedMap` by `{}`.", name_of(field));
        let (kind, key) = (kind(index), key(&index.ty));
        quote! {
            #[doc = #docs]
            #[allow(dead_code)]
            #visibility const #constant: ::sandpact_sdk::storage::#kind<Self, #key> =
                ::sandpact_sdk::storage::#kind::named(#name);
        }
    });
    let described = indexes.iter().map(|Index { ty, name, is_unique, .. }| {
        let key = key(ty);
        quote_spanned!(ty.span()=> ::sandpact_sdk::abi::Index {
            name: #name,
            is_unique: #is_unique,
            key: &<#key as ::sandpact_sdk::abi::Describe>::TYPE,
        })
    });
    let fields = indexes.iter().enumerate().map(|(position, Index { field, .. })| {
        quote!(#position => ::sandpact_sdk::storage::IndexKey::index_key(&self.#field)
            .map(|key| ::sandpact_sdk::OrderedKey::write_key(key, out))
            .is_some())
    });
    quote! {
        impl #ident {
            #(#constants)*
        }

        impl ::sandpact_sdk::storage::Indexed for #ident {
            const INDEXES: &'static [::sandpact_sdk::abi::Index] = &[#(#described),*];

            fn write_index_key(
                &self,
                position: usize,
                out: &mut ::sandpact_sdk::prelude::Vec<u8>,
            ) -> bool {
                match position {
                    #(#fields,)*
                    _ => false,
                }
            }
        }
    }
}

/// What a name in a storage key is made of; all that a field's own name may have, in ASCII.
///
/// # Errors
/// For another name.
pub fn check_name(at: &impl quote::ToTokens, name: &str, len_bytes_max: usize) -> Result<()> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if name.len() > len_bytes_max {
        let message = format!("a name in storage keys is at most {len_bytes_max} bytes");
        Err(Error::new_spanned(at, message))
    } else if name.is_empty() || !is_plain {
        Err(Error::new_spanned(at, "a name in storage keys has ASCII letters, digits and `_`"))
    } else {
        Ok(())
    }
}

/// `name` of `#[index("name")]`, which keeps the index of a field that has got another name.
fn stated_name(attribute: &Attribute) -> Result<Option<String>> {
    match &attribute.meta {
        Meta::Path(_) => Ok(None),
        _ => Ok(Some(attribute.parse_args::<LitStr>()?.value())),
    }
}

fn kind(index: &Index) -> Ident {
    format_ident!("{}", if index.is_unique { "UniqueIndex" } else { "MultiIndex" })
}

fn key(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as ::sandpact_sdk::storage::IndexKey>::Key)
}

/// Refuses the attributes where they would do nothing.
pub fn refuse(fields: &Fields) -> Result<()> {
    describe::refuse_named(
        fields,
        &["unique", "index"],
        "only a struct's fields are indexed: an IndexedMap holds one kind of value",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn refusal(mut item: ItemStruct) -> String {
        match take(&mut item) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn each_unsound_index_is_refused() {
        let long = LitStr::new(&"a".repeat(65), proc_macro2::Span::call_site());
        let cases: [(ItemStruct, &str); 8] = [
            (
                parse_quote!(
                    struct M {
                        #[unique]
                        #[index]
                        a: u8,
                    }
                ),
                "a field has one index",
            ),
            (
                parse_quote!(
                    struct M(#[index] u8);
                ),
                "an index is of a field with a name",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index]
                        a: u8,
                        #[unique("a")]
                        b: u8,
                    }
                ),
                "the index of a is called `a` already",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index]
                        a: u8,
                        #[index]
                        A: u8,
                    }
                ),
                "BY_A is the index of a already",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index("a.b")]
                        a: u8,
                    }
                ),
                "a name in storage keys has ASCII letters, digits and `_`",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index("")]
                        a: u8,
                    }
                ),
                "a name in storage keys has ASCII letters, digits and `_`",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index(#long)]
                        a: u8,
                    }
                ),
                "a name in storage keys is at most 64 bytes",
            ),
            (
                parse_quote!(
                    struct M {
                        #[index(by = 1)]
                        a: u8,
                    }
                ),
                "expected string literal",
            ),
        ];
        for (item, message) in cases {
            assert_eq!(refusal(item), message);
        }
    }

    #[test]
    fn sound_indexes_are_taken_off_the_fields() {
        let mut item = parse_quote! {
            struct M {
                #[unique]
                r#type: u8,
                /// Documented.
                #[index("old")]
                new: Option<u16>,
                plain: u8,
            }
        };
        let indexes = take(&mut item).expect("sound");
        let names: Vec<_> =
            indexes.iter().map(|index| (index.name.as_str(), index.is_unique)).collect();
        assert_eq!(names, [("type", true), ("old", false)]);
        assert_eq!(indexes[1].constant, "BY_NEW");
        assert_eq!(item.fields.iter().map(|field| field.attrs.len()).sum::<usize>(), 1);
    }
}
