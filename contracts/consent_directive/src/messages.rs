//! What goes in and out: requests, stored records and views.

mod supervision;

pub use supervision::*;

use crate::directive::{Action, Directive, Period, Purpose};
use sandpact_sdk::prelude::*;

/// Most records on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;
/// Most receipts on one page: 100 of them would not fit in a returned value of 16 KiB.
pub const RECEIPTS_PAGE_LEN_MAX: u32 = 45;

/// Most organisations that one account works for.
pub const ORGANISATIONS_LEN_MAX: usize = 8;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants roles and enrols actors; writes no consent and no receipt.
    Authority,
    /// Has consents of its own.
    Patient,
    /// Holds data of patients.
    Custodian,
    /// Asks for access: a provider, an organisation, a researcher.
    Requester,
    /// Approves research projects.
    EthicsReviewer,
    /// May override a directive in an emergency.
    EmergencyClinician,
    /// Reviews emergency accesses.
    PrivacyOfficer,
    /// Supervises; writes nothing.
    Regulator,
    /// Changes consents by court order.
    Court,
}

/// What a consent is about (HL7 consentscope). A patient has one consent for each; which
/// one answers is told by the purpose of the access, never chosen by who asks.
#[message]
pub enum Scope {
    /// patient-privacy: collecting, accessing, using and disclosing data.
    PatientPrivacy,
    /// research: taking part in research and sharing data for it.
    Research,
}

/// A consent to be recorded.
#[message]
pub struct RegisterRequest {
    /// Keyed fingerprint of the consent's identifier.
    pub id: Hash,
    /// Epoch of the key of this request's fingerprints.
    pub epoch: u32,
    /// The patient's pseudonym at this custodian: a keyed fingerprint.
    pub patient: Hash,
    /// The patient's account.
    pub patient_account: Address,
    /// The custodian's pseudonym: a keyed fingerprint.
    pub custodian: Hash,
    /// What it is about.
    pub scope: Scope,
    /// The directive.
    pub directive: Directive,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}

/// Where a version of a consent stands. That its period is over is no state: the date
/// of the block tells.
#[message]
pub enum Status {
    /// Current.
    Active,
    /// The patient withdrew it.
    Withdrawn,
    /// A later version or another consent took its place.
    Superseded,
    /// It should never have been recorded.
    EnteredInError,
}

/// When a version ceased to be current.
#[message]
pub struct Ending {
    /// Height of the block.
    pub height: Height,
    /// Time of the block.
    pub time: UnixSeconds,
    /// Receipts in the patient's log at that moment: every permit under this version has
    /// a lower number (C1), also one that is in the same block.
    pub receipts: u64,
    /// Who ended it.
    pub by: Address,
}

/// One version of a consent.
#[message]
pub struct ConsentVersion {
    /// The consent.
    pub id: Hash,
    /// Number of the version, from 1.
    pub version: u32,
    /// Epoch of the key of this version's fingerprints.
    pub epoch: u32,
    /// The patient's pseudonym.
    pub patient: Hash,
    /// The custodian's pseudonym.
    pub custodian: Hash,
    /// What it is about.
    pub scope: Scope,
    /// The directive.
    pub directive: Directive,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
    /// Where it stands.
    pub status: Status,
    /// Who recorded it.
    pub by: Address,
    /// Time of the block that recorded it.
    pub registered_at: UnixSeconds,
    /// When it ceased to be current.
    pub ended: Option<Ending>,
}

/// A version of a consent by its number.
#[message]
pub struct ConsentRef {
    /// The consent.
    pub id: Hash,
    /// Number of the version.
    pub version: u32,
}

/// To whom a patient's pseudonym belongs.
#[message]
pub struct Patient {
    /// The patient's account.
    pub account: Address,
    /// Account of the one custodian at which this pseudonym is used.
    pub custodian: Address,
    /// Epoch of the pseudonym's key.
    pub epoch: u32,
    /// The pseudonym of the first epoch. Consents and log are kept under it, so that a
    /// new key neither hides a consent nor leaves two of them active (C8, C9).
    pub first: Hash,
}

/// A representative's power to change the consents of a patient.
#[message]
pub struct Mandate {
    /// Last day.
    pub until: CivilDate,
    /// Ordered by a court: the patient cannot end it.
    pub is_by_court: bool,
}

/// An ethics reviewer's approval of a research project.
#[message]
pub struct Approval {
    /// Account of the one who may ask for access under it.
    pub requester: Address,
    /// Last day.
    pub until: CivilDate,
    /// Whether it was revoked, which is final.
    pub is_revoked: bool,
    /// The reviewer who gave it.
    pub by: Address,
}

/// What somebody wants to do with which data.
#[message]
pub struct Access {
    /// The action.
    pub action: Action,
    /// The purpose.
    pub purpose: Purpose,
    /// Keyed fingerprint of the class of data; `None` asks for every class.
    pub class: Option<Hash>,
    /// Keyed fingerprint of the code of the data; `None` asks for every code.
    pub code: Option<Hash>,
    /// Days that the data is from; `None` asks for all of it.
    pub data_period: Option<Period>,
}

/// Who wants what.
#[message]
pub struct AccessRequest {
    /// Pseudonym of the actor.
    pub actor: Hash,
    /// Pseudonyms of the organisations that the actor works for.
    pub organisations: Vec<Hash>,
    /// Roles that the actor holds.
    pub roles: Vec<Role>,
    /// What the actor wants.
    pub access: Access,
}

