//! Why a change cannot be made, as data: receipts carry no sentences, so that another wording, or
//! another version of a library, changes no hash. The sentences are in `fault_text`.

use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{
    Address, Hash, KeyKind, PublicKey, UnixSeconds,
    access::{CertificateId, CollectionId, OrganisationId, RoleName},
};
use sandpact_keys::KeyError;

/// What a change names or adds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Thing {
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
    /// A role of a member.
    #[codec(index = 2)]
    Role {
        /// Which.
        role: RoleName,
        /// Of which member.
        of: Address,
    },
    /// A key of a member.
    #[codec(index = 3)]
    Key {
        /// Which.
        key: PublicKey,
        /// Of which member.
        of: Address,
    },
    /// A contract.
    #[codec(index = 4)]
    Contract {
        /// Which.
        address: Address,
    },
    /// The policy of a contract.
    #[codec(index = 5)]
    ContractPolicy {
        /// Of which contract.
        contract: Address,
    },
    /// The freeze of a contract.
    #[codec(index = 6)]
    Freeze {
        /// Of which contract.
        contract: Address,
    },
    /// A revocation that begins no later.
    #[codec(index = 7)]
    Revocation,
    /// A private collection.
    #[codec(index = 8)]
    Collection {
        /// Which.
        id: CollectionId,
    },
    /// A private record.
    #[codec(index = 9)]
    PrivateRecord {
        /// Which.
        commitment: Hash,
    },
    /// A delivery of a private record.
    #[codec(index = 10)]
    Delivery {
        /// Of which record.
        commitment: Hash,
        /// To whom.
        to: OrganisationId,
    },
    /// An erasure of a private record.
    #[codec(index = 11)]
    Erasure {
        /// Of which record.
        commitment: Hash,
        /// By whom.
        by: OrganisationId,
    },
    /// A trust anchor.
    #[codec(index = 12)]
    Anchor {
        /// Which.
        anchor: CertificateId,
        /// Of which organisation.
        of: OrganisationId,
    },
}

/// Why a change is not one that can be made.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ChangeFault {
    /// A revocation would begin before the block that it is in.
    #[codec(index = 0)]
    RevocationInThePast,
    /// The ledger's policy is too long, or a name in it is none.
    #[codec(index = 1)]
    LedgerPolicy,
    /// A contract's policy is too long, or a name in it is none.
    #[codec(index = 2)]
    ContractPolicy,
    /// A `govern` that one organisation alone can meet.
    #[codec(index = 3)]
    GovernByOne,
    /// The ledger's policy names no kind of keys.
    #[codec(index = 4)]
    NoKeyKinds,
    /// The organisation's name is none, or it or its roles are too long.
    #[codec(index = 5)]
    Organisation,
    /// The period of a quota is zero.
    #[codec(index = 6)]
    QuotaPeriod,
    /// An organisation begins without a member that has the role `admin`.
    #[codec(index = 7)]
    NoAdmin {
        /// Which.
        organisation: OrganisationId,
    },
    /// The admin of a new organisation is of another one, or has not the role `admin`.
    #[codec(index = 8)]
    NotItsAdmin,
    /// The organisation would have too many anchors.
    #[codec(index = 9)]
    TooManyAnchors,
    /// A record would be longer than the limit.
    #[codec(index = 10)]
    RecordTooLong,
    /// The collection has no name, no or too many organisations, or a rule that is too long.
    #[codec(index = 11)]
    Collection,
    /// A collection that keeps nothing for any time.
    #[codec(index = 12)]
    KeepsNothing,
    /// The record would have expired already.
    #[codec(index = 13)]
    ExpiredAlready,
    /// The record would be kept for longer than its collection allows.
    #[codec(index = 14)]
    KeptTooLong {
        /// Latest second at which it may end.
        until: UnixSeconds,
    },
    /// The member has too many or too long roles, attributes or keys, or no key.
    #[codec(index = 15)]
    Member,
    /// The member has one key twice.
    #[codec(index = 16)]
    KeyTwice,
    /// A role that the organisation may not give.
    #[codec(index = 17)]
    RoleNotGiven {
        /// Which.
        role: RoleName,
    },
    /// The role's name is none.
    #[codec(index = 18)]
    RoleName,
    /// The member would have too many roles.
    #[codec(index = 19)]
    TooManyRoles,
    /// The member would have too many keys.
    #[codec(index = 20)]
    TooManyKeys,
    /// The ledger's policy does not admit keys of this kind.
    #[codec(index = 21)]
    KeyKind {
        /// Which.
        kind: KeyKind,
    },
    /// A key that nothing can be signed with.
    #[codec(index = 22)]
    Key {
        /// What is wrong with it.
        fault: KeyFault,
    },
}

/// What is wrong with a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum KeyFault {
    /// Not a compressed point (SEC 1 section 2.3.4).
    #[codec(index = 0)]
    NotCompressed,
    /// No point of its curve.
    #[codec(index = 1)]
    NotOnCurve,
    /// Not the one encoding of its point.
    #[codec(index = 2)]
    NotCanonical,
    /// Of low order: it signs nearly every message.
    #[codec(index = 3)]
    LowOrder,
    /// Of a kind that is not known here.
    #[codec(index = 4)]
    Unsupported,
}

impl From<&KeyError> for KeyFault {
    fn from(error: &KeyError) -> Self {
        match error {
            KeyError::NotCompressed { .. } => Self::NotCompressed,
            KeyError::NotOnCurve { .. } => Self::NotOnCurve,
            KeyError::NotCanonical => Self::NotCanonical,
            KeyError::LowOrder => Self::LowOrder,
            KeyError::Unsupported { .. } => Self::Unsupported,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CertificateFault, Denial};

    #[test]
    fn a_denial_holds_numbers_and_no_sentence() {
        let fault = ChangeFault::KeyKind { kind: KeyKind::Sm2 };
        assert_eq!(Denial::BadChange { fault }.encode(), [15, 21, 2]);
        let fault = CertificateFault::Malformed;
        assert_eq!(
            Denial::CertificateRefused { certificate: 1, fault }.encode(),
            [24, 1, 0, 0, 0, 1]
        );
        let what = Thing::Organisation { id: "bank".into() };
        assert_eq!(Denial::NotFound { what }.encode(), [13, 0, 16, b'b', b'a', b'n', b'k']);
    }
}
