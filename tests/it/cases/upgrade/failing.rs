//! What fails changes no byte.

use super::{Draft, code_of, first, removing, transaction, upgrade_call, without_names};
use sandpact_abi::{Address, code};
use sandpact_runtime::Runtime;
use sandpact_tests::{TestLedger, key_of};
use std::{collections::BTreeMap, fs, path::Path};

/// Upgrades that fail, each at another step.
fn failing() -> Vec<(&'static str, Vec<u8>, u32)> {
    let writes = format!(
        "(call $storage_set {} (i32.const 606) (i32.const 8))
        (call $event_emit (i32.const 606) (i32.const 5) (i32.const 0) (i32.const 0))",
        super::COUNT
    );
    let migrating = |end: &str| {
        let body = removing(&format!("{writes} {end}"));
        Draft::second().migrating(body).code_with(without_names)
    };
    let revert = "(call $context_revert (i32.const 777) (i32.const 0) (i32.const 0))";
    vec![
        ("no module", vec![0; 9], code::MODULE_INVALID),
        (
            "an older version",
            Draft::second().code_with(|abi| abi.version = "0.1.0".into()),
            code::UPGRADE_REFUSED,
        ),
        ("no migration", Draft::second().code_with(without_names), code::MIGRATION_MISSING),
        (
            "entries left",
            Draft::second().migrating(writes.as_str()).code_with(without_names),
            code::MIGRATION_INCOMPLETE,
        ),
        ("a trap", migrating("(unreachable)"), code::HALTED),
        ("a refusal", migrating(revert), 777),
        ("out of gas", migrating("(loop $l (br $l))"), code::HALTED),
        (
            "out of gas in a host function",
            migrating(
                "(loop $l (call $crypto_sha3_256 (i32.const 0) (i32.const 60000) (i32.const 0)) (br $l))",
            ),
            code::HALTED,
        ),
    ]
}

#[test]
fn a_refused_or_failed_upgrade_writes_nothing() {
    let (mut ledger, contract) = first();
    let root = ledger.runtime.state_root();
    for (what, code, expected) in failing() {
        let calls = vec![upgrade_call(contract, code)];
        let transaction = transaction(&ledger, 0, calls);
        let block = ledger.runtime.execute_block(&ledger.next_header(), &[transaction]).unwrap();
        assert_eq!(code_of(&block.receipts[0]), Some(expected), "{what}");
        assert_eq!((block.write_count(), block.receipts[0].events.len()), (0, 0), "{what}");
        ledger.runtime.commit(block).unwrap();
        assert_eq!(ledger.runtime.state_root(), root, "{what}");
        assert_eq!(ledger.query::<u32>(&contract, "version", &()), 1, "{what}");
    }
    ledger.runtime.verify().unwrap();
}

/// The whole store, code included, is that of a ledger on which a call was refused instead.
#[test]
fn the_store_has_the_same_bytes_as_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let failing = failing();
    let stored = |name: &str, run: &dyn Fn(&mut TestLedger, Address)| {
        let mut ledger = TestLedger::on_disk(&folder.path().join(name));
        let contract = ledger.deploy(&Draft::first().code(), &());
        run(&mut ledger, contract);
        exported(&ledger.runtime, &folder.path().join(format!("{name} exported")))
    };
    let with = stored("with", &|ledger, contract| {
        for (what, code, expected) in &failing {
            assert_eq!(code_of(&ledger.upgrade(&contract, code, &())), Some(*expected), "{what}");
        }
    });
    let without = stored("without", &|ledger, contract| {
        for _ in &failing {
            let key = key_of("deployer");
            ledger.refuse(&key, &contract, "nothing", &(), code::UNKNOWN_METHOD);
        }
    });
    assert!(with.values().map(Vec::len).sum::<usize>() > 1_000, "code is in it");
    assert_eq!(with, without);
}

/// A snapshot's files, but for the manifest, which names the head.
fn exported(runtime: &Runtime, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    runtime.export(folder, &mut |_| {}).unwrap();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let named =
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()));
    let chunks: BTreeMap<_, _> = named.filter(|(name, _)| !name.contains("manifest")).collect();
    assert!(!chunks.is_empty());
    chunks
}

/// An upgrade that a later call of its transaction undoes is undone with everything in it.
#[test]
fn a_later_call_that_fails_undoes_the_upgrade() {
    let (mut ledger, contract) = first();
    let root = ledger.runtime.state_root();
    let code = Draft::second().migrating(removing("")).code_with(without_names);
    let calls = vec![
        super::invoke(contract, "bump"),
        upgrade_call(contract, code),
        super::invoke(contract, "bump"),
        super::invoke(contract, "nothing"),
    ];
    let undone = transaction(&ledger, 0, calls);
    let after = transaction(&ledger, 1, vec![super::invoke(contract, "version")]);
    let block = ledger.runtime.execute_block(&ledger.next_header(), &[undone, after]).unwrap();
    assert_eq!(code_of(&block.receipts[0]), Some(code::UNKNOWN_METHOD));
    assert_eq!(super::numbers(&block.receipts[1]), [1]);
    assert_eq!(block.write_count(), 0);
    ledger.runtime.commit(block).unwrap();
    assert_eq!(ledger.runtime.state_root(), root);
    assert_eq!(ledger.runtime.code_history(&contract).unwrap().len(), 1);
}
