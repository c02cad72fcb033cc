//! What an upgrade leaves of the past: old heights, proofs, restarts, snapshots.

use super::{Draft, code_of, numbers};
use parity_scale_codec::{Decode as _, Encode as _};
use sandpact_abi::{Address, Hash};
use sandpact_proof::verify_inclusion;
use sandpact_runtime::{
    CONTRACT_PREFIX, CallResult, Config, Gas, Height, LedgerVersion, REPLACED_PREFIX, Runtime,
    SYSTEM,
};
use sandpact_tests::{TestLedger, key_of};
use std::path::Path;

/// Deployed at 1, called at 2, upgraded at 3, called at 4, upgraded at 5, called at 6.
fn upgraded_twice(config: &Config) -> (TestLedger, Address) {
    let mut ledger = TestLedger::create(config);
    let contract = ledger.deploy(&Draft::first().code(), &());
    let someone = key_of("someone");
    assert_eq!(numbers(&ledger.call(&someone, &contract, "bump", &())), [1]);
    for (draft, counted) in [(Draft::second(), 11), (Draft::third(), 111)] {
        assert_eq!(code_of(&ledger.upgrade(&contract, &draft.code(), &())), None);
        assert_eq!(numbers(&ledger.call(&someone, &contract, "bump", &())), [counted]);
    }
    (ledger, contract)
}

fn asked(version: &LedgerVersion, contract: &Address, method: &str) -> u64 {
    match version.query(contract, method, &[], Gas(10_000_000)).unwrap() {
        CallResult::Success { returned, .. } => {
            returned.iter().rev().fold(0, |sum, byte| (sum << 8) + u64::from(*byte))
        }
        other => panic!("{other:?}"),
    }
}

/// Every height answers with the code and the data that it had.
fn holds(runtime: &Runtime, contract: &Address) {
    let expected = [(1, 1, 0), (2, 1, 1), (3, 2, 1), (4, 2, 11), (5, 3, 11), (6, 3, 111)];
    for (height, version, count) in expected {
        let past = runtime.version_at(Height(height)).unwrap().unwrap();
        assert_eq!(asked(&past, contract, "version"), version, "height {height}");
        assert_eq!(asked(&past, contract, "count"), count, "height {height}");
        let abi = past.contract(contract).unwrap().unwrap().abi;
        assert_eq!(abi.version, format!("{version}.0.0"), "height {height}");
    }
    assert!(runtime.version_at(Height(0)).unwrap().unwrap().contract(contract).unwrap().is_none());
}

#[test]
fn past_heights_answer_with_the_code_that_they_had() {
    let (ledger, contract) = upgraded_twice(&Config::memory());
    holds(&ledger.runtime, &contract);
    // A version that was taken before the next upgrade stays what it is.
    let (mut ledger, contract) = super::first();
    let before = ledger.runtime.version();
    assert_eq!(code_of(&ledger.upgrade(&contract, &Draft::second().code(), &())), None);
    assert_eq!(asked(&before, &contract, "version"), 1);
    assert_eq!(asked(&ledger.runtime.version(), &contract, "version"), 2);
}

#[test]
fn a_ledger_opened_again_runs_the_new_code_and_remembers_the_old() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let config = Config::folder(&path);
    let (ledger, contract) = upgraded_twice(&config);
    let (time, root) = (ledger.time, ledger.runtime.state_root());
    ledger.runtime.close().unwrap();

    let ledger = TestLedger { runtime: Runtime::open(&config).unwrap(), time };
    assert_eq!(ledger.runtime.state_root(), root);
    holds(&ledger.runtime, &contract);
    ledger.runtime.verify().unwrap();
    let exported = folder.path().join("exported");
    ledger.runtime.export(&exported, &mut |_| {}).unwrap();
    ledger.runtime.close().unwrap();

    // Without compiled modules and with everything derived built anew.
    std::fs::remove_dir_all(path.join("modules")).unwrap();
    let (runtime, _) = Runtime::rebuild(&config).unwrap();
    holds(&runtime, &contract);
    runtime.verify().unwrap();
    runtime.close().unwrap();

    carried(&folder.path().join("other"), &exported, &contract, root);
}

/// A snapshot has the replaced code too: the records that name it are in the state.
fn carried(path: &Path, exported: &Path, contract: &Address, root: Hash) {
    let config = Config::folder(path);
    Runtime::import(&config, exported, &mut |_| {}).unwrap();
    let runtime = Runtime::open(&config).unwrap();
    assert_eq!(runtime.state_root(), root);
    assert_eq!(asked(&runtime.version(), contract, "version"), 3);
    assert_eq!(runtime.code_history(contract).unwrap().len(), 3);
    runtime.verify().unwrap();
}

/// Which code ran when follows from one root.
#[test]
fn the_code_of_every_time_is_proven() {
    let (ledger, contract) = upgraded_twice(&Config::memory());
    let history = ledger.runtime.code_history(&contract).unwrap();
    let root = ledger.runtime.state_root();
    let key = |prefix: &[u8], rest: &[u8]| [prefix, contract.as_bytes(), rest].concat();
    let keys = [
        key(REPLACED_PREFIX, &0_u32.to_be_bytes()),
        key(REPLACED_PREFIX, &1_u32.to_be_bytes()),
        key(CONTRACT_PREFIX, &[]),
    ];
    for ((number, key), code) in (0_u32..).zip(keys).zip(history) {
        let proof = ledger.runtime.prove(&SYSTEM, &key).unwrap();
        let value = proof.value.unwrap();
        assert!(verify_inclusion(&root, &SYSTEM, &key, &value, &proof.proof).is_ok());
        let (code_hash, deployer, since, upgrades) =
            <(Hash, Address, Height, u32)>::decode(&mut &value[..]).unwrap();
        assert_eq!((code_hash, since, upgrades), (code.code_hash, code.since, number));
        assert_eq!(deployer, key_of("deployer").address());
        assert_eq!(value, (code_hash, deployer, since, upgrades).encode());
    }
}
