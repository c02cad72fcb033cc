//! What is let through.

use super::{Draft, code_of, first, removing, stored, transaction, upgrade_call, without_names};
use sandpact_abi::{ContractAbi, GuardDef, MethodKind, StorageKind, TypeDef, code};
use sandpact_runtime::{
    CodeRecord, Config, Gas, Genesis, Height, Outcome, Runtime, check_module, schedule,
};
use sandpact_tests::{Raw, TestLedger, key_of};

#[test]
fn a_compatible_upgrade_keeps_the_data_and_the_address() {
    let (mut ledger, contract) = first();
    let someone = key_of("someone");
    assert_eq!(ledger.accept::<u64>(&someone, &contract, "bump", &()), 1);
    let before = ledger.runtime.contract(&contract).unwrap().unwrap();
    let receipt = ledger.upgrade(&contract, &Draft::second().code(), &());
    assert_eq!(receipt.outcome, Outcome::Success { returned: vec![vec![]] });
    assert_eq!(ledger.query::<u32>(&contract, "version", &()), 2);
    assert_eq!(ledger.accept::<u64>(&someone, &contract, "bump", &()), 11);

    let info = ledger.runtime.contract(&contract).unwrap().unwrap();
    assert_eq!((info.abi.version.as_str(), info.upgrades, info.since), ("2.0.0", 1, Height(3)));
    assert_eq!((before.upgrades, before.since), (0, Height(1)));
    assert_eq!(info.deployer, before.deployer);
    let history = ledger.runtime.code_history(&contract).unwrap();
    let record = |since, code_hash| CodeRecord { since: Height(since), code_hash };
    assert_eq!(history, [record(1, before.code_hash), record(3, info.code_hash)]);
    ledger.runtime.verify().unwrap();
}

/// A removed field whose entries are stored: without a migration, with one that leaves them,
/// that leaves only the index, and with one that removes all.
#[test]
fn entries_of_a_removed_field_must_go() {
    let (mut ledger, contract) = first();
    let root = ledger.runtime.state_root();
    let missing = ledger.upgrade(&contract, &Draft::second().code_with(without_names), &());
    assert_eq!(code_of(&missing), Some(code::MIGRATION_MISSING));
    for body in ["", &format!("(drop (call $storage_remove {}))", super::NAME)] {
        let draft = Draft::second().migrating(body);
        let receipt = ledger.upgrade(&contract, &draft.code_with(without_names), &());
        assert_eq!(code_of(&receipt), Some(code::MIGRATION_INCOMPLETE), "{body}");
    }
    assert_eq!(ledger.runtime.state_root(), root);
    let draft = Draft::second().migrating(removing(""));
    let receipt = ledger.upgrade(&contract, &draft.code_with(without_names), &());
    assert_eq!(code_of(&receipt), None);
    let keys = ledger.runtime.storage_keys(&contract, None, b"", 10).unwrap();
    assert_eq!(keys, [b"count\0".to_vec()]);

    // What began empty may begin again.
    let again = Draft::third().code_with(|abi| {
        let names = StorageKind::OrderedMap;
        abi.storage[1] = stored("names", names, TypeDef::U64, TypeDef::Text);
    });
    assert_eq!(code_of(&ledger.upgrade(&contract, &again, &())), None);
}

/// The migrate method belongs to the step, also where the layouts need none, and takes the
/// arguments of the upgrade.
#[test]
fn a_migration_runs_whenever_there_is_one() {
    let (mut ledger, contract) = first();
    let body = format!(
        "(call $context_input_read (i32.const 300))
        (call $storage_set {} (i32.const 300) (i32.const 8))
        (call $event_emit (i32.const 606) (i32.const 5) (i32.const 0) (i32.const 0))
        (call $context_caller (i32.const 400))
        (call $context_return (i32.const 400) (i32.const 32))",
        super::COUNT
    );
    let code = Draft::second().migrating(body).code();
    let receipt = ledger.upgrade(&contract, &code, &77_u64);
    let sender = key_of("deployer").address().0.to_vec();
    assert_eq!(receipt.outcome, Outcome::Success { returned: vec![sender] });
    assert_eq!(receipt.events.len(), 1);
    assert_eq!(ledger.query::<u64>(&contract, "count", &()), 77);
    // It runs with an upgrade and never else.
    let key = key_of("deployer");
    ledger.refuse(&key, &contract, "move_on", &(), code::UNKNOWN_METHOD);
    let redeployed = ledger.deploy(&code, &());
    ledger.refuse(&key, &redeployed, "move_on", &(), code::UNKNOWN_METHOD);
    // Arguments for a migration that the code does not have are a mistake.
    let receipt = ledger.upgrade(&contract, &Draft::third().code(), &Raw(vec![1]));
    assert_eq!(code_of(&receipt), Some(code::UNKNOWN_METHOD));
}

