//! What a ledger says when its store does not hold what it should.

use crate::{block, contract, first, in_memory, one_value};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    Batch, MemoryStore, SledStore, State, StateError, StateRead, Store, StoreError, store::Visit,
};
use std::{
    ops::Bound,
    sync::{Arc, Mutex},
};

/// Key of one stored value, as `docs/state-format.md` lays it out.
fn stored_key(key: &[u8]) -> Vec<u8> {
    [&[1], &contract(1).0[..], key].concat()
}

fn store_with_two_values() -> Arc<MemoryStore> {
    let store = Arc::new(MemoryStore::new(first()));
    let mut state = State::open(store.clone()).unwrap();
    state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    state.commit(&one_value(b"b", Some(b"2")), block(2)).unwrap();
    store
}

fn damaged(change: impl FnOnce(&mut Batch)) -> StateError {
    let store = store_with_two_values();
    let mut batch = Batch::default();
    change(&mut batch);
    store.write(batch).unwrap();
    State::open(store).err().expect("a damaged ledger does not open")
}

#[test]
fn a_changed_lost_or_added_value_is_noticed_at_open() {
    let changed = damaged(|batch| batch.set(stored_key(b"a"), b"9"));
    assert!(matches!(changed, StateError::RootMismatch { what: "state root", .. }));
    let lost = damaged(|batch| batch.remove(stored_key(b"b")));
    assert!(matches!(lost, StateError::RootMismatch { what: "state root", .. }));
    let added =
        damaged(|batch| batch.set([&[2], &contract(9).0[..]].concat(), 1_u64.to_le_bytes()));
    assert!(matches!(added, StateError::RootMismatch { what: "account root", .. }));
    let short = damaged(|batch| batch.set([1, 2, 3], b"x"));
    assert!(matches!(short, StateError::Damaged { .. }));
}

#[test]
fn a_missing_or_unreadable_head_is_noticed_at_open() {
    for error in [
        damaged(|batch| batch.remove([5])),
        damaged(|batch| batch.set([5], [1, 2, 3])),
        damaged(|batch| batch.set([0], b"another format")),
        damaged(|batch| batch.remove([0])),
    ] {
        assert!(matches!(error, StateError::Damaged { .. }), "{error}");
    }
}

#[test]
fn code_with_other_contents_is_never_returned() {
    let mut state = in_memory();
    let mut changes = one_value(b"a", None);
    changes.code.insert(Hash([1; 32]), vec![1, 2, 3]);
    state.commit(&changes, block(1)).unwrap();
    let read = state.view().code(&Hash([1; 32]));
    assert!(matches!(read, Err(StateError::CodeMismatch { .. })));
}

/// When a write of [`Faulty`] fails: not at all, before it changed anything, or after, as
/// sled does when the sync fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Before,
    After,
}

/// Fails when told to.
struct Faulty {
    inner: MemoryStore,
    fault: Mutex<Fault>,
}

impl Store for Faulty {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(key)
    }
    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.next(start, prefix)
    }
    fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        self.inner.scan(prefix, visit)
    }
    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let fault = *self.fault.lock().unwrap();
        if fault != Fault::Before {
            self.inner.write(batch)?;
        }
        match fault {
            Fault::None => Ok(()),
            _ => Err(StoreError::Io { action: "sync", reason: "disk full".to_owned() }),
        }
    }
    fn close(&self) -> Result<(), StoreError> {
        self.inner.close()
    }
}

/// A ledger of one block, whose second block failed; with a view from before.
fn after_a_failed_write(fault: Fault) -> (Arc<Faulty>, State, Arc<dyn StateRead>) {
    let inner = MemoryStore::new(first());
    let store = Arc::new(Faulty { inner, fault: Fault::None.into() });
    let mut state = State::open(store.clone()).unwrap();
    let view = state.view();
    let head = state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    *store.fault.lock().unwrap() = fault;
    let failed = state.commit(&one_value(b"a", Some(b"2")), block(2));
    assert!(matches!(failed, Err(StateError::Store(StoreError::Io { .. }))));
    assert_eq!(state.head(), head);
    *store.fault.lock().unwrap() = Fault::None;
    (store, state, view)
}

fn is_suspended<T>(result: Result<T, StateError>) -> bool {
    matches!(result, Err(StateError::Store(StoreError::Suspended)))
}

#[test]
fn after_a_failed_write_nothing_is_shown_that_was_not_acknowledged() {
    for fault in [Fault::Before, Fault::After] {
        let (store, mut state, view) = after_a_failed_write(fault);
        for view in [view, state.view()] {
            assert!(is_suspended(view.get(&contract(1), b"a")));
            assert!(is_suspended(view.next_key(&contract(1), b"a", b"")));
            assert!(is_suspended(view.nonce(&contract(1))));
            assert!(is_suspended(view.code(&Hash::ZERO)));
        }
        assert!(is_suspended(state.prove(&contract(1), b"a")));
        assert!(is_suspended(state.keys(&contract(1), None, b"", 9)));
        assert!(is_suspended(state.block(Height(2))));
        assert!(is_suspended(state.verify()));
        assert!(is_suspended(state.commit(&one_value(b"a", Some(b"3")), block(2))));
        assert!(is_suspended(state.close()));
        // Opened again it is whole: with the block or without it, depending on the disk.
        let state = State::open(store).unwrap();
        let expected: (u64, &[u8]) = if fault == Fault::After { (2, b"2") } else { (1, b"1") };
        assert_eq!(state.head().height, Height(expected.0));
        assert_eq!(state.view().get(&contract(1), b"a").unwrap().as_deref(), Some(expected.1));
        state.verify().unwrap();
    }
}

/// Any damage to the files ends in an error or in a state that a block once had,
/// never in a panic or in another state.
#[test]
fn damaged_files_give_an_error_or_an_earlier_block() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let mut state = State::open(Arc::new(SledStore::create(&path, first()).unwrap())).unwrap();
    let mut roots = vec![state.head().state_root];
    for height in 1..6_u8 {
        let changes = one_value(&[height], Some(&[height; 100]));
        roots.push(state.commit(&changes, block(height.into())).unwrap().state_root);
    }
    state.close().unwrap();
    let log = std::fs::read(path.join("db")).unwrap();
    for position in (0..log.len().min(8_000)).step_by(401) {
        let copy = folder.path().join(format!("copy{position}"));
        std::fs::create_dir_all(copy.join("blobs")).unwrap();
        for file in std::fs::read_dir(&path).unwrap() {
            let file = file.unwrap();
            if file.file_type().unwrap().is_file() {
                std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
            }
        }
        let mut bytes = log.clone();
        bytes[position] ^= 0x55;
        std::fs::write(copy.join("db"), bytes).unwrap();
        let opened = SledStore::open(&copy).map_err(StateError::from);
        if let Ok(state) = opened.and_then(|store| State::open(Arc::new(store))) {
            assert!(roots.contains(&state.head().state_root), "byte {position}");
        }
    }
}
