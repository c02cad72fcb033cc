//! P-256 keys and signatures that must not verify.

use crate::integer::{P256_ORDER, P256_PRIME, add, bytes, halves, joined, small, subtract};
use p256::ecdsa::{SigningKey, signature::Signer as _};
use p256::elliptic_curve::{PrimeField as _, ops::Reduce as _, point::AffineCoordinates as _};
use p256::{FieldBytes, ProjectivePoint, Scalar};
use sandpact_abi::{KeyKind, PublicKey, Signature};
use sandpact_keys::{KeyError, check_key, verify};
use sha2::{Digest as _, Sha256};

const MESSAGE: &[u8] = b"message";

fn public(key: &SigningKey) -> PublicKey {
    PublicKey::P256(key.verifying_key().to_sec1_point(true).as_bytes().try_into().unwrap())
}

fn signed() -> (PublicKey, [u8; 64]) {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let signature: p256::ecdsa::Signature = key.sign(MESSAGE);
    (public(&key), signature.normalize_s().to_bytes().into())
}

fn holds(key: &PublicKey, signature: [u8; 64]) -> bool {
    verify(key, MESSAGE, &Signature::P256(signature))
}

#[test]
fn the_signature_itself_holds() {
    let (key, signature) = signed();
    assert!(holds(&key, signature));
    assert!(!verify(&key, b"messagf", &Signature::P256(signature)));
}

#[test]
fn the_order_less_s_is_refused() {
    let (key, signature) = signed();
    let (r, s) = halves(&signature);
    assert!(!holds(&key, joined(r, subtract(bytes(P256_ORDER), s))));
    assert!(!holds(&key, joined(subtract(bytes(P256_ORDER), r), s)));
}

/// A key is made for the signature (r, 5), so that 5 + n still has 32 bytes.
#[test]
fn s_plus_the_order_is_refused() {
    let (k, s) = (Scalar::from(11_u64), Scalar::from(5_u64));
    let r = Scalar::reduce(&(ProjectivePoint::GENERATOR * k).to_affine().x());
    let digest: [u8; 32] = Sha256::digest(MESSAGE).into();
    let z = Scalar::reduce(&FieldBytes::from(digest));
    let secret = (s * k - z) * r.invert().unwrap();
    let key = public(&SigningKey::from_slice(&secret.to_repr()).unwrap());
    let r: [u8; 32] = r.to_repr().into();
    assert!(holds(&key, joined(r, small(5))));
    assert!(!holds(&key, joined(r, add(small(5), bytes(P256_ORDER)).unwrap())));
}

#[test]
fn halves_that_are_zero_or_not_below_the_order_are_refused() {
    let (key, signature) = signed();
    let (r, s) = halves(&signature);
    let order = bytes(P256_ORDER);
    for bad in [[0; 32], order, add(order, small(1)).unwrap(), [0xff; 32]] {
        for signature in [joined(bad, s), joined(r, bad), joined(bad, bad)] {
            assert!(!holds(&key, signature));
        }
    }
}

#[test]
fn keys_that_are_not_compressed_are_refused() {
    let (PublicKey::P256(mut key), signature) = signed() else { unreachable!() };
    for tag in (0..=255).filter(|tag| ![2, 3].contains(tag)) {
        key[0] = tag;
        let refused = Err(KeyError::NotCompressed { kind: KeyKind::P256, tag });
        assert_eq!(check_key(&PublicKey::P256(key)), refused);
        assert!(!holds(&PublicKey::P256(key), signature));
    }
}

#[test]
fn the_point_at_infinity_and_all_zero_signatures_are_refused() {
    let (key, _) = signed();
    assert!(!holds(&key, [0; 64]));
    assert!(check_key(&PublicKey::P256([0; 33])).is_err());
    assert!(!holds(&PublicKey::P256([0; 33]), [0; 64]));
}

/// Small coordinates with a point on the curve, and the same ones plus the prime.
#[test]
fn coordinates_of_no_point_or_not_reduced_are_refused() {
    let kind = KeyKind::P256;
    let of = |x: [u8; 32]| {
        let mut key = [2; 33];
        key[1..].copy_from_slice(&x);
        check_key(&PublicKey::P256(key))
    };
    let mut good = 0;
    for x in 0..40 {
        good += usize::from(of(small(x)).is_ok());
        assert_eq!(
            of(add(small(x), bytes(P256_PRIME)).unwrap()),
            Err(KeyError::NotOnCurve { kind })
        );
    }
    assert!((10..30).contains(&good), "{good}");
}

#[test]
fn the_other_kind_of_key_or_signature_is_refused() {
    let (key, signature) = signed();
    let PublicKey::P256(point) = key else { unreachable!() };
    assert!(!verify(&key, MESSAGE, &Signature::Sm2(signature)));
    assert!(!verify(&key, MESSAGE, &Signature::Ed25519(signature)));
    assert!(!verify(&PublicKey::Sm2(point), MESSAGE, &Signature::P256(signature)));
    assert!(!verify(&PublicKey::Sm2(point), MESSAGE, &Signature::Sm2(signature)));
}
