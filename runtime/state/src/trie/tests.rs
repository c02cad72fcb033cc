//! The trie against a plain map and the definition of the root.
#![allow(clippy::arithmetic_side_effects)]

use super::{
    Change, Checkpoint, Trie, TrieError,
    checkpoint::{self, CheckpointFile},
    sorted_changes,
};
use proptest::{collection::vec, prelude::*};
use sandpact_abi::{Address, Hash, Height};
use sandpact_proof::{
    Siblings, Terminal,
    commitment::{self, EMPTY, branch, digit, leaf},
    verify_absence, verify_inclusion,
};
use std::{collections::BTreeMap, sync::Arc};

type Contents = BTreeMap<Hash, Hash>;

fn naive(leaves: &[(&Hash, &Hash)], depth: usize) -> Hash {
    match leaves {
        [] => EMPTY,
        [(key, value)] => leaf(key, value),
        _ => branch(&[0, 1, 2, 3].map(|child| naive(&below(leaves, depth, child), depth + 1))),
    }
}

fn below<'a>(
    leaves: &[(&'a Hash, &'a Hash)],
    depth: usize,
    child: usize,
) -> Vec<(&'a Hash, &'a Hash)> {
    leaves.iter().copied().filter(|(key, _)| digit(key, depth) == child).collect()
}

fn root(contents: &Contents) -> Hash {
    naive(&contents.iter().collect::<Vec<_>>(), 0)
}

/// The proof by its definition.
fn proof(contents: &Contents, key: &Hash) -> Vec<u8> {
    let mut leaves: Vec<_> = contents.iter().collect();
    let mut levels: Vec<Siblings> = Vec::new();
    while leaves.len() > 1 {
        let own = digit(key, levels.len());
        let other = |at| naive(&below(&leaves, levels.len(), at), levels.len() + 1);
        let others: Vec<Hash> = (0..4).filter(|at| *at != own).map(other).collect();
        leaves = below(&leaves, levels.len(), own);
        levels.push(others.try_into().unwrap());
    }
    levels.reverse();
    let terminal = match leaves.first() {
        None => Terminal::Empty,
        Some((found, _)) if *found == key => Terminal::Present,
        Some((found, value)) => Terminal::OtherLeaf { key_hash: **found, value_hash: **value },
    };
    sandpact_proof::encode(&terminal, &levels)
}

fn make(contents: &mut Contents, changes: &[Change]) {
    for (key, value) in changes {
        match value {
            Some(value) => contents.insert(*key, *value),
            None => contents.remove(key),
        };
    }
}

/// Keys that share long prefixes, and few enough that changes meet each other.
fn key() -> impl Strategy<Value = Hash> {
    (0_u8..3, 0_u8..4, prop_oneof![0_u8..8, any::<u8>()], 20_usize..32).prop_map(
        |(first, middle, last, at)| {
            let mut key = [first.wrapping_mul(85); 32];
            key[20..].fill(middle);
            key[at] = last;
            Hash(key)
        },
    )
}

fn batch() -> impl Strategy<Value = Vec<Change>> {
    let change = (key(), proptest::option::weighted(0.6, any::<u8>()));
    vec(change, 0..40).prop_map(|changes| {
        let unique: BTreeMap<Hash, Option<Hash>> = changes
            .into_iter()
            .map(|(key, value)| (key, value.map(|byte| Hash([byte; 32]))))
            .collect();
        unique.into_iter().collect()
    })
}

/// Everything that a trie says against its contents.
fn check(trie: &Trie, contents: &Contents, keys: &[Change]) {
    assert_eq!(trie.root(), root(contents));
    assert_eq!(trie.len(), contents.len() as u64);
    let leaves: Contents = trie.leaves().map(Result::unwrap).collect();
    assert_eq!(&leaves, contents);
    for (key, _) in keys {
        assert_eq!(trie.get(key).unwrap(), contents.get(key).copied());
        assert_eq!(trie.prove_after(&[], key).unwrap(), proof(contents, key));
    }
}

