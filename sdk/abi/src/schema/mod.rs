//! The same description as [`ContractAbi`](crate::ContractAbi), as constants:
//! macros build it, and `const` evaluation turns it into the bytes of the
//! module's ABI section, so that a contract carries no code for it.

mod same;
mod writer;

#[cfg(test)]
mod tests;

pub use writer::{encode, encode_to, encoded_len};

use crate::{Address, CivilDate, Currency, Hash, Height, MethodKind, StorageKind, UnixSeconds};
use alloc::{string::String, vec::Vec};

/// Constant twin of [`TypeDef`](crate::TypeDef); the variants are in its order.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Type {
    Bool,
    U8,
    U16,
    U32,
    U64,
    U128,
    I8,
    I16,
    I32,
    I64,
    I128,
    Text,
    Bytes,
    FixedBytes(u32),
    Address,
    Hash,
    CivilDate,
    UnixSeconds,
    Currency,
    Option(&'static Type),
    List(&'static Type),
    Tuple(&'static [&'static Type]),
    Struct { name: &'static str, docs: &'static str, fields: &'static [Field] },
    Enum { name: &'static str, docs: &'static str, variants: &'static [Variant] },
}

/// Constant twin of [`FieldDef`](crate::FieldDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Field {
    pub name: &'static str,
    pub docs: &'static str,
    pub ty: &'static Type,
}

/// Constant twin of [`VariantDef`](crate::VariantDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Variant {
    pub index: u8,
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`MethodDef`](crate::MethodDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Method {
    pub name: &'static str,
    pub docs: &'static str,
    pub kind: MethodKind,
    pub is_reentrant: bool,
    pub args: &'static [Field],
    pub returns: &'static Type,
    pub guard: Guard,
}

/// Constant twin of [`GuardDef`](crate::GuardDef); the variants are in its order.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Guard {
    Open,
    Owner { field: &'static str },
    Roles { field: &'static str, roles: &'static [Role] },
}

/// Constant twin of [`RoleDef`](crate::RoleDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Role {
    pub index: u8,
    pub name: &'static str,
}

impl Role {
    /// The role of this name among the variants of its enum.
    ///
    /// # Panics
    /// When the type has no such variant; in a constant that is a compile error.
    #[must_use]
    #[allow(clippy::arithmetic_side_effects)] // const evaluation: an overflow is a compile error
    pub const fn named(ty: &Type, name: &'static str) -> Self {
        let Type::Enum { variants, .. } = ty else {
            panic!("a role is a variant of a #[message] enum without fields")
        };
        let mut i = 0;
        while i < variants.len() {
            if same::is_text(variants[i].name, name) {
                return Self { index: variants[i].index, name };
            }
            i += 1;
        }
        panic!("the enum of roles has no such variant")
    }
}

/// Constant twin of [`ErrorDef`](crate::ErrorDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Error {
    pub code: u32,
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`EventDef`](crate::EventDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Event {
    pub name: &'static str,
    pub docs: &'static str,
    pub fields: &'static [Field],
}

/// Constant twin of [`ContractAbi`](crate::ContractAbi). Errors come in two
/// lists: those common to all contracts, then the contract's own.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Contract {
    pub name: &'static str,
    pub version: &'static str,
    pub docs: &'static str,
    pub methods: &'static [Method],
    pub common_errors: &'static [Error],
    pub errors: &'static [Error],
    pub events: &'static [Event],
    pub storage: &'static [Storage],
}

/// Constant twin of [`StorageDef`](crate::StorageDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Storage {
    pub name: &'static str,
    pub docs: &'static str,
    pub shape: Shape,
}

/// What a storage field holds.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Shape {
    pub kind: StorageKind,
    pub key: &'static Type,
    pub value: &'static Type,
    pub indexes: &'static [Index],
}

/// Constant twin of [`IndexDef`](crate::IndexDef).
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Index {
    pub name: &'static str,
    pub is_unique: bool,
    pub key: &'static Type,
}

/// A type that may cross the contract boundary.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no description, which all that crosses the contract boundary has",
    label = "not described",
    note = "write #[message] on a struct or enum of your own"
)]
pub trait Describe {
    /// Its description.
    const TYPE: Type;
}

macro_rules! describe {
    ($($ty:ty => $variant:ident),* $(,)?) => {
        $(impl Describe for $ty { const TYPE: Type = Type::$variant; })*
    };
}

describe! {
    bool => Bool, u8 => U8, u16 => U16, u32 => U32, u64 => U64, u128 => U128,
    i8 => I8, i16 => I16, i32 => I32, i64 => I64, i128 => I128,
    String => Text, &str => Text, Address => Address, Hash => Hash, CivilDate => CivilDate,
    UnixSeconds => UnixSeconds, Currency => Currency, Height => U64,
}

impl Describe for () {
    const TYPE: Type = Type::Tuple(&[]);
}

impl<A: Describe, B: Describe> Describe for (A, B) {
    const TYPE: Type = Type::Tuple(&[&A::TYPE, &B::TYPE]);
}

impl<A: Describe, B: Describe, C: Describe> Describe for (A, B, C) {
    const TYPE: Type = Type::Tuple(&[&A::TYPE, &B::TYPE, &C::TYPE]);
}

impl<T: Describe> Describe for Option<T> {
    const TYPE: Type = Type::Option(&T::TYPE);
}

/// `Vec<u8>` is a byte string, any other vector a list.
impl<T: Describe> Describe for Vec<T> {
    const TYPE: Type = match T::TYPE {
        Type::U8 => Type::Bytes,
        _ => Type::List(&T::TYPE),
    };
}

impl<const N: usize> Describe for [u8; N] {
    const TYPE: Type = Type::FixedBytes(N as u32);
}
