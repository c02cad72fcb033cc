//! Nanoseconds for a unit of gas: the measurement behind the schedule. One unit should take
//! about a nanosecond. What matters is that nothing takes far longer for its gas than the
//! rest: fails when the worst takes more than [`WORST_OVER_MEDIAN_MAX`] times the median.
//!
//! Guest operators are work made against their price from a seed; for each host function its
//! arguments and states are searched for the dearest. The schedule was fitted with the seeds
//! [`SEEDS_FITTED`]; a run without arguments takes another, whose work it has not seen.
//!
//! `--seed N` takes another seed, `--steps N` searches longer, `--write` keeps the figures.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod certificates;
mod commits;
mod figure;
mod host;
mod probe;
mod space;
mod transactions;

use figure::{Figure, Measured, shown};
use probe::{Probe, Subject};
use sandpact_benches::ratio;
use sandpact_tests::work;
use std::process::ExitCode;

/// The seeds that the schedule was fitted with.
const SEEDS_FITTED: [u64; 2] = [1, 2];

/// Seed of a run without arguments: held out, so that the prices are not judged by the work
/// that they were made from.
const SEED_HELD_OUT: u64 = 3;

/// Steps of each search.
const STEPS: u64 = 10;

/// Most that the worst may take over the median, in thousandths.
const WORST_OVER_MEDIAN_MAX: u64 = 4_000;

/// How often a figure above that is taken again: a busy machine slows some runs down, and a
/// price that is too low is too low each time.
const RETRIES: usize = 2;

fn main() -> ExitCode {
    let seed = option("--seed").unwrap_or(SEED_HELD_OUT);
    let steps = u32::try_from(option("--steps").unwrap_or(STEPS)).unwrap_or(u32::MAX);
    let corpus = if SEEDS_FITTED.contains(&seed) { "fitted to" } else { "held out" };
    println!("seed {seed} ({corpus}), {steps} steps\n{:>8}  work", "ns/gas");
    let mut figures = measure(seed, steps);
    retry(&mut figures);
    if std::env::args().any(|word| word == "--write") {
        figure::write(&figures).unwrap();
    }
    verdict(&mut figures)
}

/// The number behind a word of the command line.
fn option(name: &str) -> Option<u64> {
    std::env::args().skip_while(|word| word != name).nth(1)?.parse().ok()
}

fn measure(seed: u64, steps: u32) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut keep = |figure: Figure| {
        println!("{:>8}  {}", shown(figure.picoseconds), figure.name);
        figures.push(figure);
    };
    let mut probe = Probe::new();
    for work in work::operators(seed) {
        let (name, entries) = (work.name.clone(), vec![work.entry]);
        let of = Measured::Work(Subject { work, callee: None });
        let picoseconds = of.picoseconds_per_gas(&mut probe);
        keep(Figure { name, entries, of, picoseconds });
    }
    for space in host::spaces() {
        keep(space.dearest(&mut Probe::new(), seed, steps));
    }
    transactions::figures(&mut probe).into_iter().for_each(&mut keep);
    keep(certificates::figure());
    keep(commits::figure());
    figures
}

fn middle(figures: &[Figure]) -> u64 {
    let mut all: Vec<u64> = figures.iter().map(|figure| figure.picoseconds).collect();
    all.sort_unstable();
    all[all.len() / 2].max(1)
}

/// Takes every figure above the bound again and keeps the least.
fn retry(figures: &mut [Figure]) {
    for _ in 0..RETRIES {
        let bound = middle(figures) * WORST_OVER_MEDIAN_MAX / 1_000;
        for figure in figures.iter_mut().filter(|figure| figure.picoseconds > bound) {
            let again = figure.of.picoseconds_per_gas(&mut Probe::new());
            println!(
                "{:>8}  again, after {}: {}",
                shown(again),
                shown(figure.picoseconds),
                figure.name
            );
            figure.picoseconds = figure.picoseconds.min(again);
        }
    }
}

fn verdict(figures: &mut [Figure]) -> ExitCode {
    let middle = middle(figures);
    figures.sort_by_key(|figure| figure.picoseconds);
    println!("\ndearest of {}:", figures.len());
    for figure in figures.iter().rev().take(8) {
        println!("{:>8}  {}", shown(figure.picoseconds), figure.name);
    }
    let worst = figures.last().expect("there is work");
    let over = worst.picoseconds * 1_000 / middle;
    let name: String =
        worst.name.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '_' }).collect();
    println!("median {} ns per gas, worst {}", shown(middle), shown(worst.picoseconds));
    println!("summary calibration worst_over_median={} worst_name={name}", ratio(over));
    if over > WORST_OVER_MEDIAN_MAX { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
