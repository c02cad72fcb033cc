//! `Read` of a message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, Ident, Variant};

/// Of a struct.
pub fn of_struct(ident: &Ident, fields: &Fields) -> TokenStream {
    let value = value(&quote!(Self), fields);
    implementation(ident, &value)
}

/// Of an enum whose variants have these numbers.
pub fn of_enum<'a>(
    ident: &Ident,
    variants: impl Iterator<Item = &'a Variant>,
    indices: &[u8],
) -> TokenStream {
    let mut arms: Vec<_> = variants
        .zip(indices)
        .map(|(variant, index)| {
            let name = &variant.ident;
            (quote!(#index), value(&quote!(Self::#name), &variant.fields))
        })
        .collect();
    // What is no variant is refused, and read as the first: there are no bytes any more.
    let (first_index, first) = arms.remove(0);
    let arms = arms.iter().map(|(index, value)| quote!(#index => #value,));
    implementation(
        ident,
        &quote! {
            match ::sandpact_sdk::read::Reader::byte(reader) {
                #(#arms)*
                index => {
                    if index != #first_index {
                        ::sandpact_sdk::read::Reader::refuse(reader);
                    }
                    #first
                }
            }
        },
    )
}

fn implementation(ident: &Ident, value: &TokenStream) -> TokenStream {
    quote! {
        impl ::sandpact_sdk::read::Read for #ident {
            #[allow(unused_variables)]
            fn read(reader: &mut ::sandpact_sdk::read::Reader<'_>) -> Self {
                #value
            }
        }
    }
}

/// The value of these fields, which are read in their order.
fn value(name: &TokenStream, fields: &Fields) -> TokenStream {
    let read = quote!(::sandpact_sdk::read::Read::read(reader));
    match fields {
        Fields::Unit => quote!(#name),
        Fields::Unnamed(fields) => {
            let reads = fields.unnamed.iter().map(|_| &read);
            quote!(#name(#(#reads),*))
        }
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            quote!(#name { #(#names: #read),* })
        }
    }
}
