//! Whom a document names. A wallet would know its partners; the demo gives an
//! account to everyone, so it only has to find the identifiers.

use sandpact_client::document::{DocumentFormat, normalised};
use serde_json::Value;
use std::collections::BTreeSet;

/// The normalised identifiers in a document: VAT numbers of UBL parties,
/// references of a FHIR resource.
pub fn of(format: DocumentFormat, bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match format {
        DocumentFormat::Ubl => vat_numbers(&String::from_utf8_lossy(bytes), &mut found),
        DocumentFormat::FhirConsent => {
            if let Ok(resource) = serde_json::from_slice::<Value>(bytes) {
                references(&resource, &mut found);
            }
        }
    }
    found
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

/// Contents of the elements called `CompanyID`, whatever their prefix.
fn vat_numbers(text: &str, found: &mut BTreeSet<String>) {
    for after in text.split("CompanyID").skip(1) {
        let content = after.split_once('>').map(|(_, content)| content);
        let number = content.and_then(|content| content.split('<').next()).unwrap_or_default();
        let number = normalised(number);
        if !number.is_empty() {
            found.insert(number);
        }
    }
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
    fn identifiers_are_found_and_normalised() {
        let xml =
            "<cbc:CompanyID> DE 12 3 </cbc:CompanyID><CompanyID schemeID='x'>gr9-8</CompanyID>";
        let found = of(DocumentFormat::Ubl, xml.as_bytes());
        assert_eq!(found, BTreeSet::from(["DE123".to_owned(), "EL98".to_owned()]));
        let json =
            br#"{"patient": {"reference": "Patient/1"}, "organization": [{"reference": " O/3"}],
            "provision": {"actor": [{"reference": {"reference": "O/2"}}]}}"#;
        let set = |names: &[&str]| -> BTreeSet<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        assert_eq!(of(DocumentFormat::FhirConsent, json), set(&["O/2", "O/3", "Patient/1"]));
        assert_eq!(actors(json), set(&["O/2", "O/3"]));
        let expected = [("patient", "Patient/1".to_owned()), ("custodian", "O/3".to_owned())];
        assert_eq!(places(json), expected);
    }
}
