//! Undo records that a power cut took, mixed or brought back: what is kept can be read as
//! soon as the ledger is open.

use crate::{block, contract, memory_place, one_value};
use sandpact_abi::Height;
use sandpact_state::{
    Batch, FaultyStore, MemoryPlace, MemoryStore, Options, Place as _, Recovery, State, StateError,
    StateRead as _, Store, store::Faults,
};
use std::{
    ops::{Bound, ControlFlow},
    sync::Arc,
};

/// The block that was durable in the view before the crash, and the last one.
const SYNCED: u64 = 20;
const LAST: u64 = 25;
/// The oldest version that a ledger of 10 heights has then.
const OLDEST: u64 = LAST - 10;

fn options(history_heights: u64) -> Options {
    let (folds_in_background, fold_writes) = (false, 1);
    Options { history_heights, folds_in_background, fold_writes, ..Options::default() }
}

fn open(place: &Arc<MemoryPlace>, history_heights: u64) -> (State, Recovery) {
    State::open(place.clone(), options(history_heights)).unwrap()
}

/// Key of the first undo record of a block, as `docs/state-format.md` lays it out.
fn undo(height: u64) -> Vec<u8> {
    [&[6], &height.to_be_bytes()[..], &[0; 8]].concat()
}

/// Key of the record that says up to which block the view may have parts.
const FOLDING: &[u8] = &[0x0a];

/// Each block writes one key; every second one the same.
fn written(height: u64) -> Vec<u8> {
    if height.is_multiple_of(2) { b"even".to_vec() } else { height.to_be_bytes().to_vec() }
}

fn commit(state: &State, heights: std::ops::RangeInclusive<u64>) {
    for height in heights {
        let changes = one_value(&written(height), Some(&height.to_be_bytes()));
        state.commit(&changes, block(height)).unwrap();
    }
}

/// A ledger whose last close was at block [`SYNCED`].
fn closed() -> Arc<MemoryPlace> {
    closed_with(10)
}

fn closed_with(history_heights: u64) -> Arc<MemoryPlace> {
    let place = memory_place();
    let (state, _) = open(&place, history_heights);
    commit(&state, 1..=SYNCED);
    state.close().unwrap();
    place
}

/// It, with the blocks up to [`LAST`] folded and not made durable.
fn killed() -> Arc<MemoryPlace> {
    let place = closed();
    commit(&open(&place, 10).0, SYNCED + 1..=LAST);
    place
}

fn put(place: &MemoryPlace, key: Vec<u8>, value: Option<Vec<u8>>) {
    let mut batch = Batch::default();
    batch.writes.insert(key, value);
    place.open_view().unwrap().write(batch).unwrap();
}

fn contents(store: &dyn Store) -> Batch {
    let mut batch = Batch::default();
    let mut keep = |key: &[u8], value: &[u8]| {
        batch.set(key, value);
        ControlFlow::Continue(())
    };
    store.scan(Bound::Unbounded, b"", &mut keep).unwrap();
    batch
}

/// Every height from `oldest` on can be read, and no other.
fn check(state: &State, oldest: u64) {
    assert_eq!(state.oldest_height().unwrap(), Height(oldest));
    let head = state.head().height.0;
    for height in oldest..=head {
        let version = state.version_at(Height(height)).unwrap().unwrap();
        for written_at in height.saturating_sub(1)..=height {
            let value = version.get(&contract(1), &written(written_at)).unwrap();
            assert_eq!(value.as_deref(), Some(&written_at.to_be_bytes()[..]), "at {height}");
        }
    }
    let below = state.version_at(Height(oldest.saturating_sub(1)));
    assert!(oldest == 0 || matches!(below, Err(StateError::Pruned { .. })));
}

#[test]
fn a_ledger_that_keeps_no_history_forgets_what_is_not_whole() {
    let place = killed();
    put(&place, undo(LAST), None);
    let (state, recovery) = open(&place, 0);
    assert_eq!(recovery.rebuilt_because, None);
    check(&state, LAST);
    commit(&state, LAST + 1..=LAST + 1);
    drop(state);
    check(&open(&place, 10).0, LAST + 1);
}

#[test]
fn lost_and_old_records_are_noticed_although_an_older_one_has_the_same_key() {
    let lost = None;
    let old = killed().open_view().unwrap().get(&undo(22)).unwrap();
    assert!(old.is_some());
    for record in [lost, old] {
        // What is folded is durable when the next block is.
        let place = killed();
        commit(&open(&place, 10).0, LAST + 1..=LAST + 1);
        put(&place, undo(LAST + 1), record);
        let (state, recovery) = open(&place, 10);
        assert!(recovery.rebuilt_because.is_some());
        check(&state, OLDEST + 1);
    }
}

#[test]
fn removed_records_that_are_there_again_are_removed_again() {
    for history_heights in [10, 100] {
        let place = closed();
        let view = place.open_view().unwrap();
        let removed = view.get(&undo(12)).unwrap();
        assert!(removed.is_some());
        commit(&open(&place, 10).0, SYNCED + 1..=LAST);
        assert_eq!(view.get(&undo(12)).unwrap(), None);
        put(&place, undo(12), removed);
        let (state, recovery) = open(&place, history_heights);
        assert_eq!(recovery.rebuilt_because, None);
        check(&state, OLDEST);
        commit(&state, LAST + 1..=LAST + 1);
        drop(state);
        let oldest = if history_heights == 10 { OLDEST + 1 } else { OLDEST };
        check(&open(&place, history_heights).0, oldest);
    }
}

