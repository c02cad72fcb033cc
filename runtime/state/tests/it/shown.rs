//! What a view shows is not what it finds, or is put right while it is read.

use crate::{block, contract, one_value};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    Batch, ChangeSet, MemoryPlace, MemoryStore, Options, State, StateError, StateRead as _, Store,
    StoreError, disk::MemoryDisk,
};
use std::{
    ops::{Bound, ControlFlow},
    sync::{Arc, Condvar, Mutex},
    thread,
};

/// The values, in keys of the view.
const VALUES: &[u8] = &[1];
/// The column of modules.
const MODULES: u8 = 3;

/// Opens once, for whoever waits.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }

    fn pass(&self) {
        drop(self.1.wait_while(self.0.lock().unwrap(), |is_open| !*is_open).unwrap());
    }
}

/// A store as one whose pages nobody checks.
#[derive(Default)]
struct Unsure {
    inner: MemoryStore,
    /// A key that is shown, and not found.
    lost: Mutex<Option<Vec<u8>>>,
    /// The first key of this column that is read stops at the gates.
    held: Mutex<Option<u8>>,
    /// It was read.
    read: Gate,
    /// What was read may be returned.
    answer: Gate,
    /// Values may be shown.
    show: Gate,
}

impl Store for Unsure {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if self.lost.lock().unwrap().as_deref() == Some(key) {
            return Ok(None);
        }
        let value = self.inner.get(key);
        let is_held = self.held.lock().unwrap().take_if(|column| key.starts_with(&[*column]));
        if is_held.is_some() {
            self.read.open();
            self.answer.pass();
        }
        value
    }

    fn scan(
        &self,
        start: Bound<&[u8]>,
        prefix: &[u8],
        visit: &mut dyn FnMut(&[u8], &[u8]) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        if prefix == VALUES {
            self.show.pass();
        }
        self.inner.scan(start, prefix, visit)
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.inner.write(batch)
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.inner.sync()
    }

    fn len_bytes(&self) -> Result<u64, StoreError> {
        self.inner.len_bytes()
    }

    fn close(&self) -> Result<(), StoreError> {
        self.inner.close()
    }
}

fn stored_key(key: &[u8]) -> Vec<u8> {
    [VALUES, &contract(1).0[..], key].concat()
}

/// A closed ledger of two values on such a store.
fn closed() -> (Arc<MemoryPlace>, Arc<Unsure>) {
    let store = Arc::new(Unsure::default());
    store.show.open();
    let place = Arc::new(MemoryPlace::with(Arc::new(MemoryDisk::default()), store.clone()));
    State::create(place.as_ref(), &ChangeSet::default(), block(0)).unwrap();
    let (state, _) = State::open(place.clone(), Options::default()).unwrap();
    state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    state.commit(&one_value(b"b", Some(b"2")), block(2)).unwrap();
    state.close().unwrap();
    (place, store)
}

#[test]
fn a_key_that_is_shown_and_not_found_is_damage() {
    let index_of_a_block = [&[4][..], &1_u64.to_be_bytes()].concat();
    for (what, key) in [("a value", stored_key(b"a")), ("a block", index_of_a_block)] {
        let (place, store) = closed();
        *store.lost.lock().unwrap() = Some(key);
        let (state, recovery) = State::open(place, Options::default()).unwrap();
        assert!(recovery.rebuilt_because.is_some(), "{what}");
        let version = state.version();
        assert_eq!(version.get(&contract(1), b"a").unwrap().as_deref(), Some(&b"1"[..]), "{what}");
        assert_eq!(state.head().height, Height(2));
    }
    // Without the loss, the same store is kept.
    let (_, recovery) = State::open(closed().0, Options::default()).unwrap();
    assert_eq!(recovery, sandpact_state::Recovery::default());
}

/// The view is put right and found to be right between a reader's look at a value and at what
/// is known of the view.
#[test]
fn a_value_that_was_read_before_the_view_was_checked_is_compared() {
    let (place, store) = closed();
    let wrong = |value: &[u8]| {
        let mut batch = Batch::default();
        batch.set(stored_key(b"a"), value);
        store.inner.write(batch).unwrap();
    };
    wrong(b"9");
    // The comparison waits before it sees a value.
    *store.show.0.lock().unwrap() = false;
    let options = Options { check_first_values: 0, ..Options::default() };
    let (state, _) = State::open(place, options).unwrap();
    *store.held.lock().unwrap() = Some(VALUES[0]);
    let version = state.version();
    let found = thread::scope(|scope| {
        let reader = scope.spawn(|| version.get(&contract(1), b"a"));
        store.read.pass();
        wrong(b"1");
        store.show.open();
        // Keys in order are given when all is compared.
        assert_eq!(version.keys(&contract(1), None, b"", 9).unwrap(), [b"a", b"b"]);
        store.answer.open();
        reader.join().unwrap()
    });
    assert_eq!(found.unwrap().as_deref(), Some(&b"1"[..]));
}

#[test]
fn that_there_is_no_module_is_said_when_the_view_was_checked() {
    let (place, store) = closed();
    *store.show.0.lock().unwrap() = false;
    let options = Options { check_first_values: 0, ..Options::default() };
    let (state, _) = State::open(place, options).unwrap();
    *store.held.lock().unwrap() = Some(MODULES);
    let version = state.version();
    thread::scope(|scope| {
        let reader = scope.spawn(|| version.code(&Hash([1; 32])));
        store.read.pass();
        store.answer.open();
        // A view that is damaged is no view without the module.
        let mut batch = Batch::default();
        batch.remove(stored_key(b"b"));
        store.inner.write(batch).unwrap();
        store.show.open();
        let found = reader.join().unwrap();
        assert!(matches!(found, Err(StateError::ViewDamaged { .. })), "{found:?}");
    });
}
