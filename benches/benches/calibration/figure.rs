//! A measured figure, and the file that keeps one for each entry of the schedule.

use crate::probe::Subject;
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
    /// For measuring it again.
    pub subject: Option<Subject>,
    /// Picoseconds for a unit of gas.
    pub picoseconds: u64,
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
