//! All leaves of one height as bytes, so that a ledger opens without reading its values.
//!
//! | bytes | meaning |
//! |---|---|
//! | 16 | [`MAGIC`] |
//! | 8 | height, little-endian |
//! | 8 | number of leaves, little-endian |
//! | 32 | root |
//! | 32 | SHA3-256 of the 64 bytes before |
//! | 64 per leaf | key hash, value hash; in order of key hashes |
//!
//! Leaves carry no checksum of their own: what they are is in the root.

use super::{Checkpoint, Trie, TrieError};
use sandpact_abi::{Hash, Height};
use sha3::{Digest as _, Sha3_256};
use std::io::{self, Write};

/// The first bytes; the last two digits are the version.
pub const MAGIC: &[u8; 16] = b"sandpact trie 01";

/// Length of what comes before the leaves.
pub const HEADER_LEN_BYTES: u64 = 96;
/// Length of a leaf.
pub const LEAF_LEN_BYTES: u64 = 64;
/// Leaves that are read at once.
const READ_LEAVES: u32 = 4_096;

const DIGEST_AT: usize = 64;

/// What a checkpoint says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Height of the state.
    pub height: Height,
    /// Number of leaves.
    pub leaves: u64,
    /// Their root.
    pub root: Hash,
}

impl Header {
    fn encode(&self) -> [u8; 96] {
        let mut bytes = [0; 96];
        let (signed, digest) = bytes.split_at_mut(DIGEST_AT);
        let parts: [&[u8]; 4] =
            [MAGIC, &self.height.0.to_le_bytes(), &self.leaves.to_le_bytes(), &self.root.0];
        signed.copy_from_slice(&parts.concat());
        digest.copy_from_slice(&Sha3_256::digest(&signed[..]));
        bytes
    }

    fn decode(bytes: &[u8; 96]) -> Result<Self, TrieError> {
        let (signed, digest) = bytes.split_at(DIGEST_AT);
        if !signed.starts_with(MAGIC) {
            return Err(damaged("it is no checkpoint of this format"));
        }
        if digest != &Sha3_256::digest(signed)[..] {
            return Err(damaged("its header has another checksum"));
        }
        let word = |at: usize| {
            let bytes = signed.get(at..).and_then(<[u8]>::first_chunk::<8>);
            bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
        };
        let root = signed.last_chunk::<32>().copied().unwrap_or_default();
        Ok(Self { height: Height(word(16)), leaves: word(24), root: Hash(root) })
    }

    /// Length of the whole file.
    fn file_len_bytes(&self) -> Option<u64> {
        self.leaves.checked_mul(LEAF_LEN_BYTES)?.checked_add(HEADER_LEN_BYTES)
    }
}

/// Writes a trie's checkpoint.
///
/// # Errors
/// [`TrieError`] when leaves cannot be read, [`TrieError::Checkpoint`] when `into` fails.
pub fn write(trie: &Trie, height: Height, into: &mut dyn Write) -> Result<(), TrieError> {
    let header = Header { height, leaves: trie.len(), root: trie.root() };
    write_leaves(&header, trie.leaves(), into)
}

/// Writes a checkpoint of leaves that come in order, as many as the header says.
///
/// # Errors
/// As [`write`].
pub fn write_leaves(
    header: &Header,
    leaves: impl Iterator<Item = Result<(Hash, Hash), TrieError>>,
    into: &mut dyn Write,
) -> Result<(), TrieError> {
    let failed = |error: io::Error| damaged(&format!("writing it failed: {error}"));
    into.write_all(&header.encode()).map_err(failed)?;
    for leaf in leaves {
        let (key_hash, value_hash) = leaf?;
        into.write_all(&key_hash.0).map_err(failed)?;
        into.write_all(&value_hash.0).map_err(failed)?;
    }
    into.flush().map_err(failed)
}

/// A checkpoint that is read by `read_at(offset, bytes)`, which fills all of `bytes`.
pub struct CheckpointFile<R> {
    read_at: R,
    header: Header,
}

impl<R: Fn(u64, &mut [u8]) -> io::Result<()> + Send + Sync> CheckpointFile<R> {
    /// Reads the header of a checkpoint of this length.
    ///
    /// # Errors
    /// [`TrieError::Checkpoint`] when it is none, or damaged.
    pub fn open(read_at: R, len_bytes: u64) -> Result<Self, TrieError> {
        if len_bytes < HEADER_LEN_BYTES {
            return Err(damaged("it ends before its header does"));
        }
        let mut bytes = [0; 96];
        read_at(0, &mut bytes).map_err(|error| unreadable(&error))?;
        let header = Header::decode(&bytes)?;
        if header.file_len_bytes() != Some(len_bytes) {
            return Err(damaged("it has another length than its header says"));
        }
        Ok(Self { read_at, header })
    }

    /// What it says of itself.
    pub fn header(&self) -> Header {
        self.header
    }

    /// The trie of all leaves, in memory.
    ///
    /// # Errors
    /// [`TrieError::Checkpoint`] when the leaves cannot be read or have another root.
    pub fn load(&self) -> Result<Trie, TrieError> {
        let mut next = 0_u64;
        let chunks = std::iter::from_fn(|| {
            let rest = self.header.leaves.saturating_sub(next);
            let count = u32::try_from(rest).unwrap_or(u32::MAX).min(READ_LEAVES);
            let first = next;
            next = next.saturating_add(u64::from(count));
            (count > 0).then(|| self.read(first, count))
        });
        let leaves = chunks.flat_map(|chunk| match chunk {
            Ok(leaves) => leaves.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        // As many as the file has.
        let count = usize::try_from(self.header.leaves).unwrap_or(0);
        let trie = match Trie::from_fallible_leaves(count, leaves) {
            Err(TrieError::Unsorted) => return Err(damaged("its leaves are not in order")),
            other => other?,
        };
        if trie.root() == self.header.root {
            Ok(trie)
        } else {
            Err(damaged("its leaves have another root than its header says"))
        }
    }
}

impl<R: Fn(u64, &mut [u8]) -> io::Result<()> + Send + Sync> Checkpoint for CheckpointFile<R> {
    fn leaf_count(&self) -> u64 {
        self.header.leaves
    }

    fn read(&self, first_leaf: u64, count: u32) -> Result<Vec<(Hash, Hash)>, TrieError> {
        let end = first_leaf.checked_add(u64::from(count));
        if end.is_none_or(|end| end > self.header.leaves) {
            return Err(damaged("it has less leaves than are asked for"));
        }
        let offset = first_leaf.saturating_mul(LEAF_LEN_BYTES).saturating_add(HEADER_LEN_BYTES);
        let mut bytes = vec![[0; 64]; count as usize];
        (self.read_at)(offset, bytes.as_flattened_mut()).map_err(|error| unreadable(&error))?;
        let leaf = |bytes: [u8; 64]| {
            let (mut key_hash, mut value_hash) = (Hash::ZERO, Hash::ZERO);
            let (key, value) = bytes.split_at(32);
            key_hash.0.copy_from_slice(key);
            value_hash.0.copy_from_slice(value);
            (key_hash, value_hash)
        };
        Ok(bytes.into_iter().map(leaf).collect())
    }
}

fn damaged(reason: &str) -> TrieError {
    TrieError::Checkpoint { reason: reason.to_owned() }
}

fn unreadable(error: &io::Error) -> TrieError {
    damaged(&format!("reading it failed: {error}"))
}
