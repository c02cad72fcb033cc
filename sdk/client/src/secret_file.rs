//! Files with one secret of 32 bytes: one line, what kind of secret it is, a colon, and 64
//! hexadecimal digits. On Unix a file is made readable by its owner only, and no other is read.

use crate::key::KeyError;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Longest file that is read: kind, digits, a line end and some blanks.
const LEN_BYTES_MAX: usize = 256;

/// Permission bits of group and others; reading is 4 of each.
#[cfg(unix)]
const READABLE_BY_OTHERS: u32 = 0o044;

/// The line of a file, without blanks around it.
///
/// # Errors
/// [`KeyError::Read`], [`KeyError::ReadableByOthers`] (on Unix, for regular files) and
/// [`KeyError::NotAKey`] for what is too long or no text.
pub fn read(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    let failed = |source| KeyError::Read { path: path.to_owned(), source };
    let not_a_key = || KeyError::NotAKey { path: path.to_owned() };
    let mut file = File::open(path).map_err(failed)?;
    check_mode(path, &file.metadata().map_err(failed)?)?;
    let mut buffer = Zeroizing::new([0; LEN_BYTES_MAX + 1]);
    let len_bytes = fill(&mut file, &mut buffer[..]).map_err(failed)?;
    if len_bytes > LEN_BYTES_MAX {
        return Err(not_a_key());
    }
    let text = buffer.get(..len_bytes).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok(Zeroizing::new(text.ok_or_else(not_a_key)?.trim().to_owned()))
}

/// The secret of these digits. As everywhere in this crate, they may have `0x` in front.
#[must_use]
pub fn secret(digits: &str) -> Option<Zeroizing<[u8; 32]>> {
    let digits = digits.strip_prefix("0x").unwrap_or(digits);
    let mut secret = Zeroizing::new([0; 32]);
    hex::decode_to_slice(digits, &mut secret[..]).ok()?;
    Some(secret)
}

/// Writes a new file, readable by its owner only on Unix. `prefix` is the kind with its colon.
///
/// # Errors
/// [`KeyError::Exists`] when there is a file already, and [`KeyError::Write`].
pub fn write_new(path: &Path, prefix: &str, secret: &[u8; 32]) -> Result<(), KeyError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => KeyError::Exists { path: path.to_owned() },
        _ => KeyError::Write { path: path.to_owned(), source },
    })?;
    file.write_all(&line(prefix, secret))
        .and_then(|()| file.sync_all())
        .map_err(|source| KeyError::Write { path: path.to_owned(), source })
}

/// The file's one line.
fn line(prefix: &str, secret: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    let mut digits = Zeroizing::new([0; 64]);
    hex::encode_to_slice(secret, &mut digits[..]).expect("64 digits are twice 32 bytes");
    // As long as it ever gets, so that it is never moved.
    let mut line = Zeroizing::new(Vec::with_capacity(LEN_BYTES_MAX));
    line.extend_from_slice(prefix.as_bytes());
    line.extend_from_slice(&digits[..]);
    line.push(b'\n');
    line
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
