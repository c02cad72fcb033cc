//! Collections over the host's key-value storage.
//!
//! | collection | for | its keys, behind the field's name and a zero byte |
//! |---|---|---|
//! | [`Value`] | one value | nothing |
//! | [`Map`] | entries by key | SCALE of the key |
//! | [`OrderedMap`] | entries by key, in order | the key in order ([`OrderedKey`](crate::OrderedKey)) |
//! | [`IndexedMap`] | entries by key and by their fields, in order | the key in order; index entries lie under `FIELD.INDEX` |
//! | [`Set`] | members, in order | the member in order |
//! | [`Vector`] | items by number | nothing for the length; the number of an item, big-endian |
//! | [`Roles`] | who may do what | SCALE of role and account |
//! | [`Owner`] | whose the contract is | nothing |
//!
//! Names are unique and have no zero byte and no full stop, so keys of two fields never collide,
//! and they survive a new order of the fields. A field that gets a new name keeps its keys with
//! `#[storage_key("old_name")]`. What is not there is `None`, never a default.

mod indexed_map;
mod key;
mod layout;
mod map;
mod ordered_map;
mod owner;
mod page;
mod roles;
mod set;
mod value;
mod vector;

#[cfg(test)]
mod tests;

pub use indexed_map::{IndexKey, Indexed, IndexedMap, MultiIndex, UniqueIndex};
pub use layout::has_guard_field;
pub use map::Map;
pub use ordered_map::OrderedMap;
pub use owner::Owner;
pub use page::{PAGE_LEN_MAX, Page};
pub use roles::Roles;
pub use set::Set;
pub use value::Value;
pub use vector::Vector;

use crate::{
    OrderedKey, abi,
    encoded::encoded,
    host,
    read::{Read, read_or},
};
use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// A contract's storage. `#[storage]` implements it.
pub trait Storage {
    /// Its doc comment, which describes the contract.
    const DOCS: &'static str;

    /// Its fields, as the contract's description lists them.
    const LAYOUT: &'static [abi::Storage];

    /// The storage of the running contract. Reads nothing yet.
    fn open() -> Self;
}

/// A member of a storage struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no storage field",
    label = "not a storage field",
    note = "one value is a Value<{Self}>; see the book's chapter on storage"
)]
pub trait Field {
    /// What it is, for the contract's description.
    const SHAPE: abi::Shape;

    /// The member of this name.
    fn named(name: &'static str) -> Self;
}

/// The decoded value of a key.
#[inline(never)]
fn load<T: Read>(key: Vec<u8>) -> Option<T> {
    Some(read_or(&fetch(key)?, not_of_its_type))
}

/// The decoded value of a key that is needed again.
#[inline(never)]
fn load_at<T: Read>(key: &[u8]) -> Option<T> {
    Some(read_or(&host::storage_get(key)?, not_of_its_type))
}

#[inline(never)]
fn fetch(key: Vec<u8>) -> Option<host::Received> {
    host::storage_get(&key)
}

/// Whether a key has a value.
#[inline(never)]
fn contains(key: Vec<u8>) -> bool {
    host::storage_contains(&key)
}

/// Removes the value of a key; returns whether there was one.
#[inline(never)]
fn remove(key: Vec<u8>) -> bool {
    host::storage_remove(&key)
}

/// Sets the value of a key.
fn store<T: Encode>(key: Vec<u8>, value: &T) {
    put(key, encoded(value));
}

#[inline(never)]
fn put(key: Vec<u8>, value: Vec<u8>) {
    host::storage_set(&key, &value);
}

/// Sets the value of a key that has none; returns whether it had none.
fn insert_new<T: Encode>(key: Vec<u8>, value: &T) -> bool {
    let is_new = !host::storage_contains(&key);
    if is_new {
        store(key, value);
    }
    is_new
}

/// Removes the value of a key and returns it.
fn take<T: Read>(key: Vec<u8>) -> Option<T> {
    let value = load_at(&key)?;
    remove(key);
    Some(value)
}

/// Changes the value of a key that has one.
fn update<T: Encode + Read, R>(key: Vec<u8>, change: impl FnOnce(&mut T) -> R) -> Option<R> {
    let mut value = load_at(&key)?;
    let result = change(&mut value);
    store(key, &value);
    Some(result)
}

/// The key in order that stands behind a prefix.
fn key_behind<K: OrderedKey>(prefix: &[u8], key: &[u8]) -> K {
    let mut rest = key.get(prefix.len()..).unwrap_or_default();
    decoded(K::read_key(&mut rest).filter(|_| rest.is_empty()))
}

/// What the contract itself has encoded. Anything else means that its code was
/// changed without its types: the call halts.
fn decoded<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => not_of_its_type(),
    }
}

#[cold]
#[inline(never)]
fn not_of_its_type() -> ! {
    host::abort("a stored value is not of its type")
}
