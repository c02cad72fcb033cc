//! What a slot holds besides a hash: 32 bits that say what lies below it.

use sandpact_abi::Hash;

/// | bits | meaning |
/// |---|---|
/// | 31 | leaf; the other bits are its number |
/// | 27 to 30 | branch: which of its four children there are; the rest is its first slot |
/// | 26 | with none of those: known to be a single leaf |
/// | 0 to 25 | with none of bits 27 to 31: number of what lies outside, 0 for nothing |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link(u32);

const LEAF: u32 = 1 << 31;
const MASK_SHIFT: u32 = 27;
const OUTSIDE_LEAF: u32 = 1 << 26;

/// Slots that branches can lie in.
pub const SLOTS_MAX: usize = 1 << MASK_SHIFT;
/// Leaves that a tree can hold.
pub const LEAVES_MAX: usize = 1 << 31;
/// Subtrees that can lie outside.
pub const OUTSIDE_MAX: usize = 1 << 26;

/// What a link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No leaf below.
    Empty,
    /// One leaf below: its number.
    Leaf(u32),
    /// Two leaves or more below.
    Branch(Branch),
    /// Something below that has to be fetched: its number.
    Outside(u32),
}

/// The children of a branch: one slot each, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Their first slot.
    pub first: u32,
    /// Bit `i`: there is a child of digit `i`.
    pub mask: u32,
}

impl Link {
    pub const EMPTY: Self = Self(0);

    #[inline]
    pub fn leaf(number: u32) -> Self {
        Self(LEAF | number)
    }

    #[inline]
    pub fn branch(branch: Branch) -> Self {
        Self((branch.mask << MASK_SHIFT) | branch.first)
    }

    pub fn outside(number: u32, is_leaf: bool) -> Self {
        Self(number | if is_leaf { OUTSIDE_LEAF } else { 0 })
    }

    #[inline]
    pub fn kind(self) -> Kind {
        let mask = self.0 >> MASK_SHIFT;
        if self.0 & LEAF != 0 {
            Kind::Leaf(self.0 ^ LEAF)
        } else if mask != 0 {
            Kind::Branch(Branch { first: self.0 & !(u32::MAX << MASK_SHIFT), mask })
        } else if self.0 == 0 {
            Kind::Empty
        } else {
            Kind::Outside(self.0 & !OUTSIDE_LEAF)
        }
    }

    #[inline]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether exactly one leaf lies below, here or outside.
    pub fn is_single_leaf(self) -> bool {
        self.0 & LEAF != 0 || (self.0 >> MASK_SHIFT == 0 && self.0 & OUTSIDE_LEAF != 0)
    }
}

impl Branch {
    /// Number of children.
    #[inline]
    pub fn len(self) -> usize {
        self.mask.count_ones() as usize
    }

    #[inline]
    pub fn has(self, digit: usize) -> bool {
        self.mask & (1 << digit) != 0
    }

    /// The slot of a digit's child; where it would be inserted when there is none.
    #[inline]
    pub fn slot(self, digit: usize) -> usize {
        let below = self.mask & !(u32::MAX << digit);
        (self.first as usize).wrapping_add(below.count_ones() as usize)
    }

    /// The slots of all children.
    #[inline]
    pub fn slots(self) -> std::ops::Range<usize> {
        let first = self.first as usize;
        first..first.wrapping_add(self.len())
    }

    /// The digits of the children, in order.
    pub fn digits(self) -> impl Iterator<Item = usize> {
        (0..4).filter(move |digit| self.has(*digit))
    }
}

/// The two bits of a key hash that choose the child of a branch at `depth`; as
/// `sandpact_proof::commitment::digit` for every depth there is.
#[inline(always)]
pub fn digit(key: &Hash, depth: usize) -> usize {
    let byte = key.0[(depth >> 2) & 31];
    usize::from(byte >> (6_usize.wrapping_sub((depth & 3) << 1)) & 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_proof::commitment::{self, DEPTH_MAX};

    #[test]
    fn links_say_what_they_were_made_of() {
        let branch = Branch { first: 123_456_789, mask: 0b1010 };
        assert_eq!(Link::branch(branch).kind(), Kind::Branch(branch));
        assert_eq!((branch.len(), branch.slot(3)), (2, 123_456_790));
        assert_eq!(Link::leaf(0).kind(), Kind::Leaf(0));
        assert_eq!(Link::leaf(u32::MAX >> 1).kind(), Kind::Leaf(u32::MAX >> 1));
        assert_eq!(Link::EMPTY.kind(), Kind::Empty);
        for is_leaf in [false, true] {
            let link = Link::outside(1, is_leaf);
            assert_eq!((link.kind(), link.is_single_leaf()), (Kind::Outside(1), is_leaf));
        }
    }

    #[test]
    fn digits_are_those_of_the_commitment() {
        let key = Hash(std::array::from_fn(|index| (index * 91 + 27) as u8));
        assert!((0..DEPTH_MAX).all(|depth| digit(&key, depth) == commitment::digit(&key, depth)));
    }
}
