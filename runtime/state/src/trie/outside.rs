//! Subtrees that are not in an arena: left in a checkpoint, or in the tree that a
//! [`Delta`](super::delta::Delta) starts from. They are fetched before changes touch them.

use super::{
    Checkpoint, TrieError,
    arena::{Arena, Leaf, ROOT, Slot},
    build::{Item, build},
    link::{Kind, Link, digit},
    update::{Dirty, settle},
};
use crate::hashes::leaf_hashes;
use sandpact_abi::Hash;
use sandpact_proof::commitment::{DEPTH_MAX, EMPTY};

/// Where a subtree lies that is not here.
#[derive(Clone, Copy, Debug)]
pub enum Outside {
    /// Number 0, which no link has.
    Nothing,
    /// Leaves of the checkpoint.
    Fringe(Fringe),
    /// In the tree below.
    Base(Link),
}

/// Leaves that lie side by side in a checkpoint; two or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fringe {
    pub first_leaf: u64,
    pub count: u32,
}

impl Outside {
    pub fn is_single_leaf(self) -> bool {
        matches!(self, Self::Base(link) if link.is_single_leaf())
    }
}

/// Fetches what lies outside at a slot into the arena, so that the slot's link says where.
pub type Fetch<'a> = &'a dyn Fn(&mut Arena, u32, usize, Outside) -> Result<(), TrieError>;

/// Fetches all that lies outside on the paths of sorted keys. The root does not change.
pub fn open<T>(
    arena: &mut Arena,
    items: &[T],
    key: impl Fn(&T) -> &Hash,
    fetch: Fetch<'_>,
) -> Result<(), TrieError> {
    let (mut level, mut below) = (vec![(ROOT, items)], Vec::new());
    for depth in 0..=DEPTH_MAX {
        for (slot, items) in level.drain(..) {
            if let Kind::Outside(outside) = arena.slot(slot).link.kind() {
                fetch(arena, slot, depth, arena.outside[outside as usize])?;
                arena.free_outside(outside);
            }
            let Kind::Branch(branch) = arena.slot(slot).link.kind() else { continue };
            for group in items.chunk_by(|a, b| digit(key(a), depth) == digit(key(b), depth)) {
                let child = group.first().map_or(0, |item| digit(key(item), depth));
                if branch.has(child) {
                    below.push((u32::try_from(branch.slot(child)).unwrap_or(u32::MAX), group));
                }
            }
        }
        std::mem::swap(&mut level, &mut below);
        if level.is_empty() {
            break;
        }
    }
    Ok(())
}

/// Reads a fringe into the arena. Its hash must be the one in the slot.
pub fn load_fringe(
    arena: &mut Arena,
    slot: u32,
    depth: usize,
    fringe: Fringe,
    checkpoint: Option<&dyn Checkpoint>,
) -> Result<(), TrieError> {
    let wrong = TrieError::WrongFringe { first_leaf: fringe.first_leaf };
    let checkpoint = checkpoint.ok_or(TrieError::WrongFringe { first_leaf: fringe.first_leaf })?;
    let leaves = checkpoint.read(fringe.first_leaf, fringe.count)?;
    let is_sorted = leaves.is_sorted_by(|(a, _), (b, _)| a < b);
    if leaves.len() != fringe.count as usize || !is_sorted {
        return Err(wrong);
    }
    arena.check_room(leaves.len())?;
    let old = *arena.slot(slot);
    let leaf = |(key_hash, value_hash)| Leaf { key_hash, value_hash };
    let leaves: Vec<Leaf> = leaves.into_iter().map(leaf).collect();
    plant(arena, &leaves, slot, depth);
    let found = *arena.slot(slot);
    if found.hash == old.hash {
        return Ok(());
    }
    arena.free_below(found.link);
    arena.set(slot, old.hash, old.link);
    Err(wrong)
}

/// Puts sorted leaves, which share the digits above `depth`, below a slot, with all hashes.
pub fn plant(arena: &mut Arena, leaves: &[Leaf], slot: u32, depth: usize) {
    let mut hashes = vec![EMPTY; leaves.len()];
    leaf_hashes(&mut hashes, |index| (&leaves[index].key_hash, &leaves[index].value_hash));
    let item = |(leaf, hash): (&Leaf, Hash)| {
        let link = arena.new_leaf(leaf.key_hash, leaf.value_hash);
        Item { key_hash: leaf.key_hash, slot: Slot { hash, link } }
    };
    let items: Vec<Item> = leaves.iter().zip(hashes).map(item).collect();
    let mut dirty = Dirty::default();
    build(arena, &mut dirty, &items, slot, depth);
    settle(arena, &mut dirty, 0);
}

/// The leaves of a fringe below a slot at `depth` with this hash, in order.
pub fn fringe_leaves(
    hash: Hash,
    depth: usize,
    fringe: Fringe,
    checkpoint: Option<&dyn Checkpoint>,
) -> Result<Vec<Leaf>, TrieError> {
    let mut arena = Arena::default();
    arena.set(ROOT, hash, Link::EMPTY);
    load_fringe(&mut arena, ROOT, depth, fringe, checkpoint)?;
    Ok(arena.leaves.into_vec())
}
