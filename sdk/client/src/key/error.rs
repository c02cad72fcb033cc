//! Why there is no key.

use sandpact_abi::KeyKind;
use std::path::PathBuf;
use thiserror::Error;

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
    /// Zero, or not below the order of the curve.
    #[error("the secret is no {kind} key: it is not between 1 and the order of the curve")]
    NotAScalar {
        /// The kind of key that it should be.
        kind: KeyKind,
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
    /// Others than the owner may read the file (Unix).
    #[error(
        "key file {0} may be read by others than its owner (mode {mode:04o}); first run: chmod 600 {0}",
        path.display()
    )]
    ReadableByOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file holds something else.
    #[error(
        "{} is no key file: it must hold 64 hexadecimal digits on one line, with `p256:` or `sm2:` \
         in front for a key of that kind",
        path.display()
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
}
