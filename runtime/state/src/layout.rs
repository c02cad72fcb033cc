//! The keys of the one flat tree: a column byte, then fixed-width parts.

use sandpact_abi::{Address, Hash, Height};

/// Longest value: a contract's values are no longer, code is stored in chunks of it. sled
/// moves longer values into files of their own.
pub const CHUNK_LEN_BYTES: usize = 16 * 1024;

/// Key of the record that says which block the view holds whole.
pub const HEAD_KEY: &[u8] = &[0x05];

/// Key of the record that says up to which block the view was made durable.
pub const SYNCED_KEY: &[u8] = &[0x08];

/// Key of the record that says for how many heights undo records are left when others are
/// removed. It is durable before the first of them is.
pub const HISTORY_KEY: &[u8] = &[0x09];

/// Key of the record that says up to which block the view may hold parts, above its head. It is
/// durable before the first of them is.
pub const FOLDING_KEY: &[u8] = &[0x0a];

/// Key of the record that says how many parts of modules the view has: no root says that none
/// is missing.
pub const CODE_PARTS_KEY: &[u8] = &[0x0b];

/// Key of the record that says how much of a snapshot was written.
pub const IMPORT_KEY: &[u8] = &[0x07];

/// Column of the contracts' values.
pub const VALUE_COLUMN: u8 = 0x01;
/// Column of the accounts' nonces.
pub const ACCOUNT_COLUMN: u8 = 0x02;
/// Column of the modules' parts.
pub const CODE_COLUMN: u8 = 0x03;
/// The columns that make a state, in order of keys.
pub const STATE_COLUMNS: [u8; 3] = [VALUE_COLUMN, ACCOUNT_COLUMN, CODE_COLUMN];
const BLOCK_COLUMN: u8 = 0x04;
const UNDO_COLUMN: u8 = 0x06;

/// The columns that no root covers.
pub const UNCOVERED_COLUMNS: [u8; 3] = [CODE_COLUMN, BLOCK_COLUMN, UNDO_COLUMN];

/// Length of a column byte and an address.
pub const CONTRACT_PREFIX_LEN_BYTES: usize = 33;

/// Key of a contract's value.
pub fn value(contract: &Address, key: &[u8]) -> Vec<u8> {
    [&[VALUE_COLUMN], contract.as_bytes().as_slice(), key].concat()
}

/// The contract and its key, of a key in column [`VALUE_COLUMN`].
pub fn split_value(key: &[u8]) -> Option<(Address, &[u8])> {
    let (contract, key) = key.get(1..)?.split_first_chunk()?;
    Some((Address(*contract), key))
}

/// Key of an account's nonce.
pub fn account(account: &Address) -> Vec<u8> {
    [&[ACCOUNT_COLUMN], account.as_bytes().as_slice()].concat()
}

/// The account of a key in column [`ACCOUNT_COLUMN`].
pub fn split_account(key: &[u8]) -> Option<Address> {
    key.get(1..)?.try_into().ok().map(Address)
}

/// Prefix of a module's chunks.
pub fn code(code_hash: &Hash) -> Vec<u8> {
    [&[CODE_COLUMN], code_hash.as_bytes().as_slice()].concat()
}

/// The code hash and the part of a key in column [`CODE_COLUMN`].
pub fn split_code(key: &[u8]) -> Option<(Hash, u32)> {
    let (code_hash, part) = key.strip_prefix(&[CODE_COLUMN])?.split_first_chunk()?;
    Some((Hash(*code_hash), u32::from_be_bytes(part.try_into().ok()?)))
}

/// Key of a block's place in the log.
pub fn block(height: Height) -> Vec<u8> {
    [&[BLOCK_COLUMN], height.0.to_be_bytes().as_slice()].concat()
}

/// Prefix of everything that a block overwrote.
pub fn undo(height: Height) -> Vec<u8> {
    [&[UNDO_COLUMN], height.0.to_be_bytes().as_slice()].concat()
}

/// Prefix of all undo records, from the oldest on.
pub const UNDO_PREFIX: &[u8] = &[UNDO_COLUMN];

/// The height of a key that [`undo`] begins.
pub fn split_undo(key: &[u8]) -> Option<Height> {
    let height = key.get(1..)?.first_chunk()?;
    Some(Height(u64::from_be_bytes(*height)))
}

/// `prefix` with the number of a part, so that parts scan in order.
pub fn part(prefix: &[u8], number: u32) -> Vec<u8> {
    [prefix, &number.to_be_bytes()].concat()
}
