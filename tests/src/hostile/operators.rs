//! Every operator, one module each.

use super::{Case, Verdict};
use crate::{ModuleText, method};
use sandpact_abi::MethodKind;
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, MemorySection, MemoryType,
    Module, TypeSection, ValType,
};

/// Opcodes of one byte that contracts may use, but for those that open or close a construct,
/// branch or call: these need more than themselves to be valid.
pub const PLAIN: &[std::ops::RangeInclusive<u8>] = &[
    0x00..=0x01, // unreachable, nop
    0x0f..=0x0f, // return
    0x1a..=0x1b, // drop, select
    0x20..=0x22, // local.get, set, tee
    0x28..=0x29, // i32.load, i64.load
    0x2c..=0x37, // narrow loads, i32.store, i64.store
    0x3a..=0x42, // narrow stores, memory.size, memory.grow, constants
    0x45..=0x5a, // comparisons of integers
    0x67..=0x8a, // arithmetic of integers
    0xa7..=0xa7, // i32.wrap_i64
    0xac..=0xad, // i64.extend_i32
    0xc0..=0xc4, // sign extension
];

/// Structure, branches and calls, which other tests exercise.
pub const STRUCTURE: &[u8] =
    &[0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x10, 0x11, 0x23, 0x24];

/// A module whose method holds the operator behind an `unreachable`, where any operand is
/// valid, with zeros behind it as its immediates; left over, they are `unreachable` again.
#[must_use]
pub fn with_operator(operator: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], []);
    let mut functions = FunctionSection::new();
    functions.function(0).function(0);
    let mut memories = MemorySection::new();
    let ty = MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    };
    memories.memory(ty);
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("method.create", ExportKind::Func, 0);
    exports.export("method.run", ExportKind::Func, 1);
    let mut code = CodeSection::new();
    let mut create = Function::new([]);
    create.raw([0x0b]);
    code.function(&create);
    let mut run = Function::new([]);
    run.raw([0x00]).raw(operator.iter().copied()).raw([0; 20]).raw([0x0b]);
    code.function(&run);
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&memories).section(&exports).section(&code);
    let methods =
        vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, "")];
    ModuleText { methods, rest: String::new() }.with_description(module.finish())
}

/// The opcodes of [`PLAIN`].
pub fn plain_opcodes() -> impl Iterator<Item = u8> {
    PLAIN.iter().flat_map(std::clone::Clone::clone)
}

/// The modules that are taken, one for each listed opcode.
pub fn taken() -> Vec<Case> {
    let case = |opcode: u8| Case {
        name: format!("operator {opcode:#04x} after a trap"),
        code: with_operator(&[opcode]),
        verdict: Verdict::Halts,
    };
    plain_opcodes().map(case).collect()
}
