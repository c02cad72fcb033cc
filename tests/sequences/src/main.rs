//! `sequences [COUNT] [SEED] [CONTRACT [KIND]]`: so many sequences of calls for each contract, or
//! for the one that is named: first `arbitrary` calls, then those that check a sector's `rules`,
//! or the kind that is named. Ends
//! with the first difference or broken rule, shrunk to the fewest calls that show it.

use indicatif::{ProgressBar, ProgressStyle};
use sandpact_test_sequences::{CONTRACTS, Run, rules::RULES};
use std::process::ExitCode;

/// Sequences for each contract without an argument.
const COUNT_DEFAULT: u32 = 10_000;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let count = words.next().map_or(Ok(COUNT_DEFAULT), |word| word.parse());
    let seed = words.next().map_or(Ok(1), |word| word.parse());
    let (Ok(count), Ok(seed)) = (count, seed) else {
        eprintln!(
            "usage: sequences [COUNT] [SEED] [CONTRACT [arbitrary|rules]], first two numbers"
        );
        return ExitCode::from(2);
    };
    let (wanted, kind_wanted) = (words.next(), words.next());
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if !CONTRACTS.iter().chain(RULES).any(|(name, _)| is_wanted(name)) {
        eprintln!("no contract {}", wanted.unwrap_or_default());
        return ExitCode::from(2);
    }
    let kinds = [("arbitrary", CONTRACTS), ("rules", RULES)];
    let is_kind = |kind: &str| kind_wanted.as_deref().is_none_or(|wanted| wanted == kind);
    if !kinds.iter().any(|(kind, _)| is_kind(kind)) {
        eprintln!("no kind {}", kind_wanted.unwrap_or_default());
        return ExitCode::from(2);
    }
    for (kind, runs) in kinds.into_iter().filter(|(kind, _)| is_kind(kind)) {
        for (name, run) in runs.iter().filter(|(name, _)| is_wanted(name)) {
            run_all(kind, name, *run, (count, seed));
        }
    }
    ExitCode::SUCCESS
}

fn run_all(kind: &str, name: &str, run: Run, (count, seed): (u32, u64)) {
    let bar = ProgressBar::new(count.into()).with_message(name.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left") {
        bar.set_style(style);
    }
    let tally = run(count, seed, &|| bar.inc(1));
    bar.finish_and_clear();
    println!(
        "summary sequences kind={kind} contract={name} sequences={} calls={} returned={} refused={} halted={} violations=0",
        tally.sequences, tally.calls, tally.returned, tally.refused, tally.halted
    );
}
