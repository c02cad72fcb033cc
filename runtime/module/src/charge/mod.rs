//! Where a body takes its gas.
//!
//! What a call costs is fixed: the sum of the ticks of every operator that it runs. Where
//! the instrumented code takes them is not, because of one rule: a call succeeds if and
//! only if that sum is within its limit, and one that traps takes all gas, whatever it had
//! run. So charges may be taken early, as long as they are certain to be due, and every
//! function that a host function can be reached from owes exactly what it ran whenever the
//! host looks.
//!
//! [`Placement::Hoisted`] uses that freedom; `Placement::PerBlock` does not and is the
//! oracle of the tests.

mod hoist;
mod nesting;
#[cfg(any(test, feature = "testing"))]
mod per_block;

use super::{calls::CallGraph, parse::Parsed};

/// What one function does to its callers' accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// A host function that shows gas can be reached: nothing may be owed or prepaid
    /// across a call of it.
    pub reaches_host: bool,
    /// It always traps, before any host function could show gas.
    pub always_traps: bool,
    /// Ticks that it may take without comparing them to what is left; zero when it
    /// compares at its entry.
    pub unchecked_ticks: u64,
}

/// A charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// Ticks to take; zero for no charge.
    pub ticks: u64,
    /// Whether to trap when fewer are left. Without this the gas may become negative.
    pub check: bool,
}

impl Charge {
    const NONE: Self = Self { ticks: 0, check: false };

    const fn unchecked(ticks: u64) -> Self {
        Self { ticks, check: false }
    }

    const fn checked(ticks: u64) -> Self {
        Self { ticks, check: true }
    }
}

/// Charges of one body, by operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What to take before the operator at the same index.
    pub before: Vec<Charge>,
    /// Ticks to take on the way of a `br_if` that is taken.
    pub taken: Vec<u64>,
    /// Ticks to take when the condition of an `if` without `else` fails, by its `end`.
    pub implicit_else: Vec<u64>,
    /// Whether the operator can be reached.
    pub live: Vec<bool>,
}

impl Plan {
    fn new(live: Vec<bool>) -> Self {
        let len = live.len();
        Self {
            before: vec![Charge::NONE; len],
            taken: vec![0; len],
            implicit_else: vec![0; len],
            live,
        }
    }
}

/// Plans every body, callees first.
pub fn plans(module: &Parsed<'_>, graph: &CallGraph, placement: Placement) -> Vec<Plan> {
    match placement {
        #[cfg(any(test, feature = "testing"))]
        Placement::PerBlock => {
            module.bodies.iter().map(|body| per_block::per_block(&body.operators)).collect()
        }
        Placement::Hoisted => hoist::all(module, graph),
    }
}

/// Where charges stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// As early and as seldom as the rule allows.
    Hoisted,
    /// Before every basic block, always compared: plain enough to be the oracle.
    #[cfg(any(test, feature = "testing"))]
    PerBlock,
}
