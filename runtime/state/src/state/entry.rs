//! What the log says of a block: everything that the view and the tries are made of.

use crate::{Head, StateError};
use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use std::collections::BTreeMap;

/// Writes by their flat keys (`layout`), in order; `None` removes.
pub type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// One record of the block log.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// The head after the block.
    pub head: Head,
    /// What the block's hash commits to.
    pub record: Vec<u8>,
    /// Its transactions and receipts.
    pub body: Vec<u8>,
    /// What it writes.
    pub writes: Writes,
}

/// The bytes of an entry whose parts lie apart.
pub fn encode(head: &Head, record: &[u8], body: &[u8], writes: &Writes) -> Vec<u8> {
    let value_len = |value: &Option<Vec<u8>>| value.as_ref().map_or(0, Vec::len);
    // Three lengths of at most five bytes each, and an option, for every write.
    let writes_len = writes.iter().fold(0_usize, |sum, (key, value)| {
        sum.saturating_add(key.len()).saturating_add(value_len(value)).saturating_add(11)
    });
    let blocks_len = record.len().saturating_add(body.len());
    let mut bytes = Vec::with_capacity(writes_len.saturating_add(blocks_len).saturating_add(256));
    (head, record, body, writes).encode_to(&mut bytes);
    bytes
}

/// The entry of a log record.
///
/// # Errors
/// [`StateError::Damaged`].
pub fn decode(bytes: &[u8]) -> Result<Entry, StateError> {
    Entry::decode_all(&mut &bytes[..])
        .map_err(|_| StateError::Damaged { what: "a block in the log cannot be read" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_abi::{Hash, Height, UnixSeconds};

    #[test]
    fn parts_encode_as_the_entry_does() {
        let head = Head {
            height: Height(7),
            time: UnixSeconds(1_700_000_000),
            state_root: Hash([1; 32]),
            account_root: Hash([2; 32]),
            block_hash: Hash([3; 32]),
        };
        let writes = Writes::from([(vec![1, 2], Some(vec![3; 100])), (vec![1, 3], None)]);
        let entry = Entry { head, record: vec![4; 5], body: vec![6; 70], writes };
        let bytes = encode(&entry.head, &entry.record, &entry.body, &entry.writes);
        assert_eq!(bytes, entry.encode());
        assert_eq!(decode(&bytes).ok(), Some(entry));
        assert!(decode(&bytes[..bytes.len() - 1]).is_err());
    }
}
