//! A module on each side of every limit, made from the table of limits.

use sandpact_abi::{
    MethodKind,
    module_limits::{self as limits, ALL, ModuleLimit},
};
use sandpact_runtime::{ModuleError, check_module};
use sandpact_tests::{ModuleText, method, module};

/// A module that has as much of a limit's kind as it is told.
type Make = fn(u64) -> Vec<u8>;

fn with_method(body: &str) -> Vec<u8> {
    module(&[("run", body)], "")
}

fn times(text: &str, count: u64) -> String {
    text.repeat(usize::try_from(count).unwrap())
}

/// `count` in functions of at most `most` each.
fn in_functions(count: u64, most: u64, function: impl Fn(u64) -> String) -> String {
    let whole = count / most;
    let rest = count % most;
    let parts = (0..whole).map(|_| most).chain((rest > 0).then_some(rest));
    parts.map(function).collect()
}

/// A module whose own text counts `own` of what `make` adds.
fn text_only(text: &str) -> Vec<u8> {
    let methods = vec![method("create", MethodKind::Init, "")];
    let described = ModuleText { methods, rest: String::new() };
    described.with_description(wat::parse_str(text).unwrap())
}

const MEMORY: &str = "(memory (export \"memory\") 1)";
const CREATE: &str = "(func (export \"method.create\") (param i32))";

/// Pads a module to a length with a custom section.
fn padded(len: u64) -> Vec<u8> {
    let mut code = with_method("");
    let len = usize::try_from(len).unwrap();
    // Section id, a five-byte length, a one-byte name.
    let content = len - code.len() - 6;
    code.push(0);
    let mut size = u32::try_from(content).unwrap();
    for byte in 0..5 {
        let more = if byte < 4 { 0x80 } else { 0 };
        code.push(u8::try_from(size & 0x7f).unwrap() | more);
        size >>= 7;
    }
    code.extend([1, b'p']);
    code.resize(len, 0);
    code
}

/// Distinct function types: their parameters spell their number.
fn types(count: u64) -> String {
    (0..count)
        .map(|number| {
            let params = (0..10).map(|bit| if number >> bit & 1 == 1 { "i32 " } else { "i64 " });
            format!("(type (func (param {})))", params.collect::<String>())
        })
        .collect()
}

/// Basic blocks: each `block` is two, its start and its end; a function's end is one.
fn blocks(count: u64) -> String {
    format!(
        "{}{}",
        times("(block)", (count - 1) / 2),
        times("(br_if 0 (i32.const 0))", (count - 1) % 2)
    )
}

fn make(limit: &ModuleLimit) -> Option<Make> {
    Some(match *limit {
        limits::MODULE_LEN_BYTES => padded,
        limits::TYPES => |n| {
            text_only(&format!(
                "(module (type (func (param i32))) {MEMORY} {CREATE} {})",
                types(n - 1)
            ))
        },
        limits::IMPORTS => |n| {
            let one = "(import \"sandpact\" \"context_time\" (func (result i64)))";
            text_only(&format!("(module {} {MEMORY} {CREATE})", times(one, n)))
        },
        limits::FUNCTIONS => |n| module(&[], &times("(func)", n - 1)),
        limits::TABLES => |n| module(&[], &times("(table 1 funcref)", n)),
        limits::GLOBALS => |n| module(&[], &times("(global i32 (i32.const 0))", n)),
        limits::EXPORTS => |n| {
            let export = |number| format!("(export \"f{number}\" (func $f))");
            module(&[], &format!("(func $f) {}", (0..n - 2).map(export).collect::<String>()))
        },
        limits::ELEMENT_SEGMENTS => {
            |n| module(&[], &format!("(table 1 funcref) {}", times("(elem (i32.const 0))", n)))
        }
        limits::DATA_SEGMENTS => |n| module(&[], &times("(data (i32.const 0) \"\")", n)),
        limits::PARAMS => |n| module(&[], &format!("(func (param {}))", times("i32 ", n))),
        limits::EXPORT_NAME_LEN_BYTES => {
            |n| module(&[], &format!("(func (export \"{}\"))", times("n", n)))
        }
        limits::SEGMENT_ELEMENTS => |n| {
            let table = "(table 4096 funcref) (func $f)";
            module(&[], &format!("{table} (elem (i32.const 0) {})", times("$f ", n)))
        },
        limits::TABLE_ELEMENTS => |n| module(&[], &format!("(table {n} funcref)")),
        limits::MEMORY_INITIAL_PAGES => {
            |n| text_only(&format!("(module (memory (export \"memory\") {n}) {CREATE})"))
        }
        limits::BODY_LEN_BYTES => |n| {
            // The count of locals and the last `end` are a byte each, a block is three, a
            // constant with its drop twelve; blocks keep the lines between them short.
            let constant = "(drop (i64.const 0x7fffffffffffffff))";
            let line = format!("{}(block)", times(constant, 1_500));
            let rest = n - 2 - (1_500 * 12 + 3);
            let (constants, nops) = (times(constant, rest / 12), times("(nop)", rest % 12));
            with_method(&format!("{line}{constants}{nops}"))
        },
        limits::LOCALS => |n| with_method(&format!("(local {})", times("i32 ", n))),
        limits::MODULE_LOCALS => |n| {
            let function = |n| format!("(func (local {}))", times("i32 ", n));
            module(&[], &in_functions(n, limits::LOCALS.max, function))
        },
        limits::BLOCKS => |n| with_method(&blocks(n)),
        limits::MODULE_BLOCKS => |n| {
            // `create` has one of its own.
            let function = |n| format!("(func {})", blocks(n));
            module(&[], &in_functions(n - 1, limits::BLOCKS.max / 2, function))
        },
        limits::STRAIGHT_LINE => |n| with_method(&times("(nop)", n)),
        limits::CONTROL_NESTING => {
            |n| with_method(&format!("{}{}", times("(block ", n), times(")", n)))
        }
        limits::LOOP_NESTING => {
            |n| with_method(&format!("{}{}", times("(loop ", n), times(")", n)))
        }
        limits::BR_TABLE_TARGETS => {
            |n| with_method(&format!("(br_table {} 0 (i32.const 0))", times("0 ", n)))
        }
        limits::MODULE_BR_TABLE_TARGETS => |n| {
            let function = |n| format!("(func (br_table {} 0 (i32.const 0)))", times("0 ", n));
            module(&[], &in_functions(n, limits::BR_TABLE_TARGETS.max, function))
        },
        limits::BLOCKS_TIMES_LOCALS => |n| {
            let locals = n.div_ceil(1_000);
            with_method(&format!("(local {}) {}", times("i32 ", locals), blocks(n / locals)))
        },
        limits::MODULE_BLOCKS_TIMES_LOCALS => |n| {
            let each = limits::BLOCKS_TIMES_LOCALS.max;
            let function = |n: u64| {
                let locals = n.div_ceil(1_000);
                format!("(func (local {}) {})", times("i32 ", locals), blocks(n / locals))
            };
            module(&[], &in_functions(n, each, function))
        },
        limits::MODULE_LOOPS_TIMES_LOCALS => |n| {
            let nesting = limits::LOOP_NESTING.max;
            let function = |n: u64| {
                let loops = (1..=nesting).rev().find(|loops| n.is_multiple_of(*loops)).unwrap();
                let locals = times("i32 ", n / loops);
                format!("(func (local {locals}) {}{})", times("(loop ", loops), times(")", loops))
            };
            module(&[], &in_functions(n, nesting * limits::LOCALS.max, function))
        },
        limits::STACK_HEIGHT_BYTES => chain,
        limits::COMPILE_GAS => |n| grows((n - estimate(&grows(0))) / dear_function()),
        _ => return None,
    })
}

