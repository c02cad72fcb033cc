//! Contracts outside the sandbox: how a test runs one natively, and the typed calls that tests
//! and clients make. Absent in a contract's module.

mod memory;

pub use crate::host::{NativeHost, with_host};
pub use memory::with_storage;

use crate::{Common, ContractDescription, Refusal, abi};
use alloc::{string::String, vec::Vec};
use core::marker::PhantomData;
use parity_scale_codec::{Decode, Encode};

/// A contract that can run natively. `#[contract]` implements it.
pub trait NativeContract: ContractDescription {
    /// Its methods as typed calls over a link.
    type Calls<L: Link>;

    /// Has the init method, as a function that gives a [`Creation`], and the migrate method, if
    /// there is one, as a function that gives an [`Upgrade`].
    type Init;

    /// The folder of its crate's manifest, from which its module is built.
    const MANIFEST_DIR: &'static str;

    /// Its typed calls over this link.
    fn calls<L: Link>(link: L) -> Self::Calls<L>;

    /// Runs a method on this thread's host, as the export of the module does; false when there
    /// is no method of this name.
    fn enter(method: &str, args_len: u32) -> bool;
}

/// A way to a deployed contract.
pub trait Link {
    /// What comes of a call whose method returns `Result<T, E>`.
    type Outcome<T: Decode, E: Refusal>;

    /// Calls a method with encoded arguments.
    fn call<T: Decode, E: Refusal>(
        &self,
        method: &'static str,
        args: Vec<u8>,
    ) -> Self::Outcome<T, E>;
}

/// The arguments with which a contract is deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation<C> {
    /// SCALE of the init method's arguments, one after the other.
    pub args: Vec<u8>,
    contract: PhantomData<fn() -> C>,
}

impl<C> Creation<C> {
    /// These arguments.
    #[must_use]
    pub fn new(args: Vec<u8>) -> Self {
        Self { args, contract: PhantomData }
    }
}

/// Makes a value of each, so that an [`Upgrade`] needs none.
type Migration<C, T, E> = fn() -> (C, T, E);

/// The arguments with which a contract is upgraded to the code of `C`, whose migrate method
/// returns `Result<T, E>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade<C, T, E> {
    /// SCALE of the migrate method's arguments, one after the other.
    pub args: Vec<u8>,
    migration: PhantomData<Migration<C, T, E>>,
}

impl<C, T, E> Upgrade<C, T, E> {
    /// These arguments.
    #[must_use]
    pub fn new(args: Vec<u8>) -> Self {
        Self { args, migration: PhantomData }
    }
}

impl<C> Upgrade<C, (), Common> {
    /// An upgrade to code without a migrate method.
    #[must_use]
    pub fn plain() -> Self {
        Self::new(Vec::new())
    }
}

/// A stand-in for a contract, which answers calls by a list. `#[interface]` implements it.
pub trait Mock {
    /// The interface's name.
    const NAME: &'static str;
    /// Its methods.
    const METHODS: &'static [abi::Method];

    /// What it answers, in this order: for each call the first that fits counts.
    fn answers(self) -> Vec<Answer>;
}

/// An answer of a mock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Answer {
    /// The method.
    pub method: String,
    /// The encoded arguments that it is for; any when absent.
    pub args: Option<Vec<u8>>,
    /// The encoded value, or the code and data of a refusal.
    pub result: Result<Vec<u8>, (u32, Vec<u8>)>,
}

impl Answer {
    /// Returns a value.
    pub fn value(method: &str, args: Option<Vec<u8>>, value: &impl Encode) -> Self {
        Self { method: method.into(), args, result: Ok(value.encode()) }
    }

    /// Refuses.
    pub fn refusal(method: &str, args: Option<Vec<u8>>, refusal: &impl Refusal) -> Self {
        Self { method: method.into(), args, result: Err((refusal.code(), refusal.data())) }
    }
}
