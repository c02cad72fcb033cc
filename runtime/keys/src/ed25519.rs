//! Ed25519, RFC 8032 section 5.1.

use crate::KeyError;
use ed25519_dalek::{Signature, VerifyingKey};
use sandpact_abi::KeyKind;

/// The prime 2^255 - 19 of RFC 8032 section 5.1, least significant byte first: one more than
/// the highest canonical coordinate.
const PRIME_LOW_BYTE: u8 = 0xed;

/// The key as a point of full order; RFC 8032 section 5.1.3.
pub fn decode(bytes: &[u8; 32]) -> Result<VerifyingKey, KeyError> {
    let key = VerifyingKey::from_bytes(bytes)
        .map_err(|_| KeyError::NotOnCurve { kind: KeyKind::Ed25519 })?;
    if !is_reduced(bytes) {
        return Err(KeyError::NotCanonical);
    }
    if key.is_weak() {
        return Err(KeyError::LowOrder);
    }
    Ok(key)
}

/// Strict: R and the key have no low order, R, S and the key are canonical; equation without
/// cofactor. RFC 8032 section 5.1.7 and its section 8.4.
pub fn verify(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    decode(key)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

/// Whether y, without the sign of x in the highest bit, is below the prime. The sign of x = 0
/// has two forms too, but such points have low order.
fn is_reduced(bytes: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = bytes;
    *low < PRIME_LOW_BYTE || (high & 0x7f) != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}
