//! The same blocks on ledgers of every kind.

use super::super::chain::{Contents, Expected};
use crate::{
    Random,
    ledger::{self},
    oracle::{Depth, at, check_contents},
    report::Tally,
    run::Setting,
    work::{address, key, record},
};
use sandpact_abi::{Hash, Height, UnixSeconds};
use sandpact_proof::commitment;
use sandpact_state::{
    Backend, Block, ChangeSet, FolderPlace, MemoryPlace, Options, Place, State, StateRead as _,
    Version,
};
use std::{path::PathBuf, sync::Arc};

/// Versions that are held at most.
const HELD_MAX: usize = 6;
/// Heights of history.
const HISTORY_HEIGHTS: u64 = 40;

/// Memory for the tries of ledgers on disks: less than they take.
const TRIE_LEN_BYTES: usize = 40_000;

/// One kind of ledger.
struct Kind {
    name: &'static str,
    place: Option<Arc<dyn Place>>,
    folder: Option<(PathBuf, Backend)>,
    options: Options,
    state: Option<State>,
}

struct Many {
    kinds: Vec<Kind>,
    contents: Contents,
    pending: ChangeSet,
    height: u64,
    /// What the last heights hold, the newest last.
    past: Vec<(u64, Arc<Expected>)>,
    held: Vec<(usize, Version, Arc<Expected>)>,
}

/// Makes so many operations.
pub fn operate(
    setting: &Setting,
    number: u64,
    operations: u64,
    tally: &mut Tally,
) -> Result<(), String> {
    let folder = setting.folder().map_err(at("make a folder"))?;
    let mut random = Random::new(&[setting.seed, number, 21]);
    let mut many = Many::new(folder.path())?;
    let mut writes_left = 0;
    for _ in 0..operations {
        if writes_left == 0 {
            many.commit(&mut random)?;
            tally.add("blocks on each ledger");
            let most = if random.percent(10) { 1_200 } else { 80 };
            writes_left = 1 + random.index(most);
        }
        writes_left -= 1;
        match random.below(100) {
            0..=84 => many.write(&mut random),
            85..=91 => many.read(&mut random)?,
            92 => many.hold(&mut random),
            93..=94 => many.read_held(&mut random)?,
            95..=97 => many.read_past(&mut random)?,
            98 if random.percent(30) => {
                many.reopen(&mut random)?;
                tally.add("ledgers opened again");
            }
            _ => many.prove_many(&mut random)?,
        }
    }
    many.end()
}

