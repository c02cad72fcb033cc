//! SHA3-256 of the sha3 crate for NOMT and for jmt.

use jmt::SimpleHasher;
use nomt::{
    hasher::{NodeHasher, ValueHasher, node_kind_by_msb, set_msb, unset_msb},
    trie::{InternalData, LeafData, Node, NodeKind},
};
use sha3::{Digest, Sha3_256};

/// The hasher of both. In NOMT the highest bit of a node tells leaves from branches, as in the
/// hashers that come with it.
pub struct Sha3(Sha3_256);

impl ValueHasher for Sha3 {
    fn hash_value(value: &[u8]) -> [u8; 32] {
        Sha3_256::digest(value).into()
    }
}

impl NodeHasher for Sha3 {
    fn hash_leaf(data: &LeafData) -> Node {
        let mut node = hash_two(&data.key_path, &data.value_hash);
        set_msb(&mut node);
        node
    }

    fn hash_internal(data: &InternalData) -> Node {
        let mut node = hash_two(&data.left, &data.right);
        unset_msb(&mut node);
        node
    }

    fn node_kind(node: &Node) -> NodeKind {
        node_kind_by_msb(node)
    }
}

impl SimpleHasher for Sha3 {
    fn new() -> Self {
        Self(Sha3_256::new())
    }

    fn update(&mut self, data: &[u8]) {
        Digest::update(&mut self.0, data);
    }

    fn finalize(self) -> [u8; 32] {
        Digest::finalize(self.0).into()
    }
}

fn hash_two(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha3_256::new().chain_update(left).chain_update(right).finalize().into()
}