#[test]
fn records_of_blocks_that_the_view_does_not_have_are_made_anew() {
    let place = closed();
    let before = contents(place.open_view().unwrap().as_ref());
    commit(&open(&place, 10).0, SYNCED + 1..=LAST);
    let view = Arc::new(MemoryStore::new(before));
    let place = Arc::new(MemoryPlace::with(place.disk(), view));
    put(&place, undo(23), Some(vec![1, 2, 3]));
    let (state, recovery) = open(&place, 10);
    assert_eq!(recovery.rebuilt_because, None);
    check(&state, OLDEST);
}

#[test]
fn a_block_whose_folding_was_interrupted_keeps_its_records_far_below_the_end_of_the_log() {
    // A view of a time before there was the record has at most parts of the next block.
    for has_folding_record in [true, false] {
        let place = closed_with(1);
        let view = place.open_view().unwrap();
        let mut before = contents(view.as_ref());
        commit(&open(&place, 1).0, SYNCED + 1..=SYNCED + 1);
        let key = [&[1], &contract(1).0[..], &written(SYNCED + 1)].concat();
        for key in [key, undo(SYNCED + 1), FOLDING.to_vec()] {
            let value = view.get(&key).unwrap();
            assert!(value.is_some());
            before.writes.insert(key, value);
        }
        if !has_folding_record {
            before.writes.remove(FOLDING);
        }
        commit(&open(&place, 1).0, SYNCED + 2..=LAST);
        let place = Arc::new(MemoryPlace::with(place.disk(), Arc::new(MemoryStore::new(before))));
        let (state, recovery) = open(&place, 1);
        assert_eq!(recovery.rebuilt_because, None);
        check(&state, LAST - 1);
    }
}

/// A ledger whose process died in one of the writes that fold the last blocks together, with
/// some of what they wrote; `None` when there are not so many writes.
fn died_folding(history_heights: u64, survivors: u64) -> Option<Arc<MemoryPlace>> {
    let place = closed_with(history_heights);
    let before = contents(place.open_view().unwrap().as_ref());
    let view = Arc::new(FaultyStore::default());
    before.slices().for_each(|batch| view.write(batch).unwrap());
    view.sync().unwrap();
    let dying = Arc::new(MemoryPlace::with(place.disk(), view.clone()));
    let options = Options { history_heights, fold_writes: 1_000, ..Options::default() };
    let (state, _) = State::open(dying, options).unwrap();
    commit(&state, SYNCED + 1..=LAST);
    let death_at_write = Some(survivors / 8 + 1);
    view.set_faults(Faults { death_at_write, ..Faults::default() });
    state.settle().err()?;
    drop(state);
    Some(Arc::new(MemoryPlace::with(place.disk(), Arc::new(view.crash(survivors)))))
}

/// The view is compared before the ledger is open, or while it is read.
#[test]
fn blocks_whose_folding_was_interrupted_anywhere_are_folded_again() {
    for (history_heights, check_first_values) in [(0, u64::MAX), (10, u64::MAX), (0, 0), (10, 0)] {
        let mut states = (0..).map_while(|survivors| died_folding(history_heights, survivors));
        let count = states.by_ref().map(|place| {
            let options = Options { check_first_values, ..options(history_heights) };
            let (state, recovery) = State::open(place.clone(), options).unwrap();
            assert_eq!(recovery.rebuilt_because, None);
            // Before anything waits for the comparison.
            assert_eq!(
                state.version().get(&contract(1), &written(LAST)).unwrap().unwrap(),
                LAST.to_be_bytes()
            );
            if history_heights > 0 {
                check(&state, OLDEST);
            }
            state.settle().unwrap();
            check(&state, if history_heights == 0 { LAST } else { OLDEST });
            state.verify().unwrap();
        });
        assert!(count.count() > 16);
    }
}

#[test]
fn history_that_is_kept_after_a_crash_begins_with_the_interrupted_blocks() {
    for check_first_values in [0, u64::MAX] {
        let mut states = (0..).map_while(|survivors| died_folding(0, survivors));
        assert!(
            states
                .by_ref()
                .map(|place| {
                    let options =
                        Options { check_first_values, fold_writes: 1, ..Options::default() };
                    let (state, recovery) = State::open(place, options).unwrap();
                    assert_eq!(recovery.rebuilt_because, None);
                    commit(&state, LAST + 1..=LAST + 2);
                    state.settle().unwrap();
                    let oldest = state.oldest_height().unwrap().0;
                    assert!((SYNCED..=LAST).contains(&oldest));
                    check(&state, oldest);
                })
                .count()
                > 16
        );
    }
}

#[test]
fn a_ledger_that_is_closed_before_its_view_is_compared_goes_on_later() {
    let mut survivors = 0;
    while let Some(place) = died_folding(10, survivors) {
        let options = Options { check_first_values: 0, ..options(10) };
        State::open(place.clone(), options).unwrap().0.close().unwrap();
        let (state, recovery) = State::open(place, options).unwrap();
        assert_eq!(recovery.rebuilt_because, None);
        commit(&state, LAST + 1..=LAST + 1);
        check(&state, OLDEST + 1);
        survivors += 1;
    }
}

#[test]
fn damage_that_is_found_when_it_is_read_is_repaired_by_the_next_opening() {
    let place = killed();
    open(&place, 10).0.close().unwrap();
    let other = place.open_view().unwrap().get(&undo(22)).unwrap();
    put(&place, undo(18), other);
    let (state, recovery) = open(&place, 10);
    assert_eq!(recovery.rebuilt_because, None);
    let read = state.version_at(Height(17));
    assert!(matches!(read, Err(StateError::ViewDamaged { .. })));
    drop(state);
    let (state, recovery) = open(&place, 10);
    assert!(recovery.rebuilt_because.is_some());
    check(&state, OLDEST);
}
