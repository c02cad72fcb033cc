//! The ledger as a test keeps it: contracts run natively on plain maps, by the rules of
//! `docs/abi.md`. It shares no code with the runtime, so that equal results mean something.

mod call;
mod host;
mod panics;
mod store;
mod upgrade;

pub use call::{End, Entry, Request};

use crate::Emitted;
use sandpact_abi::{Address, ContractAbi, MethodDef};
use sandpact_sdk::native::{Answer, NativeContract};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use store::Store;

/// What stands at an address.
pub enum Code {
    /// A contract.
    Contract {
        /// Its description.
        abi: ContractAbi,
        /// Runs a method.
        enter: fn(&str, u32) -> bool,
    },
    /// A stand-in.
    Mock {
        /// Its methods.
        methods: Vec<MethodDef>,
        /// Its answers; for each call the first that fits.
        answers: Vec<Answer>,
    },
}

impl Code {
    /// The code of a contract.
    pub fn of<C: NativeContract>() -> Self {
        Self::Contract { abi: crate::description::of(&C::ABI), enter: C::enter }
    }

    fn methods(&self) -> &[MethodDef] {
        match self {
            Self::Contract { abi, .. } => &abi.methods,
            Self::Mock { methods, .. } => methods,
        }
    }
}

/// A running call.
struct Frame {
    contract: Address,
    caller: Address,
    input: Vec<u8>,
    output: Vec<u8>,
    read_only: bool,
}

/// Everything that is stored, and what runs.
#[derive(Default)]
struct World {
    store: Store,
    codes: BTreeMap<Address, Rc<Code>>,
    deployers: BTreeMap<Address, Address>,
    events: Vec<Emitted>,
    frames: Vec<Frame>,
    height: u64,
    time: u64,
    /// Whether the rules of organisations say who may upgrade.
    has_organisations: bool,
}

/// A ledger that runs contracts natively.
#[derive(Clone, Default)]
pub struct NativeLedger {
    world: Rc<RefCell<World>>,
}

impl NativeLedger {
    /// Sets height and time of the block that runs next.
    pub fn begin_block(&self, height: u64, time: u64) {
        let mut world = self.world.borrow_mut();
        (world.height, world.time) = (height, time);
    }

    /// Has nobody refused here for who it is: the engine knows the rules of organisations.
    pub fn leave_rules_to_the_engine(&self) {
        self.world.borrow_mut().has_organisations = true;
    }

    /// Puts code at an address, for whoever deploys it.
    pub fn put(&self, address: Address, code: Code, deployer: Address) {
        let mut world = self.world.borrow_mut();
        world.codes.insert(address, Rc::new(code));
        world.deployers.insert(address, deployer);
    }

    /// Takes the code from an address where its deployment failed.
    pub fn take(&self, address: &Address) {
        let mut world = self.world.borrow_mut();
        world.codes.remove(address);
        world.deployers.remove(address);
    }

    /// Writes records that the runtime keeps itself.
    pub fn record(&self, records: Vec<(Vec<u8>, Vec<u8>)>) {
        let mut world = self.world.borrow_mut();
        for (key, value) in records {
            world.store.set(Address::ZERO, &key, value);
        }
    }

    /// The state root.
    pub fn root(&self) -> sandpact_abi::Hash {
        self.world.borrow_mut().store.root()
    }

    /// What is stored by contract and key, in order.
    pub fn values(&self, contract: &Address) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.world.borrow().store.of(contract)
    }
}
