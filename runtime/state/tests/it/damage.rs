//! What a ledger says when its store does not hold what it should.

use crate::{block, contract, first, in_memory, one_value};
use sandpact_abi::Hash;
use sandpact_state::{
    Batch, MemoryStore, SledStore, State, StateError, Store, StoreError, store::Visit,
};
use std::{
    ops::Bound,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
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

/// Fails when told to.
struct Faulty {
    inner: MemoryStore,
    fails: AtomicBool,
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
        if self.fails.load(Ordering::SeqCst) {
            return Err(StoreError::Io { action: "write", reason: "disk full".to_owned() });
        }
        self.inner.write(batch)
    }
    fn close(&self) -> Result<(), StoreError> {
        self.inner.close()
    }
}

#[test]
fn a_failed_write_changes_nothing_that_can_be_seen() {
    let store = Arc::new(Faulty { inner: MemoryStore::new(first()), fails: false.into() });
    let mut state = State::open(store.clone()).unwrap();
    let head = state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    store.fails.store(true, Ordering::SeqCst);
    let failed = state.commit(&one_value(b"a", Some(b"2")), block(2));
    assert!(matches!(failed, Err(StateError::Store(StoreError::Io { .. }))));
    assert_eq!(state.head(), head);
    let proven = state.prove(&contract(1), b"a").unwrap();
    assert_eq!(proven.value.as_deref(), Some(&b"1"[..]));
    state.verify().unwrap();
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
