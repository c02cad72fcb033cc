//! `#[message]`.

use crate::{describe, docs::summary, index, read};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Error, Fields, Item, ItemEnum, ItemStruct, LitInt, Result, Variant};

/// The item with its derives and its description.
pub fn expand(item: Item) -> Result<TokenStream> {
    match item {
        Item::Struct(item) => expand_struct(item),
        Item::Enum(item) => expand_enum(item),
        other => Err(Error::new_spanned(other, "#[message] is for a struct or an enum")),
    }
}

fn expand_struct(mut item: ItemStruct) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    describe::refuse_field_attributes(&item.fields)?;
    let indexes = index::take(&mut item)?;
    let indexed = index::expand(&item, &indexes);
    let (ident, docs) = (&item.ident, summary(&item.attrs));
    let (name, fields) = (describe::name_of(ident), describe::fields(&item.fields));
    let read = read::of_struct(ident, &item.fields);
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

        #read
        #indexed
    })
}

fn expand_enum(mut item: ItemEnum) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    item.variants.iter().try_for_each(describe::refuse_variant_attributes)?;
    item.variants.iter().try_for_each(|variant| index::refuse(&variant.fields))?;
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
    let read = read::of_enum(&item.ident, item.variants.iter(), &indices);
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
        #read
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
    let mut attributes = variant.attrs.iter().filter(is_codec);
    let Some(attribute) = attributes.next() else { return Ok(None) };
    if let Some(second) = attributes.next() {
        return Err(Error::new_spanned(second, "a second number for one variant"));
    }
    let mut index = None;
    attribute.parse_nested_meta(|meta| {
        if !meta.path.is_ident("index") {
            return Err(meta.error("only #[codec(index = N)] is known here"));
        }
        if index.is_some() {
            return Err(meta.error("a second number for one variant"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    fn refusal(item: Item) -> String {
        expand(item).expect_err("the description could not show it").to_string()
    }

    #[test]
    fn what_the_description_could_not_show_is_refused() {
        let hidden: [Item; 10] = [
            parse_quote!(
                struct M {
                    #[codec(compact)]
                    a: u32,
                }
            ),
            parse_quote!(
                struct M {
                    #[codec(skip)]
                    a: u32,
                }
            ),
            parse_quote!(
                struct M {
                    #[codec(encoded_as = "u64")]
                    a: u32,
                }
            ),
            parse_quote!(
                struct M {
                    a: u32,
                    #[cfg(feature = "f")]
                    b: u32,
                }
            ),
            parse_quote!(
                struct M {
                    a: u32,
                    #[cfg_attr(feature = "f", codec(skip))]
                    b: u32,
                }
            ),
            parse_quote!(
                struct M(#[codec(compact)] u32);
            ),
            parse_quote!(
                enum M {
                    A,
                    #[cfg(feature = "f")]
                    B,
                }
            ),
            parse_quote!(
                enum M {
                    A,
                    #[cfg_attr(feature = "f", codec(index = 3))]
                    B,
                }
            ),
            parse_quote!(
                enum M {
                    A(#[codec(compact)] u32),
                }
            ),
            parse_quote!(
                enum M {
                    A {
                        #[cfg(feature = "f")]
                        a: u32,
                    },
                }
            ),
        ];
        for item in hidden {
            let message = refusal(item);
            assert!(message.starts_with("the contract's description could not"), "{message}");
        }
    }

    #[test]
    fn a_variant_has_one_number() {
        for item in [
            parse_quote!(
                enum M {
                    #[codec(index = 1)]
                    #[codec(index = 2)]
                    A,
                }
            ),
            parse_quote!(
                enum M {
                    #[codec(index = 1)]
                    #[codec(skip)]
                    A,
                }
            ),
            parse_quote!(
                enum M {
                    #[codec(index = 1, index = 2)]
                    A,
                }
            ),
        ] {
            assert_eq!(refusal(item), "a second number for one variant");
        }
        let skip = refusal(parse_quote!(
            enum M {
                A,
                #[codec(skip)]
                B,
            }
        ));
        assert_eq!(skip, "only #[codec(index = N)] is known here");
        assert!(
            expand(parse_quote!(
                enum M {
                    #[codec(index = 1)]
                    A,
                    B(u8),
                }
            ))
            .is_ok()
        );
        assert!(
            expand(parse_quote!(
                struct M {
                    #[doc = "d"]
                    a: u8,
                }
            ))
            .is_ok()
        );
    }
}
