//! The one place where public keys, signatures and certificates are verified.
//!
//! Every rule is the strictest one of its standard, so that a signature that verifies has one
//! byte form and nobody but the signer can make another; `docs/keys.md` lists the rules and
//! where they come from. A verdict depends on nothing but its arguments: no clock, no
//! randomness, no configuration but the feature `gm`.
//!
//! This crate signs nothing and stores nothing. It knows nothing of transactions.

pub mod certificate;
mod ed25519;
mod error;
mod p256;
#[cfg(feature = "gm")]
mod sm2;
#[cfg(not(feature = "gm"))]
#[path = "sm2_absent.rs"]
mod sm2;

pub use error::KeyError;

use sandpact_abi::{Address, AddressSource, KeyKind, PublicKey, Signature};
use sha3::{Digest as _, Sha3_256};

/// The distinguishing identifier of every SM2 signer: the default of GM/T 0009-2012 section 10,
/// which RFC 8998 section 3.2.1 quotes and certificates use too.
pub const SM2_DISTINGUISHING_ID: &str = "1234567812345678";

/// Whether `signature` over `message` is good under `key`; false when their kinds differ.
/// The message is hashed here, by the hash function of the scheme.
///
/// ```
/// use sandpact_abi::{PublicKey, Signature};
///
/// assert!(!sandpact_keys::verify(&PublicKey::P256([2; 33]), b"", &Signature::P256([1; 64])));
/// ```
#[must_use]
pub fn verify(key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
    match (key, signature) {
        (PublicKey::Ed25519(key), Signature::Ed25519(bytes)) => {
            ed25519::verify(key, message, bytes)
        }
        (PublicKey::P256(key), Signature::P256(bytes)) => p256::verify(key, message, bytes),
        (PublicKey::Sm2(key), Signature::Sm2(bytes)) => sm2::verify(key, message, bytes),
        _ => false,
    }
}

/// Whether a key may be registered: a key that is refused here verifies nothing.
///
/// # Errors
/// [`KeyError`], which says what is wrong with it.
pub fn check_key(key: &PublicKey) -> Result<(), KeyError> {
    match key {
        PublicKey::Ed25519(bytes) => ed25519::decode(bytes).map(drop),
        PublicKey::P256(bytes) => p256::decode(bytes).map(drop),
        PublicKey::Sm2(bytes) => sm2::decode(bytes).map(drop),
    }
}

/// The address of the account whose key this is. The key is not checked.
#[must_use]
pub fn address_of(key: &PublicKey) -> Address {
    match key.address_source() {
        AddressSource::Address(address) => address,
        AddressSource::Sha3Of(bytes) => Address(Sha3_256::digest(bytes).into()),
    }
}

/// Whether bytes have the form of a point in a certificate: SEC 1 section 2.3.3, compressed or
/// uncompressed. The hybrid, compact and infinity forms are refused.
fn check_point_form(kind: KeyKind, bytes: &[u8]) -> Result<(), KeyError> {
    match (bytes.first(), bytes.len()) {
        (Some(2 | 3), 33) | (Some(4), 65) => Ok(()),
        (tag, _) => Err(KeyError::NotCompressed { kind, tag: tag.copied().unwrap_or(0) }),
    }
}
