//! The runtime's own records, kept in the state under an address that no
//! account and no contract can have, so that they are provable like the rest.

use crate::RuntimeError;
use parity_scale_codec::{Decode, DecodeAll, Encode};
use sandpact_abi::{Address, ChainId, Hash, Height, RequestId};
use sandpact_module::schedule;
use sandpact_state::{Overlay, StateRead};
use std::collections::BTreeSet;

/// The zero key is no valid ed25519 key and no SHA3-256 output anyone can find.
pub const SYSTEM: Address = Address::ZERO;

/// Key of the genesis record.
pub const GENESIS_KEY: &[u8] = b"genesis";

/// Prefix of the contract records; the contract's address follows.
pub const CONTRACT_PREFIX: &[u8] = b"contract/";

/// Prefix of the records that upgrades replaced; the contract's address and the record's
/// number of upgrades, as u32 big-endian, follow.
pub const REPLACED_PREFIX: &[u8] = b"replaced/";

/// Prefix of the requests that were done; the sender's address and the request's id follow.
pub const REQUEST_PREFIX: &[u8] = b"request/";

/// A request that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RequestRecord {
    /// SHA3-256 of the SCALE encoding of its calls.
    pub content_hash: Hash,
    /// Height of the block that did it.
    pub height: Height,
    /// The transaction that did it.
    pub transaction_hash: Hash,
}

/// The key of a request's record.
pub fn request_key(sender: &Address, id: &RequestId) -> Vec<u8> {
    [REQUEST_PREFIX, sender.as_bytes(), &id.0].concat()
}

/// The record of a request, as a transaction sees it.
pub fn request(
    overlay: &Overlay,
    sender: &Address,
    id: &RequestId,
) -> Result<Option<RequestRecord>, RuntimeError> {
    decode(overlay.get(&SYSTEM, &request_key(sender, id))?, "a request's record")
}

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
    /// Height of the block that made this its code.
    pub since: Height,
    /// How many times its code was replaced before.
    pub upgrades: u32,
}

impl ContractRecord {
    /// The record of a contract that is deployed at `height`.
    pub fn first(code_hash: Hash, deployer: Address, height: Height) -> Self {
        Self { code_hash, deployer, since: height, upgrades: 0 }
    }

    /// The record after an upgrade at `height`; `None` when nobody can count it any more.
    pub fn next(&self, code_hash: Hash, height: Height) -> Option<Self> {
        let upgrades = self.upgrades.checked_add(1)?;
        Some(Self { code_hash, deployer: self.deployer, since: height, upgrades })
    }
}

/// The key of a contract's record.
pub fn contract_key(contract: &Address) -> Vec<u8> {
    [CONTRACT_PREFIX, contract.as_bytes()].concat()
}

/// The key of a record that an upgrade replaced.
pub fn replaced_key(contract: &Address, upgrades: u32) -> Vec<u8> {
    [REPLACED_PREFIX, contract.as_bytes(), &upgrades.to_be_bytes()].concat()
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

/// A record of a contract that an upgrade replaced, in committed state.
pub fn replaced_contract(
    state: &dyn StateRead,
    contract: &Address,
    upgrades: u32,
) -> Result<Option<ContractRecord>, RuntimeError> {
    decode(state.get(&SYSTEM, &replaced_key(contract, upgrades))?, "a replaced contract record")
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
