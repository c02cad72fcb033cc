//! What writes change in the two tries.

use super::entry::Writes;
use crate::{StateError, hashes, layout};
use sandpact_abi::{Address, Hash};
use sandpact_proof::commitment;

/// New value hashes by key hash, in order of keys, each key once; `None` removes.
pub type LeafChanges = Vec<(Hash, Option<Hash>)>;

/// Changes of both tries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaves {
    /// Of the trie of contracts' values.
    pub values: LeafChanges,
    /// Of the trie of accounts.
    pub accounts: LeafChanges,
}

/// The changes of both tries that `writes` make: of the values, and of the accounts.
///
/// # Errors
/// As [`of`].
pub fn leaves_of(writes: &Writes) -> Result<(LeafChanges, LeafChanges), StateError> {
    let Leaves { values, accounts } = of(writes)?;
    Ok((values, accounts))
}

/// Which trie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Of contracts' values.
    Values,
    /// Of accounts.
    Accounts,
}

impl Leaves {
    /// What one leaf is changed to, if it is.
    pub fn get(&self, column: Column, key_hash: &Hash) -> Option<Option<Hash>> {
        let changes = self.column(column);
        let at = changes.binary_search_by(|(key, _)| key.cmp(key_hash)).ok()?;
        changes.get(at).map(|(_, value)| *value)
    }

    /// The changes of one trie.
    pub fn column(&self, column: Column) -> &LeafChanges {
        match column {
            Column::Values => &self.values,
            Column::Accounts => &self.accounts,
        }
    }
}

/// The leaf of a flat key, if the key is part of the state.
///
/// # Errors
/// [`StateError::Damaged`] for a key that is too short for its column.
pub fn leaf_of(key: &[u8]) -> Result<Option<(Column, Hash)>, StateError> {
    match key.first() {
        Some(&layout::VALUE_COLUMN) => Ok(Some((Column::Values, value_key(key)?))),
        Some(&layout::ACCOUNT_COLUMN) => Ok(Some((Column::Accounts, account_key(key)?))),
        // Code is under its own hash, and the rest is not part of the state.
        _ => Ok(None),
    }
}

/// The changes that `writes` make. Hashed many at a time.
///
/// # Errors
/// [`StateError::Damaged`] for a key that is too short for its column.
pub fn of(writes: &Writes) -> Result<Leaves, StateError> {
    let (mut values, mut accounts) = (Vec::new(), Vec::new());
    for (key, value) in writes {
        match key.first() {
            Some(&layout::VALUE_COLUMN) => {
                values.push((layout::split_value(key).ok_or(TOO_SHORT)?, value.as_deref()));
            }
            Some(&layout::ACCOUNT_COLUMN) => {
                accounts.push((layout::split_account(key).ok_or(TOO_SHORT)?, value.as_deref()));
            }
            // Code is under its own hash, and the rest is not part of the state.
            _ => {}
        }
    }
    let mut value_keys = vec![Hash::ZERO; values.len()];
    hashes::key_hashes(&mut value_keys, |index| {
        values.get(index).map_or((&Address::ZERO, &[]), |((contract, key), _)| (contract, *key))
    });
    let mut account_keys = vec![Hash::ZERO; accounts.len()];
    hashes::account_hashes(&mut account_keys, |index| {
        accounts.get(index).map_or(&Address::ZERO, |(account, _)| account)
    });
    Ok(Leaves {
        values: sorted(value_keys, values.iter().map(|(_, value)| *value)),
        accounts: sorted(account_keys, accounts.iter().map(|(_, value)| *value)),
    })
}

/// Changes in order of their keys.
fn sorted<'a>(keys: Vec<Hash>, values: impl Iterator<Item = Option<&'a [u8]>>) -> LeafChanges {
    let values: Vec<_> = values.collect();
    let present: Vec<&[u8]> = values.iter().filter_map(|value| *value).collect();
    let mut hashed = vec![Hash::ZERO; present.len()];
    hashes::value_hashes(&mut hashed, |index| present.get(index).copied().unwrap_or(&[]));
    let mut hashed = hashed.into_iter();
    let changes = keys.into_iter().zip(values);
    let mut changes: LeafChanges =
        changes.map(|(key, value)| (key, value.and_then(|_| hashed.next()))).collect();
    changes.sort_unstable_by_key(|(key, _)| *key);
    changes
}

/// Where the value of a flat key lies in its trie.
fn value_key(key: &[u8]) -> Result<Hash, StateError> {
    let (contract, key) = layout::split_value(key).ok_or(TOO_SHORT)?;
    Ok(commitment::key_hash(&contract, key))
}

fn account_key(key: &[u8]) -> Result<Hash, StateError> {
    Ok(commitment::account_hash(&layout::split_account(key).ok_or(TOO_SHORT)?))
}

const TOO_SHORT: StateError = StateError::Damaged { what: "a key is too short" };
