//! The first start tag of a document, read before the document is parsed, so that a broken one is
//! still refused as what it is.

use super::markup::Tag;

/// What stands between the angle brackets of the first element.
#[derive(Clone, Copy, Debug)]
pub struct RootTag<'a>(&'a str);

impl<'a> RootTag<'a> {
    /// The tag, if the bytes begin as XML does. Bytes behind it are not looked at.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => bytes
                .get(..error.valid_up_to())
                .and_then(|valid| std::str::from_utf8(valid).ok())
                .unwrap_or_default(),
        };
        first_tag(text.trim_start_matches('\u{feff}')).map(Self)
    }

    /// The name without its prefix.
    pub fn local_name(self) -> &'a str {
        let ends = |c: char| c.is_ascii_whitespace() || c == '/';
        let name = self.0.split(ends).next().unwrap_or_default();
        name.rsplit(':').next().unwrap_or_default()
    }

    /// Whether the tag names the namespace: the parser decides whether it is the element's own.
    pub fn mentions(self, namespace: &str) -> bool {
        self.0.contains(namespace)
    }
}

fn first_tag(mut text: &str) -> Option<&str> {
    loop {
        text = text.trim_start();
        if text.starts_with("<?") {
            text = text.split_once("?>")?.1;
        } else if text.starts_with("<!--") {
            text = text.split_once("-->")?.1;
        } else if text.starts_with("<!") {
            text = after_declaration(text)?;
        } else {
            return Tag::read(text.strip_prefix('<')?).closed();
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

    #[test]
    fn the_first_start_tag_is_the_root() {
        for (text, expected) in [
            ("<a xmlns='b'/>", Some("a")),
            ("<c:a xmlns:c='b'>", Some("a")),
            ("<a>", Some("a")),
            ("<a d='>' xmlns='b'>", Some("a")),
            ("\u{feff}<?xml version='1.0'?>\n<!-- <e> --><a\nxmlns='b'>", Some("a")),
            ("<!DOCTYPE e [<!ENTITY f 'g'>]><a xmlns='b'>", Some("a")),
            ("<!DOCTYPE e><a xmlns='b'>", Some("a")),
            ("<!-- never closed", None),
            ("<a xmlns='b'", None),
            ("<a xmlns='b>", None),
            ("{\"a\": 1}", None),
            ("", None),
        ] {
            let tag = RootTag::of(text.as_bytes());
            assert_eq!(tag.map(RootTag::local_name), expected, "{text}");
            let is_named = expected.is_some() && text.contains("xmlns");
            assert_eq!(tag.is_some_and(|tag| tag.mentions("b")), is_named, "{text}");
        }
    }

    #[test]
    fn other_bytes_behind_the_tag_do_not_matter() {
        assert!(RootTag::of(b"<a xmlns='b'>\xff").is_some());
        assert!(RootTag::of(&[0xff, 0xfe, b'<']).is_none());
    }
}
