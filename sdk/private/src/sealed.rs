//! A payload that only some organisations can open.
//!
//! The payload is encrypted once, under a random key that is used for nothing else; that key is
//! sealed to each organisation with HPKE (RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256),
//! HKDF-SHA256, ChaCha20-Poly1305).

use crate::{PrivateError, SealingKeyPair, payload::Payload};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit as _, Nonce,
    aead::{Aead as _, Payload as Text},
};
use hpke::{
    Deserializable as _, OpModeR, OpModeS, Serializable as _, aead, kdf::HkdfSha256,
    kem::X25519HkdfSha256, single_shot_open, single_shot_seal,
};
use parity_scale_codec::{Decode, DecodeLimit as _, Encode};
use sandpact_abi::{
    Hash,
    access::{CollectionId, OrganisationId, SealingKey},
    limits,
};
use sandpact_client::commitment::{RandomError, Salt};
use zeroize::Zeroizing;

/// What every sealed payload begins with: its name and the version of its form.
const MAGIC: &[u8; 16] = b"sandpact-sealed\x01";

/// What a sealed key is bound to, before the collection, the commitment and the organisation.
const INFO: &[u8] = b"sandpact/private/key/v1";

/// Bytes of a salt, which stands in front of the payload's.
const SALT_LEN_BYTES: usize = 32;

/// Longest sealed payload: the payload, its salt and tag, and the keys of as many organisations
/// as a collection may have.
pub const SEALED_LEN_BYTES_MAX: usize = crate::PAYLOAD_LEN_BYTES_MAX + 16 * 1024;

/// Deepest nesting of a sealed payload's SCALE; its lists hold no lists.
const DEPTH_MAX: u32 = 4;

/// A payload that only its recipients can open.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Sealed {
    /// The collection of the record.
    pub collection: CollectionId,
    /// The record: the commitment to the payload.
    pub commitment: Hash,
    /// The payload's key, for each recipient.
    pub keys: Vec<SealedKey>,
    /// Salt and payload, encrypted.
    pub ciphertext: Vec<u8>,
}

/// A payload's key, sealed to an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SealedKey {
    /// To whom.
    pub organisation: OrganisationId,
    /// What HPKE calls the encapsulated key.
    pub encapsulated: [u8; 32],
    /// The key and its tag.
    pub ciphertext: [u8; 48],
}

/// Seals a payload to organisations with these keys.
///
/// # Errors
/// [`PrivateError::Recipients`], [`PrivateError::BadKey`] and [`PrivateError::NoRandomness`].
pub fn seal(
    payload: &Payload,
    collection: &CollectionId,
    recipients: &[(OrganisationId, SealingKey)],
) -> Result<Sealed, PrivateError> {
    seal_under(payload, collection, payload.commitment(collection), recipients)
}

fn seal_under(
    payload: &Payload,
    collection: &CollectionId,
    commitment: Hash,
    recipients: &[(OrganisationId, SealingKey)],
) -> Result<Sealed, PrivateError> {
    let (got, limit) = (recipients.len(), limits::COLLECTION_ORGANISATIONS_MAX);
    if got == 0 || got > limit {
        return Err(PrivateError::Recipients { got, limit });
    }
    let mut key = Zeroizing::new([0; 32]);
    getrandom::fill(&mut key[..]).map_err(|error| RandomError { reason: error.to_string() })?;
    let mut plaintext =
        Zeroizing::new(Vec::with_capacity(payload.bytes().len().saturating_add(SALT_LEN_BYTES)));
    plaintext.extend_from_slice(payload.salt().as_bytes());
    plaintext.extend_from_slice(payload.bytes());
    let bound = (collection, commitment).encode();
    let ciphertext = ChaCha20Poly1305::new((&*key).into())
        .encrypt(&Nonce::default(), Text { msg: &plaintext, aad: &bound })
        .expect("a payload is far shorter than what the cipher takes");
    let keys = recipients.iter().map(|(organisation, to)| {
        seal_key(&key, &info(collection, &commitment, organisation), to).map_or_else(
            || Err(PrivateError::BadKey { organisation: organisation.clone() }),
            |(encapsulated, ciphertext)| {
                Ok(SealedKey { organisation: organisation.clone(), encapsulated, ciphertext })
            },
        )
    });
    let keys = keys.collect::<Result<_, _>>()?;
    Ok(Sealed { collection: collection.clone(), commitment, keys, ciphertext })
}

