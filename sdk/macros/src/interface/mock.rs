//! The mock of an interface: a list of answers, written by one function for each method.

use super::Signature;
use crate::{describe, docs::summary_of};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Visibility};

/// `NameMock`, outside the sandbox only.
pub fn expand(
    interface: &Ident,
    mock: &Ident,
    visibility: &Visibility,
    signatures: &[Signature<'_>],
) -> TokenStream {
    let name = describe::name_of(interface);
    let described = signatures.iter().map(describe_method);
    let answers = signatures.iter().map(answers);
    quote! {
        /// A stand-in for such a contract in tests: answers calls by a list, those for given
        /// arguments first, and halts where nothing fits.
        #[cfg(not(target_arch = "wasm32"))]
        #[derive(Clone, Debug, Default)]
        #visibility struct #mock(::sandpact_sdk::prelude::Vec<::sandpact_sdk::native::Answer>);

        #[cfg(not(target_arch = "wasm32"))]
        #[allow(dead_code)]
        impl #mock {
            /// One that answers nothing yet.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #(#answers)*
        }

        #[cfg(not(target_arch = "wasm32"))]
        impl ::sandpact_sdk::native::Mock for #mock {
            const NAME: &'static str = #name;
            const METHODS: &'static [::sandpact_sdk::abi::Method] = &[#(#described),*];

            fn answers(self) -> ::sandpact_sdk::prelude::Vec<::sandpact_sdk::native::Answer> {
                let mut answers = self.0;
                answers.sort_by_key(|answer| answer.args.is_none());
                answers
            }
        }
    }
}

fn describe_method(signature: &Signature<'_>) -> TokenStream {
    let (name, docs) = (describe::name_of(signature.ident), summary_of(&signature.attributes));
    let kind = if signature.receiver.mutability.is_some() { quote!(Write) } else { quote!(Read) };
    let arguments = signature
        .names
        .iter()
        .zip(&signature.types)
        .map(|(name, ty)| describe::field(&describe::name_of(name), "", ty));
    let returns = &signature.returns;
    quote! {
        ::sandpact_sdk::abi::Method {
            name: #name,
            docs: #docs,
            kind: ::sandpact_sdk::abi::MethodKind::#kind,
            is_reentrant: false,
            args: &[#(#arguments),*],
            returns: &<#returns as ::sandpact_sdk::abi::Describe>::TYPE,
            guard: ::sandpact_sdk::abi::Guard::Open,
        }
    }
}

/// `method(result)`, `method_for(arguments, result)` and `method_refused(refusal)`.
fn answers(signature: &Signature<'_>) -> TokenStream {
    let Signature { ident, names, types, returns, .. } = signature;
    let name = describe::name_of(ident);
    let (always, exact, refused) =
        (ident, format_ident!("{name}_for"), format_ident!("{name}_refused"));
    let [always_docs, exact_docs, refused_docs] = [
        format!("`{name}` returns this, whatever its arguments."),
        format!("`{name}` returns this for these arguments."),
        format!("`{name}` refuses with this, whatever its arguments."),
    ];
    quote! {
        #[doc = #always_docs]
        #[must_use]
        pub fn #always(mut self, returned: #returns) -> Self {
            let answer = ::sandpact_sdk::native::Answer::value;
            self.0.push(answer(#name, ::core::option::Option::None, &returned));
            self
        }

        #[doc = #exact_docs]
        #[must_use]
        pub fn #exact(mut self, #(#names: #types,)* returned: #returns) -> Self {
            let arguments = ::sandpact_sdk::codec::Encode::encode(&(#(#names,)*));
            let answer = ::sandpact_sdk::native::Answer::value;
            self.0.push(answer(#name, ::core::option::Option::Some(arguments), &returned));
            self
        }

        #[doc = #refused_docs]
        #[must_use]
        pub fn #refused(mut self, refusal: &impl ::sandpact_sdk::Refusal) -> Self {
            let answer = ::sandpact_sdk::native::Answer::refusal;
            self.0.push(answer(#name, ::core::option::Option::None, refusal));
            self
        }
    }
}
