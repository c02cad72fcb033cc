//! A trie by its definition: built from sorted leaves, recursively, never changed.

use sandpact_abi::Hash;
use sandpact_proof::{
    Node, Nodes, Siblings, Terminal,
    commitment::{self, EMPTY, digit},
    encode, encode_many,
};
use std::convert::Infallible;

/// A key's hash and its value's.
pub type Leaf = (Hash, Hash);

/// A subtree.
pub enum Trie {
    /// Without leaves.
    Empty,
    /// With one.
    Leaf(Leaf),
    /// With more.
    Branch(Hash, Box<[Self; 4]>),
}

impl Trie {
    /// The trie of leaves that are sorted by key hash.
    pub fn new(leaves: &[Leaf]) -> Self {
        Self::below(leaves, 0)
    }

    fn below(leaves: &[Leaf], depth: usize) -> Self {
        match leaves {
            [] => Self::Empty,
            [leaf] => Self::Leaf(*leaf),
            _ => {
                let end = |child| leaves.partition_point(|(key, _)| digit(key, depth) < child);
                let children = [0, 1, 2, 3]
                    .map(|child| Self::below(&leaves[end(child)..end(child + 1)], depth + 1));
                let hash = commitment::branch(&children.each_ref().map(Self::root));
                Self::Branch(hash, Box::new(children))
            }
        }
    }

    /// Its hash.
    pub fn root(&self) -> Hash {
        match self {
            Self::Empty => EMPTY,
            Self::Leaf((key, value)) => commitment::leaf(key, value),
            Self::Branch(hash, _) => *hash,
        }
    }

    /// The proof of one key.
    pub fn prove(&self, key: &Hash) -> Vec<u8> {
        let (mut node, mut levels) = (self, Vec::<Siblings>::new());
        while let Self::Branch(_, children) = node {
            let own = digit(key, levels.len());
            let others = [0, 1, 2, 3].into_iter().filter(|child| *child != own);
            let siblings: Vec<_> = others.map(|child| children[child].root()).collect();
            levels.push(siblings.try_into().expect("three"));
            node = &children[own];
        }
        levels.reverse();
        let terminal = match node {
            Self::Leaf((found, _)) if found == key => Terminal::Present,
            Self::Leaf((key_hash, value_hash)) => {
                Terminal::OtherLeaf { key_hash: *key_hash, value_hash: *value_hash }
            }
            _ => Terminal::Empty,
        };
        encode(&terminal, &levels)
    }

    /// The proof of many keys.
    pub fn prove_many(&self, keys: &[Hash]) -> Vec<u8> {
        let Ok(proof) = encode_many(&self, keys);
        proof
    }
}

impl<'a> Nodes for &'a Trie {
    type Id = &'a Trie;
    type Error = Infallible;

    fn root(&self) -> Self::Id {
        self
    }

    fn node(&self, id: &Self::Id) -> Result<Node<Self::Id>, Infallible> {
        Ok(match id {
            Trie::Empty => Node::Empty,
            Trie::Leaf((key_hash, value_hash)) => {
                Node::Leaf { key_hash: *key_hash, value_hash: *value_hash }
            }
            Trie::Branch(_, children) => {
                Node::Branch(children.each_ref().map(|child| (child.root(), child)))
            }
        })
    }
}
