//! No call takes more time than its gas is worth: every module of the hostile corpus that is
//! taken is called, with everything that this costs a node (the block, its thread, signatures,
//! instances, the tries of the commit in memory) and nothing subtracted. Modules whose calls
//! may be short run as four in a block, each of other bytes, so that every call gets an
//! instance of its own and the block's own cost is shared as in no busier a block than that.
//! Fails when one takes more than [`PICOSECONDS_MAX`] for a unit of gas.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

use sandpact_abi::{Address, Call, Gas, limits};
use sandpact_benches::{median, process_time};
use sandpact_runtime::{Outcome, Receipt};
use sandpact_tests::{
    TestLedger,
    hostile::{self, Case, Verdict},
    key_of, numbered,
};
use std::{collections::BTreeMap, process::ExitCode, time::Duration};

/// Most picoseconds for a unit of gas. A unit is meant to be a nanosecond; the dearest work of
/// `calibration` takes one, and a block has costs of its own.
const PICOSECONDS_MAX: u64 = 4_000;

/// Gas of each call: some 60 milliseconds of work. Calls that come to their end may have all.
const GAS: Gas = Gas(60_000_000);

/// Runs of each module.
const RUNS: usize = 3;
/// Runs of a module that came out above the bound, each time that it is taken again. A busy
/// machine stays so for longer than a few short calls, so that is when all others were run.
const RUNS_AGAIN: usize = 9;
/// Times that such a module is taken again.
const TIMES_AGAIN: usize = 5;

/// Variants of a module whose call may be short, called in one block.
const VARIANTS: u8 = 4;

/// Modules until a new ledger is made, so that its state stays small.
const MODULES_PER_LEDGER: usize = 100;

/// What one module's call took.
struct Timed {
    name: String,
    gas: u64,
    picoseconds: u64,
}

fn main() -> ExitCode {
    let cases = hostile::runnable(2);
    let mut endings: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for some in cases.chunks(MODULES_PER_LEDGER) {
        let mut ledger = TestLedger::in_memory();
        for case in some {
            let (timed, ending) = time(&mut ledger, case, RUNS);
            *endings.entry(ending).or_default() += 1;
            all.push(timed);
        }
    }
    for _ in 0..TIMES_AGAIN {
        for (timed, case) in all.iter_mut().zip(&cases) {
            if timed.picoseconds > PICOSECONDS_MAX {
                let again = time(&mut TestLedger::in_memory(), case, RUNS_AGAIN).0;
                timed.picoseconds = timed.picoseconds.min(again.picoseconds);
            }
        }
    }
    all.sort_by_key(|timed| std::cmp::Reverse(timed.picoseconds));
    println!("{:>8} {:>12}  module", "ns/gas", "gas");
    for timed in &all {
        println!("{:>8} {:>12}  {}", shown(timed.picoseconds), timed.gas, timed.name);
    }
    let worst = all.first().expect("there are modules");
    println!("calls that {endings:?}");
    println!(
        "summary hostile_time modules={} worst_ns_per_gas={} worst_name={}",
        all.len(),
        shown(worst.picoseconds),
        worst.name.replace([' ', ',', ':'], "_")
    );
    if worst.picoseconds > PICOSECONDS_MAX { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The median over `count` runs, and how the call ended, which is as its verdict says.
fn time(ledger: &mut TestLedger, case: &Case, count: usize) -> (Timed, &'static str) {
    let variants = if case.verdict == Verdict::Halts { 1 } else { VARIANTS };
    let contracts: Vec<Address> =
        (0..variants).map(|number| ledger.deploy(&numbered(&case.code, number), &())).collect();
    let is_ending = case.verdict == Verdict::Succeeds;
    let gas_limit = if is_ending { Gas(limits::GAS_LIMIT_MAX) } else { GAS };
    let mut ending = "";
    let mut gas = 0_u64;
    let times = (0..count).map(|_| {
        let (receipts, time) = run(ledger, &contracts, gas_limit);
        ending = receipts.iter().map(|receipt| ended(case, receipt)).next_back().unwrap_or("");
        gas = receipts.iter().map(|receipt| receipt.gas_used.0).sum();
        time
    });
    let picoseconds = median(times.collect()).as_nanos() * 1_000 / u128::from(gas);
    let picoseconds = u64::try_from(picoseconds).unwrap();
    let gas = gas / u64::from(variants);
    (Timed { name: case.name.clone(), gas, picoseconds }, ending)
}

/// One block that calls each contract.
fn run(ledger: &mut TestLedger, contracts: &[Address], gas_limit: Gas) -> (Vec<Receipt>, Duration) {
    let key = key_of("caller");
    let nonce = ledger.runtime.nonce(&key.address()).unwrap();
    let signed = |(nonce, contract): (u64, &Address)| {
        let call = Call::Invoke { contract: *contract, method: "run".into(), args: Vec::new() };
        ledger.signed_as(&key, nonce, call, gas_limit)
    };
    let transactions: Vec<_> = (nonce..).zip(contracts).map(signed).collect();
    let begun = process_time();
    let receipts = ledger.block(&transactions);
    (receipts, process_time().saturating_sub(begun))
}

fn ended(case: &Case, receipt: &Receipt) -> &'static str {
    let (ending, is_expected) = match receipt.outcome {
        Outcome::Success { .. } => ("succeed", case.verdict == Verdict::Succeeds),
        Outcome::Halted { .. } => ("halt", case.verdict == Verdict::Halts),
        _ => ("are refused", case.verdict == Verdict::Limit),
    };
    assert!(is_expected || case.verdict == Verdict::Same, "{}: {receipt:?}", case.name);
    ending
}

/// Picoseconds as nanoseconds with two decimals.
fn shown(picoseconds: u64) -> String {
    format!("{}.{:02}", picoseconds / 1_000, picoseconds % 1_000 / 10)
}
