//! Recognising a document before it is parsed, so that a broken one is still refused as
//! what it is.

/// The two kinds of root element: local name and namespace.
pub const ROOTS: [(&str, &str); 2] = [
    ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
    ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"),
];

/// Whether the root element is a UBL `Invoice` or `CreditNote`. Looks at its start tag only.
#[must_use]
pub fn is_invoice(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    };
    let Some(tag) = root_tag(text.trim_start_matches('\u{feff}')) else { return false };
    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or_default();
    ROOTS.iter().any(|(root, namespace)| local == *root && tag.contains(namespace))
}

/// What stands between the angle brackets of the first element.
fn root_tag(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        if text.starts_with("<?") {
            text = text.split_once("?>")?.1;
        } else if text.starts_with("<!--") {
            text = text.split_once("-->")?.1;
        } else if text.starts_with("<!") {
            text = after_declaration(text)?;
        } else {
            return text.strip_prefix('<')?.split_once('>').map(|(tag, _)| tag);
        }
    }
}

/// Behind a document type declaration, whose internal subset stands in square brackets.
fn after_declaration(text: &str) -> Option<&str> {
    match text.split_once(['[', '>'])? {
        (before, _) if text.get(before.len()..)?.starts_with('[') => {
            text.split_once(']')?.1.split_once('>').map(|(_, rest)| rest)
        }
        (_, rest) => Some(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";

    #[test]
    fn the_root_element_decides() {
        for (text, expected) in [
            (format!("<Invoice xmlns='{NS}'/>"), true),
            (format!("<u:Invoice xmlns:u='{NS}'>"), true),
            (format!("\u{feff}<?xml version='1.0'?>\n<!-- <a> --><Invoice\nxmlns='{NS}'>"), true),
            (format!("<!DOCTYPE a [<!ENTITY b 'c'>]><Invoice xmlns='{NS}'>"), true),
            (format!("<!DOCTYPE a><Invoice xmlns='{NS}'>"), true),
            (format!("<testSet><Invoice xmlns='{NS}'/></testSet>"), false),
            (format!("<Order xmlns='{NS}'/>"), false),
            ("<Invoice/>".to_owned(), false),
            ("<!-- never closed".to_owned(), false),
            ("{\"Invoice\": 1}".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(is_invoice(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn other_bytes_after_the_root_do_not_matter() {
        let mut bytes = format!("<Invoice xmlns='{NS}'>").into_bytes();
        bytes.push(0xff);
        assert!(is_invoice(&bytes));
        assert!(!is_invoice(&[0xff, 0xfe, b'<']));
    }
}
