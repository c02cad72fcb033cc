//! The public face: one ledger, opened, read, executed upon and closed.

mod block_record;
mod config;
mod explainer;
mod inspect;
mod maintain;
mod permissions;
mod private;
mod reader;
mod records;
mod shared;
mod stack;
mod verify;

pub use block_record::{BlockRecord, CommittedBlock};
pub use config::{Config, EngineKind, Storage};
pub use explainer::Explainer;
pub use inspect::{CodeRecord, ContractInfo, KeyProof};
pub use permissions::{Decision, Supposed};
pub use reader::{LedgerReader, LedgerVersion};
pub use shared::SharedEngine;
#[cfg(feature = "testing")]
pub(crate) use stack::with_guest_stack;
pub use verify::LedgerReport;

#[cfg(feature = "testing")]
use crate::executor::Repeated;
use crate::{
    ExecutedBlock, Genesis, RuntimeError,
    executor::{self, RunOptions},
    explain::Explanation,
    host::Engine,
    receipt::{BlockHeader, Receipt},
    record,
    transaction::SignatureCache,
};
use sandpact_abi::{Address, ChainId, Gas, Hash, Height, limits};
use sandpact_module::schedule;
use sandpact_state::{Head, Place, Recovery, State, StateRead};
use std::{ops::Deref, sync::Arc};

/// A ledger. Executing and committing are two steps, so that a caller may look at the
/// receipts before it keeps them.
///
/// Everything that a [`LedgerReader`] reads can be read here too.
pub struct Runtime {
    reader: LedgerReader,
    state: State,
    recovery: Recovery,
    options: RunOptions,
    chain_id: ChainId,
    signatures: SignatureCache,
}

impl Deref for Runtime {
    type Target = LedgerReader;

    fn deref(&self) -> &LedgerReader {
        &self.reader
    }
}

impl Runtime {
    /// Creates a ledger.
    ///
    /// # Errors
    /// [`RuntimeError`], among them `StoreExists` for a folder that is not empty.
    pub fn create(config: &Config, genesis: &Genesis) -> Result<Self, RuntimeError> {
        let changes = genesis.changes()?;
        let header = BlockHeader { height: Height(0), time: genesis.time };
        let place = config.create(|place| {
            State::create(place, &changes, |state_root, account_root| {
                block_record::seal(header, Hash::ZERO, &[], &[], (state_root, account_root))
            })
        })?;
        Self::start(config, place)
    }

    /// Opens a ledger and verifies that what it holds leads to its roots.
    ///
    /// # Errors
    /// [`RuntimeError`] when there is none, or it is in use, damaged or of another gas
    /// schedule.
    pub fn open(config: &Config) -> Result<Self, RuntimeError> {
        Self::start(config, config.open()?)
    }

    fn start(config: &Config, place: Arc<dyn Place>) -> Result<Self, RuntimeError> {
        let (state, recovery) = State::open(place, config.state_options())?;
        let view = state.version();
        let genesis = record::genesis(&view)?;
        let own = schedule::hash();
        if genesis.schedule != own {
            return Err(RuntimeError::Schedule { stored: genesis.schedule, own });
        }
        let engine = config.engine()?;
        for code_hash in engine.pinned() {
            // A pin of code that this ledger does not have waits for it.
            if engine.known(&code_hash).is_none()
                && let Some(code) = view.code(&code_hash)?
            {
                engine.load(&code_hash, &code)?;
            }
        }
        let options = config.run_options();
        let chain_id = genesis.chain_id;
        drop(view);
        let reader = LedgerReader { state: state.reader(), engine };
        let signatures = SignatureCache::default();
        let runtime = Self { reader, state, recovery, options, chain_id, signatures };
        runtime.verify_head()?;
        Ok(runtime)
    }

    /// The head's state, for one execution.
    fn view(&self) -> Arc<dyn StateRead> {
        Arc::new(self.state.version())
    }

    /// Another handle for reading, for any thread.
    #[must_use]
    pub fn reader(&self) -> LedgerReader {
        self.reader.clone()
    }

    /// The ledger's name, which every transaction is signed for.
    #[must_use]
    pub fn chain_id(&self) -> &ChainId {
        &self.chain_id
    }

    /// Executes encoded transactions in order on the head. Nothing is kept until
    /// [`Runtime::commit`].
    ///
    /// # Errors
    /// [`RuntimeError`] for a header that does not follow the head, or when this node
    /// fails. What transactions and contracts do wrong is in their receipts.
    pub fn execute_block(
        &self,
        header: &BlockHeader,
        transactions: &[Vec<u8>],
    ) -> Result<ExecutedBlock, RuntimeError> {
        self.run(header, transactions, &self.reader.engine, self.options)
    }

