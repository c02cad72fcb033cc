//! Hashes of a payload's chunks, many at a time.

use crate::keccak::{Message, hash_messages};
use sandpact_abi::Hash;

/// Bytes of a payload that are hashed together, the last chunk excepted: eight permutations of
/// SHA3-256, enough that their hashes cost little beside them, and short enough that a record of
/// 10 KB already fills eight lanes.
pub(super) const CHUNK_LEN_BYTES: usize = 1_024;

/// SHA3-256 of each chunk, one after the other; nothing for no payload.
pub(super) fn chunk_hashes(payload: &[u8]) -> Vec<Hash> {
    let mut hashes = vec![Hash::ZERO; payload.len().div_ceil(CHUNK_LEN_BYTES)];
    hash_messages(&mut hashes, |index| {
        let start = index.saturating_mul(CHUNK_LEN_BYTES);
        let rest = payload.get(start..).unwrap_or(&[]);
        let chunk = rest.get(..CHUNK_LEN_BYTES).unwrap_or(rest);
        // No chunk is empty; its first byte stands where other messages have a tag.
        let (tag, head) = chunk.split_first().map_or((0, &[][..]), |(first, rest)| (*first, rest));
        Message { tag, head, tail: &[] }
    });
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha3::{Digest as _, Sha3_256};

    #[test]
    fn they_are_sha3_256_of_the_chunks() {
        for len in [0, 1, 135, 136, 1_023, 1_024, 1_025, 5_000, 20_480] {
            let payload: Vec<u8> = (0..len).map(|at| (at % 251) as u8).collect();
            let expected = payload.chunks(CHUNK_LEN_BYTES);
            let expected: Vec<Hash> =
                expected.map(|chunk| Hash(Sha3_256::digest(chunk).into())).collect();
            assert_eq!(chunk_hashes(&payload), expected, "{len}");
        }
    }
}
