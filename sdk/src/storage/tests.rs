//! The keys of every collection, and the ordered ones against a model.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::{Common, native::with_storage, prelude::*};
use alloc::collections::{BTreeMap, BTreeSet};
use proptest::prelude::*;

/// Everything that is stored.
fn stored() -> Vec<(Vec<u8>, Vec<u8>)> {
    let (mut key, mut all) = (Vec::new(), Vec::new());
    while host::storage_next(&mut key, 0) {
        all.push((key.clone(), host::storage_get(&key).unwrap()));
    }
    all
}

/// A task.
#[message]
struct Task {
    #[unique]
    code: u16,
    #[index]
    who: u8,
    #[index("due_on")]
    due: Option<u8>,
}

fn task(code: u16, who: u8, due: Option<u8>) -> Task {
    Task { code, who, due }
}

#[test]
fn keys_are_as_the_state_format_says() {
    with_storage(|| {
        Value::named("value").set(&1_u8);
        Map::named("map").set(&258_u16, &2_u8);
        OrderedMap::named("ordered").set(&258_u16, &3_u8);
        Set::named("set").insert(&258_u16);
        Vector::named("vector").push(&4_u8);
        IndexedMap::named("tasks").insert(&258_u16, &task(772, 7, Some(9))).unwrap();
        let expected: [(&[u8], &[u8]); 9] = [
            (b"map\0\x02\x01", b"\x02"),
            (b"ordered\0\x01\x02", b"\x03"),
            (b"set\0\x01\x02", b""),
            (b"tasks\0\x01\x02", b"\x04\x03\x07\x01\x09"),
            (b"tasks.code\0\x03\x04", b"\x02\x01"),
            (b"tasks.due_on\0\x09\x01\x02", b""),
            (b"tasks.who\0\x07\x01\x02", b""),
            (b"value\0", b"\x01"),
            (b"vector\0", b"\x01\0\0\0\0\0\0\0"),
        ];
        let mut expected: Vec<_> =
            expected.map(|(key, value)| (key.to_vec(), value.to_vec())).to_vec();
        expected.push((b"vector\0\0\0\0\0\0\0\0\0".to_vec(), b"\x04".to_vec()));
        assert_eq!(stored(), expected);
    });
}

#[test]
fn what_is_not_there_is_none() {
    with_storage(|| {
        let mut map = Map::<u8, u8>::named("map");
        assert_eq!(
            (map.get(&1), map.take(&1), map.update(&1, |value| *value = 2)),
            (None, None, None)
        );
        let mut tasks = IndexedMap::<u8, Task>::named("tasks");
        assert_eq!((tasks.get(&1), tasks.take(&1)), (None, None));
        assert_eq!(tasks.update(&1, |task| task.who = 2), Ok(None));
        assert_eq!(tasks.get_by(Task::BY_CODE, &1), None);
        assert!(!tasks.remove(&1));
        let mut vector = Vector::<u8>::named("vector");
        assert_eq!((vector.get(0), vector.pop(), vector.last()), (None, None, None));
        assert!(vector.is_empty() && !vector.set(0, &1));
        let mut value = Value::<u8>::named("value");
        assert_eq!(
            (value.get(), value.take(), value.update(|value| *value = 2)),
            (None, None, None)
        );
        assert_eq!(stored(), []);
    });
}

#[test]
fn nothing_is_written_when_a_unique_field_clashes() {
    with_storage(|| {
        let mut tasks = IndexedMap::<u8, Task>::named("tasks");
        tasks.insert(&1, &task(1, 1, None)).unwrap();
        tasks.insert(&2, &task(2, 1, None)).unwrap();
        let before = stored();
        let clash = Err(Common::AlreadyExists);
        assert_eq!(tasks.insert(&1, &task(3, 3, Some(3))), clash);
        assert_eq!(tasks.insert(&3, &task(2, 3, Some(3))), clash);
        assert_eq!(tasks.set(&1, &task(2, 3, Some(3))), clash);
        assert_eq!(tasks.update(&1, |task| task.code = 2), clash.map(|()| None));
        assert_eq!(stored(), before);
        // Its own place is no clash, and one that has become free neither.
        assert_eq!(tasks.set(&1, &task(1, 9, None)), Ok(()));
        assert_eq!(tasks.set(&1, &task(3, 9, None)), Ok(()));
        assert_eq!(tasks.set(&2, &task(1, 9, None)), Ok(()));
        assert_eq!(tasks.get_by(Task::BY_CODE, &1), Some((2, task(1, 9, None))));
    });
}

