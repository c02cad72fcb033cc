//! `#[interface]`.

use crate::{
    describe::{name_of, refuse_generics, refuse_reference},
    docs::docs_and_lints,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Error, FnArg, ItemTrait, Pat, Result, ReturnType, TraitItem, TraitItemFn};

/// A struct around an address in place of the trait.
pub fn expand(item: &ItemTrait) -> Result<TokenStream> {
    refuse_generics(&item.generics)?;
    let (visibility, attributes) = (&item.vis, docs_and_lints(&item.attrs));
    let stub = format_ident!("{}At", item.ident);
    let mut methods = Vec::new();
    for member in &item.items {
        match member {
            TraitItem::Fn(method) => methods.push(expand_method(method)?),
            other => return Err(Error::new_spanned(other, "an interface has methods only")),
        }
    }
    Ok(quote! {
        #(#attributes)*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #visibility struct #stub(
            /// The contract to call.
            pub ::sandpact_sdk::prelude::Address,
        );

        #[allow(dead_code)]
        impl #stub {
            #(#methods)*
        }
    })
}

fn expand_method(method: &TraitItemFn) -> Result<TokenStream> {
    let signature = &method.sig;
    refuse_generics(&signature.generics)?;
    if let Some(body) = &method.default {
        return Err(Error::new_spanned(
            body,
            "an interface only declares; the callee has the code",
        ));
    }
    let Some(FnArg::Receiver(receiver)) = signature.inputs.first() else {
        return Err(Error::new_spanned(signature, "a method takes &self or &mut self"));
    };
    let (mut names, mut types) = (Vec::new(), Vec::new());
    for argument in signature.inputs.iter().skip(1) {
        let FnArg::Typed(argument) = argument else { continue };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(Error::new_spanned(&argument.pat, "an argument has a plain name"));
        };
        refuse_reference(&argument.ty)?;
        names.push(&pattern.ident);
        types.push(&argument.ty);
    }
    let returns = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    let (ident, attributes) = (&signature.ident, docs_and_lints(&method.attrs));
    let name = name_of(ident);
    Ok(quote! {
        #(#attributes)*
        ///
        /// # Errors
        /// When the callee refuses, halts, or returns something else.
        pub fn #ident(
            #receiver,
            #(#names: #types),*
        ) -> ::core::result::Result<#returns, ::sandpact_sdk::CallFailure> {
            ::sandpact_sdk::call::call(
                &self.0,
                #name,
                &::sandpact_sdk::codec::Encode::encode(&(#(#names,)*)),
            )
        }
    })
}
