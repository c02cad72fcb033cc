//! Modules that mean harm and are taken all the same, each with the verdict on its call.
//! Numbers are those of the corpus that this follows. Tests hold every verdict on two
//! engines, a benchmark the time.

mod dear;
mod endless;
mod exact;
mod operators;
mod pointers;
mod trapping;

pub use operators::{PLAIN, STRUCTURE, plain_opcodes, with_operator};

use crate::module;

/// A module whose method `run` is called without arguments.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it does.
    pub name: String,
    /// The module.
    pub code: Vec<u8>,
    /// What becomes of the call.
    pub verdict: Verdict,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It halts and takes all gas.
    Halts,
    /// It succeeds, with the same gas on every engine.
    Succeeds,
    /// It is refused with the code of a limit.
    Limit,
    /// Whatever it is, it is the same on every engine.
    Same,
}

impl Case {
    fn new(name: &str, body: &str, rest: &str, verdict: Verdict) -> Self {
        Self { name: name.to_owned(), code: module(&[("run", body)], rest), verdict }
    }

    fn halts(name: &str, body: &str, rest: &str) -> Self {
        Self::new(name, body, rest, Verdict::Halts)
    }

    fn succeeds(name: &str, body: &str, rest: &str) -> Self {
        Self::new(name, body, rest, Verdict::Succeeds)
    }
}

/// Calls that come to their end and whose gas is exact wherever charges stand.
#[must_use]
pub fn exact() -> Vec<Case> {
    exact::all()
}

/// Calls that end by their gas, their depth or a trap.
#[must_use]
pub fn halting() -> Vec<Case> {
    [endless::endless(), endless::recursive(), trapping::trapping()].concat()
}

/// 46, 47: pointers and lengths at every edge, for every host function.
#[must_use]
pub fn pointers() -> Vec<Case> {
    pointers::edges()
}

/// 49: floods of events, returned bytes and keys.
#[must_use]
pub fn floods() -> Vec<Case> {
    pointers::floods()
}

/// 19, 21, 24, 25: what is dear for a machine, until the gas ends, and calls that cost an
/// instance more than they do.
#[must_use]
pub fn dear(seed: u64) -> Vec<Case> {
    dear::all(seed)
}

/// One module for each operator that contracts may use, behind an `unreachable`.
#[must_use]
pub fn operators() -> Vec<Case> {
    operators::taken()
}

/// Everything that can run.
#[must_use]
pub fn runnable(seed: u64) -> Vec<Case> {
    [exact(), halting(), pointers(), floods(), dear(seed), operators()].concat()
}
