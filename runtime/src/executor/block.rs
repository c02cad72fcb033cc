//! A block: its transactions in order over one overlay.

use super::{RunOptions, run};
use crate::{
    RuntimeError,
    access::{self, Admitted, Written},
    explain::Explanation,
    host::{Engine, Session},
    receipt::{Actor, BlockHeader, GasSplit, Outcome, Receipt},
    record::{self, GenesisRecord},
    transaction::{self, Admission, Decoded, Prepared, SignatureCache},
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, Gas, Hash, SignedTransaction, access::LedgerPolicy, code};
use sandpact_access::{Denial, records};
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
    /// Nonces, and what organisations used.
    counters: BTreeMap<Address, u64>,
    /// The ledger's rules; none on a ledger without organisations.
    policy: Option<Arc<LedgerPolicy>>,
}

/// A transaction that may run.
struct Ready {
    signed: SignedTransaction,
    admitted: Option<Admitted>,
}

/// Why a transaction does not run.
enum NotReady {
    Refused { code: u32, data: Vec<u8> },
    Failed(RuntimeError),
}

impl From<RuntimeError> for NotReady {
    fn from(error: RuntimeError) -> Self {
        Self::Failed(error)
    }
}

impl From<Denial> for NotReady {
    fn from(denial: Denial) -> Self {
        Self::Refused { code: denial.code(), data: denial.encode() }
    }
}

fn refused(code: u32) -> NotReady {
    NotReady::Refused { code, data: Vec::new() }
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
    (transactions, cache): (&[Vec<u8>], &SignatureCache),
    options: RunOptions,
) -> Result<ExecutedBlock, RuntimeError> {
    let genesis = record::genesis(state.as_ref())?;
    let admission = Admission { chain_id: &genesis.chain_id, height: header.height };
    let prepared = transaction::prepare(transactions, &admission, cache);
    let counters = BTreeMap::new();
    let mut block = Block { state, genesis: &genesis, header, counters, policy: None };
    let mut session = super::session(state, engine, header, options);
    block.read_policy(&session)?;
    let mut receipts = Vec::with_capacity(transactions.len());
    let mut explanations = Vec::new();
    for (bytes, prepared) in transactions.iter().zip(prepared) {
        let (back, receipt) = block.transaction(session, bytes.len(), prepared)?;
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
    /// The rules as they are from now on.
    fn read_policy(&mut self, session: &Session) -> Result<(), RuntimeError> {
        let policy = records::ledger_policy(&mut Written(&session.overlay));
        self.policy = policy.map_err(access::failure)?.map(Arc::new);
        Ok(())
    }

    fn transaction(
        &mut self,
        mut session: Box<Session>,
        len_bytes: usize,
        prepared: Prepared,
    ) -> Result<(Box<Session>, Receipt), RuntimeError> {
        let Prepared { hash: transaction_hash, decoded } = prepared;
        let ready = decoded.map_err(refused).and_then(|decoded| self.admit(&session, decoded));
        let Ready { signed, admitted } = match ready {
            Ok(ready) => ready,
            Err(NotReady::Failed(error)) => return Err(error),
            Err(NotReady::Refused { code, data }) => {
                let outcome = Outcome::Refused { code, data };
                let receipt = Receipt {
                    transaction_hash,
                    actor: None,
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
        self.counters.insert(sender, signed.transaction.nonce.saturating_add(1));
        let (access, metered) = match admitted {
            Some(Admitted { access, metered }) => (Some(Arc::new(access)), metered),
            None => (None, None),
        };
        let actor = actor(&signed, access.as_deref());
        session.access = access;
        let running = run::Running {
            signed: &signed,
            len_bytes,
            transaction_hash,
            genesis: self.genesis,
            metered: metered.as_ref(),
        };
        let (back, settled) = run::run(session, &running)?;
        session = back;
        session.overlay.settle();
        if let Some(metered) = &metered {
            metered.charged(&settled.charge, &mut self.counters);
        }
        if signed.transaction.calls.iter().any(|call| matches!(call, Call::Change(_))) {
            self.read_policy(&session)?;
        }
        let events = std::mem::take(&mut session.events);
        let receipt = Receipt {
            transaction_hash,
            actor: Some(actor),
            outcome: settled.outcome,
            gas_used: settled.gas_used,
            gas_split: settled.gas_split,
            events,
            #[cfg(feature = "testing")]
            trace: session.trace.take(),
        };
        Ok((session, receipt))
    }

    /// Checks what needs the state.
    fn admit(&self, session: &Session, decoded: Decoded) -> Result<Ready, NotReady> {
        let Decoded { signed, is_signed } = decoded;
        let transaction = &signed.transaction;
        let sender = transaction.sender;
        if transaction.nonce != self.counter(&sender)? {
            return Err(refused(code::WRONG_NONCE));
        }
        let admitted = match &self.policy {
            // Who signed is found out before the signatures count for anything, but nobody is
            // told of members without a right signature.
            Some(_) if !is_signed => return Err(refused(code::BAD_SIGNATURE)),
            Some(policy) => {
                let counter = |address: &Address| self.counter(address);
                let overlay = &session.overlay;
                Some(access::admit(policy, overlay, self.header, &signed, &counter)??)
            }
            None => {
                let first = signed.signatures.first().map(|by| sandpact_keys::address_of(&by.key));
                if !is_signed || first != Some(sender) {
                    return Err(refused(code::BAD_SIGNATURE));
                }
                None
            }
        };
        if let Some(id) = &transaction.request_id {
            let before = record::request(&session.overlay, &sender, id)?;
            let content_hash = transaction::content_hash(&transaction.calls);
            if before.is_some_and(|before| before.content_hash != content_hash) {
                return Err(refused(code::REQUEST_DIFFERS));
            }
        }
        Ok(Ready { signed, admitted })
    }

    /// A counter as the block has it so far.
    fn counter(&self, address: &Address) -> Result<u64, RuntimeError> {
        match self.counters.get(address) {
            Some(counter) => Ok(*counter),
            None => Ok(self.state.nonce(address)?),
        }
    }

    /// What the block changes; code only of contracts that stand.
    fn changes(self, session: Session) -> Result<ChangeSet, RuntimeError> {
        let mut changes = session.overlay.into_changes();
        changes.nonces = self.counters;
        let standing: BTreeSet<Vec<u8>> = changes
            .values
            .iter()
            .filter(|((contract, key), _)| {
                let prefixes = [record::CONTRACT_PREFIX, record::REPLACED_PREFIX];
                *contract == record::SYSTEM && prefixes.iter().any(|it| key.starts_with(it))
            })
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

/// For whom a transaction acts.
fn actor(signed: &SignedTransaction, access: Option<&access::Access>) -> Actor {
    let transaction = &signed.transaction;
    let (sender, request_id) = (transaction.sender, transaction.request_id);
    let Some(signers) = access.map(|access| &access.signers) else {
        return Actor {
            sender,
            organisation: None,
            roles: Vec::new(),
            endorsers: Vec::new(),
            request_id,
        };
    };
    let organisation = signers.organisation().cloned();
    let endorsers: BTreeSet<_> = signers
        .members()
        .map(|(_, member)| member.organisation.clone())
        .filter(|endorser| Some(endorser) != organisation.as_ref())
        .collect();
    Actor {
        sender,
        organisation,
        roles: signers.roles(),
        endorsers: endorsers.into_iter().collect(),
        request_id,
    }
}