#[test]
fn a_page_has_a_greatest_and_a_least_length() {
    with_storage(|| {
        let mut numbers = Set::<u16>::named("numbers");
        let mut items = Vector::<u16>::named("items");
        for number in 0..=100 {
            numbers.insert(&number);
            items.push(&number);
        }
        for limit in [100, 101, u32::MAX] {
            let page = numbers.page(None, limit);
            assert_eq!((page.items.len(), page.next), (100, Some(99)));
            let page = items.page(None, limit);
            assert_eq!((page.items.len(), page.next), (100, Some(99)));
        }
        assert_eq!(numbers.page(None, 0), Page { items: vec![0], next: Some(0) });
        assert_eq!(numbers.page(Some(&99), 1), Page { items: vec![100], next: None });
        assert_eq!(numbers.page(Some(&100), 1), Page { items: vec![], next: None });
        assert_eq!(numbers.page(Some(&u16::MAX), 1), Page { items: vec![], next: None });
        assert_eq!(items.page(Some(99), 0), Page { items: vec![100], next: None });
        for beyond in [100, 101, u64::MAX] {
            assert_eq!(items.page(Some(beyond), 5), Page { items: vec![], next: None });
        }
        let neighbour = Set::<u16>::named("number");
        assert_eq!(neighbour.page(None, 5).items, []);
    });
}

#[test]
fn texts_that_begin_alike_keep_apart() {
    with_storage(|| {
        let mut by_name = OrderedMap::<(String, u8), u8>::named("by_name");
        for (name, number) in [("a", 1), ("a", 2), ("ab", 1), ("a\0", 1), ("", 1)] {
            by_name.set(&(name.to_owned(), number), &number);
        }
        assert_eq!(by_name.under(&"a".to_owned(), None, 10), [(1, 1), (2, 2)]);
        let page = by_name.page_under(&"a".to_owned(), None, 1);
        assert_eq!((page.items, page.next), (vec![(1, 1)], Some(1)));
        let names: Vec<_> =
            by_name.after(None, 10).into_iter().map(|((name, _), _)| name).collect();
        assert_eq!(names, ["", "a", "a", "a\0", "ab"]);
    });
}

/// What is done to an indexed map.
#[derive(Clone, Debug)]
enum Step {
    Insert(u8, Task),
    Set(u8, Task),
    Update(u8, Task),
    Remove(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let small = || 0..6_u8;
    let any_task = (0..6_u16, 0..3_u8, proptest::option::of(0..3_u8))
        .prop_map(|(code, who, due)| task(code, who, due));
    prop_oneof![
        (small(), any_task.clone()).prop_map(|(key, task)| Step::Insert(key, task)),
        (small(), any_task.clone()).prop_map(|(key, task)| Step::Set(key, task)),
        (small(), any_task).prop_map(|(key, task)| Step::Update(key, task)),
        small().prop_map(Step::Remove),
    ]
}

type Model = BTreeMap<u8, Task>;

/// The same by a plain map; whether it was allowed.
fn apply(model: &mut Model, step: Step) -> bool {
    let (key, task) = match step {
        Step::Remove(key) => return model.remove(&key).is_some(),
        Step::Update(key, _) if !model.contains_key(&key) => return true,
        Step::Insert(key, _) if model.contains_key(&key) => return false,
        Step::Insert(key, task) | Step::Set(key, task) | Step::Update(key, task) => (key, task),
    };
    if model.iter().any(|(other, held)| *other != key && held.code == task.code) {
        return false;
    }
    model.insert(key, task);
    true
}

/// What a map with these entries stores.
fn expected(model: &Model) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut put = |prefix: &[u8], key: &[u8], value: Vec<u8>| {
        all.insert([prefix, key].concat(), value);
    };
    for (key, task) in model {
        put(b"t\0", &[*key], task.encode());
        put(b"t.code\0", &task.code.to_be_bytes(), key.encode());
        put(b"t.who\0", &[task.who, *key], vec![]);
        if let Some(due) = task.due {
            put(b"t.due_on\0", &[due, *key], vec![]);
        }
    }
    all
}

