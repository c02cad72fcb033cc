//! Who may call whom in a module, and which functions can come back to themselves.
//!
//! A call through the table may reach every function of its type that stands in the
//! table, so each type is a node of its own between callers and targets: the graph stays
//! as small as the module.

use super::parse::Parsed;
use std::collections::BTreeSet;
use wasmparser::Operator;

/// Name of the host function that gives up: it never returns and shows no gas.
pub const ABORT: &str = "context_abort";

/// Name of the host function that calls another contract, on what the stack leaves it.
const CALL: &str = "call_contract";

/// The call graph of a module. Nodes `0 .. functions` are the defined functions, the
/// others are function types called through the table.
pub struct CallGraph {
    /// Number of defined functions.
    pub functions: usize,
    /// Callees of each node.
    pub callees: Vec<BTreeSet<usize>>,
    /// Whether a node calls a host function itself, the one that gives up excepted.
    pub calls_host: Vec<bool>,
    /// Whether a node calls the host function that calls another contract itself.
    calls_contracts: Vec<bool>,
    /// Strongly connected components, callees before callers.
    pub components: Vec<Vec<usize>>,
    /// Whether a node lies on a cycle.
    pub recursive: Vec<bool>,
    /// Whether the stack's height matters below a node: a function on a cycle or another
    /// contract can be reached.
    pub passes_height: Vec<bool>,
    imports: usize,
    /// For each function type the first one equal to it: `call_indirect` compares
    /// structure, not index.
    canonical: Vec<usize>,
}

/// What an operator calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    /// A node of the graph.
    Node(usize),
    /// A host function that can return or shows gas.
    Host {
        /// Whether it calls another contract.
        calls_contracts: bool,
    },
    /// The host function that gives up.
    Abort,
}

impl CallGraph {
    /// Reads every call of a module.
    pub fn new(module: &Parsed<'_>) -> Self {
        let functions = module.bodies.len();
        let canonical = canonical_types(module);
        let nodes = functions.saturating_add(canonical.len());
        let mut graph = Self {
            functions,
            callees: vec![BTreeSet::new(); nodes],
            calls_host: vec![false; nodes],
            calls_contracts: vec![false; nodes],
            components: Vec::new(),
            recursive: vec![false; nodes],
            passes_height: vec![false; nodes],
            imports: module.imports.len(),
            canonical,
        };
        graph.add_table(module);
        for (caller, body) in module.bodies.iter().enumerate() {
            for operator in &body.operators {
                if let Some(callee) = graph.callee(module, operator) {
                    graph.add(caller, callee);
                }
            }
        }
        graph.components = components(&graph.callees);
        graph.recursive = recursive(&graph.callees, &graph.components);
        graph.pass_height();
        graph
    }

    /// Whether the stack's height matters to what an operator calls.
    pub fn is_passed_height(&self, module: &Parsed<'_>, operator: &Operator<'_>) -> bool {
        match self.callee(module, operator) {
            Some(Callee::Node(node)) => self.passes_height[node],
            Some(Callee::Host { calls_contracts }) => calls_contracts,
            Some(Callee::Abort) | None => false,
        }
    }

    fn pass_height(&mut self) {
        for component in &self.components {
            let is_passed = component.iter().any(|node| {
                let callees = &self.callees[*node];
                self.recursive[*node]
                    || self.calls_contracts[*node]
                    || callees.iter().any(|callee| self.passes_height[*callee])
            });
            for node in component {
                self.passes_height[*node] = is_passed;
            }
        }
    }

    /// What an operator calls; `None` for one that calls nothing.
    pub fn callee(&self, module: &Parsed<'_>, operator: &Operator<'_>) -> Option<Callee> {
        match operator {
            Operator::Call { function_index } => self.function(module, *function_index),
            Operator::CallIndirect { type_index, .. } => {
                let canonical = self.canonical.get(usize::try_from(*type_index).ok()?)?;
                Some(Callee::Node(self.functions.saturating_add(*canonical)))
            }
            _ => None,
        }
    }

    fn function(&self, module: &Parsed<'_>, index: u32) -> Option<Callee> {
        let index = usize::try_from(index).ok()?;
        Some(match module.imports.get(index) {
            Some((import, _)) if import.name == ABORT => Callee::Abort,
            Some((import, _)) => Callee::Host { calls_contracts: import.name == CALL },
            None => Callee::Node(index.checked_sub(self.imports)?),
        })
    }

