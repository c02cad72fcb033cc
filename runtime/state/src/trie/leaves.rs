//! All leaves in order: out of a trie and into one.

use super::{
    Trie, TrieError,
    arena::{ROOT, Slot},
    link::{Kind, digit},
};
use sandpact_abi::Hash;

/// Leaves that are inserted at once: the branches between them lie together in memory.
const CHUNK_LEAVES: usize = 4_096;

/// Key hash and value hash of every leaf, in order. Ends after an error.
pub struct Leaves<'a> {
    trie: &'a Trie,
    /// What is still to be visited, the first last; three more for each level at most.
    stack: Vec<(Slot, usize)>,
    /// Read from the checkpoint, the first last.
    read: Vec<(Hash, Hash)>,
}

impl Trie {
    /// All leaves in order.
    #[must_use]
    pub fn leaves(&self) -> Leaves<'_> {
        Leaves { trie: self, stack: vec![(*self.arena.slot(ROOT), 0)], read: Vec::new() }
    }

    /// All leaves in order whose key hashes come after `last`.
    #[must_use]
    pub fn leaves_after(&self, last: &Hash) -> Leaves<'_> {
        let mut leaves = Leaves { trie: self, stack: Vec::new(), read: Vec::new() };
        let (mut slot, mut depth) = (*self.arena.slot(ROOT), 0_usize);
        // Down the key's path; what lies to the right of it comes later.
        while let Kind::Branch(branch) = slot.link.kind() {
            let own = digit(last, depth);
            let below = depth.saturating_add(1);
            let later = (own.saturating_add(1)..4).rev().filter(|child| branch.has(*child));
            leaves.stack.extend(later.map(|child| (self.arena.slots[branch.slot(child)], below)));
            if !branch.has(own) {
                return leaves;
            }
            (slot, depth) = (self.arena.slots[branch.slot(own)], below);
        }
        leaves.stack.push((slot, depth));
        leaves
    }

    /// A trie of leaves in order of their key hashes.
    ///
    /// # Errors
    /// [`TrieError::Unsorted`], [`TrieError::Full`].
    pub fn from_leaves(leaves: impl IntoIterator<Item = (Hash, Hash)>) -> Result<Self, TrieError> {
        let leaves = leaves.into_iter();
        Self::from_fallible_leaves(leaves.size_hint().0, leaves.map(Ok))
    }

    /// The same of leaves that have to be read; there is memory for `count` of them at once.
    ///
    /// # Errors
    /// [`TrieError::Unsorted`], [`TrieError::Full`], and the first that comes instead of a leaf.
    pub fn from_fallible_leaves<E: From<TrieError>>(
        count: usize,
        leaves: impl IntoIterator<Item = Result<(Hash, Hash), E>>,
    ) -> Result<Self, E> {
        let (mut trie, mut chunk) = (Self::default(), Vec::with_capacity(CHUNK_LEAVES));
        trie.arena.reserve(count);
        let mut last = None;
        for leaf in leaves {
            let (key_hash, value_hash) = leaf?;
            if last.replace(key_hash).is_some_and(|last| last >= key_hash) {
                return Err(TrieError::Unsorted.into());
            }
            chunk.push((key_hash, Some(value_hash)));
            if chunk.len() == CHUNK_LEAVES {
                trie.apply(&chunk)?;
                chunk.clear();
            }
        }
        trie.apply(&chunk)?;
        Ok(trie)
    }
}

impl Iterator for Leaves<'_> {
    type Item = Result<(Hash, Hash), TrieError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(leaf) = self.read.pop() {
                return Some(Ok(leaf));
            }
            let (slot, depth) = self.stack.pop()?;
            match slot.link.kind() {
                Kind::Empty => {}
                Kind::Leaf(leaf) => {
                    let leaf = self.trie.arena.leaf(leaf);
                    return Some(Ok((leaf.key_hash, leaf.value_hash)));
                }
                Kind::Branch(branch) => {
                    let children = self.trie.arena.slots[branch.slots()].iter().rev();
                    let below = depth.saturating_add(1);
                    self.stack.extend(children.map(|child| (*child, below)));
                }
                Kind::Outside(outside) => {
                    match self.trie.outside_leaves(outside, slot.hash, depth) {
                        Ok(leaves) => self.read.extend(
                            leaves.iter().rev().map(|leaf| (leaf.key_hash, leaf.value_hash)),
                        ),
                        Err(error) => {
                            self.stack.clear();
                            return Some(Err(error));
                        }
                    }
                }
            }
        }
    }
}
