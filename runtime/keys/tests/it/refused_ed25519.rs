//! Ed25519 keys and signatures that must not verify.

use crate::integer::{ED25519_ORDER, add, bytes, halves, joined, reversed, small, subtract};
use ed25519_dalek::{Signer as _, SigningKey};
use sandpact_abi::{PublicKey, Signature};
use sandpact_keys::{KeyError, check_key, verify};

const MESSAGE: &[u8] = b"message";

/// Every encoding of the eight points whose order divides 8, canonical or not, with either
/// sign of x.
const LOW_ORDER: [&str; 14] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

fn signed() -> (PublicKey, [u8; 64]) {
    let key = SigningKey::from_bytes(&[7; 32]);
    (PublicKey::Ed25519(key.verifying_key().to_bytes()), key.sign(MESSAGE).to_bytes())
}

fn holds(key: &PublicKey, signature: [u8; 64]) -> bool {
    verify(key, MESSAGE, &Signature::Ed25519(signature))
}

#[test]
fn the_signature_itself_holds() {
    let (key, signature) = signed();
    assert!(holds(&key, signature));
    assert!(!verify(&key, b"messagf", &Signature::Ed25519(signature)));
}

#[test]
fn s_plus_the_order_and_the_order_less_s_are_refused() {
    let (key, signature) = signed();
    let (r, s) = halves(&signature);
    let order = bytes(ED25519_ORDER);
    for other in [add(reversed(s), order).unwrap(), subtract(order, reversed(s)), order] {
        assert!(!holds(&key, joined(r, reversed(other))));
    }
}

#[test]
fn keys_of_low_order_are_refused_in_every_encoding() {
    for encoding in LOW_ORDER {
        let key = PublicKey::Ed25519(bytes(encoding));
        assert!(
            matches!(
                check_key(&key),
                Err(KeyError::LowOrder | KeyError::NotCanonical | KeyError::NotOnCurve { .. })
            ),
            "{encoding}"
        );
        // Under the point 1, R = 1 and S = 0 sign every message by the rule without this check.
        for r in LOW_ORDER {
            assert!(!holds(&key, joined(bytes(r), [0; 32])), "{encoding} {r}");
        }
    }
}

#[test]
fn a_commitment_of_low_order_is_refused() {
    let (key, signature) = signed();
    for r in LOW_ORDER {
        assert!(!holds(&key, joined(bytes(r), halves(&signature).1)));
    }
    // Made for R of order 1: it holds under RFC 8032 and for OpenSSL, see docs/abi.md.
    let key = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c";
    let s = "95c0fdcc54fccad1f2b8bc9b96aa6837c82f86349e6576ad29ca3ece7b7ea905";
    assert!(!holds(&PublicKey::Ed25519(bytes(key)), joined(reversed(small(1)), bytes(s))));
}

/// Of the coordinates at or above the prime, 2^255 - 19 to 2^255 - 1, some are points of full
/// order; a second form of a key would be a second address of its owner.
#[test]
fn keys_at_or_above_the_prime_are_refused() {
    let mut of_full_order = 0;
    for excess in 0..19_u8 {
        let mut above = [0xff; 32];
        above[0] = 0xed + excess;
        above[31] = 0x7f;
        let canonical = PublicKey::Ed25519(reversed(small(excess)));
        let result = check_key(&PublicKey::Ed25519(above));
        if check_key(&canonical).is_ok() {
            of_full_order += 1;
            assert_eq!(result, Err(KeyError::NotCanonical), "{excess}");
        }
        assert!(result.is_err(), "{excess}");
    }
    assert_eq!(of_full_order, 10);
}

#[test]
fn all_zero_keys_and_signatures_are_refused() {
    let (key, _) = signed();
    assert!(!holds(&key, [0; 64]));
    assert_eq!(check_key(&PublicKey::Ed25519([0; 32])), Err(KeyError::LowOrder));
    assert!(!holds(&PublicKey::Ed25519([0; 32]), [0; 64]));
}

#[test]
fn coordinates_of_no_point_are_refused() {
    let key = PublicKey::Ed25519(reversed(small(2)));
    assert!(matches!(check_key(&key), Err(KeyError::NotOnCurve { .. })));
}
