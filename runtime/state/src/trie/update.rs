//! Changes go down a tree abreast, level by level, so that the processor waits for many
//! nodes at a time; hashes come up the same way, so that the lanes of the kernel fill.

use super::{
    Change,
    arena::{Arena, ROOT, Slot},
    build::{Item, build},
    link::{Branch, Kind, Link, digit},
};
use crate::{
    hashes::{leaf_hashes, set_branch},
    keccak,
};
use sandpact_abi::Hash;
use sandpact_proof::commitment::EMPTY;

/// Nodes that are loaded before the first of them is used: less than a level-1 cache.
const TILE: usize = 128;

/// Changes that go down to the leaves and up again together: what they touch, about a
/// kilobyte each, stays in a level-2 cache between the two.
const GROUP: u32 = 256;

/// Lists that updates need, kept so that none has to be allocated again.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    level: Vec<Visit>,
    below: Vec<Visit>,
    leaves: Vec<LeafVisit>,
    pub leaf_hashes: Vec<Hash>,
    pub items: Vec<Item>,
    pub dirty: Dirty,
}

/// By depth: branches that have to be hashed again.
#[derive(Clone, Debug, Default)]
pub struct Dirty {
    levels: Vec<Vec<DirtyBranch>>,
    /// Whether a leaf went, so that branches above may have to go too.
    has_removed: bool,
}

/// A branch, and the slot that its hash goes to.
#[derive(Clone, Copy, Debug)]
struct DirtyBranch {
    slot: u32,
    branch: Branch,
}

/// A branch, and the changes that lie below it.
#[derive(Clone, Copy, Debug)]
struct Visit {
    slot: u32,
    branch: Branch,
    from: u32,
    to: u32,
}

/// A leaf, and the changes in its place.
#[derive(Clone, Copy, Debug)]
struct LeafVisit {
    slot: u32,
    leaf: u32,
    from: u32,
    to: u32,
    depth: u32,
}

impl Visit {
    fn len(&self) -> u32 {
        self.to.wrapping_sub(self.from)
    }
}

impl Dirty {
    pub fn push(&mut self, depth: usize, slot: u32, branch: Branch) {
        if self.levels.len() <= depth {
            self.levels.resize_with(depth.saturating_add(1), Vec::new);
        }
        self.levels[depth].push(DirtyBranch { slot, branch });
    }
}

/// Makes sorted `changes` in a tree in which nothing on their paths lies outside. Returns
/// what undoes each.
pub fn apply(arena: &mut Arena, scratch: &mut Scratch, changes: &[Change]) -> Vec<Change> {
    hash_leaves(&mut scratch.leaf_hashes, changes);
    let undo = changes.iter().map(|(key_hash, _)| (*key_hash, None)).collect();
    let mut update = Update { arena, scratch, changes, undo };
    update.run();
    update.undo
}

/// Hashes of the leaves that changes make.
fn hash_leaves(hashes: &mut Vec<Hash>, changes: &[Change]) {
    hashes.clear();
    hashes.resize(changes.len(), EMPTY);
    leaf_hashes(hashes, |index| {
        let (key_hash, value_hash) = &changes[index];
        (key_hash, value_hash.as_ref().unwrap_or(&EMPTY))
    });
}

struct Update<'a> {
    arena: &'a mut Arena,
    scratch: &'a mut Scratch,
    changes: &'a [Change],
    undo: Vec<Change>,
}

