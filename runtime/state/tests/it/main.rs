//! Overlay, trie and stores against plain maps, and what damage does.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod carried;
mod damage;
mod faults;
mod folders;
mod history;
mod log;
mod model;
mod overlay;
mod proofs;
mod shown;
mod stores;
mod versions;

use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_state::{
    Backend, Block, ChangeSet, FolderPlace, MemoryPlace, Options, Recovery, State, StateError,
};
use std::{path::Path, sync::Arc};

/// Two contracts are enough to mix them up.
pub fn contract(number: u8) -> Address {
    Address([number; 32])
}

/// A block whose hash says its height.
pub fn block(height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
    move |state_root, account_root| Block {
        height: Height(height),
        time: UnixSeconds(1_000 + height),
        hash: Hash([u8::try_from(height % 256).unwrap(); 32]),
        record: [state_root.0, account_root.0].concat(),
        body: height.to_string().into_bytes(),
    }
}

/// A new ledger in memory.
pub fn memory_place() -> Arc<MemoryPlace> {
    let place = MemoryPlace::new();
    State::create(&place, &ChangeSet::default(), block(0)).unwrap();
    Arc::new(place)
}

/// It, opened.
pub fn in_memory() -> State {
    State::open(memory_place(), Options::default()).unwrap().0
}

/// A new ledger in a folder, opened.
pub fn create(path: &Path) -> State {
    let fill = |place: &FolderPlace| State::create(place, &ChangeSet::default(), block(0));
    FolderPlace::create(path, Backend::Sled, fill).unwrap();
    open(path).unwrap().0
}

/// The ledger that is in a folder.
pub fn open(path: &Path) -> Result<(State, Recovery), StateError> {
    let place = FolderPlace::open(path, Backend::Sled)?;
    State::open(Arc::new(place), Options::default())
}

/// One value of contract 1.
pub fn one_value(key: &[u8], value: Option<&[u8]>) -> ChangeSet {
    let mut changes = ChangeSet::default();
    changes.values.insert((contract(1), key.to_vec()), value.map(<[u8]>::to_vec));
    changes
}