impl Many {
    fn new(folder: &std::path::Path) -> Result<Self, String> {
        let options = |folds_in_background, fold_writes| Options {
            history_heights: HISTORY_HEIGHTS,
            folds_in_background,
            fold_writes,
            ..Options::default()
        };
        let memory = |name, options| Kind {
            name,
            place: Some(Arc::new(MemoryPlace::new())),
            folder: None,
            options,
            state: None,
        };
        let on_disk = |name: &'static str, backend, fold_writes| Kind {
            name,
            place: None,
            folder: Some((folder.join(name), backend)),
            options: Options {
                trie_memory_len_bytes: Some(TRIE_LEN_BYTES),
                ..options(true, fold_writes)
            },
            state: None,
        };
        let mut kinds = vec![
            memory("memory", options(false, 1)),
            memory("memory, folding several blocks", options(false, 200)),
            memory("memory, folding thread", options(true, 50)),
            on_disk("sled", Backend::Sled, 1_000),
            on_disk("redb", Backend::Redb, 100),
        ];
        for kind in &mut kinds {
            kind.create()?;
        }
        let contents = Contents::default();
        let past = vec![(0, Arc::new(expected(&contents)))];
        Ok(Self {
            kinds,
            contents,
            pending: ChangeSet::default(),
            height: 0,
            past,
            held: Vec::new(),
        })
    }

    fn write(&mut self, random: &mut Random) {
        if random.percent(10) {
            self.pending.nonces.insert(address(100 + random.below(50)), random.number());
            return;
        }
        let key = key(random);
        let len_bytes = if random.percent(2) { random.index(16_000) } else { random.index(120) };
        let is_removal = random.percent(25);
        self.pending.values.insert(key, (!is_removal).then(|| random.bytes(len_bytes)));
    }

    fn commit(&mut self, random: &mut Random) -> Result<(), String> {
        let changes = std::mem::take(&mut self.pending);
        self.contents.apply(changes.clone());
        self.height += 1;
        let expected = Arc::new(expected(&self.contents));
        let roots = (expected.state_root, expected.account_root);
        let is_split = random.percent(30);
        for kind in &mut self.kinds {
            let state = kind.state.as_ref().ok_or("no state")?;
            let head = if is_split {
                state.append(&changes, seal(self.height)).and_then(|_| state.acknowledge())
            } else {
                state.commit(&changes, seal(self.height))
            };
            let head = head.map_err(at("commit"))?;
            if (head.state_root, head.account_root) != roots {
                return Err(format!("WRONG ROOT on {} at height {}", kind.name, self.height));
            }
        }
        self.past.push((self.height, expected));
        let kept = usize::try_from(HISTORY_HEIGHTS).unwrap_or(usize::MAX);
        if self.past.len() > kept {
            self.past.remove(0);
        }
        Ok(())
    }

    fn newest(&self) -> Result<&Arc<Expected>, String> {
        self.past.last().map(|(_, expected)| expected).ok_or_else(|| "no block".to_owned())
    }

    fn state(&self, at: usize) -> Result<&State, String> {
        self.kinds.get(at).and_then(|kind| kind.state.as_ref()).ok_or_else(|| "no state".to_owned())
    }

    fn read(&self, random: &mut Random) -> Result<(), String> {
        let (contract, key) = key(random);
        let newest = self.newest()?;
        let value = newest.contents.values.get(&(contract, key.clone()));
        for kind in &self.kinds {
            let version = kind.state.as_ref().ok_or("no state")?.version();
            let found = version.get(&contract, &key).map_err(at("read"))?;
            if found.as_ref() != value {
                return Err(format!("WRONG VALUE on {} under {key:?}", kind.name));
            }
        }
        Ok(())
    }

    fn hold(&mut self, random: &mut Random) {
        if self.held.len() >= HELD_MAX {
            self.held.remove(random.index(HELD_MAX));
        }
        let at = random.index(self.kinds.len());
        if let (Ok(state), Ok(newest)) = (self.state(at), self.newest()) {
            let held = (at, state.version(), Arc::clone(newest));
            self.held.push(held);
        }
    }

    fn read_held(&self, random: &mut Random) -> Result<(), String> {
        let Some((at, version, expected)) = self.held.get(random.index(self.held.len())) else {
            return Ok(());
        };
        check_contents(version, expected, random, Depth::Sampled)
            .map_err(|error| format!("{error}, held on {}", self.kinds[*at].name))
    }

    fn read_past(&self, random: &mut Random) -> Result<(), String> {
        let (height, expected) = &self.past[random.index(self.past.len())];
        let at = random.index(self.kinds.len());
        let version = self.state(at)?.version_at(Height(*height));
        let version = version.map_err(|error| format!("version {height}: {error}"))?;
        let version = version.ok_or("MISSING VERSION")?;
        check_contents(&version, expected, random, Depth::Sampled)
            .map_err(|error| format!("{error}, on {} at {height}", self.kinds[at].name))
    }

    /// One proof of many keys is the same on every ledger.
    fn prove_many(&self, random: &mut Random) -> Result<(), String> {
        let count = 1 + random.index(20);
        let keys: Vec<_> = (0..count).map(|_| key(random)).collect();
        let mut first = None;
        for kind in &self.kinds {
            let version = kind.state.as_ref().ok_or("no state")?.version();
            let proven = version.prove_many(&keys).map_err(at("prove many"))?;
            if *first.get_or_insert_with(|| proven.clone()) != proven {
                return Err(format!("ANOTHER PROOF on {}", kind.name));
            }
        }
        Ok(())
    }

    /// Closes one ledger, or leaves it as a killed process does, and opens it again.
    fn reopen(&mut self, random: &mut Random) -> Result<(), String> {
        let at_kind = random.index(self.kinds.len());
        self.held.retain(|(at, ..)| *at != at_kind);
        let kind = self.kinds.get_mut(at_kind).ok_or("no ledger")?;
        let state = kind.state.take().ok_or("no state")?;
        if random.percent(50) {
            state.close().map_err(at("close"))?;
        } else {
            drop(state);
        }
        kind.open()?;
        let head = kind.state.as_ref().ok_or("no state")?.head();
        if head.height.0 != self.height {
            return Err(format!("LOST: {} is at {} of {}", kind.name, head.height, self.height));
        }
        Ok(())
    }

    fn end(mut self) -> Result<(), String> {
        self.held.clear();
        let newest = Arc::clone(self.newest()?);
        for mut kind in std::mem::take(&mut self.kinds) {
            let state = kind.state.take().ok_or("no state")?;
            let mut random = Random::new(&[self.height]);
            check_contents(&state.version(), &newest, &mut random, Depth::Whole)?;
            state.verify().map_err(at("verify"))?;
            state.close().map_err(at("close"))?;
        }
        Ok(())
    }
}

impl Kind {
    fn create(&mut self) -> Result<(), String> {
        let nothing = ChangeSet::default();
        match (&self.place, &self.folder) {
            (Some(place), _) => State::create(place.as_ref(), &nothing, seal(0)),
            (None, Some((path, backend))) => {
                FolderPlace::create(path, *backend, |place| State::create(place, &nothing, seal(0)))
            }
            (None, None) => Ok(()),
        }
        .map_err(at("create"))?;
        self.open()
    }

    fn open(&mut self) -> Result<(), String> {
        let opened = match (&self.place, &self.folder) {
            (Some(place), _) => State::open(Arc::clone(place), self.options),
            (None, Some((path, backend))) => ledger::open(path, *backend, self.options),
            (None, None) => return Err("no place".to_owned()),
        };
        self.state = Some(opened.map_err(at("open"))?.0);
        Ok(())
    }
}

fn expected(contents: &Contents) -> Expected {
    let (state_root, account_root) = contents.roots();
    Expected { contents: contents.clone(), state_root, account_root }
}

fn seal(height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
    move |state_root, account_root| {
        let record = record(0, height, state_root, account_root);
        let hash = commitment::value_hash(&record);
        Block { height: Height(height), time: UnixSeconds(height), hash, record, body: Vec::new() }
    }
}