proptest! {
    // The naive hasher walks long shared prefixes digit by digit.
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_trie_is_what_its_contents_say(batches in vec(batch(), 1..8), cut in 0_usize..40) {
        let (mut trie, mut split, mut contents) = (Trie::default(), Trie::default(), Contents::new());
        for changes in &batches {
            let before = contents.clone();
            make(&mut contents, changes);
            let (old, after) = (trie.root(), root(&contents));
            prop_assert_eq!(trie.root_after(changes).unwrap(), after);
            for (key, _) in changes.iter().take(3) {
                prop_assert_eq!(trie.prove_after(changes, key).unwrap(), proof(&contents, key));
            }
            let undo = trie.apply(changes).unwrap();
            check(&trie, &contents, &changes[..changes.len().min(3)]);
            prop_assert_eq!(trie.root_after(&undo).unwrap(), old);
            let redo = trie.apply(&undo).unwrap();
            check(&trie, &before, &changes[..changes.len().min(3)]);
            trie.apply(&redo).unwrap();
            let (first, second) = changes.split_at(cut.min(changes.len()));
            split.apply(second).unwrap();
            split.apply(first).unwrap();
            prop_assert_eq!(split.root(), after);
            prop_assert_eq!(trie.root(), after);
        }
        let built = Trie::from_leaves(contents.iter().map(|(key, value)| (*key, *value))).unwrap();
        check(&built, &contents, &[]);
        let all: Vec<Change> = contents.keys().map(|key| (*key, None)).collect();
        trie.apply(&all).unwrap();
        check(&trie, &Contents::new(), &all[..all.len().min(3)]);
    }
}

fn number_key(number: u32) -> Hash {
    commitment::key_hash(&Address([1; 32]), &number.to_le_bytes())
}

/// Changes of keys by number; every third removes.
fn changes(numbers: std::ops::Range<u32>, step: usize, version: u32) -> Vec<Change> {
    let numbers: Vec<u32> = numbers.step_by(step).collect();
    let keys: Vec<Hash> = numbers.iter().map(|number| number_key(*number)).collect();
    sorted_changes(&keys, |index| {
        let kept = version == 0 || !(numbers[index] / step as u32 + version).is_multiple_of(3);
        kept.then(|| {
            commitment::value_hash(&[numbers[index].to_le_bytes(), version.to_le_bytes()].concat())
        })
    })
}

fn large() -> (Trie, Contents) {
    let (mut trie, mut contents) = (Trie::default(), Contents::new());
    let first = changes(0..6_000, 1, 0);
    trie.apply(&first).unwrap();
    make(&mut contents, &first);
    (trie, contents)
}

#[test]
fn many_changes_at_once() {
    let (mut trie, mut contents) = large();
    for version in 1..8 {
        let batch = changes(version * 500..7_000, 1 + version as usize, version);
        let before = trie.root();
        let undo = trie.apply(&batch).unwrap();
        make(&mut contents, &batch);
        check(&trie, &contents, &batch[..5]);
        trie.apply(&undo).unwrap();
        assert_eq!(trie.root(), before);
        assert_eq!(trie.root_after(&batch).unwrap(), root(&contents));
        trie.apply(&batch).unwrap();
    }
}

#[test]
fn memory_is_used_again() {
    let (mut trie, contents) = large();
    let undo_all: Vec<Change> = contents.keys().map(|key| (*key, None)).collect();
    let undo = trie.apply(&undo_all).unwrap();
    trie.apply(&undo).unwrap();
    let len = trie.memory_len_bytes();
    for _ in 0..20 {
        let undo = trie.apply(&undo_all).unwrap();
        trie.apply(&undo).unwrap();
    }
    // The lists of what is free may grow once more; slots and leaves do not.
    assert!(trie.memory_len_bytes() < len + len / 8);
    assert_eq!(trie.root(), root(&contents));
}

#[test]
fn proofs_are_accepted_by_the_verifier() {
    let (trie, _) = large();
    let batch = changes(0..6_000, 7, 1);
    let after = trie.root_after(&batch).unwrap();
    for number in [0_u32, 1, 7, 14, 21, 5_999, 6_000, 123_456] {
        let (contract, key) = (Address([1; 32]), number.to_le_bytes());
        let value = |version: u32| [key, version.to_le_bytes()].concat();
        let now = trie.prove_after(&[], &number_key(number)).unwrap();
        let then = trie.prove_after(&batch, &number_key(number)).unwrap();
        if number >= 6_000 {
            verify_absence(&trie.root(), &contract, &key, &now).unwrap();
            verify_absence(&after, &contract, &key, &then).unwrap();
            continue;
        }
        verify_inclusion(&trie.root(), &contract, &key, &value(0), &now).unwrap();
        let change = batch.iter().find(|(changed, _)| *changed == number_key(number));
        match change {
            None => verify_inclusion(&after, &contract, &key, &value(0), &then).unwrap(),
            Some((_, Some(_))) => {
                verify_inclusion(&after, &contract, &key, &value(1), &then).unwrap()
            }
            Some((_, None)) => verify_absence(&after, &contract, &key, &then).unwrap(),
        }
    }
}

#[test]
fn unsorted_and_double_keys_are_refused() {
    let (mut trie, _) = large();
    let before = trie.root();
    let (a, b) = ((Hash([1; 32]), None), (Hash([2; 32]), Some(EMPTY)));
    for wrong in [[b, a], [a, a], [b, b]] {
        assert_eq!(trie.apply(&wrong), Err(TrieError::Unsorted));
        assert_eq!(trie.root_after(&wrong), Err(TrieError::Unsorted));
    }
    let leaves = [(a.0, EMPTY), (a.0, EMPTY)];
    assert!(matches!(Trie::from_leaves(leaves), Err(TrieError::Unsorted)));
    assert_eq!(trie.root(), before);
}

