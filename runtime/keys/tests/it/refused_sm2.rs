//! SM2 keys and signatures that must not verify.

use crate::integer::{add, bytes, halves, joined, small, subtract};
use sandpact_abi::{KeyKind, PublicKey, Signature};
use sandpact_keys::{KeyError, SM2_DISTINGUISHING_ID, check_key, verify};
use sm2::dsa::{SigningKey, signature::Signer as _};
use sm2::elliptic_curve::sec1::ToSec1Point as _;

/// Order of SM2, GB/T 32918.5-2017 section 2.
const SM2_ORDER: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
/// The prime of SM2, GB/T 32918.5-2017 section 2.
const SM2_PRIME: &str = "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff";

const MESSAGE: &[u8] = b"message";

fn signed_as(distinguishing_id: &str) -> (PublicKey, [u8; 64]) {
    let key = SigningKey::from_slice(distinguishing_id, &[7; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(true).as_bytes().try_into().unwrap();
    (PublicKey::Sm2(point), key.sign(MESSAGE).to_bytes().into())
}

fn signed() -> (PublicKey, [u8; 64]) {
    signed_as(SM2_DISTINGUISHING_ID)
}

fn holds(key: &PublicKey, signature: [u8; 64]) -> bool {
    verify(key, MESSAGE, &Signature::Sm2(signature))
}

#[test]
fn the_signature_itself_holds() {
    let (key, signature) = signed();
    assert!(holds(&key, signature));
    assert!(!verify(&key, b"messagf", &Signature::Sm2(signature)));
}

#[test]
fn another_distinguishing_id_is_refused() {
    let (key, signature) = signed_as("TLSv1.3+GM+Cipher+Suite");
    assert!(!holds(&key, signature));
}

#[test]
fn the_order_less_s_or_r_is_refused() {
    let (key, signature) = signed();
    let (r, s) = halves(&signature);
    let order = bytes(SM2_ORDER);
    assert!(!holds(&key, joined(r, subtract(order, s))));
    assert!(!holds(&key, joined(subtract(order, r), s)));
    assert!(!holds(&key, joined(subtract(order, r), subtract(order, s))));
}

/// GB/T 32918.2-2016 section 7.1, B5: t = r + s mod n is not 0.
#[test]
fn halves_that_add_up_to_the_order_are_refused() {
    let (key, signature) = signed();
    let (r, _) = halves(&signature);
    assert!(!holds(&key, joined(r, subtract(bytes(SM2_ORDER), r))));
}

/// B1 and B2. A good s is above 2^224 but once in 2^32, so that s + n has no 32 bytes.
#[test]
fn halves_that_are_zero_or_not_below_the_order_are_refused() {
    let (key, signature) = signed();
    let (r, s) = halves(&signature);
    let order = bytes(SM2_ORDER);
    assert_eq!(add(order, s), None);
    for bad in [[0; 32], order, add(order, small(1)).unwrap(), [0xff; 32]] {
        for signature in [joined(bad, s), joined(r, bad), joined(bad, bad)] {
            assert!(!holds(&key, signature));
        }
    }
}

#[test]
fn keys_that_are_not_compressed_are_refused() {
    let (PublicKey::Sm2(mut key), signature) = signed() else { unreachable!() };
    for tag in (0..=255).filter(|tag| ![2, 3].contains(tag)) {
        key[0] = tag;
        let refused = Err(KeyError::NotCompressed { kind: KeyKind::Sm2, tag });
        assert_eq!(check_key(&PublicKey::Sm2(key)), refused);
        assert!(!holds(&PublicKey::Sm2(key), signature));
    }
}

#[test]
fn the_point_at_infinity_and_all_zero_signatures_are_refused() {
    let (key, _) = signed();
    assert!(!holds(&key, [0; 64]));
    assert!(check_key(&PublicKey::Sm2([0; 33])).is_err());
    assert!(!holds(&PublicKey::Sm2([0; 33]), [0; 64]));
}

/// Small coordinates with a point on the curve, and the same ones plus the prime.
#[test]
fn coordinates_of_no_point_or_not_reduced_are_refused() {
    let kind = KeyKind::Sm2;
    let of = |x: [u8; 32]| {
        let mut key = [2; 33];
        key[1..].copy_from_slice(&x);
        check_key(&PublicKey::Sm2(key))
    };
    let mut good = 0;
    for x in 0..40 {
        good += usize::from(of(small(x)).is_ok());
        assert_eq!(
            of(add(small(x), bytes(SM2_PRIME)).unwrap()),
            Err(KeyError::NotOnCurve { kind })
        );
    }
    assert!((10..30).contains(&good), "{good}");
}

#[test]
fn the_other_kind_of_key_or_signature_is_refused() {
    let (key, signature) = signed();
    let PublicKey::Sm2(point) = key else { unreachable!() };
    assert!(!verify(&key, MESSAGE, &Signature::P256(signature)));
    assert!(!verify(&key, MESSAGE, &Signature::Ed25519(signature)));
    assert!(!verify(&PublicKey::P256(point), MESSAGE, &Signature::P256(signature)));
    assert!(!verify(&PublicKey::P256(point), MESSAGE, &Signature::Sm2(signature)));
}
