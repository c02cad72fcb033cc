//! What a contract learns of its surroundings, and the hashes it can ask for.

use sandpact_abi::{Address, Height};
use sandpact_client::{key::KeyPair, value::hex_bytes};
use sandpact_runtime::Outcome;
use sandpact_tests::{Raw, TestLedger, key_of, module};

fn returned(ledger: &mut TestLedger, contract: &Address, method: &str, args: Vec<u8>) -> Vec<u8> {
    match ledger.call(&key_of("someone"), contract, method, &Raw(args)).outcome {
        Outcome::Success { returned } => returned[0].clone(),
        other => panic!("{method}: {other:?}"),
    }
}

#[test]
fn caller_contract_height_and_time_come_from_transaction_and_header() {
    let mut ledger = TestLedger::in_memory();
    let body = "(call $context_caller (i32.const 0)) (call $context_contract (i32.const 32))
        (i64.store (i32.const 64) (call $context_height))
        (i64.store (i32.const 72) (call $context_time))
        (call $context_return (i32.const 0) (i32.const 80))";
    let contract = ledger.deploy(&module(&[("run", body)], ""), &());
    ledger.set_day("2026-03-04");
    let bytes = returned(&mut ledger, &contract, "run", vec![]);
    let head = ledger.runtime.head();
    assert_eq!(bytes[..32], key_of("someone").address().0);
    assert_eq!(bytes[32..64], contract.0);
    assert_eq!((head.height, head.time), (Height(2), ledger.time));
    assert_eq!(bytes[64..72], 2_u64.to_le_bytes());
    assert_eq!(bytes[72..], ledger.time.0.to_le_bytes());
}

#[test]
fn hashes_are_the_published_ones() {
    let mut ledger = TestLedger::in_memory();
    let hash = |name: &str| {
        format!(
            "(call $context_input_read (i32.const 100))
             (call ${name} (i32.const 100) (local.get $len) (i32.const 0))
             (call $context_return (i32.const 0) (i32.const 32))"
        )
    };
    let methods = [("sha3", &*hash("crypto_sha3_256")), ("sha2", &*hash("crypto_sha2_256"))];
    let contract = ledger.deploy(&module(&methods, ""), &());
    // FIPS 202 and FIPS 180-4 examples, message "abc".
    for (method, expected) in [
        ("sha3", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        ("sha2", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ] {
        let bytes = returned(&mut ledger, &contract, method, b"abc".to_vec());
        assert_eq!(Address(bytes.try_into().unwrap()).to_string(), expected);
    }
}

#[test]
fn a_signature_holds_for_its_key_and_message_alone() {
    let mut ledger = TestLedger::in_memory();
    // Arguments: public key, signature, message.
    let body = "(call $context_input_read (i32.const 0))
        (i32.store (i32.const 1000) (call $crypto_ed25519_verify (i32.const 0) (i32.const 96)
            (i32.sub (local.get $len) (i32.const 96)) (i32.const 32)))
        (call $context_return (i32.const 1000) (i32.const 4))";
    let contract = ledger.deploy(&module(&[("run", body)], ""), &());
    let key = KeyPair::from_seed([3; 32]);
    let signature = key.sign_ed25519(b"message").unwrap();
    let mut verify = |key: &Address, signature: &[u8; 64], message: &[u8]| {
        let args = [key.as_bytes(), &signature[..], message].concat();
        returned(&mut ledger, &contract, "run", args)[0]
    };
    assert_eq!(verify(&key.address(), &signature, b"message"), 1);
    assert_eq!(verify(&key.address(), &signature, b"massage"), 0);
    assert_eq!(verify(&key_of("other").address(), &signature, b"message"), 0);
    let mut changed = signature;
    changed[40] ^= 1;
    assert_eq!(verify(&key.address(), &changed, b"message"), 0);
    // Made for R of order 1: it holds under RFC 8032 and for OpenSSL, see docs/abi.md.
    let weak_key = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";
    let scalar = "95c0fdcc54fccad1f2b8bc9b96aa6837c82f86349e6576ad29ca3ece7b7ea905";
    let bytes = |hex: &str| -> [u8; 32] { hex_bytes(hex).unwrap().try_into().unwrap() };
    let mut weak = [0; 64];
    weak[0] = 1;
    weak[32..].copy_from_slice(&bytes(scalar));
    assert_eq!(verify(&Address(bytes(weak_key)), &weak, b"message"), 0);
    // A key of small order, under which many messages would verify, is refused.
    assert_eq!(verify(&Address::ZERO, &[0; 64], b"message"), 0);
}
