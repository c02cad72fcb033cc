//! Random submissions: transactions replayed, reordered, doubled, expired, endorsed once more,
//! requests sent again, with restarts and snapshots between. Each transaction is executed at
//! most once, and each request.

use crate::{CHAIN_ID, Random, TestLedger, key_of, module};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, ChainId, Gas, Height, RequestId, SignedTransaction, code};
use sandpact_client::{
    builder::{TransactionBuilder, signature},
    key::KeyPair,
};
use sandpact_runtime::{Config, Outcome, Receipt, Runtime};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Sequences that share a ledger, each with senders of its own.
const SEQUENCES_PER_LEDGER: u64 = 40;
/// Steps of a sequence.
const STEPS: u32 = 10;
/// Senders of a sequence.
const SENDERS: u32 = 2;

/// What happened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Transactions in blocks.
    pub submitted: u64,
    /// Of these, executed.
    pub executed: u64,
    /// Refused before anything ran.
    pub refused: u64,
    /// Requests that had been done.
    pub repeated: u64,
    /// Restarts, with a close before or without.
    pub restarts: u64,
    /// Ledgers made of a snapshot, and gone on with.
    pub imports: u64,
}

/// Runs sequences, counted through.
pub struct Submissions {
    folder: tempfile::TempDir,
    ledger: Option<TestLedger>,
    path: PathBuf,
    contract: Address,
    sequences: u64,
    folders: u64,
    /// What happened so far.
    pub tally: Tally,
}

/// What a sequence knows.
struct Sequence {
    random: Random,
    keys: Vec<KeyPair>,
    /// Everything that was signed.
    signed: Vec<SignedTransaction>,
    /// How often each mark was executed, by the receipts.
    executed: BTreeMap<u64, u32>,
    /// Nonces that the receipts lead to.
    nonces: BTreeMap<Address, u64>,
    next_mark: u64,
}

impl Submissions {
    /// Ledgers in `scratch`.
    #[must_use]
    pub fn new(scratch: &Path) -> Self {
        let folder = tempfile::tempdir_in(scratch).unwrap();
        let path = folder.path().join("0");
        let contract = Address::ZERO;
        Self {
            folder,
            ledger: None,
            path,
            contract,
            sequences: 0,
            folders: 0,
            tally: Tally::default(),
        }
    }

    /// Runs the sequence of a number.
    ///
    /// # Errors
    /// What was executed twice, or not counted right.
    pub fn run(&mut self, number: u64) -> Result<(), String> {
        if self.sequences.is_multiple_of(SEQUENCES_PER_LEDGER) {
            self.begin();
        }
        self.sequences += 1;
        let keys = (0..SENDERS).map(|sender| key_of(&format!("{number} {sender}")));
        let mut sequence = Sequence {
            random: Random::new(number),
            keys: keys.collect(),
            signed: Vec::new(),
            executed: BTreeMap::new(),
            nonces: BTreeMap::new(),
            next_mark: number << 16,
        };
        for _ in 0..STEPS {
            match sequence.random.below(12) {
                0 => self.restart(sequence.random.below(2) == 0),
                1 if sequence.random.below(3) == 0 => self.import(),
                _ => self.block(&mut sequence)?,
            }
        }
        self.check(&sequence)
    }

    fn begin(&mut self) {
        drop(self.ledger.take());
        let _ = std::fs::remove_dir_all(&self.path);
        self.path = self.next_path();
        let mut ledger = TestLedger::on_disk(&self.path);
        self.contract = ledger.deploy(&counting(), &());
        self.ledger = Some(ledger);
    }

    fn next_path(&mut self) -> PathBuf {
        self.folders += 1;
        self.folder.path().join(self.folders.to_string())
    }

    fn ledger(&mut self) -> &mut TestLedger {
        self.ledger.as_mut().expect("it is put back after each step")
    }

    fn restart(&mut self, is_closed: bool) {
        let ledger = self.ledger.take().expect("it is put back after each step");
        let time = ledger.time;
        if is_closed {
            ledger.runtime.close().unwrap();
        } else {
            drop(ledger);
        }
        let runtime = Runtime::open(&Config::folder(&self.path)).unwrap();
        self.ledger = Some(TestLedger { runtime, time });
        self.tally.restarts += 1;
    }

    fn import(&mut self) {
        let ledger = self.ledger.take().expect("it is put back after each step");
        let snapshot = self.next_path();
        std::fs::create_dir(&snapshot).unwrap();
        ledger.runtime.export(&snapshot, &mut |_| {}).unwrap();
        let time = ledger.time;
        drop(ledger);
        let _ = std::fs::remove_dir_all(&self.path);
        self.path = self.next_path();
        let config = Config::folder(&self.path);
        Runtime::import(&config, &snapshot, &mut |_| {}).unwrap();
        let _ = std::fs::remove_dir_all(&snapshot);
        self.ledger = Some(TestLedger { runtime: Runtime::open(&config).unwrap(), time });
        self.tally.imports += 1;
    }

    fn block(&mut self, sequence: &mut Sequence) -> Result<(), String> {
        let height = self.ledger().next_header().height;
        let contract = self.contract;
        let count = 1 + sequence.random.below(5);
        let all: Vec<_> = (0..count).map(|_| sequence.next(contract, height)).collect();
        let bytes: Vec<_> = all.iter().map(|signed| signed.encode()).collect();
        let receipts = self.ledger().block(&bytes);
        for (signed, receipt) in all.iter().zip(&receipts) {
            self.tally.submitted += 1;
            sequence.count(signed, receipt, &mut self.tally, height)?;
        }
        Ok(())
    }

