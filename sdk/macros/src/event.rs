//! `#[event]`.

use crate::{describe, docs::summary};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Fields, ItemStruct, Result};

/// Longest event name in bytes: `sandpact_abi::limits::EVENT_NAME_LEN_BYTES_MAX`.
/// A unit test of the SDK holds the two together.
const NAME_LEN_BYTES_MAX: usize = 64;

/// The struct with its derives and its description.
pub fn expand(item: &ItemStruct) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    describe::refuse_field_attributes(&item.fields)?;
    let ident = &item.ident;
    if matches!(item.fields, Fields::Unnamed(_)) {
        return Err(Error::new_spanned(&item.fields, "the fields of an event have names"));
    }
    let (name, docs) = (describe::name_of(ident), summary(&item.attrs));
    if name.len() > NAME_LEN_BYTES_MAX || !name.is_ascii() {
        return Err(Error::new_spanned(
            ident,
            format!("an event name is at most {NAME_LEN_BYTES_MAX} ASCII characters"),
        ));
    }
    let fields = describe::fields(&item.fields);
    Ok(quote! {
        #[derive(
            Clone, PartialEq, Eq, Debug, ::sandpact_sdk::codec::Encode, ::sandpact_sdk::codec::Decode,
        )]
        #[codec(crate = ::sandpact_sdk::codec)]
        #item

        impl ::sandpact_sdk::Event for #ident {
            const EVENT: ::sandpact_sdk::abi::Event =
                ::sandpact_sdk::abi::Event { name: #name, docs: #docs, fields: #fields };
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn what_the_description_could_not_show_is_refused() {
        let hidden: [ItemStruct; 3] = [
            parse_quote!(
                struct E {
                    #[codec(compact)]
                    a: u32,
                }
            ),
            parse_quote!(
                struct E {
                    #[cfg(feature = "f")]
                    a: u32,
                }
            ),
            parse_quote!(
                struct E {
                    #[cfg_attr(feature = "f", codec(skip))]
                    a: u32,
                }
            ),
        ];
        for item in hidden {
            let message = expand(&item).expect_err("it would be silent").to_string();
            assert!(message.starts_with("the contract's description could not"), "{message}");
        }
        assert!(
            expand(&parse_quote!(
                struct E {
                    #[doc = "d"]
                    a: u32,
                }
            ))
            .is_ok()
        );
    }
}
