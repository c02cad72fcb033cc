//! Every limit of a host function: taken at the limit, refused above.

use sandpact_abi::{Call, Gas, code, limits};
use sandpact_runtime::{Outcome, schedule};
use sandpact_tests::{TestLedger, key_of, module};

/// Outcome of one method whose body is `body`, with `{n}` replaced.
fn outcome(body: &str, n: usize, args_len: usize) -> Outcome {
    let mut ledger = TestLedger::in_memory();
    let body = body.replace("{n}", &n.to_string());
    let contract = ledger
        .deploy(&module(&[("run", &body)], "(func $grow (drop (memory.grow (i32.const 8))))"), &());
    let before = ledger.runtime.state_root();
    let call = Call::Invoke { contract, method: "run".into(), args: vec![7; args_len] };
    let receipt = ledger.send(&key_of("someone"), call, Gas(limits::GAS_LIMIT_MAX));
    if !matches!(receipt.outcome, Outcome::Success { .. }) {
        assert_eq!(ledger.runtime.state_root(), before);
    }
    receipt.outcome
}

fn at_and_above(body: &str, limit: usize, refusal: u32) {
    let at = outcome(body, limit, 0);
    assert!(matches!(at, Outcome::Success { .. }), "{body} at {limit}: {at:?}");
    let above = outcome(body, limit + 1, 0);
    assert_eq!(above, Outcome::Reverted { call: 0, code: refusal, data: vec![] }, "{body}");
}

#[test]
fn keys_and_values() {
    let set = "(call $storage_set (i32.const 0) (i32.const {n}) (i32.const 0) (i32.const 1))";
    at_and_above(set, limits::KEY_LEN_BYTES_MAX, code::KEY_TOO_LONG);
    let get =
        "(drop (call $storage_get (i32.const 0) (i32.const {n}) (i32.const 0) (i32.const 0)))";
    at_and_above(get, limits::KEY_LEN_BYTES_MAX, code::KEY_TOO_LONG);
    let remove = "(drop (call $storage_remove (i32.const 0) (i32.const {n})))";
    at_and_above(remove, limits::KEY_LEN_BYTES_MAX, code::KEY_TOO_LONG);
    let next = "(drop (call $storage_next (i32.const 0) (i32.const {n}) (i32.const 1) (i32.const 0) (i32.const 0)))";
    at_and_above(next, limits::KEY_LEN_BYTES_MAX, code::KEY_TOO_LONG);
    let empty = outcome(set, 0, 0);
    assert_eq!(empty, Outcome::Reverted { call: 0, code: code::KEY_TOO_LONG, data: vec![] });
    let value = "(call $storage_set (i32.const 0) (i32.const 1) (i32.const 0) (i32.const {n}))";
    at_and_above(value, limits::VALUE_LEN_BYTES_MAX, code::VALUE_TOO_LONG);
}

#[test]
fn events() {
    let name = "(memory.fill (i32.const 0) (i32.const 65) (i32.const 100))
        (call $event_emit (i32.const 0) (i32.const {n}) (i32.const 0) (i32.const 0))";
    at_and_above(name, limits::EVENT_NAME_LEN_BYTES_MAX, code::EVENT_TOO_LONG);
    let data = "(i32.store8 (i32.const 0) (i32.const 65))
        (call $event_emit (i32.const 0) (i32.const 1) (i32.const 0) (i32.const {n}))";
    at_and_above(data, limits::EVENT_LEN_BYTES_MAX, code::EVENT_TOO_LONG);
    let many =
        "(local $i i32) (i32.store8 (i32.const 0) (i32.const 65)) (local.set $i (i32.const {n}))
        (loop $again
            (call $event_emit (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0))
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br_if $again (local.get $i)))";
    at_and_above(many, limits::EVENTS_MAX, code::TOO_MANY_EVENTS);
    // Names are shown to people: what is not a visible character never gets out.
    assert_eq!(
        outcome("(call $event_emit (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 0))", 0, 0),
        Outcome::Halted { call: 0 }
    );
}

#[test]
fn arguments_and_results() {
    let result = "(call $context_return (i32.const 0) (i32.const {n}))";
    at_and_above(result, limits::RETURN_LEN_BYTES_MAX, code::RETURN_TOO_LONG);
    assert!(matches!(outcome("", 0, limits::ARGS_LEN_BYTES_MAX), Outcome::Success { .. }));
    let above = Outcome::Reverted { call: 0, code: code::ARGS_TOO_LONG, data: vec![] };
    assert_eq!(outcome("", 0, limits::ARGS_LEN_BYTES_MAX + 1), above);
    let call = "(drop (call $call_contract (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0)
        (i32.const {n}) (i64.const -1)))";
    at_and_above(call, limits::ARGS_LEN_BYTES_MAX, code::ARGS_TOO_LONG);
}

#[test]
fn inputs_of_hashes() {
    for function in ["crypto_sha3_256", "crypto_sha2_256"] {
        let hash = format!(
            "(call $grow) (call ${function} (i32.const 0) (i32.const {{n}}) (i32.const 0))"
        );
        at_and_above(&hash, limits::CRYPTO_INPUT_LEN_BYTES_MAX, code::CRYPTO_INPUT_TOO_LONG);
    }
    let verify = "(call $grow) (drop (call $crypto_ed25519_verify (i32.const 0) (i32.const 0) (i32.const {n}) (i32.const 0)))";
    at_and_above(verify, limits::CRYPTO_INPUT_LEN_BYTES_MAX, code::CRYPTO_INPUT_TOO_LONG);
}

#[test]
fn growth_past_the_maximum_is_paid_as_if_it_had_succeeded() {
    let mut ledger = TestLedger::in_memory();
    let grow = |pages: u64| {
        format!(
            "(i32.store (i32.const 0) (memory.grow (i32.const {pages})))
            (call $context_return (i32.const 0) (i32.const 4))"
        )
    };
    let past = limits::MEMORY_PAGES_MAX + 1;
    let methods = [("past", &*grow(past)), ("none", &*grow(0))];
    let contract = ledger.deploy(&module(&methods, ""), &());
    let mut run = |method: &str| {
        let receipt = ledger.call(&key_of("someone"), &contract, method, &());
        let Outcome::Success { returned } = receipt.outcome else { panic!("{receipt:?}") };
        (i32::from_le_bytes(returned[0][..].try_into().unwrap()), receipt.gas_used.0)
    };
    let ((failed, paid), (pages, base)) = (run("past"), run("none"));
    assert_eq!((failed, pages), (-1, 1));
    let per_page = schedule::table().iter().find(|(name, _)| *name == "ticks_grow_page").unwrap().1;
    assert!(paid - base >= past * per_page / schedule::TICKS_PER_GAS, "{paid} {base}");
}
