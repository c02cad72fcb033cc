//! Keys of a field.

use crate::OrderedKey;
use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// Room for most map keys: two 32-byte identifiers.
const MAP_KEY_LEN_BYTES_TYPICAL: usize = 64;

/// The field's name and one zero byte: the key of a plain value, and the
/// prefix of all others.
pub fn prefix(field: &str) -> Vec<u8> {
    let len = field.len().saturating_add(1).saturating_add(MAP_KEY_LEN_BYTES_TYPICAL);
    let mut key = Vec::with_capacity(len);
    key.extend_from_slice(field.as_bytes());
    key.push(0);
    key
}

/// The key of an entry found by look-up.
pub fn exact(field: &str, key: &impl Encode) -> Vec<u8> {
    let mut bytes = prefix(field);
    key.encode_to(&mut bytes);
    bytes
}

/// The key of an entry in order.
pub fn ordered(field: &str, key: &impl OrderedKey) -> Vec<u8> {
    let mut bytes = prefix(field);
    key.write_key(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_name_zero_and_encoding() {
        assert_eq!(prefix("roles"), b"roles\0");
        assert_eq!(exact("m", &258_u16), b"m\0\x02\x01");
        assert_eq!(exact("m", &"ab"), b"m\0\x08ab");
        assert_eq!(ordered("m", &258_u16), b"m\0\x01\x02");
        assert_eq!(ordered("m", &(-1_i8, [7, 8])), b"m\0\x7f\x07\x08");
    }
}
