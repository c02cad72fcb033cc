//! Every operator there is, one module each: taken if and only if it stands in the list.

use super::refused;
use sandpact_abi::MethodKind;
use sandpact_runtime::check_module;
use sandpact_tests::{ModuleText, method};
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, MemorySection, MemoryType,
    Module, TypeSection, ValType,
};

/// Opcodes of one byte that contracts may use, but for those that open or close a construct,
/// branch or call: these need more than themselves to be valid.
const PLAIN: &[std::ops::RangeInclusive<u8>] = &[
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
const STRUCTURE: &[u8] = &[0x02, 0x03, 0x04, 0x05, 0x0b, 0x0c, 0x0d, 0x0e, 0x10, 0x11, 0x23, 0x24];

/// Second parts of the prefix 0xfc that contracts may use.
const BULK: &[u32] = &[10, 11];

/// A module whose method holds the operator behind an `unreachable`, where any operand is
/// valid, with zeros behind it as its immediates; left over, they are `unreachable` again.
fn with_operator(operator: &[u8]) -> Vec<u8> {
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

#[test]
fn operators_of_one_byte_are_taken_if_they_are_in_the_list() {
    let mut modules = 0;
    for opcode in (0..=0xfa).filter(|opcode| !STRUCTURE.contains(opcode)) {
        let code = with_operator(&[opcode]);
        let is_listed = PLAIN.iter().any(|range| range.contains(&opcode));
        match check_module(&code) {
            Ok(_) => assert!(is_listed, "{opcode:#04x} is taken"),
            Err(error) => assert!(!is_listed, "{opcode:#04x}: {error}"),
        }
        modules += 1;
    }
    assert_eq!(modules, 239);
}

#[test]
fn operators_behind_a_prefix_are_refused_but_two() {
    let mut modules = 0;
    // Garbage collection, bulk memory and tables, SIMD and relaxed SIMD, threads.
    for (prefix, last) in [(0xfb, 40), (0xfc, 24), (0xfd, 0x114), (0xfe, 0x4e)] {
        for second in 0..=last {
            let mut operator = vec![prefix];
            // Unsigned LEB128 of at most two bytes.
            if second < 0x80 {
                operator.push(u8::try_from(second).unwrap());
            } else {
                operator.push(u8::try_from(second & 0x7f | 0x80).unwrap());
                operator.push(u8::try_from(second >> 7).unwrap());
            }
            let code = with_operator(&operator);
            if prefix == 0xfc && BULK.contains(&second) {
                check_module(&code).unwrap_or_else(|error| panic!("{prefix:#x} {second}: {error}"));
            } else {
                refused(&format!("{prefix:#x} {second}"), &code);
            }
            modules += 1;
        }
    }
    assert_eq!(modules, 41 + 25 + 277 + 79);
}
