//! HL7 FHIR R4 `Consent` in JSON to `consent_directive.register`.
//!
//! Only what reduces to the contract's normal form without guessing becomes a call;
//! everything else goes back to a person, mostly as `AmbiguousDirective`.
//!
//! How a consent is read (FHIR R4, 4.0.1, StructureDefinition-Consent):
//!
//! * `policyRule` is the base rule: OPTIN permits, OPTOUT denies.
//! * `provision.type` is not permitted at the root and required in every nested rule. A
//!   root without type limits the base rule by period, actors and purposes; its nested
//!   provisions are exceptions. A root that has a type nevertheless is read as the one
//!   exception if it contradicts the base rule, and is ambiguous if it repeats it.
//! * An exception of the base rule's own effect within the limits of the base rule says
//!   nothing if it is taken literally, so it is not: it is ambiguous.
//! * `category` is one that says nothing of what is permitted, or the consent is ambiguous.
//! * A permit may never be broader than what the patient wrote. Where the base rule is
//!   limited, a permit exception states its own limits or is ambiguous.
//! * The narrative can only refuse. Where the base rule permits and either has limits or
//!   no deny beside it, the paper may have been meant the other way round: the consent is
//!   ambiguous if the narrative speaks of withholding, and also if it cannot be read (not
//!   English, letters outside ASCII, a picture, no XHTML). So is one that permits anything
//!   and whose narrative has the status `additional`, which is FHIR's word for saying more
//!   than the data. The narrative never becomes a permission and never leaves this machine.
//!   A list of words finds no meaning: whoever files consents has a person read the rest.
//!
//! Patient, actors, organisation, classes and codes become keyed fingerprints. The whole
//! resource is committed to in its canonical form (RFC 8785).

mod actor;
pub mod claims;
mod code;
mod consent;
mod fingerprint;
pub(crate) mod json;
mod narrative;
mod provision;
#[cfg(test)]
mod tests;
mod words;

pub use consent::{COMMITMENT_TAG, CONSENT_LEN_BYTES_MAX, is_consent, map_consent};
pub use fingerprint::{actor_pseudonym, coding_fingerprint, consent_id, patient_pseudonym};
