//! Failures of the store and of what it holds. A contract never causes one.

use crate::{anchor::AnchorError, log::LogError, snapshot::SnapshotError, trie::TrieError};
use sandpact_abi::{Hash, Height};
use std::path::PathBuf;
use thiserror::Error;

/// The store cannot be used. Not `non_exhaustive`: the runtime gives each failure a stable
/// code, and the compiler shall ask for that of a new one.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Nothing to open.
    #[error("no ledger in {}", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("{} exists already and is not empty", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The path does not end in a name that a ledger may have.
    #[error("{} is no name for a ledger; give the folder's own name", path.display())]
    Name {
        /// The path.
        path: PathBuf,
    },
    /// In use.
    #[error("ledger {} is in use by another process", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The store's files cannot be understood. They were not changed on purpose;
    /// keep them.
    #[error("damaged store in {}: {reason}", path.display())]
    Unreadable {
        /// The folder.
        path: PathBuf,
        /// What the store said.
        reason: String,
    },
    /// Reading or writing failed.
    #[error("store failed to {action}: {reason}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        reason: String,
    },
    /// The ledger is of another format.
    #[error(
        "{} is of format {found:?}, this program reads \"sandpact ledger 7\"; use the program that wrote it",
        path.display()
    )]
    Format {
        /// The folder.
        path: PathBuf,
        /// The format.
        found: String,
    },
}

/// The state cannot be used. Not `non_exhaustive`, as [`StoreError`].
#[derive(Debug, Error)]
pub enum StateError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The block log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The anchor.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
    /// A checkpoint cannot be written.
    #[error("cannot write the checkpoint: {reason}")]
    Checkpoint {
        /// What the system said.
        reason: String,
    },
    /// A snapshot.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A trie.
    #[error(transparent)]
    Trie(#[from] TrieError),
    /// An earlier write failed; nothing is written until the ledger is opened again.
    #[error("the ledger is read-only after a failed write: {reason}; open it again")]
    ReadOnly {
        /// The failure.
        reason: String,
    },
    /// A block that does not follow the last one.
    #[error("block of height {got} where {next} is next")]
    NotNext {
        /// Its height.
        got: Height,
        /// The height after the last block's.
        next: Height,
    },
    /// A version that is not kept any more.
    #[error("height {height} is not kept; the oldest is {oldest}")]
    Pruned {
        /// The version asked for.
        height: Height,
        /// The oldest that can be read.
        oldest: Height,
    },
    /// The view's values are not those of the root.
    #[error("damaged view: {reason}; open the ledger again, and it is rebuilt from the log")]
    ViewDamaged {
        /// What differs.
        reason: String,
    },
    /// A record that must be there is not, or cannot be decoded.
    #[error("damaged ledger: {what}")]
    Damaged {
        /// The record.
        what: &'static str,
    },
    /// Stored values do not lead to the root of the head record.
    #[error(
        "damaged ledger: {what} is {found}, the head record at height {height} says {expected}"
    )]
    RootMismatch {
        /// Which root.
        what: &'static str,
        /// The head's height.
        height: Height,
        /// Of the head record.
        expected: Hash,
        /// Of the stored values.
        found: Hash,
    },
    /// A module's bytes do not have the hash they are stored under.
    #[error("damaged ledger: code {code_hash} has other contents")]
    CodeMismatch {
        /// The hash it is stored under.
        code_hash: Hash,
    },
}
