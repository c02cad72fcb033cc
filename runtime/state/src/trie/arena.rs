//! Where slots and leaves lie in memory, and which of them are free.

use super::link::{Branch, Kind, LEAVES_MAX, Link, OUTSIDE_MAX, SLOTS_MAX};
use super::{outside::Outside, pieces::Pieces};
use crate::trie::TrieError;
use sandpact_abi::Hash;
use sandpact_proof::commitment::{ARITY, DEPTH_MAX, EMPTY};

/// One child of a branch: its hash, kept here so that a branch is hashed from bytes that
/// lie together, and what lies below.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub hash: Hash,
    pub link: Link,
}

/// A leaf; one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct Leaf {
    pub key_hash: Hash,
    pub value_hash: Hash,
}

/// The slot of the root.
pub const ROOT: u32 = 0;

/// Slots that may be looked at beyond the last one in use: a branch is always read as four.
const SPARE: usize = ARITY;

/// Slots that one new leaf can take at most: its own, one for each branch with a single
/// child on a path that another leaf shares, and a branch that grows.
const SLOTS_PER_LEAF_MAX: usize = DEPTH_MAX + 2 * ARITY;

/// Branches and leaves of one tree.
#[derive(Clone, Debug)]
pub struct Arena {
    pub slots: Vec<Slot>,
    pub leaves: Pieces,
    pub outside: Vec<Outside>,
    used: usize,
    /// By number of children: first slots of branches that are no more.
    free_slots: [Vec<u32>; ARITY + 1],
    free_leaves: Vec<u32>,
    free_outside: Vec<u32>,
}

impl Slot {
    pub const EMPTY: Self = Self { hash: EMPTY, link: Link::EMPTY };
}

impl Default for Arena {
    fn default() -> Self {
        Self {
            slots: vec![Slot::EMPTY; 1 + SPARE],
            leaves: Pieces::default(),
            outside: vec![Outside::Nothing],
            used: 1,
            free_slots: Default::default(),
            free_leaves: Vec::new(),
            free_outside: Vec::new(),
        }
    }
}

impl Arena {
    /// Takes memory for the slots of so many leaves with evenly distributed keys: 1.5 each.
    pub fn reserve(&mut self, leaves: usize) {
        self.slots.reserve(leaves.saturating_add(leaves >> 1).min(SLOTS_MAX));
    }

    /// Whether so many leaves more can be held, wherever they go.
    pub fn check_room(&self, leaves: usize) -> Result<(), TrieError> {
        let slots = leaves.saturating_mul(SLOTS_PER_LEAF_MAX).saturating_add(self.used);
        let is_room = slots <= SLOTS_MAX - SPARE
            && self.leaves.len().saturating_add(leaves) <= LEAVES_MAX
            && self.outside.len() <= OUTSIDE_MAX - ARITY;
        if is_room { Ok(()) } else { Err(TrieError::Full) }
    }

    #[inline]
    pub fn slot(&self, slot: u32) -> &Slot {
        &self.slots[slot as usize]
    }

    #[inline]
    pub fn set(&mut self, slot: u32, hash: Hash, link: Link) {
        self.slots[slot as usize] = Slot { hash, link };
    }

    #[inline]
    pub fn leaf(&self, leaf: u32) -> &Leaf {
        &self.leaves[leaf as usize]
    }

    /// Slots for the children of `mask`; what is in them is old.
    pub fn new_branch(&mut self, mask: u32) -> Branch {
        let len = mask.count_ones() as usize;
        let first = self.free_block(len).unwrap_or_else(|| self.fresh_block(len));
        Branch { first, mask }
    }

    fn free_block(&mut self, len: usize) -> Option<u32> {
        if let Some(first) = self.free_slots[len & 7].pop() {
            return Some(first);
        }
        if len != 2 {
            return None;
        }
        let first = self.free_slots[ARITY].pop()?;
        self.free_slots[2].push(first.wrapping_add(2));
        Some(first)
    }

    fn fresh_block(&mut self, len: usize) -> u32 {
        let first = self.used;
        self.used = first.saturating_add(len);
        let needed = self.used.saturating_add(SPARE);
        if needed > self.slots.len() {
            self.slots.reserve_exact(needed.saturating_sub(self.slots.len()).max(growth(first)));
            self.slots.resize(self.slots.capacity(), Slot::EMPTY);
        }
        number(first)
    }

