//! A subtree of leaves that are all known.

use super::{
    arena::{Arena, Slot},
    link::{Link, digit},
    update::Dirty,
};
use sandpact_abi::Hash;
use sandpact_proof::commitment::DEPTH_MAX;

/// A leaf with its hash and link.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub key_hash: Hash,
    pub slot: Slot,
}

/// Puts sorted leaves, which share the digits above `depth`, below a slot, and says which
/// branches are still to be hashed. Depth-first, so that a subtree lies together in memory;
/// not deeper than a key has digits, since two keys differ in one of them.
pub fn build(arena: &mut Arena, dirty: &mut Dirty, items: &[Item], slot: u32, depth: usize) {
    let (first, rest) = match items {
        [] => {
            arena.slots[slot as usize] = Slot::EMPTY;
            return;
        }
        [first, rest @ ..] => (first, rest),
    };
    debug_assert!(rest.is_empty() || depth < DEPTH_MAX, "two leaves of one key");
    if rest.is_empty() || depth >= DEPTH_MAX {
        arena.slots[slot as usize] = first.slot;
        return;
    }
    let mask = items.iter().fold(0, |mask, item| mask | 1 << digit(&item.key_hash, depth));
    let branch = arena.new_branch(mask);
    arena.slots[slot as usize].link = Link::branch(branch);
    dirty.push(depth, slot, branch);
    let mut rest = items;
    for child in branch.digits() {
        let len = rest.partition_point(|item| digit(&item.key_hash, depth) <= child);
        let (own, others) = rest.split_at(len);
        let below = u32::try_from(branch.slot(child)).unwrap_or(u32::MAX);
        build(arena, dirty, own, below, depth.wrapping_add(1));
        rest = others;
    }
}
