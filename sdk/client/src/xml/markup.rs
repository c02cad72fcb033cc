//! How much markup a document may have, looked at before it is parsed.
//!
//! The parser looks through all namespaces in scope for each prefix and compares each
//! attribute of an element with all others: a small document of many of either would take
//! it minutes.

use crate::document::DocumentRefusal;

/// Most namespace declarations; the published invoices have at most seven.
pub const NAMESPACES_MAX: usize = 256;
/// Most attributes of an element, namespace declarations included. UBL 2.1 defines at most
/// nine (those of a code), which leaves room for namespaces.
pub const ATTRIBUTES_MAX: usize = 64;
/// Longest tag in bytes; the longest published one has 329.
pub const TAG_LEN_BYTES_MAX: usize = 4096;

/// Where the text that is no markup ends, by how it begins: comments, CDATA sections and
/// processing instructions (XML 1.0, 2.5 to 2.7).
const UNMARKED: [(&str, &str); 3] = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];

/// Checks the numbers of namespaces and attributes and the lengths of tags.
pub fn check(text: &str) -> Result<(), DocumentRefusal> {
    let (mut rest, mut namespaces) = (behind_declaration(text), 0_usize);
    while let Some((_, markup)) = rest.split_once('<') {
        if let Some(after) = behind_unmarked(markup) {
            rest = after;
            continue;
        }
        let tag = Tag::read(markup);
        namespaces = namespaces.saturating_add(tag.text.matches("xmlns").count());
        refuse_above(NAMESPACES_MAX, namespaces, "namespace declarations")?;
        refuse_above(ATTRIBUTES_MAX, tag.values, "attributes of one element")?;
        refuse_above(TAG_LEN_BYTES_MAX, tag.text.len(), "bytes in one tag")?;
        rest = tag.after;
    }
    Ok(())
}

fn refuse_above(limit: usize, count: usize, what: &str) -> Result<(), DocumentRefusal> {
    if count <= limit {
        return Ok(());
    }
    Err(DocumentRefusal::too_large(format!("{count} {what}, at most {limit}")))
}

/// The XML declaration is no instruction: its values are quoted and may hold anything.
fn behind_declaration(text: &str) -> &str {
    match text.strip_prefix("<?xml ") {
        Some(declaration) => Tag::read(declaration).after,
        None => text,
    }
}

fn behind_unmarked(markup: &str) -> Option<&str> {
    let (rest, end) = UNMARKED
        .iter()
        .find_map(|(start, end)| markup.strip_prefix(start).map(|rest| (rest, *end)))?;
    Some(rest.split_once(end).map_or("", |(_, after)| after))
}

/// A tag behind its `<`.
pub struct Tag<'a> {
    text: &'a str,
    /// Number of quoted values, which is that of attributes.
    values: usize,
    after: &'a str,
    is_closed: bool,
}

impl<'a> Tag<'a> {
    /// Reads up to the `>` that ends the tag; one in a quoted value does not.
    pub fn read(markup: &'a str) -> Self {
        let (mut quote, mut values) = (None, 0_usize);
        for (index, byte) in markup.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => {
                    let (text, after) = markup.split_at(index);
                    return Self { text, values, after, is_closed: true };
                }
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    values = values.saturating_add(1);
                }
                (Some(open), _) if byte == open => quote = None,
                _ => {}
            }
        }
        Self { text: markup, values, after: "", is_closed: false }
    }

    /// The text, if the tag ends.
    pub fn closed(self) -> Option<&'a str> {
        self.is_closed.then_some(self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;

    fn is_too_large(text: &str) -> bool {
        match check(text) {
            Ok(()) => false,
            Err(refusal) => refusal.name == "TooLarge",
        }
    }

    fn numbered(count: usize, attribute: impl Fn(usize) -> String) -> String {
        (0..count).map(attribute).collect()
    }

    #[test]
    fn each_number_is_limited() {
        let namespaces = |count| numbered(count, |_| "<a xmlns='b'/>".to_owned());
        assert!(!is_too_large(&namespaces(NAMESPACES_MAX)));
        assert!(is_too_large(&namespaces(NAMESPACES_MAX + 1)));
        let attributes = |count| format!("<a{}/>", numbered(count, |at| format!(" a{at}=\">\"")));
        assert!(!is_too_large(&attributes(ATTRIBUTES_MAX)));
        assert!(is_too_large(&attributes(ATTRIBUTES_MAX + 1)));
        let long = |len: usize| format!("<a b='{}'>", ">".repeat(len - "a b=''".len()));
        assert!(!is_too_large(&long(TAG_LEN_BYTES_MAX)));
        assert!(is_too_large(&long(TAG_LEN_BYTES_MAX + 1)));
    }

    #[test]
    fn text_that_is_no_markup_is_not_counted_and_hides_nothing() {
        let many = "<a xmlns='b'/>".repeat(NAMESPACES_MAX + 1);
        let long = "x".repeat(TAG_LEN_BYTES_MAX + 1);
        for (before, after) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?a ", "?>")] {
            assert!(!is_too_large(&format!("<a>{before}{many}{after}</a>")), "{before}");
            assert!(!is_too_large(&format!("<a>{before}{long}{after}</a>")), "{before}");
            assert!(is_too_large(&format!("<a>{before}{after}{many}</a>")), "{before}");
        }
        assert!(!is_too_large(&format!("<a>{long}</a>")));
        let declaration = "<?xml version=\"1.0\" encoding=\"?><!--\"?>";
        assert!(is_too_large(&format!("{declaration}<a>{many}</a>")));
        // What never ends is refused by the parser.
        for text in ["<!-- a", "<a b='", "<?xml version='", "<"] {
            assert!(!is_too_large(text), "{text}");
        }
    }
}
