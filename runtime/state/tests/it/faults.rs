//! The faults that the store for tests can have.

use proptest::prelude::*;
use sandpact_state::{
    Batch, FaultyStore, Store, StoreError,
    store::{Faults, Lasts, Visit},
};
use std::{
    collections::BTreeSet,
    ops::{Bound, ControlFlow},
};

type Contents = Vec<(Vec<u8>, Vec<u8>)>;

fn set(key: &[u8], value: &[u8]) -> Batch {
    let mut batch = Batch::default();
    batch.set(key, value);
    batch
}

fn contents(store: &FaultyStore) -> Contents {
    let mut contents = Contents::new();
    let visit: Visit<'_> = &mut |key, value| {
        contents.push((key.to_vec(), value.to_vec()));
        ControlFlow::Continue(())
    };
    store.scan(Bound::Unbounded, b"", visit).unwrap();
    contents
}

/// Four values under one key, the second of them synced.
fn four_writes(faults: Faults) -> (FaultyStore, Vec<Result<(), StoreError>>) {
    let store = FaultyStore::new(faults);
    let results = vec![
        store.write(set(b"k", b"1")),
        store.write(set(b"k", b"2")),
        store.sync(),
        store.write(set(b"k", b"3")),
        store.write(set(b"k", b"4")),
    ];
    (store, results)
}

fn value_after_crash(store: &FaultyStore, seed: u64) -> Vec<u8> {
    store.crash(seed).get(b"k").unwrap().unwrap_or_default()
}

#[test]
fn a_call_fails_once_or_for_ever() {
    for at in 1..=5 {
        let failing = |lasts| {
            let faults = Faults { error_at_call: Some((at, lasts)), ..Faults::default() };
            let (store, results) = four_writes(faults);
            assert_eq!(store.calls(), 5);
            results.iter().map(Result::is_err).collect::<Vec<_>>()
        };
        let once: Vec<_> = (1..=5).map(|call| call == at).collect();
        let for_ever: Vec<_> = (1..=5).map(|call| call >= at).collect();
        assert_eq!((failing(Lasts::Once), failing(Lasts::ForEver)), (once, for_ever));
    }
}

#[test]
fn a_power_cut_leaves_any_state_since_the_last_sync_and_no_other() {
    let (store, _) = four_writes(Faults::default());
    let found: BTreeSet<_> = (0..100).map(|seed| value_after_crash(&store, seed)).collect();
    assert_eq!(found, BTreeSet::from([b"2", b"3", b"4"].map(|value| value.to_vec())));
    assert_eq!(value_after_crash(&store, 7), value_after_crash(&store, 7));
    store.sync().unwrap();
    assert!((0..100).all(|seed| value_after_crash(&store, seed) == b"4"));
}

#[test]
fn a_failed_sync_makes_nothing_durable() {
    let faults = Faults { error_at_call: Some((3, Lasts::Once)), ..Faults::default() };
    let (store, _) = four_writes(faults);
    let found: BTreeSet<_> = (0..200).map(|seed| value_after_crash(&store, seed)).collect();
    assert_eq!(found.len(), 5, "all four values and none");
}

#[test]
fn a_failed_write_is_made_or_not() {
    let shown = |seed| {
        let error_at_call = Some((5, Lasts::Once));
        let (store, _) = four_writes(Faults { seed, error_at_call, ..Faults::default() });
        store.get(b"k").unwrap().unwrap()
    };
    let found: BTreeSet<_> = (0..20).map(shown).collect();
    assert_eq!(found, BTreeSet::from([b"3".to_vec(), b"4".to_vec()]));
}

