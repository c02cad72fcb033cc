//! Gas is exact, the same every time, and its end is final.

use sandpact_abi::{Call, Gas, MethodKind, UnixSeconds, limits};
use sandpact_runtime::{Outcome, Receipt, schedule};
use sandpact_tests::{ModuleText, TestLedger, key_of, method, module};

/// A ledger with one contract of one method `run`.
struct One {
    ledger: TestLedger,
    call: Call,
}

impl One {
    fn new(body: &str, rest: &str) -> Self {
        let mut ledger = TestLedger::in_memory();
        let contract = ledger.deploy(&module(&[("run", body)], rest), &());
        let call = Call::Invoke { contract, method: "run".into(), args: vec![] };
        Self { ledger, call }
    }

    fn run(&mut self, gas_limit: u64) -> Receipt {
        self.ledger.send(&key_of("caller"), self.call.clone(), Gas(gas_limit))
    }

    /// Gas of a run that succeeds, which the same limit also allows and one less does not.
    fn exact(&mut self) -> u64 {
        let used = self.succeed(limits::GAS_LIMIT_MAX);
        // A longer encoded limit would cost more per byte; all numbers here are 8 bytes.
        assert_eq!(self.succeed(used), used);
        let receipt = self.run(used - 1);
        assert_eq!(receipt.outcome, Outcome::Halted { call: 0 });
        assert_eq!(receipt.gas_used, Gas(used - 1), "a halt takes all gas");
        used
    }

    fn succeed(&mut self, gas_limit: u64) -> u64 {
        let receipt = self.run(gas_limit);
        assert!(matches!(receipt.outcome, Outcome::Success { .. }), "{:?}", receipt.outcome);
        receipt.gas_used.0
    }

    fn halt(&mut self) {
        let before = self.ledger.runtime.state_root();
        let receipt = self.run(50_000_000);
        assert_eq!(receipt.outcome, Outcome::Halted { call: 0 });
        assert_eq!(receipt.gas_used, Gas(50_000_000));
        assert_eq!(self.ledger.runtime.state_root(), before);
    }
}

fn counted_loop(count: u32) -> String {
    format!(
        "(local $i i32) (local.set $i (i32.const {count}))
         (loop $again
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br_if $again (local.get $i)))"
    )
}

#[test]
fn a_call_succeeds_exactly_within_its_limit() {
    One::new("", "").exact();
    One::new(&counted_loop(1_000), "").exact();
    One::new("(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 9))", "")
        .exact();
    One::new("(drop (call $context_time))", "").exact();
    One::new("(memory.fill (i32.const 0) (i32.const 7) (i32.const 65536))", "").exact();
    One::new("(drop (memory.grow (i32.const 3)))", "").exact();
    One::new("(call $down (i32.const 300))", RECURSION).exact();
}

const RECURSION: &str = "(func $down (param $n i32)
    (if (local.get $n) (then (call $down (i32.sub (local.get $n) (i32.const 1))))))";

#[test]
fn work_is_charged_in_proportion() {
    let gas = |count| One::new(&counted_loop(count), "").succeed(limits::GAS_LIMIT_MAX);
    let (a, b, c) = (gas(100_000), gas(200_000), gas(400_000));
    // A round is five simple operators and a branch, at 10 ticks a gas.
    let round_ticks = u64::from(5 * schedule::TICKS_SIMPLE + schedule::TICKS_BRANCH);
    assert_eq!(b - a, 100_000 * round_ticks / schedule::TICKS_PER_GAS);
    assert_eq!(c - b, 2 * (b - a));
    let fill = |len: u32| {
        let body = format!("(memory.fill (i32.const 0) (i32.const 0) (i32.const {len}))");
        One::new(&body, "").succeed(limits::GAS_LIMIT_MAX)
    };
    let byte = u64::from(schedule::TICKS_BULK_BYTE);
    assert_eq!(fill(60_000) - fill(0), 60_000 * byte / schedule::TICKS_PER_GAS);
    let grow = |pages: u32| {
        One::new(&format!("(drop (memory.grow (i32.const {pages})))"), "")
            .succeed(limits::GAS_LIMIT_MAX)
    };
    let page = u64::from(schedule::TICKS_GROW_PAGE);
    assert_eq!(grow(10) - grow(0), 10 * page / schedule::TICKS_PER_GAS);
}