    fn add(&mut self, caller: usize, callee: Callee) {
        match callee {
            Callee::Node(node) => {
                self.callees[caller].insert(node);
            }
            Callee::Host { calls_contracts } => {
                self.calls_host[caller] = true;
                self.calls_contracts[caller] |= calls_contracts;
            }
            Callee::Abort => {}
        }
    }

    /// From each type to the functions of that type in the table.
    fn add_table(&mut self, module: &Parsed<'_>) {
        for index in module.elements.iter().flat_map(|(_, items)| items.iter().copied()) {
            let Ok(function) = usize::try_from(index) else { continue };
            let type_index = match module.imports.get(function) {
                Some((_, type_index)) => Some(*type_index),
                None => module.functions.get(function.saturating_sub(self.imports)).copied(),
            };
            let canonical = type_index
                .and_then(|index| usize::try_from(index).ok())
                .and_then(|index| self.canonical.get(index).copied());
            if let (Some(canonical), Some(callee)) = (canonical, self.function(module, index)) {
                self.add(self.functions.saturating_add(canonical), callee);
            }
        }
    }
}

fn canonical_types(module: &Parsed<'_>) -> Vec<usize> {
    let types = &module.types;
    (0..types.len())
        .map(|index| types.iter().position(|other| *other == types[index]).unwrap_or(index))
        .collect()
}

fn recursive(callees: &[BTreeSet<usize>], components: &[Vec<usize>]) -> Vec<bool> {
    let mut recursive = vec![false; callees.len()];
    for component in components {
        for node in component {
            recursive[*node] = component.len() > 1 || callees[*node].contains(node);
        }
    }
    recursive
}

/// State of Tarjan's algorithm ("Depth-first search and linear graph
/// algorithms", SIAM J. Comput. 1972), kept off the native stack.
struct Tarjan<'c> {
    callees: &'c [BTreeSet<usize>],
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next_order: usize,
    components: Vec<Vec<usize>>,
}

/// Strongly connected components, callees before callers.
fn components(callees: &[BTreeSet<usize>]) -> Vec<Vec<usize>> {
    let mut tarjan = Tarjan {
        callees,
        order: vec![None; callees.len()],
        low: vec![0; callees.len()],
        on_stack: vec![false; callees.len()],
        stack: Vec::new(),
        next_order: 0,
        components: Vec::new(),
    };
    for root in 0..callees.len() {
        if tarjan.order[root].is_none() {
            tarjan.visit(root);
        }
    }
    tarjan.components
}

impl Tarjan<'_> {
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, self.open(root))];
        while let Some((node, mut rest)) = path.pop() {
            match rest.pop() {
                Some(callee) => {
                    path.push((node, rest));
                    match self.order[callee] {
                        None => path.push((callee, self.open(callee))),
                        Some(order) if self.on_stack[callee] => {
                            self.low[node] = self.low[node].min(order);
                        }
                        Some(_) => {}
                    }
                }
                None => {
                    if let Some((caller, _)) = path.last() {
                        self.low[*caller] = self.low[*caller].min(self.low[node]);
                    }
                    self.close(node);
                }
            }
        }
    }

    /// Numbers a node and returns its callees to walk.
    fn open(&mut self, node: usize) -> Vec<usize> {
        self.order[node] = Some(self.next_order);
        self.low[node] = self.next_order;
        self.next_order = self.next_order.saturating_add(1);
        self.stack.push(node);
        self.on_stack[node] = true;
        self.callees[node].iter().rev().copied().collect()
    }

    /// Takes a finished component off the stack.
    fn close(&mut self, node: usize) {
        if self.order[node] != Some(self.low[node]) {
            return;
        }
        let mut component = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            component.push(member);
            if member == node {
                break;
            }
        }
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)], len: usize) -> Vec<BTreeSet<usize>> {
        let mut callees = vec![BTreeSet::new(); len];
        for (from, to) in edges {
            callees[*from].insert(*to);
        }
        callees
    }

    #[test]
    fn recursion_is_found_directly_and_through_others() {
        // 0 -> 1 -> 2 -> 1, 3 -> 3, 4 -> 0
        let callees = graph(&[(0, 1), (1, 2), (2, 1), (3, 3), (4, 0)], 5);
        let components = components(&callees);
        assert_eq!(recursive(&callees, &components), [false, true, true, true, false]);
        let position = |node| components.iter().position(|c| c.contains(&node));
        assert!(position(1) < position(0) && position(0) < position(4));
    }

    #[test]
    fn a_long_chain_needs_no_native_stack() {
        let edges: Vec<_> = (0..100_000).map(|i| (i, i + 1)).collect();
        assert_eq!(components(&graph(&edges, 100_001)).len(), 100_001);
    }
}
