//! Both stores do the same; sled does it also after closing.

use crate::{block, contract, first, in_memory, one_value};
use sandpact_abi::{Hash, Height};
use sandpact_state::{ChangeSet, SledStore, State, StateError, StoreError};
use sha3::{Digest as _, Sha3_256};
use std::{path::Path, sync::Arc};

fn create(path: &Path) -> State {
    State::open(Arc::new(SledStore::create(path, first()).unwrap())).unwrap()
}

fn open(path: &Path) -> Result<State, StateError> {
    State::open(Arc::new(SledStore::open(path)?))
}

/// Three blocks: values, a removal, code and a body of several chunks.
fn fill(state: &mut State) -> Vec<Hash> {
    let code = vec![7_u8; 40_000];
    let mut second = one_value(b"a", None);
    second.code.insert(Hash(Sha3_256::digest(&code).into()), code);
    second.values.insert((contract(2), b"b".to_vec()), Some(vec![1; 16 * 1024]));
    let long = |state_root: &Hash, account_root: &Hash| sandpact_state::Block {
        body: (0..50_000_u32).flat_map(u32::to_le_bytes).collect(),
        ..block(3)(state_root, account_root)
    };
    vec![
        state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap().state_root,
        state.commit(&second, block(2)).unwrap().state_root,
        state.commit(&ChangeSet::default(), long).unwrap().state_root,
    ]
}

#[test]
fn sled_and_memory_hold_the_same_before_and_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let (mut memory, mut sled) = (in_memory(), create(&path));
    assert_eq!(fill(&mut memory), fill(&mut sled));
    let head = sled.head();
    sled.close().unwrap();
    let sled = open(&path).unwrap();
    assert_eq!((sled.head(), memory.head()), (head, head));
    assert_eq!(sled.verify().unwrap(), memory.verify().unwrap());
    for height in 0..5 {
        let height = Height(height);
        assert_eq!(sled.block(height).unwrap(), memory.block(height).unwrap());
    }
    assert_eq!(sled.block(Height(3)).unwrap().unwrap().body.len(), 200_000);
    assert_eq!(sled.block(Height(4)).unwrap(), None);
    let code = vec![7_u8; 40_000];
    let code_hash = Hash(Sha3_256::digest(&code).into());
    assert_eq!(sled.view().code(&code_hash).unwrap(), Some(code));
    assert_eq!(sled.view().code(&Hash::ZERO).unwrap(), None);
}

#[test]
fn keys_come_in_order_and_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    for mut state in [in_memory(), create(&folder.path().join("ledger"))] {
        let mut changes = ChangeSet::default();
        for key in ["b/2", "a", "b/1", "b/3", "c"] {
            changes.values.insert((contract(1), key.into()), Some(vec![]));
            changes.values.insert((contract(2), key.into()), Some(vec![]));
        }
        state.commit(&changes, block(1)).unwrap();
        let keys = |after: Option<&str>, prefix: &str, limit| {
            let after = after.map(str::as_bytes);
            let keys = state.keys(&contract(1), after, prefix.as_bytes(), limit).unwrap();
            keys.into_iter().map(|key| String::from_utf8(key).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(keys(None, "", 9), ["a", "b/1", "b/2", "b/3", "c"]);
        assert_eq!(keys(None, "b/", 2), ["b/1", "b/2"]);
        assert_eq!(keys(Some("b/2"), "b/", 2), ["b/3"]);
        assert_eq!(keys(Some("a"), "b/", 1), ["b/1"]);
        assert_eq!(keys(Some("c"), "", 9), [""; 0]);
        assert_eq!(keys(None, "x", 9), [""; 0]);
        assert_eq!(keys(None, "", 0), [""; 0]);
    }
}

#[test]
fn creating_and_opening_never_take_what_is_not_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    assert!(matches!(SledStore::open(&path), Err(StoreError::Missing { .. })));
    assert!(!path.exists(), "opening creates nothing");
    let state = create(&path);
    assert!(matches!(SledStore::open(&path), Err(StoreError::Locked { .. })));
    assert!(matches!(SledStore::create(&path, first()), Err(StoreError::Exists { .. })));
    state.close().unwrap();
    assert!(matches!(SledStore::create(&path, first()), Err(StoreError::Exists { .. })));
    let file = folder.path().join("file");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(SledStore::create(&file, first()), Err(StoreError::Exists { .. })));
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    create(&empty).close().unwrap();
}

#[test]
fn what_an_interrupted_creation_left_is_cleared_away_unless_it_still_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let unfinished = folder.path().join(".ledger.sandpact-unfinished");
    std::fs::create_dir(&unfinished).unwrap();
    std::fs::write(unfinished.join("db"), b"half").unwrap();
    let running = std::fs::File::open(unfinished.join("db")).unwrap();
    running.lock().unwrap();
    assert!(matches!(SledStore::create(&path, first()), Err(StoreError::Locked { .. })));
    assert_eq!(std::fs::read(unfinished.join("db")).unwrap(), b"half");
    drop(running);
    create(&path).close().unwrap();
    assert!(!unfinished.exists());
}

#[test]
fn creating_a_ledger_leaves_its_neighbours_alone() {
    let folder = tempfile::tempdir().unwrap();
    let neighbour = folder.path().join("main.new");
    let mut state = create(&neighbour);
    let head = state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    state.close().unwrap();
    create(&folder.path().join("main")).close().unwrap();
    assert_eq!(open(&neighbour).unwrap().head(), head);
}

#[test]
fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (given, name) in [("one/", "one"), ("two/.", "two"), ("three//", "three")] {
        create(&folder.path().join(given)).close().unwrap();
        open(&folder.path().join(given)).unwrap().close().unwrap();
        open(&folder.path().join(name)).unwrap().close().unwrap();
    }
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 3, "nothing else is left");
}

#[test]
fn a_path_that_ends_in_no_name_of_a_ledger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("a");
    std::fs::create_dir(&inside).unwrap();
    for path in [Path::new("."), Path::new("/"), Path::new(""), &inside.join("..")] {
        let refused = SledStore::create(path, first());
        assert!(matches!(refused, Err(StoreError::Name { .. })), "{}", path.display());
    }
    let unfinished = folder.path().join("b.sandpact-unfinished");
    assert!(matches!(SledStore::create(&unfinished, first()), Err(StoreError::Name { .. })));
    assert!(!unfinished.exists());
    create(&inside).close().unwrap();
    std::fs::rename(&inside, &unfinished).unwrap();
    assert!(matches!(SledStore::open(&unfinished), Err(StoreError::Name { .. })));
}
