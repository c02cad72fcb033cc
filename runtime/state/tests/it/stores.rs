//! One body of tests for all stores: they show the same, before and after reopening.

use proptest::prelude::*;
use sandpact_state::{
    Batch, FaultyStore, MemoryStore, SledStore, Store, StoreError,
    store::{BATCH_WRITES_MAX, Faults, Visit},
};
use std::{
    collections::BTreeMap,
    ops::{Bound, ControlFlow},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};
use tempfile::TempDir;

type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// Small, so that sled and redb read pages from the disk again.
const CACHE_BYTES: u64 = 1 << 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Memory,
    Faulty,
    Sled,
    #[cfg(feature = "redb")]
    Redb,
}

const KINDS: &[Kind] = &[
    Kind::Memory,
    Kind::Faulty,
    Kind::Sled,
    #[cfg(feature = "redb")]
    Kind::Redb,
];

/// A store that can be closed and opened.
struct Subject {
    kind: Kind,
    folder: TempDir,
    store: Arc<dyn Store>,
    /// `store`, when its kind is that.
    faulty: Option<Arc<FaultyStore>>,
}

impl Subject {
    fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let faulty = (kind == Kind::Faulty).then(|| Arc::new(FaultyStore::new(Faults::default())));
        let store = match &faulty {
            Some(faulty) => Arc::clone(faulty) as Arc<dyn Store>,
            None => open(kind, folder.path()),
        };
        Self { kind, folder, store, faulty }
    }

    /// Closes it and opens it; memory cannot.
    fn reopen(&mut self) {
        self.store.close().unwrap();
        if let Some(faulty) = &self.faulty {
            let reopened = Arc::new(faulty.crash(1));
            self.store = Arc::clone(&reopened) as Arc<dyn Store>;
            self.faulty = Some(reopened);
        } else if self.kind != Kind::Memory {
            self.store = Arc::new(MemoryStore::default());
            self.store = open(self.kind, self.folder.path());
        }
    }

    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Pairs {
        let mut pairs = Pairs::new();
        let collect: Visit<'_> = &mut |key, value| {
            pairs.push((key.to_vec(), value.to_vec()));
            ControlFlow::Continue(())
        };
        self.store.scan(start, prefix, collect).unwrap();
        pairs
    }
}

fn open(kind: Kind, folder: &Path) -> Arc<dyn Store> {
    try_open(kind, folder).unwrap()
}

fn try_open(kind: Kind, folder: &Path) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match kind {
        Kind::Memory => Arc::new(MemoryStore::default()),
        Kind::Faulty => Arc::new(FaultyStore::new(Faults::default())),
        Kind::Sled => Arc::new(SledStore::open(&folder.join("view"), CACHE_BYTES)?),
        #[cfg(feature = "redb")]
        Kind::Redb => {
            let path = folder.join("view.redb");
            Arc::new(sandpact_state::RedbStore::open(&path, CACHE_BYTES)?)
        }
    })
}

fn all() -> impl Iterator<Item = Subject> {
    KINDS.iter().map(|kind| Subject::new(*kind))
}

fn batch(writes: &[(&[u8], Option<&[u8]>)]) -> Batch {
    let mut batch = Batch::default();
    for (key, value) in writes {
        match value {
            Some(value) => batch.set(*key, *value),
            None => batch.remove(*key),
        }
    }
    batch
}

fn keys(pairs: &Pairs) -> Vec<&[u8]> {
    pairs.iter().map(|(key, _)| key.as_slice()).collect()
}