fn info(collection: &CollectionId, commitment: &Hash, organisation: &OrganisationId) -> Vec<u8> {
    [INFO, &(collection, commitment, organisation).encode()].concat()
}

fn seal_key(key: &[u8; 32], info: &[u8], to: &SealingKey) -> Option<([u8; 32], [u8; 48])> {
    let SealingKey::X25519(to) = to;
    let to = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(to).ok()?;
    let (encapsulated, ciphertext) = single_shot_seal::<
        aead::ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &to, info, key, &[])
    .ok()?;
    Some((encapsulated.to_bytes().into(), ciphertext.try_into().ok()?))
}

/// Opens a payload as one of its recipients, and checks that it is what its record commits to.
///
/// # Errors
/// [`PrivateError::NotARecipient`], [`PrivateError::DoesNotOpen`] and
/// [`PrivateError::WrongPayload`].
pub fn open(
    sealed: &Sealed,
    organisation: &OrganisationId,
    key: &SealingKeyPair,
) -> Result<Payload, PrivateError> {
    let mut keys = sealed.keys.iter();
    let own = keys.find(|own| own.organisation == *organisation);
    let own =
        own.ok_or_else(|| PrivateError::NotARecipient { organisation: organisation.clone() })?;
    let info = info(&sealed.collection, &sealed.commitment, organisation);
    let content_key = open_key(own, &info, key).ok_or(PrivateError::DoesNotOpen)?;
    let bound = (&sealed.collection, sealed.commitment).encode();
    let plaintext = ChaCha20Poly1305::new((&*content_key).into())
        .decrypt(&Nonce::default(), Text { msg: &sealed.ciphertext, aad: &bound })
        .map_err(|_| PrivateError::DoesNotOpen)?;
    let plaintext = Zeroizing::new(plaintext);
    let wrong = || PrivateError::WrongPayload { commitment: sealed.commitment };
    let (salt, bytes) = plaintext.split_first_chunk::<SALT_LEN_BYTES>().ok_or_else(wrong)?;
    let payload = Payload::with_salt(Salt::from_bytes(*salt), bytes)?;
    if payload.commitment(&sealed.collection) != sealed.commitment {
        return Err(wrong());
    }
    Ok(payload)
}

fn open_key(own: &SealedKey, info: &[u8], key: &SealingKeyPair) -> Option<Zeroizing<[u8; 32]>> {
    let encapsulated =
        <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(&own.encapsulated).ok()?;
    let opened = single_shot_open::<aead::ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &key.private(),
        &encapsulated,
        info,
        &own.ciphertext,
        &[],
    );
    let opened = Zeroizing::new(opened.ok()?);
    Some(Zeroizing::new(opened.as_slice().try_into().ok()?))
}

impl Sealed {
    /// The bytes to hand over or to keep.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [&MAGIC[..], &self.encode()].concat()
    }

    /// Reads such bytes. Whether the payload is the right one, only [`open`] says.
    ///
    /// # Errors
    /// [`PrivateError::NotSealed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PrivateError> {
        let scale = bytes.strip_prefix(MAGIC).filter(|_| bytes.len() <= SEALED_LEN_BYTES_MAX);
        let sealed =
            scale.and_then(|scale| Self::decode_all_with_depth_limit(DEPTH_MAX, &mut &*scale).ok());
        let is_named = |sealed: &Self| {
            sealed.collection.is_valid()
                && sealed.keys.len() <= limits::COLLECTION_ORGANISATIONS_MAX
                && sealed.keys.iter().all(|own| own.organisation.is_valid())
        };
        sealed.filter(is_named).ok_or(PrivateError::NotSealed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A sender that seals something else than what it has recorded.
    #[test]
    fn what_opens_and_was_not_committed_to_is_refused() {
        let key = SealingKeyPair::generate().unwrap();
        let (collection, bank) = (CollectionId::from("prices"), OrganisationId::from("bank-a"));
        let recorded = Payload::new(b"100").unwrap().commitment(&collection);
        let other = Payload::new(b"999").unwrap();
        let to = [(bank.clone(), key.public())];
        let sealed = seal_under(&other, &collection, recorded, &to).unwrap();
        let refused = open(&sealed, &bank, &key).unwrap_err();
        assert!(
            matches!(refused, PrivateError::WrongPayload { commitment } if commitment == recorded)
        );
        let honest = seal(&other, &collection, &to).unwrap();
        assert_eq!(open(&honest, &bank, &key).unwrap(), other);
    }
}
