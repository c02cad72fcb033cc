//! Contracts calling contracts: what the caller learns, and what stays of a callee.

use sandpact_abi::{Address, Call, MethodKind, code, host, limits};
use sandpact_runtime::{CallResult, Gas, Outcome, schedule};
use sandpact_tests::{ModuleText, Raw, TestLedger, key_of, method, module};

const SET: &str = "(call $storage_set (i32.const 600) (i32.const 1) (i32.const 601) (i32.const 1))";
const EMIT: &str = "(call $event_emit (i32.const 602) (i32.const 4) (i32.const 0) (i32.const 0))";
const DATA: &str = "(data (i32.const 600) \"kvDone\")";

/// Calls what its arguments say (address, method name), keeps and returns the status.
const FORWARD: &str = "(local $status i32)
    (call $context_input_read (i32.const 0))
    (local.set $status (call $call_contract (i32.const 0) (i32.const 32)
        (i32.sub (local.get $len) (i32.const 32)) (i32.const 0) (i32.const 0) (i64.const -1)))
    (i32.store (i32.const 512) (local.get $status))
    (call $storage_set (i32.const 600) (i32.const 1) (i32.const 512) (i32.const 4))
    (call $call_result_read (i32.const 516))
    (call $context_return (i32.const 512) (i32.add (call $call_result_len) (i32.const 4)))";

struct Pair {
    ledger: TestLedger,
    caller: Address,
    callee: Address,
}

impl Pair {
    fn new() -> Self {
        let mut ledger = TestLedger::in_memory();
        let write_then = |end: &str| format!("{SET} {EMIT} {end}");
        let methods = vec![
            method("create", MethodKind::Init, ""),
            method("write", MethodKind::Write, &write_then("")),
            method(
                "revert",
                MethodKind::Write,
                &write_then("(call $context_revert (i32.const 777) (i32.const 600) (i32.const 2))"),
            ),
            method("trap", MethodKind::Write, &write_then("(unreachable)")),
            method("spin", MethodKind::Write, &write_then("(loop $l (br $l))")),
            method(
                "peek",
                MethodKind::Read,
                "(call $context_return (i32.const 600) (i32.const 2))",
            ),
            method("sneak", MethodKind::Read, SET),
            method("shout", MethodKind::Read, EMIT),
            method(
                "who",
                MethodKind::Read,
                "(call $context_caller (i32.const 0)) (call $context_return (i32.const 0) (i32.const 32))",
            ),
        ];
        let callee = ledger.deploy(&ModuleText { methods, rest: DATA.into() }.bytes(), &());
        let methods = vec![
            method("create", MethodKind::Init, ""),
            method("forward", MethodKind::Write, FORWARD),
            method("look", MethodKind::Read, &FORWARD.replace(
                "(call $storage_set (i32.const 600) (i32.const 1) (i32.const 512) (i32.const 4))", "")),
        ];
        let caller = ledger.deploy(&ModuleText { methods, rest: DATA.into() }.bytes(), &());
        Self { ledger, caller, callee }
    }

    /// Status and result of `forward`, called on the callee.
    fn forward(&mut self, target: &str) -> (i32, Vec<u8>) {
        self.forward_to(&self.callee.clone(), target)
    }

    fn forward_to(&mut self, contract: &Address, target: &str) -> (i32, Vec<u8>) {
        let args = Raw([contract.as_bytes(), target.as_bytes()].concat());
        let receipt = self.ledger.call(&key_of("someone"), &self.caller.clone(), "forward", &args);
        match receipt.outcome {
            Outcome::Success { returned } => status(&returned[0]),
            other => panic!("{target}: {other:?}"),
        }
    }

    fn stored(&self) -> Option<Vec<u8>> {
        self.ledger.runtime.storage(&self.callee, b"k").unwrap()
    }
}

fn status(returned: &[u8]) -> (i32, Vec<u8>) {
    let (status, result) = returned.split_first_chunk().unwrap();
    (i32::from_le_bytes(*status), result.to_vec())
}

