//! Where contracts' values live: overlay, authenticated tries, block log, view.
//!
//! Knows nothing of wasm, gas or transactions. The block log is the source of truth: a
//! block is acknowledged when the log has it on the disk. The tries and the view, a
//! [`Store`] with flat values, are derived from it and can be rebuilt.
//! `docs/state-format.md` describes every key, hash and file to the byte.

pub mod anchor;
mod code;
pub mod disk;
mod error;
pub mod hashes;
mod head;
mod keccak;
mod layout;
pub mod log;
mod overlay;
mod place;
mod read;
pub mod snapshot;
mod state;
pub mod store;
pub mod trie;

pub use anchor::AnchorError;
pub use error::{StateError, StoreError};
pub use head::Head;
pub use keccak::kernel_name;
pub use log::LogError;
pub use overlay::{NextKey, Overlay};
#[cfg(feature = "sled")]
pub use place::{Backend, FolderPlace};
pub use place::{MemoryPlace, Place};
pub use read::{ChangeSet, StateRead};
pub use state::{
    Block, Options, Proven, ProvenMany, Pruned, Reader, Recovery, State, StateReport, StateStats,
    StoredBlock, Version,
};
#[cfg(feature = "redb")]
pub use store::RedbStore;
#[cfg(feature = "sled")]
pub use store::SledStore;
pub use store::{Batch, FaultyStore, MemoryStore, Store};
pub use trie::TrieError;
