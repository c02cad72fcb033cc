//! Hashes and signatures, so that guests need not carry or pay for their own.

use super::{Frame, Stop, memory};
use sandpact_abi::{PublicKey, Signature, code, limits};
use sandpact_module::schedule::{
    ED25519_BASE, ED25519_BYTE, SHA2_BASE, SHA2_BYTE, SHA3_BASE, SHA3_BYTE,
};
use sha2::Sha256;
use sha3::{Digest, Sha3_256};

/// `crypto_sha3_256` (FIPS 202).
pub fn sha3_256(
    frame: &mut Frame,
    guest: &mut [u8],
    input: (i32, i32),
    out: i32,
) -> Result<(), Stop> {
    let input = paid_input(frame, guest, input, SHA3_BASE, SHA3_BYTE)?;
    let digest: [u8; 32] = Sha3_256::digest(input).into();
    memory::write(guest, out, &digest)
}

/// `crypto_sha2_256` (FIPS 180-4).
pub fn sha2_256(
    frame: &mut Frame,
    guest: &mut [u8],
    input: (i32, i32),
    out: i32,
) -> Result<(), Stop> {
    let input = paid_input(frame, guest, input, SHA2_BASE, SHA2_BYTE)?;
    let digest: [u8; 32] = Sha256::digest(input).into();
    memory::write(guest, out, &digest)
}

/// `crypto_ed25519_verify`: 1 when the signature holds, by the strict rule
/// (no small-order keys, canonical scalars), else 0.
pub fn ed25519_verify(
    frame: &mut Frame,
    guest: &mut [u8],
    public_key: i32,
    message: (i32, i32),
    signature: i32,
) -> Result<i32, Stop> {
    let message = paid_input(frame, guest, message, ED25519_BASE, ED25519_BYTE)?;
    let public_key = memory::read_32(guest, public_key)?;
    let signature: [u8; 64] =
        memory::read(guest, signature, 64)?.try_into().map_err(|_| Stop::Halt)?;
    let (key, signature) = (PublicKey::Ed25519(public_key), Signature::Ed25519(signature));
    Ok(i32::from(sandpact_keys::verify(&key, message, &signature)))
}

fn paid_input<'m>(
    frame: &mut Frame,
    guest: &'m [u8],
    (ptr, len): (i32, i32),
    base: u64,
    per_byte: u64,
) -> Result<&'m [u8], Stop> {
    let len = memory::length(len);
    if len > limits::CRYPTO_INPUT_LEN_BYTES_MAX {
        return Err(Stop::refuse(code::CRYPTO_INPUT_TOO_LONG));
    }
    frame.meter.charge_bytes(base, per_byte, len)?;
    memory::read(guest, ptr, len)
}
