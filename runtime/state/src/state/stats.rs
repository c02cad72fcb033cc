//! What a ledger keeps, in numbers.

use super::reader::Reader;
use crate::StateError;
use sandpact_abi::Height;

/// What a ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateStats {
    /// The head's height.
    pub height: Height,
    /// The first block that the log has.
    pub first_block: Height,
    /// The oldest version that can be read.
    pub oldest_version: Height,
    /// The last block that the view holds.
    pub view_height: Height,
    /// Contracts' values.
    pub values: u64,
    /// Accounts with a nonce.
    pub accounts: u64,
    /// Bytes of the log.
    pub log_len_bytes: u64,
    /// Bytes of the view.
    pub view_len_bytes: u64,
    /// Bytes of memory that both tries take.
    pub tries_len_bytes: u64,
}

/// The numbers of this moment.
///
/// # Errors
/// [`StateError`].
pub fn stats(reader: &Reader) -> Result<StateStats, StateError> {
    let shared = reader.0.as_ref();
    let (values, accounts, memory) = shared.tries.with(|values, accounts| {
        let memory = values.memory_len_bytes().saturating_add(accounts.memory_len_bytes());
        (values.len(), accounts.len(), memory)
    });
    Ok(StateStats {
        height: reader.head().height,
        first_block: shared.log.first(),
        oldest_version: reader.oldest_height()?,
        view_height: shared.versions.folded(),
        values,
        accounts,
        log_len_bytes: shared.log.len_bytes()?,
        view_len_bytes: shared.view.len_bytes()?,
        tries_len_bytes: u64::try_from(memory).unwrap_or(u64::MAX),
    })
}
