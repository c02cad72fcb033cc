//! ECDSA on P-256 with SHA-256, FIPS 186-5 section 6.4.

use crate::{KeyError, check_point_form};
use ::p256::ecdsa::{Signature, VerifyingKey, signature::Verifier as _};
use ::p256::elliptic_curve::scalar::IsHigh as _;
use sandpact_abi::KeyKind;

/// The key as a point of the curve other than infinity; SEC 1 section 2.3.4, compressed only.
/// The curve has cofactor 1, so every such point has full order.
pub fn decode(bytes: &[u8; 33]) -> Result<VerifyingKey, KeyError> {
    let kind = KeyKind::P256;
    match bytes[0] {
        2 | 3 => VerifyingKey::from_sec1_bytes(bytes).map_err(|_| KeyError::NotOnCurve { kind }),
        tag => Err(KeyError::NotCompressed { kind, tag }),
    }
}

/// By [`verify_either_half`], with s in the lower half.
pub fn verify(key: &[u8; 33], message: &[u8], signature: &[u8; 64]) -> bool {
    let is_low = |signature: Signature| !bool::from(signature.s().is_high());
    Signature::from_slice(signature).is_ok_and(is_low)
        && verify_either_half(key, message, signature)
}

/// r and s from 1 to n - 1 and the equation of FIPS 186-5 section 6.4.2, which holds for s and
/// for n - s alike. Certificates need it: their signers choose either.
pub fn verify_either_half(key: &[u8; 33], message: &[u8], signature: &[u8; 64]) -> bool {
    let (Ok(key), Ok(signature)) = (decode(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify(message, &signature).is_ok()
}

/// The compressed form of a key in a certificate: SEC 1, compressed or not, never hybrid.
pub fn compress(bytes: &[u8]) -> Result<[u8; 33], KeyError> {
    let kind = KeyKind::P256;
    check_point_form(kind, bytes)?;
    VerifyingKey::from_sec1_bytes(bytes)
        .ok()
        .and_then(|key| key.to_sec1_point(true).as_bytes().try_into().ok())
        .ok_or(KeyError::NotOnCurve { kind })
}
