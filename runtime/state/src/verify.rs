//! Both tries from the stored values alone.

use crate::{
    Head, StateError, Store, layout,
    trie::{Changes, Trie},
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::Hash;
use sandpact_proof::commitment;

/// What a verified store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateReport {
    /// Contracts' values.
    pub values: u64,
    /// Accounts with a nonce.
    pub accounts: u64,
}

/// The tries of a store.
pub struct Tries {
    /// Over the contracts' values.
    pub values: Trie,
    /// Over the accounts' nonces.
    pub accounts: Trie,
    /// Their sizes.
    pub report: StateReport,
}

/// Builds both tries from what is stored.
///
/// # Errors
/// [`StateError`] when the store fails or a key cannot be read.
pub fn rebuild(store: &dyn Store) -> Result<Tries, StateError> {
    let values = leaves(store, layout::VALUES, |key| {
        layout::split_value(key).map(|(contract, key)| commitment::key_hash(&contract, key))
    })?;
    let accounts = leaves(store, layout::ACCOUNTS, |key| {
        layout::split_account(key).map(|account| commitment::account_hash(&account))
    })?;
    let count = |leaves: &Changes| u64::try_from(leaves.len()).unwrap_or(u64::MAX);
    let report = StateReport { values: count(&values), accounts: count(&accounts) };
    let trie = |leaves| Trie::default().updated(&leaves);
    Ok(Tries { values: trie(values), accounts: trie(accounts), report })
}

fn leaves(
    store: &dyn Store,
    column: &[u8],
    key_hash: impl Fn(&[u8]) -> Option<Hash>,
) -> Result<Changes, StateError> {
    let mut leaves = Changes::new();
    let mut is_readable = true;
    store.scan(column, &mut |key, value| match key_hash(key) {
        Some(key) => {
            leaves.insert(key, Some(commitment::value_hash(value)));
        }
        None => is_readable = false,
    })?;
    if is_readable { Ok(leaves) } else { Err(StateError::Damaged { what: "a key is too short" }) }
}

/// Compares the tries with the head record.
///
/// # Errors
/// [`StateError::RootMismatch`].
pub fn compare(tries: &Tries, head: &Head) -> Result<(), StateError> {
    for (what, found, expected) in [
        ("state root", tries.values.root(), head.state_root),
        ("account root", tries.accounts.root(), head.account_root),
    ] {
        if found != expected {
            return Err(StateError::RootMismatch { what, height: head.height, expected, found });
        }
    }
    Ok(())
}

/// The head record of a store in this format.
///
/// # Errors
/// [`StateError`] when there is none.
pub fn head(store: &dyn Store) -> Result<Head, StateError> {
    if store.get(layout::FORMAT_KEY)?.as_deref() != Some(layout::FORMAT) {
        return Err(StateError::Damaged { what: "not a ledger of this format" });
    }
    let bytes = store.get(layout::HEAD_KEY)?;
    let bytes = bytes.ok_or(StateError::Damaged { what: "there is no head record" })?;
    Head::decode_all(&mut &bytes[..])
        .map_err(|_| StateError::Damaged { what: "the head record cannot be read" })
}
