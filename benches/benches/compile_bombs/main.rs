//! How long modules keep the compiler busy: those that are known to be bad, those of this
//! repository, and the worst that a search has found, each as large as it is accepted.
//! Fails when a refusal takes longer than [`REFUSAL_MAX`], an accepted module more than
//! [`CPU_MAX`] or [`PEAK_MIB_MAX`], or anything longer than what is paid for it.
//! `-- --search SECONDS` searches on.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod contract;
mod cost;
mod margins;
mod search;
mod shape;
mod table;
mod unit;
mod worst;

use cost::Cost;
use sandpact_abi::module_limits as limits;
use sandpact_benches::{micros, ratio};
use sandpact_build::{BuildOptions, build_contract};
use sandpact_runtime::testing::production_engine;
use search::{repeated, search};
use std::{path::Path, process::ExitCode, time::Duration};
use wasmtime::Engine;

const REFUSAL_MAX: Duration = Duration::from_millis(5);
const CPU_MAX: Duration = Duration::from_secs(2);
const PEAK_MIB_MAX: u64 = 256;

/// The worst of everything so far.
#[derive(Default)]
struct Worst {
    refusal: Duration,
    cpu: Duration,
    peak_mib: u64,
    name: String,
    over_milli: u64,
    read_over_milli: u64,
}

impl Worst {
    fn accepted(&mut self, name: &str, cost: &Cost) {
        let report = &cost.report;
        let len_kib = u128::try_from(report.code_len_bytes.div_ceil(1_024)).unwrap();
        println!(
            "{:>8} bytes  compiled in {:>6} ms, {:>4} us a KiB, {:>4} MiB, {} of {:>4} Mgas, read in {:>5} us  {name}",
            report.code_len_bytes,
            cost.cpu.as_millis(),
            cost.cpu.as_micros() / len_kib.max(1),
            cost.peak_mib,
            ratio(cost.over_milli()),
            (report.deploy_gas + report.compile_gas) / 1_000_000,
            cost.read.as_micros(),
        );
        if cost.cpu > self.cpu {
            (self.cpu, self.name) = (cost.cpu, name.to_owned());
        }
        self.peak_mib = self.peak_mib.max(cost.peak_mib);
        self.over_milli = self.over_milli.max(cost.over_milli());
        self.read_over_milli = self.read_over_milli.max(cost.read_over_milli());
    }

    fn judge(&mut self, engine: &Engine, name: &str, code: &[u8]) {
        match cost::refusal(code) {
            Some((error, time)) => {
                let (us, code_number) = (micros(time), error.code());
                println!(
                    "{:>8} bytes  refused with {code_number} in {us:>7} us  {name}: {error}",
                    code.len()
                );
                self.refusal = self.refusal.max(time);
            }
            None => {
                let cost = twice(engine, code);
                self.accepted(name, &cost);
            }
        }
    }

    fn verdict(&self) -> ExitCode {
        let name = self.name.replace([',', ' '], "_").replace('=', ":");
        println!(
            "summary compile_bombs worst_refusal_us={} worst_accepted_ms={} worst_accepted_mib={} \
             worst_accepted_name={name} worst_over_estimate={} worst_read_over_paid={}",
            micros(self.refusal),
            self.cpu.as_millis(),
            self.peak_mib,
            ratio(self.over_milli),
            ratio(self.read_over_milli)
        );
        let is_good = self.refusal < REFUSAL_MAX
            && self.cpu < CPU_MAX
            && self.peak_mib < PEAK_MIB_MAX
            && self.over_milli <= 1_000
            && self.read_over_milli <= 1_000;
        if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn twice(engine: &Engine, code: &[u8]) -> Cost {
    let once = || cost::compile(engine, code).expect("it was accepted before");
    once().best(once())
}

fn main() -> ExitCode {
    let engine = production_engine().unwrap();
    let mut worst = Worst::default();
    // The first compilation of a process pays for what the others share.
    twice(&engine, sandpact_contracts::ALL[0].wasm);
    match search_time() {
        Some(time) => search(&engine, time, |found| {
            worst.accepted(&found.shape.to_string(), &found.cost);
        }),
        None => everything_known(&engine, &mut worst),
    }
    worst.verdict()
}

fn everything_known(engine: &Engine, worst: &mut Worst) {
    println!("-- of this repository");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("kernels");
    let options = BuildOptions { locked: true, ..BuildOptions::default() };
    let kernels = build_contract(&folder, &options).unwrap_or_else(|error| panic!("{error}")).wasm;
    let contracts = sandpact_contracts::ALL.iter().map(|module| (module.name, module.wasm));
    let contracts: Vec<_> = contracts.chain([("kernels", &kernels[..])]).collect();
    contracts.iter().for_each(|(name, code)| worst.judge(engine, name, code));
    margins::print(&contracts);
    println!("-- known to be bad");
    table::all().iter().for_each(|bomb| worst.judge(engine, &bomb.name, &bomb.code));
    println!("-- generated");
    for number in 0..20 {
        if let Some(code) = sandpact_tests::generated::module(number) {
            worst.judge(engine, &format!("generated {number}"), &code);
        }
    }
    println!("-- the worst that searches found, as large as they are accepted");
    for shape in worst::SHAPES {
        let full = repeated(*shape, limits::COMPILE_GAS.max);
        worst.judge(engine, &full.to_string(), &full.bytes());
    }
}

/// Seconds after `--search`.
fn search_time() -> Option<Duration> {
    let mut args = std::env::args().skip_while(|arg| arg != "--search").skip(1);
    args.next().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs)
}
