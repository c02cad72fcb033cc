//! What a ledger does when its view does not hold what it should, or a write fails.

use crate::{block, contract, in_memory, memory_place, one_value};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    Batch, ChangeSet, MemoryPlace, MemoryStore, Options, Place as _, State, StateError,
    StateRead as _,
    disk::{Fault, FaultKind, MemoryDisk},
};
use sha3::{Digest as _, Sha3_256};
use std::sync::Arc;

/// Key of one stored value, as `docs/state-format.md` lays it out.
fn stored_key(key: &[u8]) -> Vec<u8> {
    [&[1], &contract(1).0[..], key].concat()
}

/// A ledger of two values that was closed.
fn closed() -> Arc<MemoryPlace> {
    let place = memory_place();
    let (state, _) = State::open(place.clone(), Options::default()).unwrap();
    state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    state.commit(&one_value(b"b", Some(b"2")), block(2)).unwrap();
    state.close().unwrap();
    place
}

#[test]
fn a_view_that_is_not_the_roots_is_rebuilt_when_it_is_opened() {
    let account = [&[2], &contract(9).0[..]].concat();
    for (what, key, value) in [
        ("changed", stored_key(b"a"), Some(b"9".to_vec())),
        ("lost", stored_key(b"b"), None),
        ("added", account, Some(1_u64.to_le_bytes().to_vec())),
        ("short", vec![1, 2, 3], Some(b"x".to_vec())),
        ("no head", vec![5], None),
        ("another head", vec![5], Some(vec![1, 2, 3])),
    ] {
        let place = closed();
        let mut batch = Batch::default();
        batch.writes.insert(key, value);
        place.open_view().unwrap().write(batch).unwrap();
        let (state, recovery) = State::open(place, Options::default()).unwrap();
        assert!(recovery.rebuilt_because.is_some(), "{what}");
        assert!(recovery.set_aside.is_some(), "{what}");
        assert_eq!(state.head().height, Height(2));
        let view = state.version();
        assert_eq!(view.get(&contract(1), b"a").unwrap().as_deref(), Some(&b"1"[..]), "{what}");
        assert_eq!(view.get(&contract(1), b"b").unwrap().as_deref(), Some(&b"2"[..]), "{what}");
        assert_eq!(view.nonce(&contract(9)).unwrap(), 0);
        state.verify().unwrap();
    }
}

#[test]
fn a_large_view_that_is_not_the_roots_is_noticed_while_it_is_read_and_rebuilt_afterwards() {
    let options = Options { check_first_values: 0, ..Options::default() };
    for (what, key, value) in [
        ("changed", stored_key(b"a"), Some(b"9".to_vec())),
        ("lost", stored_key(b"a"), None),
        ("added", stored_key(b"c"), Some(b"3".to_vec())),
    ] {
        let place = closed();
        let mut batch = Batch::default();
        batch.writes.insert(key, value);
        place.open_view().unwrap().write(batch).unwrap();
        let (state, recovery) = State::open(place.clone(), options).unwrap();
        assert_eq!(recovery.rebuilt_because, None, "{what}");
        let version = state.version();
        // A value is compared by itself, all keys together.
        for (key, right) in [(b"a", Some(b"1")), (b"b", Some(b"2")), (b"c", None)] {
            match version.get(&contract(1), key) {
                Err(error) => assert!(matches!(error, StateError::ViewDamaged { .. }), "{what}"),
                Ok(value) => assert_eq!(value.as_deref(), right.map(|right| &right[..]), "{what}"),
            }
        }
        let keys = version.keys(&contract(1), None, b"", 9);
        assert!(matches!(keys, Err(StateError::ViewDamaged { .. })), "{what}");
        drop(version);
        state.commit(&one_value(b"d", Some(b"4")), block(3)).unwrap();
        state.settle().unwrap_err();
        drop(state);
        let (state, recovery) = State::open(place, options).unwrap();
        assert!(recovery.rebuilt_because.is_some(), "{what}");
        assert_eq!(state.version().keys(&contract(1), None, b"", 9).unwrap(), [b"a", b"b", b"d"]);
        state.verify().unwrap();
    }
}

#[test]
fn a_view_that_is_whole_is_kept() {
    let (state, recovery) = State::open(closed(), Options::default()).unwrap();
    assert_eq!(recovery, sandpact_state::Recovery::default());
    state.verify().unwrap();
}

#[test]
fn code_with_other_contents_is_never_returned() {
    let state = in_memory();
    let mut changes = one_value(b"a", None);
    changes.code.insert(Hash([1; 32]), vec![1, 2, 3]);
    state.commit(&changes, block(1)).unwrap();
    let read = state.version().code(&Hash([1; 32]));
    assert!(matches!(read, Err(StateError::CodeMismatch { .. })));
}

#[test]
fn a_module_that_is_not_whole_is_noticed_when_the_ledger_is_opened() {
    let code: Vec<u8> = (0..40_000_u32).map(|number| number.to_le_bytes()[1]).collect();
    let code_hash = Hash(Sha3_256::digest(&code).into());
    let part = |number: u32| [&[3], &code_hash.0[..], &number.to_be_bytes()].concat();
    for (what, writes) in [
        ("the first part", vec![(part(0), None)]),
        ("the last part", vec![(part(2), None)]),
        ("all parts", (0..3).map(|number| (part(number), None)).collect()),
        ("another part", vec![(part(1), Some(vec![7; 16_384]))]),
        ("a part more", vec![(part(3), Some(vec![7]))]),
    ] {
        let place = memory_place();
        let (state, _) = State::open(place.clone(), Options::default()).unwrap();
        let mut changes = one_value(b"a", Some(b"1"));
        changes.code.insert(code_hash, code.clone());
        state.commit(&changes, block(1)).unwrap();
        state.close().unwrap();
        let batch = Batch { writes: writes.into_iter().collect() };
        place.open_view().unwrap().write(batch).unwrap();
        let (state, recovery) = State::open(place, Options::default()).unwrap();
        assert!(recovery.rebuilt_because.is_some(), "{what}");
        assert_eq!(state.version().code(&code_hash).unwrap().as_ref(), Some(&code), "{what}");
    }
}

/// A ledger of one block whose second block failed, at each call of the disk in turn.
#[test]
fn after_a_failed_commit_nothing_is_written_and_readers_go_on() {
    for kind in [FaultKind::Io, FaultKind::NoSpace, FaultKind::ShortWrite, FaultKind::FailedSync] {
        let disk = Arc::new(MemoryDisk::default());
        let place = Arc::new(MemoryPlace::with(disk.clone(), Arc::new(MemoryStore::default())));
        State::create(place.as_ref(), &ChangeSet::default(), block(0)).unwrap();
        let (state, _) = State::open(place, Options::default()).unwrap();
        let head = state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
        disk.set_fault(Some(Fault { kind, at: 1, forever: false }));
        let failed = state.commit(&one_value(b"a", Some(b"2")), block(2));
        assert!(matches!(failed, Err(StateError::ReadOnly { .. })), "{kind:?}");
        let again = state.commit(&one_value(b"a", Some(b"3")), block(2));
        assert!(matches!(again, Err(StateError::ReadOnly { .. })), "{kind:?}");
        assert_eq!(state.head(), head);
        let view = state.version();
        assert_eq!(view.get(&contract(1), b"a").unwrap().as_deref(), Some(&b"1"[..]));
        let proven = view.prove(&contract(1), b"a").unwrap();
        let proof = &proven.proof;
        sandpact_proof::verify_inclusion(&head.state_root, &contract(1), b"a", b"1", proof)
            .unwrap();
    }
}
