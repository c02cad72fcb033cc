//! One module on several engines: what a contract can see must be equal on all.
//!
//! The production engine, the same without optimisation, and an interpreter run the same
//! instrumented bytes: receipts, traces and roots must be equal. The same engine with plain
//! metering runs other bytes: outcomes, gas and roots must be equal, and traces wherever
//! all calls succeeded, since a call that fails may fail elsewhere.

use crate::{CHAIN_ID, TestLedger, key_of};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Call, Gas};
use sandpact_runtime::{
    Config, EngineKind, Outcome, Receipt, check_module, contract_address, schedule,
};

/// The engines, the production engine first.
const ENGINES: [EngineKind; 4] = [
    EngineKind::Production,
    EngineKind::Unoptimised,
    EngineKind::Interpreter,
    EngineKind::PlainMetering,
];

/// Arguments and gas limits of the calls of each module.
const CALLS: [(&[u8], u64); 3] = [(b"", 250_000), (&[7; 40], 250_000), (&[0xff; 8], 120_000)];

/// Gas of the init method, beside what the deployment itself costs.
const INIT_GAS: u64 = 400_000;

/// Modules until new ledgers are made, so that their state stays small.
const MODULES_PER_LEDGER: u64 = 200;

/// What became of a module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Modules taken.
    pub accepted: u64,
    /// Modules refused at deploy.
    pub refused: u64,
    /// Calls that succeeded.
    pub succeeded: u64,
    /// Calls that reverted.
    pub reverted: u64,
    /// Calls that halted.
    pub halted: u64,
}

/// Ledgers that differ in their engine alone.
pub struct Differential {
    ledgers: Vec<TestLedger>,
    modules: u64,
    /// What was seen so far.
    pub tally: Tally,
}

impl Default for Differential {
    fn default() -> Self {
        Self { ledgers: ledgers(), modules: 0, tally: Tally::default() }
    }
}

fn ledgers() -> Vec<TestLedger> {
    let with = |engine| TestLedger::create(&Config { engine, traces: true, ..Config::memory() });
    let mut ledgers: Vec<_> = ENGINES.into_iter().map(with).collect();
    // Instances are used again in the first; here they are not.
    ledgers.push(TestLedger::create(&Config {
        reuse_instances: false,
        traces: true,
        ..Config::memory()
    }));
    ledgers
}

impl Differential {
    /// Deploys and calls a module on every ledger.
    ///
    /// # Errors
    /// What differed.
    pub fn module(&mut self, code: &[u8]) -> Result<(), String> {
        if self.modules == MODULES_PER_LEDGER {
            (self.ledgers, self.modules) = (ledgers(), 0);
        }
        self.modules += 1;
        let blocks: Vec<Vec<Receipt>> =
            self.ledgers.iter_mut().map(|ledger| run(ledger, code)).collect();
        let roots: Vec<_> = self.ledgers.iter().map(|ledger| ledger.runtime.state_root()).collect();
        for (index, receipts) in blocks.iter().enumerate().skip(1) {
            let engine = ENGINES.get(index).copied();
            compare(engine, &blocks[0], receipts)?;
            if roots[index] != roots[0] {
                return Err(format!("{engine:?}: another state root"));
            }
        }
        self.count(&blocks[0]);
        Ok(())
    }

    fn count(&mut self, receipts: &[Receipt]) {
        let tally = &mut self.tally;
        for (index, receipt) in receipts.iter().enumerate() {
            let is_deployment = index == 0;
            match &receipt.outcome {
                Outcome::Reverted { code, .. }
                    if is_deployment && (12_000..13_000).contains(code) =>
                {
                    tally.refused += 1;
                }
                _ if is_deployment => tally.accepted += 1,
                Outcome::Success { .. } => tally.succeeded += 1,
                Outcome::Reverted { .. } => tally.reverted += 1,
                Outcome::Halted { .. } => tally.halted += 1,
                Outcome::Refused { .. } | Outcome::Repeated { .. } => {}
            }
        }
    }
}

/// One block: the deployment and every call.
fn run(ledger: &mut TestLedger, code: &[u8]) -> Vec<Receipt> {
    let deployer = key_of("deployer");
    let first = ledger.runtime.nonce(&deployer.address()).unwrap();
    let contract = contract_address(&deployer.address(), first, 0);
    let deploy = Call::Deploy { code: code.to_vec(), args: vec![] };
    let compile_gas = check_module(code).map_or(0, |report| report.compile_gas);
    let bytes_gas = schedule::TRANSACTION_BYTE * u64::try_from(code.len()).unwrap();
    let deploy_gas = Gas(INIT_GAS + bytes_gas + schedule::deploy_gas(code.len()) + compile_gas);
    let mut calls = vec![(deploy, deploy_gas)];
    calls.extend(CALLS.iter().map(|(args, gas)| {
        let (method, args) = ("run".to_owned(), args.to_vec());
        (Call::Invoke { contract, method, args }, Gas(*gas))
    }));
    let transactions: Vec<Vec<u8>> = (first..)
        .zip(calls)
        .map(|(nonce, (call, gas))| {
            sandpact_client::builder::TransactionBuilder::new(
                sandpact_abi::ChainId(CHAIN_ID.into()),
                nonce,
                sandpact_abi::Height(u64::MAX),
            )
            .gas_limit(gas)
            .call(call)
            .sign(&deployer)
            .unwrap()
            .encode()
        })
        .collect();
    ledger.block(&transactions)
}

fn compare(
    engine: Option<EngineKind>,
    expected: &[Receipt],
    found: &[Receipt],
) -> Result<(), String> {
    for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
        let is_success = matches!(expected.outcome, Outcome::Success { .. });
        let compares_trace = engine != Some(EngineKind::PlainMetering) || is_success;
        if expected.encode() != found.encode() {
            return Err(format!("{engine:?}, transaction {index}: {found:?} for {expected:?}"));
        }
        if compares_trace && expected.trace != found.trace {
            return Err(format!("{engine:?}, transaction {index}: another trace, {expected:?}"));
        }
    }
    Ok(())
}
