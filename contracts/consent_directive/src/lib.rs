//! Consent directives of patients, and a receipt for every access that was asked for.
//!
//! A patient says once who may do what with the data that a custodian holds. Whoever
//! wants access asks this contract; the answer is a pure function of the directive, the
//! request and the date of the block, and is recorded, permitted or not. A request that
//! breaks a rule of form is refused and leaves nothing behind.
//!
//! The ledger holds pseudonyms, fingerprints and codes: no name, no diagnosis, no text.
//! The pseudonym of a patient is another one at each custodian. All fingerprints of a
//! consent are of one epoch of the key, which is stored with it; whoever is named in it or
//! asks under it is enrolled under that epoch. What an access concerns
//! (class and code of the data) tells much about a patient and is a keyed fingerprint.
//! A node shows all of this to everyone who may read its ledger; read methods know no
//! caller.
//!
//! Rule numbers C1 to C10 in the comments:
//!
//! | rule | where |
//! |---|---|
//! | C1 in force only within its period and while current | `decision` |
//! | C2 the decision is a pure function | `decision` |
//! | C3 base rule, limits, typed exceptions; deny beats permit | `directive`, `matching` |
//! | C4 withdrawal: by the patient, immediate, final | `authority`, `contract`, `disclosure` |
//! | C5 emergency access is recorded and reviewed | `emergency` |
//! | C6 no permission broader than the grant | `matching` |
//! | C7 who may change a consent, and whose it is | `authority`, `contract` |
//! | C8 one active consent per patient, custodian and scope | `contract` |
//! | C9 receipts are an append-only log per patient | `contract` |
//! | C10 a consent entered in error grants nothing, its receipts are flagged | `decision` |
#![no_std]

mod admission;
mod authority;
mod contract;
mod decision;
mod directive;
mod disclosure;
mod emergency;
mod errors;
mod events;
mod matching;
mod messages;
mod proposal;
mod research;
#[cfg(test)]
mod samples;

pub use admission::check;
pub use authority::{Change, may_change};
pub use contract::ConsentDirective;
pub use decision::decide;
pub use directive::{
    ACTORS_LEN_MAX, Action, ActorKey, Base, CLASSES_LEN_MAX, CODES_LEN_MAX, Directive,
    EXCEPTIONS_LEN_MAX, Effect, Exception, Period, Purpose,
};
pub use emergency::{REVIEW_DAYS, decide_emergency};
pub use errors::Error;
pub use events::{
    AccessDecided, ActorEnrolled, AffiliationSet, ApprovalRevoked, ConsentProposed,
    ConsentRegistered, ConsentSuperseded, ConsentWithdrawn, DisclosureRecorded, EmergencyAccessed,
    EmergencyReviewed, EnteredInError, MandateSet, PatientBound, ProposalRejected,
    ResearchApproved, RoleGranted, RoleRevoked,
};
pub use messages::{
    Access, AccessAnswer, AccessCountCursor, AccessCountRow, AccessCounts, AccessRequest, Approval,
    ConsentRef, ConsentVersion, Decision, Ending, EndingConsent, Mandate, ORGANISATIONS_LEN_MAX,
    Outcome, PAGE_LEN_MAX, Patient, PendingReview, Proposal, ProposalState, RECEIPTS_PAGE_LEN_MAX,
    Reason, Receipt, ReceiptRow, RegisterRequest, Review, Role, Scope, Status, Withdrawal,
    WithdrawalCursor,
};
