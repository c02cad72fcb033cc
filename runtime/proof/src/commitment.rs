//! The hashes of the commitment scheme, each with its own first byte so that no
//! input of one is an input of another. All are SHA3-256 (FIPS 202).

use sandpact_abi::{Address, Hash};
use sha3::{Digest as _, Sha3_256};

/// First byte of a leaf's input.
const LEAF: u8 = 0x00;
/// First byte of a branch's input.
const BRANCH: u8 = 0x01;
/// First byte of a storage key's input.
const STORAGE_KEY: u8 = 0x02;
/// First byte of a value's input.
const VALUE: u8 = 0x03;
/// First byte of an account key's input.
const ACCOUNT_KEY: u8 = 0x04;

/// Children of a branch.
pub const ARITY: usize = 4;

/// Levels that a path can have: two bits of a 256-bit key hash each.
pub const DEPTH_MAX: usize = 128;

/// Hash of a subtree without leaves.
pub const EMPTY: Hash = Hash::ZERO;

/// Where a contract's key lies in the state trie.
#[must_use]
pub fn key_hash(contract: &Address, key: &[u8]) -> Hash {
    hash(&[&[STORAGE_KEY], contract.as_bytes(), key])
}

/// Where an account lies in the account trie.
#[must_use]
pub fn account_hash(account: &Address) -> Hash {
    hash(&[&[ACCOUNT_KEY], account.as_bytes()])
}

/// What a leaf holds instead of the value: a proof never shows a neighbour's value.
#[must_use]
pub fn value_hash(value: &[u8]) -> Hash {
    hash(&[&[VALUE], value])
}

/// Hash of a subtree with one leaf, at whatever depth.
#[must_use]
pub fn leaf(key_hash: &Hash, value_hash: &Hash) -> Hash {
    hash_of_hashes(LEAF, [key_hash, value_hash])
}

/// Hash of a subtree with two or more leaves.
#[must_use]
pub fn branch(children: &[Hash; ARITY]) -> Hash {
    hash_of_hashes(BRANCH, children.each_ref())
}

#[inline(always)]
fn hash_of_hashes<const N: usize>(first: u8, hashes: [&Hash; N]) -> Hash {
    #[cfg(target_arch = "x86_64")]
    return crate::keccak::of_hashes(first, hashes);
    #[cfg(not(target_arch = "x86_64"))]
    {
        let mut hasher = Sha3_256::new();
        hasher.update([first]);
        hashes.iter().for_each(|hash| hasher.update(hash.as_bytes()));
        Hash(hasher.finalize().into())
    }
}

/// The hash of some byte strings without a mark between.
#[inline(always)]
fn hash(parts: &[&[u8]]) -> Hash {
    #[cfg(target_arch = "x86_64")]
    if let Some(hash) = crate::keccak::one_block(parts) {
        return hash;
    }
    let mut hasher = Sha3_256::new();
    parts.iter().for_each(|part| hasher.update(part));
    Hash(hasher.finalize().into())
}

/// The child of a branch at `depth` under which a key lies: two bits, the most
/// significant ones first. 0 from [`DEPTH_MAX`] on.
#[must_use]
pub fn digit(key_hash: &Hash, depth: usize) -> usize {
    let byte = usize::from(key_hash.0.get(depth >> 2).copied().unwrap_or(0));
    let shifted = match depth & 3 {
        0 => byte >> 6,
        1 => byte >> 4,
        2 => byte >> 2,
        _ => byte,
    };
    shifted & 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_two_bits_each_from_the_top() {
        let mut bytes = [0; 32];
        bytes[0] = 0b00_01_10_11;
        bytes[31] = 0b11_10_01_00;
        let key = Hash(bytes);
        assert_eq!([0, 1, 2, 3].map(|depth| digit(&key, depth)), [0, 1, 2, 3]);
        assert_eq!([124, 125, 126, 127].map(|depth| digit(&key, depth)), [3, 2, 1, 0]);
        assert_eq!(digit(&Hash([0xff; 32]), DEPTH_MAX), 0);
    }

    #[test]
    fn each_hash_has_its_own_first_byte() {
        let address = Address([0; 32]);
        let hashes = [
            leaf(&EMPTY, &EMPTY),
            key_hash(&address, &[0; 32]),
            value_hash(&[0; 64]),
            account_hash(&address),
            key_hash(&address, &[]),
            value_hash(&[0; 32]),
        ];
        for (index, hash) in hashes.iter().enumerate() {
            assert!(hashes.iter().skip(index).skip(1).all(|other| other != hash));
        }
    }

    /// Against another implementation: Python's hashlib.sha3_256 over the documented bytes.
    #[test]
    fn hashes_are_sha3_256_of_the_documented_bytes() {
        let address = Address([7; 32]);
        let (one, two) = (Hash([1; 32]), Hash([2; 32]));
        for (hash, expected) in [
            (value_hash(b"42"), "d70e2b08062ae7cc073abaf92c37a1f45a3c0d0ab6cf014a5abfa7f2bcc0ce3e"),
            (
                key_hash(&address, b"invoices"),
                "4a68e12232dd4b797a8690f02ec78d53d21f97c62053f78d65174739677956af",
            ),
            (
                account_hash(&address),
                "47d6111dff0a21527aab2d2113d83217fbf9a40e731acbcbee407680db6685bc",
            ),
            (leaf(&one, &two), "80e6e555ec6f6e3db93c28b68fcc6838a8e49764eb1aa08ff806fde3c98ce9b3"),
            (
                branch(&[one, EMPTY, two, EMPTY]),
                "bc1b5b7316c75b542eb2fc13a767694d34742fc101a7841ea3db32cc5edb2ce6",
            ),
        ] {
            assert_eq!(alloc::format!("{hash}"), expected);
        }
    }
}
