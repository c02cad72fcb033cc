//! What happened. Every event names its record and who acted; the block gives the time.

use crate::messages::{ReasonCode, Role};
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A payer registered a coverage.
#[event]
pub struct CoverageRegistered {
    /// Its key.
    pub coverage: Hash,
    /// The payer.
    pub by: Address,
}

/// A payer said from when on a coverage is no longer in force.
#[event]
pub struct CoverageEnded {
    /// Its key.
    pub coverage: Hash,
    /// Its last day.
    pub end: CivilDate,
    /// Claims were paid for services after that day.
    pub has_paid_after: bool,
    /// The payer.
    pub by: Address,
}

/// A payer named the account of a beneficiary.
#[event]
pub struct MemberSet {
    /// Key of the coverage.
    pub coverage: Hash,
    /// The account.
    pub member: Address,
    /// The payer.
    pub by: Address,
}

/// A payer set the limit of a period.
#[event]
pub struct LimitSet {
    /// Key of the coverage.
    pub coverage: Hash,
    /// First day.
    pub from: CivilDate,
    /// Last day.
    pub until: CivilDate,
    /// Most that is paid, minor units.
    pub limit_minor: i128,
    /// The payer.
    pub by: Address,
}

/// A provider submitted a claim.
#[event]
pub struct ClaimSubmitted {
    /// Its key.
    pub claim: Hash,
    /// The payer.
    pub payer: Address,
    /// The provider.
    pub by: Address,
}

/// The service of a line was granted under another number before (K6).
#[event]
pub struct DuplicateSuspected {
    /// Key of the claim.
    pub claim: Hash,
    /// The line.
    pub sequence: u32,
    /// Who submitted or decided.
    pub by: Address,
}

/// The payer took a claim in.
#[event]
pub struct ClaimAccepted {
    /// Its key.
    pub claim: Hash,
    /// The payer.
    pub by: Address,
}

/// The payer could not take a claim in.
#[event]
pub struct ClaimRejected {
    /// Its key.
    pub claim: Hash,
    /// Why.
    pub reason: ReasonCode,
    /// The payer.
    pub by: Address,
}

/// The payer waits for something.
#[event]
pub struct ClaimPended {
    /// Its key.
    pub claim: Hash,
    /// The payer.
    pub by: Address,
}

/// The provider took a claim back.
#[event]
pub struct ClaimCancelled {
    /// Its key.
    pub claim: Hash,
    /// The provider.
    pub by: Address,
}

/// The payer decided.
#[event]
pub struct ClaimAdjudicated {
    /// Key of the claim.
    pub claim: Hash,
    /// Number of the decision.
    pub number: u32,
    /// Digest of the decision before (K4).
    pub prior: Option<Hash>,
    /// Sum of benefits, minor units.
    pub benefit_minor: i128,
    /// All that is paid for the claim, minor units.
    pub payable_minor: i128,
    /// The payer.
    pub by: Address,
}

/// Provider or patient object to a decision.
#[event]
pub struct ClaimAppealed {
    /// Key of the claim.
    pub claim: Hash,
    /// Who objects.
    pub by: Address,
}

/// The payer paid.
#[event]
pub struct PaymentIssued {
    /// Key of the claim.
    pub claim: Hash,
    /// Fingerprint of the payment.
    pub payment: Hash,
    /// What was paid, minor units.
    pub amount_minor: i128,
    /// The payer.
    pub by: Address,
}

/// The provider has found the payment.
#[event]
pub struct PaymentReconciled {
    /// Key of the claim.
    pub claim: Hash,
    /// The provider.
    pub by: Address,
}

/// A provider asked for a preauthorisation.
#[event]
pub struct PreauthRequested {
    /// Its key.
    pub preauthorisation: Hash,
    /// The provider.
    pub by: Address,
}

/// A payer approved a preauthorisation.
#[event]
pub struct PreauthApproved {
    /// Its key.
    pub preauthorisation: Hash,
    /// Most that claims may use, minor units.
    pub limit_minor: i128,
    /// Last day of service.
    pub until: CivilDate,
    /// The payer.
    pub by: Address,
}

/// A payer declined a preauthorisation.
#[event]
pub struct PreauthDeclined {
    /// Its key.
    pub preauthorisation: Hash,
    /// Why.
    pub reason: ReasonCode,
    /// The payer.
    pub by: Address,
}
