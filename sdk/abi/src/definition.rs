//! A contract's description as read from its module: what the `sandpact`
//! command, clients and auditors use to name arguments, errors and events.

use crate::{GuardDef, StorageDef, limits};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;
use parity_scale_codec::{Decode, Encode};

/// A type at the contract boundary. Byte form: SCALE of the Rust type it describes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[allow(missing_docs)] // the integer variants say all there is
pub enum TypeDef {
    #[codec(index = 0)]
    Bool,
    #[codec(index = 1)]
    U8,
    #[codec(index = 2)]
    U16,
    #[codec(index = 3)]
    U32,
    #[codec(index = 4)]
    U64,
    #[codec(index = 5)]
    U128,
    #[codec(index = 6)]
    I8,
    #[codec(index = 7)]
    I16,
    #[codec(index = 8)]
    I32,
    #[codec(index = 9)]
    I64,
    #[codec(index = 10)]
    I128,
    /// UTF-8 text.
    #[codec(index = 11)]
    Text,
    /// A byte string of any length.
    #[codec(index = 12)]
    Bytes,
    /// Exactly this many bytes.
    #[codec(index = 13)]
    FixedBytes(u32),
    /// [`Address`](crate::Address).
    #[codec(index = 14)]
    Address,
    /// [`Hash`](crate::Hash).
    #[codec(index = 15)]
    Hash,
    /// [`CivilDate`](crate::CivilDate).
    #[codec(index = 16)]
    CivilDate,
    /// [`UnixSeconds`](crate::UnixSeconds).
    #[codec(index = 17)]
    UnixSeconds,
    /// [`Currency`](crate::Currency).
    #[codec(index = 18)]
    Currency,
    /// A value or nothing.
    #[codec(index = 19)]
    Option(Box<TypeDef>),
    /// A sequence.
    #[codec(index = 20)]
    List(Box<TypeDef>),
    /// Unnamed fields; the empty tuple is "nothing".
    #[codec(index = 21)]
    Tuple(Vec<TypeDef>),
    /// Named fields.
    #[codec(index = 22)]
    Struct { name: String, docs: String, fields: Vec<FieldDef> },
    /// Alternatives.
    #[codec(index = 23)]
    Enum { name: String, docs: String, variants: Vec<VariantDef> },
}

/// A named field or argument.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct FieldDef {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its type.
    pub ty: TypeDef,
}

/// One alternative of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct VariantDef {
    /// Its SCALE index.
    pub index: u8,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its fields, named.
    pub fields: Vec<FieldDef>,
}

/// How a method may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum MethodKind {
    /// Once, by the deploying call.
    #[codec(index = 0)]
    Init = 0,
    /// By transactions; may write.
    #[codec(index = 1)]
    Write = 1,
    /// By transactions and queries; the host lets it write nothing.
    #[codec(index = 2)]
    Read = 2,
    /// By an upgrade to this code, once, in the step that makes the code the contract's; may
    /// write.
    #[codec(index = 3)]
    Migrate = 3,
}

/// A method.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MethodDef {
    /// Its name; the export is this behind `method.`.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// How it may be called.
    pub kind: MethodKind,
    /// Whether it may be called while its contract is on the call stack already.
    pub is_reentrant: bool,
    /// Its arguments in order.
    pub args: Vec<FieldDef>,
    /// What it returns.
    pub returns: TypeDef,
    /// Who may call it; the host refuses all others before the contract runs.
    pub guard: GuardDef,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ErrorDef {
    /// Its stable code.
    pub code: u32,
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// The data that come with it.
    pub fields: Vec<FieldDef>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EventDef {
    /// Its name.
    pub name: String,
    /// Its doc comment.
    pub docs: String,
    /// Its fields in order.
    pub fields: Vec<FieldDef>,
}

/// A whole contract.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ContractAbi {
    /// The contract's name.
    pub name: String,
    /// Its version, as in its manifest.
    pub version: String,
    /// Its doc comment.
    pub docs: String,
    /// Its methods.
    pub methods: Vec<MethodDef>,
    /// Its errors, common ones included.
    pub errors: Vec<ErrorDef>,
    /// Its events.
    pub events: Vec<EventDef>,
    /// What it stores.
    pub storage: Vec<StorageDef>,
}

/// Why a section is no [`ContractAbi`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbiError {
    /// Longer than [`limits::ABI_LEN_BYTES_MAX`].
    TooLong {
        /// Length of the section in bytes.
        len_bytes: usize,
    },
    /// The first byte names a layout this code does not know.
    UnknownFormat {
        /// The first byte.
        format: u8,
    },
    /// Empty, truncated, nested too deep, too long when written out, a type that is written out
    /// twice, or bytes left over.
    Malformed,
}

impl fmt::Display for AbiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { len_bytes } => {
                write!(f, "ABI of {len_bytes} bytes is longer than {}", limits::ABI_LEN_BYTES_MAX)
            }
            Self::UnknownFormat { format } => write!(f, "unknown ABI format {format}"),
            Self::Malformed => f.write_str("malformed ABI section"),
        }
    }
}

impl core::error::Error for AbiError {}

impl ContractAbi {
    /// The method of this name.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&MethodDef> {
        self.methods.iter().find(|method| method.name == name)
    }

    /// The error with this code.
    #[must_use]
    pub fn error(&self, code: u32) -> Option<&ErrorDef> {
        self.errors.iter().find(|error| error.code == code)
    }

    /// The event of this name.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&EventDef> {
        self.events.iter().find(|event| event.name == name)
    }
}
