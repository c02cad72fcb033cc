//! The state that a ledger begins with.

use crate::{
    RuntimeError,
    record::{self, GenesisRecord},
};
use parity_scale_codec::Encode;
use sandpact_abi::{Address, ChainId, UnixSeconds};
use sandpact_access::{Consortium, file::GenesisFile};
use sandpact_state::ChangeSet;
use std::collections::BTreeSet;

/// What a new ledger is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// Its name; transactions are signed for it.
    pub chain_id: ChainId,
    /// Accounts that may deploy contracts, on a ledger without organisations. Empty means
    /// nobody.
    pub deployers: BTreeSet<Address>,
    /// Time of height 0.
    pub time: UnixSeconds,
    /// Organisations, members and rules. Without them every account may send transactions.
    pub consortium: Option<Consortium>,
}

impl From<GenesisFile> for Genesis {
    fn from(file: GenesisFile) -> Self {
        let GenesisFile { chain_id, time, consortium } = file;
        Self { chain_id, deployers: BTreeSet::new(), time, consortium: Some(consortium) }
    }
}

impl Genesis {
    /// The first writes.
    ///
    /// # Errors
    /// [`RuntimeError::ChainName`], [`RuntimeError::Genesis`].
    pub(crate) fn changes(&self) -> Result<ChangeSet, RuntimeError> {
        if !self.chain_id.is_valid() {
            return Err(RuntimeError::ChainName { name: self.chain_id.0.clone() });
        }
        let record = GenesisRecord::new(self.chain_id.clone(), self.deployers.clone());
        let mut changes = ChangeSet::default();
        let key = (record::SYSTEM, record::GENESIS_KEY.to_vec());
        changes.values.insert(key, Some(record.encode()));
        if let Some(consortium) = &self.consortium {
            let writes = sandpact_access::found(consortium, &self.chain_id, self.time);
            let writes =
                writes.map_err(|denial| RuntimeError::Genesis { reason: denial.to_string() })?;
            let writes = writes.0.into_iter();
            changes.values.extend(writes.map(|(key, value)| ((record::SYSTEM, key), value)));
        }
        Ok(changes)
    }
}
