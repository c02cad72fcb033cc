//! The blocks of the crash test: each follows from the height before it alone, so that
//! every root can be computed without the process that is killed.

use crate::{CHAIN_ID, TestLedger, key_of, module};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, ChainId, Gas, Height, UnixSeconds};
use sandpact_client::builder::TransactionBuilder;
use sandpact_runtime::{BlockHeader, Runtime, contract_address};

/// Transactions of a block.
const TRANSACTIONS: u64 = 3;

/// Writes its arguments under their own first 8 bytes and under one key of its own.
const WRITE: &str = "(call $context_input_read (i32.const 0))
    (call $storage_set (i32.const 0) (i32.const 8) (i32.const 0) (local.get $len))
    (call $storage_set (i32.const 512) (i32.const 4) (i32.const 0) (local.get $len))";

/// Deploys the contract of the test; the ledger is then at height 1.
pub fn prepare(ledger: &mut TestLedger) {
    let contract =
        ledger.deploy(&module(&[("run", WRITE)], "(data (i32.const 512) \"last\")"), &());
    assert_eq!(contract, address());
}

fn address() -> Address {
    contract_address(&key_of("deployer").address(), 0, 0)
}

/// Header and transactions of the block after the head.
#[must_use]
pub fn block_after(runtime: &Runtime) -> (BlockHeader, Vec<Vec<u8>>) {
    let head = runtime.head();
    let key = key_of("writer");
    let first = runtime.nonce(&key.address()).unwrap();
    let transactions = (first..first + TRANSACTIONS).map(|nonce| {
        // Keys come back after a while, so blocks also overwrite.
        let args =
            [(nonce % 500).to_le_bytes().to_vec(), vec![nonce.to_le_bytes()[0]; 200]].concat();
        TransactionBuilder::new(ChainId(CHAIN_ID.into()), nonce, Height(u64::MAX))
            .gas_limit(Gas(5_000_000))
            .invoke(address(), "run", args)
            .sign(&key)
            .unwrap()
            .encode()
    });
    let header =
        BlockHeader { height: Height(head.height.0 + 1), time: UnixSeconds(head.time.0 + 60) };
    (header, transactions.collect())
}
