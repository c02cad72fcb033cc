//! Whom a document names. A wallet would know its partners; the demo gives an account to everyone,
//! so it only has to find those whom it enrols, and who of them is the same.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names of accounts by parties' normalised identifiers.
pub type Names = BTreeMap<String, String>;

/// Members of a claim's resources that name who pays.
const PAYERS: [&str; 2] = ["insurer", "payor"];
/// Members that name who is paid or asks.
const PROVIDERS: [&str; 3] = ["provider", "requestor", "enterer"];

/// One payer and one provider for all whom a claim, its responses and coverages name: the same
/// organisation has several identifiers in them, and the demo has no directory that knows.
pub fn of_claim(bytes: &[u8]) -> Names {
    let mut names = Names::new();
    let Ok(resource) = serde_json::from_slice::<Value>(bytes) else { return names };
    for (members, name) in [(&PROVIDERS[..], "provider"), (&PAYERS[..], "payer")] {
        for member in members.iter().map(|member| &resource[*member]) {
            let references = match member {
                Value::Array(references) => references.as_slice(),
                one => std::slice::from_ref(one),
            };
            let identifiers = references.iter().filter_map(identifier);
            names.extend(identifiers.map(|identifier| (identifier, name.to_owned())));
        }
    }
    names
}

/// How a FHIR reference names a party: literally, or by a business identifier.
fn identifier(reference: &Value) -> Option<String> {
    if let Some(text) = reference["reference"].as_str() {
        return Some(text.trim().to_owned());
    }
    let part = |name: &str| reference["identifier"][name].as_str().map(str::trim);
    Some(format!("{}|{}", part("system").unwrap_or_default(), part("value")?))
}

/// References of all whom a consent names as custodian or in a rule.
pub fn actors(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Ok(consent) = serde_json::from_slice::<Value>(bytes) {
        references(&consent["organization"], &mut found);
        references(&consent["provision"], &mut found);
    }
    found
}

/// Patient and custodian of a consent; nothing for any other document.
pub fn places(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let Ok(resource) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    let places = [("patient", &resource["patient"]), ("custodian", &resource["organization"][0])];
    let reference = |member: &Value| member["reference"].as_str().map(|it| it.trim().to_owned());
    places.into_iter().filter_map(|(place, it)| Some((place, reference(it)?))).collect()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("reference") {
                found.insert(reference.trim().to_owned());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_whom_a_consent_names_are_found() {
        let json =
            br#"{"patient": {"reference": "Patient/1"}, "organization": [{"reference": " O/3"}],
            "provision": {"actor": [{"reference": {"reference": "O/2"}}]}}"#;
        assert_eq!(actors(json), BTreeSet::from(["O/2".to_owned(), "O/3".to_owned()]));
        let expected = [("patient", "Patient/1".to_owned()), ("custodian", "O/3".to_owned())];
        assert_eq!(places(json), expected);
    }

    #[test]
    fn a_claim_has_one_payer_and_one_provider() {
        let json = br#"{"insurer": {"identifier": {"system": "http://i", "value": " 5 "}},
            "provider": {"reference": "Organization/1"},
            "payor": [{"reference": "Organization/2"}, {"display": "nobody"}]}"#;
        let expected =
            [("Organization/1", "provider"), ("Organization/2", "payer"), ("http://i|5", "payer")];
        let expected = expected.map(|(party, name)| (party.to_owned(), name.to_owned()));
        assert_eq!(of_claim(json), Names::from(expected));
        assert_eq!(of_claim(b"<xml/>"), Names::new());
    }
}
