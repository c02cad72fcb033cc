//! The authenticated trie: 4-ary over key hashes, its root a function of its contents alone
//! (`docs/state-format.md`). Derived data: it knows no values and no store.
//!
//! | file | purpose |
//! |---|---|
//! | `link` | 32 bits that say what lies below a slot |
//! | `arena` | slots and leaves in memory |
//! | `pieces` | a list of leaves that grows where it is |
//! | `update` | a batch of changes, and the hashes that they change |
//! | `build` | a subtree of known leaves |
//! | `outside` | what is not in memory, and fetching it |
//! | `prove` | a proof of the tree as it is |
//! | `delta` | the tree after changes that are not made; proofs |
//! | `fringe` | leaving subtrees to a checkpoint |
//! | `checkpoint` | all leaves in a file |

mod arena;
mod build;
pub mod checkpoint;
mod delta;
mod error;
mod fringe;
mod leaves;
mod link;
mod many;
mod outside;
mod pieces;
mod prove;
mod sort;
#[cfg(test)]
mod tests;
mod update;

pub use delta::{Delta, Step};
pub use error::TrieError;
pub use leaves::Leaves;
pub use sort::sorted_changes;

use arena::{Arena, ROOT};
use link::{Kind, digit};
use outside::{Fetch, Outside, fringe_leaves, load_fringe, open};
use sandpact_abi::Hash;
use std::sync::Arc;
use update::Scratch;

/// A key hash with its new value hash; `None` removes.
pub type Change = (Hash, Option<Hash>);

/// All leaves of one height in key order, somewhere else than in memory.
pub trait Checkpoint: Send + Sync {
    /// How many there are.
    fn leaf_count(&self) -> u64;

    /// Key hash and value hash of `count` leaves from number `first_leaf` on.
    ///
    /// # Errors
    /// [`TrieError::Checkpoint`] when they cannot be read or are not there.
    fn read(&self, first_leaf: u64, count: u32) -> Result<Vec<(Hash, Hash)>, TrieError>;
}

/// The trie, in memory but for what was left to a checkpoint.
#[derive(Default)]
pub struct Trie {
    arena: Arena,
    len: u64,
    checkpoint: Option<Arc<dyn Checkpoint>>,
    scratch: Scratch,
}

impl Trie {
    /// The root hash; 32 zero bytes without any leaf.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.arena.slot(ROOT).hash
    }

    /// Number of keys.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes of memory that the trie holds.
    #[must_use]
    pub fn memory_len_bytes(&self) -> usize {
        self.arena.memory_len_bytes()
    }

    /// The value hash of a key.
    ///
    /// # Errors
    /// [`TrieError`] when its leaf was left to a checkpoint and cannot be read from there.
    pub fn get(&self, key_hash: &Hash) -> Result<Option<Hash>, TrieError> {
        let (mut slot, mut depth) = (ROOT, 0_usize);
        loop {
            let here = self.arena.slot(slot);
            match here.link.kind() {
                Kind::Empty => return Ok(None),
                Kind::Leaf(leaf) => {
                    let leaf = self.arena.leaf(leaf);
                    return Ok((leaf.key_hash == *key_hash).then_some(leaf.value_hash));
                }
                Kind::Outside(outside) => {
                    let leaves = self.outside_leaves(outside, here.hash, depth)?;
                    let found = leaves.binary_search_by(|leaf| leaf.key_hash.cmp(key_hash)).ok();
                    return Ok(found.and_then(|at| leaves.get(at)).map(|leaf| leaf.value_hash));
                }
                Kind::Branch(branch) => {
                    let child = digit(key_hash, depth);
                    if !branch.has(child) {
                        return Ok(None);
                    }
                    slot = u32::try_from(branch.slot(child)).unwrap_or(u32::MAX);
                    depth = depth.saturating_add(1);
                }
            }
        }
    }

    /// Makes changes that are sorted by key hash, each key once. Returns what undoes each, in
    /// the same order.
    ///
    /// # Errors
    /// [`TrieError`]; nothing was changed.
    pub fn apply(&mut self, changes: &[Change]) -> Result<Vec<Change>, TrieError> {
        check_sorted(changes)?;
        self.arena.check_room(changes.len())?;
        if !self.arena.is_whole() {
            let checkpoint = self.checkpoint.clone();
            let fetch: Fetch<'_> = &|arena, slot, depth, outside| match outside {
                Outside::Fringe(fringe) => {
                    load_fringe(arena, slot, depth, fringe, checkpoint.as_deref())
                }
                Outside::Nothing | Outside::Base(_) => Ok(()),
            };
            open(&mut self.arena, changes, |(key_hash, _)| key_hash, fetch)?;
            self.arena.check_room(changes.len())?;
        }
        let undo = update::apply(&mut self.arena, &mut self.scratch, changes);
        for ((_, new), (_, old)) in changes.iter().zip(&undo) {
            match (old, new) {
                (None, Some(_)) => self.len = self.len.saturating_add(1),
                (Some(_), None) => self.len = self.len.saturating_sub(1),
                (None, None) | (Some(_), Some(_)) => {}
            }
        }
        Ok(undo)
    }

    /// The tree as it would be after changes, sorted as for [`Self::apply`].
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn after(&self, changes: &[Change]) -> Result<Delta<'_>, TrieError> {
        check_sorted(changes)?;
        let mut delta = Delta::new(self);
        delta.apply(changes)?;
        Ok(delta)
    }

    /// The root as it would be after changes, sorted as for [`Self::apply`].
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn root_after(&self, changes: &[Change]) -> Result<Hash, TrieError> {
        Ok(self.after(changes)?.root())
    }

    /// The encoded proof that a key would have its value or none after changes, sorted as for
    /// [`Self::apply`]: without any, a proof against [`Self::root`]; with the undo changes of
    /// later blocks, against an earlier root.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn prove_after(&self, changes: &[Change], key_hash: &Hash) -> Result<Vec<u8>, TrieError> {
        let in_memory = if changes.is_empty() { self.prove_in_memory(key_hash) } else { None };
        match in_memory {
            Some(proof) => Ok(proof),
            None => self.after(changes)?.prove(key_hash),
        }
    }

    fn outside_leaves(
        &self,
        outside: u32,
        hash: Hash,
        depth: usize,
    ) -> Result<Vec<arena::Leaf>, TrieError> {
        match self.arena.outside[outside as usize] {
            Outside::Fringe(fringe) => {
                fringe_leaves(hash, depth, fringe, self.checkpoint.as_deref())
            }
            Outside::Nothing | Outside::Base(_) => Ok(Vec::new()),
        }
    }
}

impl std::fmt::Debug for Trie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trie").field("root", &self.root()).field("len", &self.len).finish()
    }
}

fn check_sorted(changes: &[Change]) -> Result<(), TrieError> {
    let is_sorted = changes.is_sorted_by(|(a, _), (b, _)| a < b);
    if is_sorted { Ok(()) } else { Err(TrieError::Unsorted) }
}
