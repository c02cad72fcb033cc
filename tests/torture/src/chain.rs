//! What a ledger must hold at each height, by plain maps and a plain hasher.

use crate::work::{self, Work};
use sandpact_abi::{Address, Hash};
use sandpact_proof::commitment::{EMPTY, account_hash, branch, digit, key_hash, leaf, value_hash};
use sandpact_state::ChangeSet;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A leaf: key hash and value hash.
pub type Leaf = (Hash, Hash);

/// Everything that a state holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Contracts' values.
    pub values: BTreeMap<(Address, Vec<u8>), Vec<u8>>,
    /// Accounts' nonces.
    pub nonces: BTreeMap<Address, u64>,
    /// Modules.
    pub code: BTreeMap<Hash, Vec<u8>>,
}

impl Contents {
    /// Makes a block's changes.
    pub fn apply(&mut self, changes: ChangeSet) {
        for (key, value) in changes.values {
            match value {
                Some(value) => self.values.insert(key, value),
                None => self.values.remove(&key),
            };
        }
        self.nonces.extend(changes.nonces);
        self.code.extend(changes.code);
    }

    /// State root and account root, by their definition.
    #[must_use]
    pub fn roots(&self) -> (Hash, Hash) {
        let value = |((contract, key), value): (&(Address, Vec<u8>), &Vec<u8>)| {
            (key_hash(contract, key), value_hash(value))
        };
        let nonce = |(account, nonce): (&Address, &u64)| {
            (account_hash(account), value_hash(&nonce.to_le_bytes()))
        };
        (root(self.values.iter().map(value)), root(self.nonces.iter().map(nonce)))
    }
}

/// The root of these leaves.
pub fn root(leaves: impl Iterator<Item = Leaf>) -> Hash {
    let mut leaves: Vec<Leaf> = leaves.collect();
    leaves.sort_unstable();
    subtree(&leaves, 0)
}

fn subtree(leaves: &[Leaf], depth: usize) -> Hash {
    match leaves {
        [] => EMPTY,
        [(key, value)] => leaf(key, value),
        _ => branch(&[0, 1, 2, 3].map(|child| {
            let start = leaves.partition_point(|(key, _)| digit(key, depth) < child);
            let end = leaves.partition_point(|(key, _)| digit(key, depth) <= child);
            subtree(&leaves[start..end], depth + 1)
        })),
    }
}

/// What one height holds.
#[derive(Debug)]
pub struct Expected {
    /// Everything.
    pub contents: Contents,
    /// Root of the values.
    pub state_root: Hash,
    /// Root of the nonces.
    pub account_root: Hash,
}

/// Heights between those whose contents are kept.
const KEPT_EVERY: u64 = 16;

/// A ledger as it must be at every height.
pub struct Chain {
    /// Its blocks.
    pub work: Work,
    kept: Mutex<BTreeMap<u64, Contents>>,
    expected: Mutex<BTreeMap<u64, Arc<Expected>>>,
}

impl Chain {
    /// The ledger of these blocks.
    #[must_use]
    pub fn new(work: Work) -> Self {
        Self { work, kept: Mutex::default(), expected: Mutex::default() }
    }

    /// What it holds at a height.
    #[must_use]
    pub fn at(&self, height: u64) -> Arc<Expected> {
        let found = lock(&self.expected).get(&height).cloned();
        found.unwrap_or_else(|| {
            let contents = self.contents(height);
            let (state_root, account_root) = contents.roots();
            let expected = Arc::new(Expected { contents, state_root, account_root });
            let mut held = lock(&self.expected);
            // Long chains are checked from the end on.
            while held.len() > 100 {
                held.pop_first();
            }
            held.insert(height, Arc::clone(&expected));
            expected
        })
    }

    /// What its block's record says.
    #[must_use]
    pub fn record(&self, height: u64) -> Vec<u8> {
        let expected = self.at(height);
        work::record(self.work.seed, height, &expected.state_root, &expected.account_root)
    }

    fn contents(&self, height: u64) -> Contents {
        let mut kept = lock(&self.kept);
        let base = kept.range(..=height).next_back();
        let (mut next, mut contents) =
            base.map_or_else(|| (0, Contents::default()), |(at, base)| (at + 1, base.clone()));
        while next <= height {
            contents.apply(self.work.changes(next));
            if next % KEPT_EVERY == 0 {
                kept.insert(next, contents.clone());
            }
            next += 1;
        }
        contents
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
