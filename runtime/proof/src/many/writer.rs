//! The encoding, node by node.

use super::{BITS, BRANCH, EMPTY_NODE, OTHER_LEAF, OWN_LEAF, VERSION};
use crate::commitment::{ARITY, EMPTY};
use alloc::vec::Vec;
use sandpact_abi::Hash;

/// Writes the nodes of a proof of many keys, for a walk that knows its own trie; for
/// others there is [`encode_many`](crate::encode_many). It trusts the order: each node
/// before those below it, and below a branch those children under which keys lie, in order
/// of their digits.
#[derive(Clone, Debug)]
pub struct ManyWriter {
    bytes: Vec<u8>,
}

impl Default for ManyWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl ManyWriter {
    /// A proof without nodes yet.
    #[must_use]
    pub fn new() -> Self {
        Self { bytes: Vec::from([VERSION]) }
    }

    /// Nothing, where keys lie.
    pub fn empty(&mut self) {
        self.bytes.push(EMPTY_NODE);
    }

    /// The leaf of one of the keys that lie there.
    pub fn own_leaf(&mut self) {
        self.bytes.push(OWN_LEAF);
    }

    /// The leaf of none of the keys that lie there.
    pub fn other_leaf(&mut self, key_hash: &Hash, value_hash: &Hash) {
        self.bytes.push(OTHER_LEAF);
        self.bytes.extend_from_slice(key_hash.as_bytes());
        self.bytes.extend_from_slice(value_hash.as_bytes());
    }

    /// A branch; `None` for each child under which keys lie, and whose node follows.
    pub fn branch(&mut self, children: [Option<&Hash>; ARITY]) {
        let stated = || {
            let stated = BITS.into_iter().zip(children);
            stated.filter_map(|(bit, hash)| Some((bit, hash.filter(|hash| **hash != EMPTY)?)))
        };
        self.bytes.push(stated().fold(BRANCH, |mask, (bit, _)| mask | bit));
        for (_, hash) in stated() {
            self.bytes.extend_from_slice(hash.as_bytes());
        }
    }

    /// The proof.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