/// All pages one after the other.
fn pages<T, C>(len: u32, mut page: impl FnMut(Option<&C>, u32) -> Page<T, C>) -> Vec<T> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let Page { items, next } = page(cursor.as_ref(), len);
        assert!(next.is_none() || items.len() == len as usize);
        all.extend(items);
        cursor = next;
        if cursor.is_none() {
            return all;
        }
    }
}

proptest! {
    #[test]
    fn indexes_follow_every_change(steps in proptest::collection::vec(step(), 0..30), len in 1..4_u32) {
        with_storage(|| {
            let mut tasks = IndexedMap::<u8, Task>::named("t");
            let mut model = Model::new();
            for step in steps {
                let done = match step.clone() {
                    Step::Insert(key, task) => tasks.insert(&key, &task).is_ok(),
                    Step::Set(key, task) => tasks.set(&key, &task).is_ok(),
                    Step::Update(key, new) => tasks.update(&key, |task| *task = new).is_ok(),
                    Step::Remove(key) => tasks.remove(&key),
                };
                assert_eq!(done, apply(&mut model, step));
                assert_eq!(stored().into_iter().collect::<BTreeMap<_, _>>(), expected(&model));
            }
            let entries = |keep: &dyn Fn(&Task) -> bool| -> Vec<(u8, Task)> {
                let kept = model.iter().filter(|(_, task)| keep(task));
                kept.map(|(key, task)| (*key, task.clone())).collect()
            };
            assert_eq!(pages(len, |cursor, len| tasks.page(cursor, len)), entries(&|_| true));
            for code in 0..6 {
                let found = tasks.get_by(Task::BY_CODE, &code);
                assert_eq!(found, entries(&|task| task.code == code).pop());
            }
            for value in 0..3 {
                let by_who = pages(len, |cursor, len| tasks.page_by(Task::BY_WHO, &value, cursor, len));
                assert_eq!(by_who, entries(&|task| task.who == value));
                let by_due = pages(len, |cursor, len| tasks.page_by(Task::BY_DUE, &value, cursor, len));
                assert_eq!(by_due, entries(&|task| task.due == Some(value)));
                for to in 0..3 {
                    let between = pages(len, |cursor, len| {
                        tasks.page_between(Task::BY_WHO, (&value, &to), cursor, len)
                    });
                    let mut inside = entries(&|task| (value..=to).contains(&task.who));
                    inside.sort_by_key(|(key, task)| (task.who, *key));
                    assert_eq!(between, inside);
                }
            }
        });
    }

    #[test]
    fn a_set_is_a_set(members: Vec<u8>, removed: Vec<u8>, len in 1..9_u32, cursor: u8) {
        with_storage(|| {
            let (mut set, mut model) = (Set::<u8>::named("set"), BTreeSet::new());
            for member in &members {
                assert_eq!(set.insert(member), model.insert(*member));
            }
            for member in &removed {
                assert_eq!(set.remove(member), model.remove(member));
                assert!(!set.contains(member));
            }
            let all: Vec<u8> = model.iter().copied().collect();
            assert_eq!(pages(len, |cursor, len| set.page(cursor, len)), all);
            let above = model.iter().copied().filter(|member| *member > cursor);
            assert_eq!(set.after(Some(&cursor), len), above.take(len as usize).collect::<Vec<_>>());
            assert_eq!(set.after(None, u32::MAX), all);
        });
    }

    #[test]
    fn a_vector_is_a_vector(pushed: Vec<u8>, popped in 0..9_usize, len in 1..9_u32) {
        with_storage(|| {
            let (mut vector, mut model) = (Vector::<u8>::named("vector"), Vec::new());
            for item in &pushed {
                assert_eq!(vector.push(item), model.len() as u64);
                model.push(*item);
            }
            for _ in 0..popped {
                assert_eq!(vector.pop(), model.pop());
            }
            assert_eq!(vector.len(), model.len() as u64);
            assert_eq!(vector.last(), model.last().copied());
            assert_eq!(pages(len, |cursor, len| vector.page(cursor.copied(), len)), model);
            // The length is stored once anything was pushed.
            assert_eq!(stored().len(), model.len() + usize::from(!pushed.is_empty()));
        });
    }
}
