//! What the SDK's stub tells a contract of its callee, through the runtime.

use parity_scale_codec::{Decode as _, Encode as _};
use sandpact_abi::{Address, code};
use sandpact_build::{BuildOptions, build_contract};
use sandpact_runtime::{Outcome, check_module};
use sandpact_tests::{TestLedger, key_of, module};
use std::{path::Path, sync::OnceLock};
use test_caller::Ended;

/// The module of `tests/contracts/caller`, built once.
pub fn caller_module() -> &'static [u8] {
    static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
    MODULE.get_or_init(|| {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/caller"));
        let options = BuildOptions { locked: true, ..BuildOptions::default() };
        build_contract(folder, &options).unwrap().wasm
    })
}

/// Enough for every callee here that ends by itself.
const CAP: u64 = 1_000_000;

const SET: &str = "(call $storage_set (i32.const 600) (i32.const 1) (i32.const 0) (i32.const 1))";

struct Pair {
    ledger: TestLedger,
    caller: Address,
    callee: Address,
}

/// A caller, and a callee that writes a value and then does this.
fn pair(end: &str) -> Pair {
    let mut ledger = TestLedger::in_memory();
    let caller = ledger.deploy(caller_module(), &());
    let code = module(&[("run", &format!("{SET} {end}"))], "(data (i32.const 600) \"k\")");
    let callee = ledger.deploy(&code, &());
    Pair { ledger, caller, callee }
}

impl Pair {
    /// What `attempt` learned, with the gas that the transaction used.
    fn attempt(&mut self) -> (Ended, u64) {
        let args = (self.callee, CAP);
        let receipt = self.ledger.call(&key_of("someone"), &self.caller, "attempt", &args);
        let Outcome::Success { returned } = receipt.outcome else { panic!("{receipt:?}") };
        (Ended::decode(&mut &returned[0][..]).unwrap(), receipt.gas_used.0)
    }

    fn attempts(&self) -> u64 {
        self.ledger.query(&self.caller, "attempts", &())
    }

    fn has_written(&self) -> bool {
        self.ledger.runtime.storage(&self.callee, b"k").unwrap().is_some()
    }
}

#[test]
fn a_caller_survives_a_callee_that_halts_under_a_cap() {
    for end in ["(unreachable)", "(loop $l (br $l))"] {
        let mut pair = pair(end);
        let (ended, gas_used) = pair.attempt();
        assert_eq!(ended, Ended::Halted, "{end}");
        assert_eq!(pair.attempts(), 1, "the caller's own write stands");
        assert!(!pair.has_written());
        assert!((CAP..2 * CAP).contains(&gas_used), "{gas_used}");
        // Without a cap the callee takes all gas there is, and the caller with it.
        let before = pair.ledger.runtime.state_root();
        let receipt = pair.ledger.call(&key_of("someone"), &pair.caller, "insist", &pair.callee);
        assert_eq!(receipt.outcome, Outcome::Halted { call: 0 });
        assert_eq!(pair.ledger.runtime.state_root(), before);
    }
}

#[test]
fn a_result_of_the_wrong_type_is_told_apart_and_undone_by_a_refusal() {
    let mut pair = pair("(call $context_return (i32.const 0) (i32.const 7))");
    let key = key_of("someone");
    // `?` refuses, which undoes the callee too.
    pair.ledger.refuse(&key, &pair.caller, "insist", &pair.callee, 17);
    assert!(!pair.has_written());
    assert_eq!(pair.attempts(), 0);
    // Whoever goes on knows that the callee's writes stand.
    assert_eq!(pair.attempt().0, Ended::WrongResult);
    assert!(pair.has_written());
    assert_eq!(pair.attempts(), 1);
}

#[test]
fn a_value_and_a_refusal_are_what_they_were() {
    let mut sound = pair(
        "(i64.store (i32.const 8) (i64.const 77))
        (call $context_return (i32.const 8) (i32.const 8))",
    );
    assert_eq!(sound.attempt().0, Ended::Returned(77));
    let value: u64 = sound.ledger.accept(&key_of("a"), &sound.caller, "insist", &sound.callee);
    assert_eq!(value, 77);
    let mut refusing = pair("(call $context_revert (i32.const 777) (i32.const 0) (i32.const 0))");
    assert_eq!(refusing.attempt().0, Ended::Reverted(777));
    let args = refusing.callee;
    let data = refusing.ledger.refuse(&key_of("a"), &refusing.caller, "insist", &args, 15);
    assert_eq!(data, 777_u32.encode());
    let mut missing = pair("");
    missing.callee = Address([9; 32]);
    assert_eq!(missing.attempt().0, Ended::Reverted(code::UNKNOWN_CONTRACT));
}

#[test]
fn a_mark_in_the_source_is_a_mark_in_the_module() {
    let abi = check_module(caller_module()).unwrap().abi;
    let marked = abi.methods.iter().filter(|method| method.is_reentrant);
    assert_eq!(marked.map(|method| method.name.as_str()).collect::<Vec<_>>(), ["attempts"]);
}
