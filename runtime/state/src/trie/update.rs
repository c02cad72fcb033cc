//! A new version from an old one and sorted changes.

use super::{Leaf, Node, Trie};
use sandpact_abi::Hash;
use sandpact_proof::commitment::{ARITY, digit};
use std::{collections::BTreeMap, sync::Arc};

/// New value hashes by key hash; `None` removes.
pub type Changes = BTreeMap<Hash, Option<Hash>>;

type Change = (Hash, Option<Hash>);

impl Trie {
    /// The trie after `changes`.
    #[must_use]
    pub fn updated(&self, changes: &Changes) -> Self {
        let changes: Vec<Change> = changes.iter().map(|(key, value)| (*key, *value)).collect();
        Self { root: update(&self.root, &changes, 0) }
    }
}

/// Depth is bounded by the digits of a key hash: two keys differ in one of them.
fn update(node: &Node, changes: &[Change], depth: usize) -> Node {
    if changes.is_empty() {
        return node.clone();
    }
    match node {
        Node::Empty => build(&leaves(None, changes), depth),
        Node::Leaf(leaf) => build(&leaves(Some(leaf), changes), depth),
        Node::Branch(branch) => {
            let groups = by_digit(changes, depth, |change| &change.0);
            let children = branch.children.each_ref();
            let mut pairs = children.into_iter().zip(groups);
            Node::of_children(std::array::from_fn(|_| {
                let (child, group) = pairs.next().expect("as many groups as children");
                update(child, group, below(depth))
            }))
        }
    }
}

/// The leaves of a subtree that held at most one, after `changes`, in order.
fn leaves(present: Option<&Arc<Leaf>>, changes: &[Change]) -> Vec<Node> {
    let mut all: BTreeMap<Hash, Node> = BTreeMap::new();
    if let Some(leaf) = present {
        all.insert(leaf.key_hash, Node::Leaf(Arc::clone(leaf)));
    }
    for (key_hash, value_hash) in changes {
        match value_hash {
            Some(value_hash) => all.insert(*key_hash, Node::leaf(*key_hash, *value_hash)),
            None => all.remove(key_hash),
        };
    }
    all.into_values().collect()
}

/// A subtree of sorted leaves.
fn build(leaves: &[Node], depth: usize) -> Node {
    match leaves {
        [] => Node::Empty,
        [leaf] => leaf.clone(),
        _ => {
            let groups = by_digit(leaves, depth, key_of);
            Node::of_children(groups.map(|group| build(group, below(depth))))
        }
    }
}

fn key_of(node: &Node) -> &Hash {
    const NO_KEY: &Hash = &Hash::ZERO;
    match node {
        Node::Leaf(leaf) => &leaf.key_hash,
        // `leaves` makes nothing else.
        Node::Empty | Node::Branch(_) => NO_KEY,
    }
}

/// Cuts sorted items that share their first `depth` digits by the next one.
fn by_digit<T>(items: &[T], depth: usize, key: impl Fn(&T) -> &Hash) -> [&[T]; ARITY] {
    let mut rest = items;
    let mut child = 0;
    [(); ARITY].map(|()| {
        let end = rest.partition_point(|item| digit(key(item), depth) <= child);
        let (group, others) = rest.split_at(end);
        rest = others;
        child = below(child);
        group
    })
}

/// One more; neither depths nor digits come near the end of `usize`.
const fn below(number: usize) -> usize {
    number.saturating_add(1)
}
