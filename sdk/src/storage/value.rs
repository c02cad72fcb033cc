//! One value.

use super::{Field, key, load};
use crate::host;
use core::marker::PhantomData;
use parity_scale_codec::{Decode, Encode};

/// One value under the field's name.
pub struct Value<T> {
    name: &'static str,
    marker: PhantomData<fn() -> T>,
}

impl<T> Field for Value<T> {
    fn named(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }
}

impl<T: Encode + Decode> Value<T> {
    /// The value, if it was set.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        load(&key::prefix(self.name))
    }

    /// Sets the value.
    pub fn set(&mut self, value: &T) {
        let key = key::prefix(self.name);
        value.using_encoded(|value| host::storage_set(&key, value));
    }

    /// Removes the value; returns whether there was one.
    pub fn remove(&mut self) -> bool {
        host::storage_remove(&key::prefix(self.name))
    }
}
