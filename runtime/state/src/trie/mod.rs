//! The authenticated trie: 4-ary over key hashes, its root a function of its
//! contents alone. Nodes are shared between versions; none is ever changed.

mod prove;
mod update;

pub use update::Changes;

use sandpact_abi::Hash;
use sandpact_proof::commitment::{self, ARITY, EMPTY};
use std::sync::Arc;

/// A version of the trie. Cloning shares all nodes.
#[derive(Clone, Debug, Default)]
pub struct Trie {
    root: Node,
}

#[derive(Clone, Debug, Default)]
enum Node {
    #[default]
    Empty,
    Leaf(Arc<Leaf>),
    Branch(Arc<Branch>),
}

#[derive(Debug)]
struct Leaf {
    hash: Hash,
    key_hash: Hash,
    value_hash: Hash,
}

/// A subtree with two or more leaves.
#[derive(Debug)]
struct Branch {
    hash: Hash,
    children: [Node; ARITY],
}

impl Trie {
    /// The root hash; 32 zero bytes without any leaf.
    pub fn root(&self) -> Hash {
        self.root.hash()
    }
}

impl Node {
    fn hash(&self) -> Hash {
        match self {
            Self::Empty => EMPTY,
            Self::Leaf(leaf) => leaf.hash,
            Self::Branch(branch) => branch.hash,
        }
    }

    fn leaf(key_hash: Hash, value_hash: Hash) -> Self {
        let hash = commitment::leaf(&key_hash, &value_hash);
        Self::Leaf(Arc::new(Leaf { hash, key_hash, value_hash }))
    }

    /// A branch, or what is left of it: a subtree with one leaf is that leaf.
    fn of_children(children: [Self; ARITY]) -> Self {
        let mut inhabited = children.iter().filter(|child| !matches!(child, Self::Empty));
        match (inhabited.next(), inhabited.next()) {
            (None, _) => Self::Empty,
            (Some(Self::Leaf(leaf)), None) => Self::Leaf(Arc::clone(leaf)),
            _ => {
                let hash = commitment::branch(&children.each_ref().map(Self::hash));
                Self::Branch(Arc::new(Branch { hash, children }))
            }
        }
    }
}
