//! One ledger in memory, for one test.

use super::consortium::consortium;
use super::modules::Modules;
use crate::coverage::{Coverage, denial, rule_name, rule_of_denial};
use crate::error::CliError;
use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Address, Call, ChainId, Gas, Hash, Height, SignedTransaction, UnixSeconds, access::Change,
};
use sandpact_access::file::parse_policy;
use sandpact_client::{
    builder::{TransactionBuilder, signature},
    key::KeyPair,
};
use sandpact_runtime::{
    BlockHeader, CallResult, Config, Genesis, Outcome, Receipt, Runtime, SYSTEM, contract_address,
    fixed_gas,
};
use sandpact_testing_protocol::{
    Answer, CHAIN_ID, Call as TestCall, DEPLOYERS, End, Ended, GasParts, Organisation, Sent, seed,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

/// Records by their keys.
type Records = Vec<(Vec<u8>, Vec<u8>)>;

/// Records are read this many at a time.
const PAGE: usize = 100;

/// A ledger.
pub struct TestLedger {
    runtime: Runtime,
    /// What rules said of queries, by contract.
    asked: BTreeMap<Address, Coverage>,
}

/// A query of a test.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The contract.
    pub contract: Address,
    /// The method.
    pub method: &'a str,
    /// Its encoded arguments.
    pub args: &'a [u8],
    /// The account of the member that asks.
    pub member: Option<u32>,
}

impl TestLedger {
    /// A new one of a process whose ledgers have this configuration.
    pub fn create(
        config: &Config,
        time: u64,
        organisations: &[Organisation],
    ) -> Result<Self, CliError> {
        let deployers = match organisations.is_empty() {
            true => (0..DEPLOYERS).map(|index| key(index).address()).collect(),
            false => BTreeSet::new(),
        };
        let genesis = Genesis {
            chain_id: ChainId(CHAIN_ID.into()),
            deployers,
            time: UnixSeconds(time),
            consortium: (!organisations.is_empty()).then(|| consortium(organisations)),
        };
        Ok(Self { runtime: Runtime::create(config, &genesis)?, asked: BTreeMap::new() })
    }

    /// How the ledgers of one process are run: they share an engine, and compiled modules are
    /// kept for the next process.
    pub fn config() -> Result<Config, CliError> {
        let mut config = Config::memory();
        config.module_cache_folder = Some(std::env::temp_dir().join("sandpact-test-modules"));
        config.shared_engine = Some(config.shared_engine()?);
        Ok(config)
    }

    /// The state root.
    pub fn root(&self) -> Hash {
        self.runtime.state_root()
    }

    /// What the runtime wrote at the start.
    pub fn genesis_records(&self) -> Result<Records, CliError> {
        let (mut records, mut after) = (Records::new(), None::<Vec<u8>>);
        loop {
            let keys = self.runtime.storage_keys(&SYSTEM, after.as_deref(), b"", PAGE)?;
            let Some(last) = keys.last() else { return Ok(records) };
            after = Some(last.clone());
            for key in keys {
                let value = self.runtime.storage(&SYSTEM, &key)?;
                records.extend(value.map(|value| (key, value)));
            }
        }
    }