#[test]
fn a_callee_that_returns_keeps_its_writes() {
    let mut pair = Pair::new();
    assert_eq!(pair.forward("write"), (host::CALL_SUCCESS, vec![]));
    assert_eq!(pair.stored(), Some(b"v".to_vec()));
    assert_eq!(pair.forward("peek"), (host::CALL_SUCCESS, b"kv".to_vec()));
    assert_eq!(pair.forward("who").1, pair.caller.0);
}

#[test]
fn a_callee_that_fails_loses_its_writes_and_the_caller_goes_on() {
    let mut pair = Pair::new();
    let (status, result) = pair.forward("revert");
    assert_eq!(status, host::CALL_REVERTED);
    assert_eq!(result, [&777_u32.to_le_bytes()[..], b"kv"].concat());
    assert_eq!(pair.stored(), None);
    // The caller's own write of the status stands.
    let kept = pair.ledger.runtime.storage(&pair.caller, b"k").unwrap();
    assert_eq!(kept, Some(host::CALL_REVERTED.to_le_bytes().to_vec()));
    // A trap takes all gas that was given, here all there was: the caller halts too.
    let args = Raw([pair.callee.as_bytes(), &b"trap"[..]].concat());
    let before = pair.ledger.runtime.state_root();
    let receipt = pair.ledger.call(&key_of("someone"), &pair.caller, "forward", &args);
    assert_eq!(receipt.outcome, Outcome::Halted { call: 0 });
    assert_eq!(pair.ledger.runtime.state_root(), before);
}

#[test]
fn a_gas_cap_contains_a_callee() {
    let mut pair = Pair::new();
    let capped = FORWARD.replace("(i64.const -1)", "(i64.const 1000000)");
    let code = module(&[("forward", &capped)], DATA);
    pair.caller = pair.ledger.deploy(&code, &());
    for target in ["trap", "spin"] {
        assert_eq!(pair.forward(target), (host::CALL_HALTED, vec![]), "{target}");
        assert_eq!(pair.stored(), None);
    }
    assert_eq!(pair.forward("write"), (host::CALL_SUCCESS, vec![]));
}

#[test]
fn a_callee_that_halts_costs_its_caller_more_than_the_cap() {
    let mut pair = Pair::new();
    let call = "(call $context_input_read (i32.const 0))
        (drop (call $call_contract (i32.const 0) (i32.const 32)
            (i32.sub (local.get $len) (i32.const 32)) (i32.const 0) (i32.const 0) (i64.const 1000000)))";
    pair.caller = pair.ledger.deploy(&module(&[("forward", call)], DATA), &());
    let mut run = |contract: Address, target: &str, gas_limit: u64| {
        let args = [contract.as_bytes(), target.as_bytes()].concat();
        let call = Call::Invoke { contract: pair.caller, method: "forward".into(), args };
        pair.ledger.send(&key_of("someone"), call, Gas(gas_limit))
    };
    let nobody = run(Address([9; 32]), "trap", 50_000_000).gas_used.0;
    let mut all = Vec::new();
    for target in ["trap", "spin"] {
        let halted = run(pair.callee, target, 50_000_000);
        assert!(matches!(halted.outcome, Outcome::Success { .. }), "{:?}", halted.outcome);
        let used = halted.gas_used.0;
        assert_eq!(used - nobody, 1_000_000 + schedule::CALL_HALTED - schedule::CALL_BASE);
        // To the unit: with one less the caller halts too.
        let exact = run(pair.callee, target, used);
        assert!(matches!(exact.outcome, Outcome::Success { .. }), "{:?}", exact.outcome);
        assert_eq!(run(pair.callee, target, used - 1).outcome, Outcome::Halted { call: 0 });
        all.push(used);
    }
    assert_eq!(all[0], all[1], "whatever it halted by");
}

