//! Looking at committed state without running a contract.

use super::{CommittedBlock, LedgerReader, LedgerVersion, block_record};
use crate::{
    RuntimeError,
    record::{self, CONTRACT_PREFIX, ContractRecord, SYSTEM},
};
use sandpact_abi::{Address, ContractAbi, Hash, Height};
use sandpact_state::{StateRead, Version};

/// A deployed contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractInfo {
    /// Its description, as it travels in its module.
    pub abi: ContractAbi,
    /// Who deployed it.
    pub deployer: Address,
    /// SHA3-256 of its module.
    pub code_hash: Hash,
    /// Length of its module in bytes.
    pub code_len_bytes: u32,
    /// Height of the block that made this its module.
    pub since: Height,
    /// How many times its module was replaced before.
    pub upgrades: u32,
}

/// A module that a contract has or had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRecord {
    /// Height of the block that made it the contract's.
    pub since: Height,
    /// SHA3-256 of it.
    pub code_hash: Hash,
}

/// One storage key with its value or without, and the proof of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyProof {
    /// The state root that the proof leads to.
    pub root: Hash,
    /// Whose storage.
    pub contract: Address,
    /// The key.
    pub key: Vec<u8>,
    /// The value; `None` when the key is absent.
    pub value: Option<Vec<u8>>,
    /// For `sandpact_proof::verify_inclusion` or `verify_absence`.
    pub proof: Vec<u8>,
}

/// Contracts are read from the store this many at a time.
const PAGE: usize = 100;

impl LedgerReader {
    /// All contracts, in order of their addresses.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn contracts(&self) -> Result<Vec<(Address, ContractInfo)>, RuntimeError> {
        let mut contracts = Vec::new();
        let mut after: Option<Vec<u8>> = None;
        let state = self.state.version();
        loop {
            let page = state.keys(&SYSTEM, after.as_deref(), CONTRACT_PREFIX, PAGE)?;
            for key in &page {
                let address = key.get(CONTRACT_PREFIX.len()..).and_then(|key| key.try_into().ok());
                let address = Address(
                    address.ok_or(RuntimeError::Damaged { what: "a contract record's key" })?,
                );
                if let Some(info) = self.contract(&address)? {
                    contracts.push((address, info));
                }
            }
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(contracts),
            }
        }
    }

    /// One contract; `None` when there is none at this address.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn contract(&self, address: &Address) -> Result<Option<ContractInfo>, RuntimeError> {
        contract(&self.state.version(), address)
    }

    /// The modules that a contract has had, the first one first and the present one last; none
    /// when there is no contract at this address.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn code_history(&self, address: &Address) -> Result<Vec<CodeRecord>, RuntimeError> {
        let state = self.state.version();
        let Some(record) = record::committed_contract(&state, address)? else {
            return Ok(Vec::new());
        };
        let code = |record: &ContractRecord| CodeRecord {
            since: record.since,
            code_hash: record.code_hash,
        };
        let mut history = Vec::new();
        for number in 0..record.upgrades {
            let replaced = record::replaced_contract(&state, address, number)?;
            let what = "a replaced contract record is missing";
            history.push(code(&replaced.ok_or(RuntimeError::Damaged { what })?));
        }
        history.push(code(&record));
        Ok(history)
    }

    /// The module of a contract, as it was deployed; `None` when there is none at this address.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn contract_code(&self, address: &Address) -> Result<Option<Vec<u8>>, RuntimeError> {
        let view = &self.state.version();
        let Some(record) = record::committed_contract(view, address)? else { return Ok(None) };
        let code = view.code(&record.code_hash)?;
        let code = code.ok_or(RuntimeError::Damaged { what: "a contract's code is missing" })?;
        Ok(Some(code.to_vec()))
    }

    /// A contract's stored value.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn storage(&self, contract: &Address, key: &[u8]) -> Result<Option<Vec<u8>>, RuntimeError> {
        Ok(self.state.version().get(contract, key)?)
    }

    /// Up to `limit` of a contract's storage keys in order, after `after`, that begin with
    /// `prefix`.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn storage_keys(
        &self,
        contract: &Address,
        after: Option<&[u8]>,
        prefix: &[u8],
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, RuntimeError> {
        Ok(self.state.version().keys(contract, after, prefix, limit)?)
    }

    /// A contract's stored value, or its absence, with the proof against the head's state
    /// root.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn prove(&self, contract: &Address, key: &[u8]) -> Result<KeyProof, RuntimeError> {
        self.version().prove(contract, key)
    }

    /// A committed block with its transactions and receipts; `None` above the head, and below
    /// what the log still has.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or the block is not what it commits to.
    pub fn block(&self, height: Height) -> Result<Option<CommittedBlock>, RuntimeError> {
        self.state.block(height)?.map(|stored| block_record::unseal(&stored)).transpose()
    }
}

impl LedgerVersion {
    /// One contract as it was then; `None` when there was none at this address.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn contract(&self, address: &Address) -> Result<Option<ContractInfo>, RuntimeError> {
        contract(&self.version, address)
    }
}

fn contract(view: &Version, address: &Address) -> Result<Option<ContractInfo>, RuntimeError> {
    let Some(record) = record::committed_contract(view, address)? else { return Ok(None) };
    let code = view.code(&record.code_hash)?;
    let code = code.ok_or(RuntimeError::Damaged { what: "a contract's code is missing" })?;
    let report = sandpact_module::check_module(&code)
        .map_err(|_| RuntimeError::Damaged { what: "a contract's code is not acceptable" })?;
    Ok(Some(ContractInfo {
        abi: report.abi,
        deployer: record.deployer,
        code_hash: record.code_hash,
        code_len_bytes: u32::try_from(code.len()).unwrap_or(u32::MAX),
        since: record.since,
        upgrades: record.upgrades,
    }))
}
