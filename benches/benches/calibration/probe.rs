//! A ledger to measure on, and the measurement: processor time of a long and a short run.

use sandpact_abi::{Address, Call, Gas, KeyKind, limits};
use sandpact_benches::{median, process_time};
use sandpact_client::key::KeyPair;
use sandpact_runtime::Outcome;
use sandpact_tests::{TestLedger, key_of, numbered, work::Work};
use std::time::Duration;
use tempfile::TempDir;

/// How carefully to measure.
#[derive(Clone, Copy)]
pub struct Care {
    /// Pairs of a long and a short run.
    pub pairs: usize,
    /// About how long a long run takes.
    pub run: Duration,
}

/// For a step of the search.
pub const QUICK: Care = Care { pairs: 3, run: Duration::from_micros(1_200) };
/// For a figure.
pub const CAREFUL: Care = Care { pairs: 9, run: Duration::from_millis(5) };

/// Least gas between a long and a short run.
const GAS_MIN: u64 = 400_000;

/// Work and, where it calls another contract, that one's module.
#[derive(Clone, Default)]
pub struct Subject {
    /// The work.
    pub work: Work,
    /// The callee's module.
    pub callee: Option<Vec<u8>>,
}

/// Gas and time of one run.
#[derive(Clone, Copy)]
struct Run {
    /// Gas that the receipts tell.
    gas: u64,
    /// Processor time of executing the block.
    time: Duration,
    /// Whether all transactions succeeded.
    is_success: bool,
}

/// A ledger on a disk.
pub struct Probe {
    ledger: TestLedger,
    /// Runs of transactions so far. Each has transactions of its own: signatures that were
    /// checked are remembered.
    runs: u64,
    _folder: TempDir,
}

/// A deployed subject.
struct Deployed<'a> {
    contract: Address,
    callee: Address,
    work: &'a Work,
}

