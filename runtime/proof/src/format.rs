//! The one encoding of a proof of one key, read from untrusted bytes.
//!
//! | bytes | meaning |
//! |---|---|
//! | 1 | format, [`VERSION`] |
//! | 1 | what lies at the end of the key's path: 0 the key's leaf, 1 nothing, 2 another leaf |
//! | 1 | depth: branches between root and that end, at most [`DEPTH_MAX`] |
//! | 64 | only for 2: the other leaf's key hash and value hash |
//! | per branch, deepest first | 1 byte mask, then 32 bytes for each bit set |
//!
//! Mask bit `i` says that the `i`th of the three siblings, in order of their digits, is
//! not empty; the upper five bits are zero and so is no stated hash.

use crate::{
    ProofError,
    commitment::{DEPTH_MAX, EMPTY},
    reader::Reader,
};
use alloc::vec::Vec;
use sandpact_abi::Hash;

/// The format of this crate.
const VERSION: u8 = 1;

/// Longest proof: the head, another leaf, and every level with three siblings.
pub const PROOF_LEN_BYTES_MAX: usize = 3 + 64 + DEPTH_MAX * (1 + 3 * 32);

/// The other three children of a branch on the path, in order of their digits.
pub type Siblings = [Hash; 3];

/// What lies at the end of a key's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// The key's own leaf.
    Present,
    /// An empty subtree.
    Empty,
    /// The only leaf of that subtree, of another key.
    OtherLeaf {
        /// That key's hash.
        key_hash: Hash,
        /// Its value's hash.
        value_hash: Hash,
    },
}

/// Encodes a proof; `levels` are the siblings along the path, deepest first.
///
/// # Panics
/// With more than [`DEPTH_MAX`] levels, which no path has.
#[must_use]
pub fn encode(terminal: &Terminal, levels: &[Siblings]) -> Vec<u8> {
    assert!(levels.len() <= DEPTH_MAX, "a key hash has {DEPTH_MAX} digits");
    let depth = u8::try_from(levels.len()).expect("at most DEPTH_MAX");
    let kind = match terminal {
        Terminal::Present => 0,
        Terminal::Empty => 1,
        Terminal::OtherLeaf { .. } => 2,
    };
    let longest = levels.len().saturating_mul(1 + 3 * 32).saturating_add(3 + 64);
    let mut bytes = Vec::with_capacity(longest);
    bytes.extend_from_slice(&[VERSION, kind, depth]);
    if let Terminal::OtherLeaf { key_hash, value_hash } = terminal {
        bytes.extend_from_slice(key_hash.as_bytes());
        bytes.extend_from_slice(value_hash.as_bytes());
    }
    for siblings in levels {
        let bits = [1_u8, 2, 4].into_iter().zip(siblings);
        bytes.push(bits.filter(|(_, hash)| **hash != EMPTY).fold(0, |mask, (bit, _)| mask | bit));
        for hash in siblings.iter().filter(|hash| **hash != EMPTY) {
            bytes.extend_from_slice(hash.as_bytes());
        }
    }
    bytes
}

/// A proof's head, with the levels still to be read.
pub struct Parsed<'a> {
    /// The end of the path.
    pub terminal: Terminal,
    /// Number of branches above it.
    pub depth: usize,
    reader: Reader<'a>,
}

impl<'a> Parsed<'a> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`ProofError::UnknownVersion`], [`ProofError::Malformed`].
    pub fn new(bytes: &'a [u8]) -> Result<Self, ProofError> {
        let mut reader = Reader::new(bytes);
        let version = reader.byte()?;
        if version != VERSION {
            return Err(ProofError::UnknownVersion { version });
        }
        let kind = reader.byte()?;
        let depth = usize::from(reader.byte()?);
        if kind > 2 || depth > DEPTH_MAX {
            return Err(reader.malformed());
        }
        let terminal = match kind {
            0 => Terminal::Present,
            1 => Terminal::Empty,
            _ => Terminal::OtherLeaf { key_hash: reader.hash()?, value_hash: reader.hash()? },
        };
        Ok(Self { terminal, depth, reader })
    }

    /// Reads the siblings of the next level up.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn siblings(&mut self) -> Result<Siblings, ProofError> {
        let mask = self.reader.byte()?;
        if mask > 0b111 {
            return Err(self.reader.malformed());
        }
        let mut siblings = [EMPTY; 3];
        for (bit, sibling) in [1, 2, 4].into_iter().zip(&mut siblings) {
            if mask & bit != 0 {
                *sibling = self.reader.subtree()?;
            }
        }
        Ok(siblings)
    }

    /// Nothing may follow the last level.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn end(self) -> Result<(), ProofError> {
        self.reader.end()
    }
}
