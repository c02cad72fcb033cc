//! Doc comments as they enter the contract's description.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The first paragraph of the doc comment, on one line. The rest (examples,
/// sections) is for readers of the source and would only lengthen the module.
pub fn summary(attributes: &[Attribute]) -> String {
    summary_of(&attributes.iter().collect::<Vec<_>>())
}

/// As [`summary`].
pub fn summary_of(attributes: &[&Attribute]) -> String {
    let lines = attributes.iter().copied().filter_map(line);
    let paragraph = lines
        .map(|line| line.trim().to_owned())
        .skip_while(String::is_empty)
        .take_while(|line| !line.is_empty());
    paragraph.collect::<Vec<_>>().join(" ")
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &meta.value else { return None };
    meta.path.is_ident("doc").then(|| text.value())
}

/// Only the doc comments and lint levels among the attributes: what generated
/// twins of an item keep.
pub fn docs_and_lints(attributes: &[Attribute]) -> Vec<&Attribute> {
    let keep = ["doc", "allow", "expect", "cfg"];
    attributes
        .iter()
        .filter(|attribute| keep.iter().any(|name| attribute.path().is_ident(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn the_first_paragraph_becomes_one_line() {
        let item: syn::ItemStruct = parse_quote! {
            ///
            /// One line
            ///   and its end.
            ///
            /// # Errors
            /// Never in the summary.
            #[allow(dead_code)]
            struct Documented;
        };
        assert_eq!(summary(&item.attrs), "One line and its end.");
        assert_eq!(summary(&[]), "");
        assert_eq!(docs_and_lints(&item.attrs).len(), 7);
    }
}
