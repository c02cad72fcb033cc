//! Loops whose number of turns nothing visible bounds.
//!
//! A loop counts as bounded when one comparison with something that does not change while
//! it turns decides whether it goes on: with a local that it never sets (an argument, the
//! length of a list), or with a constant other than -1, 0 and 1, which stand for the end of
//! a list or an answer of yes or no; with a constant by equality, only a local that counts.
//! A way out that leads straight to a trap decides nothing.
//!
//! That is a reading of what compilers write, no proof: `docs/lints.md` says where it errs.

use crate::graph;
use crate::module::{Body, Module};
use std::collections::BTreeSet;
use std::ops::Range;
use wasmparser::Operator;

/// Whether the body has a loop without a visible bound that may call one of `functions` in
/// each turn.
pub fn has_unbounded(module: &Module<'_>, body: &Body<'_>, functions: &BTreeSet<u32>) -> bool {
    let constructs = Constructs::new(&body.operators);
    constructs.loops().any(|(index, range)| {
        let turn = body.operators.get(range).unwrap_or_default();
        turn.iter().any(|operator| graph::calls_any(module, operator, functions))
            && !constructs.is_bounded(&body.operators, index)
    })
}

/// A `block`, `loop` or `if` with what is inside.
struct Construct {
    is_loop: bool,
    start: usize,
    end: usize,
}

/// The constructs of a body, in the order in which they begin.
struct Constructs {
    all: Vec<Construct>,
    /// For each operator, the constructs around it, the outermost first.
    around: Vec<Vec<usize>>,
}

/// Where a branch leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Construct(usize),
    /// Out of the function.
    Return,
}

