//! Why a payload is not sealed, opened, kept or erased.

use sandpact_abi::{Hash, access::OrganisationId};
use sandpact_client::commitment::RandomError;
use std::path::PathBuf;
use thiserror::Error;

/// Why not. No message has anything of a payload, a salt or a key in it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PrivateError {
    /// The operating system gave no random bytes.
    #[error(transparent)]
    NoRandomness(#[from] RandomError),
    /// The payload is empty or too long.
    #[error("a payload has 1 to {limit} bytes, this one has {got}")]
    PayloadLength {
        /// Bytes of the payload.
        got: usize,
        /// Most.
        limit: usize,
    },
    /// There is nobody to seal it to, or too many.
    #[error("a payload is sealed to 1 to {limit} organisations, not to {got}")]
    Recipients {
        /// How many there are.
        got: usize,
        /// Most.
        limit: usize,
    },
    /// The sealing key of an organisation is a point of small order.
    #[error("the sealing key of {organisation} is no good")]
    BadKey {
        /// Whose.
        organisation: OrganisationId,
    },
    /// The bytes are no sealed payload.
    #[error("not a sealed payload")]
    NotSealed,
    /// It is not sealed to this organisation.
    #[error("the payload is not sealed to {organisation}")]
    NotARecipient {
        /// Whom.
        organisation: OrganisationId,
    },
    /// The key does not open it, or somebody changed it.
    #[error("the payload does not open: another key, or it was changed on the way")]
    DoesNotOpen,
    /// It opens, and is not what was committed to.
    #[error("the payload is not the one that {commitment} commits to")]
    WrongPayload {
        /// The commitment that it was to have.
        commitment: Hash,
    },
    /// A file of the vault could not be read, written or erased.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
