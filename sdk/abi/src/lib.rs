//! What both sides of the sandbox share: types, limits, error codes, the host
//! function table and the description of a contract.
//!
//! This crate is a leaf. It knows nothing of the runtime, the store, wasm
//! engines, files or networks. What decoding allocates is bounded by the length of the input:
//! 150 times that and half a mebibyte, for descriptions written out; the fuzz targets hold it.
#![no_std]

extern crate alloc;

mod currency;
mod definition;
mod ident;
mod key;
mod schema;
mod section;
mod storage;
mod time;
mod transaction;

pub mod access;
pub mod code;
pub mod compare;
pub mod host;
pub mod limits;
pub mod module_limits;

pub use definition::{
    AbiError, ContractAbi, ErrorDef, EventDef, FieldDef, MethodDef, MethodKind, TypeDef, VariantDef,
};
pub use ident::{Address, Currency, Gas, Hash, Height};
pub use key::{AddressSource, KeyKind, PublicKey, Signature};
pub use schema::{
    Contract, Describe, Error, Event, Field, Guard, Index, Method, Role, Shape, Storage, Type,
    Variant, encode, encode_to, encoded_len,
};
pub use storage::{GuardDef, IndexDef, RoleDef, StorageDef, StorageKind};
pub use time::{CivilDate, DateError, UnixSeconds};
pub use transaction::{
    Call, ChainId, KeySignature, RequestId, SignedTransaction, Transaction, TransactionDecodeError,
    contract_address_preimage,
};

/// Name of the wasm custom section that carries a [`ContractAbi`].
pub const ABI_SECTION: &str = "sandpact_abi";

/// First byte of the section: the layout version of [`ContractAbi`]. Format 1 had no
/// [`MethodDef::is_reentrant`]; format 2 had names of roles in place of
/// [`MethodDef::guard`], and no [`ContractAbi::storage`]; format 3 wrote a struct or an enum out
/// wherever it stood.
pub const ABI_FORMAT: u8 = 4;

/// Wasm export name of a contract method: this prefix, then the method name.
pub const METHOD_EXPORT_PREFIX: &str = "method.";
