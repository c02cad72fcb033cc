//! `#[sandpact::test]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, FnArg, ItemFn, Result, parse_quote};

/// A test that makes a ledger and hands it to the function.
pub fn expand(mut item: ItemFn) -> Result<TokenStream> {
    let refused = || {
        Error::new_spanned(
            &item.sig,
            "a contract's test takes its ledger: fn name(ledger: &Ledger), not async or generic",
        )
    };
    let is_plain = item.sig.asyncness.is_none() && item.sig.generics.params.is_empty();
    let argument = match item.sig.inputs.first() {
        Some(FnArg::Typed(argument)) if item.sig.inputs.len() == 1 && is_plain => argument.clone(),
        _ => return Err(refused()),
    };
    let (pattern, ty) = (&argument.pat, &argument.ty);
    item.sig.inputs.clear();
    let body = &item.block;
    item.block = parse_quote!({
        let #pattern: #ty = &::sandpact_testing::Ledger::new();
        #body
    });
    Ok(quote! {
        #[::core::prelude::v1::test]
        #item
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_takes_one_ledger() {
        assert!(
            expand(parse_quote!(
                fn t(ledger: &Ledger) {}
            ))
            .is_ok()
        );
        let wrong: [ItemFn; 4] = [
            parse_quote!(
                fn t() {}
            ),
            parse_quote!(
                fn t(a: &Ledger, b: &Ledger) {}
            ),
            parse_quote!(
                async fn t(ledger: &Ledger) {}
            ),
            parse_quote!(
                fn t<T>(ledger: &Ledger) {}
            ),
        ];
        for item in wrong {
            let message = expand(item).expect_err("is refused").to_string();
            assert!(message.starts_with("a contract's test takes its ledger"), "{message}");
        }
    }
}
