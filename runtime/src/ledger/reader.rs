//! Reading a ledger from any thread while blocks are committed.

use super::{Explainer, KeyProof};
use crate::{
    RuntimeError,
    executor::{self, Query, Watching},
    explain::Explanation,
    host::Engine,
    receipt::{BlockHeader, CallResult},
};
use sandpact_abi::{Address, Gas, Hash, Height, limits};
use sandpact_state::{Head, ProvenMany, Reader, StateRead, Version};
use std::sync::Arc;

/// Reads a ledger. Cheap to clone; each clone may go to a thread of its own. What it returns
/// is of one committed block, never of half a one, and no commit waits for it.
#[derive(Clone)]
pub struct LedgerReader {
    pub(super) state: Reader,
    pub(super) engine: Arc<dyn Engine>,
}

impl LedgerReader {
    /// The last committed block.
    #[must_use]
    pub fn head(&self) -> Head {
        self.state.head()
    }

    /// Root of all contracts' values after the last committed block.
    #[must_use]
    pub fn state_root(&self) -> Hash {
        self.head().state_root
    }

    /// The state after the last committed block, for as long as it is kept.
    #[must_use]
    pub fn version(&self) -> LedgerVersion {
        LedgerVersion { version: Arc::new(self.state.version()), engine: Arc::clone(&self.engine) }
    }

    /// The state after the block at `height`; `None` above the head.
    ///
    /// # Errors
    /// [`RuntimeError`], with the code `StorePruned` below what the history keeps.
    pub fn version_at(&self, height: Height) -> Result<Option<LedgerVersion>, RuntimeError> {
        let version = self.state.version_at(height)?;
        let engine = Arc::clone(&self.engine);
        Ok(version.map(|version| LedgerVersion { version: Arc::new(version), engine }))
    }

    /// The oldest height whose state can be read.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn oldest_height(&self) -> Result<Height, RuntimeError> {
        Ok(self.state.oldest_height()?)
    }

    /// The next nonce of an account.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn nonce(&self, account: &Address) -> Result<u64, RuntimeError> {
        Ok(self.state.version().nonce(account)?)
    }

    /// Calls a read-only method on the head's state; see [`LedgerVersion::query`].
    ///
    /// # Errors
    /// [`RuntimeError`] when this node fails.
    pub fn query(
        &self,
        contract: &Address,
        method: &str,
        args: &[u8],
        gas_limit: Gas,
    ) -> Result<CallResult, RuntimeError> {
        self.version().query(contract, method, args, gas_limit)
    }
}

/// The state after one block. While it lives, what later blocks overwrite is kept.
#[derive(Clone)]
pub struct LedgerVersion {
    pub(super) version: Arc<Version>,
    engine: Arc<dyn Engine>,
}

impl LedgerVersion {
    /// The block whose state this is.
    #[must_use]
    pub fn head(&self) -> Head {
        self.version.head()
    }

    /// A contract's stored value.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn storage(&self, contract: &Address, key: &[u8]) -> Result<Option<Vec<u8>>, RuntimeError> {
        Ok(self.version.get(contract, key)?)
    }

    /// A contract's stored value, or its absence, with the proof against this block's state
    /// root.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn prove(&self, contract: &Address, key: &[u8]) -> Result<KeyProof, RuntimeError> {
        let proven = self.version.prove(contract, key)?;
        Ok(KeyProof {
            root: self.head().state_root,
            contract: *contract,
            key: key.to_vec(),
            value: proven.value,
            proof: proven.proof,
        })
    }

    /// Many values or absences with one proof, for `sandpact_proof::verify_many`.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn prove_many(&self, keys: &[(Address, Vec<u8>)]) -> Result<ProvenMany, RuntimeError> {
        Ok(self.version.prove_many(keys)?)
    }

    /// Calls a read-only method at this block's height and time. The caller that the
    /// contract sees is the zero address.
    ///
    /// # Errors
    /// [`RuntimeError`] when this node fails.
    pub fn query(
        &self,
        contract: &Address,
        method: &str,
        args: &[u8],
        gas_limit: Gas,
    ) -> Result<CallResult, RuntimeError> {
        self.query_as(None, contract, method, args, gas_limit)
    }

    /// As [`LedgerVersion::query`], for a member whom whoever runs the node knows: rules let it
    /// in or not, and the contract sees it as the caller.
    ///
    /// # Errors
    /// [`RuntimeError`] when this node fails.
    pub fn query_as(
        &self,
        caller: Option<Address>,
        contract: &Address,
        method: &str,
        args: &[u8],
        gas_limit: Gas,
    ) -> Result<CallResult, RuntimeError> {
        let query = Query { contract, method, args, gas_limit, caller };
        Ok(self.run(&self.engine, query, None)?.result)
    }

    /// As [`LedgerVersion::query`], and tells what the explainer is for.
    ///
    /// # Errors
    /// [`RuntimeError`] when this node fails.
    pub fn explain_query(
        &self,
        contract: &Address,
        method: &str,
        args: &[u8],
        gas_limit: Gas,
        explainer: &Explainer,
    ) -> Result<Explanation<CallResult>, RuntimeError> {
        let query = Query { contract, method, args, gas_limit, caller: None };
        self.run(&explainer.engine, query, Some(explainer.watching))
    }

    fn run(
        &self,
        engine: &Arc<dyn Engine>,
        query: Query<'_>,
        watching: Option<Watching>,
    ) -> Result<Explanation<CallResult>, RuntimeError> {
        let head = self.head();
        let header = BlockHeader { height: head.height, time: head.time };
        let gas_limit = query.gas_limit.min(Gas(limits::GAS_LIMIT_MAX));
        let query = Query { gas_limit, ..query };
        let view: Arc<dyn StateRead> = Arc::clone(&self.version) as Arc<dyn StateRead>;
        super::stack::with_guest_stack(|| executor::query(&view, engine, header, query, watching))
    }
}
