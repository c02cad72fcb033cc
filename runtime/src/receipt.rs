//! What a transaction left behind: values only, the same on every node.

use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{
    Address, Gas, Hash, Height, RequestId, UnixSeconds,
    access::{OrganisationId, RoleName},
};

/// What a proposer fixes for a block: the only height and time that contracts see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BlockHeader {
    /// One above the head.
    pub height: Height,
    /// Not before the head's.
    pub time: UnixSeconds,
}

/// An event of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct EventRecord {
    /// Who emitted it.
    pub contract: Address,
    /// Its name in the contract's ABI.
    pub name: String,
    /// SCALE of its fields.
    pub data: Vec<u8>,
}

/// How a transaction ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// All calls succeeded; their writes and events stand.
    #[codec(index = 0)]
    Success {
        /// What each call returned; a deployment returns the contract's address.
        returned: Vec<Vec<u8>>,
    },
    /// A call was refused by a contract or by a rule of the host. No change of state.
    #[codec(index = 1)]
    Reverted {
        /// Index of the call.
        call: u32,
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// A call trapped or ran out of gas: all gas is taken. No change of state.
    #[codec(index = 2)]
    Halted {
        /// Index of the call.
        call: u32,
    },
    /// Refused before any guest code ran; the nonce did not advance.
    #[codec(index = 3)]
    Refused {
        /// Stable code.
        code: u32,
        /// SCALE of the `sandpact_access::Denial` for a code of the class access.
        data: Vec<u8>,
    },
    /// The sender's request had been done, and was not done again.
    #[codec(index = 4)]
    Repeated {
        /// Height of the block that did it.
        height: Height,
        /// The transaction in that block, whose receipt has the result.
        transaction_hash: Hash,
    },
}

/// For whom a transaction acted.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Actor {
    /// Who sent it: a member, or an account of a ledger without members.
    pub sender: Address,
    /// The organisation that the member acted for.
    pub organisation: Option<OrganisationId>,
    /// The roles that the member had.
    pub roles: Vec<RoleName>,
    /// The other organisations whose signatures counted, in order.
    pub endorsers: Vec<OrganisationId>,
    /// What the sender calls the request.
    pub request_id: Option<RequestId>,
}

/// Gas by the kind of work that it was taken for. The four add up to what was used, to the
/// unit. What a halt takes beyond what ran belongs to the kind of work that halted: a trap in
/// a contract to `wasm`, a host function's to its own kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct GasSplit {
    /// Operators of contracts.
    pub wasm: Gas,
    /// The transaction itself, deployments, calls, context, events.
    pub host: Gas,
    /// Reading and writing keys.
    pub storage: Gas,
    /// Hashes and signatures that contracts asked for.
    pub crypto: Gas,
}

impl GasSplit {
    /// All four together.
    #[must_use]
    pub fn sum(&self) -> Gas {
        let Self { wasm, host, storage, crypto } = self;
        let parts = [wasm, host, storage, crypto];
        Gas(parts.into_iter().fold(0, |sum, part| part.0.saturating_add(sum)))
    }
}

/// A transaction's receipt.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Receipt {
    /// SHA3-256 of the transaction's bytes.
    pub transaction_hash: Hash,
    /// For whom it acted; `None` when it was refused.
    pub actor: Option<Actor>,
    /// How it ended.
    pub outcome: Outcome,
    /// Gas it used.
    pub gas_used: Gas,
    /// What for.
    pub gas_split: GasSplit,
    /// Its events in order; none unless it succeeded.
    pub events: Vec<EventRecord>,
    /// Digest of every host call, for comparing engines. Not encoded: a receipt that was
    /// read back has none.
    #[cfg(feature = "testing")]
    #[codec(skip)]
    pub trace: Hash,
}

/// How a read-only query ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallResult {
    /// The method returned.
    Success {
        /// SCALE of the value.
        returned: Vec<u8>,
        /// Gas it used.
        gas_used: Gas,
    },
    /// The contract or a rule of the host refused.
    Reverted {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
        /// Gas it used.
        gas_used: Gas,
    },
    /// Trap or out of gas.
    Halted {
        /// All gas given.
        gas_used: Gas,
    },
}