#[test]
fn scans_are_in_order_and_within_their_bounds() {
    const ALL: [&[u8]; 7] = [b"", b"\0", b"a", b"a\0", b"ab", b"\xff", b"\xff\xff\x01"];
    for subject in all() {
        for key in ALL.iter().rev() {
            subject.store.write(batch(&[(key, Some(key))])).unwrap();
        }
        let found = |start, prefix: &[u8]| {
            let pairs = subject.scan(start, prefix);
            assert!(pairs.iter().all(|(key, value)| key == value), "{:?}", subject.kind);
            let next = subject.store.next(start, prefix).unwrap();
            assert_eq!(next.as_deref(), keys(&pairs).first().copied(), "{:?}", subject.kind);
            keys(&pairs).concat()
        };
        assert_eq!(found(Bound::Unbounded, b""), ALL.concat());
        assert_eq!(found(Bound::Unbounded, b"a"), b"aa\0ab");
        assert_eq!(found(Bound::Included(b"a\0"), b"a"), b"a\0ab");
        assert_eq!(found(Bound::Excluded(b"a\0"), b"a"), b"ab");
        assert_eq!(found(Bound::Excluded(b"ab"), b"a"), b"");
        // A start before the prefix, at it and behind it.
        assert_eq!(found(Bound::Included(b""), b"a"), b"aa\0ab");
        assert_eq!(found(Bound::Excluded(b"\0"), b"ab"), b"ab");
        assert_eq!(found(Bound::Excluded(b"a"), b"a"), b"a\0ab");
        assert_eq!(found(Bound::Included(b"b"), b"a"), b"");
        assert_eq!(found(Bound::Excluded(b""), b""), ALL[1..].concat());
        // Prefixes without a next one of their length.
        assert_eq!(found(Bound::Unbounded, b"\xff"), b"\xff\xff\xff\x01");
        assert_eq!(found(Bound::Excluded(b"\xff"), b"\xff"), b"\xff\xff\x01");
        assert_eq!(found(Bound::Unbounded, b"\xff\xff"), b"\xff\xff\x01");
        assert_eq!(found(Bound::Unbounded, b"\xff\xff\xff"), b"");
    }
}

#[test]
fn a_scan_ends_where_its_visitor_breaks_and_lets_it_read() {
    for subject in all() {
        subject.store.write(batch(&[(b"a", Some(b"1")), (b"b", Some(b"2"))])).unwrap();
        let mut shown = Vec::new();
        let visit: Visit<'_> = &mut |key, value| {
            assert_eq!(subject.store.get(key).unwrap().as_deref(), Some(value));
            shown.push(key.to_vec());
            ControlFlow::Break(())
        };
        subject.store.scan(Bound::Unbounded, b"", visit).unwrap();
        assert_eq!(shown, [b"a"], "{:?}", subject.kind);
    }
}

#[test]
fn a_visitors_panic_is_not_taken_for_damage() {
    for subject in all() {
        subject.store.write(batch(&[(b"a", Some(b"1"))])).unwrap();
        let scan = || subject.store.scan(Bound::Unbounded, b"", &mut |_, _| panic!("my own"));
        assert!(catch_unwind(AssertUnwindSafe(scan)).is_err());
        assert!(subject.store.get(b"a").unwrap().is_some(), "{:?}", subject.kind);
    }
}

#[test]
fn a_batch_sets_and_removes_together_and_stays_after_reopening() {
    let long = vec![7; 100_000];
    for mut subject in all() {
        subject.store.write(batch(&[(b"a", Some(b"1")), (b"b", Some(b"2"))])).unwrap();
        let second = [(&b"a"[..], None), (b"b", Some(&b"3"[..])), (b"c", None), (b"d", Some(b""))];
        subject.store.write(batch(&second)).unwrap();
        subject.store.write(batch(&[(b"long", Some(&long))])).unwrap();
        for _ in 0..2 {
            let pairs = subject.scan(Bound::Unbounded, b"");
            assert_eq!(keys(&pairs), [&b"b"[..], b"d", b"long"], "{:?}", subject.kind);
            assert_eq!(subject.store.get(b"a").unwrap(), None);
            assert_eq!(subject.store.get(b"b").unwrap().as_deref(), Some(&b"3"[..]));
            assert_eq!(subject.store.get(b"d").unwrap().as_deref(), Some(&b""[..]));
            assert_eq!(subject.store.get(b"long").unwrap().as_ref(), Some(&long));
            subject.store.sync().unwrap();
            assert!(subject.store.len_bytes().unwrap() >= 100_007, "{:?}", subject.kind);
            subject.reopen();
        }
    }
}

