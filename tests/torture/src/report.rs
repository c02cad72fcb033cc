//! What a battery counted, as a table, as JSON, and as a line of `RELIABILITY.md`.

use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt, fs, io, path::Path};

/// Failures that are shown; all are counted.
const FAILURES_SHOWN: usize = 20;

/// Counts by what happened, and what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often each thing happened.
    pub counts: BTreeMap<String, u64>,
    /// The same, told apart further; for the table alone.
    pub details: BTreeMap<String, u64>,
    /// What was wrong, each with what repeats it.
    pub failures: Vec<String>,
}

impl Tally {
    /// Something happened once more.
    pub fn add(&mut self, what: impl Into<String>) {
        self.add_many(what, 1);
    }

    /// Something happened so often.
    pub fn add_many(&mut self, what: impl Into<String>, count: u64) {
        *self.counts.entry(what.into()).or_default() += count;
    }

    /// Something happened once more, told apart further.
    pub fn detail(&mut self, what: impl Into<String>) {
        *self.details.entry(what.into()).or_default() += 1;
    }

    /// Something is wrong.
    pub fn fail(&mut self, what: impl Into<String>) {
        self.failures.push(what.into());
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: Self) {
        for (what, count) in other.counts {
            self.add_many(what, count);
        }
        for (what, count) in other.details {
            *self.details.entry(what).or_default() += count;
        }
        self.failures.extend(other.failures);
    }

    /// How often something happened.
    #[must_use]
    pub fn count(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or(0)
    }
}

/// What one command found.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its name.
    pub battery: &'static str,
    /// What it was called with, so that it can be repeated.
    pub arguments: String,
    /// What it did, in a sentence without a number.
    pub what: &'static str,
    /// What it counted.
    pub tally: Tally,
}

impl Report {
    /// Whether everything held.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.tally.failures.is_empty()
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "battery": self.battery,
            "command": self.command(),
            "counts": self.tally.counts,
            "details": self.tally.details,
            "failures": self.tally.failures.len(),
            "failed": self.tally.failures,
        })
    }

    fn command(&self) -> String {
        format!("torture {} {}", self.battery, self.arguments).trim_end().to_owned()
    }

    fn line(&self) -> String {
        let counts = self.tally.counts.iter();
        let counts: Vec<_> =
            counts.map(|(what, count)| format!("{what}: {}", grouped(*count))).collect();
        let failures = self.tally.failures.len();
        format!("| {} | `{}` | {} | {failures} |", self.what, self.command(), counts.join("; "))
    }

    /// Replaces this battery's line in a file, between its markers.
    ///
    /// # Errors
    /// When the file cannot be read or written, or has no markers.
    pub fn write_into(&self, file: &Path) -> io::Result<()> {
        let text = fs::read_to_string(file)?;
        let replaced = replace_line(&text, self.battery, &self.line())
            .ok_or_else(|| io::Error::other(format!("no line for {} in it", self.battery)))?;
        fs::write(file, replaced)
    }
}

/// The text with the line that ends in a battery's marker replaced.
fn replace_line(text: &str, battery: &str, line: &str) -> Option<String> {
    let marker = format!("<!-- {battery} -->");
    let mut is_found = false;
    let mut lines: Vec<String> = Vec::new();
    for old in text.lines() {
        if old.ends_with(&marker) {
            is_found = true;
            lines.push(format!("{line} {marker}"));
        } else {
            lines.push(old.to_owned());
        }
    }
    is_found.then(|| lines.join("\n") + "\n")
}

/// 12345 as 12,345.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(to, "{}: {}", self.command(), self.what)?;
        let Tally { counts, details, .. } = &self.tally;
        let width = counts.keys().chain(details.keys()).map(String::len).max().unwrap_or(0).max(8);
        for (what, count) in details.iter().chain(counts) {
            writeln!(to, "  {what:width$}  {:>12}", grouped(*count))?;
        }
        let failures = self.tally.failures.len();
        writeln!(to, "  {:width$}  {failures:>12}", "failures")?;
        for failure in self.tally.failures.iter().take(FAILURES_SHOWN) {
            writeln!(to, "  ! {failure}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_replaced_by_its_marker() {
        let text = "a\n| old | <!-- kill9 -->\nb\n";
        let replaced = replace_line(text, "kill9", "| new |");
        assert_eq!(replaced.as_deref(), Some("a\n| new | <!-- kill9 -->\nb\n"));
        assert_eq!(replace_line(text, "model", "x"), None);
        assert_eq!(
            [0, 12, 999, 1_000, 1_234_567].map(grouped),
            ["0", "12", "999", "1,000", "1,234,567"]
        );
    }
}
