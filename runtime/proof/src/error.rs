//! Why a proof was not accepted.

use thiserror::Error;

/// Why a proof was not accepted. None of these says anything about the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The first byte names no format that this crate knows.
    #[error("unknown proof format {version}")]
    UnknownVersion {
        /// The byte.
        version: u8,
    },
    /// The bytes end early, go on after the end, or are not the one encoding of a proof.
    #[error("malformed proof at byte {offset}")]
    Malformed {
        /// Where.
        offset: usize,
    },
    /// A proof of many keys was asked for none; it could show nothing.
    #[error("no keys to check")]
    NoKeys,
    /// A proof of many keys was asked for one key twice.
    #[error("a key is given twice")]
    DuplicateKey,
    /// A proof of absence was given for a value, or the other way round.
    #[error("the proof is of the other kind")]
    WrongKind,
    /// The leaf shown instead of the key's own does not lie on the key's path.
    #[error("the leaf shown lies on another path")]
    OtherPath,
    /// The hashes lead to another root: other key, other value, other state.
    #[error("the proof does not lead to this root")]
    WrongRoot,
}
