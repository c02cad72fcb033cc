//! The two digests by which documents appear on the ledger. They are never mixed.
//!
//! * A *commitment* proves later what was committed to and tells nothing before:
//!   SHA-256 over a tag, a random salt and the bytes. Salt and document stay off
//!   the ledger. Destroying the salt makes the digest meaningless for good.
//! * A *fingerprint* finds duplicates: HMAC-SHA-256 (RFC 2104, FIPS 198-1) over a
//!   normalised tuple. A random salt would hide duplicates and a bare hash of a tax
//!   number, a date and an amount can be guessed, so the key is a secret that the
//!   participants share. Whoever holds the key can test guesses: fingerprints keep
//!   outsiders out, not participants. A new key starts a new epoch; the same tuple has
//!   another fingerprint there, so during a rotation both must be looked up.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sandpact_abi::Hash;
use sha2::{Digest as _, Sha256};
use std::fmt;
use thiserror::Error;
use zeroize::Zeroize as _;

/// The operating system gave no random bytes.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no random bytes from the operating system: {reason}")]
pub struct RandomError {
    /// What the system said.
    pub reason: String,
}

fn random_bytes() -> Result<[u8; 32], RandomError> {
    let mut bytes = [0; 32];
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(RandomError { reason: error.to_string() }),
    }
}

/// Salt of one document's commitment: 32 bytes, never used for a second document.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A fresh salt from the operating system's random source.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn random() -> Result<Self, RandomError> {
        random_bytes().map(Self)
    }

    /// The salt that was kept with a document.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to keep with the document.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A salt leaves no copy behind: without it the commitment says nothing.
impl Drop for Salt {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Shows nothing: who has the salt and a guess can test it.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(..)")
    }
}

/// Commits to `canonical`, whose meaning `tag` names.
///
/// SHA-256 over the tag's length (8 bytes, big-endian), the tag, the salt and the
/// bytes. The length in front makes the input injective: no two different triples
/// of tag, salt and bytes are hashed as the same string.
///
/// ```
/// use sandpact_client::commitment::{Salt, commit};
/// let salt = Salt::from_bytes([7; 32]);
/// assert_ne!(commit("invoice", &salt, b"100.00"), commit("invoice", &salt, b"100.0"));
/// ```
#[must_use]
pub fn commit(tag: &str, salt: &Salt, canonical: &[u8]) -> Hash {
    let digest = Sha256::new()
        .chain_update(length_prefix(tag.as_bytes()))
        .chain_update(tag)
        .chain_update(salt.0)
        .chain_update(canonical)
        .finalize();
    Hash(digest.into())
}

/// The participants' shared secret for fingerprints, and the number of its epoch.
#[derive(Clone, PartialEq, Eq)]
pub struct FingerprintKey {
    key: [u8; 32],
    epoch: u32,
}

impl FingerprintKey {
    /// The key of an epoch, as the participants agreed on it.
    #[must_use]
    pub const fn new(key: [u8; 32], epoch: u32) -> Self {
        Self { key, epoch }
    }

    /// A fresh key from the operating system's random source.
    ///
    /// # Errors
    /// [`RandomError`].
    pub fn random(epoch: u32) -> Result<Self, RandomError> {
        random_bytes().map(|key| Self { key, epoch })
    }

    /// Number of the epoch; stored on the ledger beside each fingerprint.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }
}

/// A key leaves no copy behind.
impl Drop for FingerprintKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// Shows the epoch, never the key.
impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FingerprintKey").field("epoch", &self.epoch).finish_non_exhaustive()
    }
}

/// Fingerprint of a tuple of normalised fields; the first field should name its meaning.
///
/// HMAC-SHA-256 over all fields in order, each behind its length (8 bytes, big-endian).
/// The lengths make the input injective: `["ab", "c"]` and `["a", "bc"]` differ.
#[must_use]
pub fn fingerprint(key: &FingerprintKey, fields: &[&str]) -> Hash {
    let mut message = Vec::new();
    for field in fields {
        message.extend(length_prefix(field.as_bytes()));
        message.extend(field.as_bytes());
    }
    Hash(hmac_sha256(&key.key, &message))
}

fn length_prefix(bytes: &[u8]) -> [u8; 8] {
    u64::try_from(bytes.len()).expect("a length in memory fits in 64 bits").to_be_bytes()
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.chain_update(message).finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// RFC 4231 sections 4.2 to 4.4 and 4.7: key, data, HMAC-SHA-256.
    #[test]
    fn the_rfc_4231_vectors_come_out_as_published() {
        let vectors: [(&[u8], &[u8], &str); 4] = [
            (
                &[0x0b; 20],
                b"Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, data, expected) in vectors {
            assert_eq!(hex::encode(hmac_sha256(key, data)), expected);
        }
    }

    #[test]
    fn a_commitment_is_sha_256_of_the_documented_string() {
        let salt = Salt::from_bytes([9; 32]);
        let mut string = vec![0, 0, 0, 0, 0, 0, 0, 3];
        string.extend(b"tag");
        string.extend([9; 32]);
        string.extend(b"bytes");
        assert_eq!(commit("tag", &salt, b"bytes").0, <[u8; 32]>::from(Sha256::digest(string)));
    }

    #[test]
    fn every_part_of_a_commitment_counts() {
        let salt = Salt::from_bytes([1; 32]);
        let base = commit("tag", &salt, b"bytes");
        assert_eq!(commit("tag", &salt.clone(), b"bytes"), base);
        assert_ne!(commit("tags", &salt, b"bytes"), base);
        assert_ne!(commit("tag", &Salt::from_bytes([2; 32]), b"bytes"), base);
        assert_ne!(commit("tag", &salt, b"byte"), base);
        // Moving a byte over a border: without the length these two would be one string.
        let inner = Salt::from_bytes([b'a'; 32]);
        assert_ne!(commit("t", &inner, b"x"), commit("ta", &inner, b"x"));
        assert_ne!(commit("t", &inner, b"ax"), commit("ta", &inner, b"x"));
    }

    #[test]
    fn a_fingerprint_depends_on_key_and_borders_and_not_on_the_epoch_number() {
        let key = FingerprintKey::new([3; 32], 1);
        let base = fingerprint(&key, &["ab", "c"]);
        assert_ne!(fingerprint(&key, &["a", "bc"]), base);
        assert_ne!(fingerprint(&key, &["ab", "c", ""]), base);
        assert_ne!(fingerprint(&FingerprintKey::new([4; 32], 1), &["ab", "c"]), base);
        assert_eq!(fingerprint(&FingerprintKey::new([3; 32], 2), &["ab", "c"]), base);
        assert_eq!(fingerprint(&key, &[]).0, hmac_sha256(&[3; 32], b""));
    }

    #[test]
    fn secrets_are_random_and_never_shown() {
        assert_ne!(Salt::random().unwrap(), Salt::random().unwrap());
        assert_ne!(FingerprintKey::random(1).unwrap(), FingerprintKey::random(1).unwrap());
        assert_eq!(format!("{:?}", Salt::from_bytes([1; 32])), "Salt(..)");
        let shown = format!("{:?}", FingerprintKey::new([7; 32], 4));
        assert_eq!(shown, "FingerprintKey { epoch: 4, .. }");
        assert_eq!(Salt::from_bytes([5; 32]).as_bytes(), &[5; 32]);
    }
}
