//! One ledger in memory, for one test.

use super::modules::Modules;
use crate::error::CliError;
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, ChainId, Gas, Hash, Height, UnixSeconds};
use sandpact_client::{builder::TransactionBuilder, key::KeyPair};
use sandpact_runtime::{
    BlockHeader, CallResult, Config, Genesis, Outcome, Receipt, Runtime, SYSTEM, fixed_gas,
};
use sandpact_testing_protocol::{
    Answer, CHAIN_ID, Call as TestCall, DEPLOYERS, End, Ended, GasParts, Sent, seed,
};
use std::collections::BTreeMap;

/// Records by their keys.
type Records = Vec<(Vec<u8>, Vec<u8>)>;

/// A ledger.
pub struct TestLedger {
    runtime: Runtime,
}

impl TestLedger {
    /// A new one.
    pub fn create(time: u64) -> Result<Self, CliError> {
        let deployers = (0..DEPLOYERS).map(|index| key(index).address()).collect();
        let genesis = Genesis {
            chain_id: ChainId(CHAIN_ID.into()),
            deployers,
            time: UnixSeconds(time),
            consortium: None,
        };
        let mut config = Config::memory();
        config.module_cache_folder = Some(std::env::temp_dir().join("sandpact-test-modules"));
        Ok(Self { runtime: Runtime::create(&config, &genesis)? })
    }

    /// The state root.
    pub fn root(&self) -> Hash {
        self.runtime.state_root()
    }

    /// What the runtime wrote at the start.
    pub fn genesis_records(&self) -> Result<Records, CliError> {
        let key = b"genesis";
        let value = self.runtime.storage(&SYSTEM, key)?;
        Ok(value.map(|value| (key.to_vec(), value)).into_iter().collect())
    }

    /// Makes a block.
    pub fn run(
        &mut self,
        time: u64,
        sent: Vec<Sent>,
        modules: &Modules,
    ) -> Result<Answer, CliError> {
        let height = Height(self.runtime.head().height.0.saturating_add(1));
        let mut nonces = BTreeMap::new();
        let (mut transactions, mut fixed) = (Vec::new(), Vec::new());
        for sent in sent {
            let pair = key(sent.sender);
            let nonce = match nonces.get(&sent.sender) {
                Some(nonce) => *nonce,
                None => self.runtime.nonce(&pair.address())?,
            };
            nonces.insert(sent.sender, nonce.saturating_add(1));
            let signed = TransactionBuilder::new(ChainId(CHAIN_ID.into()), nonce, height)
                .gas_limit(Gas(sent.gas_limit))
                .call(call(sent.call, modules)?)
                .sign(&pair)?;
            let bytes = signed.encode();
            fixed.push(fixed_gas(&signed, bytes.len()));
            transactions.push(bytes);
        }
        let header = BlockHeader { height, time: UnixSeconds(time) };
        let block = self.runtime.execute_block(&header, &transactions)?;
        let ended = block.receipts.iter().zip(fixed).map(|(receipt, fixed)| ended(receipt, fixed));
        let ended = ended.collect();
        let written = block.writes(&SYSTEM);
        let written = written.filter_map(|(key, value)| Some((key.to_vec(), value?.to_vec())));
        let records = written.collect();
        self.runtime.commit(block)?;
        Ok(Answer::Ran { ended, records, root: self.root() })
    }

    /// Asks a reading method.
    pub fn query(&self, contract: &Address, method: &str, args: &[u8]) -> Result<Answer, CliError> {
        let limit = sandpact_client::builder::GAS_LIMIT_DEFAULT;
        let (end, gas_used) = match self.runtime.query(contract, method, args, limit)? {
            CallResult::Success { returned, gas_used } => (End::Returned(returned), gas_used),
            CallResult::Reverted { code, data, gas_used } => {
                (End::Refused { code, data }, gas_used)
            }
            CallResult::Halted { gas_used } => (End::Halted, gas_used),
        };
        Ok(Answer::Asked(Ended { end, gas_used: gas_used.0, gas_parts: None, events: Vec::new() }))
    }
}

fn key(index: u32) -> KeyPair {
    KeyPair::from_seed(seed(index))
}

fn call(call: TestCall, modules: &Modules) -> Result<Call, CliError> {
    Ok(match call {
        TestCall::Deploy { module, args } => Call::Deploy { code: modules.code(&module)?, args },
        TestCall::Invoke { contract, method, args } => Call::Invoke { contract, method, args },
        TestCall::Upgrade { contract, module, args } => {
            Call::Upgrade { contract, code: modules.code(&module)?, args }
        }
    })
}

/// How a transaction ended that costs `fixed` before its call.
fn ended(receipt: &Receipt, fixed: Gas) -> Ended {
    let end = match &receipt.outcome {
        Outcome::Success { returned } => {
            End::Returned(returned.first().cloned().unwrap_or_default())
        }
        Outcome::Reverted { code, data, .. } => End::Refused { code: *code, data: data.clone() },
        Outcome::Halted { .. } => End::Halted,
        Outcome::Refused { code, data } => End::Refused { code: *code, data: data.clone() },
        // Tests name no requests.
        Outcome::Repeated { .. } => End::Returned(Vec::new()),
    };
    let events = receipt.events.iter();
    let events = events.map(|event| (event.contract, event.name.clone(), event.data.clone()));
    let split = receipt.gas_split;
    let transaction = fixed.0.min(split.host.0);
    let gas_parts = GasParts {
        transaction,
        wasm: split.wasm.0,
        host: split.host.0.saturating_sub(transaction),
        storage: split.storage.0,
        crypto: split.crypto.0,
    };
    let gas_parts = Some(gas_parts);
    Ended { end, gas_used: receipt.gas_used.0, gas_parts, events: events.collect() }
}
