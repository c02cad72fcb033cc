//! Modules that do odd but lawful things: their gas is exact to the unit on both engines,
//! and the same wherever charges stand. Numbers are those of the corpus that this follows.

use super::Pair;
use sandpact_abi::{Call, Gas, limits};
use sandpact_runtime::{Config, EngineKind, Outcome};
use sandpact_tests::{
    TestLedger,
    hostile::{self, Case},
    key_of, module,
};

/// Gas of a call on the engine whose charges stand before every basic block.
fn plain_gas(code: &[u8]) -> Gas {
    let mut ledger =
        TestLedger::create(&Config { engine: EngineKind::PlainMetering, ..Config::memory() });
    let contract = ledger.deploy(code, &());
    let call = Call::Invoke { contract, method: "run".into(), args: vec![] };
    let receipt = ledger.send(&key_of("caller"), call, Gas(limits::GAS_LIMIT_MAX));
    assert!(matches!(receipt.outcome, Outcome::Success { .. }), "{:?}", receipt.outcome);
    receipt.gas_used
}

#[test]
fn odd_control_flow_is_metered_to_the_unit() {
    let mut pair = Pair::new();
    for Case { name, code, .. } in hostile::exact() {
        pair.exact(&name, &code);
        let gas = pair.succeeds(&name, &code, Gas(limits::GAS_LIMIT_MAX));
        assert_eq!(plain_gas(&code), gas, "{name}: charges elsewhere, another total");
    }
}

/// 54, 57: what one call leaves in memory and globals, no other sees.
#[test]
fn nothing_of_an_instance_is_left_for_the_next_call() {
    let body = "(if (i32.ne (global.get $g) (i32.const 7)) (then (unreachable)))
        (if (i32.load (i32.const 4096)) (then (unreachable)))
        (if (i32.ne (i32.load8_u (i32.const 16)) (i32.const 100)) (then (unreachable)))
        (if (i32.load (i32.const 65528)) (then (unreachable)))
        (global.set $g (i32.const 9)) (i32.store (i32.const 4096) (i32.const 1))
        (i32.store8 (i32.const 16) (i32.const 1)) (i64.store (i32.const 65528) (i64.const -1))";
    let rest = "(global $g (mut i32) (i32.const 7)) (data (i32.const 16) \"data\")";
    let code = module(
        &[
            ("run", body),
            ("grow", &format!("{body} (drop (memory.grow (i32.const 1)))")),
            ("trap", &format!("{body} (unreachable)")),
        ],
        rest,
    );
    for reuse_instances in [true, false] {
        let mut ledger = TestLedger::create(&Config { reuse_instances, ..Config::memory() });
        let contract = ledger.deploy(&code, &());
        let key = key_of("caller");
        let first = ledger.runtime.nonce(&key.address()).unwrap();
        let methods = ["run", "run", "grow", "run", "trap", "run", "run", "grow", "grow", "run"];
        let transactions: Vec<Vec<u8>> = (first..)
            .zip(methods)
            .map(|(nonce, method)| {
                ledger.signed_as(
                    &key,
                    nonce,
                    Call::Invoke { contract, method: method.into(), args: vec![] },
                    Gas(5_000_000),
                )
            })
            .collect();
        let receipts = ledger.block(&transactions);
        for (method, receipt) in methods.iter().zip(&receipts) {
            let is_success = matches!(receipt.outcome, Outcome::Success { .. });
            assert_eq!(is_success, *method != "trap", "{method}, reuse {reuse_instances}");
        }
        let gas: std::collections::BTreeSet<u64> = methods
            .iter()
            .zip(&receipts)
            .filter(|(method, _)| **method == "run")
            .map(|(_, receipt)| receipt.gas_used.0)
            .collect();
        assert_eq!(gas.len(), 1, "every call costs the same: {gas:?}");
    }
}
