//! Bytes from strangers, taken one piece after the other.

use crate::{ProofError, commitment::EMPTY};
use sandpact_abi::Hash;

/// What is left of a proof.
pub struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// All of it.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// The error for what was just read.
    pub fn malformed(&self) -> ProofError {
        ProofError::Malformed { offset: self.offset }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], ProofError> {
        let (taken, rest) = self.bytes.split_first_chunk::<N>().ok_or(self.malformed())?;
        self.bytes = rest;
        self.offset = self.offset.saturating_add(N);
        Ok(*taken)
    }

    /// The next byte.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] at the end.
    pub fn byte(&mut self) -> Result<u8, ProofError> {
        self.take::<1>().map(|[byte]| byte)
    }

    /// The next 32 bytes.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when fewer are left.
    pub fn hash(&mut self) -> Result<Hash, ProofError> {
        self.take().map(Hash)
    }

    /// The hash of a subtree that is said not to be empty. An empty one has another
    /// encoding: its bit in a mask.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when fewer bytes are left, and for an empty subtree.
    pub fn subtree(&mut self) -> Result<Hash, ProofError> {
        let hash = self.hash()?;
        if hash == EMPTY { Err(self.malformed()) } else { Ok(hash) }
    }

    /// Nothing may follow.
    ///
    /// # Errors
    /// [`ProofError::Malformed`] when something does.
    pub fn end(&self) -> Result<(), ProofError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.malformed()) }
    }
}
