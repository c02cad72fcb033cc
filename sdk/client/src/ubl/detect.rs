//! Recognising an invoice by its root.

use crate::xml::RootTag;

/// The two kinds of root element: local name and namespace.
pub const ROOTS: [(&str, &str); 2] = [
    ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
    ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"),
];

/// Whether the root element is a UBL `Invoice` or `CreditNote`. Looks at its start tag only.
#[must_use]
pub fn is_invoice(bytes: &[u8]) -> bool {
    RootTag::of(bytes).is_some_and(|tag| {
        let is = |(local, namespace)| tag.local_name() == local && tag.mentions(namespace);
        ROOTS.into_iter().any(is)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_element_decides() {
        let namespace = ROOTS[0].1;
        for (text, expected) in [
            (format!("<Invoice xmlns='{namespace}'/>"), true),
            (format!("<u:Invoice xmlns:u='{namespace}'>"), true),
            (format!("<CreditNote xmlns='{}'>", ROOTS[1].1), true),
            (format!("<testSet><Invoice xmlns='{namespace}'/></testSet>"), false),
            (format!("<Order xmlns='{namespace}'/>"), false),
            ("<Invoice/>".to_owned(), false),
        ] {
            assert_eq!(is_invoice(text.as_bytes()), expected, "{text}");
        }
    }
}
