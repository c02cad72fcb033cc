//! Key files: one line, the 32-byte secret as 64 hexadecimal digits, most significant first.
//!
//! An Ed25519 seed stands alone; the scalars of other kinds have their kind in front, `p256:`
//! or `sm2:`. Nothing else has to be stored: public key and address follow from the secret.

use super::{KeyError, KeyPair};
use crate::secret_file;
use sandpact_abi::KeyKind;
use std::path::Path;

impl KeyPair {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::Read`], [`KeyError::ReadableByOthers`] (on Unix, for regular files) and
    /// [`KeyError::NotAKey`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let line = secret_file::read(path)?;
        parse(&line).ok_or_else(|| KeyError::NotAKey { path: path.to_owned() })
    }

    /// Writes a new key file, readable by its owner only on Unix.
    ///
    /// # Errors
    /// [`KeyError::Exists`] when there is a file already, and [`KeyError::Write`].
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        secret_file::write_new(path, prefix(self.public.kind()), &self.secret)
    }
}

/// What stands in front of the digits.
const fn prefix(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Ed25519 => "",
        KeyKind::P256 => "p256:",
        KeyKind::Sm2 => "sm2:",
    }
}

fn parse(line: &str) -> Option<KeyPair> {
    let (kind, digits) = match line.split_once(':') {
        None => (KeyKind::Ed25519, line),
        Some(("p256", digits)) => (KeyKind::P256, digits),
        Some(("sm2", digits)) => (KeyKind::Sm2, digits),
        Some(_) => return None,
    };
    let secret = secret_file::secret(digits)?;
    KeyPair::from_secret(kind, &secret).ok()
}
