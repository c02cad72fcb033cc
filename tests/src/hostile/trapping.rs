//! Traps of single operators.

use super::Case;

fn case(name: &str, body: &str, rest: &str) -> Case {
    Case::halts(name, body, rest)
}

/// 19, 21, 23, 26, 42: traps of single operators.
pub fn trapping() -> Vec<Case> {
    vec![
        case("unreachable", "(unreachable)", ""),
        case("26: division by zero", "(drop (i32.div_s (i32.const 1) (local.get 0)))", ""),
        case(
            "26: overflow of a division",
            "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
            "",
        ),
        case(
            "26: overflow of a wide division",
            "(drop (i64.div_s (i64.const 0x8000000000000000) (i64.const -1)))",
            "",
        ),
        case("26: remainder by zero", "(drop (i64.rem_u (i64.const 1) (i64.const 0)))", ""),
        case("23: last byte and one more", "(drop (i32.load16_u (i32.const 65535)))", ""),
        case("23: at the end", "(drop (i32.load8_u (i32.const 65536)))", ""),
        case("23: straddling", "(i64.store (i32.const 65529) (i64.const 1))", ""),
        case(
            "23: offset and base of 33 bits",
            "(drop (i32.load offset=4294967295 (i32.const -1)))",
            "",
        ),
        case("23: largest offset", "(drop (i32.load8_u offset=4294967295 (i32.const 0)))", ""),
        case(
            "19: fill past the end",
            "(memory.fill (i32.const 65535) (i32.const 0) (i32.const 2))",
            "",
        ),
        case(
            "19: fill of four gigabytes",
            "(memory.fill (i32.const 0) (i32.const 0) (i32.const -1))",
            "",
        ),
        case(
            "19: copy from past the end",
            "(memory.copy (i32.const 0) (i32.const 65535) (i32.const 2))",
            "",
        ),
        case(
            "19: copy of four gigabytes",
            "(memory.copy (i32.const 0) (i32.const 1) (i32.const -1))",
            "",
        ),
        case(
            "19: empty fill past the end",
            "(memory.fill (i32.const 65537) (i32.const 0) (i32.const 0))",
            "",
        ),
        case("21: growth that costs more than there is", "(drop (memory.grow (i32.const -1)))", ""),
        case("21: growth in a loop", "(loop (drop (memory.grow (i32.const 1))) (br 0))", ""),
        case(
            "21: growth by nothing in a loop",
            "(loop (drop (memory.grow (i32.const 0))) (br 0))",
            "",
        ),
        case("42: null", "(call_indirect (i32.const 0))", "(table 1 funcref)"),
        case("42: outside", "(call_indirect (i32.const 1))", "(table 1 funcref)"),
        case(
            "42: of another type",
            "(call_indirect (i32.const 0))",
            "(table 1 funcref) (elem (i32.const 0) $f) (func $f (param i32))",
        ),
        case(
            "42: a host function of another type",
            "(call_indirect (i32.const 0))",
            "(table 1 funcref) (elem (i32.const 0) $context_time)",
        ),
        case(
            "41: widened by hand",
            "(drop (call_indirect (param i64) (result i64) (i64.const 1) (i32.const 0)))",
            "(table 1 funcref) (elem (i32.const 0) $f) (func $f)",
        ),
    ]
}