#[test]
fn a_batch_has_a_limit_and_longer_ones_can_be_sliced() {
    let mut longer = Batch::default();
    (0..=BATCH_WRITES_MAX).for_each(|number| longer.set(number.to_be_bytes(), [1]));
    for subject in all() {
        let write = || subject.store.write(longer.clone());
        assert!(catch_unwind(AssertUnwindSafe(write)).is_err(), "{:?}", subject.kind);
        assert_eq!(subject.store.next(Bound::Unbounded, b"").unwrap(), None);
        let sizes: Vec<_> = longer.clone().slices().map(|slice| slice.writes.len()).collect();
        assert_eq!(sizes, [BATCH_WRITES_MAX, 1]);
        longer.clone().slices().for_each(|slice| subject.store.write(slice).unwrap());
        assert_eq!(subject.scan(Bound::Unbounded, b"").len(), BATCH_WRITES_MAX + 1);
    }
    assert_eq!(Batch::default().slices().count(), 0);
}

#[test]
fn writes_one_after_the_other_have_no_limit_and_the_last_of_a_key_counts() {
    let keys: Vec<_> = (0..2 * BATCH_WRITES_MAX + 500).map(usize::to_be_bytes).collect();
    let set = keys.iter().map(|key| (&key[..], Some(&key[..])));
    let change = keys.iter().step_by(3).map(|key| (&key[..], Some(&b"changed"[..])));
    let remove = keys.iter().step_by(6).map(|key| (&key[..], None));
    let expected: Pairs = (0..)
        .zip(&keys)
        .filter(|(number, _)| number % 6 != 0)
        .map(|(number, key)| (key, if number % 3 == 0 { &b"changed"[..] } else { &key[..] }))
        .map(|(key, value)| (key.to_vec(), value.to_vec()))
        .collect();
    for mut subject in all() {
        let mut writes = set.clone().chain(change.clone()).chain(remove.clone());
        subject.store.write_each(&mut writes).unwrap();
        for _ in 0..2 {
            assert_eq!(subject.scan(Bound::Unbounded, b""), expected, "{:?}", subject.kind);
            subject.reopen();
        }
    }
}

#[test]
fn a_store_on_the_disk_is_opened_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("view");
    let store = SledStore::open(&path, CACHE_BYTES).unwrap();
    let again = SledStore::open(&path, CACHE_BYTES);
    assert!(matches!(again, Err(StoreError::Locked { .. })));
    drop(store);
    SledStore::open(&path, CACHE_BYTES).unwrap();
    #[cfg(feature = "redb")]
    {
        use sandpact_state::RedbStore;
        let path = folder.path().join("view.redb");
        let store = RedbStore::open(&path, CACHE_BYTES).unwrap();
        let again = RedbStore::open(&path, CACHE_BYTES);
        assert!(matches!(again, Err(StoreError::Locked { .. })));
        drop(store);
        RedbStore::open(&path, CACHE_BYTES).unwrap();
    }
}

#[test]
fn files_that_cannot_be_understood_are_unreadable() {
    let folder = tempfile::tempdir().unwrap();
    let is_unreadable = |error: Option<StoreError>| {
        assert!(matches!(error, Some(StoreError::Unreadable { .. })), "{error:?}");
    };
    let path = folder.path().join("view");
    SledStore::open(&path, CACHE_BYTES).unwrap().close().unwrap();
    std::fs::write(path.join("conf"), b"no settings").unwrap();
    is_unreadable(SledStore::open(&path, CACHE_BYTES).err());
    let file = folder.path().join("file");
    std::fs::write(&file, b"no folder").unwrap();
    is_unreadable(SledStore::open(&file, CACHE_BYTES).err());
    #[cfg(feature = "redb")]
    is_unreadable(sandpact_state::RedbStore::open(&file, CACHE_BYTES).err());
    assert_eq!(std::fs::read(&file).unwrap(), b"no folder");
}

