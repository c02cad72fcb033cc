//! Hashes and signatures, computed by the host. Inputs have at most
//! [`CRYPTO_INPUT_LEN_BYTES_MAX`](crate::abi::limits::CRYPTO_INPUT_LEN_BYTES_MAX) bytes.

use crate::host;

/// SHA3-256 (FIPS 202).
#[must_use]
pub fn sha3_256(input: &[u8]) -> [u8; 32] {
    host::sha3_256(input)
}

/// SHA-256 (FIPS 180-4).
#[must_use]
pub fn sha2_256(input: &[u8]) -> [u8; 32] {
    host::sha2_256(input)
}

/// Whether an ed25519 signature (RFC 8032) holds, by the strict rule: no
/// small-order keys, canonical scalars only. An account's public key is its address.
#[must_use]
pub fn ed25519_verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    host::ed25519_verify(public_key, message, signature)
}
