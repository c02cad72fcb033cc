//! What a transaction can ask of the ledger itself.

use super::{
    CertificateId, Collection, CollectionId, ContractPolicy, LedgerPolicy, NewKey, NewMember,
    Organisation, OrganisationId, Quota, RoleName, SealingKey, Validity,
};
use crate::{Address, Hash, Height, PublicKey, UnixSeconds};
use alloc::vec::Vec;
use parity_scale_codec::{Decode, Encode};

/// A change of who may do what. Those of organisations, quotas and the ledger's policy need what
/// the policy's `govern` asks for; those of members and trust anchors an `admin` of the same
/// organisation, but a member may rotate its own key; those of a contract what its own policy asks for; those of
/// private records what their collection asks for.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Change {
    /// An organisation joins, or is described anew.
    #[codec(index = 0)]
    SetOrganisation {
        /// Its short name.
        id: OrganisationId,
        /// What it is. Its revocation and its anchors stay as they are, whatever stands here.
        organisation: Organisation,
        /// Trust anchors in DER that it gets besides those that it has.
        anchors: Vec<Vec<u8>>,
        /// Its first admin, or another one for an organisation whose admins lost their keys.
        admin: Option<NewMember>,
    },
    /// An organisation leaves; its members may do nothing from then on.
    #[codec(index = 1)]
    RevokeOrganisation {
        /// Which.
        id: OrganisationId,
        /// First height, not below that of the block.
        from: Height,
    },
    /// A member joins.
    #[codec(index = 2)]
    AddMember(NewMember),
    /// A member may do nothing from then on.
    #[codec(index = 3)]
    RevokeMember {
        /// Which.
        member: Address,
        /// First height, not below that of the block.
        from: Height,
    },
    /// A member gets a role, or has it for another time.
    #[codec(index = 4)]
    GrantRole {
        /// Who.
        member: Address,
        /// Which.
        role: RoleName,
        /// When.
        validity: Validity,
    },
    /// A member loses a role at once.
    #[codec(index = 5)]
    RevokeRole {
        /// Who.
        member: Address,
        /// Which.
        role: RoleName,
    },
    /// A member gets a key, and one that it had signs no more.
    #[codec(index = 6)]
    RotateKey {
        /// Whose.
        member: Address,
        /// The key that signs no more, from the first height of the new one on.
        old: PublicKey,
        /// The new one.
        new: NewKey,
    },
    /// A key signs no more from then on.
    #[codec(index = 7)]
    RevokeKey {
        /// Whose.
        member: Address,
        /// Which.
        key: PublicKey,
        /// First height, not below that of the block.
        from: Height,
    },
    /// Other rules for the ledger.
    #[codec(index = 8)]
    SetLedgerPolicy(LedgerPolicy),
    /// Other rules for a contract; the first ones are set by its deployer, in the transaction
    /// that deploys it or later.
    #[codec(index = 9)]
    SetContractPolicy {
        /// Which.
        contract: Address,
        /// Its rules.
        policy: ContractPolicy,
    },
    /// Calls of a contract that may write are refused from then on.
    #[codec(index = 10)]
    Freeze {
        /// Which.
        contract: Address,
    },
    /// They are not refused any more.
    #[codec(index = 11)]
    Unfreeze {
        /// Which.
        contract: Address,
    },
    /// What an organisation may use; nothing is counted without one.
    #[codec(index = 12)]
    SetQuota {
        /// Which.
        organisation: OrganisationId,
        /// How much.
        quota: Option<Quota>,
    },
    /// A collection of private records, or what it is from now on. Records that are there keep
    /// their recipients.
    #[codec(index = 13)]
    SetCollection {
        /// Its short name.
        id: CollectionId,
        /// What it is.
        collection: Collection,
    },
    /// The key that payloads for an organisation are sealed to from now on; none ends that.
    #[codec(index = 14)]
    SetSealingKey {
        /// Which.
        organisation: OrganisationId,
        /// The key.
        key: Option<SealingKey>,
    },
    /// Records that a payload is shared in a collection.
    #[codec(index = 15)]
    RecordPrivate {
        /// In which.
        collection: CollectionId,
        /// To the payload, salted.
        commitment: Hash,
        /// First second at which nobody may have it any more.
        expires_at: Option<UnixSeconds>,
    },
    /// The sender's organisation has the payload, and it is the one that was committed to.
    #[codec(index = 16)]
    ConfirmDelivery {
        /// Which.
        commitment: Hash,
    },
    /// Every recipient is to erase the payload.
    #[codec(index = 17)]
    PurgePrivate {
        /// Which.
        commitment: Hash,
    },
    /// The sender's organisation has erased the payload with its salt.
    #[codec(index = 18)]
    ConfirmErasure {
        /// Which.
        commitment: Hash,
    },
    /// Certificates may lead to this authority from now on.
    #[codec(index = 19)]
    AddAnchor {
        /// Those of the keys of which organisation.
        organisation: OrganisationId,
        /// The authority's own, in DER.
        certificate: Vec<u8>,
    },
    /// They may not any more, at once: no key signs whose certificates end there.
    #[codec(index = 20)]
    RemoveAnchor {
        /// Those of the keys of which organisation.
        organisation: OrganisationId,
        /// Which.
        anchor: CertificateId,
    },
    /// A certificate vouches for no key of the organisation's members from then on, neither its
    /// own nor one below it.
    #[codec(index = 21)]
    RevokeCertificate {
        /// Those of which organisation.
        organisation: OrganisationId,
        /// Which.
        certificate: CertificateId,
        /// First height, not below that of the block.
        from: Height,
    },
}

impl Change {
    /// Its name, for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SetOrganisation { .. } => "set an organisation",
            Self::RevokeOrganisation { .. } => "revoke an organisation",
            Self::AddMember(_) => "add a member",
            Self::RevokeMember { .. } => "revoke a member",
            Self::GrantRole { .. } => "grant a role",
            Self::RevokeRole { .. } => "revoke a role",
            Self::RotateKey { .. } => "rotate a key",
            Self::RevokeKey { .. } => "revoke a key",
            Self::SetLedgerPolicy(_) => "set the ledger's policy",
            Self::SetContractPolicy { .. } => "set a contract's policy",
            Self::Freeze { .. } => "freeze a contract",
            Self::Unfreeze { .. } => "unfreeze a contract",
            Self::SetQuota { .. } => "set a quota",
            Self::SetCollection { .. } => "set a private collection",
            Self::SetSealingKey { .. } => "set a sealing key",
            Self::RecordPrivate { .. } => "record a private payload",
            Self::ConfirmDelivery { .. } => "confirm a delivery",
            Self::PurgePrivate { .. } => "purge a private record",
            Self::ConfirmErasure { .. } => "confirm an erasure",
            Self::AddAnchor { .. } => "add a trust anchor",
            Self::RemoveAnchor { .. } => "remove a trust anchor",
            Self::RevokeCertificate { .. } => "revoke a certificate",
        }
    }
}
