//! Why something may not be done: a stable code, and a sentence that says which rule refused
//! and what is missing.

use crate::{
    certificate_fault::CertificateFault,
    fault::{ChangeFault, Thing},
};
use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{
    Address, Hash, Height, PublicKey, UnixSeconds,
    access::{CertificateId, CollectionId, Endorsement, OrganisationId, RoleName, TimeWindow, Who},
    code,
};

/// What does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Subject {
    /// An organisation.
    #[codec(index = 0)]
    Organisation {
        /// Which.
        id: OrganisationId,
    },
    /// A member.
    #[codec(index = 1)]
    Member {
        /// Which.
        address: Address,
    },
    /// A key.
    #[codec(index = 2)]
    Key {
        /// Of which member.
        of: Address,
    },
    /// A role.
    #[codec(index = 3)]
    Role {
        /// Which.
        role: RoleName,
        /// Of which member.
        of: Address,
    },
}

/// Which rule it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum RuleName {
    /// The ledger's `govern`.
    #[codec(index = 0)]
    LedgerGovern,
    /// The ledger's `deploy`.
    #[codec(index = 1)]
    LedgerDeploy,
    /// That members are changed by an `admin` of their organisation.
    #[codec(index = 2)]
    OwnOrganisation {
        /// Which.
        organisation: OrganisationId,
    },
    /// A contract's `upgrade`, `freeze`, `unfreeze` or `govern`.
    #[codec(index = 3)]
    Contract {
        /// Which.
        contract: Address,
        /// The rule's name.
        rule: String,
    },
    /// That of a method.
    #[codec(index = 4)]
    Method {
        /// Of which contract.
        contract: Address,
        /// Its name.
        method: String,
    },
    /// What all calls of a contract that may write need.
    #[codec(index = 5)]
    Writes {
        /// Which.
        contract: Address,
    },
    /// What writes to a storage field need.
    #[codec(index = 6)]
    Key {
        /// Of which contract.
        contract: Address,
        /// Its name.
        field: String,
    },
    /// What is so without a policy.
    #[codec(index = 7)]
    NoPolicy {
        /// Of which contract.
        contract: Address,
    },
    /// A private collection's `record`, `confirm` or `purge`.
    #[codec(index = 8)]
    Collection {
        /// Which.
        collection: CollectionId,
        /// The rule's name.
        rule: String,
    },
}

