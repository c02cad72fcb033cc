//! Charges across calls: callees are planned before callers, who need to know what a call
//! leaves to them.

use super::{Plan, late, nesting::Nesting, traps::Traps};
use crate::{
    calls::{CallGraph, Callee},
    parse::Parsed,
};
use wasmparser::{ExternalKind, Operator};

/// Most ticks that a function may run without comparing: an overdraft that the next
/// comparison ends.
const UNCHECKED_TICKS_MAX: u64 = late::DEBT_TICKS_MAX;

/// What an operator does to the account of its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Runs on.
    On {
        /// What a callee leaves to be taken.
        debt: u64,
        /// Whether a callee compares at its entry: what is owed should be taken by then.
        compares: bool,
    },
    /// A call during which the host may look at the gas.
    Account {
        /// What a callee leaves to be taken.
        debt: u64,
    },
    /// A call that never returns and shows no gas.
    Trap,
}

/// What a call of one function does to its caller's account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Facts {
    /// A host function that shows gas can be reached.
    reaches_host: bool,
    /// It always traps, before any host function could show gas.
    always_traps: bool,
    /// Ticks that it leaves to its callers to take.
    debt: u64,
    /// It compares at its entry.
    compares: bool,
    /// Ticks that it may run without comparing; zero when it compares at its entry.
    unchecked_ticks: u64,
}

/// Plans of all bodies.
pub fn plans(module: &Parsed<'_>, graph: &CallGraph) -> Vec<Plan> {
    let mut planner = Planner {
        module,
        graph,
        facts: vec![Facts::default(); graph.callees.len()],
        plans: vec![None; graph.functions],
        is_named_only: named_only(module, graph),
    };
    for component in &graph.components {
        planner.component(component);
    }
    planner.plans.into_iter().flatten().collect()
}

/// Whether a function is entered by calls that name it and in no other way.
fn named_only(module: &Parsed<'_>, graph: &CallGraph) -> Vec<bool> {
    let exports = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
    let others = module.elements.iter().flat_map(|(_, items)| items.iter().copied());
    let mut named_only = vec![true; graph.functions];
    for index in exports.map(|export| export.index).chain(others) {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let function = index.checked_sub(module.imports.len());
        if let Some(is_named_only) = function.and_then(|function| named_only.get_mut(function)) {
            *is_named_only = false;
        }
    }
    named_only
}

struct Planner<'m, 'a> {
    module: &'m Parsed<'a>,
    graph: &'m CallGraph,
    /// By node of the call graph.
    facts: Vec<Facts>,
    plans: Vec<Option<Plan>>,
    is_named_only: Vec<bool>,
}

impl Planner<'_, '_> {
    /// Plans functions that can call one another.
    fn component(&mut self, nodes: &[usize]) {
        let reaches_host = nodes.iter().any(|node| {
            self.graph.calls_host[*node]
                || self.graph.callees[*node].iter().any(|callee| self.facts[*callee].reaches_host)
        });
        for node in nodes {
            self.facts[*node].reaches_host = reaches_host;
            self.facts[*node].compares = self.graph.recursive[*node];
        }
        for node in nodes {
            if *node < self.graph.functions {
                self.function(*node);
            } else {
                self.function_type(*node);
            }
        }
    }

    /// A call through the table may be a call of any function of its type in there.
    fn function_type(&mut self, node: usize) {
        let targets = || self.graph.callees[node].iter().map(|callee| self.facts[*callee]);
        let compares = self.facts[node].compares || targets().any(|facts| facts.compares);
        let unchecked_ticks = targets().map(|facts| facts.unchecked_ticks).max().unwrap_or(0);
        let facts = &mut self.facts[node];
        (facts.compares, facts.unchecked_ticks) = (compares, unchecked_ticks);
    }

    fn function(&mut self, node: usize) {
        let body = &self.module.bodies[node];
        let operators = &body.operators;
        let effect = |operator: &Operator<'_>| self.effect(operator);
        let nesting = Nesting::new(operators);
        let traps = Traps::new(operators, &nesting, effect);
        let is_recursive = self.graph.recursive[node];
        let leaves_debt = self.is_named_only[node] && !is_recursive;
        let (mut plan, debt) = late::plan(body, &nesting, &traps, effect, leaves_debt);
        let unchecked = self.unchecked_ticks(node).filter(|_| !is_recursive);
        let facts = &mut self.facts[node];
        facts.always_traps = traps.whole && !is_recursive;
        facts.debt = debt;
        facts.compares = unchecked.is_none();
        facts.unchecked_ticks = unchecked.unwrap_or(0);
        if let Some(first) = plan.before.first_mut() {
            first.check |= facts.compares && !facts.always_traps;
        }
        self.plans[node] = Some(plan);
    }

    fn effect(&self, operator: &Operator<'_>) -> Effect {
        match self.graph.callee(self.module, operator) {
            None => Effect::On { debt: 0, compares: false },
            Some(Callee::Host { .. }) => Effect::Account { debt: 0 },
            Some(Callee::Abort) => Effect::Trap,
            Some(Callee::Node(node)) => {
                let Facts { debt, compares, .. } = self.facts[node];
                match self.facts[node] {
                    Facts { always_traps: true, .. } => Effect::Trap,
                    Facts { reaches_host: true, .. } => Effect::Account { debt },
                    _ => Effect::On { debt, compares },
                }
            }
        }
    }

    /// The most that a function can run without comparing, each operator once and with what
    /// its callees run so; `None` when that is too much.
    fn unchecked_ticks(&self, node: usize) -> Option<u64> {
        let body = &self.module.bodies[node];
        let mut priced = body.operators.iter().zip(&body.ticks);
        priced.try_fold(0_u64, |total, (operator, ticks)| {
            let callee = match self.graph.callee(self.module, operator) {
                Some(Callee::Node(node)) => self.facts[node].unchecked_ticks,
                _ => 0,
            };
            let total = total.saturating_add(u64::from(*ticks)).saturating_add(callee);
            (total <= UNCHECKED_TICKS_MAX).then_some(total)
        })
    }
}
