//! HL7 FHIR R4 `Coverage`, `Claim`, `ClaimResponse` and `ExplanationOfBenefit` in JSON to calls
//! of `claim_adjudication`.
//!
//! | resource | call |
//! |---|---|
//! | Coverage, active | `register_coverage` |
//! | Claim, `use` claim | `submit`; `cancel` when its status is cancelled |
//! | Claim, `use` preauthorization | `request_preauthorisation` |
//! | ClaimResponse or ExplanationOfBenefit, outcome complete | `adjudicate` |
//! | the same, outcome queued, partial, error | `accept`, `pend`, `reject` |
//! | ClaimResponse on a preauthorization, complete or error | `approve_preauthorisation`, `decline_preauthorisation` |
//!
//! Amounts, dates, line numbers and coded reasons become arguments as they are. Numbers,
//! references and what was done become keyed fingerprints; patients become pseudonyms, another
//! one at each party. Diagnoses, procedures, texts and all the rest are in the salted commitment
//! to the whole resource (RFC 8785) and nowhere else.
//!
//! The mapper does not add up: a document whose amounts contradict each other becomes a call, and
//! the contract refuses it by the rule that is broken. Amounts are JSON numbers with at most 15
//! significant digits, which is what a reader of binary floating point keeps.

mod amount;
mod claim;
mod coverage;
mod date;
mod decision;
mod item;
mod party;
mod response;
#[cfg(test)]
mod tests;

use super::json::{Node, has_element, parse};
use crate::commitment::commit;
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use sandpact_abi::Hash;
use serde_json::Value;

pub use party::{claim_number, claim_reference, coverage_fingerprint, member_pseudonym};

/// Longest resource in bytes. Attachments are referred to, not embedded, in claims.
pub const RESOURCE_LEN_BYTES_MAX: usize = 1024 * 1024;

/// Tag of the commitment to a resource: SHA-256 over it, the salt and the resource in the
/// canonical form of RFC 8785.
pub const COMMITMENT_TAG: &str = "fhir-r4-claim";

/// Whether the document is one of the resources that become calls of `claim_adjudication`.
#[must_use]
pub fn is_claim_resource(bytes: &[u8]) -> bool {
    let resource: Option<Value> = serde_json::from_slice(bytes).ok();
    let kind = resource.as_ref().and_then(|resource| resource.get("resourceType")?.as_str());
    matches!(kind, Some("Coverage" | "Claim" | "ClaimResponse" | "ExplanationOfBenefit"))
}

/// Maps a resource to the call that it stands for.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_resource(
    bytes: &[u8],
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let document = parse(bytes, RESOURCE_LEN_BYTES_MAX)?;
    let resource = Node::new("resource", &document)?;
    if has_element(&document, "modifierExtension") {
        return Err(DocumentRefusal::unsupported_value("a modifierExtension"));
    }
    if resource.get("implicitRules").is_some() {
        return Err(DocumentRefusal::unsupported_value("implicitRules"));
    }
    let commitment = commitment(&document, context)?;
    match resource.required_text("resourceType")? {
        "Coverage" => coverage::map(Node::new("Coverage", &document)?, context, commitment),
        "Claim" => claim::map(Node::new("Claim", &document)?, context, commitment),
        "ClaimResponse" => {
            response::map(Node::new("ClaimResponse", &document)?, context, commitment)
        }
        "ExplanationOfBenefit" => {
            response::map(Node::new("ExplanationOfBenefit", &document)?, context, commitment)
        }
        other => Err(DocumentRefusal::unsupported_kind(format!(
            "resources of type {:?}",
            other.chars().take(40).collect::<String>()
        ))),
    }
}

fn commitment(document: &Value, context: &MappingContext) -> Result<Hash, DocumentRefusal> {
    let canonical = serde_json_canonicalizer::to_vec(document)
        .map_err(|_| DocumentRefusal::not_well_formed("no canonical form (RFC 8785)"))?;
    Ok(commit(COMMITMENT_TAG, &context.salt, &canonical))
}
