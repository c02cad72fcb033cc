//! State of 100 thousand and of 2 million entries in batches of 1 and 10 thousand writes, beside
//! what others have made, on the same writes: sled without a trie, NOMT and jmt.
//!
//! Every measurement is a process of its own, so that its processor time and its memory are its
//! own: the peers are built from `benches/peers`, our side is the example `measure` of the state
//! crate. Rounds go through all systems of a size one after the other; ratios are taken within a
//! round, and every figure is the median of its rounds.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod child;
mod rounds;
mod summary;
mod table;

use child::Programs;
use rounds::{Options, Results};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("state: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let options = Options::from_arguments()?;
    let programs = Programs::build()?;
    let results = Results::measure(&programs, &options);
    table::print(&results);
    summary::print(&results);
    Ok(())
}
