//! Overlay, trie and stores against plain maps, and what damage does.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod damage;
mod model;
mod overlay;
mod proofs;
mod stores;

use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_state::{Batch, Block, ChangeSet, MemoryStore, State};
use std::sync::Arc;

/// Two contracts are enough to mix them up.
pub fn contract(number: u8) -> Address {
    Address([number; 32])
}

/// A block whose hash says its height.
pub fn block(height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
    move |state_root, account_root| Block {
        height: Height(height),
        time: UnixSeconds(1_000 + height),
        hash: Hash([u8::try_from(height).unwrap(); 32]),
        record: [state_root.0, account_root.0].concat(),
        body: height.to_string().into_bytes(),
    }
}

/// First contents of a store.
pub fn first() -> Batch {
    sandpact_state::genesis(&ChangeSet::default(), block(0))
}

/// A ledger in memory.
pub fn in_memory() -> State {
    State::open(Arc::new(MemoryStore::new(first()))).unwrap()
}

/// One value of contract 1.
pub fn one_value(key: &[u8], value: Option<&[u8]>) -> ChangeSet {
    let mut changes = ChangeSet::default();
    changes.values.insert((contract(1), key.to_vec()), value.map(<[u8]>::to_vec));
    changes
}
