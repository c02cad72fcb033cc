//! Modules that no ledger takes. Numbers are those of the corpus that this follows.

use super::refused;
use sandpact_abi::{MethodKind, code, module_limits as limits};
use sandpact_tests::{ModuleText, method, module};

const MEMORY: &str = "(memory (export \"memory\") 1)";
const CREATE: &str = "(func (export \"method.create\") (param i32))";

fn from_text(text: &str) -> Vec<u8> {
    let methods = vec![method("create", MethodKind::Init, "")];
    ModuleText { methods, rest: String::new() }.with_description(wat::parse_str(text).unwrap())
}

fn with_method(body: &str) -> Vec<u8> {
    module(&[("run", body)], "")
}

fn check(cases: &[(&str, String, u32)]) {
    for (name, text, expected) in cases {
        assert_eq!(refused(name, &from_text(text)), *expected, "{name}");
    }
}

fn loops(depth: usize, locals: usize) -> String {
    format!(
        "(local {}) {}{}",
        "i64 ".repeat(locals),
        "(loop ".repeat(depth),
        "(br 0)".to_owned() + &")".repeat(depth)
    )
}

/// 27 to 31: what makes a compiler slow. 8: a chain of calls too high for any stack.
#[test]
fn compile_bombs_are_refused() {
    let ifs = |count: usize, locals: usize| {
        let set = |index: usize| {
            let local = index % locals + 1;
            format!("(if (local.get 0) (then (local.set {local} (local.get 0))))")
        };
        let sets: String = (0..count).map(set).collect();
        format!("(local {}) {sets}", "i32 ".repeat(locals))
    };
    let table = |targets: usize| format!("(br_table {} 0 (local.get 0))", "0 ".repeat(targets));
    let many = |count: usize, body: &str| format!("(func (param i32) {body})").repeat(count);
    let work = "(drop (i32.eqz (local.get 0)))".repeat(30);
    let chain: String = (0..2_100)
        .map(|index| {
            let call = if index < 2_099 {
                format!("(call $f{} (local.get 0))", index + 1)
            } else {
                String::new()
            };
            format!("(func $f{index} (param i32) (local {}) {work} {call})", "i64 ".repeat(18))
        })
        .collect();
    let adds = "(local.set 0 (i32.add (local.get 0) (i32.const 7)))";
    for (name, body, rest, limit) in [
        (
            "27: 1 000 nested loops, 100 locals",
            loops(1_000, 100),
            String::new(),
            limits::LOOP_NESTING,
        ),
        ("27: 33 nested loops", loops(33, 1), String::new(), limits::LOOP_NESTING),
        ("28: 1 000 ifs, 20 locals", ifs(1_000, 20), String::new(), limits::BLOCKS),
        ("28: 450 ifs, 200 locals", ifs(450, 200), String::new(), limits::BLOCKS_TIMES_LOCALS),
        (
            "30: 25 000 constant additions",
            adds.repeat(10_000),
            String::new(),
            limits::BODY_LEN_BYTES,
        ),
        ("30: as many as a body holds", adds.repeat(1_001), String::new(), limits::STRAIGHT_LINE),
        ("31: a br_table of 513 targets", table(513), String::new(), limits::BR_TABLE_TARGETS),
        ("31: 33 of 500", String::new(), many(33, &table(500)), limits::MODULE_BR_TABLE_TARGETS),
        (
            "29: 100 functions of 512 locals",
            String::new(),
            many(100, &format!("(local {})", "i64 ".repeat(512))),
            limits::MODULE_LOCALS,
        ),
        (
            "29: one of 513",
            format!("(local {})", "i64 ".repeat(513)),
            String::new(),
            limits::LOCALS,
        ),
        (
            "nested blocks",
            format!("{}{}", "(block ".repeat(257), ")".repeat(257)),
            String::new(),
            limits::CONTROL_NESTING,
        ),
        (
            "many small blocks",
            String::new(),
            many(90, &"(block)".repeat(225)),
            limits::MODULE_BLOCKS,
        ),
        (
            "loops and locals everywhere",
            String::new(),
            many(20, &loops(30, 350)),
            limits::MODULE_LOOPS_TIMES_LOCALS,
        ),
        (
            "8: a chain of 2 100 functions",
            "(call $f0 (local.get 0))".into(),
            chain,
            limits::STACK_HEIGHT_BYTES,
        ),
        ("31: two of 500 in a function", table(500).repeat(2), String::new(), limits::BLOCKS),
        (
            "60: dear to compile",
            String::new(),
            many(70, &"(drop (memory.grow (i32.const 0)))".repeat(300)),
            limits::COMPILE_GAS,
        ),
        (
            "28: branches that bring a hundred locals to one place",
            format!(
                "(local {}) {} (block {})",
                "i32 ".repeat(50),
                (1..=50)
                    .map(|local| format!("(local.set {local} (local.get 0))"))
                    .collect::<String>(),
                (1..=50)
                    .map(|local| {
                        format!("(local.set {local} (local.get 0))")
                            + &"(br_if 0 (local.get 0))".repeat(18)
                    })
                    .collect::<String>()
            ),
            String::new(),
            limits::COMPILE_GAS,
        ),
        ("33: 4 001 functions", String::new(), "(func)".repeat(4_001), limits::FUNCTIONS),
        (
            "33: 100 globals",
            String::new(),
            "(global i32 (i32.const 0))".repeat(100),
            limits::GLOBALS,
        ),
        (
            "32: 33 parameters",
            String::new(),
            format!("(func (param {}))", "i32 ".repeat(33)),
            limits::PARAMS,
        ),
        (
            "56: 4 097 elements",
            String::new(),
            format!("(table 5000 funcref) (func $e) (elem (i32.const 0) {})", "$e ".repeat(4_097)),
            limits::TABLE_ELEMENTS,
        ),
        (
            "55: 1 025 data segments",
            String::new(),
            "(data (i32.const 0) \"x\")".repeat(1_025),
            limits::DATA_SEGMENTS,
        ),
    ] {
        let found = refused(name, &module(&[("run", &body)], &rest));
        assert_eq!(found, limit.code, "{name}: {found}");
    }
}

