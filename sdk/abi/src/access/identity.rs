//! Organisations, their members, and from which height to which each of them counts.

use super::{CertificateId, Certificates, Certified};
use crate::{Height, PublicKey, limits};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};
use core::fmt;
use parity_scale_codec::{Decode, Encode};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
        pub struct $name(pub String);

        impl $name {
            /// Whether it is 1 to [`limits::ACCESS_NAME_LEN_BYTES_MAX`] bytes of `a` to `z`, `0`
            /// to `9`, `-` and `_`, the first one a letter.
            #[must_use]
            pub fn is_valid(&self) -> bool {
                let is_allowed =
                    |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
                self.0.len() <= limits::ACCESS_NAME_LEN_BYTES_MAX
                    && self.0.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
                    && self.0.bytes().all(is_allowed)
            }
        }

        impl From<&str> for $name {
            fn from(name: &str) -> Self {
                Self(name.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The short name of an organisation, which rules refer to.
    OrganisationId
}

name! {
    /// The name of a role that a member has on the whole ledger.
    RoleName
}

name! {
    /// The name of an attribute of a member.
    AttributeName
}

impl RoleName {
    /// The role that manages the members of its own organisation, and nothing else.
    pub const ADMIN: &'static str = "admin";
}

/// From which height to which something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Validity {
    /// First height.
    pub from: Height,
    /// Last height; no end without one.
    pub until: Option<Height>,
}

impl Validity {
    /// From a height on, without an end.
    #[must_use]
    pub const fn since(from: Height) -> Self {
        Self { from, until: None }
    }
}

/// The end of something before its validity ended. It holds below that height, from then on it
/// does not; what was done before stays done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Revocation {
    /// It was taken away.
    #[codec(index = 0)]
    Revoked {
        /// First height at which it does not hold.
        from: Height,
    },
    /// A key was replaced by another of the same member.
    #[codec(index = 1)]
    Rotated {
        /// First height at which it does not hold.
        from: Height,
    },
}

impl Revocation {
    /// First height at which it does not hold.
    #[must_use]
    pub const fn from(&self) -> Height {
        match self {
            Self::Revoked { from } | Self::Rotated { from } => *from,
        }
    }
}

/// A legal person that takes part in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Organisation {
    /// Its name for people, at most [`limits::ACCESS_TEXT_LEN_BYTES_MAX`] bytes.
    pub name: String,
    /// When it takes part.
    pub validity: Validity,
    /// When it left.
    pub revocation: Option<Revocation>,
    /// The roles that its admins may give to its members, besides `admin`.
    pub roles: BTreeSet<RoleName>,
    /// Whether its members' keys need certificates.
    pub certificates: Certificates,
    /// The trust anchors that certificates of its members' keys may lead to.
    pub anchors: BTreeSet<CertificateId>,
}

impl Organisation {
    /// Whether its numbers and texts are within the limits.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        self.name.len() <= limits::ACCESS_TEXT_LEN_BYTES_MAX
            && self.roles.len() <= limits::MEMBER_ROLES_MAX
            && self.roles.iter().all(RoleName::is_valid)
            && self.anchors.len() <= limits::ORGANISATION_ANCHORS_MAX
    }
}

/// What rules may ask of a member besides roles: `department`, `licence` and the like.
pub type Attributes = BTreeMap<AttributeName, String>;

/// Somebody who acts for one organisation: a person, a department or a system.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Member {
    /// For whom.
    pub organisation: OrganisationId,
    /// When it may act.
    pub validity: Validity,
    /// When that ended.
    pub revocation: Option<Revocation>,
    /// Its roles, and when it has each.
    pub roles: BTreeMap<RoleName, Validity>,
    /// Its attributes.
    pub attributes: Attributes,
    /// Its keys, in the order in which they came; the member's address is that of the first.
    pub keys: Vec<MemberKey>,
}

/// A key of a member.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MemberKey {
    /// The key.
    pub key: PublicKey,
    /// When it may sign.
    pub validity: Validity,
    /// When that ended.
    pub revocation: Option<Revocation>,
    /// The certificates that vouched for it when it was added, if any did.
    pub certified: Option<Certified>,
}

impl Member {
    /// The member's key with this public key.
    #[must_use]
    pub fn key(&self, key: &PublicKey) -> Option<&MemberKey> {
        self.keys.iter().find(|own| own.key == *key)
    }

    /// Whether its numbers and texts are within the limits.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        is_within_limits(&self.organisation, self.roles.keys(), &self.attributes, self.keys.len())
    }
}

/// Whether what a member has is within the limits.
pub(super) fn is_within_limits<'a>(
    organisation: &OrganisationId,
    mut roles: impl ExactSizeIterator<Item = &'a RoleName>,
    attributes: &Attributes,
    keys: usize,
) -> bool {
    let is_text = |text: &String| text.len() <= limits::ACCESS_TEXT_LEN_BYTES_MAX;
    organisation.is_valid()
        && roles.len() <= limits::MEMBER_ROLES_MAX
        && roles.all(RoleName::is_valid)
        && attributes.len() <= limits::MEMBER_ATTRIBUTES_MAX
        && attributes.iter().all(|(name, text)| name.is_valid() && is_text(text))
        && (1..=limits::MEMBER_KEYS_MAX).contains(&keys)
}