#[test]
fn events_of_a_failed_callee_are_gone() {
    let mut pair = Pair::new();
    for (target, count) in [("write", 1), ("revert", 0)] {
        let args = Raw([pair.callee.as_bytes(), target.as_bytes()].concat());
        let receipt = pair.ledger.call(&key_of("someone"), &pair.caller, "forward", &args);
        assert_eq!(receipt.events.len(), count, "{target}");
        if let [event] = &receipt.events[..] {
            assert_eq!((event.contract, event.name.as_str()), (pair.callee, "Done"));
        }
    }
}

#[test]
fn calls_that_cannot_be_made_say_why() {
    let mut pair = Pair::new();
    let caller = pair.caller;
    let refused = |code: u32| (host::CALL_REVERTED, code.to_le_bytes().to_vec());
    assert_eq!(pair.forward("nothing"), refused(code::UNKNOWN_METHOD));
    assert_eq!(pair.forward("create"), refused(code::UNKNOWN_METHOD));
    assert_eq!(pair.forward_to(&Address([9; 32]), "write"), refused(code::UNKNOWN_CONTRACT));
    assert_eq!(pair.forward_to(&caller, "forward"), refused(code::REENTRANT));
    assert_eq!(pair.forward_to(&caller, "look"), refused(code::REENTRANT));
    assert_eq!(pair.forward("sneak"), refused(code::READ_ONLY));
    assert_eq!(pair.forward("shout"), refused(code::READ_ONLY));
}

#[test]
fn reading_is_inherited_downward() {
    let pair = Pair::new();
    let look = |target: &str| {
        let args = [pair.callee.as_bytes(), target.as_bytes()].concat();
        let gas = Gas(10_000_000);
        match pair.ledger.runtime.query(&pair.caller, "look", &args, gas).unwrap() {
            CallResult::Success { returned, .. } => status(&returned),
            other => panic!("{other:?}"),
        }
    };
    let refused = (host::CALL_REVERTED, code::READ_ONLY.to_le_bytes().to_vec());
    assert_eq!(look("peek"), (host::CALL_SUCCESS, b"kv".to_vec()));
    assert_eq!(look("write"), refused);
    assert_eq!(look("sneak"), refused);
    let direct = pair.ledger.runtime.query(&pair.callee, "write", &[], Gas(10_000_000)).unwrap();
    assert!(matches!(direct, CallResult::Reverted { code: code::READ_ONLY, .. }));
    assert_eq!(pair.stored(), None);
}

#[test]
fn a_chain_of_contracts_has_a_greatest_depth() {
    let mut ledger = TestLedger::in_memory();
    // Each contract calls the address that it was given at deployment.
    let create = "(call $context_input_read (i32.const 0))
        (call $storage_set (i32.const 600) (i32.const 1) (i32.const 0) (local.get $len))";
    let run =
        "(drop (call $storage_get (i32.const 600) (i32.const 1) (i32.const 0) (i32.const 32)))
        (i32.store (i32.const 512) (call $call_contract (i32.const 0) (i32.const 602) (i32.const 3)
            (i32.const 0) (i32.const 0) (i64.const -1)))
        (call $call_result_read (i32.const 516))
        (call $context_return (i32.const 512) (i32.add (call $call_result_len) (i32.const 4)))";
    let methods =
        vec![method("create", MethodKind::Init, create), method("run", MethodKind::Write, run)];
    let code = ModuleText { methods, rest: "(data (i32.const 600) \"k_run\")".into() }.bytes();
    let last = module(&[("run", "")], "");
    let mut contract = ledger.deploy(&last, &());
    for depth in 2..=limits::CALL_DEPTH_MAX + 1 {
        contract = ledger.deploy(&code, &Raw(contract.0.to_vec()));
        let receipt = ledger.call(&key_of("someone"), &contract, "run", &());
        let Outcome::Success { returned } = receipt.outcome else { panic!("depth {depth}") };
        let refusal = code::CALL_DEPTH.to_le_bytes();
        let is_refused = returned[0].windows(4).any(|window| window == refusal);
        assert_eq!(is_refused, depth > limits::CALL_DEPTH_MAX, "depth {depth}");
    }
}
