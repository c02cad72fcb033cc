//! Stack heights at wasm level. The native stack is never the judge: how deep
//! a contract may recurse is counted in bytes that every node agrees on.
//!
//! Functions that can call themselves, directly or through others, count
//! their frames at run time; the rest is a chain of known height, added
//! statically.

use super::{
    error::ModuleError,
    parse::{Parsed, wide},
};
use sandpact_abi::limits;
use std::collections::{BTreeMap, BTreeSet};
use wasmparser::Operator;

/// Bytes of a frame that belong to no value: return address, frame pointer, five saved
/// registers and alignment (System V ABI, x86-64).
const FRAME_BASE_BYTES: u32 = 80;
/// Bytes of a parameter, local or operand.
const SLOT_BYTES: u32 = 8;

/// Heights of a module's defined functions.
pub struct Heights {
    /// For each defined function, the bytes it counts on entry, or `None`
    /// when it cannot recurse.
    pub counted_bytes: Vec<Option<u32>>,
    /// Height of the highest chain of functions that do not count.
    pub static_bytes: u32,
}

/// Who calls whom, over defined functions only.
type Calls = Vec<BTreeSet<usize>>;

/// Finds recursion and adds up frames.
///
/// # Errors
/// [`ModuleError::Limit`] when a chain without recursion is too high by itself.
pub fn heights(module: &Parsed<'_>) -> Result<Heights, ModuleError> {
    let calls = call_graph(module);
    let components = components(&calls);
    let recursive = recursive(&calls, &components);
    let frames: Vec<u32> =
        (0..module.bodies.len()).map(|index| frame_bytes(module, index)).collect();
    // Components come callees first, so each callee's chain is known already.
    let mut chain = vec![0_u32; frames.len()];
    let mut static_bytes = 0;
    for function in components.iter().flatten().copied() {
        let below = calls[function]
            .iter()
            .filter(|callee| !recursive[**callee])
            .map(|callee| chain[*callee])
            .max()
            .unwrap_or(0);
        chain[function] = frames[function].saturating_add(below);
        static_bytes = static_bytes.max(chain[function]);
    }
    ModuleError::limit(
        "stack height in bytes",
        u64::from(static_bytes),
        u64::from(limits::STACK_HEIGHT_BYTES_MAX),
    )?;
    let counted_bytes =
        (0..frames.len()).map(|index| recursive[index].then_some(chain[index])).collect();
    Ok(Heights { counted_bytes, static_bytes })
}

/// What a compiled frame can need. A compiler keeps more than the locals that the source
/// names: a value that is computed twice is computed once and kept between, and a sum that
/// is needed late is added late, its parts kept until then. So every value counts.
fn frame_bytes(module: &Parsed<'_>, index: usize) -> u32 {
    let body = &module.bodies[index];
    let params = module
        .function_type(
            u32::try_from(module.imports.len().saturating_add(index)).unwrap_or(u32::MAX),
        )
        .map_or(0, |ty| ty.params().len());
    // Three slots are the instrumenter's own: the gas and two scratch locals.
    let slots = wide(params)
        .saturating_add(u64::from(body.local_count))
        .saturating_add(u64::from(body.operand_height))
        .saturating_add(u64::from(body.values))
        .saturating_add(3);
    let bytes =
        slots.saturating_mul(u64::from(SLOT_BYTES)).saturating_add(u64::from(FRAME_BASE_BYTES));
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Direct calls, and for an indirect call every function of that type in the table.
fn call_graph(module: &Parsed<'_>) -> Calls {
    let imports = module.imports.len();
    let mut by_type: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for function in module.elements.iter().flat_map(|(_, items)| items) {
        if let Some(defined) = defined(*function, imports)
            && let Some(type_index) = module.functions.get(defined)
        {
            by_type.entry(canonical_type(module, *type_index)).or_default().insert(defined);
        }
    }
    module
        .bodies
        .iter()
        .map(|body| {
            let mut callees = BTreeSet::new();
            for operator in &body.operators {
                match operator {
                    Operator::Call { function_index } => {
                        callees.extend(defined(*function_index, imports));
                    }
                    Operator::CallIndirect { type_index, .. } => {
                        let targets = by_type.get(&canonical_type(module, *type_index));
                        callees.extend(targets.into_iter().flatten().copied());
                    }
                    _ => {}
                }
            }
            callees
        })
        .collect()
}

/// The first type equal to this one: `call_indirect` compares structure, not index.
fn canonical_type(module: &Parsed<'_>, type_index: u32) -> u32 {
    let Some(ty) = usize::try_from(type_index).ok().and_then(|index| module.types.get(index))
    else {
        return type_index;
    };
    module
        .types
        .iter()
        .position(|other| other == ty)
        .and_then(|index| u32::try_from(index).ok())
        .unwrap_or(type_index)
}

fn defined(function: u32, imports: usize) -> Option<usize> {
    usize::try_from(function).ok()?.checked_sub(imports)
}

fn recursive(calls: &Calls, components: &[Vec<usize>]) -> Vec<bool> {
    let mut recursive = vec![false; calls.len()];
    for component in components {
        for function in component {
            recursive[*function] = component.len() > 1 || calls[*function].contains(function);
        }
    }
    recursive
}

/// State of Tarjan's algorithm ("Depth-first search and linear graph
/// algorithms", SIAM J. Comput. 1972), kept off the native stack.
struct Tarjan<'c> {
    calls: &'c Calls,
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    next_order: usize,
    components: Vec<Vec<usize>>,
}

