//! Who runs which code within a block, with every engine.

use super::{Draft, code_of, invoke, numbers, removing, transaction, upgrade_call, without_names};
use sandpact_abi::{Address, Call, MethodKind, code, host};
use sandpact_runtime::{Config, EngineKind, Hash, Receipt, contract_address};
use sandpact_tests::{ModuleText, TestLedger, key_of, method};

/// Runs a block on each engine, with instances used again and not; all give the same.
fn on_every_engine(
    transactions: impl Fn(&TestLedger, Address) -> Vec<Vec<u8>>,
) -> (Vec<Receipt>, TestLedger, Address) {
    let mut first: Option<(Vec<Receipt>, Hash, TestLedger, Address)> = None;
    let engines = [EngineKind::Production, EngineKind::Unoptimised, EngineKind::Interpreter];
    for (engine, reuse_instances) in engines.into_iter().flat_map(|it| [(it, true), (it, false)]) {
        let config = Config { engine, reuse_instances, traces: true, ..Config::memory() };
        let mut ledger = TestLedger::create(&config);
        let contract = ledger.deploy(&Draft::first().code(), &());
        // It stands, was called, and its instance waits.
        let _ = ledger.accept::<u64>(&key_of("someone"), &contract, "bump", &());
        let transactions = transactions(&ledger, contract);
        let receipts = ledger.block(&transactions);
        let root = ledger.runtime.state_root();
        match &first {
            None => first = Some((receipts, root, ledger, contract)),
            Some((expected, expected_root, ..)) => {
                assert_eq!((&receipts, &root), (expected, expected_root), "{engine:?}");
            }
        }
    }
    let (receipts, _, ledger, contract) = first.unwrap();
    (receipts, ledger, contract)
}

#[test]
fn each_call_of_a_block_runs_the_code_of_its_moment() {
    let (receipts, ledger, contract) = on_every_engine(|ledger, contract| {
        let both = |method| vec![invoke(contract, method), invoke(contract, "version")];
        vec![
            transaction(ledger, 0, both("bump")),
            transaction(ledger, 1, vec![upgrade_call(contract, Draft::second().code())]),
            transaction(ledger, 2, both("bump")),
            transaction(
                ledger,
                3,
                vec![
                    invoke(contract, "bump"),
                    upgrade_call(contract, Draft::third().code()),
                    invoke(contract, "bump"),
                    invoke(contract, "version"),
                ],
            ),
            transaction(ledger, 4, both("bump")),
        ]
    });
    let seen: Vec<_> = receipts.iter().map(numbers).collect();
    let expected: [&[u64]; 5] = [&[2, 1], &[0], &[12, 2], &[22, 0, 122, 3], &[222, 3]];
    assert_eq!(seen, expected);
    let history = ledger.runtime.code_history(&contract).unwrap();
    let heights: Vec<_> = history.iter().map(|record| record.since.0).collect();
    assert_eq!(heights, [1, 3, 3], "two in one block");
    ledger.runtime.verify().unwrap();
}

#[test]
fn an_upgrade_that_is_undone_leaves_the_old_code_to_later_calls() {
    let (receipts, ..) = on_every_engine(|ledger, contract| {
        let second = || upgrade_call(contract, Draft::second().code());
        let version = || invoke(contract, "version");
        vec![
            transaction(ledger, 0, vec![version(), second(), version(), invoke(contract, "no")]),
            transaction(ledger, 1, vec![invoke(contract, "bump"), version()]),
            transaction(ledger, 2, vec![second(), version()]),
            transaction(ledger, 3, vec![upgrade_call(contract, Draft::first().code())]),
            transaction(ledger, 4, vec![invoke(contract, "bump"), version()]),
        ]
    });
    let codes: Vec<_> = receipts.iter().map(code_of).collect();
    let unknown = Some(code::UNKNOWN_METHOD);
    assert_eq!(codes, [unknown, None, None, Some(code::UPGRADE_REFUSED), None]);
    assert_eq!(numbers(&receipts[1]), [2, 1]);
    assert_eq!(numbers(&receipts[2]), [0, 2]);
    assert_eq!(numbers(&receipts[4]), [12, 2]);
}

#[test]
fn a_contract_is_deployed_and_upgraded_in_one_transaction() {
    let (receipts, ..) = on_every_engine(|ledger, _| {
        let key = key_of("deployer");
        let nonce = ledger.runtime.nonce(&key.address()).unwrap();
        let contract = contract_address(&key.address(), nonce, 0);
        let calls = vec![
            Call::Deploy { code: Draft::first().code(), args: vec![] },
            invoke(contract, "bump"),
            upgrade_call(contract, Draft::second().code()),
            invoke(contract, "bump"),
        ];
        vec![transaction(ledger, 0, calls)]
    });
    assert_eq!(numbers(&receipts[0])[1..], [1, 0, 11]);
}

/// Calls what its arguments say (address, method name); returns status and result.
fn relay() -> Vec<u8> {
    let body = "(call $context_input_read (i32.const 0))
        (i32.store (i32.const 512) (call $call_contract (i32.const 0) (i32.const 32)
            (i32.sub (local.get $len) (i32.const 32)) (i32.const 0) (i32.const 0) (i64.const -1)))
        (call $call_result_read (i32.const 516))
        (call $context_return (i32.const 512) (i32.add (call $call_result_len) (i32.const 4)))";
    let methods =
        vec![method("create", MethodKind::Init, ""), method("forward", MethodKind::Write, body)];
    ModuleText { methods, rest: String::new() }.bytes()
}

/// A migration is on the call stack as any call is: who comes back finds the new code, and the
/// methods that are marked only.
#[test]
fn who_calls_back_during_a_migration_meets_the_new_code() {
    for (target, expected) in [
        ("version", [host::CALL_SUCCESS.to_le_bytes(), 2_u32.to_le_bytes()]),
        ("bump", [host::CALL_REVERTED.to_le_bytes(), code::REENTRANT.to_le_bytes()]),
        ("move_on", [host::CALL_REVERTED.to_le_bytes(), code::UNKNOWN_METHOD.to_le_bytes()]),
    ] {
        let (mut ledger, contract) = super::first();
        let relay = ledger.deploy(&relay(), &());
        // The relay's address, then this contract's own and the method's name behind it.
        let body = removing(
            "(call $context_input_read (i32.const 0))
            (memory.copy (i32.const 464) (i32.const 32) (i32.sub (local.get $len) (i32.const 32)))
            (call $context_contract (i32.const 432))
            (i32.store (i32.const 700) (i32.const 0x77726f66))
            (i32.store (i32.const 704) (i32.const 0x00647261))
            (drop (call $call_contract (i32.const 0) (i32.const 700) (i32.const 7)
                (i32.const 432) (local.get $len) (i64.const -1)))
            (call $call_result_read (i32.const 800))
            (call $context_return (i32.const 800) (call $call_result_len))",
        );
        let code = Draft::second().migrating(body).code_with(without_names);
        let args = sandpact_tests::Raw([relay.as_bytes(), target.as_bytes()].concat());
        let receipt = ledger.upgrade(&contract, &code, &args);
        let sandpact_runtime::Outcome::Success { returned } = &receipt.outcome else {
            panic!("{target}: {receipt:?}")
        };
        assert_eq!(returned[0], expected.concat(), "{target}");
    }
}
