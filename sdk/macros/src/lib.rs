//! The attribute macros of `sandpact-sdk`. They are thin: they read names,
//! types and doc comments, write down a constant description, and connect
//! methods with the wasm exports. What a contract does at run time is plain
//! code in `sandpact-sdk`.
//!
//! All generated paths start with `::sandpact_sdk`, so a contract depends on
//! that crate only.

mod code;
mod contract;
mod describe;
mod docs;
mod error;
mod event;
mod index;
mod interface;
mod message;
mod read;
mod storage;
mod test;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// A type that crosses the contract boundary or is stored: a struct or an
/// enum without generics.
///
/// Derives `Clone`, `PartialEq`, `Eq`, `Debug`, `Encode`, `Decode`, `Read` and
/// `Describe`; an enum without fields also `Copy`, `PartialOrd`, `Ord` and
/// `OrderedKey`. Variants are numbered in order of declaration, or by
/// `#[codec(index = N)]`.
///
/// A struct whose fields are marked `#[unique]` or `#[index]` is a value of an `IndexedMap`: each
/// such field becomes a constant such as `Invoice::BY_BUYER`, by which entries are found. Written
/// `#[index("old_name")]`, the index of a field that has got a new name stays where it is.
#[proc_macro_attribute]
pub fn message(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::Item);
    finish(no_arguments(args).and_then(|()| message::expand(item)))
}

/// What a contract tells the outside: a struct with named fields, or none.
/// Derives what [`macro@message`] derives, and `Event` in place of `Describe`.
#[proc_macro_attribute]
pub fn event(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemStruct);
    finish(no_arguments(args).and_then(|()| event::expand(&item)))
}

/// The refusals of a contract. Each variant has its stable `#[code(N)]`, from
/// 100 to 9999. Adds the variant `Common(Common)` and the conversions from
/// `Common` and `CallFailure`, and implements `Refusal`.
#[proc_macro_attribute]
pub fn error(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemEnum);
    finish(no_arguments(args).and_then(|()| error::expand(item)))
}

/// The storage of a contract: a struct whose fields are `Value`, `Map`, `OrderedMap`,
/// `IndexedMap`, `Set`, `Vector`, `Roles` or `Owner`. The field names become the first part of
/// the keys; `#[storage_key("old_name")]` keeps the keys of a field that has got a new name.
#[proc_macro_attribute]
pub fn storage(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemStruct);
    finish(no_arguments(args).and_then(|()| storage::expand(item)))
}

/// The methods of a contract: `#[contract(error = Error, events = [A, B])]` on
/// the `impl` block of the storage struct. The contract is called as its crate, or as `name = ".."`
/// says: the crate of a later version may stand beside that of an earlier one.
///
/// Every `pub fn` is a method: `&self` makes it a reading, `&mut self` a
/// writing one, and exactly one is marked `#[init]`. `#[only(Role::A, Role::B)]`
/// lets in callers that hold any of these roles of the field `roles`, and `#[only(owner)]`
/// the owner in the field `owner`, whose type is `Owner`. The host looks before the contract
/// runs, at calls from outside, not at one method calling another. At most one method is marked
/// `#[migrate]`: an upgrade to this code runs it, and nothing else does. Methods
/// take owned values and return `Result<T, Error>`.
///
/// While a contract waits for a call that it made, nobody can enter it again: not through
/// a reading method either, for what it reads may be half changed. `#[reentrant]` on a
/// method allows it for that method. Mark one only if it is right in the midst of every
/// call that the contract makes.
#[proc_macro_attribute]
pub fn contract(args: TokenStream, item: TokenStream) -> TokenStream {
    let args = parse_macro_input!(args as contract::Arguments);
    let item = parse_macro_input!(item as syn::ItemImpl);
    finish(contract::expand(&args, item))
}

/// A typed stub of another contract: turns `trait Name` into `struct
/// NameAt(Address)`, whose methods call the contract at that address. They give it all gas
/// that is left; those of `NameAt(address).gas(limit)` give at most the limit, so that the
/// caller survives a callee that halts.
///
/// Outside the sandbox there is `NameMock` as well, for tests: `NameMock::new().method(value)`
/// answers every call of the method, `.method_for(arguments, value)` those with these arguments.
#[proc_macro_attribute]
pub fn interface(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemTrait);
    finish(no_arguments(args).and_then(|()| interface::expand(&item)))
}

/// A test of contracts, written `#[sandpact::test]` after `use sandpact_testing::prelude::*`:
/// a function that takes `&Ledger`, whose calls run natively and as wasm.
#[proc_macro_attribute]
pub fn contract_test(args: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemFn);
    finish(no_arguments(args).and_then(|()| test::expand(item)))
}

fn no_arguments(args: TokenStream) -> syn::Result<()> {
    if args.is_empty() {
        Ok(())
    } else {
        let args = proc_macro2::TokenStream::from(args);
        Err(syn::Error::new_spanned(args, "takes no arguments"))
    }
}

fn finish(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded.unwrap_or_else(|error| error.into_compile_error()).into()
}
