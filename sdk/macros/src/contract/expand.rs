//! The tokens of a contract: its `impl` block, `ContractDescription`, the
//! `sandpact_abi` section and one wasm export for each method.

use super::{
    Arguments,
    method::{Guard, Kind, Method},
};
use crate::describe;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, ItemImpl, Path, Type, spanned::Spanned};

/// Everything that `#[contract]` becomes.
pub fn contract(arguments: &Arguments, item: &ItemImpl, methods: &[Method]) -> TokenStream {
    let (storage, error, events) = (&item.self_ty, &arguments.error, &arguments.events);
    let described = methods.iter().map(describe_method);
    let guards = methods.iter().map(|method| check_guard(storage, &method.guard));
    let exports = methods.iter().map(|method| export(error, storage, method));
    let native = super::native::expand(error, item, methods);
    let name = match &arguments.name {
        Some(name) => quote!(#name),
        None => quote! {
            match ::core::option_env!("CARGO_CRATE_NAME") {
                ::core::option::Option::Some(name) => name,
                ::core::option::Option::None => ::core::env!("CARGO_PKG_NAME"),
            }
        },
    };
    quote! {
        #item

        #(impl ::sandpact_sdk::Emits<#events> for #storage {})*

        #(#guards)*

        impl ::sandpact_sdk::ContractDescription for #storage {
            const ABI: ::sandpact_sdk::abi::Contract = ::sandpact_sdk::abi::Contract {
                name: #name,
                version: ::core::env!("CARGO_PKG_VERSION"),
                docs: <#storage as ::sandpact_sdk::storage::Storage>::DOCS,
                methods: &[#(#described),*],
                common_errors: <::sandpact_sdk::Common as ::sandpact_sdk::Refusal>::ERRORS,
                errors: <#error as ::sandpact_sdk::Refusal>::ERRORS,
                events: &[#(<#events as ::sandpact_sdk::Event>::EVENT),*],
                storage: <#storage as ::sandpact_sdk::storage::Storage>::LAYOUT,
            };
        }

        // Wrong roles and texts that are too long are found natively too.
        const _: &::sandpact_sdk::abi::Contract =
            &<#storage as ::sandpact_sdk::ContractDescription>::ABI;

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

        #native
    }
}

fn describe_method(method: &Method) -> TokenStream {
    let (name, docs) = (&method.name, &method.docs);
    let kind = match method.kind {
        Kind::Init => quote!(Init),
        Kind::Write => quote!(Write),
        Kind::Read => quote!(Read),
        Kind::Migrate => quote!(Migrate),
    };
    let guard = describe_guard(&method.guard);
    let is_reentrant = method.is_reentrant;
    let arguments =
        method.arguments.iter().map(|(ident, ty)| describe::field(&ident.to_string(), "", ty));
    let returns = describe::ty(&method.returns);
    quote! {
        ::sandpact_sdk::abi::Method {
            name: #name,
            docs: #docs,
            kind: ::sandpact_sdk::abi::MethodKind::#kind,
            is_reentrant: #is_reentrant,
            args: &[#(#arguments),*],
            returns: #returns,
            guard: #guard,
        }
    }
}

fn describe_guard(guard: &Guard) -> TokenStream {
    match guard {
        Guard::Open => quote!(::sandpact_sdk::abi::Guard::Open),
        Guard::Owner(field) => {
            let field = describe::name_of(field);
            quote!(::sandpact_sdk::abi::Guard::Owner { field: #field })
        }
        Guard::Roles(of, roles) => {
            let names = roles.iter().map(describe::name_of);
            quote!(::sandpact_sdk::abi::Guard::Roles {
                field: "roles",
                roles: &[#(::sandpact_sdk::abi::Role::named(
                    &<#of as ::sandpact_sdk::abi::Describe>::TYPE, #names,
                )),*],
            })
        }
    }
}

/// That the fields which guards name are there and of the right types.
fn check_guard(storage: &Type, guard: &Guard) -> TokenStream {
    let mut variants = TokenStream::new();
    let (field, ty, kind) = match guard {
        Guard::Open => return TokenStream::new(),
        Guard::Owner(field) => {
            (field.clone(), quote!(::sandpact_sdk::storage::Owner), quote!(Owner))
        }
        Guard::Roles(of, roles) => {
            let len = roles.len();
            variants = quote!(const _: [#of; #len] = [#(#of::#roles),*];);
            let field = Ident::new("roles", of.span());
            (field, quote!(::sandpact_sdk::storage::Roles<#of>), quote!(Roles))
        }
    };
    let name = describe::name_of(&field);
    quote_spanned! {field.span()=>
        #variants
        const _: fn(&#storage) -> &#ty = |storage| &storage.#field;
        const _: () = ::core::assert!(
            ::sandpact_sdk::storage::has_guard_field(
                <#storage as ::sandpact_sdk::storage::Storage>::LAYOUT,
                ::sandpact_sdk::abi::StorageKind::#kind,
                #name,
            ),
            "the field that #[only] names has another #[storage_key], where the host does not look"
        );
    }
}

/// The type that a method returns when it does not refuse.
pub fn method_type(method: &Method) -> &Type {
    &method.returns
}

/// What a method does when it is called from outside: decodes the arguments, calls it, returns
/// or refuses. `args_len` is in scope.
pub fn body(error: &Path, storage: &Type, method: &Method) -> TokenStream {
    let (ident, returns) = (&method.ident, &method.returns);
    let types = method.arguments.iter().map(|(_, ty)| ty);
    let names: Vec<_> =
        (0..method.arguments.len()).map(|position| format_ident!("argument_{position}")).collect();
    let borrow = match method.kind {
        Kind::Read => quote!(&),
        Kind::Init | Kind::Write | Kind::Migrate => quote!(&mut),
    };
    let call = quote_spanned! {method.returns.span()=>
        let result: ::core::result::Result<#returns, #error> =
            <#storage>::#ident(#borrow storage, #(#names),*);
    };
    quote! {
        let (#(#names,)*): (#(#types,)*) = ::sandpact_sdk::entry::arguments(args_len);
        #[allow(unused_mut)]
        let mut storage = <#storage as ::sandpact_sdk::storage::Storage>::open();
        #call
        ::sandpact_sdk::entry::finish(result);
    }
}

/// The export `method.NAME`.
fn export(error: &Path, storage: &Type, method: &Method) -> TokenStream {
    let export_name = format!("method.{}", method.name);
    let (entry, body) = (format_ident!("entry_{}", method.name), body(error, storage, method));
    quote! {
        #[unsafe(export_name = #export_name)]
        extern "C" fn #entry(args_len: u32) {
            #body
        }
    }
}
