//! Blocks that the view does not hold yet, and how much they are.

use super::entry::Writes;
use crate::{Head, log::Position};
use std::sync::OnceLock;

/// What one block changed.
pub struct Delta {
    /// The head after it.
    pub head: Head,
    /// What it wrote.
    pub writes: Writes,
    /// Where the log has it.
    pub position: Position,
    /// What the view held under the written keys before, once that is known to be needed.
    pub overwritten: OnceLock<Writes>,
}

/// How much there is of some blocks, such as those that the view does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Their writes.
    pub writes: usize,
    /// Bytes that they have in the log.
    pub len_bytes: u64,
}

impl Waiting {
    /// Whether one of the two is as much as `other` has of it.
    pub fn is_at_least(&self, other: Self) -> bool {
        self.writes >= other.writes || self.len_bytes >= other.len_bytes
    }

    /// Adds a block with so many writes, which lies there in the log.
    pub fn add(&mut self, writes: usize, position: &Position) {
        self.writes = self.writes.saturating_add(writes);
        self.len_bytes = self.len_bytes.saturating_add(position.len_bytes.into());
    }

    /// Takes such a block away.
    pub fn remove(&mut self, writes: usize, position: &Position) {
        self.writes = self.writes.saturating_sub(writes);
        self.len_bytes = self.len_bytes.saturating_sub(position.len_bytes.into());
    }
}
