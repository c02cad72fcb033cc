//! Entries found by their exact key.

use super::{Field, insert_new, key, load, store, take, update};
use crate::read::Read;
use core::marker::PhantomData;
use parity_scale_codec::Encode;
use sandpact_abi::{Describe, Shape, StorageKind};

/// Entries by exact key. For entries in order see
/// [`OrderedMap`](super::OrderedMap).
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut balances = Map::<Address, u64>::named("balances");
///     let account = Address([7; 32]);
///     assert_eq!(balances.get(&account), None);
///     assert!(balances.insert(&account, &5) && !balances.insert(&account, &6));
///     assert_eq!(balances.update(&account, |balance| *balance += 1), Some(()));
///     assert_eq!(balances.take(&account), Some(6));
/// });
/// ```
pub struct Map<K, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (K, V)>,
}

impl<K: Describe, V: Describe> Field for Map<K, V> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Map, key: &K::TYPE, value: &V::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<K: Encode, V: Encode + Read> Map<K, V> {
    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        load(key::exact(self.name, key))
    }

    /// Whether this key has a value.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        super::contains(key::exact(self.name, key))
    }

    /// Sets the value of this key.
    pub fn set(&mut self, key: &K, value: &V) {
        store(key::exact(self.name, key), value);
    }

    /// Sets the value of this key if it has none; returns whether it had none.
    #[must_use = "says whether the value was set"]
    pub fn insert(&mut self, key: &K, value: &V) -> bool {
        insert_new(key::exact(self.name, key), value)
    }

    /// Changes the value of this key. Returns what `change` returns, or nothing when the key
    /// has no value.
    pub fn update<R>(&mut self, key: &K, change: impl FnOnce(&mut V) -> R) -> Option<R> {
        update(key::exact(self.name, key), change)
    }

    /// Removes the value of this key; returns whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        super::remove(key::exact(self.name, key))
    }

    /// Removes the value of this key and returns it, if there was one.
    pub fn take(&mut self, key: &K) -> Option<V> {
        take(key::exact(self.name, key))
    }
}
