//! Charges moved up to where the cheapest way to the next point of account is certain.
//!
//! For every point of a body let its *due* be the ticks of the cheapest way from there to
//! the next point of account: the function's return, a call from which the host can look
//! at the gas, or a jump back to a loop. Ways that end in a trap do not count; where there
//! is no other, nothing is due. A function takes its due at entry and a loop at each turn,
//! both compared to what is left; where ways part, each dearer one takes the difference,
//! uncompared. At every point of account exactly what ran has been taken, and never
//! earlier more than what is certain to run.
//!
//! The walk goes backwards, once per round: jumps go forward except to loops, whose due is
//! always zero. Where one operator jumps to several labels or carries operands, nothing
//! can be taken on the way; the labels are then capped to a common due and take the rest
//! themselves, which may need another round.

use super::{
    Charge, Facts, Plan,
    nesting::{Nesting, Opened, at_depth},
};
use crate::{
    calls::{CallGraph, Callee},
    parse::Parsed,
    schedule,
};
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::{BlockType, Operator};

/// Most ticks that a function may take without comparing them at its entry: about half a
/// microsecond of overdraft, which the next comparison ends.
const UNCHECKED_TICKS_MAX: u64 = 4_096;

/// Rounds in which labels are capped to what is common; after them, to zero.
const CAP_ROUNDS_MAX: usize = 6;

/// Ticks due at a point; `None` where every way ends in a trap.
type Due = Option<u64>;

/// What an operator does to the account of its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Runs on.
    On,
    /// A call during which the host may look at the gas.
    Account,
    /// A call that never returns and shows no gas.
    Trap,
}

/// Plans of all bodies, callees before callers.
pub fn all(module: &Parsed<'_>, graph: &CallGraph) -> Vec<Plan> {
    let mut facts = vec![Facts::default(); graph.callees.len()];
    let mut plans: Vec<Option<Plan>> = vec![None; graph.functions];
    for component in &graph.components {
        let reaches_host = component.iter().any(|node| {
            graph.calls_host[*node]
                || graph.callees[*node].iter().any(|callee| facts[*callee].reaches_host)
        });
        for node in component {
            facts[*node].reaches_host = reaches_host;
        }
        for node in component {
            match module.bodies.get(*node) {
                Some(body) => {
                    let effect = |operator: &Operator<'_>| effect(module, graph, &facts, operator);
                    let unchecked = unchecked_ticks(module, graph, &facts, *node);
                    let (plan, due) = hoisted(&body.operators, effect, unchecked.is_some());
                    plans[*node] = Some(plan);
                    facts[*node].always_traps = due.is_none() && !graph.recursive[*node];
                    facts[*node].unchecked_ticks = unchecked.unwrap_or(0);
                }
                None => {
                    let targets = graph.callees[*node].iter();
                    let dearest = targets.map(|callee| facts[*callee].unchecked_ticks).max();
                    facts[*node].unchecked_ticks = dearest.unwrap_or(0);
                }
            }
        }
    }
    plans.into_iter().flatten().collect()
}

fn effect(
    module: &Parsed<'_>,
    graph: &CallGraph,
    facts: &[Facts],
    operator: &Operator<'_>,
) -> Effect {
    match graph.callee(module, operator) {
        None => Effect::On,
        Some(Callee::Host) => Effect::Account,
        Some(Callee::Abort) => Effect::Trap,
        Some(Callee::Node(node)) if facts[node].always_traps => Effect::Trap,
        Some(Callee::Node(node)) if facts[node].reaches_host => Effect::Account,
        Some(Callee::Node(_)) => Effect::On,
    }
}

/// The most that a function can take uncompared, each operator once and with what its
/// callees take so; `None` when that is too much, or nobody knows how often it calls itself.
fn unchecked_ticks(
    module: &Parsed<'_>,
    graph: &CallGraph,
    facts: &[Facts],
    function: usize,
) -> Option<u64> {
    let total = module.bodies[function].operators.iter().fold(0_u64, |total, operator| {
        let callee = match graph.callee(module, operator) {
            Some(Callee::Node(node)) => facts[node].unchecked_ticks,
            _ => 0,
        };
        total.saturating_add(ticks(operator)).saturating_add(callee)
    });
    (!graph.recursive[function] && total <= UNCHECKED_TICKS_MAX).then_some(total)
}