/// What a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Counted {
    /// Gas.
    #[codec(index = 0)]
    Gas,
    /// Calls.
    #[codec(index = 1)]
    Calls,
    /// Bytes of keys and values.
    #[codec(index = 2)]
    WrittenBytes,
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Denial {
    /// The account is no member.
    #[codec(index = 0)]
    NotAMember {
        /// Which.
        account: Address,
    },
    /// The key is no member's.
    #[codec(index = 1)]
    UnknownKey {
        /// Which.
        key: PublicKey,
    },
    /// Something does not hold yet.
    #[codec(index = 2)]
    NotYetValid {
        /// What.
        what: Subject,
        /// First height at which it does.
        from: Height,
    },
    /// Something holds no more.
    #[codec(index = 3)]
    Expired {
        /// What.
        what: Subject,
        /// Last height at which it did.
        until: Height,
    },
    /// Something was taken away.
    #[codec(index = 4)]
    Revoked {
        /// What.
        what: Subject,
        /// First height at which it does not hold.
        from: Height,
    },
    /// The key was replaced.
    #[codec(index = 5)]
    Rotated {
        /// Which.
        what: Subject,
        /// First height at which it signs no more.
        from: Height,
    },
    /// No rule is about this.
    #[codec(index = 6)]
    NoRule {
        /// Which one there could be.
        rule: RuleName,
    },
    /// The caller is none of those whom the rule lets in.
    #[codec(index = 7)]
    NotACaller {
        /// The rule.
        rule: RuleName,
        /// Whom it lets in.
        callers: Vec<Who>,
    },
    /// Too few organisations signed.
    #[codec(index = 8)]
    EndorsementMissing {
        /// The rule.
        rule: RuleName,
        /// What it asks for.
        endorsement: Box<Endorsement>,
        /// Who signed so that it counts.
        signed: Vec<OrganisationId>,
    },
    /// Not at this time.
    #[codec(index = 9)]
    OutsideWindow {
        /// The rule.
        rule: RuleName,
        /// When.
        window: TimeWindow,
        /// Time of the block.
        time: UnixSeconds,
    },
    /// The contract is frozen.
    #[codec(index = 10)]
    Frozen {
        /// Which.
        contract: Address,
        /// Since which height.
        since: Height,
    },
    /// The ledger's policy does not list the module.
    #[codec(index = 11)]
    CodeNotListed {
        /// SHA3-256 of it.
        code_hash: Hash,
    },
    /// The organisation has used up what it may use.
    #[codec(index = 12)]
    QuotaExceeded {
        /// Which.
        organisation: OrganisationId,
        /// What there is too little of.
        counted: Counted,
        /// How much of it in a period.
        limit: u64,
        /// How much was used before.
        used: u64,
        /// First second of the next period.
        next_period: UnixSeconds,
    },
    /// What a change names is not there.
    #[codec(index = 13)]
    NotFound {
        /// What.
        what: Thing,
    },
    /// What a change adds is there.
    #[codec(index = 14)]
    Exists {
        /// What.
        what: Thing,
    },
    /// A change is not one that can be made.
    #[codec(index = 15)]
    BadChange {
        /// Why.
        fault: ChangeFault,
    },
    /// The sender's organisation does not share the private records.
    #[codec(index = 16)]
    NotInCollection {
        /// Which organisation.
        organisation: OrganisationId,
        /// Of which collection.
        collection: CollectionId,
    },
    /// The method is read by transactions only.
    #[codec(index = 19)]
    ReadIsLogged {
        /// Of which contract.
        contract: Address,
        /// Its name.
        method: String,
    },
    /// A private record that nobody may have any more.
    #[codec(index = 17)]
    RecordEnded {
        /// Which.
        commitment: Hash,
    },
    /// A private record that its recipients may still have.
    #[codec(index = 18)]
    RecordNotEnded {
        /// Which.
        commitment: Hash,
    },
    /// The block's time lies outside the validity of a certificate that the key rests on.
    #[codec(index = 20)]
    CertificateOutsideValidity {
        /// Whose key it is.
        of: Address,
        /// First second at which all its certificates are valid.
        not_before: UnixSeconds,
        /// Last second at which they are.
        not_after: UnixSeconds,
        /// Time of the block.
        time: UnixSeconds,
    },
    /// A certificate that the key rests on was revoked.
    #[codec(index = 21)]
    CertificateRevoked {
        /// Whose key it is.
        of: Address,
        /// Which certificate.
        certificate: CertificateId,
        /// First height at which it vouches for nothing.
        from: Height,
    },
    /// The anchor at which the key's certificates end is none of its organisation's any more.
    #[codec(index = 22)]
    AnchorRemoved {
        /// Whose key it is.
        of: Address,
        /// Which anchor.
        anchor: CertificateId,
    },
    /// The organisation requires certificates, and a new key has none.
    #[codec(index = 23)]
    CertificateMissing {
        /// Which organisation.
        organisation: OrganisationId,
        /// Which key.
        key: PublicKey,
    },
    /// A certificate cannot be used, or leads to no anchor.
    #[codec(index = 24)]
    CertificateRefused {
        /// Which of the path; 0 is the member's.
        certificate: u32,
        /// Why.
        fault: CertificateFault,
    },
    /// A new key has not signed that the member is to have it.
    #[codec(index = 25)]
    KeyNotProven {
        /// Which key.
        key: PublicKey,
        /// Which member.
        member: Address,
    },
}

impl Denial {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> u32 {
        match self {
            Self::NotAMember { .. } | Self::UnknownKey { .. } => code::NOT_A_MEMBER,
            Self::NotYetValid { .. } => code::NOT_YET_VALID,
            Self::Expired { .. } => code::VALIDITY_EXPIRED,
            Self::Revoked { .. } => code::REVOKED,
            Self::Rotated { .. } => code::ROTATED,
            Self::NoRule { .. } => code::NO_RULE,
            Self::NotACaller { .. } => code::NOT_A_CALLER,
            Self::EndorsementMissing { .. } => code::ENDORSEMENT_MISSING,
            Self::OutsideWindow { .. } => code::OUTSIDE_WINDOW,
            Self::Frozen { .. } => code::CONTRACT_FROZEN,
            Self::CodeNotListed { .. } => code::CODE_NOT_LISTED,
            Self::QuotaExceeded { .. } => code::QUOTA_EXCEEDED,
            Self::NotFound { .. } => code::CHANGE_NOT_FOUND,
            Self::Exists { .. } => code::CHANGE_EXISTS,
            Self::BadChange { .. } => code::BAD_CHANGE,
            Self::ReadIsLogged { .. } => code::READ_IS_LOGGED,
            Self::NotInCollection { .. } => code::NOT_IN_COLLECTION,
            Self::RecordEnded { .. } => code::RECORD_ENDED,
            Self::RecordNotEnded { .. } => code::RECORD_NOT_ENDED,
            Self::CertificateOutsideValidity { .. } => code::CERTIFICATE_OUTSIDE_VALIDITY,
            Self::CertificateRevoked { .. } => code::CERTIFICATE_REVOKED,
            Self::AnchorRemoved { .. } => code::ANCHOR_REMOVED,
            Self::CertificateMissing { .. } => code::CERTIFICATE_MISSING,
            Self::CertificateRefused { .. } => code::CERTIFICATE_REFUSED,
            Self::KeyNotProven { .. } => code::KEY_NOT_PROVEN,
        }
    }
}
