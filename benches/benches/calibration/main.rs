//! Nanoseconds for a unit of gas, by class of operator and host function: the measurement
//! behind the schedule. One unit should take about a nanosecond. What matters is that
//! nothing takes far longer for its gas than the rest: fails when the worst takes more than
//! [`WORST_OVER_MEDIAN_MAX`] times the median.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod classes;
mod host_calls;

use classes::{CLASSES, Class};
use sandpact_abi::{Address, Call, Gas, limits};
use sandpact_benches::{median, now, ratio};
use sandpact_runtime::Outcome;
use sandpact_tests::{TestLedger, key_of, module};
use std::{collections::BTreeMap, fmt::Display, process::ExitCode, time::Duration};

/// Pairs of a long and a short run of each class.
const PAIRS: usize = 11;

/// Most that the worst class may take over the median, in thousandths.
const WORST_OVER_MEDIAN_MAX: u64 = 4_000;

/// Gas and time of one run.
struct Run {
    gas: u64,
    time: Duration,
}

/// One contract with the class's work in a loop; its argument is the number of rounds.
fn contract<T: Display>(ledger: &mut TestLedger, class: &Class<T>) -> Address {
    let body = format!(
        "(local $i i32) (local $x i32) (local $y i64)
         (call $context_input_read (i32.const 0))
         (local.set $i (i32.load (i32.const 0)))
         (drop (memory.grow (i32.const {})))
         {}
         (loop $again
            {}
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br_if $again (local.get $i)))
         (i32.store (i32.const 8) (local.get $x)) (i64.store (i32.const 16) (local.get $y))",
        class.pages,
        class.before,
        class.round.to_string().repeat(class.unrolled)
    );
    ledger.deploy(&module(&[("run", &body), ("nothing", "")], classes::REST), &())
}

/// Executes without committing, so that every run sees the same state.
fn run(ledger: &TestLedger, contract: Address, rounds: u32) -> Run {
    let args = [&rounds.to_le_bytes()[..], contract.as_bytes()].concat();
    let call = Call::Invoke { contract, method: "run".into(), args };
    let transactions = [ledger.signed(&key_of("caller"), call, Gas(limits::GAS_LIMIT_MAX))];
    let begun = now();
    let block = ledger.runtime.execute_block(&ledger.next_header(), &transactions).unwrap();
    let time = begun.elapsed();
    let receipt = &block.receipts[0];
    assert!(matches!(receipt.outcome, Outcome::Success { .. }), "{:?}", receipt.outcome);
    Run { gas: receipt.gas_used.0, time }
}

/// Picoseconds for a unit of gas: the median over pairs, in which fixed costs cancel.
fn picoseconds_per_gas<T: Display>(class: &Class<T>) -> u64 {
    let mut ledger = TestLedger::in_memory();
    let contract = contract(&mut ledger, class);
    let short = (class.rounds / 10).max(1);
    let (mut times, mut gas) = (Vec::new(), 0);
    for _ in 0..PAIRS {
        let long = run(&ledger, contract, class.rounds);
        let short = run(&ledger, contract, short);
        times.push(long.time.saturating_sub(short.time));
        gas = long.gas - short.gas;
    }
    u64::try_from(median(times).as_nanos() * 1_000 / u128::from(gas)).unwrap()
}

fn main() -> ExitCode {
    let mut all: Vec<(String, u64)> = Vec::new();
    println!("{:<44} {:>10}", "class", "ns per gas");
    for class in CLASSES {
        let picoseconds = picoseconds_per_gas(class);
        println!("{:<44} {:>10}", class.name, shown(picoseconds));
        all.push((class.name.to_owned(), picoseconds));
    }
    let mut dearest: BTreeMap<&str, (String, u64)> = BTreeMap::new();
    for call in host_calls::all() {
        let picoseconds = picoseconds_per_gas(&call.class);
        let worst = dearest.entry(call.function).or_default();
        if picoseconds >= worst.1 {
            *worst = (call.choice, picoseconds);
        }
    }
    for (function, (choice, picoseconds)) in dearest {
        let name = format!("{function} {choice}");
        println!("{name:<44} {:>10}", shown(picoseconds));
        all.push((name, picoseconds));
    }
    all.sort_by_key(|(_, picoseconds)| *picoseconds);
    let middle = all[all.len() / 2].1;
    let (name, worst) = all.last().expect("there are classes");
    let over = worst * 1_000 / middle.max(1);
    let name = name.replace([',', ' '], "_");
    println!("median {} ns per gas, worst {} ({name})", shown(middle), shown(*worst));
    println!("summary calibration worst_over_median={} worst_name={name}", ratio(over));
    if over > WORST_OVER_MEDIAN_MAX { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Picoseconds as nanoseconds with two decimals.
fn shown(picoseconds: u64) -> String {
    format!("{}.{:02}", picoseconds / 1_000, picoseconds % 1_000 / 10)
}
