//! Where contracts' values live: overlay, authenticated trie, store.
//!
//! Knows nothing of wasm, gas or transactions. Values lie flat in a [`Store`];
//! the two tries over them are derived data, built and checked when a ledger is
//! opened. `docs/state-format.md` describes every key and hash to the byte.

mod error;
mod head;
mod layout;
mod overlay;
mod read;
mod state;
pub mod store;
mod trie;
mod verify;

pub use error::{StateError, StoreError};
pub use head::Head;
pub use overlay::{NextKey, Overlay};
pub use read::{ChangeSet, StateRead};
pub use state::{Block, Proven, State, StoredBlock, genesis};
#[cfg(feature = "sled")]
pub use store::SledStore;
pub use store::{Batch, MemoryStore, Store};
pub use verify::StateReport;
