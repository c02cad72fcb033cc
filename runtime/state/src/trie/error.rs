//! Why a trie could not do what was asked.

use thiserror::Error;

/// Why a trie could not do what was asked. It is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrieError {
    /// Keys must be sorted, each there once.
    #[error("keys are not in order or not unique")]
    Unsorted,
    /// More than a trie can hold in memory.
    #[error("the trie is full")]
    Full,
    /// The checkpoint cannot be read.
    #[error("checkpoint: {reason}")]
    Checkpoint {
        /// What is wrong with it.
        reason: String,
    },
    /// The checkpoint holds other leaves than were left to it.
    #[error("the checkpoint holds other leaves at number {first_leaf}")]
    WrongFringe {
        /// Number of the first of them.
        first_leaf: u64,
    },
}
