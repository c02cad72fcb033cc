//! Why a snapshot was not taken.

use sandpact_abi::Hash;
use thiserror::Error;

/// A snapshot cannot be written or believed. Nothing of the ledger was changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// There is no manifest.
    #[error("no snapshot here: there is no file \"manifest\"")]
    Missing,
    /// Something is there already.
    #[error("the folder is not empty: it has a file {name:?}")]
    Exists {
        /// What.
        name: String,
    },
    /// The manifest is not as it was written, or of another format.
    #[error("the snapshot's manifest cannot be read: {what}")]
    Manifest {
        /// What is wrong.
        what: &'static str,
    },
    /// A chunk is not the one that the manifest names.
    #[error("the snapshot's file {name} {what}; fetch it again and repeat the command")]
    Chunk {
        /// Its file.
        name: String,
        /// What is wrong.
        what: &'static str,
    },
    /// Everything is as the manifest says, but it is not the state of its block.
    #[error("the snapshot's {what} is {found}, its block says {expected}")]
    Root {
        /// Which root.
        what: &'static str,
        /// Of the block.
        expected: Hash,
        /// Of the entries.
        found: Hash,
    },
    /// Reading or writing failed.
    #[error("cannot {action} {name} of the snapshot: {reason}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        name: String,
        /// What the system said.
        reason: String,
    },
}

/// For `map_err` after a call of the disk.
pub(super) fn io(action: &'static str, name: &str) -> impl FnOnce(std::io::Error) -> SnapshotError {
    move |error| SnapshotError::Io { action, name: name.to_owned(), reason: error.to_string() }
}
