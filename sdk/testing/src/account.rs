//! Who calls.

use ed25519_dalek::SigningKey;
use sandpact_sdk::prelude::Address;
use sandpact_testing_protocol::seed;

/// An account of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its address.
    pub address: Address,
    /// Its place among the accounts of a test, from which its key follows.
    pub(crate) index: u32,
}

impl Account {
    pub(crate) fn new(index: u32) -> Self {
        let key = SigningKey::from_bytes(&seed(index));
        Self { address: Address(key.verifying_key().to_bytes()), index }
    }
}

impl From<Account> for Address {
    fn from(account: Account) -> Self {
        account.address
    }
}
