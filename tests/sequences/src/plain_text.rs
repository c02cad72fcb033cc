//! Whether anything that documents say is on a test's ledger in the clear: all their texts are looked
//! for in the records, the events and the arguments of all calls.

use roxmltree::{Document, ParsingOptions};
use sandpact_testing::Ledger;
use serde_json::Value;
use std::collections::BTreeSet;

/// Shortest text that is looked for: shorter ones occur in hashes by chance.
const TEXT_LEN_BYTES_MIN: usize = 6;

/// Texts of documents.
#[derive(Clone, Debug, Default)]
pub struct Search {
    texts: BTreeSet<String>,
}

impl Search {
    /// The texts of one document.
    #[must_use]
    pub fn of(document: &[u8]) -> Self {
        let mut search = Self::default();
        search.look_for(document);
        search
    }

    /// Adds what a document says: strings and numbers of JSON, contents and attributes of XML.
    ///
    /// # Panics
    /// On a document of another form.
    pub fn look_for(&mut self, document: &[u8]) {
        let text = std::str::from_utf8(document).expect("published documents are UTF-8");
        let text = text.trim_start_matches('\u{feff}');
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            return self.values(&value);
        }
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        let xml = Document::parse_with_options(text, options).expect("it is JSON or XML");
        for node in xml.descendants() {
            node.attributes().for_each(|attribute| self.add(attribute.value()));
            node.text().into_iter().for_each(|text| self.add(text));
        }
    }

    fn values(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Number(number) => self.add(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.values(item)),
            Value::Object(members) => members.values().for_each(|member| self.values(member)),
            Value::Bool(_) | Value::Null => {}
        }
    }

    fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.len() >= TEXT_LEN_BYTES_MIN {
            self.texts.insert(text.to_owned());
        }
    }

    /// Those of the texts that are on the ledger.
    ///
    /// # Panics
    /// When nothing at all is on the ledger: then nothing can be found.
    #[must_use]
    pub fn found(&self, ledger: &Ledger) -> Vec<String> {
        let held = ledger.held_bytes();
        assert!(!held.is_empty(), "a ledger without a record, an event or a call");
        let is_found = |text: &&String| held.iter().any(|bytes| holds(bytes, text.as_bytes()));
        self.texts.iter().filter(is_found).cloned().collect()
    }

    /// Asserts that no text is on the ledger but codes of a standard that stand there on purpose.
    ///
    /// # Panics
    /// Otherwise.
    #[track_caller]
    pub fn finds_nothing(&self, ledger: &Ledger, codes: &[&str]) {
        let found = self.found(ledger);
        let found: Vec<_> = found.iter().filter(|text| !codes.contains(&text.as_str())).collect();
        assert!(found.is_empty(), "in the clear on the ledger: {found:?}");
        println!("{} texts of documents, none on the ledger", self.texts.len());
    }
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_testing::Calls;
    use vat_invoice::contract::VatInvoice;

    #[test]
    fn what_is_there_is_found_and_nothing_else() {
        let ledger = Ledger::native();
        let office = ledger.account("office");
        let contract = ledger.deploy(&office, Calls::<VatInvoice>::create(office.address));
        // Names are no arguments of a typed call, and raw arguments may be anything.
        let args = b"Erika Mustermann".to_vec();
        let refused = contract.call_raw(&office, "accept", args);
        assert!(refused.result().is_err());
        let json =
            br#"{"name": ["Erika Mustermann", "Max Mustermann"], "id": "short", "n": 1234567}"#;
        let mut search = Search::of(json);
        search.look_for(b"<a b=\"Erika Muster\"><c> Heidestrasse 17 </c><d>17</d></a>");
        assert_eq!(search.texts.len(), 5);
        assert_eq!(search.found(&ledger), ["Erika Muster", "Erika Mustermann"]);
    }
}
