//! What is private: bytes with their salt.

use crate::PrivateError;
use sandpact_abi::{Hash, access::CollectionId};
use sandpact_client::commitment::{Salt, commit};
use std::fmt;
use zeroize::Zeroizing;

/// Longest payload: a scanned document. Larger ones are kept elsewhere and committed to by hash.
pub const PAYLOAD_LEN_BYTES_MAX: usize = 16 << 20;

/// With what the tag of every commitment to a payload begins; the collection's name follows.
const TAG: &str = "sandpact/private/v1/";

/// Bytes with the salt that hides them in their commitment. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    salt: Salt,
    bytes: Zeroizing<Vec<u8>>,
}

impl Payload {
    /// Bytes with a fresh salt.
    ///
    /// # Errors
    /// [`PrivateError::PayloadLength`] and [`PrivateError::NoRandomness`].
    pub fn new(bytes: &[u8]) -> Result<Self, PrivateError> {
        Self::with_salt(Salt::random()?, bytes)
    }

    /// Bytes with the salt that was kept with them.
    ///
    /// # Errors
    /// [`PrivateError::PayloadLength`].
    pub fn with_salt(salt: Salt, bytes: &[u8]) -> Result<Self, PrivateError> {
        let (got, limit) = (bytes.len(), PAYLOAD_LEN_BYTES_MAX);
        if got == 0 || got > limit {
            return Err(PrivateError::PayloadLength { got, limit });
        }
        Ok(Self { salt, bytes: Zeroizing::new(bytes.to_vec()) })
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The salt.
    #[must_use]
    pub const fn salt(&self) -> &Salt {
        &self.salt
    }

    /// What the ledger has of it in this collection: SHA-256 over a tag that names the
    /// collection, the salt and the bytes ([`commit`]). The same bytes have another one in every
    /// record, so nobody sees that they are the same.
    #[must_use]
    pub fn commitment(&self, collection: &CollectionId) -> Hash {
        commit(&format!("{TAG}{collection}"), &self.salt, &self.bytes)
    }
}

/// Shows the length, never the bytes.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.bytes.len())
    }
}