/// What was decided.
#[message]
pub enum Outcome {
    /// The consent permits it.
    Permit,
    /// It is not permitted.
    Deny,
    /// It is not permitted and happens nevertheless, in an emergency; to be reviewed.
    EmergencyPermit,
}

/// Why it was decided so.
#[message]
pub enum Reason {
    /// The base rule permits it.
    BasePermits,
    /// An exception permits it.
    ExceptionPermits,
    /// The base rule denies it.
    BaseDenies,
    /// An exception denies it.
    ExceptionDenies,
    /// The consent is about something else than this purpose, or its base rule permits,
    /// but not this actor and purpose.
    OutsideLimits,
    /// The consent's first day is still to come.
    NotYetInForce,
    /// The consent's last day is over.
    Lapsed,
    /// The patient withdrew the consent.
    Withdrawn,
    /// The version is no longer current.
    Superseded,
    /// The consent was entered in error.
    EnteredInError,
    /// Emergency access that the consent does not provide for.
    Emergency,
    /// Emergency access against an exception that denies it expressly.
    EmergencyOverride,
}

/// The answer to a request.
#[message]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

/// A recorded decision. Never changed and never removed (C9).
#[message]
pub struct Receipt {
    /// The version of the consent that decided.
    pub consent: ConsentRef,
    /// Pseudonym of the actor.
    pub actor: Hash,
    /// The actor's account.
    pub by: Address,
    /// What the actor wanted.
    pub access: Access,
    /// The project's approval, for research.
    pub ethics_approval: Option<Hash>,
    /// What was decided.
    pub decision: Decision,
    /// Height of the block.
    pub height: Height,
    /// Time of the block.
    pub time: UnixSeconds,
}

/// A decision with its number.
#[message]
pub struct AccessAnswer {
    /// Number of the receipt in the patient's log, from 0.
    pub number: u64,
    /// The decision.
    pub decision: Decision,
}

/// A privacy officer's finding on an emergency access.
#[message]
pub struct Review {
    /// Whether there was an emergency that justified it.
    pub is_justified: bool,
    /// The privacy officer.
    pub by: Address,
    /// Time of the block.
    pub time: UnixSeconds,
}

/// One row of a patient's log.
#[message]
pub struct ReceiptRow {
    /// Number in the log.
    pub number: u64,
    /// The receipt.
    pub receipt: Receipt,
    /// The consent turned out to be entered in error (C10).
    pub is_in_error: bool,
    /// Salted SHA-256 commitment to what the custodian disclosed.
    pub disclosure: Option<Hash>,
    /// The review, for an emergency access.
    pub review: Option<Review>,
}

/// An emergency access that waits for its review.
#[message]
pub struct PendingReview {
    /// Last day for the review.
    pub due: CivilDate,
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Number of the receipt in the patient's log.
    pub number: u64,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Authority,
        Self::Patient,
        Self::Custodian,
        Self::Requester,
        Self::EthicsReviewer,
        Self::EmergencyClinician,
        Self::PrivacyOfficer,
        Self::Regulator,
        Self::Court,
    ];
}

impl ConsentVersion {
    /// Whether this version is what the request asks to record.
    #[must_use]
    pub fn is_of(&self, request: &RegisterRequest) -> bool {
        let keys = (self.id, self.epoch, self.patient, self.custodian);
        let asked = (request.id, request.epoch, request.patient, request.custodian);
        keys == asked
            && (self.scope, self.commitment) == (request.scope, request.commitment)
            && self.directive == request.directive
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::samples::{largest_version, period};
    use sandpact_sdk::abi::limits::{RETURN_LEN_BYTES_MAX, VALUE_LEN_BYTES_MAX};

    #[test]
    fn a_full_page_of_the_longest_receipts_fits_in_a_returned_value() {
        let receipt = Receipt {
            consent: ConsentRef { id: Hash::ZERO, version: 1 },
            actor: Hash::ZERO,
            by: Address::ZERO,
            access: Access {
                action: Action::Access,
                purpose: Purpose::Research,
                class: Some(Hash::ZERO),
                code: Some(Hash::ZERO),
                data_period: Some(period("2026-01-01", "2026-01-02")),
            },
            ethics_approval: Some(Hash::ZERO),
            decision: Decision { outcome: Outcome::Permit, reason: Reason::BasePermits },
            height: Height(1),
            time: UnixSeconds(1),
        };
        let review = Review { is_justified: true, by: Address::ZERO, time: UnixSeconds(1) };
        let row = ReceiptRow {
            number: 1,
            receipt,
            is_in_error: false,
            disclosure: Some(Hash::ZERO),
            review: Some(review),
        };
        let page = |len: u32| vec![row.clone(); usize::try_from(len).unwrap()].encode().len();
        assert!(page(RECEIPTS_PAGE_LEN_MAX) <= RETURN_LEN_BYTES_MAX);
        assert!(page(PAGE_LEN_MAX) > RETURN_LEN_BYTES_MAX, "100 would do");
    }

    #[test]
    fn the_largest_consent_fits_in_a_stored_value() {
        let len = largest_version().encode().len();
        assert!(len <= VALUE_LEN_BYTES_MAX, "{len}");
    }
}
