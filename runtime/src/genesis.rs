//! The state that a ledger begins with.

use crate::{
    RuntimeError,
    record::{self, GenesisRecord},
};
use parity_scale_codec::Encode;
use sandpact_abi::{Address, ChainId, UnixSeconds};
use sandpact_state::ChangeSet;
use std::collections::BTreeSet;

/// What a new ledger is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// Its name; transactions are signed for it.
    pub chain_id: ChainId,
    /// Accounts that may deploy contracts. Empty means nobody.
    pub deployers: BTreeSet<Address>,
    /// Time of height 0.
    pub time: UnixSeconds,
}

impl Genesis {
    /// The first writes.
    ///
    /// # Errors
    /// [`RuntimeError::ChainName`].
    pub(crate) fn changes(&self) -> Result<ChangeSet, RuntimeError> {
        if !self.chain_id.is_valid() {
            return Err(RuntimeError::ChainName { name: self.chain_id.0.clone() });
        }
        let record = GenesisRecord::new(self.chain_id.clone(), self.deployers.clone());
        let mut changes = ChangeSet::default();
        let key = (record::SYSTEM, record::GENESIS_KEY.to_vec());
        changes.values.insert(key, Some(record.encode()));
        Ok(changes)
    }
}
