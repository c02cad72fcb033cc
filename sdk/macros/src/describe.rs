//! Tokens of the constant description (`sandpact_abi::Type` and its parts).

use crate::docs::summary;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Attribute, Fields, Generics, Ident, Type, Variant, ext::IdentExt, spanned::Spanned};

/// `&[Field { .. }, ..]`; unnamed fields are called "0", "1" and so on.
pub fn fields(fields: &Fields) -> TokenStream {
    let described = fields.iter().enumerate().map(|(position, member)| {
        let name = member.ident.as_ref().map_or_else(|| position.to_string(), name_of);
        field(&name, &summary(&member.attrs), &member.ty)
    });
    quote!(&[#(#described),*])
}

/// One `Field { .. }`. Spanned at the type, where a missing `Describe` is shown.
pub fn field(name: &str, docs: &str, ty: &Type) -> TokenStream {
    let described = self::ty(ty);
    quote!(::sandpact_sdk::abi::Field { name: #name, docs: #docs, ty: #described })
}

/// `&<T as Describe>::TYPE`.
pub fn ty(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> &<#ty as ::sandpact_sdk::abi::Describe>::TYPE)
}

/// The name without `r#`.
pub fn name_of(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Refuses generics: a description is of one type.
pub fn refuse_generics(generics: &Generics) -> syn::Result<()> {
    if generics.params.is_empty() && generics.where_clause.is_none() {
        Ok(())
    } else {
        Err(syn::Error::new_spanned(generics, "a type at the contract boundary has no generics"))
    }
}

/// Refuses references: nothing is borrowed across the boundary.
pub fn refuse_reference(ty: &Type) -> syn::Result<()> {
    match ty {
        Type::Reference(reference) => Err(syn::Error::new_spanned(
            reference,
            "an argument is an owned value: nothing is borrowed across the contract boundary",
        )),
        _ => Ok(()),
    }
}

/// Refuses what would make a field's encoding, or whether it is there, differ from the
/// description, which knows name and type alone.
pub fn refuse_field_attributes(fields: &Fields) -> syn::Result<()> {
    fields
        .iter()
        .try_for_each(|field| refuse_attributes(&field.attrs, &["codec", "cfg", "cfg_attr"]))
}

/// The same for a variant and its fields; its number is `message::indices`' affair.
pub fn refuse_variant_attributes(variant: &Variant) -> syn::Result<()> {
    refuse_attributes(&variant.attrs, &["cfg", "cfg_attr"])?;
    refuse_field_attributes(&variant.fields)
}

/// Refuses attributes of these names on the fields.
pub fn refuse_named(fields: &Fields, names: &[&str], message: &str) -> syn::Result<()> {
    fields.iter().try_for_each(|field| refuse(&field.attrs, names, message))
}

fn refuse_attributes(attributes: &[Attribute], names: &[&str]) -> syn::Result<()> {
    refuse(
        attributes,
        names,
        "the contract's description could not show this: it lists every field and variant, \
         encoded in the one way of its type",
    )
}

fn refuse(attributes: &[Attribute], names: &[&str], message: &str) -> syn::Result<()> {
    let is_refused =
        |attribute: &&Attribute| names.iter().any(|name| attribute.path().is_ident(name));
    match attributes.iter().find(is_refused) {
        Some(attribute) => Err(syn::Error::new_spanned(attribute, message)),
        None => Ok(()),
    }
}

/// Adds an error to those found so far.
pub fn add_error(errors: &mut Option<syn::Error>, error: syn::Error) {
    match errors {
        Some(errors) => errors.combine(error),
        None => *errors = Some(error),
    }
}
