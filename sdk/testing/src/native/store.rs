//! Values by contract and key, with what undoes them, and their root.

use sandpact_abi::{Address, Hash};
use sandpact_proof::commitment::{EMPTY, branch, digit, key_hash, leaf, value_hash};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

type Place = (Address, Vec<u8>);

/// Values, and those that were before.
#[derive(Default)]
pub struct Store {
    values: BTreeMap<Place, Vec<u8>>,
    /// What was at a place before each write, oldest first.
    before: Vec<(Place, Option<Vec<u8>>)>,
    /// Places written since the root was computed.
    touched: BTreeSet<Place>,
    leaves: BTreeMap<Hash, Hash>,
    /// The root, unless something was written since.
    root: Option<Hash>,
}

impl Store {
    pub fn get(&self, contract: Address, key: &[u8]) -> Option<&Vec<u8>> {
        self.values.get(&(contract, key.to_vec()))
    }

    pub fn set(&mut self, contract: Address, key: &[u8], value: Vec<u8>) {
        let place = (contract, key.to_vec());
        let before = self.values.insert(place.clone(), value);
        self.wrote(place, before);
    }

    /// Whether there was a value.
    pub fn remove(&mut self, contract: Address, key: &[u8]) -> bool {
        let place = (contract, key.to_vec());
        match self.values.remove(&place) {
            Some(before) => {
                self.wrote(place, Some(before));
                true
            }
            None => false,
        }
    }

    /// The first key above one that begins with a prefix.
    pub fn next(&self, contract: Address, key: &[u8], prefix: &[u8]) -> Option<Vec<u8>> {
        let above = (Bound::Excluded((contract, key.to_vec())), Bound::Unbounded);
        let mut above = self.values.range(above);
        let ((owner, next), _) = above.next()?;
        (*owner == contract && next.starts_with(prefix)).then(|| next.clone())
    }

    /// The values of a contract.
    pub fn of(&self, contract: &Address) -> Vec<(Vec<u8>, Vec<u8>)> {
        let from = self.values.range((*contract, Vec::new())..);
        let own = from.take_while(|((owner, _), _)| owner == contract);
        own.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    /// A point to come back to.
    pub fn savepoint(&self) -> usize {
        self.before.len()
    }

    /// Undoes what was written since a savepoint.
    pub fn roll_back(&mut self, savepoint: usize) {
        for (place, before) in self.before.drain(savepoint..).rev() {
            match before {
                Some(value) => self.values.insert(place, value),
                None => self.values.remove(&place),
            };
        }
    }

    /// What was written stays.
    pub fn keep(&mut self) {
        self.before.clear();
    }

    /// The root of all values: every subtree from scratch, by the definition in
    /// `docs/state-format.md`.
    pub fn root(&mut self) -> Hash {
        if let Some(root) = self.root {
            return root;
        }
        for place in std::mem::take(&mut self.touched) {
            let hash = key_hash(&place.0, &place.1);
            match self.values.get(&place) {
                Some(value) => self.leaves.insert(hash, value_hash(value)),
                None => self.leaves.remove(&hash),
            };
        }
        let leaves: Vec<_> = self.leaves.iter().map(|(key, value)| (*key, *value)).collect();
        let root = subtree(&leaves, 0);
        self.root = Some(root);
        root
    }

    fn wrote(&mut self, place: Place, before: Option<Vec<u8>>) {
        self.root = None;
        self.touched.insert(place.clone());
        self.before.push((place, before));
    }
}

fn subtree(leaves: &[(Hash, Hash)], depth: usize) -> Hash {
    match leaves {
        [] => EMPTY,
        [(key, value)] => leaf(key, value),
        _ => branch(&[0, 1, 2, 3].map(|child| {
            let start = leaves.partition_point(|(key, _)| digit(key, depth) < child);
            let len = leaves.iter().skip(start).take_while(|(key, _)| digit(key, depth) == child);
            let below = leaves.iter().skip(start).take(len.count()).copied().collect::<Vec<_>>();
            subtree(&below, depth.saturating_add(1))
        })),
    }
}
