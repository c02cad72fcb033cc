//! Compiled modules on disk: a delay saved, never a result changed.

use sandpact_abi::{Address, Call, Gas, Hash};
use sandpact_runtime::{Config, Outcome, Receipt, Runtime};
use sandpact_tests::{TestLedger, key_of, module};
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

const BODY: &str = "(call $storage_set (i32.const 0) (i32.const 8) (i32.const 0) (i32.const 64))";

/// A ledger on disk with one contract, closed again.
fn ledger(folder: &Path) -> (Config, Address, Hash) {
    let path = folder.join("ledger");
    let config = Config::folder(&path);
    let mut ledger = TestLedger::create(&config);
    let contract = ledger.deploy(&module(&[("run", BODY)], ""), &());
    let code_hash = ledger.runtime.contract(&contract).unwrap().unwrap().code_hash;
    ledger.runtime.close().unwrap();
    (config, contract, code_hash)
}

/// What a call gives on the ledger opened anew; nothing is committed.
fn receipts(config: &Config, contract: Address) -> Vec<Receipt> {
    let runtime = Runtime::open(config).unwrap();
    let time = runtime.head().time;
    let ledger = TestLedger { runtime, time };
    let call = Call::Invoke { contract, method: "run".into(), args: vec![] };
    let transaction = ledger.signed(&key_of("caller"), call, Gas(5_000_000));
    let block = ledger.runtime.execute_block(&ledger.next_header(), &[transaction]).unwrap();
    block.receipts
}

fn artifacts(config: &Config) -> Vec<PathBuf> {
    let folder = config.module_cache_folder.as_ref().unwrap();
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "artifact")).collect()
}

#[test]
fn cold_warm_corrupt_and_foreign_artefacts_give_the_same_receipts() {
    let folder = tempfile::tempdir().unwrap();
    let (config, contract, _) = ledger(folder.path());
    let expected = receipts(&config, contract);
    let kept = artifacts(&config);
    assert_eq!(kept.len(), 1, "{kept:?}");
    let good = fs::read(&kept[0]).unwrap();
    assert_eq!(receipts(&config, contract), expected, "from the artefact");
    assert_eq!(fs::read(&kept[0]).unwrap(), good, "it was not compiled again");

    let len = good.len();
    for (what, index) in [("tag", 0), ("length", 33), ("code", len / 2), ("end", len - 1)] {
        let mut bad = good.clone();
        bad[index] ^= 1;
        fs::write(&kept[0], &bad).unwrap();
        assert_eq!(receipts(&config, contract), expected, "{what}");
        assert_ne!(fs::read(&kept[0]).unwrap(), bad, "{what}: rebuilt");
    }
    for (what, bytes) in
        [("empty", vec![]), ("cut", good[..len / 3].to_vec()), ("zeros", vec![0; len])]
    {
        fs::write(&kept[0], &bytes).unwrap();
        assert_eq!(receipts(&config, contract), expected, "{what}");
    }
    // Another node's key: its artefacts are foreign here.
    fs::write(config.module_cache_folder.as_ref().unwrap().join("key"), [7; 32]).unwrap();
    assert_eq!(receipts(&config, contract), expected, "foreign");
    // Nothing is left of the folder.
    fs::remove_dir_all(config.module_cache_folder.as_ref().unwrap()).unwrap();
    assert_eq!(receipts(&config, contract), expected, "cold");
    let nowhere = Config { module_cache_folder: None, ..config };
    assert_eq!(receipts(&nowhere, contract), expected, "nowhere");
}

#[test]
fn one_artefact_does_not_pass_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let config = Config::folder(&path);
    let mut ledger = TestLedger::create(&config);
    let first = ledger.deploy(&module(&[("run", BODY)], ""), &());
    let second = ledger.deploy(&module(&[("run", "(unreachable)")], ""), &());
    ledger.runtime.close().unwrap();
    let (good, bad) = (receipts(&config, first), receipts(&config, second));
    assert_ne!(good, bad);
    let kept = artifacts(&config);
    assert_eq!(kept.len(), 2);
    let (one, other) = (fs::read(&kept[0]).unwrap(), fs::read(&kept[1]).unwrap());
    fs::write(&kept[0], other).unwrap();
    fs::write(&kept[1], one).unwrap();
    assert_eq!((receipts(&config, first), receipts(&config, second)), (good, bad));
}

/// What deployments with each of two limits of gas give, one enough and one not.
fn deployments(config: &Config, code: &[u8]) -> Vec<Receipt> {
    let ledger = TestLedger::create(config);
    let deployments = [Gas(50_000_000), Gas(800_000)].map(|limit| {
        let call = Call::Deploy { code: code.to_vec(), args: vec![] };
        let deployment = ledger.signed(&key_of("deployer"), call, limit);
        let block = ledger.runtime.execute_block(&ledger.next_header(), &[deployment]).unwrap();
        block.receipts
    });
    deployments.concat()
}

#[test]
fn a_module_compiled_before_is_deployed_as_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let modules = folder.path().join("modules");
    let config = Config { module_cache_folder: Some(modules), ..Config::memory() };
    let code = module(&[("run", BODY)], "");
    let expected = deployments(&config, &code);
    let kept = artifacts(&config);
    assert_eq!(kept.len(), 1, "{kept:?}");
    let nowhere = Config { module_cache_folder: None, ..Config::memory() };
    let shared = Some(nowhere.shared_engine().unwrap());
    let shared = Config { shared_engine: shared, ..Config::memory() };
    for config in [&config, &nowhere, &shared, &shared] {
        assert_eq!(deployments(config, &code), expected);
    }
    assert!(matches!(expected[0].outcome, Outcome::Success { .. }), "{expected:?}");
    assert!(matches!(expected[1].outcome, Outcome::Halted { .. }), "{expected:?}");
}

#[test]
fn the_key_is_for_this_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (config, _, _) = ledger(folder.path());
    let modules = config.module_cache_folder.unwrap();
    for entry in fs::read_dir(modules).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn pins_survive_a_restart_and_can_be_released() {
    let folder = tempfile::tempdir().unwrap();
    let (config, contract, code_hash) = ledger(folder.path());
    let expected = receipts(&config, contract);
    let runtime = Runtime::open(&config).unwrap();
    assert_eq!(runtime.pinned_code(), []);
    runtime.pin_code(&code_hash, true).unwrap();
    runtime.pin_code(&Hash([9; 32]), true).unwrap();
    runtime.close().unwrap();
    // With no room at all, a pinned module is still there.
    let tight = Config { module_cache_len_bytes_max: 0, ..config.clone() };
    let runtime = Runtime::open(&tight).unwrap();
    assert_eq!(runtime.pinned_code().len(), 2);
    runtime.pin_code(&Hash([9; 32]), false).unwrap();
    runtime.close().unwrap();
    assert_eq!(receipts(&tight, contract), expected);
    assert_eq!(Runtime::open(&config).unwrap().pinned_code(), [code_hash]);
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let config = Config { module_cache_folder: Some(file.join("modules")), ..Config::memory() };
    let genesis = sandpact_runtime::Genesis {
        chain_id: sandpact_abi::ChainId("test-1".into()),
        deployers: Default::default(),
        time: sandpact_abi::UnixSeconds(1),
        consortium: None,
    };
    let Err(error) = Runtime::create(&config, &genesis) else { panic!("it was used") };
    assert_eq!(error.code(), sandpact_abi::code::MODULE_CACHE);
    assert!(error.to_string().contains("modules"), "{error}");
}
