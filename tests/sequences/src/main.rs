//! `sequences [COUNT] [SEED]`: so many sequences of calls for each contract. Ends with the first
//! difference, shrunk to the fewest calls that show it.

use indicatif::{ProgressBar, ProgressStyle};
use sandpact_test_sequences::CONTRACTS;
use std::process::ExitCode;

/// Sequences for each contract without an argument.
const COUNT_DEFAULT: u32 = 10_000;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let count = words.next().map_or(Ok(COUNT_DEFAULT), |word| word.parse());
    let seed = words.next().map_or(Ok(1), |word| word.parse());
    let (Ok(count), Ok(seed)) = (count, seed) else {
        eprintln!("usage: sequences [COUNT] [SEED], both numbers");
        return ExitCode::from(2);
    };
    for (name, run) in CONTRACTS {
        let bar = ProgressBar::new(count.into()).with_message(*name);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left") {
            bar.set_style(style);
        }
        let tally = run(count, seed, &|| bar.inc(1));
        bar.finish_and_clear();
        println!(
            "summary sequences contract={name} sequences={} calls={} returned={} refused={} halted={} differences=0",
            tally.sequences, tally.calls, tally.returned, tally.refused, tally.halted
        );
    }
    ExitCode::SUCCESS
}
