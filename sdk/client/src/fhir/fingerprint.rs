//! The keyed fingerprints by which a consent's identifiers appear on the ledger.

use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::DocumentRefusal;
use sandpact_abi::Hash;

/// Pseudonym of an actor: a practitioner, an organisation, a custodian. `reference` is
/// relative, such as `Organization/f001`.
#[must_use]
pub fn actor_pseudonym(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &["fhir-actor", reference])
}

/// Pseudonym of a patient at a custodian. It differs between custodians, so that the
/// care of one patient cannot be followed from one to the other.
#[must_use]
pub fn patient_pseudonym(key: &FingerprintKey, custodian: &str, patient: &str) -> Hash {
    fingerprint(key, &["fhir-patient", custodian, patient])
}

/// Fingerprint of a class or code of data.
#[must_use]
pub fn coding_fingerprint(key: &FingerprintKey, system: &str, code: &str) -> Hash {
    fingerprint(key, &["fhir-coding", system, code])
}

/// Fingerprint of a consent by the resource's `id` at a custodian.
#[must_use]
pub fn consent_id(key: &FingerprintKey, custodian: &str, id: &str) -> Hash {
    fingerprint(key, &["fhir-consent", custodian, id])
}

/// Longest id of a resource (FHIR R4, datatype `id`).
const ID_LEN_BYTES_MAX: usize = 64;

/// A relative literal reference `Type/id` of one of these types, without white space
/// around it. A URL, a version or a contained resource would need a base to be compared,
/// so none of them is taken.
pub fn normalised<'a>(
    path: &str,
    reference: &'a str,
    types: &[&str],
) -> Result<&'a str, DocumentRefusal> {
    let reference = reference.trim();
    let is_taken = reference
        .split_once('/')
        .is_some_and(|(resource, id)| types.contains(&resource) && is_id(id));
    if is_taken {
        return Ok(reference);
    }
    let expected = types.join(", ");
    Err(DocumentRefusal::bad_identifier(format!(
        "{path} is no relative reference to one of: {expected}"
    )))
}

/// Datatype `id` of FHIR R4: letters, digits, `-` and `.`.
pub fn is_id(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (1..=ID_LEN_BYTES_MAX).contains(&text.len()) && text.bytes().all(is_allowed)
}