#[test]
fn a_process_that_dies_inside_a_write_leaves_all_of_it_or_nothing() {
    let store = FaultyStore::new(Faults { death_at_write: Some(2), ..Faults::default() });
    store.write(set(b"a", b"1")).unwrap();
    store.sync().unwrap();
    let mut torn = set(b"b", b"2");
    torn.remove(b"a");
    store.write(torn).unwrap_err();
    store.get(b"a").unwrap_err();
    store.sync().unwrap_err();
    store.close().unwrap_err();
    let found: BTreeSet<_> = (0..20).map(|seed| contents(&store.crash(seed))).collect();
    let [before, after] =
        [(b"a", b"1"), (b"b", b"2")].map(|(key, value)| vec![(key.to_vec(), value.to_vec())]);
    assert_eq!(found, BTreeSet::from([before, after]));
}

/// Three writes one after the other.
fn each(store: &FaultyStore) -> Result<(), StoreError> {
    let writes: [(&[u8], Option<&[u8]>); 3] =
        [(b"a", None), (b"b", Some(b"22")), (b"c", Some(b"33"))];
    store.write_each(&mut writes.into_iter())
}

#[test]
fn writes_one_after_the_other_are_made_up_to_any_of_them() {
    let first = |count: usize| {
        let all = [(b"a", b"1".to_vec()), (b"b", b"22".to_vec()), (b"c", b"33".to_vec())];
        let made = if count == 0 { &all[..1] } else { &all[1..count] };
        made.iter().map(|(key, value)| (key.to_vec(), value.clone())).collect::<Contents>()
    };
    let any: BTreeSet<_> = (0..=3).map(first).collect();
    let begun = |faults| {
        let store = FaultyStore::default();
        store.write(set(b"a", b"1")).unwrap();
        store.sync().unwrap();
        store.set_faults(faults);
        store
    };
    let died = begun(Faults { death_at_write: Some(1), ..Faults::default() });
    each(&died).unwrap_err();
    let found: BTreeSet<_> = (0..50).map(|seed| contents(&died.crash(seed))).collect();
    assert_eq!(found, any);
    let failed = |seed| {
        let error_at_call = Some((1, Lasts::Once));
        let store = begun(Faults { seed, error_at_call, ..Faults::default() });
        each(&store).unwrap_err();
        contents(&store)
    };
    assert_eq!((0..50).map(failed).collect::<BTreeSet<_>>(), any);
    let full = begun(Faults { len_bytes_max: Some(5), ..Faults::default() });
    each(&full).unwrap_err();
    assert_eq!(contents(&full), first(2));
}

#[test]
fn a_full_disk_takes_no_more_but_lets_go() {
    let store = FaultyStore::new(Faults { len_bytes_max: Some(4), ..Faults::default() });
    store.write(set(b"a", b"123")).unwrap();
    store.write(set(b"b", b"")).unwrap_err();
    store.write(set(b"a", b"1234")).unwrap_err();
    assert_eq!(store.len_bytes().unwrap(), 4);
    let mut removal = Batch::default();
    removal.remove(b"a");
    store.write(removal).unwrap();
    store.write(set(b"b", b"")).unwrap();
    assert_eq!(contents(&store), [(b"b".to_vec(), vec![])]);
}

proptest! {
    #[test]
    fn one_read_has_one_other_bit(seed: u64, at in 1_u64..=3) {
        let store = FaultyStore::new(Faults::default());
        for key in [b"a", b"b", b"c"] {
            store.write(set(key, b"value")).unwrap();
        }
        let sound = contents(&store);
        store.set_faults(Faults { seed, flip_at_read: Some(at), ..Faults::default() });
        let flipped = contents(&store);
        prop_assert_eq!(store.reads(), 3);
        let bits = |pairs: &Contents| pairs.iter().flat_map(|(k, v)| [&k[..], v].concat()).collect::<Vec<_>>();
        let differing = bits(&sound).iter().zip(bits(&flipped)).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>();
        prop_assert_eq!(differing, 1);
        let index = usize::try_from(at - 1).unwrap();
        prop_assert_ne!(&sound[index], &flipped[index]);
        prop_assert_eq!(contents(&store), sound);
        store.set_faults(Faults { seed, flip_at_read: Some(1), ..Faults::default() });
        prop_assert_ne!(store.get(b"a").unwrap().unwrap(), b"value");
    }
}
