//! Who and what a resource names, and the fingerprints that stand for it.

use super::super::fingerprint::{is_id, normalised, patient_pseudonym};
use super::super::json::Node;
use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::{DocumentRefusal, MappingContext};
use sandpact_abi::{Address, Hash};

/// Types of resources that are parties of a claim.
const PARTY_TYPES: &[&str] =
    &["Organization", "Practitioner", "PractitionerRole", "Patient", "RelatedPerson"];

/// Longest reference by URL and longest business identifier.
const REFERENCE_LEN_BYTES_MAX: usize = 256;

/// A party with an account.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its identifier as the directory knows it: `Organization/2`, or `system|value`.
    pub identifier: String,
    /// Its account.
    pub account: Address,
}

/// Fingerprint of a provider's number of a claim.
#[must_use]
pub fn claim_number(key: &FingerprintKey, system: &str, value: &str) -> Hash {
    fingerprint(key, &["fhir-claim-number", system, value])
}

/// Fingerprint of a reference to a claim, such as `Claim/100150`.
#[must_use]
pub fn claim_reference(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &["fhir-claim-reference", reference])
}

/// Fingerprint of a coverage, such as `Coverage/9876B1`.
#[must_use]
pub fn coverage_fingerprint(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &["fhir-coverage", reference])
}

/// Pseudonym of a patient at a party. It hangs on the party's account and not on how a document
/// names the party, and differs between parties.
#[must_use]
pub fn member_pseudonym(key: &FingerprintKey, party: &Address, patient: &str) -> Hash {
    patient_pseudonym(key, &hex::encode(party.0), patient)
}

/// The party in a member of datatype `Reference`, with its account.
pub fn party(
    node: Node<'_, '_>,
    name: &str,
    context: &MappingContext,
) -> Result<Party, DocumentRefusal> {
    let path = node.path_of(name);
    let identifier = party_identifier(&path, Node::new(&path, node.required(name)?)?)?;
    let account = context.account(&identifier).ok_or_else(|| {
        DocumentRefusal::unknown_party(format!("{path} has no account in the directory"))
    })?;
    Ok(Party { identifier, account })
}

/// How a reference names a party: literally, by a URL or by a business identifier.
pub fn party_identifier(path: &str, reference: Node<'_, '_>) -> Result<String, DocumentRefusal> {
    if let Some(text) = reference.text("reference")?.map(str::trim) {
        // The directory knows a URL as a whole, or not at all.
        let known = if is_url(text) { text } else { normalised(path, text, PARTY_TYPES)? };
        return Ok(known.to_owned());
    }
    let (system, value) = business_identifier(reference, "identifier")?;
    Ok(format!("{system}|{value}"))
}

/// System and value of an identifier; a system may be missing (FHIR R4, datatype `Identifier`).
pub fn business_identifier<'a>(
    node: Node<'a, '_>,
    name: &str,
) -> Result<(&'a str, &'a str), DocumentRefusal> {
    let path = node.path_of(name);
    identifier_parts(&path, Node::new(&path, node.required(name)?)?)
}

/// System and value of an identifier, trimmed.
pub fn identifier_parts<'a>(
    path: &str,
    identifier: Node<'a, '_>,
) -> Result<(&'a str, &'a str), DocumentRefusal> {
    let system = identifier.text("system")?.unwrap_or_default().trim();
    let value = identifier.required_text("value")?.trim();
    let is_long = system.len().max(value.len()) > REFERENCE_LEN_BYTES_MAX;
    if value.is_empty() || is_long {
        let reason = format!("{path} is empty or longer than {REFERENCE_LEN_BYTES_MAX} bytes");
        return Err(DocumentRefusal::bad_identifier(reason));
    }
    Ok((system, value))
}

/// The fingerprint by which a response names its claim: a business identifier, a relative
/// reference, or the URL of one, which is then compared as a whole.
pub fn claim_handle(
    node: Node<'_, '_>,
    name: &str,
    key: &FingerprintKey,
) -> Result<Hash, DocumentRefusal> {
    let path = node.path_of(name);
    let request = Node::new(&path, node.required(name)?)?;
    if request.get("identifier").is_some() {
        let (system, value) = business_identifier(request, "identifier")?;
        return Ok(claim_number(key, system, value));
    }
    let reference = request.required_text("reference")?.trim();
    if is_url(reference) {
        return Ok(claim_reference(key, reference));
    }
    Ok(claim_reference(key, normalised(&path, reference, &["Claim"])?))
}

/// An absolute URL without fragment, version or blank.
fn is_url(text: &str) -> bool {
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    has_scheme
        && is_plain
        && text.len() <= REFERENCE_LEN_BYTES_MAX
        && !text.contains('#')
        && !text.contains("/_history/")
}

/// The id of the resource, if it has one.
pub fn id<'a>(resource: Node<'a, '_>) -> Result<Option<&'a str>, DocumentRefusal> {
    match resource.text("id")? {
        Some(id) if !is_id(id) => Err(DocumentRefusal::bad_identifier("the id is no id")),
        id => Ok(id),
    }
}
