//! Our side of the benchmark `state`: measures one system on the workload that the peers are
//! given and prints one line of JSON. A process of its own, so that its processor time and
//! memory are its own.
//!
//!     cargo run --release -p sandpact-state --example measure -- \
//!         --system sandpact-sled --folder NEW --entries 100000 --batch 1000 --batches 100
#![allow(clippy::arithmetic_side_effects)]

#[path = "../../../../benches/peers/src/common/mod.rs"]
mod common;
mod ours;
mod reopen;

use common::{Failure, System, Task, measure};

fn main() -> Result<(), Failure> {
    let task = Task::from_arguments()?;
    if task.system == "sandpact-kernel" {
        let rate = ours::hashes_per_second();
        println!("{{\"system\":\"{}\",\"hashes_per_second\":{rate}}}", task.system);
        return Ok(());
    }
    if task.system == "sandpact-die" {
        return reopen::load_and_die(&task);
    }
    if task.system == "sandpact-reopen" {
        println!("{}", reopen::reopen(&task)?);
        return Ok(());
    }
    println!("{}", measure(open(&task)?.as_mut(), &task)?);
    Ok(())
}

fn open(task: &Task) -> Result<Box<dyn System>, Failure> {
    Ok(match task.system.as_str() {
        "sandpact-root" => Box::new(ours::Root::default()),
        "sandpact-memory" => Box::new(ours::Ledger::in_memory()?),
        "sandpact-sled" => Box::new(ours::Ledger::on_sled(task, 0)?),
        "sandpact-history" => Box::new(ours::Ledger::on_sled(task, 128)?),
        "sandpact-burst" => Box::new(ours::Burst::on_sled(task)?),
        other => return Err(format!("no system {other}; the sources name those there are").into()),
    })
}
