//! The keys of the one flat tree: a column byte, then fixed-width parts.

use sandpact_abi::{Address, Hash, Height};

/// Format of this layout; the first thing that is read.
pub const FORMAT: &[u8] = b"sandpact ledger 1";

/// Longest chunk of code or of a block body. sled moves longer values into files of
/// their own.
pub const CHUNK_LEN_BYTES: usize = 16 * 1024;

/// Key of [`FORMAT`].
pub const FORMAT_KEY: &[u8] = &[0x00];
/// Key of the head record.
pub const HEAD_KEY: &[u8] = &[0x05];

/// Column of the contracts' values.
pub const VALUES: &[u8] = &[0x01];
/// Column of the accounts' nonces.
pub const ACCOUNTS: &[u8] = &[0x02];
/// Column of the modules.
pub const CODE: &[u8] = &[0x03];
const BLOCKS: &[u8] = &[0x04];

/// Length of a column byte and an address.
pub const CONTRACT_PREFIX_LEN_BYTES: usize = 33;

/// Key of a contract's value.
pub fn value(contract: &Address, key: &[u8]) -> Vec<u8> {
    [VALUES, contract.as_bytes(), key].concat()
}

/// The contract and its key, of a key in column [`VALUES`].
pub fn split_value(key: &[u8]) -> Option<(Address, &[u8])> {
    let (contract, key) = key.get(1..)?.split_first_chunk()?;
    Some((Address(*contract), key))
}

/// Key of an account's nonce.
pub fn account(account: &Address) -> Vec<u8> {
    [ACCOUNTS, account.as_bytes()].concat()
}

/// The account of a key in column [`ACCOUNTS`].
pub fn split_account(key: &[u8]) -> Option<Address> {
    key.get(1..)?.try_into().ok().map(Address)
}

/// Prefix of a module's chunks.
pub fn code(code_hash: &Hash) -> Vec<u8> {
    [CODE, code_hash.as_bytes()].concat()
}

/// Prefix of a block's parts.
pub fn block(height: Height) -> Vec<u8> {
    [BLOCKS, &height.0.to_be_bytes()].concat()
}

/// `prefix` with the number of a chunk, so that chunks scan in order.
pub fn part(prefix: &[u8], number: u32) -> Vec<u8> {
    [prefix, &number.to_be_bytes()].concat()
}
