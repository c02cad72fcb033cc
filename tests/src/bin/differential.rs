//! Compares engines on generated modules: `differential [COUNT] [FIRST]`. Ends with the
//! first difference, named by its module's number.
#![allow(clippy::arithmetic_side_effects)]

use indicatif::{ProgressBar, ProgressStyle};
use sandpact_tests::{differential::Differential, generated};
use std::process::ExitCode;

/// Modules without an argument.
const COUNT_DEFAULT: u64 = 100_000;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (Ok(count), Ok(first)) =
        (numbers.next().unwrap_or(Ok(COUNT_DEFAULT)), numbers.next().unwrap_or(Ok(0)))
    else {
        eprintln!("usage: differential [COUNT] [FIRST], both numbers");
        return ExitCode::from(2);
    };
    let bar = ProgressBar::new(count);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} modules, {eta} left") {
        bar.set_style(style);
    }
    let mut engines = Differential::default();
    let mut made = 0_u64;
    for number in first..first.saturating_add(count) {
        if let Some(code) = generated::module(number) {
            made += 1;
            if let Err(difference) = engines.module(&code) {
                bar.abandon();
                eprintln!("module {number}: {difference}");
                return ExitCode::FAILURE;
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let tally = engines.tally;
    println!(
        "summary differential modules={made} accepted={} refused={} succeeded={} reverted={} halted={} differences=0",
        tally.accepted, tally.refused, tally.succeeded, tally.reverted, tally.halted
    );
    ExitCode::SUCCESS
}
