//! Stack heights at wasm level. The native stack is never the judge: how deep
//! a contract may recurse is counted in bytes that every node agrees on.
//!
//! Functions that can call themselves, directly or through others, count
//! their frames at run time; the rest is a chain of known height, added
//! statically.

use super::{
    calls::CallGraph,
    error::ModuleError,
    parse::{Parsed, wide},
};
use sandpact_abi::module_limits;

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
    let functions = 0..graph.functions;
    let counted_bytes =
        functions.map(|index| graph.recursive[index].then_some(chain[index])).collect();
    Ok(Heights { counted_bytes, static_bytes })
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
    // Four slots are the instrumenter's own: the gas and three scratch locals.
    let slots = wide(params)
        .saturating_add(u64::from(body.local_count))
        .saturating_add(u64::from(body.operand_height))
        .saturating_add(u64::from(body.values))
        .saturating_add(4);
    let bytes =
        slots.saturating_mul(u64::from(SLOT_BYTES)).saturating_add(u64::from(FRAME_BASE_BYTES));
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