impl Update<'_> {
    fn run(&mut self) {
        let mut level = std::mem::take(&mut self.scratch.level);
        let mut below = std::mem::take(&mut self.scratch.below);
        let all = u32::try_from(self.changes.len()).unwrap_or(u32::MAX);
        level.clear();
        if all > 0 {
            self.enter(&mut level, ROOT, (0, all), 0);
        }
        let is_large = |visit: &Visit| visit.len() > GROUP;
        let top = self.descend(&mut level, &mut below, 0, |level| !level.iter().any(is_large));
        let mut group = Vec::new();
        let mut visits = level.iter().peekable();
        while visits.peek().is_some() {
            group.clear();
            let mut len = 0_u32;
            while let Some(visit) = visits.next_if(|visit| len.saturating_add(visit.len()) <= GROUP)
            {
                len = len.saturating_add(visit.len());
                group.push(*visit);
            }
            self.descend(&mut group, &mut below, top, |_| false);
            self.visit_leaves();
            settle(self.arena, &mut self.scratch.dirty, top);
        }
        self.visit_leaves();
        settle(self.arena, &mut self.scratch.dirty, 0);
        self.scratch.dirty.has_removed = false;
        (self.scratch.level, self.scratch.below) = (level, below);
    }

    /// Takes visits at a depth down to the leaves or until `is_enough`. Returns their depth.
    fn descend(
        &mut self,
        level: &mut Vec<Visit>,
        below: &mut Vec<Visit>,
        depth: usize,
        is_enough: impl Fn(&[Visit]) -> bool,
    ) -> usize {
        let mut depth = depth;
        while !level.is_empty() && !is_enough(level) {
            below.clear();
            for tile in level.chunks(TILE) {
                load_branches(self.arena, tile.iter().map(|visit| visit.branch));
                for visit in tile {
                    self.step(*visit, depth, below);
                }
            }
            std::mem::swap(level, below);
            depth = depth.wrapping_add(1);
        }
        depth
    }

    /// What lies in a slot, and changes of the same place.
    #[inline]
    fn enter(&mut self, below: &mut Vec<Visit>, slot: u32, (from, to): (u32, u32), depth: usize) {
        match self.arena.slot(slot).link.kind() {
            Kind::Branch(branch) => below.push(Visit { slot, branch, from, to }),
            Kind::Leaf(leaf) => {
                let depth = u32::try_from(depth).unwrap_or(u32::MAX);
                self.scratch.leaves.push(LeafVisit { slot, leaf, from, to, depth });
            }
            Kind::Empty => self.plant(slot, None, (from, to), depth),
            // Not on a path of the changes: all of it was fetched before.
            Kind::Outside(_) => debug_assert!(false, "a path that was not opened"),
        }
    }

    #[inline]
    fn step(&mut self, visit: Visit, depth: usize, below: &mut Vec<Visit>) {
        let mut rest = visit.from;
        let mut groups = [(0, 0); 4];
        let mut add = 0_u32;
        while rest < visit.to {
            let (key_hash, _) = &self.changes[rest as usize];
            let child = digit(key_hash, depth);
            let end = self.group_end(rest, visit.to, depth, child);
            groups[child] = (rest, end);
            if !visit.branch.has(child) && self.has_put(rest, end) {
                add |= 1 << child;
            }
            rest = end;
        }
        let mut branch = visit.branch;
        if add != 0 {
            branch = self.arena.grown(branch, add);
            self.arena.slots[visit.slot as usize].link = Link::branch(branch);
        }
        self.scratch.dirty.push(depth, visit.slot, branch);
        for (child, (from, to)) in groups.into_iter().enumerate() {
            if from < to && branch.has(child) {
                let slot = u32::try_from(branch.slot(child)).unwrap_or(u32::MAX);
                self.enter(below, slot, (from, to), depth.wrapping_add(1));
            }
        }
    }

    /// End of the changes from `from` on that have this digit.
    #[inline]
    fn group_end(&self, from: u32, to: u32, depth: usize, child: usize) -> u32 {
        let first = from.wrapping_add(1);
        if first == to {
            return to;
        }
        let rest = &self.changes[first as usize..to as usize];
        let len = rest.partition_point(|(key_hash, _)| digit(key_hash, depth) == child);
        first.wrapping_add(u32::try_from(len).unwrap_or(u32::MAX))
    }

    fn has_put(&self, from: u32, to: u32) -> bool {
        self.changes[from as usize..to as usize].iter().any(|(_, value)| value.is_some())
    }

    fn visit_leaves(&mut self) {
        let visits = std::mem::take(&mut self.scratch.leaves);
        for tile in visits.chunks(TILE) {
            load_leaves(self.arena, tile);
            for visit in tile {
                self.visit_leaf(*visit);
            }
        }
        self.scratch.leaves = visits;
        self.scratch.leaves.clear();
    }

    fn visit_leaf(&mut self, visit: LeafVisit) {
        let LeafVisit { slot, leaf, from, to, depth } = visit;
        let leaf_at = leaf as usize;
        let old = self.arena.leaves[leaf_at];
        let depth = depth as usize;
        let changes = &self.changes[from as usize..to as usize];
        let found = changes.binary_search_by(|(key_hash, _)| key_hash.cmp(&old.key_hash));
        let Ok(found) = found else {
            let item = Item { key_hash: old.key_hash, slot: *self.arena.slot(slot) };
            return self.plant(slot, Some(item), (from, to), depth);
        };
        let index = (from as usize).wrapping_add(found);
        self.undo[index].1 = Some(old.value_hash);
        if let [(_, Some(value_hash))] = changes {
            self.arena.leaves[leaf_at].value_hash = *value_hash;
            self.arena.slots[slot as usize].hash = self.scratch.leaf_hashes[index];
            return;
        }
        self.arena.free_leaf(leaf);
        self.plant(slot, None, (from, to), depth);
    }

    /// Replaces what is in a slot by the leaves of some changes and, if any, another leaf.
    fn plant(&mut self, slot: u32, leaf: Option<Item>, (from, to): (u32, u32), depth: usize) {
        let mut items = std::mem::take(&mut self.scratch.items);
        items.clear();
        let mut leaf = leaf;
        for index in from as usize..to as usize {
            let (key_hash, value_hash) = self.changes[index];
            let Some(value_hash) = value_hash else { continue };
            items.extend(leaf.take_if(|leaf| leaf.key_hash < key_hash));
            let link = self.arena.new_leaf(key_hash, value_hash);
            let hash = self.scratch.leaf_hashes[index];
            items.push(Item { key_hash, slot: Slot { hash, link } });
        }
        items.extend(leaf);
        if items.is_empty() {
            self.scratch.dirty.has_removed = true;
        }
        build(self.arena, &mut self.scratch.dirty, &items, slot, depth);
        self.scratch.items = items;
    }
}