    /// Compares what the receipts said with what the ledger holds.
    fn check(&mut self, sequence: &Sequence) -> Result<(), String> {
        let contract = self.contract;
        let version = self.ledger().runtime.version();
        for signed in &sequence.signed {
            let mark = mark_of(signed);
            let said = sequence.executed.get(&mark).copied().unwrap_or(0);
            let stored = version.storage(&contract, &mark.to_le_bytes()).unwrap();
            let held = stored.map_or(0, |value| u32::from(value[0]));
            if said != held || held > 1 {
                return Err(format!("mark {mark}: {held} times, receipts say {said}"));
            }
        }
        for key in &sequence.keys {
            let (held, said) = (
                self.ledger().runtime.nonce(&key.address()).unwrap(),
                sequence.nonce(&key.address()),
            );
            if held != said {
                return Err(format!("nonce {held}, receipts say {said}"));
            }
        }
        Ok(())
    }
}

impl Sequence {
    fn nonce(&self, sender: &Address) -> u64 {
        self.nonces.get(sender).copied().unwrap_or(0)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.below(100) < percent
    }

    fn key_of(&self, sender: &Address) -> KeyPair {
        let own = self.keys.iter().find(|key| key.address() == *sender);
        own.expect("it is one of the sequence's").clone()
    }

    /// A transaction that is new, or was signed before.
    fn next(&mut self, contract: Address, height: Height) -> SignedTransaction {
        if !self.signed.is_empty() && self.chance(40) {
            let len = u32::try_from(self.signed.len()).unwrap();
            let mut old = self.signed[self.random.below(len) as usize].clone();
            if self.chance(30) {
                let endorsement = signature(&old.transaction, &key_of("endorser"));
                old.endorse(endorsement);
            }
            return old;
        }
        let signed = self.sign(contract, height);
        self.signed.push(signed.clone());
        signed
    }

    fn sign(&mut self, contract: Address, height: Height) -> SignedTransaction {
        let again = (!self.signed.is_empty() && self.chance(25)).then(|| {
            let len = u32::try_from(self.signed.len()).unwrap();
            self.signed[self.random.below(len) as usize].clone()
        });
        let again = again.filter(|old| old.transaction.request_id.is_some());
        // A request is its sender's.
        let key = match &again {
            Some(old) => self.key_of(&old.transaction.sender),
            None => self.keys[self.random.below(SENDERS) as usize].clone(),
        };
        // Those of the block so far are not counted yet: some are too early or too late.
        let nonce = self.nonce(&key.address()) + u64::from(self.random.below(3));
        let until = match self.random.below(10) {
            0 => height.0.saturating_sub(1),
            1 => height.0,
            _ => height.0 + u64::from(self.random.below(4)),
        };
        let request = again.as_ref().and_then(|old| old.transaction.request_id);
        let is_same = self.chance(70);
        let mark = match &again {
            Some(old) if is_same => mark_of(old),
            _ => {
                self.next_mark += 1;
                self.next_mark
            }
        };
        let id = match request {
            Some(id) => Some(id),
            None if self.chance(50) => {
                let mut id = [0; 16];
                id[..8].copy_from_slice(&mark.to_le_bytes());
                Some(RequestId(id))
            }
            None => None,
        };
        let args = mark.to_le_bytes().to_vec();
        let builder = TransactionBuilder::new(ChainId(CHAIN_ID.into()), nonce, Height(until));
        let builder = builder.gas_limit(Gas(5_000_000)).invoke(contract, "mark", args);
        let builder = match id {
            Some(id) => builder.request_id(id),
            None => builder,
        };
        builder.sign(&key).unwrap()
    }

    fn count(
        &mut self,
        signed: &SignedTransaction,
        receipt: &Receipt,
        tally: &mut Tally,
        height: Height,
    ) -> Result<(), String> {
        let transaction = &signed.transaction;
        let expected = self.nonce(&transaction.sender);
        let is_due = transaction.nonce == expected && transaction.valid_until >= height;
        match &receipt.outcome {
            Outcome::Success { .. } => {
                tally.executed += 1;
                *self.executed.entry(mark_of(signed)).or_default() += 1;
            }
            Outcome::Repeated { .. } => {
                tally.repeated += 1;
                if self.executed.get(&mark_of(signed)) != Some(&1) {
                    return Err(format!("repeated, but never done: {transaction:?}"));
                }
            }
            Outcome::Refused { code, .. } => {
                tally.refused += 1;
                if is_due && *code != code::REQUEST_DIFFERS {
                    return Err(format!("refused with {code}: {transaction:?}"));
                }
                return Ok(());
            }
            other => return Err(format!("{other:?}: {transaction:?}")),
        }
        if !is_due {
            return Err(format!("executed at {height}, nonce {expected}: {transaction:?}"));
        }
        self.nonces.insert(transaction.sender, expected + 1);
        Ok(())
    }
}

/// What a transaction counts.
fn mark_of(signed: &SignedTransaction) -> u64 {
    match &signed.transaction.calls[0] {
        Call::Invoke { args, .. } => u64::from_le_bytes(args[..8].try_into().unwrap()),
        other => panic!("{other:?}"),
    }
}

/// A contract that counts how often each argument was given.
fn counting() -> Vec<u8> {
    let mark = "(call $context_input_read (i32.const 0))
        (drop (call $storage_get (i32.const 0) (i32.const 8) (i32.const 16) (i32.const 1)))
        (i32.store8 (i32.const 16) (i32.add (i32.load8_u (i32.const 16)) (i32.const 1)))
        (call $storage_set (i32.const 0) (i32.const 8) (i32.const 16) (i32.const 1))";
    module(&[("mark", mark)], "")
}
