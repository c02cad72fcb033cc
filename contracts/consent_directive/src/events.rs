//! What happened. Every event names who acted; the block gives the time.

use crate::messages::{Decision, Role};
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The authority.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The authority.
    pub by: Address,
}

/// An account acts under a pseudonym from now on.
#[event]
pub struct ActorEnrolled {
    /// The account.
    pub account: Address,
    /// Its pseudonym.
    pub actor: Hash,
    /// Epoch of the pseudonym's key.
    pub epoch: u32,
    /// Pseudonyms of the organisations that it works for.
    pub organisations: Vec<Hash>,
    /// The authority.
    pub by: Address,
}

/// An account works for an organisation from now on, or no longer.
#[event]
pub struct AffiliationSet {
    /// The account.
    pub account: Address,
    /// A pseudonym of the organisation.
    pub organisation: Hash,
    /// Whether it works there.
    pub works_there: bool,
    /// The authority.
    pub by: Address,
}

/// A patient is known at a custodian by a pseudonym from now on.
#[event]
pub struct PatientBound {
    /// The pseudonym.
    pub patient: Hash,
    /// Epoch of the pseudonym's key.
    pub epoch: u32,
    /// The patient's account.
    pub account: Address,
    /// Pseudonym of the custodian.
    pub custodian: Hash,
    /// The authority.
    pub by: Address,
}

/// A representative may change a patient's consents, or may no longer.
#[event]
pub struct MandateSet {
    /// The patient's account.
    pub patient_account: Address,
    /// The representative's account.
    pub representative: Address,
    /// Last day; `None` ends the mandate.
    pub until: Option<CivilDate>,
    /// The patient or a court.
    pub by: Address,
}

/// A research project is no longer approved.
#[event]
pub struct ApprovalRevoked {
    /// Keyed fingerprint of the approval.
    pub approval: Hash,
    /// An ethics reviewer.
    pub by: Address,
}

/// A research project was approved.
#[event]
pub struct ResearchApproved {
    /// Keyed fingerprint of the approval.
    pub approval: Hash,
    /// Pseudonym of the requester.
    pub requester: Hash,
    /// Last day.
    pub until: CivilDate,
    /// The ethics reviewer.
    pub by: Address,
}

/// A version of a consent is in the ledger.
#[event]
pub struct ConsentRegistered {
    /// The consent.
    pub id: Hash,
    /// Number of the version.
    pub version: u32,
    /// The patient's pseudonym.
    pub patient: Hash,
    /// The custodian's pseudonym.
    pub custodian: Hash,
    /// The patient, a representative or a court.
    pub by: Address,
}

/// A version of a consent is no longer current: another one is.
#[event]
pub struct ConsentSuperseded {
    /// The consent.
    pub id: Hash,
    /// Number of the version.
    pub version: u32,
    /// Who recorded the new one.
    pub by: Address,
}

/// The patient withdrew a consent.
#[event]
pub struct ConsentWithdrawn {
    /// The consent.
    pub id: Hash,
    /// Number of the version.
    pub version: u32,
    /// The patient.
    pub by: Address,
}

/// A consent should never have been recorded; receipts under it are flagged.
#[event]
pub struct EnteredInError {
    /// The consent.
    pub id: Hash,
    /// Number of the version.
    pub version: u32,
    /// The patient, a representative or a court.
    pub by: Address,
}

/// Somebody asked for access.
#[event]
pub struct AccessDecided {
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Number of the receipt in the patient's log.
    pub number: u64,
    /// The decision.
    pub decision: Decision,
    /// Who asked.
    pub by: Address,
}

/// An emergency access that the consent does not permit: a notice to patient and
/// privacy officer.
#[event]
pub struct EmergencyAccessed {
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Number of the receipt in the patient's log.
    pub number: u64,
    /// Last day for the review.
    pub due: CivilDate,
    /// The clinician.
    pub by: Address,
}

/// A privacy officer reviewed an emergency access.
#[event]
pub struct EmergencyReviewed {
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Number of the receipt in the patient's log.
    pub number: u64,
    /// Whether it was justified.
    pub is_justified: bool,
    /// The privacy officer.
    pub by: Address,
}

/// The custodian disclosed what was permitted.
#[event]
pub struct DisclosureRecorded {
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Number of the receipt in the patient's log.
    pub number: u64,
    /// Salted SHA-256 commitment to what was disclosed.
    pub commitment: Hash,
    /// The custodian.
    pub by: Address,
}

/// Somebody asks a patient for a consent.
#[event]
pub struct ConsentProposed {
    /// The id that it would have.
    pub id: Hash,
    /// The patient's pseudonym.
    pub patient: Hash,
    /// SHA3-256 of the SCALE-encoded request.
    pub content: Hash,
    /// Who asks.
    pub by: Address,
}

/// The patient's side says no.
#[event]
pub struct ProposalRejected {
    /// The id that the consent would have had.
    pub id: Hash,
    /// The patient, a representative or a court.
    pub by: Address,
}
