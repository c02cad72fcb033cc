//! `#[contract]`: reads the methods of the `impl` block ([`method`]), checks
//! them, and writes the description and the wasm exports ([`expand`]).

mod arguments;
mod expand;
mod method;
mod native;
#[cfg(test)]
mod tests;

pub use arguments::Arguments;

use crate::{describe::add_error, describe::refuse_generics};
use method::{Kind, Method};
use proc_macro2::TokenStream;
use syn::{Error, ImplItem, ItemImpl, Result, Visibility};

/// The `impl` block, the description and the exports.
pub fn expand(arguments: &Arguments, mut item: ItemImpl) -> Result<TokenStream> {
    refuse_generics(&item.generics)?;
    if let Some((_, path, _)) = &item.trait_ {
        return Err(Error::new_spanned(path, "#[contract] is for the storage's own impl block"));
    }
    let methods = take_methods(&mut item)?;
    check_once(&item, &methods)?;
    Ok(expand::contract(arguments, &item, &methods))
}

/// The public methods. Removes the helper attributes.
fn take_methods(item: &mut ItemImpl) -> Result<Vec<Method>> {
    let mut errors = None;
    let mut methods = Vec::new();
    for member in &mut item.items {
        let ImplItem::Fn(function) = member else { continue };
        if matches!(function.vis, Visibility::Public(_)) {
            match Method::take(function) {
                Ok(method) => methods.push(method),
                Err(error) => add_error(&mut errors, error),
            }
        } else if let Err(error) = method::refuse_helpers(function) {
            add_error(&mut errors, error);
        }
    }
    errors.map_or(Ok(methods), Err)
}

/// One method that runs with the deployment, and at most one that runs with an upgrade.
fn check_once(item: &ItemImpl, methods: &[Method]) -> Result<()> {
    let mut migrations = methods.iter().filter(|method| method.kind == Kind::Migrate);
    if let Some(second) = migrations.nth(1) {
        return Err(Error::new_spanned(
            &second.ident,
            "a contract has at most one #[migrate] method; this is another",
        ));
    }
    let mut inits = methods.iter().filter(|method| method.kind == Kind::Init);
    match (inits.next(), inits.next()) {
        (Some(_), None) => Ok(()),
        (None, _) => Err(Error::new_spanned(
            &item.self_ty,
            "a contract has one #[init] method, which the deploying call runs; there is none",
        )),
        (Some(_), Some(second)) => Err(Error::new_spanned(
            &second.ident,
            "a contract has one #[init] method; this is another",
        )),
    }
}
