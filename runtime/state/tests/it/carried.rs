//! Snapshots: the same state elsewhere, and refusals that change nothing.

use crate::{block, contract, in_memory};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    ChangeSet, MemoryPlace, MemoryStore, Options, Place, State, StateError, StateRead as _,
    disk::MemoryDisk, snapshot::SnapshotError,
};
use sha3::{Digest as _, Sha3_256};
use std::sync::Arc;

/// 3,000 values of 1,000 bytes, some nonces, a module of three parts: several chunks.
fn filled() -> State {
    let state = in_memory();
    for height in 1..=3 {
        let mut changes = ChangeSet::default();
        for number in 0..1_000_u32 {
            let key = (number * 3 + u32::try_from(height).unwrap()).to_be_bytes().to_vec();
            changes.values.insert((contract(1), key.clone()), Some(key.repeat(250)));
        }
        changes.nonces.insert(contract(7), height);
        state.commit(&changes, block(height)).unwrap();
    }
    let code = vec![9; 40_000];
    let mut changes = ChangeSet::default();
    changes.code.insert(Hash(Sha3_256::digest(&code).into()), code);
    state.commit(&changes, block(4)).unwrap();
    state
}

fn exported(state: &State) -> MemoryDisk {
    let disk = MemoryDisk::default();
    state.export(&disk, &mut |_| {}).unwrap();
    disk
}

fn opened(place: Arc<MemoryPlace>) -> State {
    State::open(place, Options::default()).unwrap().0
}

#[test]
fn an_imported_ledger_goes_on_with_the_same_roots() {
    let state = filled();
    let disk = exported(&state);
    assert!(disk.files().len() > 3, "several chunks");
    let place = Arc::new(MemoryPlace::new());
    let mut seen = Vec::new();
    let head = State::import(place.as_ref(), &disk, &mut |step| seen.push(step.done)).unwrap();
    assert!(seen.is_sorted() && seen.len() > 3);
    assert_eq!(head, state.head());
    let other = opened(place.clone());
    assert_eq!(other.head(), state.head());
    assert_eq!(other.block(Height(4)).unwrap(), state.block(Height(4)).unwrap());
    assert_eq!(other.block(Height(3)).unwrap(), None);
    for height in 5..=9 {
        let mut changes = ChangeSet::default();
        let key = vec![u8::try_from(height).unwrap()];
        changes.values.insert((contract(2), key), Some(vec![1]));
        let ours = state.commit(&changes, block(height)).unwrap();
        assert_eq!(other.commit(&changes, block(height)).unwrap(), ours);
    }
    other.verify().unwrap();
    other.close().unwrap();
    // With its view lost it is rebuilt from the snapshot and the log.
    place.set_view_aside().unwrap();
    let again = opened(place);
    assert_eq!(again.head(), state.head());
    assert_eq!(again.version().get(&contract(2), &[7]).unwrap(), Some(vec![1]));
    again.verify().unwrap();
}

#[test]
fn a_changed_snapshot_is_refused() {
    let state = filled();
    let whole = exported(&state);
    for name in whole.files() {
        let bytes = whole.file(&name).unwrap();
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let disk = whole.copy();
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            disk.put_file(&name, changed);
            let refused = State::import(&MemoryPlace::new(), &disk, &mut |_| {});
            assert!(matches!(refused, Err(StateError::Snapshot(_))), "{name} {at}");
        }
        for cut in [bytes[..bytes.len() - 1].to_vec(), Vec::new()] {
            let disk = whole.copy();
            disk.put_file(&name, cut);
            let refused = State::import(&MemoryPlace::new(), &disk, &mut |_| {});
            assert!(matches!(refused, Err(StateError::Snapshot(_))), "{name} cut");
        }
        let disk = whole.copy();
        disk.drop_file(&name);
        let refused = State::import(&MemoryPlace::new(), &disk, &mut |_| {});
        assert!(matches!(refused, Err(StateError::Snapshot(_))), "{name} missing");
    }
    let full = State::import(&MemoryPlace::new(), &MemoryDisk::default(), &mut |_| {});
    assert!(matches!(full, Err(StateError::Snapshot(SnapshotError::Missing))));
    let twice = state.export(&whole, &mut |_| {});
    assert!(matches!(twice, Err(StateError::Snapshot(SnapshotError::Exists { .. }))));
}

#[test]
fn an_interrupted_import_goes_on() {
    let state = filled();
    let disk = exported(&state);
    let last = disk.files().into_iter().rfind(|name| name.starts_with("chunk")).unwrap();
    let broken = disk.copy();
    broken.drop_file(&last);
    let place = Arc::new(MemoryPlace::with(
        Arc::new(MemoryDisk::default()),
        Arc::new(MemoryStore::default()),
    ));
    State::import(place.as_ref(), &broken, &mut |_| {}).unwrap_err();
    State::import(place.as_ref(), &disk, &mut |_| {}).unwrap();
    let other = opened(place);
    assert_eq!(other.head(), state.head());
    other.verify().unwrap();
}

#[test]
fn a_backup_is_made_while_blocks_commit() {
    let state = filled();
    let disk = MemoryDisk::default();
    let version = state.version();
    let before = version.head();
    let mut height = 4;
    let ledger_id = Hash([9; 32]);
    let commit = |_| {
        height += 1;
        let mut changes = ChangeSet::default();
        for number in 0..50_u32 {
            let key = (number * 7 + height as u32).to_be_bytes().to_vec();
            let value = (number % 2 == 0).then(|| vec![7; 30]);
            changes.values.insert((contract(1), key), value);
        }
        state.commit(&changes, block(height)).unwrap();
    };
    let mut commit = commit;
    let manifest =
        sandpact_state::snapshot::export(&version, ledger_id, &disk, "", &mut |_| commit(()))
            .unwrap();
    assert_eq!(manifest.head, before);
    assert!(state.head().height > before.height);
    let place = Arc::new(MemoryPlace::new());
    State::import(place.as_ref(), &disk, &mut |_| {}).unwrap();
    assert_eq!(opened(place).head(), before);
}

#[test]
fn a_pruned_ledger_has_its_state_and_its_last_blocks() {
    let place = Arc::new(MemoryPlace::new());
    State::create(place.as_ref(), &ChangeSet::default(), block(0)).unwrap();
    let state = opened(place.clone());
    // Blocks of 4 MiB, so that there are several segments.
    let big = |height: u64| {
        move |state_root: &Hash, account_root: &Hash| sandpact_state::Block {
            body: vec![1; 4 << 20],
            ..block(height)(state_root, account_root)
        }
    };
    for height in 1..=40 {
        let mut changes = ChangeSet::default();
        changes.values.insert((contract(1), vec![height as u8]), Some(vec![1]));
        state.commit(&changes, big(height)).unwrap();
    }
    let pruned = state.prune(&mut |_| {}).unwrap();
    assert_eq!(pruned.height, Height(40));
    assert!(pruned.removed_segments > 0 && pruned.first > Height(0));
    assert_eq!(state.block(Height(1)).unwrap(), None);
    assert!(state.block(pruned.first).unwrap().is_some());
    let head = state.commit(&ChangeSet::default(), block(41)).unwrap();
    state.verify().unwrap();
    state.close().unwrap();
    place.set_view_aside().unwrap();
    let again = opened(place.clone());
    assert_eq!(again.head(), head);
    assert_eq!(again.version().keys(&contract(1), None, b"", 99).unwrap().len(), 40);
    again.verify().unwrap();
    assert!(place.disk().open("base").unwrap().is_some());
}
