//! A whole `Consent` to a call.

use super::actor::reference;
use super::code::{base, check_categories, scope};
use super::fingerprint::{actor_pseudonym, consent_id, is_id, normalised, patient_pseudonym};
use super::json::{Node, has_element, parse};
use super::narrative;
use super::provision::Reader;
use crate::commitment::commit;
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use consent_directive::{Directive, Error, RegisterRequest};
use parity_scale_codec::Encode as _;
use sandpact_sdk::Common;
use serde_json::Value;

/// Longest consent in bytes: the paper may be embedded as base64.
pub const CONSENT_LEN_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Tag of the commitment to a consent: SHA-256 over it, the salt and the resource in
/// the canonical form of RFC 8785.
pub const COMMITMENT_TAG: &str = "fhir-r4-consent";

/// Elements of a Consent (FHIR R4) that are read, or that change no rule.
const KNOWN: &[&str] = &[
    "resourceType",
    "id",
    "meta",
    "language",
    "text",
    "contained",
    "extension",
    "identifier",
    "status",
    "scope",
    "category",
    "patient",
    "dateTime",
    "performer",
    "organization",
    "sourceAttachment",
    "sourceReference",
    "policy",
    "policyRule",
    "verification",
    "provision",
];

/// Types of resources that `performer` may name (FHIR R4).
const PERFORMER_TYPES: &[&str] =
    &["Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"];

/// Whether the document is a FHIR resource of type Consent.
#[must_use]
pub fn is_consent(bytes: &[u8]) -> bool {
    let resource: Option<Value> = serde_json::from_slice(bytes).ok();
    resource.is_some_and(|resource| resource.get("resourceType") == Some(&"Consent".into()))
}

/// Maps a consent to `consent_directive.register`. The caller is the patient, or a sole
/// performer who is somebody else: a representative, whose mandate the contract checks.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_consent(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let document = parse(bytes, CONSENT_LEN_BYTES_MAX)?;
    let consent = Node::new("Consent", &document)?;
    check_elements(consent, &document)?;
    check_categories(consent)?;
    let id = consent.required_text("id")?;
    if !is_id(id) {
        return Err(DocumentRefusal::bad_identifier("Consent.id is no id"));
    }
    let patient = reference(consent, "patient", &["Patient"])?;
    let custodian = custodian(consent)?;
    let account = context.account(patient).ok_or_else(|| {
        DocumentRefusal::unknown_party("Consent.patient has no account in the directory")
    })?;
    let key = &context.fingerprint_key;
    let request = RegisterRequest {
        id: consent_id(key, custodian, id),
        epoch: key.epoch(),
        patient: patient_pseudonym(key, custodian, patient),
        patient_account: account,
        custodian: actor_pseudonym(key, custodian),
        scope: scope(consent)?,
        directive: directive(consent, custodian, context)?,
        commitment: commit(COMMITMENT_TAG, &context.salt, &canonical(&document)?),
    };
    Ok(DocumentCall {
        contract: "consent_directive",
        method: "register",
        args: request.encode(),
        actor: performer(consent, patient)?.to_owned(),
        title: format!("consent {id}"),
    })
}

/// Refuses what would change the meaning of the rest, and what is no current consent.
fn check_elements(consent: Node<'_, '_>, document: &Value) -> Result<(), DocumentRefusal> {
    if consent.required_text("resourceType")? != "Consent" {
        return Err(DocumentRefusal::unsupported_kind("the resource is no Consent"));
    }
    if has_element(document, "modifierExtension") {
        return Err(DocumentRefusal::unsupported_value("a modifierExtension"));
    }
    if let Some(name) = consent.unknown(KNOWN) {
        let unknown = format!("{} is unknown", consent.path_of(name));
        return Err(DocumentRefusal::unsupported_value(unknown));
    }
    match consent.required_text("status")? {
        "active" => Ok(()),
        other => Err(DocumentRefusal::unsupported_kind(format!(
            "Consent.status is `{other}`; only an active consent is recorded"
        ))),
    }
}

fn directive(
    consent: Node<'_, '_>,
    custodian: &str,
    context: &MappingContext,
) -> Result<Directive, DocumentRefusal> {
    let reader = Reader { custodian, key: &context.fingerprint_key, base: base(consent)? };
    let root = consent.get("provision").map(|root| Node::new("provision", root)).transpose()?;
    let directive = reader.directive(root)?;
    consent_directive::check(&directive).map_err(|error| refusal(&error))?;
    narrative::check(consent, &directive)?;
    Ok(directive)
}

/// A refusal of the contract's rules, found before anything is sent.
fn refusal(error: &Error) -> DocumentRefusal {
    match error {
        Error::ContradictoryExceptions => {
            DocumentRefusal::ambiguous_directive("two exceptions permit and deny the same")
        }
        Error::Common(Common::DateOrder) => {
            DocumentRefusal::bad_date("a period ends before it starts")
        }
        Error::Common(Common::TooLarge) => {
            DocumentRefusal::too_large("more exceptions, actors, classes or codes than a rule has")
        }
        // All that remains is an exception without key: it would turn the base rule round.
        _ => DocumentRefusal::ambiguous_directive("a provision that names nothing"),
    }
}

fn custodian<'a>(consent: Node<'a, '_>) -> Result<&'a str, DocumentRefusal> {
    match consent.list("organization")? {
        [] => Err(DocumentRefusal::missing_field("Consent.organization is missing")),
        [organization] => {
            let path = "Consent.organization";
            let text = Node::new(path, organization)?.required_text("reference")?;
            normalised(path, text, &["Organization"])
        }
        _ => Err(DocumentRefusal::unsupported_value(
            "Consent.organization has several custodians; each has a consent of its own",
        )),
    }
}

/// Who makes the call: the patient, if the patient performed or nobody is named.
fn performer<'a>(consent: Node<'a, '_>, patient: &'a str) -> Result<&'a str, DocumentRefusal> {
    let path = "Consent.performer";
    let mut performers = Vec::new();
    for performer in consent.list("performer")? {
        let text = Node::new(path, performer)?.required_text("reference")?;
        performers.push(normalised(path, text, PERFORMER_TYPES)?);
    }
    match performers.as_slice() {
        [] => Ok(patient),
        all if all.contains(&patient) => Ok(patient),
        [one] => Ok(one),
        _ => Err(DocumentRefusal::unsupported_value(format!(
            "{path} has several who are not the patient"
        ))),
    }
}

fn canonical(document: &Value) -> Result<Vec<u8>, DocumentRefusal> {
    serde_json_canonicalizer::to_vec(document)
        .map_err(|_| DocumentRefusal::not_well_formed("no canonical form (RFC 8785)"))
}
