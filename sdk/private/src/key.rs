//! What payloads for an organisation are sealed to and opened with.

use crate::PrivateError;
use hpke::{Deserializable as _, Kem as _, Serializable as _, kem::X25519HkdfSha256};
use sandpact_abi::access::SealingKey;
use sandpact_client::{commitment::RandomError, key::KeyError, secret_file};
use std::{fmt, path::Path};
use zeroize::Zeroizing;

/// An X25519 key pair (RFC 7748 section 5). The secret lives in one place of the heap, which is
/// wiped on drop.
#[derive(Clone)]
pub struct SealingKeyPair {
    public: SealingKey,
    secret: Box<Zeroizing<[u8; 32]>>,
}

impl SealingKeyPair {
    /// A new pair from the operating system's random source.
    ///
    /// # Errors
    /// [`PrivateError::NoRandomness`].
    pub fn generate() -> Result<Self, PrivateError> {
        let mut secret = Box::new(Zeroizing::new([0; 32]));
        getrandom::fill(&mut secret[..])
            .map_err(|error| RandomError { reason: error.to_string() })?;
        Ok(Self::of(secret))
    }

    /// The pair of a secret; every 32 bytes are one.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let mut boxed = Box::new(Zeroizing::new([0; 32]));
        boxed.copy_from_slice(secret);
        Self::of(boxed)
    }

    fn of(secret: Box<Zeroizing<[u8; 32]>>) -> Self {
        let public = X25519HkdfSha256::sk_to_pk(&private_key(&secret)).to_bytes();
        Self { public: SealingKey::X25519(public.into()), secret }
    }

    /// What others seal to.
    #[must_use]
    pub const fn public(&self) -> SealingKey {
        self.public
    }

    /// What opens.
    pub(crate) fn private(&self) -> <X25519HkdfSha256 as hpke::Kem>::PrivateKey {
        private_key(&self.secret)
    }

    /// Reads a key file: `x25519:` and 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`KeyError::Read`], [`KeyError::ReadableByOthers`] and [`KeyError::NotAKey`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let line = secret_file::read(path)?;
        let digits = match line.split_once(':') {
            Some((SealingKey::X25519_NAME, digits)) => secret_file::secret(digits),
            _ => None,
        };
        let secret = digits.ok_or_else(|| KeyError::NotAKey { path: path.to_owned() })?;
        Ok(Self::from_secret(&secret))
    }

    /// Writes a new key file, readable by its owner only on Unix.
    ///
    /// # Errors
    /// [`KeyError::Exists`] when there is a file already, and [`KeyError::Write`].
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        let prefix = format!("{}:", SealingKey::X25519_NAME);
        secret_file::write_new(path, &prefix, &self.secret)
    }
}

/// The library's key, which it wipes.
fn private_key(secret: &[u8; 32]) -> <X25519HkdfSha256 as hpke::Kem>::PrivateKey {
    <X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(secret)
        .expect("every 32 bytes are a secret of X25519")
}

/// Shows the public key.
impl fmt::Debug for SealingKeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealingKeyPair").field("public", &self.public).finish_non_exhaustive()
    }
}
