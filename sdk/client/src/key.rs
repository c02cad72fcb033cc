//! Key pairs of the three kinds: Ed25519, P-256 and SM2.
//!
//! A secret lives in one place of the heap, which is wiped on drop. Signing copies it into a
//! key of the scheme's library for the time of one signature; the libraries of Ed25519 and
//! P-256 wipe theirs, the one of SM2 (sm2 0.14) leaves its own on the stack.

mod error;
mod file;

pub use error::KeyError;

use ed25519_dalek::Signer as _;
use sandpact_abi::{Address, KeyKind, PublicKey, Signature};
use sandpact_keys::SM2_DISTINGUISHING_ID;
use sm2::elliptic_curve::sec1::ToSec1Point as _;
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// Random secrets that are tried: one in 2^32 is beyond the order of its curve.
const GENERATE_TRIES_MAX: usize = 8;

/// A signing key, its public key and the account's address.
#[derive(Clone)]
pub struct KeyPair {
    public: PublicKey,
    /// In a box, so that moving the pair leaves no copy behind.
    secret: Box<Zeroizing<[u8; 32]>>,
}

impl KeyPair {
    /// A new key from the operating system's random source.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn generate(kind: KeyKind) -> Result<Self, KeyError> {
        for _ in 0..GENERATE_TRIES_MAX {
            let mut secret = Box::new(Zeroizing::new([0; 32]));
            getrandom::fill(&mut secret[..])
                .map_err(|error| KeyError::NoRandomness { reason: error.to_string() })?;
            if let Some(public) = public_key(kind, &secret) {
                return Ok(Self { public, secret });
            }
        }
        Err(KeyError::NoRandomness { reason: "its bytes are not random".into() })
    }

    /// The Ed25519 key of a 32-byte seed (RFC 8032 section 5.1.5, the private key).
    #[must_use]
    pub fn from_seed(mut seed: [u8; 32]) -> Self {
        let secret = boxed(&seed);
        seed.zeroize();
        Self { public: PublicKey::Ed25519(ed25519_public(&secret)), secret }
    }

    /// The key of a secret: for Ed25519 any seed; for P-256 a scalar from 1 to n - 1 (FIPS
    /// 186-5 section 6.2); for SM2 one from 1 to n - 2 (GB/T 32918.1-2016 section 6.1), most
    /// significant byte first.
    ///
    /// # Errors
    /// [`KeyError::NotAScalar`].
    pub fn from_secret(kind: KeyKind, secret: &[u8; 32]) -> Result<Self, KeyError> {
        let secret = boxed(secret);
        let public = public_key(kind, &secret).ok_or(KeyError::NotAScalar { kind })?;
        Ok(Self { public, secret })
    }

    /// The public key.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public
    }

    /// The account's address.
    #[must_use]
    pub fn address(&self) -> Address {
        sandpact_keys::address_of(&self.public)
    }

    /// Signature over `message` that [`sandpact_keys::verify`] takes; the same for the same
    /// message. Nonces are those of RFC 8032, of RFC 6979 section 3.2 for P-256, and of RFC
    /// 6979 with SM3 for SM2.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.try_sign(message).expect(
            "the secret was checked when the pair was made, and a digest for which a nonce is \
             no good cannot be found",
        )
    }

    /// Signature of an Ed25519 key over `message`; `None` for other kinds.
    #[must_use]
    pub fn sign_ed25519(&self, message: &[u8]) -> Option<[u8; 64]> {
        match self.sign(message) {
            Signature::Ed25519(bytes) => Some(bytes),
            _ => None,
        }
    }

    fn try_sign(&self, message: &[u8]) -> Option<Signature> {
        Some(match self.public.kind() {
            KeyKind::Ed25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(&self.secret);
                Signature::Ed25519(key.sign(message).to_bytes())
            }
            KeyKind::P256 => {
                let key = p256_key(&self.secret)?;
                let signature: p256::ecdsa::Signature = key.try_sign(message).ok()?;
                Signature::P256(signature.normalize_s().to_bytes().into())
            }
            KeyKind::Sm2 => {
                let key = sm2_key(&self.secret)?;
                Signature::Sm2(key.try_sign(message).ok()?.to_bytes().into())
            }
        })
    }
}

/// A copy on the heap, with none on the stack on the way.
fn boxed(secret: &[u8; 32]) -> Box<Zeroizing<[u8; 32]>> {
    let mut boxed = Box::new(Zeroizing::new([0; 32]));
    boxed.copy_from_slice(secret);
    boxed
}

/// The public key of a secret; `None` when the secret is no scalar of its curve.
fn public_key(kind: KeyKind, secret: &[u8; 32]) -> Option<PublicKey> {
    Some(match kind {
        KeyKind::Ed25519 => PublicKey::Ed25519(ed25519_public(secret)),
        KeyKind::P256 => {
            let point = p256_key(secret)?.verifying_key().to_sec1_point(true);
            PublicKey::P256(point.as_bytes().try_into().ok()?)
        }
        KeyKind::Sm2 => {
            let point = sm2_key(secret)?.verifying_key().to_sec1_point(true);
            PublicKey::Sm2(point.as_bytes().try_into().ok()?)
        }
    })
}

fn ed25519_public(seed: &[u8; 32]) -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes()
}

fn p256_key(secret: &[u8; 32]) -> Option<p256::ecdsa::SigningKey> {
    p256::ecdsa::SigningKey::from_slice(secret).ok()
}

/// The order of the curve less 1, GB/T 32918.5-2017 section 2: with this secret 1 + d has no
/// inverse, and nothing can be signed.
const SM2_ORDER_LESS_1: [u8; 32] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x22,
];

fn sm2_key(secret: &[u8; 32]) -> Option<sm2::dsa::SigningKey> {
    if *secret == SM2_ORDER_LESS_1 {
        return None;
    }
    sm2::dsa::SigningKey::from_slice(SM2_DISTINGUISHING_ID, secret).ok()
}

/// Shows the address only, never the secret.
impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.address())
    }
}

#[cfg(test)]
mod tests;
