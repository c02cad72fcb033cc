//! What a contract is outside the sandbox: its methods by name, and as typed calls.

use super::{
    expand::{body, method_type},
    method::{Kind, Method},
};
use crate::describe;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{ItemImpl, Path};

/// `NativeContract` and the struct of typed calls.
pub fn expand(error: &Path, item: &ItemImpl, methods: &[Method]) -> TokenStream {
    let storage = &item.self_ty;
    let name = match &**storage {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    };
    let Some(name) = name else { return TokenStream::new() };
    let calls = format_ident!("{}Calls", name);
    let arms = methods.iter().map(|method| {
        let (name, body) = (&method.name, body(error, storage, method));
        quote!(#name => { #body })
    });
    let typed = methods
        .iter()
        .filter(|method| matches!(method.kind, Kind::Write | Kind::Read))
        .map(|method| typed_call(error, method));
    let creation = methods
        .iter()
        .filter(|method| method.kind == Kind::Init)
        .map(|method| creation(storage, method));
    let upgrade = methods
        .iter()
        .filter(|method| method.kind == Kind::Migrate)
        .map(|method| upgrade(error, storage, method));
    quote! {
        #[cfg(not(target_arch = "wasm32"))]
        impl ::sandpact_sdk::native::NativeContract for #storage {
            type Calls<L: ::sandpact_sdk::native::Link> = #calls<L>;

            type Init = #calls<()>;

            const MANIFEST_DIR: &'static str = ::core::env!("CARGO_MANIFEST_DIR");

            fn calls<L: ::sandpact_sdk::native::Link>(link: L) -> #calls<L> {
                #calls(link)
            }

            fn enter(method: &str, args_len: u32) -> bool {
                match method {
                    #(#arms)*
                    _ => return false,
                }
                true
            }
        }

        /// The contract's methods as typed calls, for tests and clients.
        #[cfg(not(target_arch = "wasm32"))]
        #[derive(Clone, Copy, Debug)]
        pub struct #calls<L>(L);

        #[cfg(not(target_arch = "wasm32"))]
        impl #calls<()> {
            #(#creation)*
            #(#upgrade)*
        }

        #[cfg(not(target_arch = "wasm32"))]
        impl<L: ::sandpact_sdk::native::Link> #calls<L> {
            #(#typed)*
        }
    }
}

fn typed_call(error: &Path, method: &Method) -> TokenStream {
    let (ident, name, returns) = (&method.ident, &method.name, method_type(method));
    let (parameters, arguments, docs) = (parameters(method), arguments(method), docs(method));
    quote! {
        #(#docs)*
        #[track_caller]
        pub fn #ident(&self, #parameters) -> L::Outcome<#returns, #error> {
            self.0.call::<#returns, #error>(#name, #arguments)
        }
    }
}

fn creation(storage: &syn::Type, method: &Method) -> TokenStream {
    let (ident, parameters, arguments) = (&method.ident, parameters(method), arguments(method));
    let docs = docs(method);
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #ident(#parameters) -> ::sandpact_sdk::native::Creation<#storage> {
            ::sandpact_sdk::native::Creation::new(#arguments)
        }
    }
}

fn upgrade(error: &Path, storage: &syn::Type, method: &Method) -> TokenStream {
    let (ident, parameters, arguments) = (&method.ident, parameters(method), arguments(method));
    let (docs, returns) = (docs(method), method_type(method));
    quote! {
        #(#docs)*
        #[must_use]
        pub fn #ident(#parameters) -> ::sandpact_sdk::native::Upgrade<#storage, #returns, #error> {
            ::sandpact_sdk::native::Upgrade::new(#arguments)
        }
    }
}

fn parameters(method: &Method) -> TokenStream {
    let parameters = method.arguments.iter().map(|(name, ty)| quote!(#name: #ty));
    quote!(#(#parameters),*)
}

fn arguments(method: &Method) -> TokenStream {
    let names = method.arguments.iter().map(|(name, _)| name);
    quote!(::sandpact_sdk::codec::Encode::encode(&(#(#names,)*)))
}

fn docs(method: &Method) -> Vec<TokenStream> {
    let text = if method.docs.is_empty() {
        format!("Calls `{}`.", describe::name_of(&method.ident))
    } else {
        method.docs.clone()
    };
    text.lines().map(|line| quote!(#[doc = #line])).collect()
}
