//! One value.

use super::{Field, key, load, store, take, update};
use crate::read::Read;
use core::marker::PhantomData;
use parity_scale_codec::Encode;
use sandpact_abi::{Describe, Shape, StorageKind};

/// One value under the field's name.
///
/// ```
/// use sandpact_sdk::{native::with_storage, prelude::*, storage::Field};
///
/// with_storage(|| {
///     let mut count = Value::<u64>::named("count");
///     assert_eq!((count.get(), count.get_or(0)), (None, 0));
///     count.set(&7);
///     assert_eq!(count.update(|count| core::mem::replace(count, 8)), Some(7));
///     assert_eq!((count.take(), count.get()), (Some(8), None));
/// });
/// ```
pub struct Value<T> {
    name: &'static str,
    marker: PhantomData<fn() -> T>,
}

impl<T: Describe> Field for Value<T> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Value, key: &<()>::TYPE, value: &T::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<T: Encode + Read> Value<T> {
    /// The value, if it was set.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        load(key::prefix(self.name))
    }

    /// The value, or this one if none was set.
    #[must_use]
    pub fn get_or(&self, otherwise: T) -> T {
        self.get().unwrap_or(otherwise)
    }

    /// Sets the value.
    pub fn set(&mut self, value: &T) {
        store(key::prefix(self.name), value);
    }

    /// Changes the value. Returns what `change` returns, or nothing when no value was set.
    pub fn update<R>(&mut self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        update(key::prefix(self.name), change)
    }

    /// Removes the value; returns whether there was one.
    pub fn remove(&mut self) -> bool {
        super::remove(key::prefix(self.name))
    }

    /// Removes the value and returns it, if it was set.
    pub fn take(&mut self) -> Option<T> {
        take(key::prefix(self.name))
    }
}
