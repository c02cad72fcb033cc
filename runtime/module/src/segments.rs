//! Segments lie within what they are placed in. An instance whose segments do not is never
//! made: that would fail before any gas is counted, and on this node's side.

use super::{
    error::ModuleError,
    parse::{Parsed, wide},
};
use wasmparser::{ConstExpr, Operator};

/// Bytes of a page of memory.
const PAGE_BYTES: u64 = 65_536;

/// Checks every data and element segment.
///
/// # Errors
/// [`ModuleError::Segment`]; [`ModuleError::Feature`] for an offset that is no constant.
pub fn check(module: &Parsed<'_>) -> Result<(), ModuleError> {
    let memory = module.memory.initial.saturating_mul(PAGE_BYTES);
    for (index, (offset, bytes)) in module.data.iter().enumerate() {
        check_one("data", index, offset, wide(bytes.len()), ("memory", memory))?;
    }
    let table = module.table.map_or(0, |table| table.initial);
    for (index, (offset, items)) in module.elements.iter().enumerate() {
        check_one("element", index, offset, wide(items.len()), ("table", table))?;
    }
    Ok(())
}

fn check_one(
    kind: &'static str,
    index: usize,
    offset: &ConstExpr<'_>,
    segment_len: u64,
    (place, len): (&'static str, u64),
) -> Result<(), ModuleError> {
    let end = u64::from(value(offset)?).saturating_add(segment_len);
    if end > len { Err(ModuleError::Segment { kind, index, end, place, len }) } else { Ok(()) }
}

/// The value of an offset, which the validator has found to be one i32: it accepts no
/// computed ones, and there is no global that one could read, since contracts import none.
fn value(expression: &ConstExpr<'_>) -> Result<u32, ModuleError> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(value.cast_unsigned()),
        _ => Err(ModuleError::Feature { feature: "segment offset".into() }),
    }
}
