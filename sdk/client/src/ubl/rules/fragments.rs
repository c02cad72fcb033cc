//! Test sets of EN 16931: fragments of invoices, each with the rules that it keeps or breaks
//! (CEN/TC 434, `eInvoicing-EN16931`, in the form of VEFA's validator).

use super::place::Place;
use crate::document::DocumentRefusal;
use crate::ubl::{detect::ROOTS, element::quoted};
use crate::xml::{self, RootTag};
use roxmltree::Node;

/// Namespace of a test set.
const NAMESPACE: &str = "http://difi.no/xsd/vefa/validator/1.0";
const ROOT: &str = "testSet";

/// Longest test set in bytes; the largest published one has 20 KB.
const TEST_SET_LEN_BYTES_MAX: usize = 1024 * 1024;
/// Most XML nodes; the largest published one has a thousand.
const NODES_MAX: u32 = 10_000;
/// Most labels, of which a published one has at most 15: a rule may look at each line for each part of the breakdown.
const LABELS_MAX: usize = 200;

/// A fragment and one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Place of the fragment in the test set, from 1.
    pub number: usize,
    /// The rule, such as `BR-CO-10`.
    pub rule: String,
    /// Whether the test set says that the fragment keeps the rule.
    pub is_expected: bool,
    /// Whether it does; `None` for a rule that is not known.
    pub holds: Option<bool>,
}

impl Judged {
    /// Why the fragment is refused: it breaks the rule, or the rule is not known.
    #[must_use]
    pub fn refusal(&self) -> Option<DocumentRefusal> {
        match self.holds {
            Some(true) => None,
            Some(false) => Some(DocumentRefusal::rule_broken(self.rule.clone())),
            None => {
                let reason = format!("the rule {} is not known", quoted(&self.rule));
                Some(DocumentRefusal::unsupported_kind(reason))
            }
        }
    }

    /// Whether the rule is known and comes out as the test set says.
    #[must_use]
    pub fn is_as_labelled(&self) -> bool {
        self.holds == Some(self.is_expected)
    }
}

/// Whether the root element is a test set. Looks at its start tag only.
#[must_use]
pub fn is_test_set(bytes: &[u8]) -> bool {
    RootTag::of(bytes).is_some_and(|tag| tag.local_name() == ROOT && tag.mentions(NAMESPACE))
}

/// Judges each fragment of a test set by each rule that it is labelled with.
///
/// # Errors
/// [`DocumentRefusal`]: `UnsupportedKind` for what is no test set, `MissingField` for a test
/// without a fragment or a label, `TooLarge` for more labels or nodes than any set has.
pub fn judge_fragments(bytes: &[u8]) -> Result<Vec<Judged>, DocumentRefusal> {
    let document = xml::parse(xml::text(bytes, TEST_SET_LEN_BYTES_MAX)?, NODES_MAX)?;
    let root = document.root_element();
    if !is_test_set(bytes) || !root.has_tag_name((NAMESPACE, ROOT)) {
        return Err(DocumentRefusal::unsupported_kind("no test set of EN 16931"));
    }
    let mut judged = Vec::new();
    let tests = root.children().filter(|node| node.has_tag_name((NAMESPACE, "test")));
    for (number, test) in (1..).zip(tests) {
        let missing = |what: &str| DocumentRefusal::missing_field(format!("test {number}: {what}"));
        let fragment = test.children().find(|node| is_invoice(*node));
        let fragment = Place::new(fragment.ok_or_else(|| missing("no Invoice or CreditNote"))?);
        let before = judged.len();
        for (rule, is_expected) in labels(test) {
            if judged.len() == LABELS_MAX {
                return Err(DocumentRefusal::too_large(format!("more than {LABELS_MAX} labels")));
            }
            let holds = super::holds(rule, fragment);
            judged.push(Judged { number, rule: rule.to_owned(), is_expected, holds });
        }
        if judged.len() == before {
            return Err(missing("it says of no rule whether it is kept"));
        }
    }
    Ok(judged)
}

fn is_invoice(node: Node<'_, '_>) -> bool {
    ROOTS.iter().any(|(local, namespace)| node.has_tag_name((*namespace, *local)))
}

/// The rules that a test names, with whether its fragment keeps them.
fn labels<'a>(test: Node<'a, 'a>) -> impl Iterator<Item = (&'a str, bool)> {
    let asserts = test.children().filter(|node| node.has_tag_name((NAMESPACE, "assert")));
    asserts.flat_map(|assert| assert.children()).filter_map(|label| {
        let is_kept = match label.tag_name().name() {
            "success" => true,
            "error" | "warning" => false,
            _ => return None,
        };
        Some((label.text()?.trim(), is_kept))
    })
}
