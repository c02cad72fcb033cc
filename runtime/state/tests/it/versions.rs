//! Versions that are read while others are made, and versions of the past.

use crate::{block, contract, create, in_memory, memory_place, one_value};
use sandpact_abi::Height;
use sandpact_proof::{verify_absence, verify_inclusion};
use sandpact_state::{ChangeSet, Options, State, StateError, StateRead as _, Version};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

type Contents = BTreeMap<Vec<u8>, Vec<u8>>;

/// Changes of a height, on keys that later heights change again or remove.
fn changes(height: u64, contents: &mut Contents) -> ChangeSet {
    let mut changes = ChangeSet::default();
    for number in 0..40_u64 {
        let key = ((height * 7 + number * 3) % 97).to_be_bytes().to_vec();
        let value =
            (!(height + number).is_multiple_of(5)).then(|| vec![height as u8, number as u8]);
        match &value {
            Some(value) => contents.insert(key.clone(), value.clone()),
            None => contents.remove(&key),
        };
        changes.values.insert((contract(1), key), value);
    }
    changes
}

/// Everything that a version shows is what the contents of its height are.
fn compare(version: &Version, contents: &Contents) {
    let root = version.head().state_root;
    let keys = version.keys(&contract(1), None, b"", usize::MAX).unwrap();
    assert_eq!(keys, contents.keys().cloned().collect::<Vec<_>>());
    for number in (0..97_u64).step_by(5) {
        let key = number.to_be_bytes();
        let proven = version.prove(&contract(1), &key).unwrap();
        assert_eq!(proven.value.as_ref(), contents.get(&key[..]));
        match &proven.value {
            Some(value) => {
                verify_inclusion(&root, &contract(1), &key, value, &proven.proof).unwrap();
            }
            None => verify_absence(&root, &contract(1), &key, &proven.proof).unwrap(),
        }
    }
}

#[test]
fn held_and_past_versions_are_those_of_their_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let inline = |fold_writes| {
        let options = Options { folds_in_background: false, fold_writes, ..Options::default() };
        State::open(memory_place(), options).unwrap().0
    };
    let states = [in_memory(), create(&folder.path().join("ledger")), inline(1), inline(300)];
    for state in states {
        let mut contents = Contents::new();
        let (mut held, mut all) = (Vec::new(), Vec::new());
        for height in 1..=60 {
            if height % 9 == 1 {
                held.push((state.version(), contents.clone()));
            }
            all.push(contents.clone());
            state.commit(&changes(height, &mut contents), block(height)).unwrap();
            for (version, contents) in &held {
                compare(version, contents);
            }
        }
        for (height, contents) in (0..).zip(&all).skip(1) {
            let version = state.version_at(Height(height)).unwrap().unwrap();
            assert_eq!(version.head().height, Height(height));
            compare(&version, contents);
        }
        assert!(state.version_at(Height(61)).unwrap().is_none());
        drop(held);
        state.verify().unwrap();
        state.close().unwrap();
    }
}

#[test]
fn the_history_goes_back_as_far_as_it_is_told() {
    let (history_heights, folds_in_background, fold_writes) = (10, false, 1);
    let options =
        Options { history_heights, folds_in_background, fold_writes, ..Options::default() };
    let (state, _) = State::open(memory_place(), options).unwrap();
    for height in 1..=30 {
        let value = [u8::try_from(height).unwrap()];
        state.commit(&one_value(b"a", Some(&value)), block(height)).unwrap();
    }
    assert_eq!(state.oldest_height().unwrap(), Height(20));
    let version = state.version_at(Height(20)).unwrap().unwrap();
    assert_eq!(version.get(&contract(1), b"a").unwrap(), Some(vec![20]));
    let pruned = state.version_at(Height(19));
    assert!(matches!(pruned, Err(StateError::Pruned { oldest: Height(20), .. })));
}

#[test]
fn readers_on_other_threads_see_whole_versions_while_blocks_commit() {
    let state = in_memory();
    let is_done = AtomicBool::new(false);
    // Every block gives the same number to all keys.
    let commit = |height: u64| {
        let mut changes = ChangeSet::default();
        for key in 0..50_u8 {
            changes.values.insert((contract(1), vec![key]), Some(height.to_le_bytes().to_vec()));
        }
        state.commit(&changes, block(height)).unwrap();
    };
    commit(1);
    let rounds = [const { AtomicU64::new(0) }; 3];
    std::thread::scope(|scope| {
        let readers: Vec<_> = rounds
            .iter()
            .map(|rounds| {
                let (reader, is_done) = (state.reader(), &is_done);
                scope.spawn(move || {
                    while !is_done.load(Ordering::SeqCst) {
                        let version = reader.version();
                        let expected = version.head().height.0.to_le_bytes().to_vec();
                        for key in (0..50_u8).rev() {
                            let value = version.get(&contract(1), &[key]).unwrap();
                            assert_eq!(value.as_ref(), Some(&expected));
                        }
                        assert_eq!(version.keys(&contract(1), None, b"", 99).unwrap().len(), 50);
                        rounds.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        // A busy machine may let a reader wait: blocks come until each has read between them.
        for height in 2.. {
            commit(height);
            let has_each_read = || {
                let rounds = rounds.iter().map(|it| it.load(Ordering::SeqCst));
                rounds.min() > Some(1) || readers.iter().any(|reader| reader.is_finished())
            };
            if height >= 200 && has_each_read() {
                break;
            }
        }
        is_done.store(true, Ordering::SeqCst);
        for reader in readers {
            reader.join().unwrap();
        }
    });
}

#[test]
fn a_trie_with_little_memory_has_the_same_roots_and_proofs() {
    let place = memory_place();
    let (state, _) = State::open(place.clone(), Options::default()).unwrap();
    let mut contents = Contents::new();
    let mut changes = ChangeSet::default();
    for number in 0..20_000_u64 {
        let key = (number + 1_000).to_be_bytes().to_vec();
        changes.values.insert((contract(1), key), Some(vec![3]));
    }
    state.commit(&changes, block(1)).unwrap();
    let all = state.stats().unwrap().tries_len_bytes;
    state.close().unwrap();
    let limit = 600_000;
    let little = Options { trie_memory_len_bytes: Some(limit), ..Options::default() };
    let (state, _) = State::open(place, little).unwrap();
    let (whole, _) = State::open(memory_place(), Options::default()).unwrap();
    whole.commit(&changes, block(1)).unwrap();
    let kept = state.stats().unwrap().tries_len_bytes;
    assert!(kept < 700_000 && all > 2_000_000, "{kept} of {all}");
    for height in 2..=20 {
        let changes = self::changes(height, &mut contents);
        let expected = whole.commit(&changes, block(height)).unwrap();
        assert_eq!(state.commit(&changes, block(height)).unwrap(), expected);
    }
    let root = state.head().state_root;
    for number in (0..20_000_u64).step_by(997) {
        let key = (number + 1_000).to_be_bytes();
        let proof = state.version().prove(&contract(1), &key).unwrap().proof;
        verify_inclusion(&root, &contract(1), &key, &[3], &proof).unwrap();
    }
    state.verify().unwrap();
    state.close().unwrap();
}
