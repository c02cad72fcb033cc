//! Collections over the host's key-value storage.
//!
//! A key is the field's name, one zero byte, then the encoding of the map key:
//! nothing for a [`Value`], SCALE for a [`Map`] and [`Roles`], order-preserving
//! bytes for an [`OrderedMap`]. Names are unique and have no zero byte, so keys
//! of two fields never collide, and they survive a new order of the fields.

mod key;
mod map;
mod ordered_map;
mod roles;
mod value;

pub use map::Map;
pub use ordered_map::OrderedMap;
pub use roles::Roles;
pub use value::Value;

use crate::host;
use parity_scale_codec::{Decode, DecodeAll};

/// A contract's storage. `#[storage]` implements it.
pub trait Storage {
    /// Its doc comment, which describes the contract.
    const DOCS: &'static str;

    /// The storage of the running contract. Reads nothing yet.
    fn open() -> Self;
}

/// A member of a storage struct.
pub trait Field {
    /// The member of this name.
    fn named(name: &'static str) -> Self;
}

/// The decoded value of a key.
fn load<T: Decode>(key: &[u8]) -> Option<T> {
    host::storage_get(key, |mut bytes| decoded(T::decode_all(&mut bytes).ok()))
}

/// What the contract itself has encoded. Anything else means that its code was
/// changed without its types: the call halts.
fn decoded<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => host::abort("a stored value is not of its type"),
    }
}
