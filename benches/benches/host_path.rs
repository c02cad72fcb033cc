//! A method with two storage reads and two writes through the whole host path, without
//! signature and commit, beside the engine alone: instantiate the same module, call it with
//! host functions that do nothing, drop it. Medians of pairs of runs.
//!
//! Each run of the host path has a session and a thread of its own, whose first call is not
//! measured: it finds the module and touches the new stack, which the engine alone never does.
//! After each call its writes are settled, as after a transaction. What the two reads copy into
//! the guest's memory is in the host path alone.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

use sandpact_abi::{Gas, host};
use sandpact_benches::{now, ratio};
use sandpact_runtime::{
    Config,
    testing::{CallBench, Instrumentation, instrument, production_engine},
};
use sandpact_tests::{TestLedger, key_of, module};
use std::time::Duration;
use wasmtime::{Caller, Engine, InstancePre, Linker, Module, Store};

const BODY: &str = "
    (drop (call $storage_get (i32.const 0) (i32.const 8) (i32.const 64) (i32.const 32)))
    (drop (call $storage_get (i32.const 8) (i32.const 8) (i32.const 96) (i32.const 32)))
    (call $storage_set (i32.const 0) (i32.const 8) (i32.const 64) (i32.const 32))
    (call $storage_set (i32.const 8) (i32.const 8) (i32.const 96) (i32.const 32))";
const DATA: &str = "(data (i32.const 0) \"first...second..\")";

/// Calls of one run, and pairs of runs. A run is shorter than a turn of the scheduler, so that
/// most runs are not interrupted, whatever else the machine does.
const CALLS: u32 = 200;
const PAIRS: usize = 501;
const GAS: Gas = Gas(1_000_000);

fn main() {
    let code = module(&[("run", BODY)], DATA);
    let raw = Raw::new(&code);
    let fresh = Whole::new(&code, false);
    let warm = Whole::new(&code, true);
    let mut ratios = [Vec::new(), Vec::new()];
    let mut raw_times = Vec::new();
    for pair in 0..PAIRS {
        let base = raw.run();
        for (ratios, whole) in ratios.iter_mut().zip([&fresh, &warm]) {
            let time = whole.run();
            ratios.push(time.as_nanos() * 1_000 / base.as_nanos());
        }
        if pair > 0 {
            raw_times.push(base);
        }
    }
    let [fresh, warm] = ratios.map(|mut ratios| {
        ratios.sort_unstable();
        ratio(u64::try_from(ratios[PAIRS / 2]).unwrap())
    });
    raw_times.sort_unstable();
    let raw_ns = raw_times[raw_times.len() / 2].as_nanos() / u128::from(CALLS);
    println!("the engine alone   {:>6}.{:02} us a call", raw_ns / 1_000, raw_ns % 1_000 / 10);
    println!("fresh instance     {fresh:>9} of that");
    println!("warm instance      {warm:>9} of that");
    println!(
        "summary host_path fresh_ratio={fresh} warm_ratio={warm} raw_us={}.{:02}",
        raw_ns / 1_000,
        raw_ns % 1_000 / 10
    );
}

/// The runtime's own path from the executor on.
struct Whole {
    ledger: TestLedger,
    contract: sandpact_abi::Address,
}

impl Whole {
    fn new(code: &[u8], reuse_instances: bool) -> Self {
        let mut ledger = TestLedger::create(&Config { reuse_instances, ..Config::memory() });
        let contract = ledger.deploy(code, &());
        let key = key_of("caller");
        ledger.call(&key, &contract, "run", &());
        Self { ledger, contract }
    }

    fn run(&self) -> Duration {
        let mut bench = CallBench::new(&self.ledger.runtime, self.contract, "run", GAS).unwrap();
        bench.time(CALLS, now).unwrap()
    }
}

/// The engine with host functions that take their gas and do nothing.
struct Raw {
    engine: Engine,
    pre: InstancePre<()>,
}

impl Raw {
    fn new(code: &[u8]) -> Self {
        let engine = production_engine().unwrap();
        let module =
            Module::new(&engine, instrument(code, Instrumentation::default()).unwrap()).unwrap();
        let mut linker = Linker::new(&engine);
        linker
            .func_wrap(
                host::MODULE,
                "storage_get",
                |_: Caller<'_, ()>, _: i32, _: i32, _: i32, _: i32, gas: i64| (32_i32, gas - 1),
            )
            .unwrap();
        linker
            .func_wrap(
                host::MODULE,
                "storage_set",
                |_: Caller<'_, ()>, _: i32, _: i32, _: i32, _: i32, gas: i64| gas - 1,
            )
            .unwrap();
        linker.define_unknown_imports_as_traps(&module).unwrap();
        let pre = linker.instantiate_pre(&module).unwrap();
        Self { engine, pre }
    }

    fn run(&self) -> Duration {
        let begun = now();
        for _ in 0..CALLS {
            let mut store = Store::new(&self.engine, ());
            let instance = self.pre.instantiate(&mut store).unwrap();
            let run = instance.get_typed_func::<(i32, i64), i64>(&mut store, "method.run").unwrap();
            run.call(&mut store, (0, i64::MAX / 2)).unwrap();
        }
        begun.elapsed()
    }
}
