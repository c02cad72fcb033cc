//! SCALE of a value, for the host. Not by way of [`Encode::encode`], which measures each value
//! before it writes it: that is code for each type, and again where it is called.

use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// Room of a buffer at first. Most keys, events and records fit; the newest block of memory
/// grows where it is.
const BUFFER_LEN_BYTES: usize = 128;

/// The bytes of a value.
pub fn encoded<T: Encode>(value: &T) -> Vec<u8> {
    let mut bytes = buffer();
    value.encode_to(&mut bytes);
    bytes
}

/// Room for the bytes of a value.
#[inline(never)]
pub fn buffer() -> Vec<u8> {
    Vec::with_capacity(BUFFER_LEN_BYTES)
}
