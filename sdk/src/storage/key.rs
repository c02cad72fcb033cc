//! Keys of a field.

use crate::OrderedKey;
use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// Room for most map keys: two 32-byte identifiers.
const MAP_KEY_LEN_BYTES_TYPICAL: usize = 64;

/// The field's name and one zero byte: the key of a plain value, and the
/// prefix of all others.
#[inline(never)]
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

/// The prefix of all ordered keys of a field, and where a scan after `cursor` begins.
pub fn place(field: &str, cursor: Option<&impl OrderedKey>) -> (Vec<u8>, Vec<u8>) {
    let prefix = prefix(field);
    let start = start(&prefix, cursor);
    (prefix, start)
}

/// Where a scan of the keys behind a prefix begins, after `cursor`.
pub fn start(prefix: &[u8], cursor: Option<&impl OrderedKey>) -> Vec<u8> {
    let mut start = prefix.to_vec();
    if let Some(cursor) = cursor {
        cursor.write_key(&mut start);
    }
    start
}

/// The prefix of an index: the field's name, a full stop, the index's name and a zero byte. No
/// name has a full stop, so it is no field's.
pub fn index(field: &str, index: &str) -> Vec<u8> {
    let mut key = prefix(field);
    key.pop();
    key.push(b'.');
    key.extend_from_slice(index.as_bytes());
    key.push(0);
    key
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
        assert_eq!(index("m", "by"), b"m.by\0");
        assert_eq!(place("m", Some(&7_u8)), (b"m\0".to_vec(), b"m\0\x07".to_vec()));
        assert_eq!(place("m", None::<&u8>).1, b"m\0");
    }
}
