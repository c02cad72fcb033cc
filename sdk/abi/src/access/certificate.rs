//! Keys on their way to the ledger: who has them, and which certificates vouch for that. How
//! certificates are identified and a key is proven, to the byte (`docs/access.md`).

use super::{Attributes, OrganisationId, RoleName, Validity};
use crate::{Address, ChainId, Hash, PublicKey, Signature, UnixSeconds};
use alloc::{collections::BTreeMap, vec::Vec};
use core::fmt;
use parity_scale_codec::{Decode, Encode};

/// Which certificate it is: SHA3-256 of [`CertificateId::preimage`]. A digest of all bytes would
/// not do, since an ECDSA signature has two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct CertificateId(pub Hash);

impl CertificateId {
    /// With what the identified bytes begin: no other hash of the ledger starts so.
    pub const DOMAIN: &'static [u8] = b"sandpact/certificate/v1";

    /// The bytes whose SHA3-256 identifies a certificate: [`Self::DOMAIN`], then SCALE of the
    /// issuer's name in DER and of the serial number's contents, each with its length.
    #[must_use]
    pub fn preimage(issuer_der: &[u8], serial: &[u8]) -> Vec<u8> {
        let mut bytes = Self::DOMAIN.to_vec();
        issuer_der.encode_to(&mut bytes);
        serial.encode_to(&mut bytes);
        bytes
    }
}

/// 64 lower-case hexadecimal digits.
impl fmt::Display for CertificateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether the keys of an organisation's members need certificates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum Certificates {
    /// A key may have one.
    #[default]
    #[codec(index = 0)]
    Optional,
    /// No key is added without one.
    #[codec(index = 1)]
    Required,
}

/// What the ledger keeps of the certificates that vouched for a key when it was added.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Certified {
    /// The certificates, the member's first, the anchor last.
    pub path: Vec<CertificateId>,
    /// First second at which all of them are valid.
    pub not_before: UnixSeconds,
    /// Last second at which all of them are valid.
    pub not_after: UnixSeconds,
}

impl Certified {
    /// The anchor that the path ends at.
    #[must_use]
    pub fn anchor(&self) -> Option<&CertificateId> {
        self.path.last()
    }

    /// The certificates that anybody but the organisation itself issued: all but the anchor.
    #[must_use]
    pub fn issued(&self) -> &[CertificateId] {
        self.path.split_last().map_or(&[], |(_, issued)| issued)
    }
}

/// A key that a member is to have.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NewKey {
    /// The key.
    pub key: PublicKey,
    /// When it may sign.
    pub validity: Validity,
    /// Certificates in DER (`docs/keys.md`), the one of this key first, then each one's issuer,
    /// without the anchor; none for a key that no certificate is about.
    pub path: Vec<Vec<u8>>,
    /// The key's signature over SHA3-256 of [`key_proof_preimage`]: whoever adds it has it. Only
    /// what a ledger begins with may lack it.
    pub proof: Option<Signature>,
}

impl NewKey {
    /// A key without certificates and without proof, valid from the first height on.
    #[must_use]
    pub fn of(key: PublicKey) -> Self {
        Self { key, validity: Validity::default(), path: Vec::new(), proof: None }
    }
}

/// A member that is to join.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NewMember {
    /// For whom it acts.
    pub organisation: OrganisationId,
    /// When it may act.
    pub validity: Validity,
    /// Its roles, and when it has each.
    pub roles: BTreeMap<RoleName, Validity>,
    /// Its attributes.
    pub attributes: Attributes,
    /// Its keys; the member's address is that of the first.
    pub keys: Vec<NewKey>,
}

impl NewMember {
    /// Whether its numbers and texts are within the limits; those of certificates are not looked
    /// at.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        super::identity::is_within_limits(
            &self.organisation,
            self.roles.keys(),
            &self.attributes,
            self.keys.len(),
        )
    }
}

/// The bytes whose SHA3-256 a key signs to be added to a member: a tag that no other signed
/// message begins with, then SCALE of the ledger's name, the organisation, the member's address
/// and the key.
#[must_use]
pub fn key_proof_preimage(
    chain_id: &ChainId,
    organisation: &OrganisationId,
    member: &Address,
    key: &PublicKey,
) -> Vec<u8> {
    let mut bytes = b"sandpact/key-proof/v1".to_vec();
    chain_id.encode_to(&mut bytes);
    organisation.encode_to(&mut bytes);
    member.encode_to(&mut bytes);
    key.encode_to(&mut bytes);
    bytes
}
