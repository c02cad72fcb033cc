//! Coded values: a code means something only with its system.

use super::fingerprint::coding_fingerprint;
use super::json::Node;
use crate::commitment::FingerprintKey;
use crate::document::DocumentRefusal;
use consent_directive::{Action, Base, Purpose, Scope};
use sandpact_abi::Hash;
use serde_json::Value;

/// Categories that say what kind of paper this is and nothing of what it permits: codes of
/// the FHIR R4 value set consent-category. All others carry meaning of their own, such as
/// EMRGONLY (emergencies only), NOCONSENT or RSDID (de-identified research only).
const NEUTRAL_CATEGORIES: &[(&str, &str)] = &[
    (LOINC, "57016-8"), // privacy policy acknowledgement
    (LOINC, "57017-6"), // privacy policy of an organisation
    (LOINC, "59284-0"), // consent
    (LOINC, "64292-6"), // release of information consent
    (CATEGORY, "npp"),  // notice of privacy practices
];

const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";
const CONSENT_ACTION: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
const LOINC: &str = "http://loinc.org";
const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";

/// The base rule from `policyRule`.
pub fn base(consent: Node<'_, '_>) -> Result<Base, DocumentRefusal> {
    let path = consent.path_of("policyRule");
    match concept_code(&path, consent.required("policyRule")?, ACT_CODE)? {
        "OPTIN" => Ok(Base::PermitAll),
        "OPTOUT" => Ok(Base::DenyAll),
        other => Err(unsupported(&path, other)),
    }
}

/// What the consent is about, from `scope`.
pub fn scope(consent: Node<'_, '_>) -> Result<Scope, DocumentRefusal> {
    let path = consent.path_of("scope");
    match concept_code(&path, consent.required("scope")?, CONSENT_SCOPE)? {
        "patient-privacy" => Ok(Scope::PatientPrivacy),
        "research" => Ok(Scope::Research),
        other => Err(DocumentRefusal::unsupported_kind(format!("{path} `{other}`"))),
    }
}

/// Refuses a category that says something of what is permitted. All codings of a category
/// count: one of them may be coarser than another.
pub fn check_categories(consent: Node<'_, '_>) -> Result<(), DocumentRefusal> {
    let path = consent.path_of("category");
    for category in consent.required_list("category")? {
        for coding in Node::new(&path, category)?.required_list("coding")? {
            let (system, code) = system_and_code(Node::new(&path, coding)?)?;
            if !NEUTRAL_CATEGORIES.contains(&(system, code)) {
                return Err(DocumentRefusal::ambiguous_directive(format!(
                    "{path} `{code}` may say something that no provision says"
                )));
            }
        }
    }
    Ok(())
}

/// The actions of a provision.
pub fn actions(provision: Node<'_, '_>) -> Result<Vec<Action>, DocumentRefusal> {
    let path = provision.path_of("action");
    let items = provision.list("action")?.iter().map(|concept| {
        let code = concept_code(&path, concept, CONSENT_ACTION)?;
        Action::from_code(code).ok_or_else(|| unsupported(&path, code))
    });
    items.collect()
}

/// The purposes of a provision.
pub fn purposes(provision: Node<'_, '_>) -> Result<Vec<Purpose>, DocumentRefusal> {
    let path = provision.path_of("purpose");
    let items = provision.list("purpose")?.iter().map(|coding| {
        let (system, code) = system_and_code(Node::new(&path, coding)?)?;
        let purpose = (system == ACT_REASON).then(|| Purpose::from_code(code)).flatten();
        purpose.ok_or_else(|| unsupported(&path, code))
    });
    items.collect()
}

/// The classes of data of a provision.
pub fn classes(
    provision: Node<'_, '_>,
    key: &FingerprintKey,
) -> Result<Vec<Hash>, DocumentRefusal> {
    let path = provision.path_of("class");
    let items = provision.list("class")?.iter().map(|coding| {
        let (system, code) = system_and_code(Node::new(&path, coding)?)?;
        Ok(coding_fingerprint(key, system, code))
    });
    items.collect()
}

/// The codes of data of a provision. A concept in several systems would be looked up by
/// one of its codes; nobody knows which.
pub fn codes(provision: Node<'_, '_>, key: &FingerprintKey) -> Result<Vec<Hash>, DocumentRefusal> {
    let path = provision.path_of("code");
    let items = provision.list("code")?.iter().map(|concept| {
        let [coding] = Node::new(&path, concept)?.list("coding")? else {
            return Err(DocumentRefusal::unsupported_value(format!(
                "{path} has not exactly one coding"
            )));
        };
        let (system, code) = system_and_code(Node::new(&path, coding)?)?;
        Ok(coding_fingerprint(key, system, code))
    });
    items.collect()
}

/// The one code of a concept in a system. Codings of other systems are translations of it.
pub fn concept_code<'a>(
    path: &str,
    concept: &'a Value,
    system: &str,
) -> Result<&'a str, DocumentRefusal> {
    let mut found = None;
    for coding in Node::new(path, concept)?.list("coding")? {
        let coding = Node::new(path, coding)?;
        if coding.text("system")? == Some(system)
            && found.replace(coding.required_text("code")?).is_some()
        {
            return Err(DocumentRefusal::unsupported_value(format!(
                "{path} has two codes of {system}"
            )));
        }
    }
    found.ok_or_else(|| DocumentRefusal::missing_field(format!("{path} has no code of {system}")))
}

fn system_and_code<'a>(coding: Node<'a, '_>) -> Result<(&'a str, &'a str), DocumentRefusal> {
    Ok((coding.required_text("system")?, coding.required_text("code")?))
}

fn unsupported(path: &str, code: &str) -> DocumentRefusal {
    DocumentRefusal::unsupported_value(format!("{path} has the code `{code}`"))
}
