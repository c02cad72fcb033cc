//! `#[storage]`.

use crate::{describe, docs::summary};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Fields, ItemStruct, Result};

/// Longest field name in bytes. A key has 256 bytes
/// (`sandpact_abi::limits::KEY_LEN_BYTES_MAX`); this leaves 191 to the map key.
const FIELD_NAME_LEN_BYTES_MAX: usize = 64;

/// The struct and how it is opened.
pub fn expand(item: &ItemStruct) -> Result<TokenStream> {
    describe::refuse_generics(&item.generics)?;
    let Fields::Named(fields) = &item.fields else {
        return Err(Error::new_spanned(&item.ident, "the storage is a struct with named fields"));
    };
    let mut names = Vec::new();
    for field in fields.named.iter().filter_map(|field| field.ident.as_ref()) {
        let name = describe::name_of(field);
        if name.len() > FIELD_NAME_LEN_BYTES_MAX {
            return Err(Error::new_spanned(
                field,
                format!("a storage field's name is at most {FIELD_NAME_LEN_BYTES_MAX} bytes"),
            ));
        }
        names.push(name);
    }
    let (ident, docs) = (&item.ident, summary(&item.attrs));
    let members = fields.named.iter().map(|field| &field.ident);
    Ok(quote! {
        #item

        impl ::sandpact_sdk::storage::Storage for #ident {
            const DOCS: &'static str = #docs;

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
