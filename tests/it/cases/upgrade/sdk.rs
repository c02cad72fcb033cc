//! A register of the SDK and the version after it: `tests/contracts/register` and
//! `register_next`.

use super::code_of;
use sandpact_abi::{
    Address, ContractAbi,
    compare::{Change, Verdict, compare},
};
use sandpact_build::{BuildOptions, build_contracts};
use sandpact_runtime::{Outcome, Receipt, check_module};
use sandpact_tests::{TestLedger, key_of, redescribed};
use std::{path::Path, sync::OnceLock};

/// Both modules, built once.
fn modules() -> &'static [Vec<u8>; 2] {
    static MODULES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    MODULES.get_or_init(|| {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/contracts"));
        let (first, next) = (folder.join("register"), folder.join("register_next"));
        let options = BuildOptions { locked: true, ..BuildOptions::default() };
        let built = build_contracts(&[&first, &next], &options).unwrap();
        let [first, next] = <[_; 2]>::try_from(built).unwrap();
        [first.wasm, next.wasm]
    })
}

fn abi(module: &[u8]) -> ContractAbi {
    check_module(module).unwrap().abi
}

/// A register with these entries; their notes are as long as their numbers are high.
fn register(numbers: std::ops::Range<u64>) -> (TestLedger, Address) {
    let mut ledger = TestLedger::in_memory();
    let contract = ledger.deploy(&modules()[0], &"a label");
    for number in numbers {
        let note = "x".repeat(usize::try_from(number).unwrap());
        let args = (number, number * 100, note);
        let _: () = ledger.accept(&key_of("clerk"), &contract, "enter", &args);
    }
    (ledger, contract)
}

#[test]
fn the_two_versions_differ_by_what_the_migration_does() {
    let [first, next] = modules();
    let report = compare(&abi(first), &abi(next));
    assert_eq!(report.verdict, Verdict::NeedsMigration);
    let found = |verdict| -> Vec<_> {
        let all = report.findings.iter().filter(|finding| finding.verdict == verdict);
        all.map(|finding| (finding.change, finding.place.as_str())).collect()
    };
    let needs = [
        (Change::PartAdded, "storage entries value.is_closed"),
        (Change::FieldRemoved, "storage label"),
    ];
    assert_eq!(found(Verdict::NeedsMigration), needs);
    assert_eq!(found(Verdict::Refused), []);
    assert!(found(Verdict::Compatible).contains(&(Change::Migrates, "method from_first")));
}

#[test]
fn a_migration_writes_every_entry_anew() {
    let (mut ledger, contract) = register(1..121);
    let receipt = ledger.upgrade(&contract, &modules()[1], &3_u64);
    assert_eq!(returned(&receipt), 120_u64.to_le_bytes());
    for number in [1, 2, 3, 120] {
        assert_eq!(ledger.query::<Option<u64>>(&contract, "amount", &number), Some(number * 100));
        let is_closed = ledger.query::<Option<bool>>(&contract, "is_closed", &number);
        assert_eq!(is_closed, Some(number < 3));
    }
    assert_eq!(ledger.query::<u64>(&contract, "sum", &()), 726_000);
    assert_eq!(ledger.runtime.storage(&contract, b"label\0").unwrap(), None);
    let clerk = key_of("clerk");
    ledger.refuse(&clerk, &contract, "enter", &(1_u64, 1_u64, ""), 100);
    let _: () = ledger.accept(&clerk, &contract, "enter", &(500_u64, 1_u64, "new"));
    assert_eq!(ledger.query::<u64>(&contract, "sum", &()), 726_001);
    ledger.runtime.verify().unwrap();
}

/// The new code over the old entries, as if the layouts were the same: it halts on the first.
/// That is what the comparison keeps from happening.
#[test]
fn without_the_comparison_old_data_would_not_be_read() {
    let (mut ledger, contract) = register(1..3);
    let old = abi(&modules()[0]);
    let lying = redescribed(&modules()[1], |abi| abi.storage.clone_from(&old.storage));
    assert_eq!(compare(&old, &abi(&lying)).verdict, Verdict::Compatible);
    // Its migration makes it right all the same; one that refuses leaves all as it was.
    let root = ledger.runtime.state_root();
    let receipt = ledger.upgrade(&contract, &lying, &sandpact_tests::Raw(vec![1]));
    assert_eq!(code_of(&receipt), Some(14), "arguments that are none");
    assert_eq!(ledger.runtime.state_root(), root);
    assert_eq!(ledger.query::<Option<u64>>(&contract, "amount", &2_u64), Some(200));
}

/// An amount that the migration cannot add up refuses the whole upgrade by the new code's own
/// code.
#[test]
fn a_migration_that_refuses_leaves_the_old_code() {
    let (mut ledger, contract) = register(1..3);
    let clerk = key_of("clerk");
    let _: () = ledger.accept(&clerk, &contract, "enter", &(9_u64, u64::MAX, "too much"));
    let root = ledger.runtime.state_root();
    let receipt = ledger.upgrade(&contract, &modules()[1], &0_u64);
    assert_eq!(code_of(&receipt), Some(101));
    assert_eq!(ledger.runtime.state_root(), root);
    let _: () = ledger.accept(&clerk, &contract, "enter", &(10_u64, 1_u64, ""));
    assert_eq!(ledger.runtime.contract(&contract).unwrap().unwrap().abi.version, "1.0.0");
}

fn returned(receipt: &Receipt) -> &[u8] {
    match &receipt.outcome {
        Outcome::Success { returned } => &returned[0],
        other => panic!("{other:?}"),
    }
}
