//! A block: its transactions in order over one overlay.

use super::{RunOptions, run};
use crate::{
    RuntimeError,
    explain::Explanation,
    host::{Engine, Session},
    receipt::{BlockHeader, GasSplit, Outcome, Receipt},
    record::{self, GenesisRecord},
    transaction::{self, Admission},
};
use sandpact_abi::{Address, Gas, Hash, SignedTransaction};
use sandpact_state::{ChangeSet, StateRead};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// An executed block, not yet committed.
#[derive(Debug)]
pub struct ExecutedBlock {
    /// Its header.
    pub header: BlockHeader,
    /// One receipt for each transaction, in order.
    pub receipts: Vec<Receipt>,
    /// The transactions' bytes, in order.
    pub(crate) transactions: Vec<Vec<u8>>,
    /// Block hash of the head it was executed on.
    pub(crate) parent: Hash,
    /// What it changes.
    pub(crate) changes: ChangeSet,
    /// What was seen of each transaction, where calls were watched.
    pub(crate) explanations: Vec<Explanation<Receipt>>,
}

impl ExecutedBlock {
    /// The contract's keys that the block writes, in order, with their values; `None` removes
    /// one. Those of [`SYSTEM`](crate::SYSTEM) are the runtime's own records.
    pub fn writes(&self, contract: &Address) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
        let contract = *contract;
        let writes = self.changes.values.range((contract, Vec::new())..);
        writes
            .take_while(move |((address, _), _)| *address == contract)
            .map(|((_, key), value)| (key.as_slice(), value.as_deref()))
    }

    /// How many keys the block writes, over all contracts and the runtime's own records.
    #[must_use]
    pub fn write_count(&self) -> usize {
        self.changes.values.len()
    }
}

/// The block's running state between transactions.
struct Block<'a> {
    state: &'a Arc<dyn StateRead>,
    genesis: &'a GenesisRecord,
    header: BlockHeader,
    nonces: BTreeMap<Address, u64>,
}

/// Executes transactions on committed state. Nothing is written.
///
/// # Errors
/// Only for a node's own failure.
pub fn execute(
    state: &Arc<dyn StateRead>,
    engine: &Arc<dyn Engine>,
    parent: Hash,
    header: BlockHeader,
    transactions: &[Vec<u8>],
    options: RunOptions,
) -> Result<ExecutedBlock, RuntimeError> {
    let genesis = record::genesis(state.as_ref())?;
    let mut block = Block { state, genesis: &genesis, header, nonces: BTreeMap::new() };
    let mut session = super::session(state, engine, header, options);
    let mut receipts = Vec::with_capacity(transactions.len());
    let mut explanations = Vec::new();
    for bytes in transactions {
        let (back, receipt) = block.transaction(session, bytes)?;
        session = back;
        if let Some(watch) = &mut session.watch {
            let (failures, profile) = watch.take(receipt.gas_used);
            explanations.push(Explanation { result: receipt.clone(), failures, profile });
        }
        receipts.push(receipt);
    }
    let changes = block.changes(*session)?;
    let transactions = transactions.to_vec();
    Ok(ExecutedBlock { header, receipts, transactions, parent, changes, explanations })
}

impl Block<'_> {
    fn transaction(
        &mut self,
        mut session: Box<Session>,
        bytes: &[u8],
    ) -> Result<(Box<Session>, Receipt), RuntimeError> {
        let transaction_hash = transaction::hash(bytes);
        let signed = match self.admit(bytes)? {
            Ok(signed) => signed,
            Err(code) => {
                let outcome = Outcome::Refused { code };
                let receipt = Receipt {
                    transaction_hash,
                    outcome,
                    gas_used: Gas(0),
                    gas_split: GasSplit::default(),
                    events: Vec::new(),
                    #[cfg(feature = "testing")]
                    trace: session.trace.take(),
                };
                return Ok((session, receipt));
            }
        };
        let sender = signed.transaction.sender;
        self.nonces.insert(sender, signed.transaction.nonce.saturating_add(1));
        let (back, settled) = run::run(session, &signed, bytes.len(), self.genesis)?;
        session = back;
        session.overlay.settle();
        let events = std::mem::take(&mut session.events);
        let receipt = Receipt {
            transaction_hash,
            outcome: settled.outcome,
            gas_used: settled.gas_used,
            gas_split: settled.gas_split,
            events,
            #[cfg(feature = "testing")]
            trace: session.trace.take(),
        };
        Ok((session, receipt))
    }

    /// Decodes and checks; the inner error is the stable code of the refusal.
    fn admit(&self, bytes: &[u8]) -> Result<Result<SignedTransaction, u32>, RuntimeError> {
        let signed = match transaction::decode(bytes) {
            Ok(signed) => signed,
            Err(code) => return Ok(Err(code)),
        };
        let sender = signed.transaction.sender;
        let next_nonce = match self.nonces.get(&sender) {
            Some(nonce) => *nonce,
            None => self.state.nonce(&sender)?,
        };
        let admission = Admission { chain_id: &self.genesis.chain_id, height: self.header.height };
        Ok(transaction::admit(&signed, bytes.len(), &admission, next_nonce).map(|()| signed))
    }

    /// What the block changes; code only of contracts that stand.
    fn changes(self, session: Session) -> Result<ChangeSet, RuntimeError> {
        let mut changes = session.overlay.into_changes();
        changes.nonces = self.nonces;
        let standing: BTreeSet<Vec<u8>> = changes
            .values
            .iter()
            .filter(|((contract, _), _)| *contract == record::SYSTEM)
            .filter_map(|(_, value)| value.clone())
            .collect();
        changes.code = session
            .new_code
            .into_iter()
            .filter(|(hash, _)| standing.iter().any(|record| record.starts_with(hash.as_bytes())))
            .collect();
        Ok(changes)
    }
}