/// This many functions that are dear to compile.
fn grows(functions: u64) -> Vec<u8> {
    let body = times("(drop (memory.grow (i32.const 0)))", 300);
    module(&[], &times(&format!("(func {body})"), functions))
}

fn estimate(code: &[u8]) -> u64 {
    check_module(code).unwrap().compile_gas
}

/// What one of them adds to the estimate.
fn dear_function() -> u64 {
    estimate(&grows(2)) - estimate(&grows(1))
}

/// A chain of calls of this height in bytes.
fn chain(height: u64) -> Vec<u8> {
    // Long functions would be too dear to compile.
    const VALUES: u64 = 300;
    // A frame is 80 bytes and 8 for each slot, four of which are the instrumenter's.
    let frame = |slots: u64| 80 + 8 * (4 + slots);
    // The method has its parameter and the call.
    let mut left = height - frame(2);
    let mut functions = Vec::new();
    while left > 2 * frame(VALUES) {
        functions.push(VALUES);
        left -= frame(VALUES);
    }
    let half = left / 2 / 8 * 8;
    for part in [half, left - half] {
        functions.push((part - 80) / 8 - 4);
    }
    let last = functions.len() - 1;
    let function = |(number, slots): (usize, &u64)| {
        // Each value is a slot, one more is the operand, and the call makes a value too.
        let (values, call) = if number == last {
            (slots - 1, String::new())
        } else {
            (slots - 2, format!("(call $f{})", number + 1))
        };
        let work = times("(i32.eqz)", values);
        format!("(func $f{number} (i32.const 1) {work} (drop) {call})")
    };
    let rest: String = functions.iter().enumerate().map(function).collect();
    let create = method("create", MethodKind::Init, "");
    let run = method("run", MethodKind::Write, "(call $f0)");
    ModuleText { methods: vec![create, run], rest }.bytes()
}

#[test]
fn every_limit_has_a_module_on_each_side() {
    for limit in ALL {
        let make = make(limit).unwrap_or_else(|| panic!("{} has no module", limit.name));
        let step = match *limit {
            limits::STACK_HEIGHT_BYTES => 8,
            limits::COMPILE_GAS => dear_function(),
            // Whole locals and blocks only.
            limits::BLOCKS_TIMES_LOCALS | limits::MODULE_BLOCKS_TIMES_LOCALS => 200,
            _ => 1,
        };
        match check_module(&make(limit.max)) {
            Err(error) => panic!("{} at {}: {error}", limit.name, limit.max),
            Ok(report) => {
                let used = report.limits.iter().find(|used| used.limit == limit);
                let value = used.map_or(0, |used| used.value);
                let exact = limit.max.saturating_sub(step)..=limit.max;
                assert!(exact.contains(&value), "{} reported as {value}", limit.name);
            }
        }
        match check_module(&make(limit.max + step)) {
            Err(ModuleError::Limit { limit: found, value }) => {
                assert_eq!(found.name, limit.name);
                assert!(value > limit.max, "{} {value}", limit.name);
            }
            other => panic!("{} above {}: {other:?}", limit.name, limit.max),
        }
    }
}
