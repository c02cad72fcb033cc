//! Indexes as types.

use crate::{OrderedKey, abi};
use alloc::vec::Vec;
use core::marker::PhantomData;

/// A value with indexed fields. `#[message]` implements it where fields are marked `#[unique]`
/// or `#[index]`, and adds a constant for each: `BY_` and the field's name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no index",
    label = "no index",
    note = "mark a field of its #[message] with #[unique] or #[index], or use an OrderedMap"
)]
pub trait Indexed {
    /// The indexes, in the order of the fields.
    const INDEXES: &'static [abi::Index];

    /// Appends the key of this value in the index at a position; false when it has none.
    fn write_index_key(&self, position: usize, out: &mut Vec<u8>) -> bool;
}

/// The type of an indexed field: a key in order, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be indexed",
    label = "no key in order",
    note = "an index is of an OrderedKey or of an Option of one"
)]
pub trait IndexKey {
    /// What an entry is found by.
    type Key: OrderedKey;

    /// The key, if there is one.
    fn index_key(&self) -> Option<&Self::Key>;
}

impl<T: OrderedKey> IndexKey for T {
    type Key = T;

    fn index_key(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: OrderedKey> IndexKey for Option<T> {
    type Key = T;

    fn index_key(&self) -> Option<&T> {
        self.as_ref()
    }
}

macro_rules! index {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        pub struct $name<V, I> {
            name: &'static str,
            marker: PhantomData<fn() -> (V, I)>,
        }

        impl<V, I> $name<V, I> {
            /// The index of this name. For what `#[message]` generates.
            #[must_use]
            pub const fn named(name: &'static str) -> Self {
                Self { name, marker: PhantomData }
            }

            pub(super) const fn name(self) -> &'static str {
                self.name
            }
        }

        impl<V, I> Clone for $name<V, I> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<V, I> Copy for $name<V, I> {}
    };
}

index! {
    /// An index of values of type `V` by a field of type `I`, of which each entry has another.
    UniqueIndex
}

index! {
    /// An index of values of type `V` by a field of type `I`, which several may have alike.
    MultiIndex
}