    /// What the rules of each contract that has some let pass and refused, by its name.
    pub fn coverage(&self) -> Result<Vec<(String, Coverage)>, CliError> {
        let version = self.runtime.version();
        let mut all = Vec::new();
        for (address, info) in self.runtime.contracts()? {
            let Some(policy) = version.contract_policy(&address)? else { continue };
            let mut coverage = Coverage::of(&policy);
            coverage.count_blocks(&self.runtime, &address)?;
            if let Some(asked) = self.asked.get(&address) {
                coverage.add(asked);
            }
            all.push((info.abi.name, coverage));
        }
        Ok(all)
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
            let nonce = match nonces.get(&sent.sender) {
                Some(nonce) => *nonce,
                None => self.runtime.nonce(&key(sent.sender).address())?,
            };
            nonces.insert(sent.sender, nonce.saturating_add(1));
            let signed = signed(sent, (nonce, height), modules)?;
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
    pub fn query(&mut self, asked: &Asked<'_>) -> Result<Answer, CliError> {
        let Asked { contract, method, args, member } = *asked;
        let limit = sandpact_client::builder::GAS_LIMIT_DEFAULT;
        let member = member.map(|index| key(index).address());
        let version = self.runtime.version();
        let result = version.query_as(member, &contract, method, args, limit)?;
        let (end, gas_used) = match result {
            CallResult::Success { returned, gas_used } => (End::Returned(returned), gas_used),
            CallResult::Reverted { code, data, gas_used } => {
                if let Some(policy) = version.contract_policy(&contract)? {
                    let counted =
                        self.asked.entry(contract).or_insert_with(|| Coverage::of(&policy));
                    counted.count_read(method, denial(code, &data).as_ref());
                }
                return Ok(Answer::Asked(Ended {
                    end: refused(code, data),
                    gas_used: gas_used.0,
                    gas_parts: None,
                    events: Vec::new(),
                }));
            }
            CallResult::Halted { gas_used } => (End::Halted, gas_used),
        };
        if let Some(policy) = version.contract_policy(&contract)? {
            let counted = self.asked.entry(contract).or_insert_with(|| Coverage::of(&policy));
            counted.count_read(method, None);
        }
        Ok(Answer::Asked(Ended { end, gas_used: gas_used.0, gas_parts: None, events: Vec::new() }))
    }
}

/// The key of a test's account, derived once: every ledger has dozens of accounts.
pub fn key(index: u32) -> KeyPair {
    static KEYS: Mutex<BTreeMap<u32, KeyPair>> = Mutex::new(BTreeMap::new());
    let mut keys = KEYS.lock().unwrap_or_else(PoisonError::into_inner);
    keys.entry(index).or_insert_with(|| KeyPair::from_seed(seed(index))).clone()
}

fn signed(
    sent: Sent,
    (nonce, height): (u64, Height),
    modules: &Modules,
) -> Result<SignedTransaction, CliError> {
    let pair = key(sent.sender);
    let address = contract_address(&pair.address(), nonce, 0);
    let builder = TransactionBuilder::new(ChainId(CHAIN_ID.into()), nonce, height);
    let builder = builder.gas_limit(Gas(sent.gas_limit));
    let calls = calls(sent.call, address, modules)?;
    let mut signed = calls.into_iter().fold(builder, TransactionBuilder::call).sign(&pair)?;
    for endorser in sent.endorsers {
        let endorsement = signature(&signed.transaction, &key(endorser));
        signed.endorse(endorsement);
    }
    Ok(signed)
}

/// The call of a test, and what sets the rules of the contract that it deploys.
fn calls(call: TestCall, address: Address, modules: &Modules) -> Result<Vec<Call>, CliError> {
    Ok(match call {
        TestCall::Deploy { module, args, policy } => {
            let deploy = Call::Deploy { code: modules.code(&module)?, args };
            let policy = policy.map(|text| {
                let policy = parse_policy(&text)
                    .map_err(|error| CliError::input("Policy", error.to_string()))?;
                Ok(Call::from(Change::SetContractPolicy { contract: address, policy }))
            });
            std::iter::once(Ok(deploy)).chain(policy).collect::<Result<_, CliError>>()?
        }
        TestCall::Invoke { contract, method, args } => {
            vec![Call::Invoke { contract, method, args }]
        }
        TestCall::Upgrade { contract, module, args } => {
            vec![Call::Upgrade { contract, code: modules.code(&module)?, args }]
        }
    })
}

/// A refusal: by a rule of who may do what, or by anything else.
fn refused(code: u32, data: Vec<u8>) -> End {
    match denial(code, &data) {
        Some(denial) => End::Denied {
            code,
            rule: rule_of_denial(&denial).and_then(|rule| rule_name(&rule)),
            because: denial.to_string(),
        },
        None => End::Refused { code, data },
    }
}

/// How a transaction ended that costs `fixed` before its call.
fn ended(receipt: &Receipt, fixed: Gas) -> Ended {
    let end = match &receipt.outcome {
        Outcome::Success { returned } => {
            End::Returned(returned.first().cloned().unwrap_or_default())
        }
        Outcome::Reverted { code, data, .. } | Outcome::Refused { code, data } => {
            refused(*code, data.clone())
        }
        Outcome::Halted { .. } => End::Halted,
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
