//! The work of each class of operators, as WebAssembly text, with operands chosen against
//! the price: chains without parallelism, addresses without locality, branches without rule.

/// One class of work.
pub struct Class<T = &'static str> {
    /// Its name.
    pub name: T,
    /// Pages that the memory grows by before the loop.
    pub pages: u32,
    /// What comes before the loop.
    pub before: T,
    /// One piece of work; locals `$x` (i32) and `$y` (i64) carry results on.
    pub round: T,
    /// How often a round of the loop repeats it.
    pub unrolled: usize,
    /// Rounds of the loop.
    pub rounds: u32,
}

const fn class(name: &'static str, round: &'static str, unrolled: usize, rounds: u32) -> Class {
    Class { name, pages: 0, before: "", round, unrolled, rounds }
}

/// Functions and a table for the rounds that call.
pub const REST: &str = "(table 1 1 funcref) (elem (i32.const 0) $leaf)
    (data (i32.const 2000) \"nothingEvent\")
    (func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))";

/// Memory of 16 MiB for loads and stores that miss every cache.
const ALL_PAGES: u32 = 255;

pub const CLASSES: &[Class] = &[
    class("loop, simple, branch", "", 0, 2_000_000),
    class("add", "(local.set $x (i32.add (local.get $x) (local.get $i)))", 50, 50_000),
    class("multiply", "(local.set $y (i64.mul (local.get $y) (i64.or (local.get $y) (i64.const 3))))", 50, 50_000),
    class(
        "divide 32",
        "(local.set $x (i32.div_u (i32.const 0x7fffffff) (i32.or (local.get $x) (i32.const 1))))",
        50,
        50_000,
    ),
    class(
        "divide 64",
        "(local.set $y (i64.div_u (i64.const 0x7fffffffffffffff) (i64.or (local.get $y) (i64.const 1))))",
        50,
        50_000,
    ),
    class("load, first cache", "(local.set $x (i32.load (i32.and (local.get $x) (i32.const 4092))))", 50, 50_000),
    Class {
        name: "load, missing caches",
        pages: ALL_PAGES,
        before: "(local.set $x (i32.const 1))",
        round: "(local.set $x (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.add (i32.const 1013904223)
            (i32.load (i32.and (local.get $x) (i32.const 0xfffffc))))))",
        unrolled: 10,
        rounds: 50_000,
    },
    Class {
        name: "store, missing caches",
        pages: ALL_PAGES,
        before: "(local.set $x (i32.const 1))",
        round: "(local.set $x (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.const 1013904223)))
            (i32.store offset=4096 (i32.and (local.get $x) (i32.const 0xfefffc)) (local.get $x))",
        unrolled: 10,
        rounds: 50_000,
    },
    class("call", "(local.set $x (call $leaf (local.get $x)))", 20, 50_000),
    class(
        "call through table",
        "(local.set $x (call_indirect (param i32) (result i32) (local.get $x) (i32.const 0)))",
        20,
        50_000,
    ),
    class(
        "branch, unforeseeable",
        "(local.set $y (i64.add (i64.mul (local.get $y) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
         (if (i32.wrap_i64 (i64.shr_u (local.get $y) (i64.const 63))) (then (local.set $x (i32.add (local.get $x) (i32.const 1)))))",
        10,
        50_000,
    ),
    class("memory.fill, empty", "(memory.fill (i32.const 4096) (i32.const 1) (i32.const 0))", 10, 20_000),
    class("memory.fill, 60 kB", "(memory.fill (i32.const 4096) (i32.const 1) (i32.const 60000))", 1, 10_000),
    class("memory.copy, 30 kB", "(memory.copy (i32.const 4096) (i32.const 34100) (i32.const 30000))", 1, 10_000),
    class("memory.grow, a page", "(i32.store (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 4)) (memory.grow (i32.const 1)))", 1, 200),
];
