//! A fresh ledger in a temporary folder with contracts, and the one way in which the demo
//! sends calls to it.

use super::accounts::key_of;
use super::row::{Row, Verdict};
use crate::arguments::init_method;
use crate::bundled;
use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions, Sent};
use crate::outcome::{self, Refusal};
use sandpact_abi::{
    Address, Call, ChainId, CivilDate, ContractAbi, Gas, Hash, UnixSeconds, limits,
};
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use sandpact_client::value::encode_arguments;
use sandpact_runtime::{EventRecord, Genesis};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Who deploys the contracts and grants roles in the demo.
pub const AUTHORITY: &str = "authority";

/// Name of the demo's ledger.
pub const CHAIN_ID: &str = "sandpact-demo";

/// 09:00 UTC in seconds after midnight: when the demo's blocks are made.
const OFFICE_OPENS: u64 = 9 * 3600;

/// The demo's ledger. Removed from the disk when dropped.
pub struct Sandbox {
    ledger: Ledger,
    contracts: BTreeMap<String, (Address, ContractAbi)>,
    time: UnixSeconds,
    done_once: BTreeSet<String>,
    keys: BTreeMap<String, String>,
    // Last: the folder goes after the store that lies in it.
    folder: TempDir,
}

impl Sandbox {
    /// Creates the ledger; no contract is on it yet. Its blocks are made on this day, at 09:00 UTC,
    /// until another one is set.
    ///
    /// # Errors
    /// For what is no date after 1970, and where the folder cannot be made.
    pub fn create(day: &str) -> Result<Self, CliError> {
        let folder = tempfile::Builder::new().prefix("sandpact-demo-").tempdir();
        let folder = folder.map_err(|error| CliError::file(&std::env::temp_dir(), &error))?;
        let time = office_opens(day)?;
        let genesis = Genesis {
            chain_id: ChainId(CHAIN_ID.to_owned()),
            deployers: BTreeSet::from([key_of(AUTHORITY).address()]),
            time,
            consortium: None,
        };
        let ledger = Ledger::create(&folder.path().join("ledger"), &genesis)?;
        let (contracts, keys, done_once) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Ok(Self { ledger, contracts, time, done_once, keys, folder })
    }

    /// Deploys a bundled contract as the authority and returns the gas it took.
    pub fn deploy(&mut self, name: &str, args: &Map<String, Value>) -> Result<u64, CliError> {
        let code = bundled::read(Path::new(name))?;
        let abi = bundled::check(Path::new(name), &code)?.abi;
        let args = encode_arguments(init_method(&abi)?, args)?;
        let gas_limit = Gas(limits::GAS_LIMIT_MAX);
        let sent = self.send(AUTHORITY, Call::Deploy { code, args }, gas_limit)?;
        if let Some(refusal) = outcome::refusal(Some(&abi), &sent.receipt.outcome) {
            return Err(outcome::error(&self.ledger, &format!("deploy {name}"), &refusal, &sent));
        }
        let address = outcome::deployed_address(&sent.receipt.outcome);
        let address = address.expect("a successful deployment returns an address");
        self.contracts.insert(name.to_owned(), (address, abi));
        Ok(sent.receipt.gas_used.0)
    }

    /// The key under which a document of the story was recorded.
    pub fn key(&self, document: &str) -> Result<&str, CliError> {
        let unknown = || CliError::input("Story", format!("nothing is recorded for `{document}`"));
        self.keys.get(document).map(String::as_str).ok_or_else(unknown)
    }

    /// Blocks from now on are made on this day, at 09:00 UTC.
    pub fn set_day(&mut self, day: &str) -> Result<(), CliError> {
        self.time = office_opens(day)?;
        Ok(())
    }

    /// The day on which blocks are made.
    pub fn day(&self) -> CivilDate {
        self.time.date()
    }

    /// Sends a call by a party and tells what became of it.
    pub fn call(&mut self, document: &str, actor: &str, call: &Prepared) -> Result<Row, CliError> {
        let (sent, refusal) = self.invoke(actor, call)?;
        let row = Row {
            document: document.to_owned(),
            contract: Some(call.contract.clone()),
            call: Some(call.method.clone()),
            calls: 1,
            verdict: Verdict::Accepted,
            code: None,
            reason: None,
            gas: sent.receipt.gas_used.0,
            events: sent.receipt.events.iter().map(|event| self.event_json(event)).collect(),
            day: Some(self.day()),
        };
        if let Some(key) = row.events.iter().find_map(|event| event["fields"]["key"].as_str()) {
            self.keys.entry(document.to_owned()).or_insert_with(|| key.to_owned());
        }
        Ok(row.decided(refusal.as_ref()))
    }

