//! Entries found by their key and by what is in them.

mod entries;
mod index;

pub use index::{IndexKey, Indexed, MultiIndex, UniqueIndex};

use super::{Field, Page, decoded, key, key_behind, load, load_at, store};
use crate::{Common, OrderedKey, host, read::Read};
use alloc::vec::Vec;
use core::marker::PhantomData;
use entries::{Entries, check_unique, move_entries};
use parity_scale_codec::Encode;
use sandpact_abi::{Describe, Shape, StorageKind};

/// Entries in the order of their keys, which are also found by fields of their values. The
/// fields are marked in the value: `#[unique]` where each entry has another value in it,
/// `#[index]` where several may have the same. The map keeps the indexes right by itself.
///
/// An `Option` may be indexed: an entry without a value there is not in that index.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// /// An invoice.
/// #[message]
/// pub struct Invoice {
///     /// As its seller numbers it.
///     #[unique]
///     pub number: Code<16>,
///     /// Who owes it.
///     #[index]
///     pub buyer: Address,
///     /// What is owed.
///     pub amount_minor: i128,
/// }
///
/// with_storage(|| {
///     let mut invoices = IndexedMap::<u64, Invoice>::named("invoices");
///     let (number, buyer) = (Code::parse("R-17")?, Address([7; 32]));
///     let invoice = Invoice { number, buyer, amount_minor: 250 };
///     invoices.insert(&1, &invoice)?;
///     assert_eq!(invoices.insert(&2, &invoice), Err(Common::AlreadyExists));
///
///     assert_eq!(invoices.get_by(Invoice::BY_NUMBER, &number), Some((1, invoice)));
///     assert_eq!(invoices.page_by(Invoice::BY_BUYER, &buyer, None, 10).items.len(), 1);
///     invoices.update(&1, |invoice| invoice.buyer = Address([8; 32]))?;
///     assert!(invoices.page_by(Invoice::BY_BUYER, &buyer, None, 10).items.is_empty());
///     Ok::<(), Common>(())
/// })?;
/// # Ok::<(), Common>(())
/// ```
pub struct IndexedMap<K, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (K, V)>,
}

impl<K: Describe, V: Describe + Indexed> Field for IndexedMap<K, V> {
    const SHAPE: Shape = Shape {
        kind: StorageKind::IndexedMap,
        key: &K::TYPE,
        value: &V::TYPE,
        indexes: V::INDEXES,
    };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<K: OrderedKey + Encode + Read, V: Encode + Read + Indexed> IndexedMap<K, V> {
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

    /// Adds an entry.
    ///
    /// # Errors
    /// [`Common::AlreadyExists`] when the key has a value or a unique field has the same value
    /// in another entry; nothing is written then.
    pub fn insert(&mut self, key: &K, value: &V) -> Result<(), Common> {
        let place = key::ordered(self.name, key);
        if host::storage_contains(&place) {
            return Err(Common::AlreadyExists);
        }
        self.write(&place, key, value, &Vec::new())
    }

    /// Sets the value of this key, whether or not it has one.
    ///
    /// # Errors
    /// [`Common::AlreadyExists`] when a unique field has the same value in another entry;
    /// nothing is written then.
    pub fn set(&mut self, key: &K, value: &V) -> Result<(), Common> {
        let place = key::ordered(self.name, key);
        let before = load_at::<V>(&place).map(|before| self.entries(&place, &before));
        self.write(&place, key, value, &before.unwrap_or_default())
    }

    /// Changes the value of this key. Returns what `change` returns, or nothing when the key
    /// has no value.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn update<R>(
        &mut self,
        key: &K,
        change: impl FnOnce(&mut V) -> R,
    ) -> Result<Option<R>, Common> {
        let place = key::ordered(self.name, key);
        let Some(mut value) = load_at::<V>(&place) else { return Ok(None) };
        let before = self.entries(&place, &value);
        let result = change(&mut value);
        self.write(&place, key, &value, &before)?;
        Ok(Some(result))
    }

