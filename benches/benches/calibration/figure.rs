//! A measured figure, and the file that keeps one for each entry of the schedule.

use crate::{
    certificates, commits,
    probe::{CAREFUL, Probe, Subject},
};
use sandpact_abi::KeyKind;
use sandpact_runtime::schedule;
use std::{fmt::Write as _, fs, io};

/// Where the figures are kept; `docs/gas.md` shows them.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/figures.csv");

/// What something takes for its gas.
pub struct Figure {
    /// What it is.
    pub name: String,
    /// Entries of the schedule that it pays by.
    pub entries: Vec<&'static str>,
    /// What it was measured on.
    pub of: Measured,
    /// Picoseconds for a unit of gas.
    pub picoseconds: u64,
}

/// What a figure was measured on, for measuring it again.
pub enum Measured {
    /// Work of a contract.
    Work(Subject),
    /// Transactions with arguments of this length, signed by a key of this kind.
    Transactions(usize, KeyKind),
    /// Changes that bring certificates.
    Certificates,
    /// Writes until they are durable.
    Commits,
    /// Deploying one of the repository's contracts.
    Deployment(&'static [u8]),
}

impl Measured {
    /// Picoseconds for a unit of gas.
    pub fn picoseconds_per_gas(&self, probe: &mut Probe) -> u64 {
        match self {
            Self::Work(subject) => probe.picoseconds_per_gas(subject, CAREFUL),
            Self::Transactions(args_len, kind) => probe.transactions(*args_len, *kind),
            Self::Certificates => certificates::picoseconds(),
            Self::Commits => commits::picoseconds(),
            Self::Deployment(module) => probe.deployment(module),
        }
    }
}

/// Picoseconds as nanoseconds with two decimals.
pub fn shown(picoseconds: u64) -> String {
    format!("{}.{:02}", picoseconds / 1_000, picoseconds % 1_000 / 10)
}

/// Writes, for each entry of the schedule, the dearest of what pays by it.
pub fn write(figures: &[Figure]) -> io::Result<()> {
    let mut text = String::from("entry;ns per gas;dearest work\n");
    for (entry, _) in schedule::table() {
        let paid = figures.iter().filter(|figure| figure.entries.contains(entry));
        if let Some(dearest) = paid.max_by_key(|figure| figure.picoseconds) {
            let _ = writeln!(text, "{entry};{};{}", shown(dearest.picoseconds), dearest.name);
        }
    }
    fs::write(FILE, text)
}
