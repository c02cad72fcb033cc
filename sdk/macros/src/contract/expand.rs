//! The tokens of a contract: its `impl` block, `ContractDescription`, the
//! `sandpact_abi` section and one wasm export for each method.

use super::{
    Arguments,
    method::{Kind, Method},
};
use crate::describe;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{ItemImpl, spanned::Spanned};

/// Everything that `#[contract]` becomes.
pub fn contract(arguments: &Arguments, item: &ItemImpl, methods: &[Method]) -> TokenStream {
    let (storage, error, events) = (&item.self_ty, &arguments.error, &arguments.events);
    let described = methods.iter().map(describe_method);
    let exports = methods.iter().map(|method| export(arguments, item, method));
    quote! {
        #item

        #(impl ::sandpact_sdk::Emits<#events> for #storage {})*

        impl ::sandpact_sdk::ContractDescription for #storage {
            const ABI: ::sandpact_sdk::abi::Contract = ::sandpact_sdk::abi::Contract {
                name: match ::core::option_env!("CARGO_CRATE_NAME") {
                    ::core::option::Option::Some(name) => name,
                    ::core::option::Option::None => ::core::env!("CARGO_PKG_NAME"),
                },
                version: ::core::env!("CARGO_PKG_VERSION"),
                docs: <#storage as ::sandpact_sdk::storage::Storage>::DOCS,
                methods: &[#(#described),*],
                common_errors: <::sandpact_sdk::Common as ::sandpact_sdk::Refusal>::ERRORS,
                errors: <#error as ::sandpact_sdk::Refusal>::ERRORS,
                events: &[#(<#events as ::sandpact_sdk::Event>::EVENT),*],
            };
        }

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, long_running_const_eval)]
        const _: () = {
            const ABI: &::sandpact_sdk::abi::Contract =
                &<#storage as ::sandpact_sdk::ContractDescription>::ABI;
            const LEN: usize = ::sandpact_sdk::abi::encoded_len(ABI);
            const _: () = ::core::assert!(
                LEN <= ::sandpact_sdk::abi::limits::ABI_LEN_BYTES_MAX,
                "the contract's description is longer than a module may carry: shorten doc comments"
            );

            // Not #[used]: the compiler keeps the section anyway, and would put the bytes
            // into the data section as well.
            #[unsafe(link_section = "sandpact_abi")]
            static SECTION: [u8; LEN] = ::sandpact_sdk::abi::encode_to(ABI);

            #(#exports)*
        };
    }
}

fn describe_method(method: &Method) -> TokenStream {
    let (name, docs) = (&method.name, &method.docs);
    let kind = match method.kind {
        Kind::Init => quote!(Init),
        Kind::Write => quote!(Write),
        Kind::Read => quote!(Read),
    };
    let is_reentrant = method.is_reentrant;
    let arguments =
        method.arguments.iter().map(|(ident, ty)| describe::field(&ident.to_string(), "", ty));
    let returns = describe::ty(&method.returns);
    let roles = method
        .roles
        .iter()
        .filter_map(|role| role.segments.last())
        .map(|segment| describe::name_of(&segment.ident));
    quote! {
        ::sandpact_sdk::abi::Method {
            name: #name,
            docs: #docs,
            kind: ::sandpact_sdk::abi::MethodKind::#kind,
            is_reentrant: #is_reentrant,
            args: &[#(#arguments),*],
            returns: #returns,
            roles: &[#(#roles),*],
        }
    }
}

/// The export `method.NAME`: decodes the arguments, calls the method, returns
/// or refuses.
fn export(arguments: &Arguments, item: &ItemImpl, method: &Method) -> TokenStream {
    let (storage, error, ident, returns) =
        (&item.self_ty, &arguments.error, &method.ident, &method.returns);
    let export_name = format!("method.{}", method.name);
    let entry = format_ident!("entry_{}", method.name);
    let types = method.arguments.iter().map(|(_, ty)| ty);
    let names: Vec<_> =
        (0..method.arguments.len()).map(|position| format_ident!("argument_{position}")).collect();
    let borrow = match method.kind {
        Kind::Read => quote!(&),
        Kind::Init | Kind::Write => quote!(&mut),
    };
    let call = quote_spanned! {method.returns.span()=>
        let result: ::core::result::Result<#returns, #error> =
            <#storage>::#ident(#borrow storage, #(#names),*);
    };
    quote! {
        #[unsafe(export_name = #export_name)]
        extern "C" fn #entry(args_len: u32) {
            let (#(#names,)*): (#(#types,)*) = ::sandpact_sdk::entry::arguments(args_len);
            #[allow(unused_mut)]
            let mut storage = <#storage as ::sandpact_sdk::storage::Storage>::open();
            #call
            ::sandpact_sdk::entry::finish(result);
        }
    }
}
