//! What a test says to the engine that runs its contracts as wasm, over a pipe: the command
//! `sandpact engine` reads requests from standard input and writes one answer to each.
//!
//! The engine is a process of its own so that a contract's tests need no compiler for wasm
//! engines: their crate builds in seconds and still runs in the production engine.
//!
//! A message is its length in bytes (u32, little-endian) and its SCALE encoding.

mod frame;

pub use frame::{receive, send};

use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{Address, Hash, MethodDef};

/// Both sides must have the same.
pub const VERSION: u32 = 4;

/// Longest message in bytes: a deployment of the longest module, with room to spare.
pub const MESSAGE_LEN_BYTES_MAX: u32 = 16 * 1024 * 1024;

/// Names the folder into which the engine writes how often the rules of each contract let calls
/// pass and refused them: a file for each engine.
pub const COVERAGE_VARIABLE: &str = "SANDPACT_POLICY_COVERAGE";

/// The first account that is an organisation's hidden admin.
pub const ADMINS: u32 = 1 << 31;

/// Accounts that may deploy on every test ledger without organisations.
pub const DEPLOYERS: u32 = 64;

/// Name of every test ledger.
pub const CHAIN_ID: &str = "sandpact-test";

/// The secret seed of a test account: known to everybody, worth nothing.
#[must_use]
pub fn seed(index: u32) -> [u8; 32] {
    let mut seed = *b"sandpact test account .... seed.";
    seed[22..26].copy_from_slice(&index.to_le_bytes());
    seed
}

/// What a test asks.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Request {
    /// A new ledger in memory. Answer: [`Answer::Created`].
    #[codec(index = 0)]
    Create {
        /// The test's [`VERSION`].
        version: u32,
        /// Time of its genesis, seconds since 1970.
        time: u64,
        /// Its organisations; none for a ledger without.
        organisations: Vec<Organisation>,
    },
    /// Builds the contract of a crate, once for all tests. Answer: [`Answer::Built`].
    #[codec(index = 1)]
    Build {
        /// The folder of its manifest.
        manifest_dir: String,
    },
    /// Makes a block. Answer: [`Answer::Ran`].
    #[codec(index = 2)]
    Run {
        /// Which ledger.
        ledger: u32,
        /// The block's time, seconds since 1970.
        time: u64,
        /// Its transactions, each of one call.
        transactions: Vec<Sent>,
    },
    /// Asks a reading method. Answer: [`Answer::Asked`].
    #[codec(index = 3)]
    Query {
        /// Which ledger.
        ledger: u32,
        /// The contract.
        contract: Address,
        /// The method.
        method: String,
        /// Its encoded arguments.
        args: Vec<u8>,
        /// The account of the member that asks; see [`seed`].
        member: Option<u32>,
    },
    /// Forgets a ledger. Answer: [`Answer::Dropped`].
    #[codec(index = 4)]
    Drop {
        /// Which ledger.
        ledger: u32,
    },
}

/// An organisation. It has an admin besides, whom no test sees.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Organisation {
    /// Its short name.
    pub id: String,
    /// Its members.
    pub members: Vec<Member>,
}

/// A member of an organisation, which may give all of its roles.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Member {
    /// Its account; see [`seed`].
    pub account: u32,
    /// Its roles.
    pub roles: Vec<String>,
    /// Its attributes, by name.
    pub attributes: Vec<(String, String)>,
}

/// A transaction of one call, which the engine signs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Sent {
    /// The sender's index; see [`seed`].
    pub sender: u32,
    /// Those of whom endorses it.
    pub endorsers: Vec<u32>,
    /// Most gas.
    pub gas_limit: u64,
    /// What it does.
    pub call: Call,
}

/// The call of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Call {
    /// Deploys a module.
    #[codec(index = 0)]
    Deploy {
        /// Which module.
        module: Module,
        /// Encoded arguments of its init method.
        args: Vec<u8>,
        /// Its rules, the text of a `policy.toml`, set in the same transaction.
        policy: Option<String>,
    },
    /// Calls a method.
    #[codec(index = 1)]
    Invoke {
        /// The contract.
        contract: Address,
        /// The method.
        method: String,
        /// Its encoded arguments.
        args: Vec<u8>,
    },
    /// Replaces the code of a contract.
    #[codec(index = 2)]
    Upgrade {
        /// The contract.
        contract: Address,
        /// Which module takes its place.
        module: Module,
        /// Encoded arguments of its migrate method.
        args: Vec<u8>,
    },
}

/// Where a module comes from.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Module {
    /// The contract of a crate that was built before.
    #[codec(index = 0)]
    Crate {
        /// The folder of its manifest.
        manifest_dir: String,
    },
    /// A module that answers calls by a list.
    #[codec(index = 1)]
    Mock(MockModule),
}

/// What a mock is made of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockModule {
    /// The interface's name.
    pub name: String,
    /// Its methods.
    pub methods: Vec<MethodDef>,
    /// Its answers; for each call the first that fits.
    pub answers: Vec<MockAnswer>,
}

/// An answer of a mock.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct MockAnswer {
    /// The method.
    pub method: String,
    /// The encoded arguments that it is for; any when absent.
    pub args: Option<Vec<u8>>,
    /// The encoded value, or the code and data of a refusal.
    pub result: Result<Vec<u8>, (u32, Vec<u8>)>,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    /// A ledger was created.
    #[codec(index = 0)]
    Created {
        /// Its number.
        ledger: u32,
        /// The runtime's own records in its state, by key.
        records: Vec<(Vec<u8>, Vec<u8>)>,
        /// Its state root.
        root: Hash,
    },
    /// A module was built.
    #[codec(index = 1)]
    Built {
        /// Its length.
        len_bytes: u32,
    },
    /// A block was made.
    #[codec(index = 2)]
    Ran {
        /// How each transaction ended.
        ended: Vec<Ended>,
        /// The runtime's own records that the block wrote, by key.
        records: Vec<(Vec<u8>, Vec<u8>)>,
        /// The state root after it.
        root: Hash,
    },
    /// A query was answered.
    #[codec(index = 3)]
    Asked(Ended),
    /// A ledger is gone.
    #[codec(index = 4)]
    Dropped,
    /// The request could not be carried out.
    #[codec(index = 5)]
    Failed {
        /// Why, for people.
        why: String,
    },
}

/// What the gas of a transaction of one call was used for; the parts are all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct GasParts {
    /// The transaction: its bytes and its signature.
    pub transaction: u64,
    /// Operators of contracts.
    pub wasm: u64,
    /// Calls, deployments, context, events.
    pub host: u64,
    /// Reading and writing keys.
    pub storage: u64,
    /// Hashes and signatures that contracts asked for.
    pub crypto: u64,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Ended {
    /// How.
    pub end: End,
    /// Gas that it used.
    pub gas_used: u64,
    /// What for; of a query only the sum is known.
    pub gas_parts: Option<GasParts>,
    /// Its events: contract, name and data.
    pub events: Vec<(Address, String, Vec<u8>)>,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum End {
    /// It returned an encoded value.
    #[codec(index = 0)]
    Returned(Vec<u8>),
    /// It was refused.
    #[codec(index = 1)]
    Refused {
        /// The stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// It trapped or ran out of gas.
    #[codec(index = 2)]
    Halted,
    /// A rule of who may do what refused it, before it ran or when it wrote.
    #[codec(index = 3)]
    Denied {
        /// The stable code.
        code: u32,
        /// The rule's name in the contract's policy file, `methods.issue`; none where it was no
        /// rule of a contract.
        rule: Option<String>,
        /// Which rule refused, and what is missing.
        because: String,
    },
}
