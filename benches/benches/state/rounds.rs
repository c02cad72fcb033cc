//! What is measured how often, and what came of it.

use crate::child::Programs;
use serde_json::Value;
use std::{collections::BTreeMap, env};

/// How many entries, in what batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    pub entries: u64,
    pub batch: u64,
    pub batches: u64,
}

/// 100 thousand and 2 million entries, batches of 1 and 10 thousand.
pub const SIZES: [Size; 4] = [
    Size { entries: 100_000, batch: 1_000, batches: 100 },
    Size { entries: 100_000, batch: 10_000, batches: 20 },
    Size { entries: 2_000_000, batch: 1_000, batches: 100 },
    Size { entries: 2_000_000, batch: 10_000, batches: 20 },
];

/// From this on a size is large: fewer rounds, and not everything.
const LARGE_ENTRIES: u64 = 1_000_000;

/// What is measured of each size, in this order. Those whose ratio is taken stand together.
const SYSTEMS: [&str; 9] = [
    "sandpact-root",
    "sandpact-memory",
    "sled",
    "sandpact-sled",
    "sandpact-history",
    "sandpact-burst",
    "nomt",
    "jmt-memory",
    "jmt-sled",
];

/// Not measured on large sizes: jmt on sled takes too long to load, and the two in memory add nothing.
const SMALL_ONLY: [&str; 3] = ["sandpact-memory", "jmt-memory", "jmt-sled"];

/// Batches of jmt on sled: it takes as long for these as others for all.
const BATCHES_OF_JMT_SLED: u64 = 10;

/// The batch kernel alone, measured once a round of the smallest size.
pub const KERNEL: &str = "sandpact-kernel";

/// What the command line asks for.
pub struct Options {
    rounds: usize,
    rounds_large: usize,
    systems: Vec<String>,
}

impl Options {
    /// `--rounds N --rounds-large N SYSTEM ...`
    pub fn from_arguments() -> Result<Self, String> {
        let mut options = Self { rounds: 3, rounds_large: 1, systems: Vec::new() };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut number = || {
                let value = arguments.next().unwrap_or_default();
                value.parse().map_err(|_| format!("{argument} takes a number, not {value:?}"))
            };
            match argument.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--rounds" => options.rounds = number()?,
                "--rounds-large" => options.rounds_large = number()?,
                other if other.starts_with("--") => {
                    return Err(format!("unknown argument {other}"));
                }
                system => options.systems.push(system.to_owned()),
            }
        }
        Ok(options)
    }

    fn wants(&self, system: &str) -> bool {
        self.systems.is_empty() || self.systems.iter().any(|wanted| wanted == system)
    }
}

/// Lines of JSON by system and size, one a round. A measurement that failed is its reason.
pub struct Results {
    lines: BTreeMap<(Size, String), Vec<Result<Value, String>>>,
}

impl Results {
    /// Measures everything that the options ask for.
    pub fn measure(programs: &Programs, options: &Options) -> Self {
        let mut results = Self { lines: BTreeMap::new() };
        for size in SIZES {
            let is_large = size.entries >= LARGE_ENTRIES;
            let rounds = if is_large { options.rounds_large } else { options.rounds };
            for _ in 0..rounds {
                for system in systems(size).filter(|system| options.wants(system)) {
                    results.add(programs, system, size);
                }
            }
        }
        results
    }

    fn add(&mut self, programs: &Programs, system: &str, size: Size) {
        let batches = if system == "jmt-sled" { BATCHES_OF_JMT_SLED } else { size.batches };
        let line = programs.measure(system, Size { batches, ..size });
        match &line {
            Ok(line) => eprintln!("{line}"),
            Err(reason) => eprintln!("{system}: {reason}"),
        }
        self.lines.entry((size, system.to_owned())).or_default().push(line);
    }

    /// Systems that were measured at a size, in the order of measuring.
    pub fn systems(&self, size: Size) -> impl Iterator<Item = &'static str> {
        systems(size).filter(move |system| self.lines.contains_key(&(size, (*system).to_owned())))
    }

    /// The median of a figure over the rounds; nothing when no round has it.
    pub fn median(&self, system: &str, size: Size, name: &str) -> Option<u64> {
        median(self.rounds(system, size, name).into_iter().flatten().collect())
    }

    /// The median over the rounds of the quotient of two systems' figures, in thousandths.
    pub fn ratio_milli(&self, over: &str, under: &str, size: Size, name: &str) -> Option<u64> {
        let (over, under) = (self.rounds(over, size, name), self.rounds(under, size, name));
        let quotient = |over: u64, under: u64| (over * 1_000).checked_div(under);
        let pairs = over.into_iter().zip(under);
        median(pairs.filter_map(|(over, under)| quotient(over?, under?)).collect())
    }

    /// Why a system has no figures.
    pub fn failure(&self, system: &str, size: Size) -> Option<&str> {
        let lines = self.lines.get(&(size, system.to_owned()))?;
        lines.iter().find_map(|line| line.as_ref().err()).map(String::as_str)
    }

    /// A figure of each round.
    fn rounds(&self, system: &str, size: Size, name: &str) -> Vec<Option<u64>> {
        let figure = |line: &Result<Value, String>| line.as_ref().ok()?.get(name)?.as_u64();
        let lines = self.lines.get(&(size, system.to_owned()));
        lines.map_or(Vec::new(), |lines| lines.iter().map(figure).collect())
    }
}

fn systems(size: Size) -> impl Iterator<Item = &'static str> {
    let kernel = (size == SIZES[0]).then_some(KERNEL);
    let is_large = size.entries >= LARGE_ENTRIES;
    let here = SYSTEMS.into_iter().filter(move |name| !(is_large && SMALL_ONLY.contains(name)));
    kernel.into_iter().chain(here)
}

fn median(mut figures: Vec<u64>) -> Option<u64> {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied()
}