impl Constructs {
    fn new(operators: &[Operator<'_>]) -> Self {
        let (mut all, mut around, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for (place, operator) in operators.iter().enumerate() {
            around.push(open.clone());
            match operator {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    open.push(all.len());
                    let is_loop = matches!(operator, Operator::Loop { .. });
                    all.push(Construct { is_loop, start: place, end: operators.len() });
                }
                Operator::End => {
                    let closed: Option<&mut Construct> =
                        open.pop().and_then(|index: usize| all.get_mut(index));
                    if let Some(construct) = closed {
                        construct.end = place;
                    }
                }
                _ => {}
            }
        }
        Self { all, around }
    }

    fn loops(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let loops = self.all.iter().enumerate().filter(|(_, construct)| construct.is_loop);
        loops.map(|(index, construct)| (index, construct.start..construct.end))
    }

    /// Whether a comparison with something fixed decides about the loop.
    fn is_bounded(&self, operators: &[Operator<'_>], index: usize) -> bool {
        let Some(construct) = self.all.get(index) else { return false };
        let inside = construct.start..construct.end;
        let turn = operators.get(inside.clone()).unwrap_or_default();
        let locals = Locals::of(turn);
        inside.into_iter().any(|place| {
            operators.get(place).is_some_and(is_comparison)
                && compares_with_fixed(operators, place, &locals)
                && self.decides(operators, place, index)
        })
    }

    /// Whether the outcome of the comparison at `place` ends or repeats the loop.
    fn decides(&self, operators: &[Operator<'_>], place: usize, index: usize) -> bool {
        let after =
            (place.saturating_add(1)..).map_while(|next| Some((next, operators.get(next)?)));
        let mut after = after.skip_while(|(_, operator)| is_passed_on(operator));
        match after.next() {
            Some((next, Operator::BrIf { relative_depth })) => {
                self.is_way_out(operators, next, *relative_depth, index)
            }
            Some((next, Operator::If { .. })) => self.arms(next).any(|place| {
                matches!(operators.get(place), Some(Operator::Br { relative_depth })
                    if self.is_way_out(operators, place, *relative_depth, index))
            }),
            _ => false,
        }
    }

    /// The places inside the `if` at `place`.
    fn arms(&self, place: usize) -> Range<usize> {
        let arms = self.all.iter().find(|construct| construct.start == place);
        arms.map_or(0..0, |construct| construct.start..construct.end)
    }

    /// Whether a branch leaves the loop, other than to a trap, or goes back to its start.
    fn is_way_out(
        &self,
        operators: &[Operator<'_>],
        place: usize,
        depth: u32,
        index: usize,
    ) -> bool {
        match self.target(place, depth) {
            Target::Return => true,
            Target::Construct(target) if target == index => true,
            Target::Construct(target) => {
                // Constructs around the loop begin before it.
                target < index
                    && self.all.get(target).is_some_and(|construct| {
                        construct.is_loop || !leads_to_trap(operators, construct.end)
                    })
            }
        }
    }

    fn target(&self, place: usize, depth: u32) -> Target {
        let around = self.around.get(place).map(Vec::as_slice).unwrap_or_default();
        let depth = usize::try_from(depth).unwrap_or(usize::MAX).saturating_add(1);
        let target = around.len().checked_sub(depth).and_then(|at| around.get(at));
        target.map_or(Target::Return, |target| Target::Construct(*target))
    }
}

/// Whether nothing but a trap follows.
fn leads_to_trap(operators: &[Operator<'_>], place: usize) -> bool {
    use Operator as O;
    let after = operators.get(place.saturating_add(1)..).unwrap_or_default();
    let is_control = |operator: &&O<'_>| {
        matches!(
            operator,
            O::Block { .. }
                | O::Loop { .. }
                | O::If { .. }
                | O::Else
                | O::End
                | O::Br { .. }
                | O::BrIf { .. }
                | O::BrTable { .. }
                | O::Return
                | O::Unreachable
        )
    };
    matches!(after.iter().find(is_control), Some(O::Unreachable))
}

/// What a truth value goes through on its way to a branch.
fn is_passed_on(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::I32Eqz | Operator::I32And | Operator::I32Or)
}

fn is_comparison(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::I32Eq
            | O::I32Ne
            | O::I32LtS
            | O::I32LtU
            | O::I32GtS
            | O::I32GtU
            | O::I32LeS
            | O::I32LeU
            | O::I32GeS
            | O::I32GeU
            | O::I64Eq
            | O::I64Ne
            | O::I64LtS
            | O::I64LtU
            | O::I64GtS
            | O::I64GtU
            | O::I64LeS
            | O::I64LeU
            | O::I64GeS
            | O::I64GeU
    )
}

/// Whether an operand of the comparison is fixed, as far as it stands right before it.
///
/// Compilers tell the variants of an enum apart by equality with constants: there the other
/// operand has to be a local that only counts.
fn compares_with_fixed(operators: &[Operator<'_>], place: usize, locals: &Locals) -> bool {
    let before = |back: usize| place.checked_sub(back).and_then(|place| operators.get(place));
    let is_constant = |operator: &Operator<'_>| match operator {
        Operator::I32Const { value } => !(-1..=1).contains(value),
        Operator::I64Const { value } => !(-1..=1).contains(value),
        _ => false,
    };
    let is_fixed = |operator: &Operator<'_>| matches!(operator, Operator::LocalGet { local_index } if !locals.set.contains(local_index));
    let is_counter = |operator: &Operator<'_>| {
        local_of(operator).is_some_and(|local| !locals.loaded.contains(&local))
    };
    let (Some(last), Some(first)) = (before(1), before(2)) else { return false };
    let by_equality = operators.get(place).is_some_and(is_equality);
    // The second operand is what was pushed last; the first is seen when that is one operator.
    is_fixed(last)
        || (is_constant(last) && (!by_equality || is_counter(first)))
        || (local_of(last).is_some() && (is_fixed(first) || is_constant(first) && !by_equality))
}

/// The local that an operator pushes.
fn local_of(operator: &Operator<'_>) -> Option<u32> {
    match operator {
        Operator::LocalGet { local_index } | Operator::LocalTee { local_index } => {
            Some(*local_index)
        }
        _ => None,
    }
}

fn is_equality(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::I32Eq | Operator::I32Ne | Operator::I64Eq | Operator::I64Ne)
}

/// What a loop does with locals.
#[derive(Default)]
struct Locals {
    /// Those that it sets.
    set: BTreeSet<u32>,
    /// Those that it sets to something other than a sum or difference.
    loaded: BTreeSet<u32>,
}

impl Locals {
    fn of(turn: &[Operator<'_>]) -> Self {
        let mut locals = Self::default();
        let mut before = None;
        for operator in turn {
            if let Operator::LocalSet { local_index } | Operator::LocalTee { local_index } =
                operator
            {
                locals.set.insert(*local_index);
                if !before.is_some_and(is_sum) {
                    locals.loaded.insert(*local_index);
                }
            }
            before = Some(operator);
        }
        locals
    }
}

fn is_sum(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(operator, O::I32Add | O::I32Sub | O::I64Add | O::I64Sub)
}
