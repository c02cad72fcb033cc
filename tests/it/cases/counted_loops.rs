//! Loops of every counted form, from both sides of every edge, against plain metering: the
//! same outcomes and the same gas, whether all turns can be paid or not.

use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, Gas};
use sandpact_runtime::{Config, EngineKind, Outcome, Receipt};
use sandpact_tests::{TestLedger, key_of, module};

/// Gas of a call: some ten thousand turns.
const GAS: Gas = Gas(200_000);

/// Loops of one module.
const METHODS: usize = 100;

/// Where a counter begins and what it is compared to.
const RANGES: [(i64, i64); 12] = [
    (0, 0),
    (0, 64),
    (64, 0),
    (5, 64),
    (64, 5),
    (0, -1),
    (-1, 0),
    (-64, 64),
    (64, -64),
    (-1, -1),
    (i32::MAX as i64, i32::MIN as i64),
    (1_000_000, 1_000_256),
];

/// Base-two logarithms of steps; the last is an i32's sign bit.
const STEPS_LOG2: [u32; 4] = [0, 1, 4, 31];

/// The operators at the end of a turn, after `$i` is on the stack or set; `T` is the type.
const CONDITIONS: [&str; 10] = [
    "STEP local.tee $i local.get $n T.ne",
    "local.get $n STEP local.tee $i T.ne",
    "STEP local.set $i local.get $i local.get $n T.ne",
    "STEP local.set $i local.get $n local.get $i T.ne",
    "STEP local.tee $i local.get $n T.lt_u",
    "local.get $n STEP local.tee $i T.gt_u",
    "STEP local.tee $i local.get $n T.gt_u",
    "local.get $n STEP local.tee $i T.lt_u",
    "STEP local.set $i (br_if $out (i64.eq (local.get $turns) (i64.const 11)))
        local.get $i local.get $n T.ne",
    "STEP local.tee $i",
];

/// What else a turn does: nothing, a trap that is not met, one that is, another way out.
const REST: [&str; 4] = [
    "",
    "(br_if $trap (i64.eq (local.get $turns) (i64.const -1)))",
    "(br_if $trap (i64.eq (local.get $turns) (i64.const 7)))",
    "(br_if $out (i64.eq (local.get $turns) (i64.const 9)))",
];

/// A counter's number, modulo its width.
fn number(ty: &str, value: i64) -> String {
    let number = if ty == "i32" { value & 0xffff_ffff } else { value };
    format!("({ty}.const {number})")
}

fn body(
    ty: &str,
    is_down: bool,
    condition: &str,
    step_log2: u32,
    (from, to): (i64, i64),
    rest: &str,
) -> String {
    let by = if is_down { -(1_i64 << step_log2) } else { 1_i64 << step_log2 };
    let step = format!("local.get $i {} {ty}.add", number(ty, by));
    let condition = condition.replace("STEP", &step).replace('T', ty);
    let (from, to) = (number(ty, from), number(ty, to));
    format!(
        "(local $i {ty}) (local $n {ty}) (local $turns i64)
        (local.set $i {from}) (local.set $n {to})
        (block $out (block $trap
            (loop $turn
                (local.set $turns (i64.add (local.get $turns) (i64.const 1)))
                {rest}
                {condition} br_if $turn)
            (br $out)) unreachable)
        (i64.store (i32.const 0) (local.get $turns))
        (call $context_return (i32.const 0) (i32.const 8))"
    )
}

/// Every loop, as bodies of methods.
fn bodies() -> Vec<String> {
    let mut bodies = Vec::new();
    for (ty, is_down) in [("i32", false), ("i32", true), ("i64", false), ("i64", true)] {
        for condition in CONDITIONS {
            for step_log2 in STEPS_LOG2 {
                for range in RANGES {
                    if ty == "i64" && condition.ends_with("$i") {
                        continue; // no condition of a branch
                    }
                    let rest = REST[bodies.len() / 5 % REST.len()];
                    bodies.push(body(ty, is_down, condition, step_log2, range, rest));
                }
            }
        }
    }
    bodies
}

/// Calls every method on a ledger with the gas that is given for it.
fn calls(ledger: &mut TestLedger, contract: Address, limits: &[Gas]) -> Vec<Receipt> {
    let key = key_of("caller");
    let first = ledger.runtime.nonce(&key.address()).unwrap();
    let transactions: Vec<Vec<u8>> = (first..)
        .zip(limits.iter().enumerate())
        .map(|(nonce, (index, gas))| {
            let call = Call::Invoke { contract, method: format!("m{index}"), args: Vec::new() };
            ledger.signed_as(&key, nonce, call, *gas)
        })
        .collect();
    ledger.block(&transactions)
}

#[test]
fn counted_loops_cost_what_they_cost_turn_by_turn() {
    let with = |engine| TestLedger::create(&Config { engine, ..Config::memory() });
    let mut ledgers = [EngineKind::Production, EngineKind::PlainMetering].map(with);
    let bodies = bodies();
    let (mut succeeded, mut halted) = (0, 0);
    for bodies in bodies.chunks(METHODS) {
        let names: Vec<String> = (0..bodies.len()).map(|index| format!("m{index}")).collect();
        let methods: Vec<(&str, &str)> =
            names.iter().map(String::as_str).zip(bodies.iter().map(String::as_str)).collect();
        let code = module(&methods, "");
        let contracts = ledgers.each_mut().map(|ledger| ledger.deploy(&code, &()));
        let mut both = |limits: &[Gas]| {
            let [one, other] =
                [0, 1].map(|index| calls(&mut ledgers[index], contracts[index], limits));
            for ((receipt, plain), body) in one.iter().zip(&other).zip(bodies) {
                assert_eq!(receipt.encode(), plain.encode(), "{receipt:?}, {plain:?}: {body}");
            }
            one
        };
        let receipts = both(&vec![GAS; bodies.len()]);
        let exact: Vec<Gas> = receipts.iter().map(|receipt| receipt.gas_used).collect();
        let at_limit = both(&exact);
        let below: Vec<Gas> = exact.iter().map(|gas| Gas(gas.0 - 1)).collect();
        let below_limit = both(&below);
        for (index, receipt) in receipts.iter().enumerate() {
            let is_success = |receipt: &Receipt| matches!(receipt.outcome, Outcome::Success { .. });
            assert!(!is_success(&below_limit[index]), "{}", bodies[index]);
            assert_eq!(is_success(receipt), is_success(&at_limit[index]), "{}", bodies[index]);
            if is_success(receipt) { succeeded += 1 } else { halted += 1 }
        }
    }
    assert!(succeeded > 500 && halted > 300, "{succeeded} succeeded, {halted} halted");
}