    /// Makes a call that prepares the ground for a story; it must succeed.
    pub fn prepare(&mut self, actor: &str, call: &Prepared) -> Result<(), CliError> {
        let (sent, refusal) = self.invoke(actor, call)?;
        match refusal {
            None => Ok(()),
            Some(refusal) => {
                let what = format!("{}.{} by {actor}", call.contract, call.method);
                Err(outcome::error(&self.ledger, &what, &refusal, &sent))
            }
        }
    }

    /// Makes a call that prepares the ground for a document, the same one of the same party once
    /// only. Where it is refused, as strangers' documents may have it, so will be the document.
    pub fn provide(&mut self, actor: &str, call: &Prepared) -> Result<(), CliError> {
        let Prepared { contract, method, args } = call;
        let (address, _) = self.contract(contract)?;
        if self.done_once.insert(format!("{actor}/{address}/{method}/{}", hex::encode(args))) {
            self.invoke(actor, call)?;
        }
        Ok(())
    }

    /// A call with named arguments, checked against the contract's ABI.
    pub fn prepared(
        &self,
        contract: &str,
        method: &str,
        args: &Map<String, Value>,
    ) -> Result<Prepared, CliError> {
        let (_, abi) = self.contract(contract)?;
        let definition = abi.method(method).ok_or_else(|| {
            CliError::input("Story", format!("{contract} has no method `{method}`"))
        })?;
        let args = encode_arguments(definition, args)?;
        Ok(Prepared { contract: contract.to_owned(), method: method.to_owned(), args })
    }

    /// Address and description of a deployed contract.
    pub fn contract(&self, name: &str) -> Result<&(Address, ContractAbi), CliError> {
        let unknown = || CliError::input("Story", format!("no contract `{name}` in the demo"));
        self.contracts.get(name).ok_or_else(unknown)
    }

    /// Whether a contract of this name was deployed.
    pub fn has(&self, name: &str) -> bool {
        self.contracts.contains_key(name)
    }

    /// The ledger, for reading.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The folder of the ledger.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("ledger")
    }

    /// The state root after all blocks so far.
    pub fn root(&self) -> Hash {
        self.ledger.runtime().state_root()
    }

    fn event_json(&self, event: &EventRecord) -> Value {
        let emitter = self.contracts.values().find(|(address, _)| *address == event.contract);
        outcome::event_json(emitter.map(|(_, abi)| abi), event)
    }

    fn invoke(
        &mut self,
        actor: &str,
        call: &Prepared,
    ) -> Result<(Sent, Option<Refusal>), CliError> {
        let contract = self.contract(&call.contract)?.0;
        let (method, args) = (call.method.clone(), call.args.clone());
        let sent = self.send(actor, Call::Invoke { contract, method, args }, GAS_LIMIT_DEFAULT)?;
        let (_, abi) = self.contract(&call.contract)?;
        let refusal = outcome::refusal(Some(abi), &sent.receipt.outcome);
        Ok((sent, refusal))
    }

    fn send(&mut self, actor: &str, call: Call, gas_limit: Gas) -> Result<Sent, CliError> {
        let options = SendOptions::alone(gas_limit, Some(self.time));
        self.ledger.send(&key_of(actor), call, options)
    }
}

/// A call with its encoded arguments.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Name of the contract.
    pub contract: String,
    /// Name of the method.
    pub method: String,
    /// SCALE-encoded arguments, one after the other.
    pub args: Vec<u8>,
}

fn office_opens(day: &str) -> Result<UnixSeconds, CliError> {
    let seconds = || {
        let days = u64::try_from(CivilDate::parse(day).ok()?.days()).ok()?;
        days.checked_mul(86_400)?.checked_add(OFFICE_OPENS)
    };
    let problem = || CliError::input("Day", format!("`{day}` is no date after 1970 (YYYY-MM-DD)"));
    seconds().map(UnixSeconds).ok_or_else(problem)
}
