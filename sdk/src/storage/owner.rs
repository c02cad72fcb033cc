//! Who owns the contract.

use super::{Field, Value};
use crate::{Common, env};
use sandpact_abi::{Address, Describe, Shape, StorageKind};

/// The one account or contract that owns this one. `#[only(owner)]` on a method, with the
/// field's name, makes the host refuse everybody else before the contract runs; nobody is
/// let in as long as no owner is set.
pub struct Owner {
    address: Value<Address>,
}

impl Field for Owner {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Owner, key: &<()>::TYPE, value: &Address::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { address: Value::named(name) }
    }
}

impl Owner {
    /// The owner, if one was set.
    #[must_use]
    pub fn get(&self) -> Option<Address> {
        self.address.get()
    }

    /// Sets the owner.
    pub fn set(&mut self, owner: &Address) {
        self.address.set(owner);
    }

    /// The caller must be the owner. For a rule within a method; a rule for the whole method
    /// is `#[only(..)]`.
    ///
    /// # Errors
    /// [`Common::NotAuthorised`].
    pub fn require(&self) -> Result<(), Common> {
        if self.get() == Some(env::caller()) { Ok(()) } else { Err(Common::NotAuthorised) }
    }
}
