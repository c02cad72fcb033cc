//! The hashes of the commitment scheme (`sandpact_proof::commitment`), many at a time.

use crate::keccak::{Block, Message, hash_blocks, hash_messages};
use sandpact_abi::{Address, Hash};

/// First bytes of what is hashed; a test holds them against the scheme.
const LEAF: u8 = 0x00;
const BRANCH: u8 = 0x01;
const STORAGE_KEY: u8 = 0x02;
const VALUE: u8 = 0x03;
const ACCOUNT_KEY: u8 = 0x04;

/// Where contracts' keys lie in the state trie: writes that of key `i` to `out[i]`.
pub fn key_hashes<'a>(out: &mut [Hash], key: impl Fn(usize) -> (&'a Address, &'a [u8])) {
    hash_messages(out, |index| {
        let (contract, key) = key(index);
        Message { tag: STORAGE_KEY, head: contract.as_bytes(), tail: key }
    });
}

/// What leaves hold instead of values: writes that of value `i` to `out[i]`.
pub fn value_hashes<'a>(out: &mut [Hash], value: impl Fn(usize) -> &'a [u8]) {
    hash_messages(out, |index| Message { tag: VALUE, head: value(index), tail: &[] });
}

/// Where accounts lie in the account trie: writes that of account `i` to `out[i]`.
pub fn account_hashes<'a>(out: &mut [Hash], account: impl Fn(usize) -> &'a Address) {
    hash_blocks(out, |index, block| block.set(ACCOUNT_KEY, account(index).as_bytes()));
}

/// Hashes of leaves: writes that of leaf `i` (key hash, value hash) to `out[i]`.
pub fn leaf_hashes<'a>(out: &mut [Hash], leaf: impl Fn(usize) -> (&'a Hash, &'a Hash)) {
    hash_blocks(out, |index, block| {
        let (key_hash, value_hash) = leaf(index);
        let mut input = [0; 64];
        let (key, value) = input.split_at_mut(32);
        key.copy_from_slice(&key_hash.0);
        value.copy_from_slice(&value_hash.0);
        block.set(LEAF, &input);
    });
}

/// Puts what is hashed of a branch, its children's hashes, into a block.
#[inline(always)]
pub fn set_branch(block: &mut Block, children: &[u8; 128]) {
    block.set(BRANCH, children);
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_proof::commitment;

    #[test]
    fn they_are_those_of_the_scheme() {
        let addresses: Vec<Address> = (0..9).map(|number| Address([number; 32])).collect();
        let hashes: Vec<Hash> = (0..9).map(|number| Hash([number + 100; 32])).collect();
        let values: Vec<Vec<u8>> =
            (0..9).map(|number| vec![number; 50 * number as usize]).collect();
        let mut found = [Hash::ZERO; 9];
        let mut check = |make: &dyn Fn(&mut [Hash]), expected: &dyn Fn(usize) -> Hash| {
            make(&mut found);
            assert_eq!(found, std::array::from_fn(expected));
        };
        check(&|out| key_hashes(out, |at| (&addresses[at], &values[at])), &|at| {
            commitment::key_hash(&addresses[at], &values[at])
        });
        check(&|out| value_hashes(out, |at| &values[at]), &|at| {
            commitment::value_hash(&values[at])
        });
        check(&|out| account_hashes(out, |at| &addresses[at]), &|at| {
            commitment::account_hash(&addresses[at])
        });
        check(&|out| leaf_hashes(out, |at| (&hashes[at], &hashes[8 - at])), &|at| {
            commitment::leaf(&hashes[at], &hashes[8 - at])
        });
        let children = [0_usize, 1, 2, 3].map(|at| hashes[at]);
        let input: Vec<u8> = children.iter().flat_map(|hash| hash.0).collect();
        let branch = |out: &mut [Hash]| {
            hash_blocks(out, |_, block| set_branch(block, input[..].try_into().unwrap()));
        };
        check(&branch, &|_| commitment::branch(&children));
    }
}
