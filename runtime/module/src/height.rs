//! Stack heights at wasm level. The native stack is never the judge: how deep
//! a contract may recurse is counted in bytes that every node agrees on.
//!
//! Functions that can call themselves, directly or through others, count
//! their frames at run time; the rest is a chain of known height, added
//! statically.

use super::{
    body::Body,
    calls::CallGraph,
    error::ModuleError,
    parse::{Parsed, wide},
};
use sandpact_abi::module_limits;
use std::collections::BTreeSet;

/// Bytes of a frame that belong to no value: return address, frame pointer, five saved
/// registers and alignment (System V ABI, x86-64).
const FRAME_BASE_BYTES: u32 = 80;
/// Bytes of a parameter, local or operand.
const SLOT_BYTES: u32 = 8;

/// Heights of a module's defined functions.
pub struct Heights {
    /// For each defined function, how it passes the height on; `None` when nothing that it
    /// can reach asks for it.
    pub passed: Vec<Option<Passed>>,
    /// Height of the highest chain of functions that do not count.
    pub static_bytes: u32,
}

/// How a function passes the stack's height on. It finds the height before its own frame in
/// a global, which holds its own when it calls; so nothing is put back at its end.
pub struct Passed {
    /// Bytes that it counts on entry: none unless it can recurse.
    pub counted_bytes: u32,
    /// Indices of the calls before which it says its height.
    pub calls: BTreeSet<usize>,
}

/// Adds up frames along the call graph.
///
/// # Errors
/// [`ModuleError::Limit`] when a chain without recursion is too high by itself.
pub fn heights(module: &Parsed<'_>, graph: &CallGraph) -> Result<Heights, ModuleError> {
    let mut chain = vec![0_u32; graph.callees.len()];
    let mut static_bytes = 0;
    // Components come callees first, so each callee's chain is known already.
    for node in graph.components.iter().flatten().copied() {
        let below = chain_below(graph, &chain, node);
        chain[node] = frame_bytes(module, node).saturating_add(below);
        static_bytes = static_bytes.max(chain[node]);
    }
    ModuleError::limit(&module_limits::STACK_HEIGHT_BYTES, u64::from(static_bytes))?;
    let passed = |(index, body): (usize, &Body<'_>)| {
        let counted_bytes = if graph.recursive[index] { chain[index] } else { 0 };
        let calls = || {
            (0..)
                .zip(&body.operators)
                .filter(|(_, operator)| graph.is_passed_height(module, operator))
        };
        // One that neither counts nor calls twice leaves what it found.
        let calls_once = calls().count() == 1 && body.loop_nesting == 0;
        let passes = graph.passes_height[index] && !(counted_bytes == 0 && calls_once);
        passes.then(|| Passed { counted_bytes, calls: calls().map(|(index, _)| index).collect() })
    };
    let passed = module.bodies.iter().enumerate().map(passed).collect();
    Ok(Heights { passed, static_bytes })
}

/// The highest chain below a node, through types in the table but not through functions
/// that count themselves.
fn chain_below(graph: &CallGraph, chain: &[u32], node: usize) -> u32 {
    let heights = graph.callees[node].iter().map(|callee| match graph.recursive[*callee] {
        // A type on a cycle still leads to functions that are not.
        true if *callee >= graph.functions && *callee != node => {
            let targets = graph.callees[*callee].iter();
            targets.filter(|target| !graph.recursive[**target]).map(|target| chain[*target]).max()
        }
        true => None,
        false => Some(chain[*callee]),
    });
    heights.flatten().max().unwrap_or(0)
}

/// What a compiled frame can need. A compiler keeps more than the locals that the source
/// names: a value that is computed twice is computed once and kept between, and a sum that
/// is needed late is added late, its parts kept until then. So every value counts.
fn frame_bytes(module: &Parsed<'_>, node: usize) -> u32 {
    // A function type is no frame.
    let Some(body) = module.bodies.get(node) else { return 0 };
    let params = module
        .function_type(u32::try_from(module.imports.len().saturating_add(node)).unwrap_or(u32::MAX))
        .map_or(0, |ty| ty.params().len());
    // Four slots are the instrumenter's own, the gas and three scratch locals, and three for
    // each conditional jump back to a loop.
    let slots = wide(params)
        .saturating_add(u64::from(body.local_count))
        .saturating_add(u64::from(body.operand_height))
        .saturating_add(u64::from(body.values))
        .saturating_add(u64::from(body.jumps_back).saturating_mul(3))
        .saturating_add(4);
    let bytes =
        slots.saturating_mul(u64::from(SLOT_BYTES)).saturating_add(u64::from(FRAME_BASE_BYTES));
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
