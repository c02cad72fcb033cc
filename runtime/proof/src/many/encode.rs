//! From a trie to a proof of many keys.

use super::{ManyWriter, split_group};
use crate::commitment::ARITY;
use alloc::vec::Vec;
use sandpact_abi::Hash;

/// A trie, as far as a proof needs it.
pub trait Nodes {
    /// Names a subtree.
    type Id;
    /// Why a subtree could not be read; `Infallible` for a trie in memory.
    type Error;

    /// The whole trie.
    fn root(&self) -> Self::Id;

    /// What a subtree is.
    ///
    /// # Errors
    /// When it cannot be read.
    fn node(&self, id: &Self::Id) -> Result<Node<Self::Id>, Self::Error>;
}

/// What a subtree is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node<Id> {
    /// Without leaves.
    Empty,
    /// With one.
    Leaf {
        /// Its key's hash.
        key_hash: Hash,
        /// Its value's hash.
        value_hash: Hash,
    },
    /// With more: its children, each with its hash.
    Branch([(Hash, Id); ARITY]),
}

/// The proof that the keys with these hashes have their values or none, for
/// [`verify_many`](crate::verify_many). Order and repetition of the keys do not matter.
/// Without keys these are bytes that nothing accepts.
///
/// # Errors
/// Those of `nodes`.
pub fn encode_many<N: Nodes>(nodes: &N, key_hashes: &[Hash]) -> Result<Vec<u8>, N::Error> {
    let mut keys = key_hashes.to_vec();
    keys.sort_unstable();
    keys.dedup();
    let mut writer = ManyWriter::new();
    // Subtrees that are still to be written, the next one last; with their depths, and the
    // keys that lie in them.
    let mut waiting = Vec::from([(nodes.root(), 0_usize, keys.as_slice())]);
    while let Some((id, depth, keys)) = waiting.pop() {
        match nodes.node(&id)? {
            Node::Empty => writer.empty(),
            Node::Leaf { key_hash, .. } if keys.binary_search(&key_hash).is_ok() => {
                writer.own_leaf();
            }
            Node::Leaf { key_hash, value_hash } => writer.other_leaf(&key_hash, &value_hash),
            Node::Branch(children) => {
                let walks = groups(keys, depth);
                let mut stated = children.each_ref().into_iter().zip(walks);
                writer.branch(core::array::from_fn(|_| {
                    stated.next().filter(|(_, keys)| keys.is_empty()).map(|((hash, _), _)| hash)
                }));
                drop(stated);
                let walked = children.into_iter().zip(walks).filter(|(_, keys)| !keys.is_empty());
                let walked = walked.map(|((_, id), keys)| (id, depth.saturating_add(1), keys));
                waiting.extend(walked.rev());
            }
        }
    }
    Ok(writer.into_bytes())
}

/// The keys under each child.
fn groups(keys: &[Hash], depth: usize) -> [&[Hash]; ARITY] {
    let (mut groups, mut rest) = ([&keys[..0]; ARITY], keys);
    while !rest.is_empty() {
        let (digit, group, others) = split_group(rest, depth, |key| key);
        if let Some(place) = groups.get_mut(digit) {
            *place = group;
        }
        rest = others;
    }
    groups
}
