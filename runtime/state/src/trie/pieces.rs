//! Leaves in memory, in pieces, so that a growing list need not be copied to another place.

use super::arena::Leaf;
use std::ops::{Index, IndexMut};

/// Leaves of a piece, 2 to this.
const PIECE_SHIFT: usize = 12;
/// Leaves of a piece.
const PIECE_LEAVES: usize = 1 << PIECE_SHIFT;

/// A list of leaves.
#[derive(Clone, Debug, Default)]
pub struct Pieces {
    /// All but the last are full.
    pieces: Vec<Vec<Leaf>>,
    len: usize,
}

impl Pieces {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds one at the end.
    pub fn push(&mut self, leaf: Leaf) {
        if self.len == self.pieces.len() << PIECE_SHIFT {
            // A short list is one piece that grows.
            let room = if self.pieces.is_empty() { 0 } else { PIECE_LEAVES };
            self.pieces.push(Vec::with_capacity(room));
        }
        if let Some(last) = self.pieces.last_mut() {
            last.push(leaf);
            self.len = self.len.saturating_add(1);
        }
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Leaf> {
        self.pieces.concat()
    }

    /// Gives back memory that is not used.
    pub fn shrink_to_fit(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            last.shrink_to_fit();
        }
    }

    /// How many there is memory for.
    pub fn capacity(&self) -> usize {
        self.pieces.iter().map(Vec::capacity).fold(0, usize::saturating_add)
    }
}

impl Index<usize> for Pieces {
    type Output = Leaf;

    #[inline]
    fn index(&self, index: usize) -> &Leaf {
        &self.pieces[index >> PIECE_SHIFT][index & (PIECE_LEAVES - 1)]
    }
}

impl IndexMut<usize> for Pieces {
    #[inline]
    fn index_mut(&mut self, index: usize) -> &mut Leaf {
        &mut self.pieces[index >> PIECE_SHIFT][index & (PIECE_LEAVES - 1)]
    }
}