    pub fn free_branch(&mut self, branch: Branch) {
        self.free_slots[branch.len()].push(branch.first);
    }

    #[inline]
    pub fn new_leaf(&mut self, key_hash: Hash, value_hash: Hash) -> Link {
        let leaf = Leaf { key_hash, value_hash };
        if let Some(free) = self.free_leaves.pop() {
            self.leaves[free as usize] = leaf;
            return Link::leaf(free);
        }
        self.leaves.push(leaf);
        Link::leaf(number(self.leaves.len().saturating_sub(1)))
    }

    pub fn free_leaf(&mut self, leaf: u32) {
        self.free_leaves.push(leaf);
    }

    /// A link to something that is not here.
    pub fn new_outside(&mut self, outside: Outside) -> Link {
        let is_leaf = outside.is_single_leaf();
        if let Some(free) = self.free_outside.pop() {
            self.outside[free as usize] = outside;
            return Link::outside(free, is_leaf);
        }
        self.outside.push(outside);
        Link::outside(number(self.outside.len().saturating_sub(1)), is_leaf)
    }

    pub fn free_outside(&mut self, outside: u32) {
        self.free_outside.push(outside);
    }

    /// Whether everything is here.
    pub fn is_whole(&self) -> bool {
        self.outside.len().saturating_sub(1) == self.free_outside.len()
    }

    /// Frees all that lies below a link. The stack is at most three times as deep as the
    /// tree.
    pub fn free_below(&mut self, link: Link) {
        let mut stack = vec![link];
        while let Some(link) = stack.pop() {
            match link.kind() {
                Kind::Empty => {}
                Kind::Leaf(leaf) => self.free_leaf(leaf),
                Kind::Outside(outside) => self.free_outside(outside),
                Kind::Branch(branch) => {
                    stack.extend(self.slots[branch.slots()].iter().map(|slot| slot.link));
                    self.free_branch(branch);
                }
            }
        }
    }

    /// A branch with the children of `add` besides its own; they are empty.
    pub fn grown(&mut self, branch: Branch, add: u32) -> Branch {
        let grown = self.new_branch(branch.mask | add);
        for digit in grown.digits() {
            let from = branch.has(digit).then(|| self.slots[branch.slot(digit)]);
            self.slots[grown.slot(digit)] = from.unwrap_or(Slot::EMPTY);
        }
        self.free_branch(branch);
        grown
    }

    /// What is hashed of a branch: four hashes. Without a jump for each child, since which of
    /// them there are is as good as random.
    #[inline(always)]
    pub fn branch_input(&self, branch: Branch) -> [u8; 128] {
        let mut input = [0; 128];
        let (parts, _) = input.as_chunks_mut::<32>();
        let all = &self.slots[branch.first as usize..][..SPARE + 1];
        let mut rank = 0_usize;
        for (digit, part) in parts.iter_mut().enumerate() {
            let has = branch.mask >> digit & 1;
            let keep = 0_u8.wrapping_sub(has as u8);
            for (to, from) in part.iter_mut().zip(all[rank & 7].hash.0) {
                *to = from & keep;
            }
            rank = rank.wrapping_add(has as usize);
        }
        input
    }

    /// Gives back memory that is not used.
    pub fn shrink_to_fit(&mut self) {
        self.slots.truncate(self.used.saturating_add(SPARE));
        self.slots.shrink_to_fit();
        self.leaves.shrink_to_fit();
        self.outside.shrink_to_fit();
    }

    /// Bytes of memory that are held.
    pub fn memory_len_bytes(&self) -> usize {
        let free = self.free_slots.iter().map(Vec::capacity).sum::<usize>();
        let free = free.saturating_add(self.free_leaves.capacity());
        let free = free.saturating_add(self.free_outside.capacity());
        [
            self.slots.capacity().saturating_mul(size_of::<Slot>()),
            self.leaves.capacity().saturating_mul(size_of::<Leaf>()),
            self.outside.capacity().saturating_mul(size_of::<Outside>()),
            free.saturating_mul(size_of::<u32>()),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }
}

/// By how many a list of so many grows: doubling would leave half of the memory unused. Short
/// lists grow faster, since the allocator copies them.
fn growth(len: usize) -> usize {
    let part = if len < 1 << 19 { len >> 2 } else { len >> 5 };
    part.max(64)
}

/// A number that [`Arena::check_room`] has kept below 2^31.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
