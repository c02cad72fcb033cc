//! `#[error]`.

use crate::{code::take_codes, describe, docs::summary};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Error, Fields, Ident, ItemEnum, Result, Variant};

/// The variant that every contract's errors have; the macro adds it.
const COMMON: &str = "Common";

/// The enum with its added variant, its conversions and `Refusal`.
pub fn expand(mut item: ItemEnum) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    if let Some(taken) = item.variants.iter().find(|variant| variant.ident == COMMON) {
        return Err(Error::new_spanned(taken, "#[error] adds the variant Common by itself"));
    }
    item.variants.iter().try_for_each(describe::refuse_variant_attributes)?;
    let codes = take_codes(&mut item)?;
    let ident = item.ident.clone();
    let described = item.variants.iter().zip(&codes).map(|(variant, code)| {
        let (docs, name) = (summary(&variant.attrs), describe::name_of(&variant.ident));
        let fields = describe::fields(&variant.fields);
        quote!(::sandpact_sdk::abi::Error { code: #code, name: #name, docs: #docs, fields: #fields })
    });
    let described = quote!(&[#(#described),*]);
    let code_arms = item.variants.iter().zip(&codes).map(|(variant, code)| {
        let name = &variant.ident;
        quote!(Self::#name { .. } => #code,)
    });
    let code_arms = quote!(#(#code_arms)*);
    let data_arms = item.variants.iter().map(data_arm);
    let data_arms = quote!(#(#data_arms)*);
    let decode_arms = item.variants.iter().zip(&codes).map(decode_arm);
    let decode_arms = quote!(#(#decode_arms)*);
    item.variants.push(syn::parse_quote! {
        /// A refusal that all contracts know.
        Common(::sandpact_sdk::Common)
    });
    Ok(quote! {
        #[derive(Clone, PartialEq, Eq, Debug)]
        #item

        impl ::core::convert::From<::sandpact_sdk::Common> for #ident {
            fn from(common: ::sandpact_sdk::Common) -> Self {
                Self::Common(common)
            }
        }

        impl ::core::convert::From<::sandpact_sdk::CallFailure> for #ident {
            fn from(failure: ::sandpact_sdk::CallFailure) -> Self {
                Self::Common(::core::convert::From::from(failure))
            }
        }

        impl ::sandpact_sdk::Refusal for #ident {
            const ERRORS: &'static [::sandpact_sdk::abi::Error] = #described;

            fn code(&self) -> u32 {
                match self {
                    #code_arms
                    Self::Common(common) => ::sandpact_sdk::Refusal::code(common),
                }
            }

            fn write_data(&self, data: &mut ::sandpact_sdk::prelude::Vec<u8>) {
                match self {
                    #data_arms
                    Self::Common(common) => ::sandpact_sdk::Refusal::write_data(common, data),
                }
            }

            fn from_code(code: u32, data: &[u8]) -> ::core::option::Option<Self> {
                match code {
                    #decode_arms
                    _ => ::sandpact_sdk::Refusal::from_code(code, data).map(Self::Common),
                }
            }
        }
    })
}

/// The arm that encodes the fields of a variant one after the other.
fn data_arm(variant: &Variant) -> TokenStream {
    let name = &variant.ident;
    let bindings: Vec<Ident> =
        (0..variant.fields.len()).map(|position| format_ident!("field_{position}")).collect();
    let pattern = match &variant.fields {
        Fields::Unit => quote!(Self::#name),
        Fields::Unnamed(_) => quote!(Self::#name(#(#bindings),*)),
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            quote!(Self::#name { #(#names: #bindings),* })
        }
    };
    if bindings.is_empty() {
        return quote!(#pattern => {});
    }
    quote! {
        #pattern => {
            #(::sandpact_sdk::codec::Encode::encode_to(#bindings, data);)*
        }
    }
}

/// The arm that decodes the fields of a variant.
fn decode_arm((variant, code): (&Variant, &impl quote::ToTokens)) -> TokenStream {
    let name = &variant.ident;
    let bindings: Vec<Ident> =
        (0..variant.fields.len()).map(|position| format_ident!("field_{position}")).collect();
    let types = variant.fields.iter().map(|field| &field.ty);
    let value = match &variant.fields {
        Fields::Unit => quote!(Self::#name),
        Fields::Unnamed(_) => quote!(Self::#name(#(#bindings),*)),
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            quote!(Self::#name { #(#names: #bindings),* })
        }
    };
    quote! {
        #code => {
            let (#(#bindings,)*): (#(#types,)*) =
                ::sandpact_sdk::codec::DecodeAll::decode_all(&mut &*data).ok()?;
            ::core::option::Option::Some(#value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn what_the_description_could_not_show_is_refused() {
        let hidden: [ItemEnum; 3] = [
            parse_quote!(
                enum E {
                    #[code(100)]
                    #[cfg(feature = "f")]
                    A,
                }
            ),
            parse_quote!(
                enum E {
                    #[code(100)]
                    A {
                        #[cfg(feature = "f")]
                        a: u8,
                    },
                }
            ),
            parse_quote!(
                enum E {
                    #[code(100)]
                    A(#[codec(compact)] u32),
                }
            ),
        ];
        for item in hidden {
            let message = expand(item).expect_err("it would be silent").to_string();
            assert!(message.starts_with("the contract's description could not"), "{message}");
        }
        assert!(
            expand(parse_quote!(
                enum E {
                    #[code(100)]
                    A { a: u8 },
                }
            ))
            .is_ok()
        );
    }
}
