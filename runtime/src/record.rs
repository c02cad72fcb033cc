//! The runtime's own records, kept in the state under an address that no
//! account and no contract can have, so that they are provable like the rest.

use crate::RuntimeError;
use parity_scale_codec::{Decode, DecodeAll, Encode};
use sandpact_abi::{Address, ChainId, Hash};
use sandpact_module::schedule;
use sandpact_state::{Overlay, StateRead};
use std::collections::BTreeSet;

/// The zero key is no valid ed25519 key and no SHA3-256 output anyone can find.
pub const SYSTEM: Address = Address::ZERO;

/// Key of the genesis record.
pub const GENESIS_KEY: &[u8] = b"genesis";

/// Prefix of the contract records; the contract's address follows.
pub const CONTRACT_PREFIX: &[u8] = b"contract/";

/// What a ledger began with.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct GenesisRecord {
    /// The ledger's name.
    pub chain_id: ChainId,
    /// Accounts that may deploy contracts.
    pub deployers: BTreeSet<Address>,
    /// The gas schedule it runs under.
    pub schedule: Hash,
}

impl GenesisRecord {
    /// A record for a new ledger under this node's schedule.
    pub fn new(chain_id: ChainId, deployers: BTreeSet<Address>) -> Self {
        Self { chain_id, deployers, schedule: schedule::hash() }
    }
}

/// A deployed contract.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ContractRecord {
    /// SHA3-256 of its module.
    pub code_hash: Hash,
    /// Who deployed it.
    pub deployer: Address,
}

/// The key of a contract's record.
pub fn contract_key(contract: &Address) -> Vec<u8> {
    [CONTRACT_PREFIX, contract.as_bytes()].concat()
}

/// The record of a contract, as a transaction sees it.
pub fn contract(
    overlay: &Overlay,
    contract: &Address,
) -> Result<Option<ContractRecord>, RuntimeError> {
    decode(overlay.get(&SYSTEM, &contract_key(contract))?, "a contract record")
}

/// The record of a contract in committed state.
pub fn committed_contract(
    state: &dyn StateRead,
    contract: &Address,
) -> Result<Option<ContractRecord>, RuntimeError> {
    decode(state.get(&SYSTEM, &contract_key(contract))?, "a contract record")
}

/// The genesis record in committed state.
pub fn genesis(state: &dyn StateRead) -> Result<GenesisRecord, RuntimeError> {
    decode(state.get(&SYSTEM, GENESIS_KEY)?, "the genesis record")?
        .ok_or(RuntimeError::Damaged { what: "the genesis record is missing" })
}

fn decode<T: Decode>(
    bytes: Option<impl AsRef<[u8]>>,
    what: &'static str,
) -> Result<Option<T>, RuntimeError> {
    bytes
        .map(|bytes| T::decode_all(&mut bytes.as_ref()).map_err(|_| RuntimeError::Damaged { what }))
        .transpose()
}
