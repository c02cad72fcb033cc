//! Printing: a command returns a [`Report`], and only this file writes it.

use crate::error::CliError;
use crate::visible;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

/// What a finished command says: to programs and to people.
#[derive(Debug)]
pub struct Report {
    /// The one document of `--json`.
    pub json: Value,
    /// What people read, without the last line end.
    pub text: String,
}

impl Report {
    /// Of a command that has said everything, or is not for people.
    pub fn nothing() -> Self {
        Self { json: Value::Null, text: String::new() }
    }

    fn is_nothing(&self) -> bool {
        self.json.is_null() && self.text.is_empty()
    }
}

/// How to show results and progress.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

/// How often a spinner turns while nothing else happens.
const SPINNER_TICK: Duration = Duration::from_millis(120);

impl Output {
    /// `json`: one JSON document instead of text, and no progress.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether programs read the result.
    pub fn is_json(self) -> bool {
        self.json
    }

    /// Writes a result to standard output.
    pub fn report(self, report: &Report) {
        if report.is_nothing() {
            return;
        }
        if self.json {
            print(&pretty(&report.json));
        } else {
            print(&visible::lines(&report.text));
        }
    }

    /// Writes an error: one line on standard error, then where a contract halted, before it
    /// what a check found, and with `--json` the document.
    pub fn error(self, error: &CliError) {
        if self.json {
            print(&pretty(&error.json()));
        } else if let Some(report) = error.report() {
            print(&visible::lines(report));
        }
        // A closed standard error leaves nobody to tell.
        let mut stderr = std::io::stderr();
        let _ = writeln!(stderr, "{}", error.line());
        for line in error.trace() {
            let _ = writeln!(stderr, "{line}");
        }
    }

    /// A bar of `steps`, shown only to a person at a terminal.
    pub fn progress(self, steps: u64) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(steps), self.target());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        bar
    }

    /// A turning mark for work of unknown length.
    pub fn spinner(self, message: &'static str) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, self.target()).with_message(message);
        bar.enable_steady_tick(SPINNER_TICK);
        bar
    }

    fn target(self) -> ProgressDrawTarget {
        if self.json || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        }
    }
}

fn pretty(value: &Value) -> String {
    visible::json(&format!("{value:#}"))
}

/// A reader that closed the pipe early wants no more; that is no failure.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A length as the type of figures.
pub fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// A number with a blank between groups of three digits (ISO 80000-1).
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        let checks = [(0, "0"), (999, "999"), (1_000, "1 000"), (1_234_567, "1 234 567")];
        for (number, text) in checks {
            assert_eq!(grouped(number), text);
        }
    }
}
