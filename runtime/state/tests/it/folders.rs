//! Ledgers on sled and in memory; creating, opening and closing their folders.

use crate::{block, contract, create, in_memory, one_value, open};
use sandpact_abi::{Hash, Height};
use sandpact_state::{
    Backend, ChangeSet, FolderPlace, State, StateError, StateRead as _, StoreError,
};
use sha3::{Digest as _, Sha3_256};
use std::path::Path;

/// Creating the folder of a ledger, which shall be refused.
fn refused(path: &Path) -> StoreError {
    let fill = |place: &FolderPlace| State::create(place, &ChangeSet::default(), block(0));
    match FolderPlace::create(path, Backend::Sled, fill) {
        Err(StateError::Store(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn not_opened(path: &Path) -> StoreError {
    match FolderPlace::open(path, Backend::Sled) {
        Err(error) => error,
        Ok(_) => panic!("opened"),
    }
}

/// Three blocks: values, a removal, code and a body of several chunks.
fn fill(state: &State) -> Vec<Hash> {
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
    let (memory, sled) = (in_memory(), create(&path));
    assert_eq!(fill(&memory), fill(&sled));
    let head = sled.head();
    sled.close().unwrap();
    let sled = open(&path).unwrap().0;
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
    assert_eq!(sled.version().code(&code_hash).unwrap(), Some(code));
    assert_eq!(sled.version().code(&Hash::ZERO).unwrap(), None);
}

/// The boot of the machine in which the ledger was written is over.
fn start_machine_anew(ledger: &Path) {
    let mark = ledger.join("view.unsynced");
    assert!(mark.exists(), "sled has writes that are not durable");
    std::fs::write(mark, "an earlier boot").unwrap();
}

#[test]
fn after_a_power_cut_nothing_is_written_to_the_old_view() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let state = create(&path);
    fill(&state);
    let head = state.head();
    drop(state);
    let (state, recovery) = open(&path).unwrap();
    assert!(!recovery.is_view_copied, "a killed process leaves what it wrote");
    drop(state);
    start_machine_anew(&path);
    std::fs::create_dir(path.join("view-copy")).unwrap();
    let (state, recovery) = open(&path).unwrap();
    assert!(recovery.is_view_copied);
    assert_eq!((recovery.rebuilt_because, state.head()), (None, head));
    let old = recovery.set_aside.unwrap();
    let log_of_old = || std::fs::read(Path::new(&old).join("db")).unwrap();
    let before = log_of_old();
    state.verify().unwrap();
    state.commit(&one_value(b"c", Some(b"3")), block(4)).unwrap();
    state.close().unwrap();
    assert!(log_of_old() == before && !path.join("view-copy").exists());
    assert!(!path.join("view.unsynced").exists(), "all of it is durable");
    let (state, recovery) = open(&path).unwrap();
    assert_eq!(recovery, sandpact_state::Recovery::default());
    assert_eq!(state.head().height, Height(4));
}

#[test]
fn a_view_that_cannot_be_copied_is_rebuilt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let state = create(&path);
    fill(&state);
    let head = state.head();
    drop(state);
    start_machine_anew(&path);
    std::fs::write(path.join("view/conf"), b"no settings").unwrap();
    let (state, recovery) = open(&path).unwrap();
    assert!(recovery.rebuilt_because.is_some() && !recovery.is_view_copied);
    assert_eq!(state.head(), head);
    state.verify().unwrap();
}

#[test]
fn keys_come_in_order_and_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    for state in [in_memory(), create(&folder.path().join("ledger"))] {
        let mut changes = ChangeSet::default();
        for key in ["b/2", "a", "b/1", "b/3", "c"] {
            changes.values.insert((contract(1), key.into()), Some(vec![]));
            changes.values.insert((contract(2), key.into()), Some(vec![]));
        }
        state.commit(&changes, block(1)).unwrap();
        let keys = |after: Option<&str>, prefix: &str, limit| {
            let after = after.map(str::as_bytes);
            let keys = state.version().keys(&contract(1), after, prefix.as_bytes(), limit).unwrap();
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
    assert!(matches!(not_opened(&path), StoreError::Missing { .. }));
    assert!(!path.exists(), "opening creates nothing");
    let state = create(&path);
    assert!(matches!(not_opened(&path), StoreError::Locked { .. }));
    assert!(matches!(refused(&path), StoreError::Exists { .. }));
    state.close().unwrap();
    assert!(matches!(refused(&path), StoreError::Exists { .. }));
    let file = folder.path().join("file");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(refused(&file), StoreError::Exists { .. }));
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
    std::fs::write(unfinished.join("lock"), b"half").unwrap();
    let running = std::fs::File::open(unfinished.join("lock")).unwrap();
    running.lock().unwrap();
    assert!(matches!(refused(&path), StoreError::Locked { .. }));
    assert_eq!(std::fs::read(unfinished.join("lock")).unwrap(), b"half");
    drop(running);
    create(&path).close().unwrap();
    assert!(!unfinished.exists());
}

#[test]
fn creating_a_ledger_leaves_its_neighbours_alone() {
    let folder = tempfile::tempdir().unwrap();
    let neighbour = folder.path().join("main.new");
    let state = create(&neighbour);
    let head = state.commit(&one_value(b"a", Some(b"1")), block(1)).unwrap();
    state.close().unwrap();
    create(&folder.path().join("main")).close().unwrap();
    assert_eq!(open(&neighbour).unwrap().0.head(), head);
}

#[test]
fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (given, name) in [("one/", "one"), ("two/.", "two"), ("three//", "three")] {
        create(&folder.path().join(given)).close().unwrap();
        open(&folder.path().join(given)).unwrap().0.close().unwrap();
        open(&folder.path().join(name)).unwrap().0.close().unwrap();
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
        assert!(matches!(refused(path), StoreError::Name { .. }), "{}", path.display());
    }
    let unfinished = folder.path().join("b.sandpact-unfinished");
    assert!(matches!(refused(&unfinished), StoreError::Name { .. }));
    assert!(!unfinished.exists());
    create(&inside).close().unwrap();
    std::fs::rename(&inside, &unfinished).unwrap();
    assert!(matches!(not_opened(&unfinished), StoreError::Name { .. }));
}
