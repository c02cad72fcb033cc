//! sandpact: an embedded smart-contract runtime.
//!
//! Signed transactions go in, receipts come out, and every value that a
//! contract wrote can be proven against one state root. Contracts are wasm,
//! metered deterministically; the library is synchronous. An open ledger has a
//! thread that makes its store follow its log, and at first one that compares
//! them; both end with it.
//!
//! ```
//! use sandpact_runtime::{BlockHeader, ChainId, Config, Genesis, Height, Runtime, UnixSeconds};
//!
//! let genesis = Genesis {
//!     chain_id: ChainId("example-1".into()),
//!     deployers: Default::default(),
//!     time: UnixSeconds(1_767_571_200),
//!     consortium: None,
//! };
//! let mut runtime = Runtime::create(&Config::memory(), &genesis)?;
//! let header = BlockHeader { height: Height(1), time: UnixSeconds(1_767_571_260) };
//! let block = runtime.execute_block(&header, &[])?;
//! let head = runtime.commit(block)?;
//! assert_eq!(head.height, Height(1));
//! # Ok::<(), sandpact_runtime::RuntimeError>(())
//! ```
//!
//! Data flows one way: transaction, executor, host and vm, overlay, trie,
//! store. Results come back as values only.

mod access;
mod error;
mod executor;
mod explain;
mod genesis;
mod host;
mod ledger;
mod meter;
mod receipt;
mod record;
mod spent;
mod transaction;
mod vm;

pub use error::RuntimeError;
pub use executor::{ExecutedBlock, contract_address};
pub use genesis::Genesis;
pub use ledger::{
    BlockRecord, CodeRecord, CommittedBlock, Config, ContractInfo, Decision, EngineKind, Explainer,
    KeyProof, LedgerReader, LedgerReport, LedgerVersion, Runtime, SharedEngine, Storage, Supposed,
};

pub use explain::{
    CallTrace, Cause, CodePlace, Explanation, Failure, FrameKind, Profile, ProfileFrame,
};
pub use receipt::{Actor, BlockHeader, CallResult, EventRecord, GasSplit, Outcome, Receipt};
pub use record::{CONTRACT_PREFIX, REPLACED_PREFIX, SYSTEM};
pub use transaction::{fixed_gas, signature_gas, signing_hash};

pub use sandpact_abi::{
    Address, Call, ChainId, ContractAbi, Gas, Hash, Height, KeySignature, PublicKey, RequestId,
    Signature, SignedTransaction, Transaction, UnixSeconds, code, limits,
};
pub use sandpact_access::{Consortium, Denial, RuleName};
pub use sandpact_module::{LimitUse, ModuleError, ModuleReport, check_module, schedule};
pub use sandpact_state::{
    Backend, Head, ProvenMany, Pruned, Recovery, StateError, StateStats, StoreError,
    snapshot::{Manifest, Progress},
};

#[cfg(feature = "testing")]
pub mod testing;