impl Probe {
    /// A new ledger.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = TestLedger::on_disk(&folder.path().join("ledger"));
        Self { ledger, runs: 0, _folder: folder }
    }

    /// Picoseconds for a unit of gas: the median over pairs, in which fixed costs cancel.
    pub fn picoseconds_per_gas(&mut self, subject: &Subject, care: Care) -> u64 {
        let deployed = self.deploy(subject);
        let long = self.rounds(&deployed, care);
        let short = (long / 8).max(1);
        let (mut times, mut gas) = (Vec::new(), 0);
        for _ in 0..care.pairs {
            let (long, short) = (self.run(&deployed, long), self.run(&deployed, short));
            times.push(long.time.saturating_sub(short.time));
            gas = long.gas - short.gas;
        }
        picoseconds(median(times), gas)
    }

    /// Picoseconds for a unit of gas of a transaction that calls a contract that is not there,
    /// signed by a key of this kind.
    pub fn transactions(&mut self, args_len: usize, kind: KeyKind) -> u64 {
        let key = KeyPair::from_secret(kind, &[7; 32]).unwrap();
        let nonce = self.ledger.runtime.nonce(&key.address()).unwrap();
        let first = self.runs;
        let some = |run: u64, count: u64| -> Vec<_> {
            let gas_limit = Gas(limits::GAS_LIMIT_MAX - first - run);
            let one = |nonce| {
                let contract = Address([9; 32]);
                let call = Call::Invoke { contract, method: "run".into(), args: vec![7; args_len] };
                self.ledger.signed_as(&key, nonce, call, gas_limit)
            };
            (nonce..nonce + count).map(one).collect()
        };
        let pairs = (0_u64..).take(CAREFUL.pairs).map(|pair| {
            let many = self.execute(&some(2 * pair, 40));
            let few = self.execute(&some(2 * pair + 1, 5));
            (many.time.saturating_sub(few.time), many.gas - few.gas)
        });
        let (times, gas): (Vec<_>, Vec<_>) = pairs.unzip();
        self.runs += 2 * u64::try_from(CAREFUL.pairs).unwrap();
        picoseconds(median(times), gas[0])
    }

    /// Picoseconds for a unit of gas of deploying a module that the node does not know yet, the
    /// transaction included.
    pub fn deployment(&mut self, code: &[u8]) -> u64 {
        self.runs += 1;
        let number = u8::try_from(self.runs % 256).unwrap();
        let call = Call::Deploy { code: numbered(code, number), args: Vec::new() };
        let gas_limit = Gas(limits::GAS_LIMIT_MAX);
        let transaction = self.ledger.signed(&key_of("deployer"), call, gas_limit);
        let run = self.execute(&[transaction]);
        picoseconds(run.time, run.gas)
    }

    fn deploy<'a>(&mut self, subject: &'a Subject) -> Deployed<'a> {
        let callee = match &subject.callee {
            Some(code) => self.ledger.deploy(code, &()),
            None => Address([0; 32]),
        };
        let work = &subject.work;
        let contract = self.ledger.deploy(&work.counted(), &());
        if !work.prepare.is_empty() {
            let call = Call::Invoke { contract, method: "prepare".into(), args: Vec::new() };
            let receipt = self.ledger.send(&key_of("caller"), call, Gas(limits::GAS_LIMIT_MAX));
            let is_success = matches!(receipt.outcome, Outcome::Success { .. });
            assert!(is_success, "{}: {:?}", work.name, receipt.outcome);
        }
        Deployed { contract, callee, work }
    }

    /// Rounds that take about as long as is asked for, within the gas of a transaction, and
    /// that are not fewer because page faults of the preparation made a short run long.
    fn rounds(&self, deployed: &Deployed<'_>, care: Care) -> u32 {
        let end = match deployed.work.rounds_max {
            0 => u32::MAX,
            most => most,
        };
        let mut rounds = 2.min(end);
        let first = self.run(deployed, 1);
        loop {
            let run = self.run(deployed, rounds);
            let time = run.time.saturating_sub(first.time);
            let wanted = care.run.as_nanos().checked_div(time.as_nanos()).unwrap_or(16);
            let least = if run.gas - first.gas < GAS_MIN { 4 } else { 0 };
            let factor = u32::try_from(wanted.min(16)).unwrap().max(least);
            let gas = u32::try_from((limits::GAS_LIMIT_MAX / run.gas).min(16)).unwrap();
            let factor = factor.min(gas);
            if factor < 2 || rounds == end {
                return rounds;
            }
            rounds = rounds.saturating_mul(factor).min(end);
        }
    }

    /// Executes without committing, so that every run sees the same state.
    fn run(&self, deployed: &Deployed<'_>, rounds: u32) -> Run {
        let contract = deployed.contract;
        let args = [&rounds.to_le_bytes()[..], deployed.callee.as_bytes(), &deployed.work.args[..]];
        let call = Call::Invoke { contract, method: "run".into(), args: args.concat() };
        let gas_limit = Gas(limits::GAS_LIMIT_MAX);
        let transaction = self.ledger.signed(&key_of("caller"), call, gas_limit);
        let run = self.execute(&[transaction]);
        assert!(run.is_success, "{} failed", deployed.work.name);
        run
    }

    fn execute(&self, transactions: &[Vec<u8>]) -> Run {
        let header = self.ledger.next_header();
        let begun = process_time();
        let block = self.ledger.runtime.execute_block(&header, transactions).unwrap();
        let time = process_time().saturating_sub(begun);
        let gas = block.receipts.iter().map(|receipt| receipt.gas_used.0).sum();
        let is_success =
            block.receipts.iter().all(|receipt| matches!(receipt.outcome, Outcome::Success { .. }));
        Run { gas, time, is_success }
    }
}

fn picoseconds(time: Duration, gas: u64) -> u64 {
    u64::try_from(time.as_nanos() * 1_000 / u128::from(gas.max(1))).unwrap()
}
