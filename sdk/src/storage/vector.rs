//! Items by number.

use super::{Field, Page, key, load, page::page_len, store, take};
use crate::read::Read;
use alloc::vec::Vec;
use core::marker::PhantomData;
use parity_scale_codec::Encode;
use sandpact_abi::{Describe, Shape, StorageKind};

/// Items by number, from 0, each stored under its own key: a journal, a list of versions.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut journal = Vector::<u64>::named("journal");
///     assert_eq!((journal.push(&7), journal.push(&9)), (0, 1));
///     assert_eq!((journal.get(1), journal.get(2), journal.len()), (Some(9), None, 2));
///     assert!(journal.set(0, &8) && !journal.set(2, &8));
///     assert_eq!(journal.page(None, 1).items, [8]);
///     assert_eq!((journal.pop(), journal.len()), (Some(9), 1));
/// });
/// ```
pub struct Vector<T> {
    name: &'static str,
    marker: PhantomData<fn() -> T>,
}

impl<T: Describe> Field for Vector<T> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Vector, key: &<()>::TYPE, value: &T::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<T: Encode + Read> Vector<T> {
    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        load(key::prefix(self.name)).unwrap_or(0)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item of this number, if there is one.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<T> {
        load(key::ordered(self.name, &number))
    }

    /// The item with the greatest number, if there is one.
    #[must_use]
    pub fn last(&self) -> Option<T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Replaces the item of this number; returns whether there was one.
    pub fn set(&mut self, number: u64, item: &T) -> bool {
        let is_there = number < self.len();
        if is_there {
            store(key::ordered(self.name, &number), item);
        }
        is_there
    }

    /// Adds an item behind the others; returns its number.
    pub fn push(&mut self, item: &T) -> u64 {
        let number = self.len();
        store(key::ordered(self.name, &number), item);
        // Each push costs gas: nobody gets near the greatest number.
        store(key::prefix(self.name), &number.saturating_add(1));
        number
    }

    /// Removes and returns the item with the greatest number, if there is one.
    pub fn pop(&mut self) -> Option<T> {
        let number = self.len().checked_sub(1)?;
        let item = take(key::ordered(self.name, &number));
        store(key::prefix(self.name), &number);
        item
    }

    /// A page of the items after the number `cursor`, or from the first. See [`Page`].
    #[must_use]
    pub fn page(&self, cursor: Option<u64>, limit: u32) -> Page<T, u64> {
        let len = self.len();
        let start = cursor.map_or(0, |cursor| cursor.saturating_add(1));
        let end = start.saturating_add(page_len(limit).into()).min(len);
        let items: Vec<T> = (start..end).filter_map(|number| self.get(number)).collect();
        let next = end.checked_sub(1).filter(|_| start < end && end < len);
        Page { items, next }
    }
}
