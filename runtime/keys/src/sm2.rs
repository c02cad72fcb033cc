//! SM2 signatures with SM3: GB/T 32918.2-2016 on the curve of GB/T 32918.5-2017.

use crate::{KeyError, SM2_DISTINGUISHING_ID, check_point_form};
use ::sm2::dsa::{Signature, VerifyingKey, signature::Verifier as _};
use ::sm2::elliptic_curve::sec1::ToSec1Point as _;
use sandpact_abi::KeyKind;

/// The key as a point of the curve other than infinity; GB/T 32918.1-2016 section 4.2.10,
/// compressed only. The curve has cofactor 1, so every such point has full order.
pub fn decode(bytes: &[u8; 33]) -> Result<VerifyingKey, KeyError> {
    let kind = KeyKind::Sm2;
    match bytes[0] {
        2 | 3 => VerifyingKey::from_sec1_bytes(SM2_DISTINGUISHING_ID, bytes)
            .map_err(|_| KeyError::NotOnCurve { kind }),
        tag => Err(KeyError::NotCompressed { kind, tag }),
    }
}

/// GB/T 32918.2-2016 section 7: r and s from 1 to n - 1, r + s not n. Another s for the same r
/// takes the private key to find, so that both halves of its range are good.
pub fn verify(key: &[u8; 33], message: &[u8], signature: &[u8; 64]) -> bool {
    let (Ok(key), Ok(signature)) = (decode(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify(message, &signature).is_ok()
}

/// The compressed form of a key in a certificate: compressed or not, never hybrid.
pub fn compress(bytes: &[u8]) -> Result<[u8; 33], KeyError> {
    let kind = KeyKind::Sm2;
    check_point_form(kind, bytes)?;
    VerifyingKey::from_sec1_bytes(SM2_DISTINGUISHING_ID, bytes)
        .ok()
        .and_then(|key| key.to_sec1_point(true).as_bytes().try_into().ok())
        .ok_or(KeyError::NotOnCurve { kind })
}
