//! Leaving subtrees to a checkpoint, so that a trie needs less memory.

use super::{
    Checkpoint, Trie, TrieError,
    arena::{Arena, Leaf, ROOT, Slot},
    link::{Kind, Link},
    outside::{Fringe, Outside, fringe_leaves, plant},
};
use std::{collections::VecDeque, sync::Arc};

/// Smallest subtree that is left: reading one costs more than a few leaves save.
const FRINGE_LEAVES_MIN: usize = 16;
/// Largest: what is read to change one leaf.
const FRINGE_LEAVES_MAX: usize = 64;
/// Leaves that are read at once to compare.
const READ_LEAVES: u32 = 4_096;
/// Memory that a leaf frees: itself, and on average 1.72 slots of 36 bytes.
const LEAF_COST_BYTES: usize = 126;

impl Trie {
    /// Leaves subtrees that lie unchanged in a checkpoint to it, from the first key on, until
    /// the trie needs no more than `memory_len_bytes`, or there is none left; this moves all
    /// nodes. The root does not change. Reads the checkpoint once from begin to end.
    ///
    /// # Errors
    /// [`TrieError`] when a checkpoint cannot be read; the trie is as it was.
    pub fn drop_fringe(
        &mut self,
        checkpoint: Arc<dyn Checkpoint>,
        memory_len_bytes: usize,
    ) -> Result<(), TrieError> {
        let excess = self.memory_len_bytes().saturating_sub(memory_len_bytes);
        let mut mover = Mover {
            from: self,
            to: Arena::default(),
            cursor: Cursor { checkpoint: checkpoint.as_ref(), ahead: VecDeque::new(), next: 0 },
            excess,
        };
        let root = mover.copy(*self.arena.slot(ROOT), 0)?;
        let mut arena = mover.to;
        arena.set(ROOT, root.hash, root.link);
        arena.shrink_to_fit();
        (self.arena, self.checkpoint) = (arena, Some(checkpoint));
        Ok(())
    }
}

struct Mover<'a> {
    from: &'a Trie,
    to: Arena,
    cursor: Cursor<'a>,
    /// Bytes still to be freed.
    excess: usize,
}

impl Mover<'_> {
    /// Copies what lies below a slot; not deeper than a key has digits.
    fn copy(&mut self, slot: Slot, depth: usize) -> Result<Slot, TrieError> {
        let below = depth.saturating_add(1);
        let link = match slot.link.kind() {
            Kind::Empty => Link::EMPTY,
            Kind::Leaf(leaf) => {
                let leaf = self.from.arena.leaf(leaf);
                self.to.new_leaf(leaf.key_hash, leaf.value_hash)
            }
            Kind::Outside(_) => self.copy_outside(slot, depth)?,
            Kind::Branch(branch) => match self.left(slot.link)? {
                Some(link) => link,
                None => {
                    let copy = self.to.new_branch(branch.mask);
                    for (from, to) in branch.slots().zip(copy.slots()) {
                        self.to.slots[to] = self.copy(self.from.arena.slots[from], below)?;
                    }
                    Link::branch(copy)
                }
            },
        };
        Ok(Slot { hash: slot.hash, link })
    }

    /// A link to a branch's leaves in the checkpoint, if they are to be left there.
    fn left(&mut self, branch: Link) -> Result<Option<Link>, TrieError> {
        if self.excess == 0 {
            return Ok(None);
        }
        let Some(leaves) = self.few_leaves(branch) else { return Ok(None) };
        if leaves.len() < FRINGE_LEAVES_MIN {
            return Ok(None);
        }
        let fringe = self.cursor.find(&leaves)?;
        if fringe.is_some() {
            self.excess = self.excess.saturating_sub(leaves.len().saturating_mul(LEAF_COST_BYTES));
        }
        Ok(fringe.map(|fringe| self.to.new_outside(Outside::Fringe(fringe))))
    }

    /// What was left already stays so in the new checkpoint, or comes back.
    fn copy_outside(&mut self, slot: Slot, depth: usize) -> Result<Link, TrieError> {
        let Kind::Outside(number) = slot.link.kind() else { return Ok(slot.link) };
        let Outside::Fringe(old) = self.from.arena.outside[number as usize] else {
            return Ok(Link::EMPTY);
        };
        let leaves = fringe_leaves(slot.hash, depth, old, self.from.checkpoint.as_deref())?;
        if let Some(fringe) = self.cursor.find(&leaves)? {
            return Ok(self.to.new_outside(Outside::Fringe(fringe)));
        }
        // The root's slot is written last, so it serves until then.
        plant(&mut self.to, &leaves, ROOT, depth);
        Ok(self.to.slot(ROOT).link)
    }

    /// The leaves below a branch in order, unless there are too many or some are not here.
    fn few_leaves(&self, branch: Link) -> Option<Vec<Leaf>> {
        let (mut leaves, mut stack) = (Vec::new(), vec![branch]);
        while let Some(link) = stack.pop() {
            match link.kind() {
                Kind::Empty => {}
                Kind::Leaf(leaf) => leaves.push(*self.from.arena.leaf(leaf)),
                Kind::Branch(branch) => {
                    let children = &self.from.arena.slots[branch.slots()];
                    stack.extend(children.iter().rev().map(|child| child.link));
                }
                Kind::Outside(_) => return None,
            }
            if leaves.len() > FRINGE_LEAVES_MAX {
                return None;
            }
        }
        Some(leaves)
    }
}

/// A checkpoint read from begin to end.
struct Cursor<'a> {
    checkpoint: &'a dyn Checkpoint,
    ahead: VecDeque<Leaf>,
    /// Number of the first leaf that was not read yet.
    next: u64,
}

impl Cursor<'_> {
    /// Where these leaves lie side by side; they come after those of the call before.
    fn find(&mut self, leaves: &[Leaf]) -> Result<Option<Fringe>, TrieError> {
        let Some(first) = leaves.first() else { return Ok(None) };
        loop {
            self.fill(leaves.len())?;
            if self.ahead.front().is_none_or(|leaf| leaf.key_hash >= first.key_hash) {
                break;
            }
            self.ahead.pop_front();
        }
        let is_same =
            |(a, b): (&Leaf, &Leaf)| (a.key_hash, a.value_hash) == (b.key_hash, b.value_hash);
        if self.ahead.len() < leaves.len() || !leaves.iter().zip(&self.ahead).all(is_same) {
            return Ok(None);
        }
        let ahead = u64::try_from(self.ahead.len()).unwrap_or(u64::MAX);
        let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
        Ok(Some(Fringe { first_leaf: self.next.saturating_sub(ahead), count }))
    }

    /// Reads on until so many leaves are there, or all of the rest.
    fn fill(&mut self, len: usize) -> Result<(), TrieError> {
        while self.ahead.len() < len && self.next < self.checkpoint.leaf_count() {
            let rest = self.checkpoint.leaf_count().saturating_sub(self.next);
            let count = u32::try_from(rest).unwrap_or(u32::MAX).min(READ_LEAVES);
            let read = self.checkpoint.read(self.next, count)?;
            if read.len() != count as usize {
                return Err(TrieError::WrongFringe { first_leaf: self.next });
            }
            let leaf = |(key_hash, value_hash)| Leaf { key_hash, value_hash };
            self.ahead.extend(read.into_iter().map(leaf));
            self.next = self.next.saturating_add(u64::from(count));
        }
        Ok(())
    }
}
