//! Refusals of this contract. Codes are stable. A denied access is no refusal: it is a
//! recorded decision.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// An exception that matches everything would turn the base rule round.
    #[code(100)]
    ExceptionWithoutKey,
    /// Two exceptions match the same and one permits what the other denies.
    #[code(101)]
    ContradictoryExceptions,
    /// Only the patient withdraws a consent (C4).
    #[code(102)]
    NotThePatient,
    /// The pseudonym belongs to another account or is used at another custodian.
    #[code(103)]
    PseudonymTaken,
    /// The caller, or an actor whom the call names, is not enrolled under the epoch of the
    /// consent: a rule about nobody would have no effect.
    #[code(104)]
    ActorUnknown,
    /// Access for research names no approval of an ethics reviewer.
    #[code(105)]
    EthicsApprovalMissing,
    /// The approval is not on this ledger, is another requester's, was revoked, or its last
    /// day is over.
    #[code(106)]
    EthicsApprovalNotValid,
    /// The data is another custodian's.
    #[code(107)]
    NotTheCustodian,
    /// Emergency access has the purpose ETREAT or BTG (C5).
    #[code(108)]
    NotAnEmergencyPurpose,
    /// What was denied cannot be disclosed.
    #[code(109)]
    NotPermitted,
    /// Only an emergency access is reviewed (C5).
    #[code(110)]
    NothingToReview,
    /// Nobody reviews his own access.
    #[code(111)]
    OwnAccess,
    /// A mandate by court order is changed by a court only.
    #[code(112)]
    MandateByCourt,
    /// The authority has not bound the patient's pseudonym to an account and a custodian.
    #[code(113)]
    PatientNotBound,
    /// The version of the consent that permitted the access is no longer in force.
    #[code(114)]
    PermitEnded,
    /// The patient's side has said no to this proposal: another consent has another id.
    #[code(115)]
    ProposalRejected,
    /// Something else was proposed under this id.
    #[code(116)]
    ProposalDiffers,
}
