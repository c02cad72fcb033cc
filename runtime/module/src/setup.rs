//! What an instance of a module costs beyond [`schedule::CALL_BASE`], from what the module
//! declares.

use super::{
    parse::{Parsed, wide},
    schedule::{CALL_ELEMENT, CALL_GLOBAL, CALL_PAGE},
};

/// Gas of each call of a method of this module, on top of the base, which covers a page of
/// memory: further pages at start, globals, elements of the table. Segments cost nothing: with constant offsets they are laid
/// when the module is compiled.
pub fn gas(module: &Parsed<'_>) -> u64 {
    let elements = module.table.map_or(0, |table| table.initial);
    CALL_PAGE
        .saturating_mul(module.memory.initial.saturating_sub(1))
        .saturating_add(CALL_GLOBAL.saturating_mul(wide(module.globals.len())))
        .saturating_add(CALL_ELEMENT.saturating_mul(elements))
}
