//! Random submissions: `submissions [COUNT] [FIRST]`. Ends with the first transaction that was
//! executed twice or not counted right, named by its sequence's number.
#![allow(clippy::arithmetic_side_effects)]

use indicatif::{ProgressBar, ProgressStyle};
use sandpact_tests::submissions::Submissions;
use std::{path::Path, process::ExitCode};

/// Sequences without an argument.
const COUNT_DEFAULT: u64 = 50_000;

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (Ok(count), Ok(first)) =
        (numbers.next().unwrap_or(Ok(COUNT_DEFAULT)), numbers.next().unwrap_or(Ok(0)))
    else {
        eprintln!("usage: submissions [COUNT] [FIRST], both numbers");
        return ExitCode::from(2);
    };
    let bar = ProgressBar::new(count);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} sequences, {eta} left") {
        bar.set_style(style);
    }
    let memory = Path::new("/dev/shm");
    let scratch = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let mut submissions = Submissions::new(&scratch);
    for number in first..first.saturating_add(count) {
        if let Err(problem) = submissions.run(number) {
            bar.abandon();
            eprintln!("sequence {number}: {problem}");
            return ExitCode::FAILURE;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let tally = submissions.tally;
    println!(
        "summary submissions sequences={count} submitted={} executed={} refused={} repeated={} restarts={} imports={} violations=0",
        tally.submitted,
        tally.executed,
        tally.refused,
        tally.repeated,
        tally.restarts,
        tally.imports
    );
    ExitCode::SUCCESS
}
