//! `#[message]`.

use crate::{describe, docs::summary};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Error, Fields, Item, ItemEnum, ItemStruct, LitInt, Result, Variant};

/// The item with its derives and its description.
pub fn expand(item: Item) -> Result<TokenStream> {
    match item {
        Item::Struct(item) => expand_struct(&item),
        Item::Enum(item) => expand_enum(item),
        other => Err(Error::new_spanned(other, "#[message] is for a struct or an enum")),
    }
}

fn expand_struct(item: &ItemStruct) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    let (ident, docs) = (&item.ident, summary(&item.attrs));
    let (name, fields) = (describe::name_of(ident), describe::fields(&item.fields));
    Ok(quote! {
        #[derive(
            Clone, PartialEq, Eq, Debug, ::sandpact_sdk::codec::Encode, ::sandpact_sdk::codec::Decode,
        )]
        #[codec(crate = ::sandpact_sdk::codec)]
        #item

        impl ::sandpact_sdk::abi::Describe for #ident {
            const TYPE: ::sandpact_sdk::abi::Type = ::sandpact_sdk::abi::Type::Struct {
                name: #name,
                docs: #docs,
                fields: #fields,
            };
        }
    })
}

fn expand_enum(mut item: ItemEnum) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    let indices = indices(&item)?;
    for (variant, index) in item.variants.iter_mut().zip(&indices) {
        variant.attrs.retain(|attribute| !attribute.path().is_ident("codec"));
        variant.attrs.push(syn::parse_quote!(#[codec(index = #index)]));
    }
    let (ident, docs, name) = (&item.ident, summary(&item.attrs), describe::name_of(&item.ident));
    let variants = item.variants.iter().zip(&indices).map(|(variant, index)| {
        let (docs, name) = (summary(&variant.attrs), describe::name_of(&variant.ident));
        let fields = describe::fields(&variant.fields);
        quote!(::sandpact_sdk::abi::Variant {
            index: #index, name: #name, docs: #docs, fields: #fields,
        })
    });
    let is_fieldless = item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit));
    let derives = is_fieldless.then(|| quote!(#[derive(Copy, PartialOrd, Ord)]));
    let ordered = is_fieldless.then(|| ordered_key(&item, &indices));
    Ok(quote! {
        #[derive(
            Clone, PartialEq, Eq, Debug, ::sandpact_sdk::codec::Encode, ::sandpact_sdk::codec::Decode,
        )]
        #derives
        #[codec(crate = ::sandpact_sdk::codec)]
        #item

        impl ::sandpact_sdk::abi::Describe for #ident {
            const TYPE: ::sandpact_sdk::abi::Type = ::sandpact_sdk::abi::Type::Enum {
                name: #name,
                docs: #docs,
                variants: &[#(#variants),*],
            };
        }
        #ordered
    })
}

/// SCALE indices of the variants. They ascend, so that derived `Ord` and key
/// order agree.
fn indices(item: &ItemEnum) -> Result<Vec<u8>> {
    if item.variants.is_empty() {
        return Err(Error::new_spanned(&item.ident, "an enum without variants has no value"));
    }
    let mut indices: Vec<u8> = Vec::new();
    for variant in &item.variants {
        let too_many = || Error::new_spanned(variant, "an enum has at most 256 variants");
        let next = match indices.last() {
            Some(last) => last.checked_add(1),
            None => Some(0),
        };
        let index = match explicit_index(variant)? {
            Some(index) => index,
            None => next.ok_or_else(too_many)?,
        };
        if next.is_none_or(|next| index < next) {
            return Err(Error::new_spanned(variant, "variant indices must ascend"));
        }
        indices.push(index);
    }
    Ok(indices)
}

fn explicit_index(variant: &Variant) -> Result<Option<u8>> {
    if let Some((_, value)) = &variant.discriminant {
        return Err(Error::new_spanned(
            value,
            "variants are numbered in order; write #[codec(index = N)] for another number",
        ));
    }
    let is_codec = |attribute: &&Attribute| attribute.path().is_ident("codec");
    let Some(attribute) = variant.attrs.iter().find(is_codec) else { return Ok(None) };
    let mut index = None;
    attribute.parse_nested_meta(|meta| {
        if !meta.path.is_ident("index") {
            return Err(meta.error("only #[codec(index = N)] is known here"));
        }
        index = Some(meta.value()?.parse::<LitInt>()?.base10_parse()?);
        Ok(())
    })?;
    Ok(index)
}

fn ordered_key(item: &ItemEnum, indices: &[u8]) -> TokenStream {
    let ident = &item.ident;
    let variants: Vec<_> = item.variants.iter().map(|variant| &variant.ident).collect();
    quote! {
        impl ::sandpact_sdk::OrderedKey for #ident {
            fn write_key(&self, out: &mut ::sandpact_sdk::prelude::Vec<u8>) {
                out.push(match self { #(Self::#variants => #indices),* });
            }

            fn read_key(input: &mut &[u8]) -> ::core::option::Option<Self> {
                match <u8 as ::sandpact_sdk::OrderedKey>::read_key(input)? {
                    #(#indices => ::core::option::Option::Some(Self::#variants),)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}