    /// Removes the entry of this key; returns whether there was one.
    pub fn remove(&mut self, key: &K) -> bool {
        self.take(key).is_some()
    }

    /// Removes the entry of this key and returns its value, if there was one.
    pub fn take(&mut self, key: &K) -> Option<V> {
        let place = key::ordered(self.name, key);
        let value: V = load_at(&place)?;
        host::storage_remove(&place);
        move_entries(V::INDEXES, &self.entries(&place, &value), &Vec::new(), &[]);
        Some(value)
    }

    /// The entry whose unique field has this value, if there is one.
    #[must_use]
    pub fn get_by<I: OrderedKey>(&self, index: UniqueIndex<V, I>, value: &I) -> Option<(K, V)> {
        let mut entry = key::index(self.name, index.name());
        value.write_key(&mut entry);
        let key: K = load(entry)?;
        // An entry of an index has an entry of the map.
        let value = decoded(self.get(&key));
        Some((key, value))
    }

    /// A page of the entries whose field has this value, after the key `cursor`, or from the
    /// first; in the order of their keys. See [`Page`].
    #[must_use]
    pub fn page_by<I: OrderedKey>(
        &self,
        index: MultiIndex<V, I>,
        value: &I,
        cursor: Option<&K>,
        limit: u32,
    ) -> Page<(K, V), K> {
        let mut prefix = key::index(self.name, index.name());
        value.write_key(&mut prefix);
        let start = key::start(&prefix, cursor);
        let key = |entry: &[u8]| key_behind(&prefix, entry);
        let item = |entry: &[u8]| {
            let key: K = key_behind(&prefix, entry);
            let value = decoded(self.get(&key));
            (key, value)
        };
        Page::of_keys(&prefix, start, limit, item, key)
    }

    /// A page of the entries whose field has a value from `from` to `to`, both included, after
    /// `cursor`, or from the first; in the order of the field's values, then of the keys.
    /// For dates: what falls due in a month. See [`Page`].
    #[must_use]
    pub fn page_between<I: OrderedKey + Ord>(
        &self,
        index: MultiIndex<V, I>,
        (from, to): (&I, &I),
        cursor: Option<&(I, K)>,
        limit: u32,
    ) -> Page<(K, V), (I, K)> {
        let prefix = key::index(self.name, index.name());
        let start = match cursor {
            Some((value, _)) if value < from => key::start(&prefix, Some(from)),
            Some(cursor) => key::start(&prefix, Some(cursor)),
            None => key::start(&prefix, Some(from)),
        };
        let place = |entry: &[u8]| -> (I, K) { key_behind(&prefix, entry) };
        Page::of_keys_while(
            &prefix,
            start,
            limit,
            |entry| place(entry).0 <= *to,
            |entry| {
                let (_, key) = place(entry);
                let value = decoded(self.get(&key));
                (key, value)
            },
            place,
        )
    }

    /// A page of the entries after the key `cursor`, or from the first. See [`Page`].
    #[must_use]
    pub fn page(&self, cursor: Option<&K>, limit: u32) -> Page<(K, V), K> {
        super::ordered_map::page(&key::prefix(self.name), cursor, limit)
    }

    /// Writes the value and moves its entries in the indexes to where they belong.
    fn write(&self, place: &[u8], key: &K, value: &V, before: &Entries) -> Result<(), Common> {
        let after = self.entries(place, value);
        check_unique(V::INDEXES, before, &after)?;
        store(place.to_vec(), value);
        key.using_encoded(|key| move_entries(V::INDEXES, before, &after, key));
        Ok(())
    }

    fn entries(&self, place: &[u8], value: &V) -> Entries {
        let write = |position: usize, out: &mut Vec<u8>| value.write_index_key(position, out);
        entries::entries(self.name, V::INDEXES, place, &write)
    }
}
