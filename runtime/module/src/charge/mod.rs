//! Where a body takes its gas.
//!
//! What a call costs is fixed: the sum of the ticks of every operator that it runs. Where
//! the instrumented code takes them is not, because of one rule: a call succeeds if and
//! only if that sum is within its limit, and one that traps takes all gas, whatever it had
//! run. So charges may be taken late, or early where they are certain to be due, as long as
//! exactly what ran was taken whenever the host looks.
//!
//! [`Placement::Late`] uses that freedom; [`Placement::PerBlock`] does not and is the
//! oracle of the tests, and what a watched call runs.

mod counted;
mod functions;
mod late;
mod nesting;
mod per_block;
mod traps;

use super::{calls::CallGraph, parse::Parsed};

pub use counted::{Bound, Counted, Counter, Until};
pub use nesting::at_depth;
pub use per_block::{BasicBlock, blocks};

/// A charge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// Ticks to take.
    pub ticks: u64,
    /// Whether to trap when fewer are left; with no ticks, whether to trap when the gas is
    /// negative. Without this it may become so.
    pub check: bool,
}

/// A conditional jump back to a loop, and what either way of it takes, compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    /// Index of the loop.
    pub loop_index: usize,
    /// Ticks to take.
    pub ticks: u64,
}

/// Charges of one body, by operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What to take before the operator at the same index.
    pub before: Vec<Charge>,
    /// What to take on the way of a `br_if` that is taken.
    pub taken: Vec<Charge>,
    /// What the `br_if` at the same index takes as a jump back.
    pub back: Vec<Option<Back>>,
    /// Ticks to take when the condition of an `if` without `else` fails, by its `end`.
    pub implicit_else: Vec<u64>,
    /// All turns of the `loop` at the same index, taken before it.
    pub counted: Vec<Option<Counted>>,
    /// Whether the operator can be reached.
    pub live: Vec<bool>,
}

impl Plan {
    fn new(live: Vec<bool>) -> Self {
        let len = live.len();
        Self {
            before: vec![Charge::default(); len],
            taken: vec![Charge::default(); len],
            back: vec![None; len],
            implicit_else: vec![0; len],
            counted: vec![None; len],
            live,
        }
    }
}

/// Plans every body, callees first.
pub fn plans(module: &Parsed<'_>, graph: &CallGraph, placement: Placement) -> Vec<Plan> {
    match placement {
        Placement::PerBlock => module
            .bodies
            .iter()
            .map(|body| per_block::per_block(&body.operators, &body.ticks))
            .collect(),
        Placement::Late => functions::plans(module, graph),
    }
}

/// Where charges stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// As late and as seldom as the rule allows.
    Late,
    /// Before every basic block, always compared: plain enough to be the oracle, and to say
    /// where a call ran out of gas and what took how much.
    PerBlock,
}
