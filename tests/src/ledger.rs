//! One ledger, one block per call.

use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use sandpact_abi::{Address, Call, ChainId, CivilDate, Gas, Height, UnixSeconds, limits};
use sandpact_client::builder::TransactionBuilder;
use sandpact_client::key::KeyPair;
use sandpact_runtime::{BlockHeader, CallResult, Config, Genesis, Outcome, Receipt, Runtime};
use std::path::Path;

/// Name of every test ledger.
pub const CHAIN_ID: &str = "test-1";

/// Gas of every call that sets no limit of its own.
const GAS_LIMIT: Gas = Gas(500_000_000);

/// The key of a party; the same name gives the same key.
#[must_use]
pub fn key_of(name: &str) -> KeyPair {
    let mut seed = [0x5a; 32];
    seed.iter_mut().zip(name.bytes()).for_each(|(seed, byte)| *seed = byte);
    KeyPair::from_seed(seed)
}

/// A ledger that only `deployer` may deploy on.
pub struct TestLedger {
    /// The ledger.
    pub runtime: Runtime,
    /// Time of the next block.
    pub time: UnixSeconds,
}

impl TestLedger {
    /// A ledger in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::create(&Config::memory())
    }

    /// A ledger in a folder that does not exist yet.
    #[must_use]
    pub fn on_disk(folder: &Path) -> Self {
        Self::create(&Config::folder(folder))
    }

    /// A ledger in memory whose genesis is of this day.
    #[must_use]
    pub fn in_memory_on(day: &str) -> Self {
        Self::create_on(&Config::memory(), day)
    }

    /// A ledger of this configuration.
    #[must_use]
    pub fn create(config: &Config) -> Self {
        Self::create_on(config, "2026-01-05")
    }

    fn create_on(config: &Config, day: &str) -> Self {
        let time = noon(day);
        let genesis = Genesis {
            chain_id: ChainId(CHAIN_ID.into()),
            deployers: [key_of("deployer").address()].into(),
            time,
            consortium: None,
        };
        Self { runtime: Runtime::create(config, &genesis).unwrap(), time }
    }

    /// The ledger that is there, with the same time of the next block.
    #[must_use]
    pub fn reopened(&self, config: &Config) -> Self {
        Self { runtime: Runtime::open(config).unwrap(), time: self.time }
    }

    /// Blocks from now on are made at noon of this day.
    pub fn set_day(&mut self, day: &str) {
        self.time = noon(day);
    }

    /// Header of the next block.
    #[must_use]
    pub fn next_header(&self) -> BlockHeader {
        BlockHeader { height: Height(self.runtime.head().height.0 + 1), time: self.time }
    }

    /// A signed transaction of one call.
    #[must_use]
    pub fn signed(&self, key: &KeyPair, call: Call, gas_limit: Gas) -> Vec<u8> {
        let nonce = self.runtime.nonce(&key.address()).unwrap();
        self.signed_as(key, nonce, call, gas_limit)
    }

    /// A signed transaction of one call with a nonce of its own.
    #[must_use]
    pub fn signed_as(&self, key: &KeyPair, nonce: u64, call: Call, gas_limit: Gas) -> Vec<u8> {
        self.signed_calls(key, nonce, vec![call], gas_limit)
    }

    /// A signed transaction of these calls with a nonce of its own.
    #[must_use]
    pub fn signed_calls(
        &self,
        key: &KeyPair,
        nonce: u64,
        calls: Vec<Call>,
        gas_limit: Gas,
    ) -> Vec<u8> {
        let chain_id = self.runtime.chain_id().clone();
        let transaction = TransactionBuilder::new(chain_id, nonce, Height(u64::MAX));
        let transaction = calls.into_iter().fold(transaction, TransactionBuilder::call);
        transaction.gas_limit(gas_limit).sign(key).unwrap().encode()
    }

    /// Executes and commits one block.
    pub fn block(&mut self, transactions: &[Vec<u8>]) -> Vec<Receipt> {
        let block = self.runtime.execute_block(&self.next_header(), transactions).unwrap();
        let receipts = block.receipts.clone();
        self.runtime.commit(block).unwrap();
        receipts
    }

    /// One call in a block of its own.
    pub fn send(&mut self, key: &KeyPair, call: Call, gas_limit: Gas) -> Receipt {
        let transaction = self.signed(key, call, gas_limit);
        self.block(&[transaction]).remove(0)
    }

    /// Deploys a module and returns the contract's address.
    pub fn deploy(&mut self, code: &[u8], args: &impl Encode) -> Address {
        let call = Call::Deploy { code: code.to_vec(), args: args.encode() };
        let receipt = self.send(&key_of("deployer"), call, Gas(limits::GAS_LIMIT_MAX));
        match receipt.outcome {
            Outcome::Success { returned } => Address(returned[0].clone().try_into().unwrap()),
            other => panic!("deployment: {other:?}"),
        }
    }

    /// Asks for an upgrade in a block of its own.
    pub fn upgrade(&mut self, contract: &Address, code: &[u8], args: &impl Encode) -> Receipt {
        let (contract, code, args) = (*contract, code.to_vec(), args.encode());
        let call = Call::Upgrade { contract, code, args };
        self.send(&key_of("deployer"), call, Gas(limits::GAS_LIMIT_MAX))
    }

    /// Calls a method in a block of its own.
    pub fn call(
        &mut self,
        key: &KeyPair,
        contract: &Address,
        method: &str,
        args: &impl Encode,
    ) -> Receipt {
        let (method, args) = (method.to_owned(), args.encode());
        self.send(key, Call::Invoke { contract: *contract, method, args }, GAS_LIMIT)
    }

    /// Calls a method that must succeed and returns its value.
    pub fn accept<T: Decode>(
        &mut self,
        key: &KeyPair,
        contract: &Address,
        method: &str,
        args: &impl Encode,
    ) -> T {
        let receipt = self.call(key, contract, method, args);
        match receipt.outcome {
            Outcome::Success { returned } => T::decode_all(&mut &returned[0][..]).unwrap(),
            other => panic!("{method}: {other:?}"),
        }
    }

    /// Calls a method that must be refused with this code and leave the state root as it
    /// was; returns the error's data.
    pub fn refuse(
        &mut self,
        key: &KeyPair,
        contract: &Address,
        method: &str,
        args: &impl Encode,
        expected: u32,
    ) -> Vec<u8> {
        let before = self.runtime.state_root();
        let receipt = self.call(key, contract, method, args);
        assert_eq!(self.runtime.state_root(), before, "a refusal changes no state");
        assert!(receipt.gas_used.0 > 0, "a refusal costs gas");
        assert!(receipt.events.is_empty(), "a refusal leaves no event");
        match receipt.outcome {
            Outcome::Reverted { code, data, .. } if code == expected => data,
            other => panic!("{method}: expected code {expected}, got {other:?}"),
        }
    }

    /// Reads with a method.
    #[must_use]
    pub fn query<T: Decode>(&self, contract: &Address, method: &str, args: &impl Encode) -> T {
        match self.runtime.query(contract, method, &args.encode(), GAS_LIMIT).unwrap() {
            CallResult::Success { returned, .. } => T::decode_all(&mut &returned[..]).unwrap(),
            other => panic!("{method}: {other:?}"),
        }
    }
}

fn noon(day: &str) -> UnixSeconds {
    let days = u64::try_from(CivilDate::parse(day).unwrap().days()).unwrap();
    UnixSeconds(days * 86_400 + 43_200)
}
