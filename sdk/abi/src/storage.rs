//! What a description says of a contract's storage and of who may call a method: all that the
//! host, an upgrade and a reader from outside need to know of the keys.

use crate::TypeDef;
use alloc::{string::String, vec::Vec};
use parity_scale_codec::{Decode, Encode};

/// What a storage field is. Its keys are the field's name, one zero byte, and what is said
/// at each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum StorageKind {
    /// One value, under the prefix itself.
    #[codec(index = 0)]
    Value = 0,
    /// Values by the SCALE encoding of their keys.
    #[codec(index = 1)]
    Map = 1,
    /// Values by keys in an encoding that keeps their order.
    #[codec(index = 2)]
    OrderedMap = 2,
    /// Keys in an encoding that keeps their order, with empty values.
    #[codec(index = 3)]
    Set = 3,
    /// The number of items as u64 under the prefix itself; items by their place, u64 big endian.
    #[codec(index = 4)]
    Vector = 4,
    /// SCALE of a role and an account, with empty values.
    #[codec(index = 5)]
    Roles = 5,
    /// The owner's address, under the prefix itself.
    #[codec(index = 6)]
    Owner = 6,
    /// As an ordered map, with entries beside it that find its keys by other values.
    #[codec(index = 7)]
    IndexedMap = 7,
}

/// A storage field.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct StorageDef {
    /// Its name, with which its keys begin.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// What it is.
    pub kind: StorageKind,
    /// The type of its keys; nothing where there are none.
    pub key: TypeDef,
    /// The type of its values; nothing where they are empty.
    pub value: TypeDef,
    /// Its indexes.
    pub indexes: Vec<IndexDef>,
}

/// An index of an indexed map.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct IndexDef {
    /// Its name: its keys begin with the field's name, a full stop and this.
    pub name: String,
    /// Whether one index key belongs to one entry at most.
    pub is_unique: bool,
    /// The type of its keys.
    pub key: TypeDef,
}

/// Who may call a method.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum GuardDef {
    /// Anyone.
    #[codec(index = 0)]
    Open,
    /// The address in a field of kind [`StorageKind::Owner`].
    #[codec(index = 1)]
    Owner {
        /// The field's name.
        field: String,
    },
    /// Who holds at least one of these roles in a field of kind [`StorageKind::Roles`].
    #[codec(index = 2)]
    Roles {
        /// The field's name.
        field: String,
        /// The roles.
        roles: Vec<RoleDef>,
    },
}

impl GuardDef {
    /// Names for people: none when anyone may call, the owner's field, or the roles.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Open => Vec::new(),
            Self::Owner { field } => alloc::vec![field.as_str()],
            Self::Roles { roles, .. } => roles.iter().map(|role| role.name.as_str()).collect(),
        }
    }
}

/// A role that a guard names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RoleDef {
    /// Its SCALE index, which is in the key.
    pub index: u8,
    /// Its name.
    pub name: String,
}
