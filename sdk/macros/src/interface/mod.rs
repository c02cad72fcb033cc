//! `#[interface]`: the stub, and the mock ([`mock`]).

mod mock;

use crate::{
    describe::{name_of, refuse_generics, refuse_reference},
    docs::docs_and_lints,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{
    Attribute, Error, FnArg, Ident, ItemTrait, Pat, Receiver, Result, ReturnType, TraitItem,
    TraitItemFn, Type,
};

/// The stub's own method, which no method of the callee may hide.
const GAS: &str = "gas";

/// Two structs in place of the trait: one around an address, and one with a cap on gas, with
/// the same methods.
pub fn expand(item: &ItemTrait) -> Result<TokenStream> {
    refuse_generics(&item.generics)?;
    let (visibility, attributes) = (&item.vis, docs_and_lints(&item.attrs));
    let (stub, capped) = (format_ident!("{}At", item.ident), format_ident!("{}Capped", item.ident));
    let mock_name = format_ident!("{}Mock", item.ident);
    let (mut methods, mut capped_methods, mut signatures) = (Vec::new(), Vec::new(), Vec::new());
    for member in &item.items {
        let TraitItem::Fn(method) = member else {
            return Err(Error::new_spanned(member, "an interface has methods only"));
        };
        let signature = Signature::read(method)?;
        methods.push(expand_method(&signature, Cap::None));
        capped_methods.push(expand_method(&signature, Cap::Second));
        signatures.push(signature);
    }
    let mock = mock::expand(&item.ident, &mock_name, visibility, &signatures);
    Ok(quote! {
        #(#attributes)*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #visibility struct #stub(
            /// The contract to call.
            pub ::sandpact_sdk::prelude::Address,
        );

        #[allow(dead_code)]
        impl #stub {
            /// The same contract, whose calls get this much gas at most: when it halts, the
            /// caller has lost no more than that and goes on.
            #[must_use]
            pub fn gas(&self, limit: ::sandpact_sdk::prelude::Gas) -> #capped {
                #capped(self.0, limit)
            }

            #(#methods)*
        }

        /// The same with a cap on the gas of each call.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #visibility struct #capped(
            ::sandpact_sdk::prelude::Address,
            ::sandpact_sdk::prelude::Gas,
        );

        #[allow(dead_code)]
        impl #capped {
            #(#capped_methods)*
        }

        #mock
    })
}

/// How much gas the methods of a struct give: all, or what its second field says.
#[derive(Clone, Copy)]
enum Cap {
    None,
    Second,
}

/// A method of an interface, as declared.
pub struct Signature<'a> {
    /// Its name.
    pub ident: &'a Ident,
    /// `&self` or `&mut self`.
    pub receiver: &'a Receiver,
    /// Doc comments and lints.
    pub attributes: Vec<&'a Attribute>,
    /// Names of its arguments.
    pub names: Vec<&'a Ident>,
    /// Their types.
    pub types: Vec<&'a Type>,
    /// What it returns.
    pub returns: TokenStream,
}

impl<'a> Signature<'a> {
    fn read(method: &'a TraitItemFn) -> Result<Self> {
        let signature = &method.sig;
        refuse_generics(&signature.generics)?;
        if signature.ident == GAS {
            return Err(Error::new_spanned(
                &signature.ident,
                "gas(limit) is the stub's own method; use sandpact_sdk::call for a callee's `gas`",
            ));
        }
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
            types.push(&*argument.ty);
        }
        let returns = match &signature.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => quote!(#ty),
        };
        let (ident, attributes) = (&signature.ident, docs_and_lints(&method.attrs));
        Ok(Self { ident, receiver, attributes, names, types, returns })
    }
}

fn expand_method(signature: &Signature<'_>, cap: Cap) -> TokenStream {
    let Signature { ident, receiver, attributes, names, types, returns } = signature;
    let name = name_of(ident);
    let arguments = quote!(&::sandpact_sdk::codec::Encode::encode(&(#(#names,)*)));
    let call = match cap {
        Cap::None => quote!(call(&self.0, #name, #arguments)),
        Cap::Second => quote!(call_with_gas(&self.0, #name, #arguments, self.1)),
    };
    quote! {
        #(#attributes)*
        ///
        /// # Errors
        /// When the callee refuses, halts, or returns something else.
        pub fn #ident(
            #receiver,
            #(#names: #types),*
        ) -> ::core::result::Result<#returns, ::sandpact_sdk::CallFailure> {
            ::sandpact_sdk::call::#call
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn a_method_of_the_callee_does_not_hide_the_stubs_own() {
        let taken = expand(&parse_quote!(
            trait T {
                fn gas(&self) -> u64;
            }
        ));
        let message = taken.expect_err("the name is taken").to_string();
        assert!(message.starts_with("gas(limit) is the stub's own"), "{message}");
        assert!(
            expand(&parse_quote!(
                trait T {
                    fn gases(&self) -> u64;
                }
            ))
            .is_ok()
        );
    }
}