/// What a damaged store shows is for its caller to check; here it shall only not panic.
#[test]
fn damaged_files_end_in_an_error_or_in_some_contents() {
    for kind in KINDS.iter().filter(|kind| !matches!(kind, Kind::Memory | Kind::Faulty)) {
        let mut subject = Subject::new(*kind);
        for number in 0..40_u8 {
            let mut writes = Batch::default();
            (0..20_u8).for_each(|key| writes.set([key, number], [number; 200]));
            subject.store.write(writes).unwrap();
        }
        subject.reopen();
        subject.store.close().unwrap();
        subject.store = Arc::new(MemoryStore::default());
        for step in 0..60 {
            let copy = tempfile::tempdir().unwrap();
            damage(subject.folder.path(), copy.path(), step);
            let _ = try_open(*kind, copy.path()).and_then(|store| {
                store.scan(Bound::Unbounded, b"", &mut |_, _| ControlFlow::Continue(()))?;
                store.get(&[3, 3])?;
                store.write(batch(&[(b"a", Some(b"1")), (&[3, 3], None)]))?;
                store.close()
            });
        }
    }
}

/// Copies a folder and spoils 64 bytes of each file, another place with each step.
fn damage(from: &Path, to: &Path, step: usize) {
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            std::fs::create_dir(&to).unwrap();
            damage(&path, &to, step);
            continue;
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let start = bytes.len() * step / 60;
        bytes.iter_mut().skip(start).take(64).for_each(|byte| *byte ^= 0x55);
        // sled refuses to open with damaged settings: seldom, to get further.
        if to.file_name().unwrap() != "conf" || step == 0 {
            std::fs::write(&to, bytes).unwrap();
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Write(BTreeMap<Vec<u8>, Option<Vec<u8>>>),
    Get(Vec<u8>),
    Scan(Bound<Vec<u8>>, Vec<u8>),
    Sync,
    Reopen,
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![Just(0_u8), Just(1), Just(0xfe), Just(0xff)];
    proptest::collection::vec(byte, 0..5)
}

fn value() -> impl Strategy<Value = Option<Vec<u8>>> {
    let len = prop_oneof![8 => 0..40_usize, 1 => 5_000..40_000_usize];
    proptest::option::weighted(0.7, (any::<u8>(), len).prop_map(|(byte, len)| vec![byte; len]))
}

fn step() -> impl Strategy<Value = Step> {
    let bound = prop_oneof![
        Just(Bound::Unbounded),
        key().prop_map(Bound::Included),
        key().prop_map(Bound::Excluded),
    ];
    prop_oneof![
        5 => proptest::collection::btree_map(key(), value(), 0..20).prop_map(Step::Write),
        3 => key().prop_map(Step::Get),
        5 => (bound, key()).prop_map(|(start, prefix)| Step::Scan(start, prefix)),
        1 => Just(Step::Sync),
        1 => Just(Step::Reopen),
    ]
}

fn expected(model: &BTreeMap<Vec<u8>, Vec<u8>>, start: Bound<&[u8]>, prefix: &[u8]) -> Pairs {
    let pairs = model.range::<[u8], _>((start, Bound::Unbounded));
    let pairs = pairs.filter(|(key, _)| key.starts_with(prefix));
    pairs.map(|(key, value)| (key.clone(), value.clone())).collect()
}

fn run(subject: &mut Subject, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = BTreeMap::new();
    for step in steps {
        match step {
            Step::Write(writes) => {
                for (key, value) in writes {
                    match value {
                        Some(value) => model.insert(key.clone(), value.clone()),
                        None => model.remove(key),
                    };
                }
                subject.store.write(Batch { writes: writes.clone() }).unwrap();
            }
            Step::Get(key) => {
                prop_assert_eq!(&subject.store.get(key).unwrap(), &model.get(key).cloned());
            }
            Step::Scan(start, prefix) => {
                let start = start.as_ref().map(Vec::as_slice);
                let pairs = expected(&model, start, prefix);
                let next = subject.store.next(start, prefix).unwrap();
                prop_assert_eq!(next.as_ref(), pairs.first().map(|(key, _)| key));
                prop_assert_eq!(subject.scan(start, prefix), pairs);
            }
            Step::Sync => subject.store.sync().unwrap(),
            Step::Reopen => subject.reopen(),
        }
    }
    prop_assert_eq!(subject.scan(Bound::Unbounded, b""), expected(&model, Bound::Unbounded, b""));
    Ok(())
}

proptest! {
    // A case opens files and syncs them: few cases, of many steps.
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn every_store_is_a_map(steps in proptest::collection::vec(step(), 0..120)) {
        for mut subject in all() {
            run(&mut subject, &steps)?;
        }
    }
}
