//! Key files: one line, the 32-byte secret as 64 hexadecimal digits, most significant first.
//!
//! An Ed25519 seed stands alone; the scalars of other kinds have their kind in front, `p256:`
//! or `sm2:`. On Unix a file is made readable by its owner only, and no other is read. Nothing
//! else has to be stored: public key and address follow from the secret.

use super::{KeyError, KeyPair};
use sandpact_abi::KeyKind;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Longest key file that is read: kind, digits, a line end and some blanks.
const KEY_FILE_LEN_BYTES_MAX: usize = 256;

/// Permission bits of group and others; reading is 4 of each.
#[cfg(unix)]
const READABLE_BY_OTHERS: u32 = 0o044;

impl KeyPair {
    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError::Read`], [`KeyError::ReadableByOthers`] (on Unix, for regular files) and
    /// [`KeyError::NotAKey`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let failed = |source| KeyError::Read { path: path.to_owned(), source };
        let not_a_key = || KeyError::NotAKey { path: path.to_owned() };
        let mut file = File::open(path).map_err(failed)?;
        check_mode(path, &file.metadata().map_err(failed)?)?;
        let mut buffer = Zeroizing::new([0; KEY_FILE_LEN_BYTES_MAX + 1]);
        let len_bytes = fill(&mut file, &mut buffer[..]).map_err(failed)?;
        if len_bytes > KEY_FILE_LEN_BYTES_MAX {
            return Err(not_a_key());
        }
        buffer.get(..len_bytes).and_then(parse).ok_or_else(not_a_key)
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
            ErrorKind::AlreadyExists => KeyError::Exists { path: path.to_owned() },
            _ => KeyError::Write { path: path.to_owned(), source },
        })?;
        file.write_all(&self.line())
            .and_then(|()| file.sync_all())
            .map_err(|source| KeyError::Write { path: path.to_owned(), source })
    }

    /// The file's one line.
    fn line(&self) -> Zeroizing<Vec<u8>> {
        let mut digits = Zeroizing::new([0; 64]);
        hex::encode_to_slice(&self.secret[..], &mut digits[..])
            .expect("64 digits are twice 32 bytes");
        // As long as it ever gets, so that it is never moved.
        let mut line = Zeroizing::new(Vec::with_capacity(KEY_FILE_LEN_BYTES_MAX));
        line.extend_from_slice(prefix(self.public.kind()).as_bytes());
        line.extend_from_slice(&digits[..]);
        line.push(b'\n');
        line
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

fn parse(bytes: &[u8]) -> Option<KeyPair> {
    let line = std::str::from_utf8(bytes).ok()?.trim();
    let (kind, digits) = match line.split_once(':') {
        // As everywhere in this crate, hexadecimal digits may have `0x` in front.
        None => (KeyKind::Ed25519, line.strip_prefix("0x").unwrap_or(line)),
        Some(("p256", digits)) => (KeyKind::P256, digits),
        Some(("sm2", digits)) => (KeyKind::Sm2, digits),
        Some(_) => return None,
    };
    let mut secret = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, &mut secret[..]).ok()?;
    KeyPair::from_secret(kind, &secret).ok()
}

/// Reads until the end or until the buffer is full; how many bytes that were.
fn fill(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut len_bytes: usize = 0;
    while let Some(rest) = buffer.get_mut(len_bytes..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => len_bytes = len_bytes.saturating_add(count),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(len_bytes)
}

/// Pipes and terminals have modes of their own, and nobody else can read what is in them.
#[cfg(unix)]
fn check_mode(path: &Path, metadata: &Metadata) -> Result<(), KeyError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777;
    if metadata.is_file() && mode & READABLE_BY_OTHERS != 0 {
        return Err(KeyError::ReadableByOthers { path: path.to_owned(), mode });
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path, _: &Metadata) -> Result<(), KeyError> {
    Ok(())
}
