//! Entries in the order of their keys.

use super::{Field, decoded, key, load};
use crate::{OrderedKey, host};
use alloc::vec::Vec;
use core::marker::PhantomData;
use parity_scale_codec::{Decode, Encode};

/// Entries in the order of their keys.
pub struct OrderedMap<K, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Field for OrderedMap<K, V> {
    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<K: OrderedKey, V: Encode + Decode> OrderedMap<K, V> {
    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        load(&key::ordered(self.name, key))
    }

    /// Whether this key has a value.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        host::storage_contains(&key::ordered(self.name, key))
    }

    /// Sets the value of this key.
    pub fn set(&mut self, key: &K, value: &V) {
        let key = key::ordered(self.name, key);
        value.using_encoded(|value| host::storage_set(&key, value));
    }

    /// Removes the value of this key; returns whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        host::storage_remove(&key::ordered(self.name, key))
    }

    /// The entries after `cursor`, or from the first; ascending, at most `limit`.
    #[must_use]
    pub fn after(&self, cursor: Option<&K>, limit: u32) -> Vec<(K, V)> {
        let prefix = key::prefix(self.name);
        let start = cursor.map_or_else(|| prefix.clone(), |cursor| key::ordered(self.name, cursor));
        scan(&prefix, start, limit, Vec::new())
    }

    /// The entries from `from` on, itself included; ascending, at most `limit`.
    #[must_use]
    pub fn range(&self, from: &K, limit: u32) -> Vec<(K, V)> {
        let prefix = key::prefix(self.name);
        let start = key::ordered(self.name, from);
        let mut found = Vec::new();
        if limit > 0 {
            found.extend(load(&start).map(|value| (entry_key(&prefix, &start), value)));
        }
        scan(&prefix, start, limit, found)
    }
}

impl<A: OrderedKey, B: OrderedKey, V: Encode + Decode> OrderedMap<(A, B), V> {
    /// The entries whose key begins with `first`, after `cursor` or from the
    /// first; ascending, at most `limit`.
    #[must_use]
    pub fn under(&self, first: &A, cursor: Option<&B>, limit: u32) -> Vec<(B, V)> {
        let prefix = key::ordered(self.name, first);
        let mut start = prefix.clone();
        if let Some(cursor) = cursor {
            cursor.write_key(&mut start);
        }
        scan(&prefix, start, limit, Vec::new())
    }
}

/// Adds the entries above `key` that begin with `prefix`, until there are
/// `limit` of them.
fn scan<K: OrderedKey, V: Decode>(
    prefix: &[u8],
    mut key: Vec<u8>,
    limit: u32,
    mut found: Vec<(K, V)>,
) -> Vec<(K, V)> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    while found.len() < limit && host::storage_next(&mut key, prefix.len()) {
        // A key that the host has just found has a value.
        found.push((entry_key(prefix, &key), decoded(load(&key))));
    }
    found
}

/// The map key behind the prefix.
fn entry_key<K: OrderedKey>(prefix: &[u8], key: &[u8]) -> K {
    let mut rest = key.get(prefix.len()..).unwrap_or_default();
    decoded(K::read_key(&mut rest).filter(|_| rest.is_empty()))
}
