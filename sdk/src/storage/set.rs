//! Members in order.

use super::{Field, Page, insert_new, key, key_behind};
use crate::{OrderedKey, host};
use alloc::vec::Vec;
use core::marker::PhantomData;
use sandpact_abi::{Describe, Shape, StorageKind};

/// A set of values in the order of [`OrderedKey`].
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut holidays = Set::<CivilDate>::named("holidays");
///     let new_year = CivilDate::parse("2025-01-01").unwrap();
///     assert!(holidays.insert(&new_year));
///     assert!(!holidays.insert(&new_year));
///     assert_eq!(holidays.after(None, 10), [new_year]);
///     assert!(holidays.remove(&new_year) && !holidays.contains(&new_year));
/// });
/// ```
pub struct Set<T> {
    name: &'static str,
    marker: PhantomData<fn() -> T>,
}

impl<T: Describe> Field for Set<T> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Set, key: &T::TYPE, value: &<()>::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<T: OrderedKey> Set<T> {
    /// Whether the value is in the set.
    #[must_use]
    pub fn contains(&self, value: &T) -> bool {
        super::contains(key::ordered(self.name, value))
    }

    /// Puts the value in; returns whether it was not there before.
    pub fn insert(&mut self, value: &T) -> bool {
        insert_new(key::ordered(self.name, value), &())
    }

    /// Takes the value out; returns whether it was there.
    pub fn remove(&mut self, value: &T) -> bool {
        super::remove(key::ordered(self.name, value))
    }

    /// The values after `cursor`, or from the first; ascending, at most `limit`.
    #[must_use]
    pub fn after(&self, cursor: Option<&T>, limit: u32) -> Vec<T> {
        let (prefix, mut key) = key::place(self.name, cursor);
        let mut found = Vec::new();
        for _ in 0..limit {
            if !host::storage_next(&mut key, prefix.len()) {
                break;
            }
            found.push(key_behind(&prefix, &key));
        }
        found
    }

    /// A page of the values after `cursor`, or from the first. See [`Page`].
    #[must_use]
    pub fn page(&self, cursor: Option<&T>, limit: u32) -> Page<T, T> {
        let (prefix, start) = key::place(self.name, cursor);
        let value = |key: &[u8]| key_behind(&prefix, key);
        Page::of_keys(&prefix, start, limit, value, value)
    }
}
