//! Why a public key may never be registered.

use sandpact_abi::KeyKind;
use thiserror::Error;

/// Why a public key is no good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The first byte of a compressed point is 2 or 3 (SEC 1 section 2.3.4). The point at
    /// infinity and the uncompressed, hybrid and compact forms begin with other bytes.
    #[error("{kind} key begins with byte {tag}; compressed points begin with 2 or 3")]
    NotCompressed {
        /// The kind of the key.
        kind: KeyKind,
        /// The first byte.
        tag: u8,
    },
    /// No point of the curve has this coordinate, or the coordinate is not reduced.
    #[error("{kind} key is no point of its curve")]
    NotOnCurve {
        /// The kind of the key.
        kind: KeyKind,
    },
    /// A coordinate of an Ed25519 key at or above the prime (RFC 8032 section 5.1.3).
    #[error("ed25519 key is not in canonical encoding")]
    NotCanonical,
    /// A point whose order divides the cofactor 8: such a key signs nearly every message.
    #[error("ed25519 key has low order")]
    LowOrder,
    /// This build has no SM2.
    #[error("{kind} keys are not supported by this build")]
    Unsupported {
        /// The kind of the key.
        kind: KeyKind,
    },
}
