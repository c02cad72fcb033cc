//! A chain as a simple person keeps it: a list on which one only writes at the end.

use fiscal_record_chain::{Cancellation, Registration};
use sandpact_sdk::prelude::Hash;

/// What a record says, as its device keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    Registration(Registration),
    Cancellation(Cancellation),
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub hash: Hash,
    /// The text that was hashed, from which the hash is computed again.
    pub text: Vec<u8>,
    pub texts: Texts,
    pub previous: Option<Hash>,
    pub second: u64,
    pub invoice: usize,
    pub is_cancellation: bool,
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    pub lines: Vec<Line>,
}

impl Model {
    pub fn head(&self) -> Option<Hash> {
        self.lines.last().map(|line| line.hash)
    }

    pub fn last_second(&self) -> u64 {
        self.lines.last().map_or(0, |line| line.second)
    }

    pub fn is_registered(&self, invoice: usize) -> bool {
        self.lines.iter().any(|line| line.invoice == invoice && !line.is_cancellation)
    }

    pub fn is_cancelled(&self, invoice: usize) -> bool {
        self.lines.iter().any(|line| line.invoice == invoice && line.is_cancellation)
    }
}