fn ticks(operator: &Operator<'_>) -> u64 {
    u64::from(schedule::operator_ticks(operator).unwrap_or(0))
}

/// Plans one body and returns what is due at its entry.
fn hoisted(
    operators: &[Operator<'_>],
    effect: impl Fn(&Operator<'_>) -> Effect,
    is_unchecked: bool,
) -> (Plan, Due) {
    let nesting = Nesting::new(operators);
    let mut caps = BTreeMap::new();
    for round in 0_usize.. {
        let mut walk = Walk::new(&nesting, &caps);
        let due = walk.run(operators, &effect);
        if walk.conflicts.is_empty() {
            let mut plan = walk.plan;
            if let (Some(first), Some(due)) = (plan.before.first_mut(), due) {
                *first = if is_unchecked { Charge::unchecked(due) } else { Charge::checked(due) };
            }
            return (plan, due);
        }
        if round < CAP_ROUNDS_MAX {
            for (end, cap) in walk.conflicts {
                let known = caps.entry(end).or_insert(cap);
                *known = cap.min(*known);
            }
        } else {
            // With every such label at zero there is nothing left to disagree about.
            caps = walk.contested.into_iter().map(|end| (end, 0)).collect();
        }
    }
    unreachable!("labels capped to zero have no conflict")
}

/// An open construct, seen from its end.
struct Label {
    opened: Option<Opened>,
    /// What is due at the place that a branch to it leads to.
    due: Due,
    /// Index of its `end`.
    end: usize,
    /// What is due after its `else`, with the index of that.
    else_branch: Option<(usize, Due)>,
}

/// One walk, from the last operator to the first.
struct Walk<'a> {
    nesting: &'a Nesting,
    /// Largest due of a label, by its `end`.
    caps: &'a BTreeMap<usize, u64>,
    plan: Plan,
    labels: Vec<Label>,
    /// Labels on the way to which something would have to be taken, and their next cap.
    conflicts: Vec<(usize, u64)>,
    /// Labels on the way to which nothing can be taken.
    contested: BTreeSet<usize>,
}

impl<'a> Walk<'a> {
    fn new(nesting: &'a Nesting, caps: &'a BTreeMap<usize, u64>) -> Self {
        Self {
            nesting,
            caps,
            plan: Plan::new(nesting.live.clone()),
            labels: Vec::new(),
            conflicts: Vec::new(),
            contested: BTreeSet::new(),
        }
    }

    fn run(
        &mut self,
        operators: &[Operator<'_>],
        effect: &impl Fn(&Operator<'_>) -> Effect,
    ) -> Due {
        let mut due = Some(0);
        for (index, operator) in operators.iter().enumerate().rev() {
            if self.nesting.live[index] {
                due = self.step(operators, index, operator, effect, due);
            }
        }
        due
    }

    /// What is due before an operator, from what is due after it.
    fn step(
        &mut self,
        operators: &[Operator<'_>],
        index: usize,
        operator: &Operator<'_>,
        effect: &impl Fn(&Operator<'_>) -> Effect,
        due: Due,
    ) -> Due {
        let own = ticks(operator);
        match operator {
            Operator::End => self.end(index, due),
            Operator::Else => {
                let label = self.labels.last_mut().expect("an else lies within its if");
                label.else_branch = Some((index, due));
                label.due
            }
            Operator::Block { .. } => {
                self.labels.pop();
                due
            }
            Operator::Loop { .. } => self.open_loop(index, due),
            Operator::If { .. } => plus(self.open_if(index, due), own),
            Operator::Br { relative_depth } => plus(self.due_at(*relative_depth), own),
            Operator::BrIf { relative_depth } => {
                plus(self.branch_if(operators, index, *relative_depth, due), own)
            }
            Operator::BrTable { targets } => {
                let depths = targets.targets().flatten().chain([targets.default()]);
                plus(self.branch_table(depths.collect()), own)
            }
            Operator::Return => Some(own),
            Operator::Unreachable => None,
            _ => match effect(operator) {
                Effect::On => plus(due, own),
                Effect::Trap => None,
                Effect::Account => {
                    self.take_before(index.saturating_add(1), due);
                    Some(own)
                }
            },
        }
    }

    fn take_before(&mut self, index: usize, due: Due) {
        if let (Some(charge), Some(due)) = (self.plan.before.get_mut(index), due) {
            *charge = Charge::unchecked(due);
        }
    }

    fn end(&mut self, index: usize, due: Due) -> Due {
        let opened = self.nesting.opened[index];
        let (at_label, below) = match opened {
            Some(Opened::Function) | None => (Some(0), Some(0)),
            // A branch to it goes back, where each turn takes its own due.
            Some(Opened::Loop(_)) => (Some(0), due),
            Some(Opened::Block(_) | Opened::If(_)) => {
                let join = capped(due, self.caps.get(&index).copied());
                self.take_before(index.saturating_add(1), minus(due, join));
                (join, join)
            }
        };
        self.labels.push(Label { opened, due: at_label, end: index, else_branch: None });
        below
    }

    fn open_loop(&mut self, index: usize, due: Due) -> Due {
        self.labels.pop();
        if !self.nesting.jumped_to[index] {
            return due;
        }
        if let (Some(charge), Some(due)) = (self.plan.before.get_mut(index.saturating_add(1)), due)
        {
            *charge = Charge::checked(due);
        }
        Some(0)
    }

    fn open_if(&mut self, index: usize, then_due: Due) -> Due {
        let label = self.labels.pop().expect("an if has an end");
        let else_due = label.else_branch.map_or(label.due, |(_, due)| due);
        let common = least(then_due, else_due);
        self.take_before(index.saturating_add(1), minus(then_due, common));
        let rest = minus(else_due, common);
        match label.else_branch {
            Some((index, _)) => self.take_before(index.saturating_add(1), rest),
            None => self.plan.implicit_else[label.end] = rest.unwrap_or(0),
        }
        common
    }

    fn due_at(&self, depth: u32) -> Due {
        at_depth(&self.labels, depth).and_then(|label| label.due)
    }

    fn branch_if(&mut self, operators: &[Operator<'_>], index: usize, depth: u32, due: Due) -> Due {
        let taken = self.due_at(depth);
        let common = least(taken, due);
        self.take_before(index.saturating_add(1), minus(due, common));
        let rest = minus(taken, common).unwrap_or(0);
        let label = at_depth(&self.labels, depth).expect("a branch leads to an open construct");
        if has_operands(operators, label) {
            self.contest(label.end, taken, common);
        } else {
            self.plan.taken[index] = rest;
        }
        common
    }

    fn branch_table(&mut self, depths: Vec<u32>) -> Due {
        let common = depths.iter().fold(None, |common, depth| least(common, self.due_at(*depth)));
        for depth in depths {
            if let Some(label) = at_depth(&self.labels, depth) {
                self.contest(label.end, label.due, common);
            }
        }
        common
    }

    /// A label on the way to which nothing can be taken.
    fn contest(&mut self, end: usize, due: Due, common: Due) {
        self.contested.insert(end);
        if let (Some(due), Some(common)) = (due, common)
            && due > common
        {
            self.conflicts.push((end, common));
        }
    }
}

/// Whether a branch to a label carries operands. Loops take none in the accepted subset,
/// and what is due at a function's end is zero, so neither is ever in conflict.
fn has_operands(operators: &[Operator<'_>], label: &Label) -> bool {
    let Some(Opened::Block(opener) | Opened::If(opener)) = label.opened else { return false };
    match operators[opener] {
        Operator::Block { blockty } | Operator::If { blockty } => blockty != BlockType::Empty,
        _ => false,
    }
}

fn plus(due: Due, ticks: u64) -> Due {
    due.map(|due| due.saturating_add(ticks))
}

/// The part of `due` above `paid`; nothing where either way traps.
fn minus(due: Due, paid: Due) -> Due {
    Some(due?.saturating_sub(paid?))
}

fn capped(due: Due, cap: Option<u64>) -> Due {
    due.map(|due| due.min(cap.unwrap_or(u64::MAX)))
}

/// The lesser of two; a way into a trap does not count.
fn least(one: Due, other: Due) -> Due {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (due, None) | (None, due) => due,
    }
}