/// Loads, stores and bytes of bulk operators cost by what the module declares, not by what
/// it uses.
#[test]
fn near_memory_is_cheaper_and_exact() {
    let gas = |memory: &str, body: &str| {
        let methods =
            vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, body)];
        let code = ModuleText { methods, rest: String::new() }.bytes_of_memory(memory);
        let mut ledger = TestLedger::in_memory();
        let contract = ledger.deploy(&code, &());
        let call = Call::Invoke { contract, method: "run".into(), args: vec![] };
        One { ledger, call }.exact()
    };
    let near = format!("1 {}", schedule::NEAR_MEMORY_PAGES_MAX);
    let far = format!("1 {}", schedule::NEAR_MEMORY_PAGES_MAX + 1);
    let load = "(drop (i32.load (i32.const 8)))".repeat(10);
    let store = "(i32.store8 (i32.const 8) (i32.const 1))".repeat(10);
    let fill = "(memory.fill (i32.const 0) (i32.const 1) (i32.const 1000))".to_owned();
    for (body, count, near_ticks, far_ticks) in [
        (load, 10, schedule::TICKS_LOAD_NEAR, schedule::TICKS_LOAD),
        (store, 10, schedule::TICKS_STORE_NEAR, schedule::TICKS_STORE),
        (fill, 1_000, schedule::TICKS_BULK_BYTE_NEAR, schedule::TICKS_BULK_BYTE),
    ] {
        let saved = count * u64::from(far_ticks - near_ticks) / schedule::TICKS_PER_GAS;
        assert_eq!(gas(&far, &body) - gas(&near, &body), saved, "{body}");
        assert_eq!(gas("1", &body), gas(&far, &body), "no maximum is the largest: {body}");
    }
}

/// An instance is paid for by what its module declares, whether used or not.
#[test]
fn a_call_pays_for_what_its_module_declares() {
    let gas = |pages: u32, rest: &str| {
        let methods =
            vec![method("create", MethodKind::Init, ""), method("run", MethodKind::Write, "")];
        let code = ModuleText { methods, rest: rest.to_owned() }.bytes_of_pages(pages);
        let mut ledger = TestLedger::in_memory();
        let contract = ledger.deploy(&code, &());
        let call = Call::Invoke { contract, method: "run".into(), args: vec![] };
        One { ledger, call }.exact()
    };
    let plain = gas(1, "");
    assert_eq!(gas(64, "") - plain, 63 * schedule::CALL_PAGE);
    let globals = "(global i32 (i32.const 1)) (global (mut i64) (i64.const 1))".repeat(32);
    assert_eq!(gas(1, &globals) - plain, 64 * schedule::CALL_GLOBAL);
    assert_eq!(gas(1, "(table 4096 funcref)") - plain, 4_096 * schedule::CALL_ELEMENT);
    let segments = "(data (i32.const 0) \"data\")".repeat(1_024);
    assert_eq!(gas(1, &segments), plain, "segments are laid when the module is compiled");
}

#[test]
fn the_same_call_costs_the_same_at_any_time() {
    let mut one = One::new(&counted_loop(5_000), "");
    let first = one.succeed(limits::GAS_LIMIT_MAX);
    one.ledger.time = UnixSeconds(one.ledger.time.0 + 1_000_000);
    assert_eq!(one.succeed(limits::GAS_LIMIT_MAX), first);
}

#[test]
fn endless_work_halts() {
    One::new("(loop $again (br $again))", "").halt();
    One::new("(call $f)", "(func $f (call $f))").halt();
    One::new("(call $a)", "(func $a (call $b)) (func $b (call $a))").halt();
    One::new(
        "(call_indirect (param) (i32.const 0))",
        "(table 1 1 funcref) (elem (i32.const 0) $f) (func $f (call_indirect (param) (i32.const 0)))",
    )
    .halt();
    One::new(
        "(loop $again (memory.fill (i32.const 0) (i32.const 0) (i32.const 60000)) (br $again))",
        "",
    )
    .halt();
    One::new(
        "(loop $again (drop (call $storage_get (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0)))
            (br $again))",
        "",
    )
    .halt();
}

#[test]
fn traps_halt_and_take_all_gas() {
    for body in [
        "(unreachable)",
        "(drop (i32.load (i32.const -1)))",
        "(i32.store (i32.const 65536) (i32.const 0))",
        "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
        "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))",
        "(drop (i64.rem_s (i64.const 1) (i64.const 0)))",
        "(memory.fill (i32.const 65000) (i32.const 0) (i32.const 1000))",
        "(memory.copy (i32.const 0) (i32.const 65000) (i32.const 1000))",
        "(call $context_return (i32.const 65530) (i32.const 100))",
        "(call $context_return (i32.const -1) (i32.const 1))",
        "(call $context_abort (i32.const 0) (i32.const 4))",
        "(call $context_revert (i32.const 10001) (i32.const 0) (i32.const 0))",
        "(call $context_revert (i32.const 0) (i32.const 0) (i32.const 0))",
    ] {
        One::new(body, "").halt();
    }
    One::new("(call_indirect (param) (i32.const 0))", "(table 1 1 funcref)").halt();
    One::new(
        "(call_indirect (param) (i32.const 0))",
        "(table 1 1 funcref) (elem (i32.const 0) $f) (func $f (param i32))",
    )
    .halt();
}