fn bytes_of(trie: &Trie) -> Vec<u8> {
    let mut bytes = Vec::new();
    checkpoint::write(trie, Height(5), &mut bytes).unwrap();
    bytes
}

type Bytes = Box<dyn Fn(u64, &mut [u8]) -> std::io::Result<()> + Send + Sync>;

fn file(bytes: Vec<u8>) -> Result<CheckpointFile<Bytes>, TrieError> {
    let len = bytes.len() as u64;
    let read_at: Bytes = Box::new(move |offset, into| {
        let start = usize::try_from(offset).unwrap();
        let from = bytes.get(start..start + into.len());
        into.copy_from_slice(from.ok_or(std::io::ErrorKind::UnexpectedEof)?);
        Ok(())
    });
    CheckpointFile::open(read_at, len)
}

#[test]
fn dropped_and_resident_tries_agree() {
    let (mut resident, mut contents) = large();
    let mut dropped =
        Trie::from_leaves(contents.iter().map(|(key, value)| (*key, *value))).unwrap();
    for version in 1..6 {
        let stored = Arc::new(file(bytes_of(&dropped)).unwrap());
        let whole = resident.memory_len_bytes();
        // Half of it, then all that can go, then what is left from earlier checkpoints.
        dropped.drop_fringe(stored.clone(), whole / 2).unwrap();
        assert!(dropped.memory_len_bytes() < whole * 3 / 4);
        if version % 2 == 0 {
            dropped.drop_fringe(stored, 0).unwrap();
            assert!(dropped.memory_len_bytes() < whole / 4, "{}", dropped.memory_len_bytes());
        }
        check(&dropped, &contents, &changes(0..6_100, 601, 0));
        let batch = changes(version * 100..version * 900, 3, version);
        assert_eq!(dropped.root_after(&batch), resident.root_after(&batch));
        for (key, _) in batch.iter().step_by(50) {
            assert_eq!(dropped.prove_after(&batch, key), resident.prove_after(&batch, key));
        }
        assert_eq!(dropped.apply(&batch), resident.apply(&batch));
        make(&mut contents, &batch);
        check(&dropped, &contents, &batch[..3]);
        check(&resident, &contents, &batch[..3]);
    }
}

#[test]
fn a_fringe_with_other_leaves_is_an_error_and_changes_nothing() {
    let (mut trie, contents) = large();
    let good = bytes_of(&trie);
    trie.drop_fringe(Arc::new(file(good.clone()).unwrap()), 0).unwrap();
    let mut bad = good;
    bad[96..].iter_mut().step_by(64).for_each(|byte| *byte ^= 1);
    trie.checkpoint = Some(Arc::new(file(bad).unwrap()));
    let (before, key) = (trie.root(), *contents.keys().nth(3_000).unwrap());
    let is_wrong = |error: TrieError| matches!(error, TrieError::WrongFringe { .. });
    assert!(is_wrong(trie.get(&key).unwrap_err()));
    assert!(is_wrong(trie.apply(&[(key, None)]).unwrap_err()));
    assert!(is_wrong(trie.root_after(&[(key, None)]).unwrap_err()));
    assert!(is_wrong(trie.prove_after(&[], &key).unwrap_err()));
    assert!(trie.leaves().any(|leaf| leaf.is_err_and(is_wrong)));
    assert_eq!((trie.root(), trie.len()), (before, 6_000));
}

#[test]
fn a_damaged_checkpoint_is_an_error() {
    let mut trie = Trie::default();
    trie.apply(&changes(0..100, 1, 0)).unwrap();
    let bytes = bytes_of(&trie);
    let good = file(bytes.clone()).unwrap();
    assert_eq!((good.header().height, good.header().leaves), (Height(5), 100));
    assert_eq!(good.load().unwrap().root(), trie.root());
    assert!(good.read(99, 2).is_err() && good.read(u64::MAX, 1).is_err());
    let is_refused = |bytes: Vec<u8>| file(bytes).and_then(|file| file.load()).is_err();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(is_refused(flipped), "byte {at}");
        assert!(is_refused(bytes[..at].to_vec()), "cut at {at}");
    }
    let mut swapped = bytes.clone();
    swapped[96..224].rotate_left(64);
    assert!(is_refused(swapped));
    assert!(is_refused([bytes, vec![0; 64]].concat()));
    assert!(file(bytes_of(&Trie::default())).unwrap().load().unwrap().is_empty());
}
