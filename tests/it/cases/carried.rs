//! A ledger carried to another node, read while it goes on, and proven elsewhere.

use crate::cases::sdk_calls::caller_module;
use sandpact_abi::{Address, Height, code};
use sandpact_runtime::{Config, Runtime};
use sandpact_tests::{TestLedger, module};
use std::{path::Path, sync::atomic};

/// Writes its arguments under their own first 8 bytes.
const WRITE: &str = "(call $context_input_read (i32.const 0))
    (call $storage_set (i32.const 0) (i32.const 8) (i32.const 0) (local.get $len))";

/// A ledger in a folder with a contract that was called `calls` times.
fn written(folder: &Path, calls: u64) -> (TestLedger, Address) {
    let mut ledger = TestLedger::on_disk(folder);
    let contract = ledger.deploy(&module(&[("run", WRITE)], ""), &());
    write(&mut ledger, &contract, 0..calls);
    (ledger, contract)
}

fn write(ledger: &mut TestLedger, contract: &Address, numbers: std::ops::Range<u64>) {
    for number in numbers {
        ledger.call(&sandpact_tests::key_of("writer"), contract, "run", &(number % 7, number));
    }
}

#[test]
fn a_snapshot_is_the_same_ledger_on_another_node() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ledger, contract) = written(&folder.path().join("one"), 10);
    let snapshot = folder.path().join("snapshot");
    ledger.runtime.export(&snapshot, &mut |_| {}).unwrap();
    let config = Config::folder(folder.path().join("two"));
    let head = Runtime::import(&config, &snapshot, &mut |_| {}).unwrap();
    assert_eq!(head, ledger.runtime.head());
    let mut other = ledger.reopened(&config);
    write(&mut ledger, &contract, 10..13);
    write(&mut other, &contract, 10..13);
    assert_eq!(other.runtime.head(), ledger.runtime.head());
    let report = other.runtime.verify().unwrap();
    assert_eq!((report.blocks, report.contracts), (4, 1));
    let again = Runtime::import(&config, &snapshot, &mut |_| {});
    assert_eq!(again.err().unwrap().code(), code::STORE_EXISTS);
    std::fs::remove_file(snapshot.join("chunk-00000000")).unwrap();
    let config = Config::folder(folder.path().join("three"));
    let broken = Runtime::import(&config, &snapshot, &mut |_| {});
    assert_eq!(broken.err().unwrap().code(), code::SNAPSHOT);
    assert!(!folder.path().join("three").exists());
}

#[test]
fn a_ledger_is_rebuilt_from_its_log_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let (ledger, _) = written(&path, 10);
    let head = ledger.runtime.head();
    ledger.runtime.close().unwrap();
    for name in ["anchor", "checkpoint-values", "checkpoint-accounts"] {
        std::fs::remove_file(path.join(name)).unwrap();
    }
    std::fs::remove_dir_all(path.join("view")).unwrap();
    let refused = Runtime::open(&Config::folder(&path)).err().unwrap();
    assert_eq!(refused.code(), code::STORE_DAMAGED);
    let (runtime, is_anchor_new) = Runtime::rebuild(&Config::folder(&path)).unwrap();
    assert!(is_anchor_new);
    assert_eq!(runtime.head(), head);
    runtime.verify().unwrap();
}

#[test]
fn past_states_are_read_and_proven() {
    let (mut ledger, contract) = {
        let mut ledger = TestLedger::in_memory();
        let contract = ledger.deploy(&module(&[("run", WRITE)], ""), &());
        (ledger, contract)
    };
    write(&mut ledger, &contract, 0..14);
    let key = 3_u64.to_le_bytes();
    // Number 3 was written at height 5, and again at height 12.
    for (height, expected) in [(4, None), (5, Some(3_u64)), (11, Some(3)), (12, Some(10))] {
        let version = ledger.runtime.version_at(Height(height)).unwrap().unwrap();
        let expected = expected.map(|number| [3, number].map(u64::to_le_bytes).concat());
        assert_eq!(version.storage(&contract, &key).unwrap(), expected, "{height}");
        let proven = version.prove(&contract, &key).unwrap();
        assert_eq!((proven.root, &proven.value), (version.head().state_root, &expected));
        let block = ledger.runtime.block(Height(height)).unwrap().unwrap();
        assert_eq!(block.record.state_root, proven.root);
    }
    assert!(ledger.runtime.version_at(Height(99)).unwrap().is_none());
}

#[test]
fn queries_on_other_threads_see_whole_blocks() {
    let folder = tempfile::tempdir().unwrap();
    let (mut ledger, contract) = written(&folder.path().join("ledger"), 7);
    let is_done = atomic::AtomicBool::new(false);
    let reader = ledger.runtime.reader();
    std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let mut versions = 0;
            while !is_done.load(atomic::Ordering::SeqCst) {
                let version = reader.version();
                let proven = version.prove(&contract, &3_u64.to_le_bytes()).unwrap();
                assert_eq!(proven.root, version.head().state_root);
                let value = proven.value.unwrap();
                sandpact_proof::verify_inclusion(
                    &proven.root,
                    &contract,
                    &proven.key,
                    &value,
                    &proven.proof,
                )
                .unwrap();
                versions += 1;
            }
            versions
        });
        write(&mut ledger, &contract, 7..60);
        is_done.store(true, atomic::Ordering::SeqCst);
        assert!(reading.join().unwrap() > 0);
    });
}

#[test]
fn a_contract_checks_proofs_of_another_ledger() {
    let mut other = TestLedger::in_memory();
    let contract = other.deploy(&module(&[("run", WRITE)], ""), &());
    write(&mut other, &contract, 0..7);
    let mut ledger = TestLedger::in_memory();
    let checker = ledger.deploy(caller_module(), &());
    let version = other.runtime.version();
    let root = version.head().state_root;
    let (key, absent) = (3_u64.to_le_bytes().to_vec(), b"never".to_vec());
    for (key, is_there) in [(&key, true), (&absent, false)] {
        let proven = version.prove(&contract, key).unwrap();
        assert_eq!(proven.value.is_some(), is_there);
        let mut args = (root, contract, key.clone(), proven.value, proven.proof);
        assert!(ledger.query::<bool>(&checker, "is_proven", &args));
        args.4[10] ^= 1;
        assert!(!ledger.query::<bool>(&checker, "is_proven", &args));
    }
    let keys = [(contract, key), (contract, absent)];
    let proven = version.prove_many(&keys).unwrap();
    let claims: Vec<_> = keys.iter().map(|(_, key)| key.clone()).zip(proven.values).collect();
    let mut args = (root, contract, claims, proven.proof);
    assert!(ledger.query::<bool>(&checker, "are_proven", &args));
    args.2[1].1 = Some(vec![1]);
    assert!(!ledger.query::<bool>(&checker, "are_proven", &args));
}