#[test]
fn depth_is_counted_on_wasm_level_bytes() {
    // The deepest recursion that fits is a property of the module, not of the machine.
    let deep = |count: u32| {
        let mut one = One::new(&format!("(call $down (i32.const {count}))"), RECURSION);
        matches!(one.run(limits::GAS_LIMIT_MAX).outcome, Outcome::Success { .. })
    };
    let (mut fits, mut too_deep) = (1, 1_000_000);
    assert!(deep(fits) && !deep(too_deep));
    while too_deep - fits > 1 {
        let middle = u32::midpoint(fits, too_deep);
        if deep(middle) { fits = middle } else { too_deep = middle }
    }
    let bytes = limits::STACK_HEIGHT_BYTES_MAX;
    assert!((bytes / 200..bytes / 8).contains(&fits), "depth {fits} of {bytes} bytes");
}

#[test]
fn memory_grows_to_its_limit_and_no_further() {
    let limit = limits::MEMORY_PAGES_MAX;
    let body = format!(
        "(if (i32.ne (memory.grow (i32.const {})) (i32.const 1)) (then (unreachable)))
         (if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
         (i32.store (i32.const {}) (i32.const 7))",
        limit - 1,
        limit * 65_536 - 4
    );
    One::new(&body, "").exact();
    // A fresh instance begins small and clean again.
    let clean = "(if (i32.ne (memory.size) (i32.const 1)) (then (unreachable)))
        (if (i32.load (i32.const 8)) (then (unreachable)))
        (i32.store (i32.const 8) (i32.const 1)) (drop (memory.grow (i32.const 1)))";
    let mut one = One::new(clean, "");
    for _ in 0..3 {
        one.succeed(limits::GAS_LIMIT_MAX);
    }
}

/// The compiler keeps a value that is computed twice from the first time to the second,
/// so a native frame can be far larger than what a function's locals say. The count of
/// depth must cover that: the native stack's own guard would stop the node.
#[test]
fn values_that_outlive_a_call_are_counted_as_depth() {
    let store = |number: u32| {
        format!(
            "(i64.store offset={} (i32.const 0) (i64.mul (local.get $x) (i64.const {})))",
            number * 8,
            number * 2 + 3
        )
    };
    let count = 280;
    let before: String = (0..count).map(store).collect();
    let after: String = (0..count).rev().map(store).collect();
    let rest = format!(
        "(func $down (param $n i32) (param $x i64)
            (if (i32.eqz (local.get $n)) (then (return)))
            {before}
            (call $down (i32.sub (local.get $n) (i32.const 1)) (local.get $x))
            {after})"
    );
    for depth in [10, 1_000, 1_000_000] {
        let body = format!("(call $down (i32.const {depth}) (i64.const 12345))");
        let receipt = One::new(&body, &rest).run(limits::GAS_LIMIT_MAX);
        let is_success = matches!(receipt.outcome, Outcome::Success { .. });
        assert_eq!(is_success, depth == 10, "depth {depth}: {:?}", receipt.outcome);
    }
}

/// The same for the values of locals where branches meet.
#[test]
fn locals_set_on_many_paths_are_counted_as_depth() {
    let locals = 100;
    let declared = "i64 ".repeat(locals);
    let set = |local: usize| {
        format!(
            "(local.set {} (i64.add (local.get {}) (i64.load offset={} (i32.const 0))))",
            local + 2,
            (local * 7 + 3) % locals + 2,
            local * 8
        )
    };
    let joins: String = (0..locals)
        .map(|local| format!("(if (i32.load offset={local} (i32.const 8)) (then {}))", set(local)))
        .collect();
    let rest = format!(
        "(func $down (param $n i32) (param $x i64) (local {declared})
            (if (i32.eqz (local.get $n)) (then (return)))
            {joins}
            (call $down (i32.sub (local.get $n) (i32.const 1)) (local.get 17))
            {joins} {})",
        (0..locals)
            .map(|local| format!(
                "(i64.store offset={} (i32.const 0) (local.get {}))",
                local * 8,
                local + 2
            ))
            .collect::<String>()
    );
    for depth in [10, 1_000_000] {
        let body = format!("(call $down (i32.const {depth}) (i64.const 12345))");
        let receipt = One::new(&body, &rest).run(limits::GAS_LIMIT_MAX);
        let is_success = matches!(receipt.outcome, Outcome::Success { .. });
        assert_eq!(is_success, depth == 10, "depth {depth}: {:?}", receipt.outcome);
    }
}