/// Reads a byte of each cache line of some branches: loads that do not wait for each other,
/// and no jump that depends on how many children there are.
#[inline]
fn load_branches(arena: &Arena, branches: impl Iterator<Item = Branch>) {
    let mut sum = 0_u8;
    for branch in branches {
        let slots = branch.slots();
        let middle = slots.start.wrapping_add(slots.end) >> 1;
        let last = slots.end.saturating_sub(1);
        sum ^= arena.slots[slots.start].hash.0[0];
        sum ^= arena.slots[middle].hash.0[0];
        sum ^= arena.slots[last].hash.0[31];
    }
    std::hint::black_box(sum);
}

#[inline]
fn load_leaves(arena: &Arena, visits: &[LeafVisit]) {
    let mut sum = 0_u8;
    for visit in visits {
        sum ^= arena.leaf(visit.leaf).key_hash.0[0];
    }
    std::hint::black_box(sum);
}

/// From the deepest level up to a depth: takes away branches with less than two leaves, hashes
/// the others.
pub fn settle(arena: &mut Arena, dirty: &mut Dirty, top: usize) {
    for level in dirty.levels.iter_mut().skip(top).rev() {
        if dirty.has_removed {
            level.retain_mut(|entry| {
                let left = shrink(arena, entry.slot);
                left.inspect(|branch| entry.branch = *branch).is_some()
            });
        }
        hash_level(arena, level);
        level.clear();
    }
}

fn hash_level(arena: &mut Arena, level: &[DirtyBranch]) {
    let mut hashes = [EMPTY; TILE];
    for tile in level.rchunks(TILE) {
        load_branches(arena, tile.iter().map(|entry| entry.branch));
        let hashes = &mut hashes[..tile.len()];
        keccak::hash_blocks(hashes, |index, block| {
            set_branch(block, &arena.branch_input(tile[index].branch));
        });
        for (entry, hash) in tile.iter().zip(hashes) {
            arena.slots[entry.slot as usize].hash = *hash;
        }
    }
}

/// Takes away empty children of the branch in a slot, and the branch when less than two
/// leaves are left. The branch that is left.
fn shrink(arena: &mut Arena, slot: u32) -> Option<Branch> {
    let Kind::Branch(old) = arena.slot(slot).link.kind() else { return None };
    let mut mask = 0_u32;
    for digit in old.digits() {
        if !arena.slots[old.slot(digit)].link.is_empty() {
            mask |= 1 << digit;
        }
    }
    let only = arena.slots[old.slot(mask.trailing_zeros() as usize & 3)];
    if mask == 0 {
        arena.set(slot, EMPTY, Link::EMPTY);
    } else if mask.count_ones() == 1 && only.link.is_single_leaf() {
        arena.set(slot, only.hash, only.link);
    } else {
        if mask == old.mask {
            return Some(old);
        }
        let new = arena.new_branch(mask);
        for digit in new.digits() {
            arena.slots[new.slot(digit)] = arena.slots[old.slot(digit)];
        }
        arena.slots[slot as usize].link = Link::branch(new);
        arena.free_branch(old);
        return Some(new);
    }
    arena.free_branch(old);
    None
}