/// 22: memory. 35: floats in any place. 37: proposals. 38: start. 39, 40: imports, exports.
#[test]
fn declarations_outside_the_subset_are_refused() {
    let m = |text: &str| format!("(module {MEMORY} {CREATE} {text})");
    check(&[
        (
            "22: too much memory",
            format!("(module (memory (export \"memory\") 65) {CREATE})"),
            limits::MEMORY_INITIAL_PAGES.code,
        ),
        ("22: two memories", m("(memory 1)"), code::MODULE_INVALID),
        ("22: none", format!("(module {CREATE})"), code::MODULE_MEMORY),
        ("22: not exported", format!("(module (memory 1) {CREATE})"), code::MODULE_MEMORY),
        (
            "22: imported",
            format!(
                "(module (import \"sandpact\" \"memory\" (memory 1)) (export \"memory\" (memory 0)) {CREATE})"
            ),
            code::MODULE_IMPORT,
        ),
        ("35: parameter", m("(func (param f32))"), code::MODULE_FLOAT),
        ("35: result", m("(func (result f64) (unreachable))"), code::MODULE_FLOAT),
        ("35: local", m("(func (local f64))"), code::MODULE_FLOAT),
        ("35: global", m("(global f32 (f32.const 1))"), code::MODULE_FLOAT),
        ("35: block", m("(func (drop (block (result f32) (unreachable))))"), code::MODULE_FLOAT),
        ("35: type alone", m("(type (func (param f64)))"), code::MODULE_FLOAT),
        (
            "35: call_indirect",
            m("(table 1 funcref) (func (call_indirect (param f32) (unreachable) (i32.const 0)))"),
            code::MODULE_FLOAT,
        ),
        ("37: v128 local", m("(func (local v128))"), code::MODULE_INVALID),
        ("37: externref local", m("(func (local externref))"), code::MODULE_INVALID),
        ("37: externref table", m("(table 1 externref)"), code::MODULE_INVALID),
        (
            "37: shared memory",
            format!("(module (memory (export \"memory\") 1 2 shared) {CREATE})"),
            code::MODULE_INVALID,
        ),
        (
            "37: 64-bit memory",
            format!("(module (memory (export \"memory\") i64 1) {CREATE})"),
            code::MODULE_INVALID,
        ),
        (
            "37: page size",
            format!("(module (memory (export \"memory\") 1 (pagesize 1)) {CREATE})"),
            code::MODULE_INVALID,
        ),
        ("37: tail call", m("(func $t (return_call $t))"), code::MODULE_INVALID),
        (
            "37: ref.func",
            m("(func $r) (elem declare func $r) (func (drop (ref.func $r)))"),
            code::MODULE_INVALID,
        ),
        ("37: tag", m("(tag)"), code::MODULE_FEATURE),
        ("37: struct", m("(type (struct))"), code::MODULE_INVALID),
        ("37: two results", m("(func (result i32 i32) (unreachable))"), code::MODULE_INVALID),
        (
            "37: block of two results",
            m("(func (block (result i32 i32) (unreachable)) (drop) (drop))"),
            code::MODULE_INVALID,
        ),
        (
            "37: typed reference",
            m("(type $t (func)) (func (param (ref null $t)))"),
            code::MODULE_INVALID,
        ),
        ("38: start", m("(func $s) (start $s)"), code::MODULE_START),
        (
            "39: unknown function",
            format!("(module (import \"sandpact\" \"gas\" (func)) {MEMORY} {CREATE})"),
            code::MODULE_IMPORT,
        ),
        (
            "39: another module",
            format!(
                "(module (import \"env\" \"context_time\" (func (result i64))) {MEMORY} {CREATE})"
            ),
            code::MODULE_IMPORT,
        ),
        (
            "39: wrong type",
            format!(
                "(module (import \"sandpact\" \"context_time\" (func (result i32))) {MEMORY} {CREATE})"
            ),
            code::MODULE_IMPORT,
        ),
        (
            "39: widened type",
            format!(
                "(module (import \"sandpact\" \"context_caller\" (func (param i32 i64) (result i64))) {MEMORY} {CREATE})"
            ),
            code::MODULE_IMPORT,
        ),
        (
            "39: table",
            format!("(module (import \"sandpact\" \"table\" (table 1 funcref)) {MEMORY} {CREATE})"),
            code::MODULE_IMPORT,
        ),
        (
            "39: global",
            format!("(module (import \"sandpact\" \"height\" (global i32)) {MEMORY} {CREATE})"),
            code::MODULE_IMPORT,
        ),
        (
            "39: reserved name",
            format!(
                "(module (import \"sandpact\" \"sandpact_height\" (global (mut i32))) {MEMORY} {CREATE})"
            ),
            code::MODULE_IMPORT,
        ),
        (
            "40: reserved export",
            m("(global (export \"sandpact_height\") (mut i32) (i32.const 0))"),
            code::MODULE_EXPORT,
        ),
        (
            "40: reserved export, a global",
            m("(global (export \"sandpact_global_0\") (mut i32) (i32.const 0))"),
            code::MODULE_EXPORT,
        ),
        (
            "40: method of a widened type",
            m("(func (export \"method.more\") (param i32 i64) (result i64) (unreachable))"),
            code::MODULE_EXPORT,
        ),
        (
            "40: method that is a memory",
            format!("(module (memory (export \"memory\") (export \"method.m\") 1) {CREATE})"),
            code::MODULE_EXPORT,
        ),
        ("55: passive data", m("(data \"passive\")"), code::MODULE_INVALID),
        (
            "56: passive elements",
            m("(table 1 funcref) (func $p) (elem func $p)"),
            code::MODULE_INVALID,
        ),
        (
            "56: element expressions",
            m("(table 1 funcref) (elem (i32.const 0) funcref (ref.null func))"),
            code::MODULE_INVALID,
        ),
        ("55: data past the end", m("(data (i32.const 65536) \"x\")"), code::MODULE_SEGMENT),
        ("55: data straddling the end", m("(data (i32.const 65535) \"xy\")"), code::MODULE_SEGMENT),
        ("55: empty data past the end", m("(data (i32.const 65537) \"\")"), code::MODULE_SEGMENT),
        ("55: data at a negative offset", m("(data (i32.const -1) \"x\")"), code::MODULE_SEGMENT),
        (
            "55: data at a computed offset",
            m("(data (i32.mul (i32.const 4096) (i32.const 2)) \"x\")"),
            code::MODULE_INVALID,
        ),
        (
            "56: elements at a computed offset",
            m("(table 2 funcref) (func $e) (elem (i32.add (i32.const 0) (i32.const 1)) $e)"),
            code::MODULE_INVALID,
        ),
        (
            "33: a computed global",
            m("(global i64 (i64.add (i64.const 1) (i64.const 2)))"),
            code::MODULE_INVALID,
        ),
        (
            "56: elements past the end",
            m("(table 1 funcref) (func $e) (elem (i32.const 1) $e)"),
            code::MODULE_SEGMENT,
        ),
        (
            "56: elements without room",
            m("(table 0 funcref) (func $e) (elem (i32.const 0) $e)"),
            code::MODULE_SEGMENT,
        ),
        ("56: two tables", m("(table 1 funcref) (table 1 funcref)"), limits::TABLES.code),
        (
            "55: offset from an imported global",
            format!(
                "(module (import \"sandpact\" \"base\" (global i32)) {MEMORY} {CREATE} (data (global.get 0) \"x\"))"
            ),
            code::MODULE_IMPORT,
        ),
    ]);
}

/// 59: what the instrumenter wrote is no contract.
#[test]
fn instrumented_modules_are_refused() {
    use sandpact_runtime::testing::{Instrumentation, instrument};
    let code = with_method("(drop (call $context_time))");
    let once = instrument(&code, Instrumentation::default()).unwrap();
    assert_eq!(once, instrument(&code, Instrumentation::default()).unwrap(), "the same bytes");
    refused("59: instrumented twice", &once);
}
