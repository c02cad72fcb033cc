//! Private records: what the ledger knows of payloads that it never sees. Who has them, until
//! when, and who has erased them (`docs/private.md`).

use super::{OrganisationId, Rule};
use crate::{Hash, Height, UnixSeconds, limits};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
};
use core::fmt;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};

/// The short name of a private collection; of the form of an [`OrganisationId`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct CollectionId(pub String);

impl CollectionId {
    /// Whether it is a name as organisations have one.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        OrganisationId(self.0.clone()).is_valid()
    }
}

impl From<&str> for CollectionId {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for CollectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The public key that payloads for an organisation are sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, MaxEncodedLen)]
pub enum SealingKey {
    /// X25519, RFC 7748 section 5; for HPKE with DHKEM(X25519, HKDF-SHA256), RFC 9180.
    #[codec(index = 0)]
    X25519([u8; 32]),
}

impl SealingKey {
    /// What stands in front of its digits in files and messages.
    pub const X25519_NAME: &'static str = "x25519";
}

impl fmt::Display for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::X25519(bytes) = self;
        write!(f, "{}:{}", Self::X25519_NAME, Hash(*bytes))
    }
}

/// Organisations that share private records, and what their members may do with them. A rule
/// lets in members of these organisations only, whomever else it names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Collection {
    /// Who has the payloads.
    pub organisations: BTreeSet<OrganisationId>,
    /// Longest time that a record is kept, in seconds; every record needs an end then.
    pub keeps_seconds_max: Option<u64>,
    /// Who records.
    pub record: Rule,
    /// Who says for its organisation that a payload came, or was erased.
    pub confirm: Rule,
    /// Who has a record erased before its end.
    pub purge: Rule,
}

impl Collection {
    /// Whether it is of a size that may be stored, and its names are names.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        (1..=limits::COLLECTION_ORGANISATIONS_MAX).contains(&self.organisations.len())
            && self.organisations.iter().all(OrganisationId::is_valid)
            && [&self.record, &self.confirm, &self.purge].into_iter().all(Rule::is_within_limits)
    }
}

/// A private record. Its key is the commitment to the payload.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PrivateRecord {
    /// In which collection.
    pub collection: CollectionId,
    /// Who recorded it.
    pub recorded_by: OrganisationId,
    /// When.
    pub recorded_at: UnixSeconds,
    /// First second at which nobody may have it any more; no end without one.
    pub expires_at: Option<UnixSeconds>,
    /// Who was to have it: the collection's organisations at that time.
    pub recipients: BTreeSet<OrganisationId>,
    /// Who said that the payload came and is the one that was committed to, and at which height.
    pub delivered: BTreeMap<OrganisationId, Height>,
    /// Whose wish it is that it be erased, and since which height.
    pub purged: Option<(OrganisationId, Height)>,
    /// Who said that it erased the payload with its salt, and at which height.
    pub erased: BTreeMap<OrganisationId, Height>,
}

impl PrivateRecord {
    /// Whether nobody may have it any more at this time: it was purged, or it expired.
    #[must_use]
    pub fn has_ended(&self, time: UnixSeconds) -> bool {
        self.purged.is_some() || self.expires_at.is_some_and(|expires_at| expires_at <= time)
    }

    /// The organisations that have not yet said that they erased it.
    pub fn keeping(&self) -> impl Iterator<Item = &OrganisationId> {
        self.recipients.iter().filter(|id| !self.erased.contains_key(*id))
    }
}
