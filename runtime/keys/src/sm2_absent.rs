//! What stands for SM2 in a build without the feature `gm`: no key is good, nothing verifies.

use crate::KeyError;
use sandpact_abi::KeyKind;

/// Refused.
pub fn decode(_: &[u8; 33]) -> Result<(), KeyError> {
    Err(KeyError::Unsupported { kind: KeyKind::Sm2 })
}

/// False.
pub fn verify(_: &[u8; 33], _: &[u8], _: &[u8; 64]) -> bool {
    false
}

/// Refused.
pub fn compress(_: &[u8]) -> Result<[u8; 33], KeyError> {
    Err(KeyError::Unsupported { kind: KeyKind::Sm2 })
}