    /// Executes as [`Runtime::execute_block`] does, keeps nothing, and tells of each
    /// transaction what the explainer is for. Receipts are the same.
    ///
    /// # Errors
    /// As [`Runtime::execute_block`].
    pub fn explain_block(
        &self,
        header: &BlockHeader,
        transactions: &[Vec<u8>],
        explainer: &Explainer,
    ) -> Result<Vec<Explanation<Receipt>>, RuntimeError> {
        let watching = Some(explainer.watching);
        let options = RunOptions { reuse_instances: false, watching, ..self.options };
        Ok(self.run(header, transactions, &explainer.engine, options)?.explanations)
    }

    fn run(
        &self,
        header: &BlockHeader,
        transactions: &[Vec<u8>],
        engine: &Arc<dyn Engine>,
        options: RunOptions,
    ) -> Result<ExecutedBlock, RuntimeError> {
        let head = self.head();
        check_header(header, &head)?;
        if transactions.len() > limits::BLOCK_TRANSACTIONS_MAX {
            let (got, limit) = (transactions.len(), limits::BLOCK_TRANSACTIONS_MAX);
            return Err(RuntimeError::BlockTooLong { what: "transactions", got, limit });
        }
        let len_bytes = transactions.iter().map(Vec::len).fold(0, usize::saturating_add);
        if len_bytes > limits::BLOCK_LEN_BYTES_MAX {
            let (got, limit) = (len_bytes, limits::BLOCK_LEN_BYTES_MAX);
            return Err(RuntimeError::BlockTooLong { what: "bytes", got, limit });
        }
        stack::with_guest_stack(|| {
            let parent = head.block_hash;
            let transactions = (transactions, &self.signatures);
            executor::execute(&self.view(), engine, parent, *header, transactions, options)
        })
    }

    /// Keeps an executed block. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`RuntimeError::StaleBlock`] when the head is no longer the one that the block was
    /// executed on; the store's failures, after which the ledger must be opened again.
    #[allow(clippy::needless_pass_by_value)] // a block is kept once
    pub fn commit(&mut self, block: ExecutedBlock) -> Result<Head, RuntimeError> {
        if block.parent != self.head().block_hash {
            return Err(RuntimeError::StaleBlock);
        }
        let _span = tracing::trace_span!(target: "sandpact", "commit").entered();
        let head = self.state.commit(&block.changes, |state_root, account_root| {
            let roots = (state_root, account_root);
            block_record::seal(
                block.header,
                block.parent,
                &block.transactions,
                &block.receipts,
                roots,
            )
        })?;
        Ok(head)
    }

    /// Keeps a module compiled and in memory, also after the ledger is opened again, or no
    /// more. Calls of it then never wait for a compiler.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or the pin cannot be written down.
    pub fn pin_code(&self, code_hash: &Hash, is_pinned: bool) -> Result<(), RuntimeError> {
        self.reader.engine.pin(code_hash, is_pinned)?;
        if is_pinned
            && self.reader.engine.known(code_hash).is_none()
            && let Some(code) = self.state.version().code(code_hash)?
        {
            self.reader.engine.load(code_hash, &code)?;
        }
        Ok(())
    }

    /// Code hashes of the pinned modules.
    #[must_use]
    pub fn pinned_code(&self) -> Vec<Hash> {
        self.reader.engine.pinned()
    }

    /// A call to be made again and again on the head's state.
    #[cfg(feature = "testing")]
    pub(crate) fn repeated(&self, contract: Address, method: &str, gas_limit: Gas) -> Repeated {
        let head = self.head();
        let header = BlockHeader { height: head.height, time: head.time };
        let session = executor::session(&self.view(), &self.reader.engine, header, self.options);
        Repeated::new(session, contract, method, gas_limit)
    }

    /// Ends the use of the ledger and tells of failures that dropping would hide.
    ///
    /// # Errors
    /// [`RuntimeError`] when something could not be written.
    pub fn close(self) -> Result<(), RuntimeError> {
        Ok(self.state.close()?)
    }
}

fn check_header(header: &BlockHeader, head: &Head) -> Result<(), RuntimeError> {
    if head.height.0.checked_add(1) != Some(header.height.0) {
        return Err(RuntimeError::BlockHeight { got: header.height, head: head.height });
    }
    if header.time < head.time {
        return Err(RuntimeError::BlockTime { got: header.time, head: head.time });
    }
    Ok(())
}
