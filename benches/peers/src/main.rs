//! Measures one other system on the workload of the benchmark `state` and prints one line of
//! JSON. One system per process, so that its processor time and memory are its own.
#![allow(clippy::arithmetic_side_effects)]

mod common;
mod flat;
mod hasher;
mod jellyfish;
mod pages;

use common::{Failure, System, Task, measure};

/// The most entries with which jmt is run on sled: loading a twentieth of 2
/// million takes half a minute.
const JMT_ON_SLED_ENTRIES_MAX: u64 = 200_000;

fn main() -> Result<(), Failure> {
    let task = Task::from_arguments()?;
    let mut system = open(&task)?;
    println!("{}", measure(system.as_mut(), &task)?);
    Ok(())
}

fn open(task: &Task) -> Result<Box<dyn System>, Failure> {
    Ok(match task.system.as_str() {
        "sled" => Box::new(flat::Flat::open(task)?),
        "nomt" => Box::new(pages::Pages::open(task)?),
        "jmt-memory" => Box::new(jellyfish::Jellyfish::new(jellyfish::Memory::default())),
        "jmt-sled" if task.entries > JMT_ON_SLED_ENTRIES_MAX => {
            return Err("jmt on sled takes too long to load that many entries".into());
        }
        "jmt-sled" => Box::new(jellyfish::Jellyfish::new(jellyfish::Sled::open(task)?)),
        other => return Err(format!("no system {other}: sled, nomt, jmt-memory, jmt-sled").into()),
    })
}
