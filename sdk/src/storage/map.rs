//! Entries found by their exact key.

use super::{Field, key, load};
use crate::host;
use core::marker::PhantomData;
use parity_scale_codec::{Decode, Encode};

/// Entries by exact key. For entries in order see
/// [`OrderedMap`](super::OrderedMap).
pub struct Map<K, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Field for Map<K, V> {
    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<K: Encode, V: Encode + Decode> Map<K, V> {
    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        load(&key::exact(self.name, key))
    }

    /// Whether this key has a value.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        host::storage_contains(&key::exact(self.name, key))
    }

    /// Sets the value of this key.
    pub fn set(&mut self, key: &K, value: &V) {
        let key = key::exact(self.name, key);
        value.using_encoded(|value| host::storage_set(&key, value));
    }

    /// Removes the value of this key; returns whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        host::storage_remove(&key::exact(self.name, key))
    }
}
