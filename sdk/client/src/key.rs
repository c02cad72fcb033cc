//! ed25519 key pairs (RFC 8032) and their files.
//!
//! A key file is one line: the 32-byte seed as 64 hexadecimal digits. On Unix
//! it is created readable by its owner only. An account's address is its
//! public key, so nothing else has to be stored.

use crate::value::hex_bytes;
use ed25519_dalek::{Signer, SigningKey};
use sandpact_abi::Address;
use std::fmt;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Longest key file that is read: the digits, a line end and some blanks.
const KEY_FILE_LEN_BYTES_MAX: u64 = 256;

/// Why there is no key.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The operating system gave no random bytes.
    #[error("no random bytes from the operating system: {reason}")]
    NoRandomness {
        /// What the system said.
        reason: String,
    },
    /// A key file is never overwritten.
    #[error("key file {} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file could not be read.
    #[error("key file {} cannot be read: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file could not be written.
    #[error("key file {} cannot be written: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file holds something else.
    #[error("{} is no key file: it must hold 64 hexadecimal digits on one line", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
}

/// A signing key and its address. The secret is wiped from memory on drop.
#[derive(Clone)]
pub struct KeyPair {
    signing: SigningKey,
}

impl KeyPair {
    /// A new key from the operating system's random source.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|error| KeyError::NoRandomness { reason: error.to_string() })?;
        Ok(Self::from_seed(seed))
    }

    /// The key of a 32-byte seed (RFC 8032 section 5.1.5, the private key).
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { signing: SigningKey::from_bytes(&seed) }
    }

    /// The account's address: the public key.
    #[must_use]
    pub fn address(&self) -> Address {
        Address(self.signing.verifying_key().to_bytes())
    }

    /// ed25519 signature over `message`.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::Read`] and [`KeyError::NotAKey`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::Read { path: path.to_owned(), source };
        let not_a_key = || KeyError::NotAKey { path: path.to_owned() };
        let metadata = std::fs::metadata(path).map_err(failed)?;
        if metadata.is_file() && metadata.len() > KEY_FILE_LEN_BYTES_MAX {
            return Err(not_a_key());
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| not_a_key())?;
        let seed = hex_bytes(text.trim()).ok_or_else(not_a_key)?;
        Ok(Self::from_seed(seed.try_into().map_err(|_| not_a_key())?))
    }

    /// Writes a new key file, readable by its owner only on Unix.
    ///
    /// # Errors
    /// [`KeyError::Exists`] when there is a file already, and [`KeyError::Write`].
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => KeyError::Exists { path: path.to_owned() },
            _ => KeyError::Write { path: path.to_owned(), source },
        })?;
        let line = format!("{}\n", hex::encode(self.signing.to_bytes()));
        file.write_all(line.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|source| KeyError::Write { path: path.to_owned(), source })
    }
}

/// Shows the address only, never the secret.
impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({})", self.address())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// RFC 8032 section 7.1, test 2.
    const SEED: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    const PUBLIC: &str = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    const SIGNATURE: &str = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    #[test]
    fn the_rfc_8032_vector_signs_as_published() {
        let key = KeyPair::from_seed(hex_bytes(SEED).unwrap().try_into().unwrap());
        assert_eq!(key.address().to_string(), PUBLIC);
        assert_eq!(hex::encode(key.sign(&[0x72])), SIGNATURE);
        assert_eq!(format!("{key:?}"), format!("KeyPair({PUBLIC})"));
    }

    #[test]
    fn a_key_file_reads_back_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alice.key");
        let key = KeyPair::generate().unwrap();
        key.write_new(&path).unwrap();
        assert_eq!(KeyPair::read(&path).unwrap().address(), key.address());
        assert!(matches!(key.write_new(&path), Err(KeyError::Exists { .. })));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn other_files_are_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        assert!(matches!(KeyPair::read(&path), Err(KeyError::Read { .. })));
        for bad in ["", "abcd", &SEED[1..], &format!("{SEED}00"), &format!("{SEED}\n{SEED}")] {
            std::fs::write(&path, bad).unwrap();
            assert!(matches!(KeyPair::read(&path), Err(KeyError::NotAKey { .. })), "{bad}");
        }
        std::fs::write(&path, [0xff; 64]).unwrap();
        assert!(matches!(KeyPair::read(&path), Err(KeyError::NotAKey { .. })));
    }
}
