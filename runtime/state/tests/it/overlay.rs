//! The overlay against a plain map with saved copies.

use super::{contract, in_memory, one_value};
use crate::block;
use proptest::prelude::*;
use sandpact_state::{NextKey, Overlay, State};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug)]
enum Step {
    Set(u8, Vec<u8>, u8),
    Remove(u8, Vec<u8>),
    Save,
    Release,
    Rollback,
    Settle,
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(0_u8..3, 1..4)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0_u8..2, key(), any::<u8>()).prop_map(|(owner, key, value)| Step::Set(owner, key, value)),
        3 => (0_u8..2, key()).prop_map(|(owner, key)| Step::Remove(owner, key)),
        2 => Just(Step::Save),
        1 => Just(Step::Release),
        1 => Just(Step::Rollback),
        1 => Just(Step::Settle),
    ];
    proptest::collection::vec(step, 0..60)
}

/// What an exhaustive walk from the prefix finds.
fn walk(overlay: &Overlay, owner: u8, prefix: &[u8]) -> Vec<Vec<u8>> {
    let (mut keys, mut last) = (Vec::new(), prefix.to_vec());
    loop {
        match overlay.next_key(&contract(owner), &last, prefix, u64::MAX).unwrap() {
            NextKey::Found { key, .. } => {
                keys.push(key.clone());
                last = key;
            }
            NextKey::End { .. } => return keys,
            NextKey::TooFar => panic!("no bound was given"),
        }
    }
}

proptest! {
    #[test]
    fn reads_and_walks_like_a_map(base in steps(), over in steps()) {
        let state = in_memory();
        let mut model: BTreeMap<(u8, Vec<u8>), Vec<u8>> = BTreeMap::new();
        let mut first = Overlay::new(Arc::new(state.version()));
        apply(&mut first, &mut model, &base);
        state.commit(&first.into_changes(), block(1)).unwrap();
        let mut overlay = Overlay::new(Arc::new(state.version()));
        apply(&mut overlay, &mut model, &over);
        for owner in 0..2 {
            for prefix in [vec![0], vec![1], vec![1, 2], vec![2, 2, 2]] {
                let expected: Vec<_> = model
                    .keys()
                    .filter(|(of, key)| *of == owner && key.starts_with(&prefix) && *key != prefix)
                    .map(|(_, key)| key.clone())
                    .collect();
                prop_assert_eq!(walk(&overlay, owner, &prefix), expected);
                let value = overlay.get(&contract(owner), &prefix).unwrap();
                prop_assert_eq!(value.as_deref(), model.get(&(owner, prefix)).map(Vec::as_slice));
            }
        }
    }
}

fn apply(overlay: &mut Overlay, model: &mut BTreeMap<(u8, Vec<u8>), Vec<u8>>, steps: &[Step]) {
    let mut saved = Vec::new();
    for step in steps {
        match step {
            Step::Set(owner, key, value) => {
                overlay.set(&contract(*owner), key, vec![*value]);
                model.insert((*owner, key.clone()), vec![*value]);
            }
            Step::Remove(owner, key) => {
                overlay.remove(&contract(*owner), key);
                model.remove(&(*owner, key.clone()));
            }
            Step::Save => saved.push((overlay.savepoint(), model.clone())),
            Step::Release => drop(saved.pop()),
            Step::Settle => {
                overlay.settle();
                saved.clear();
            }
            Step::Rollback => {
                if let Some((savepoint, copy)) = saved.pop() {
                    overlay.rollback_to(savepoint);
                    *model = copy;
                }
            }
        }
    }
}

/// `k/a`, `k/b` and `k/c` are stored.
fn three_stored() -> State {
    let state = in_memory();
    for (height, key) in (1..).zip([b"k/a", b"k/b", b"k/c"]) {
        state.commit(&one_value(key, Some(b"v")), block(height)).unwrap();
    }
    state
}

fn found(key: &[u8], passed: u64) -> NextKey {
    NextKey::Found { key: key.to_vec(), passed }
}

#[test]
fn each_removed_key_on_the_way_counts_once() {
    let mut overlay = Overlay::new(Arc::new(three_stored().version()));
    overlay.remove(&contract(1), b"k/a");
    overlay.remove(&contract(1), b"k/b");
    let next = |passed_max| overlay.next_key(&contract(1), b"k/", b"k/", passed_max).unwrap();
    assert_eq!(next(2), found(b"k/c", 2));
    assert_eq!(next(1), NextKey::TooFar);
    assert_eq!(next(0), NextKey::TooFar);
}

#[test]
fn removed_keys_behind_the_one_that_is_found_do_not_count() {
    let mut overlay = Overlay::new(Arc::new(three_stored().version()));
    for number in 0..100_u8 {
        overlay.remove(&contract(1), &[b"k/d", &[number][..]].concat());
    }
    overlay.remove(&contract(1), b"k/b");
    let next = |after: &[u8], max| overlay.next_key(&contract(1), after, b"k/", max).unwrap();
    assert_eq!(next(b"k/", 0), found(b"k/a", 0));
    assert_eq!(next(b"k/a", 1), found(b"k/c", 1));
    assert_eq!(next(b"k/a", 0), NextKey::TooFar);
    assert_eq!(next(b"k/c", 100), NextKey::End { passed: 100 });
    assert_eq!(next(b"k/c", 99), NextKey::TooFar);
    overlay.set(&contract(1), b"k/b", b"again".to_vec());
    let after = overlay.next_key(&contract(1), b"k/a", b"k/", 0).unwrap();
    assert_eq!(after, found(b"k/b", 0));
}

#[test]
fn a_key_written_over_and_over_is_saved_once_for_each_savepoint() {
    let mut overlay = Overlay::new(Arc::new(in_memory().version()));
    let write = |overlay: &mut Overlay, value: u8| {
        for _ in 0..100 {
            overlay.remove(&contract(1), b"k");
            overlay.set(&contract(1), b"k", vec![value]);
        }
    };
    let value = |overlay: &Overlay| Some(overlay.get(&contract(1), b"k").unwrap()?.into_owned());
    let outer = overlay.savepoint();
    write(&mut overlay, 1);
    let inner = overlay.savepoint();
    write(&mut overlay, 2);
    assert_eq!((inner - outer, overlay.savepoint() - inner), (1, 1));
    overlay.rollback_to(inner);
    assert_eq!(value(&overlay), Some(vec![1]));
    // Written again after a rollback, it is saved again.
    write(&mut overlay, 3);
    overlay.rollback_to(inner);
    assert_eq!(value(&overlay), Some(vec![1]));
    overlay.rollback_to(outer);
    assert_eq!(value(&overlay), None);
}

#[test]
fn settled_writes_leave_nothing_to_undo() {
    let mut overlay = Overlay::new(Arc::new(in_memory().version()));
    overlay.set(&contract(1), b"k", vec![1]);
    overlay.settle();
    let savepoint = overlay.savepoint();
    assert_eq!(savepoint, 0, "nothing is saved any more");
    overlay.set(&contract(1), b"k", vec![2]);
    overlay.rollback_to(savepoint);
    assert_eq!(overlay.get(&contract(1), b"k").unwrap().as_deref(), Some(&[1][..]));
}