/// Strongly connected components of the call graph, callees before callers.
fn components(calls: &Calls) -> Vec<Vec<usize>> {
    let mut tarjan = Tarjan {
        calls,
        order: vec![None; calls.len()],
        low: vec![0; calls.len()],
        on_stack: vec![false; calls.len()],
        stack: Vec::new(),
        next_order: 0,
        components: Vec::new(),
    };
    for root in 0..calls.len() {
        if tarjan.order[root].is_none() {
            tarjan.visit(root);
        }
    }
    tarjan.components
}

impl Tarjan<'_> {
    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, self.open(root))];
        while let Some((function, mut rest)) = path.pop() {
            match rest.pop() {
                Some(callee) => {
                    path.push((function, rest));
                    match self.order[callee] {
                        None => path.push((callee, self.open(callee))),
                        Some(order) if self.on_stack[callee] => {
                            self.low[function] = self.low[function].min(order);
                        }
                        Some(_) => {}
                    }
                }
                None => {
                    if let Some((caller, _)) = path.last() {
                        self.low[*caller] = self.low[*caller].min(self.low[function]);
                    }
                    self.close(function);
                }
            }
        }
    }

    /// Numbers a function and returns its callees to walk.
    fn open(&mut self, function: usize) -> Vec<usize> {
        self.order[function] = Some(self.next_order);
        self.low[function] = self.next_order;
        self.next_order = self.next_order.saturating_add(1);
        self.stack.push(function);
        self.on_stack[function] = true;
        self.calls[function].iter().rev().copied().collect()
    }

    /// Takes a finished component off the stack.
    fn close(&mut self, function: usize) {
        if self.order[function] != Some(self.low[function]) {
            return;
        }
        let mut component = Vec::new();
        while let Some(member) = self.stack.pop() {
            self.on_stack[member] = false;
            component.push(member);
            if member == function {
                break;
            }
        }
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(usize, usize)], len: usize) -> Calls {
        let mut calls = vec![BTreeSet::new(); len];
        for (from, to) in edges {
            calls[*from].insert(*to);
        }
        calls
    }

    #[test]
    fn recursion_is_found_directly_and_through_others() {
        // 0 -> 1 -> 2 -> 1, 3 -> 3, 4 -> 0
        let calls = graph(&[(0, 1), (1, 2), (2, 1), (3, 3), (4, 0)], 5);
        let components = components(&calls);
        assert_eq!(recursive(&calls, &components), [false, true, true, true, false]);
        let position = |function| components.iter().position(|c| c.contains(&function));
        assert!(position(1) < position(0) && position(0) < position(4));
    }

    #[test]
    fn a_long_chain_needs_no_native_stack() {
        let edges: Vec<_> = (0..100_000).map(|i| (i, i + 1)).collect();
        assert_eq!(components(&graph(&edges, 100_001)).len(), 100_001);
    }
}
