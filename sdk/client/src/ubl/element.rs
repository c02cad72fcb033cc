//! Reading elements strictly: each one where it belongs, at most as often as allowed.

use crate::document::DocumentRefusal;
use roxmltree::{Document, Node};
use sandpact_abi::CivilDate;

const CAC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const CBC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// Most characters of a document that a refusal repeats.
const QUOTED_CHARS_MAX: usize = 40;

/// Whether the element has the name, written with the usual prefix, `cac:` or `cbc:`.
pub fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    let (namespace, local) = match name.split_once(':') {
        Some(("cac", local)) => (CAC, local),
        Some((_, local)) => (CBC, local),
        None => (CBC, name),
    };
    node.has_tag_name((namespace, local))
}

/// An XML element. Children are named with the usual prefixes, `cac:` and `cbc:`,
/// whatever prefixes the document uses.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a>(Node<'a, 'a>);

impl<'a> Element<'a> {
    /// The root element.
    pub fn root(document: &'a Document<'a>) -> Self {
        Self(document.root_element())
    }

    /// Whether this element has the local name in the namespace.
    pub fn is(self, local: &str, namespace: &str) -> bool {
        self.0.has_tag_name((namespace, local))
    }

    /// The local name.
    pub fn local_name(self) -> &'a str {
        self.0.tag_name().name()
    }

    /// All children of this name, in order.
    pub fn all(self, name: &'static str) -> impl Iterator<Item = Self> + use<'a> {
        self.0.children().filter(move |node| is_named(*node, name)).map(Self)
    }

    /// The only child of this name, if there is one.
    ///
    /// # Errors
    /// `UnsupportedValue` when there are several.
    pub fn optional(self, name: &'static str) -> Result<Option<Self>, DocumentRefusal> {
        let mut all = self.all(name);
        match (all.next(), all.next()) {
            (Some(_), Some(_)) => {
                let parent = self.local_name();
                let reason = format!("{name} occurs more than once in {parent}");
                Err(DocumentRefusal::unsupported_value(reason))
            }
            (first, _) => Ok(first),
        }
    }

    /// The only child of this name.
    ///
    /// # Errors
    /// `MissingField`; `UnsupportedValue` when there are several.
    pub fn required(self, name: &'static str) -> Result<Self, DocumentRefusal> {
        self.optional(name)?.ok_or_else(|| self.missing(name))
    }

    /// The text of the only child of this name, if there is one.
    ///
    /// # Errors
    /// As [`Self::optional`] and [`Self::text`].
    pub fn optional_text(self, name: &'static str) -> Result<Option<String>, DocumentRefusal> {
        self.optional(name)?.map(Self::text).transpose()
    }

    /// The text of the only child of this name.
    ///
    /// # Errors
    /// As [`Self::required`] and [`Self::text`].
    pub fn required_text(self, name: &'static str) -> Result<String, DocumentRefusal> {
        self.required(name)?.text()
    }

    /// The date in the only child of this name, if there is one.
    ///
    /// # Errors
    /// `BadDate`; as [`Self::optional_text`].
    pub fn optional_date(self, name: &'static str) -> Result<Option<CivilDate>, DocumentRefusal> {
        let Some(text) = self.optional_text(name)? else { return Ok(None) };
        let bad = |error| DocumentRefusal::bad_date(format!("{name} {}: {error}", quoted(&text)));
        CivilDate::parse(&text).map(Some).map_err(bad)
    }

    /// The text without blanks around it, comments left out.
    ///
    /// # Errors
    /// `MissingField` when there is none, `UnsupportedValue` when there are child elements.
    pub fn text(self) -> Result<String, DocumentRefusal> {
        let name = self.local_name();
        if self.0.children().any(|child| child.is_element()) {
            let reason = format!("{name} has elements where text should be");
            return Err(DocumentRefusal::unsupported_value(reason));
        }
        let parts = self.0.children().filter(Node::is_text).filter_map(|child| child.text());
        match parts.collect::<String>().trim() {
            "" => Err(DocumentRefusal::missing_field(format!("{name} is empty"))),
            text => Ok(text.to_owned()),
        }
    }

    /// An attribute without namespace.
    ///
    /// # Errors
    /// `MissingField`.
    pub fn attribute(self, name: &'static str) -> Result<&'a str, DocumentRefusal> {
        let missing =
            || DocumentRefusal::missing_field(format!("{} has no {name}", self.local_name()));
        self.0.attribute(name).map(str::trim).ok_or_else(missing)
    }

    /// The source text of the element, from `<` to `>`.
    pub fn source(self) -> &'a str {
        self.0.document().input_text().get(self.0.range()).unwrap_or_default()
    }

    /// The refusal for a child that is not there.
    pub fn missing(self, name: &str) -> DocumentRefusal {
        DocumentRefusal::missing_field(format!("{} has no {name}", self.local_name()))
    }
}

/// A piece of the document for a refusal's reason: in quotes, escaped, cut.
pub fn quoted(text: &str) -> String {
    format!("{:?}", text.chars().take(QUOTED_CHARS_MAX).collect::<String>())
}
