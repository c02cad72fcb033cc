//! Entries in the order of their keys.

use super::{
    Field, Page, decoded, insert_new, key, key_behind, load, load_at, store, take, update,
};
use crate::{OrderedKey, host, read::Read};
use alloc::vec::Vec;
use core::marker::PhantomData;
use parity_scale_codec::Encode;
use sandpact_abi::{Describe, Shape, StorageKind};

/// Entries in the order of their keys.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut dues = OrderedMap::<(CivilDate, u64), u64>::named("dues");
///     let day = CivilDate::parse("2025-01-31").unwrap();
///     assert!(dues.insert(&(day, 7), &100) && !dues.insert(&(day, 7), &200));
///     assert_eq!(dues.under(&day, None, 10), [(7, 100)]);
///     assert_eq!(dues.after(Some(&(day, 7)), 10), []);
/// });
/// ```
pub struct OrderedMap<K, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (K, V)>,
}

impl<K: Describe, V: Describe> Field for OrderedMap<K, V> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::OrderedMap, key: &K::TYPE, value: &V::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<K: OrderedKey, V: Encode + Read> OrderedMap<K, V> {
    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        load(key::ordered(self.name, key))
    }

    /// Whether this key has a value.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        super::contains(key::ordered(self.name, key))
    }

    /// Sets the value of this key.
    pub fn set(&mut self, key: &K, value: &V) {
        store(key::ordered(self.name, key), value);
    }

    /// Sets the value of this key if it has none; returns whether it had none.
    #[must_use = "says whether the value was set"]
    pub fn insert(&mut self, key: &K, value: &V) -> bool {
        insert_new(key::ordered(self.name, key), value)
    }

    /// Changes the value of this key. Returns what `change` returns, or nothing when the key
    /// has no value.
    pub fn update<R>(&mut self, key: &K, change: impl FnOnce(&mut V) -> R) -> Option<R> {
        update(key::ordered(self.name, key), change)
    }

    /// Removes the value of this key; returns whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        super::remove(key::ordered(self.name, key))
    }

    /// Removes the value of this key and returns it, if there was one.
    pub fn take(&mut self, key: &K) -> Option<V> {
        take(key::ordered(self.name, key))
    }

    /// The entries after `cursor`, or from the first; ascending, at most `limit`.
    #[must_use]
    pub fn after(&self, cursor: Option<&K>, limit: u32) -> Vec<(K, V)> {
        let (prefix, start) = key::place(self.name, cursor);
        scan(&prefix, start, limit, Vec::new())
    }

    /// A page of the entries after `cursor`, or from the first. See [`Page`].
    #[must_use]
    pub fn page(&self, cursor: Option<&K>, limit: u32) -> Page<(K, V), K> {
        page(&key::prefix(self.name), cursor, limit)
    }

    /// The entries from `from` on, itself included; ascending, at most `limit`.
    #[must_use]
    pub fn range(&self, from: &K, limit: u32) -> Vec<(K, V)> {
        let prefix = key::prefix(self.name);
        let start = key::ordered(self.name, from);
        let mut found = Vec::new();
        if limit > 0 {
            found.extend(load_at(&start).map(|value| (key_behind(&prefix, &start), value)));
        }
        scan(&prefix, start, limit, found)
    }
}

impl<A: OrderedKey, B: OrderedKey, V: Encode + Read> OrderedMap<(A, B), V> {
    /// The entries whose key begins with `first`, after `cursor` or from the
    /// first; ascending, at most `limit`.
    #[must_use]
    pub fn under(&self, first: &A, cursor: Option<&B>, limit: u32) -> Vec<(B, V)> {
        let prefix = key::ordered(self.name, first);
        let start = key::start(&prefix, cursor);
        scan(&prefix, start, limit, Vec::new())
    }

    /// A page of the entries whose key begins with `first`, after `cursor` or from the first.
    /// See [`Page`].
    #[must_use]
    pub fn page_under(&self, first: &A, cursor: Option<&B>, limit: u32) -> Page<(B, V), B> {
        page(&key::ordered(self.name, first), cursor, limit)
    }
}

/// A page of the entries behind a prefix.
pub fn page<K: OrderedKey, V: Read>(
    prefix: &[u8],
    cursor: Option<&K>,
    limit: u32,
) -> Page<(K, V), K> {
    let start = key::start(prefix, cursor);
    // A key that the host has just found has a value.
    let item = |key: &[u8]| (key_behind(prefix, key), decoded(load_at(key)));
    Page::of_keys(prefix, start, limit, item, |key| key_behind(prefix, key))
}

/// Adds the entries above `key` that begin with `prefix`, until there are
/// `limit` of them.
fn scan<K: OrderedKey, V: Read>(
    prefix: &[u8],
    mut key: Vec<u8>,
    limit: u32,
    mut found: Vec<(K, V)>,
) -> Vec<(K, V)> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    while found.len() < limit && host::storage_next(&mut key, prefix.len()) {
        // A key that the host has just found has a value.
        found.push((key_behind(prefix, &key), decoded(load_at(&key))));
    }
    found
}