#[test]
fn what_others_are_bound_to_is_refused_with_a_migration_too() {
    type Change = fn(&mut ContractAbi);
    let (mut ledger, contract) = first();
    let root = ledger.runtime.state_root();
    let changes: [Change; 6] = [
        |abi| abi.name = "other".into(),
        |abi| abi.version = "1.0.0".into(),
        |abi| abi.version = "new".into(),
        |abi| abi.methods[1].returns = TypeDef::U128,
        |abi| abi.methods[2].kind = MethodKind::Write,
        |abi| abi.methods[3].is_reentrant = false,
    ];
    for change in changes {
        for draft in [Draft::second(), Draft::second().migrating("")] {
            let receipt = ledger.upgrade(&contract, &draft.code_with(change), &());
            assert_eq!(code_of(&receipt), Some(code::UPGRADE_REFUSED));
        }
    }
    let same = ledger.upgrade(&contract, &Draft::first().code(), &());
    assert_eq!(code_of(&same), Some(code::UPGRADE_REFUSED));
    assert_eq!(ledger.runtime.state_root(), root);
}

/// The new code's guards hold at once, over fields that the migration filled.
#[test]
fn a_guard_of_the_new_code_asks_the_migrated_state() {
    let (mut ledger, contract) = first();
    // The key `boss` and a zero byte.
    let body = "(call $context_caller (i32.const 400))
        (i32.store (i32.const 640) (i32.const 0x73736f62))
        (call $storage_set (i32.const 640) (i32.const 5) (i32.const 400) (i32.const 32))";
    let draft = Draft::second().migrating(body);
    let code = draft.code_with(|abi| {
        abi.storage.push(stored(
            "boss",
            StorageKind::Owner,
            TypeDef::Tuple(vec![]),
            TypeDef::Address,
        ));
        abi.methods[1].guard = GuardDef::Owner { field: "boss".into() };
    });
    assert_eq!(code_of(&ledger.upgrade(&contract, &code, &())), None);
    ledger.refuse(&key_of("someone"), &contract, "bump", &(), code::NOT_AUTHORISED);
    assert_eq!(ledger.accept::<u64>(&key_of("deployer"), &contract, "bump", &()), 10);
}

#[test]
fn only_the_deployer_upgrades_while_he_may_deploy() {
    let mut ledger = two_deployers();
    let contract = ledger.deploy(&Draft::first().code(), &());
    for name in ["other deployer", "someone"] {
        let call = upgrade_call(contract, Draft::second().code());
        let receipt = ledger.send(&key_of(name), call, Gas(2_000_000_000));
        assert_eq!(code_of(&receipt), Some(code::NOT_AN_UPGRADER), "{name}");
        assert!(receipt.gas_used < Gas(2_000_000), "nothing was read: {}", receipt.gas_used);
    }
    let nowhere = sandpact_abi::Address([9; 32]);
    let receipt = ledger.upgrade(&nowhere, &Draft::second().code(), &());
    assert_eq!(code_of(&receipt), Some(code::UNKNOWN_CONTRACT));
    assert_eq!(code_of(&ledger.upgrade(&contract, &Draft::second().code(), &())), None);
}

fn two_deployers() -> TestLedger {
    let time = TestLedger::in_memory().time;
    let deployers = ["deployer", "other deployer"].map(|name| key_of(name).address()).into();
    let genesis = Genesis {
        chain_id: sandpact_abi::ChainId("test-1".into()),
        deployers,
        time,
        consortium: None,
    };
    TestLedger { runtime: Runtime::create(&Config::memory(), &genesis).unwrap(), time }
}

/// A module is admitted as at a deployment, and paid for before it is read.
#[test]
fn the_new_module_is_admitted_and_paid_for() {
    let (mut ledger, contract) = first();
    let receipt = ledger.upgrade(&contract, b"no module", &());
    assert_eq!(code_of(&receipt), Some(code::MODULE_INVALID));
    let code = Draft::second().code();
    let report = check_module(&code).unwrap();
    let price = schedule::deploy_gas(code.len()) + report.compile_gas;
    let paid = |ledger: &TestLedger| {
        let transaction = transaction(ledger, 0, vec![upgrade_call(contract, code.clone())]);
        let block = ledger.runtime.execute_block(&ledger.next_header(), &[transaction]).unwrap();
        block.receipts[0].gas_used.0
    };
    let used = paid(&ledger);
    // And the description of the old code, at the price of a module's bytes.
    assert!((price..price + 500_000).contains(&used), "{used} for {price}");
    let key = key_of("deployer");
    for gas in [schedule::deploy_gas(code.len()), used - 1] {
        let transaction = ledger.signed(&key, upgrade_call(contract, code.clone()), Gas(gas));
        let block = ledger.runtime.execute_block(&ledger.next_header(), &[transaction]).unwrap();
        assert_eq!(code_of(&block.receipts[0]), Some(code::HALTED), "{gas}");
        assert_eq!((block.receipts[0].gas_used, block.write_count()), (Gas(gas), 0));
    }
    let exact = ledger.signed(&key, upgrade_call(contract, code.clone()), Gas(used));
    assert_eq!(code_of(&ledger.block(&[exact])[0]), None);
}
