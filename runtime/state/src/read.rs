//! What execution sees of committed state, and what it hands back.

use crate::StateError;
use sandpact_abi::{Address, Hash};
use std::collections::BTreeMap;

/// Committed state, read-only.
pub trait StateRead: Send + Sync {
    /// A contract's value.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    fn get(&self, contract: &Address, key: &[u8]) -> Result<Option<Vec<u8>>, StateError>;

    /// A contract's first key after `after` among those that begin with `prefix`.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    fn next_key(
        &self,
        contract: &Address,
        after: &[u8],
        prefix: &[u8],
    ) -> Result<Option<Vec<u8>>, StateError>;

    /// How many transactions of an account are in blocks so far.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    fn nonce(&self, account: &Address) -> Result<u64, StateError>;

    /// A module's bytes; they have this SHA3-256.
    ///
    /// # Errors
    /// [`StateError`] when the store fails or holds other bytes.
    fn code(&self, code_hash: &Hash) -> Result<Option<Vec<u8>>, StateError>;
}

/// What a block changes, in order of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// New values of contracts; `None` removes.
    pub values: BTreeMap<(Address, Vec<u8>), Option<Vec<u8>>>,
    /// New nonces of accounts.
    pub nonces: BTreeMap<Address, u64>,
    /// New modules by SHA3-256.
    pub code: BTreeMap<Hash, Vec<u8>>,
}
