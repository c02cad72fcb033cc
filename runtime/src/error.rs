//! Failures of the node itself. A contract's refusal, a trap or a refused
//! transaction is never one of these: those are receipts.

use sandpact_abi::{Height, UnixSeconds, code};
use sandpact_state::{AnchorError, LogError, StateError, StoreError};
use thiserror::Error;

/// The ledger could not be used or a block could not be executed. Nothing was written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// The state or its store.
    #[error(transparent)]
    State(#[from] StateError),
    /// The genesis or another record of the ledger cannot be read.
    #[error("damaged ledger: {what}")]
    Damaged {
        /// What cannot be read.
        what: &'static str,
    },
    /// The genesis names no valid chain.
    #[error("chain name {name:?} is not 1 to 32 printable ASCII characters")]
    ChainName {
        /// The name given.
        name: String,
    },
    /// The genesis cannot be a ledger's beginning.
    #[error("genesis: {reason}")]
    Genesis {
        /// Why, in words.
        reason: String,
    },
    /// The ledger was begun under another gas schedule.
    #[error("ledger runs under gas schedule {stored}, this node has {own}")]
    Schedule {
        /// Hash in the genesis record.
        stored: sandpact_abi::Hash,
        /// Hash of this node's table.
        own: sandpact_abi::Hash,
    },
    /// The block does not follow the head.
    #[error("block height {got} does not follow height {head}")]
    BlockHeight {
        /// Height of the header.
        got: Height,
        /// Height of the head.
        head: Height,
    },
    /// The block is older than the head.
    #[error("block time {got} is before the head's {head}")]
    BlockTime {
        /// Time of the header.
        got: UnixSeconds,
        /// Time of the head.
        head: UnixSeconds,
    },
    /// Too many transactions, or too long ones.
    #[error("block of {got} {what}, the limit is {limit}")]
    BlockTooLong {
        /// What was counted.
        what: &'static str,
        /// Number given.
        got: usize,
        /// The limit.
        limit: usize,
    },
    /// The folder of compiled modules cannot be used.
    #[error("folder {} of compiled modules: {reason}", folder.display())]
    Cache {
        /// The folder.
        folder: std::path::PathBuf,
        /// What the system said.
        reason: String,
    },
    /// An executed block was not executed on this head.
    #[error("block was executed on another head")]
    StaleBlock,
    /// The engine failed in a way that contracts cannot cause.
    #[error("local fault: {what}")]
    LocalFault {
        /// What failed.
        what: String,
    },
}

impl RuntimeError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> u32 {
        match self {
            Self::State(error) => state_code(error),
            Self::Damaged { .. } => code::STORE_DAMAGED,
            Self::Schedule { .. } => code::OTHER_SCHEDULE,
            Self::ChainName { .. }
            | Self::Genesis { .. }
            | Self::BlockHeight { .. }
            | Self::BlockTime { .. }
            | Self::BlockTooLong { .. }
            | Self::StaleBlock => code::BLOCK_INVALID,
            Self::LocalFault { .. } => code::LOCAL_FAULT,
            Self::Cache { .. } => code::MODULE_CACHE,
        }
    }
}

fn state_code(error: &StateError) -> u32 {
    match error {
        StateError::Store(error) => store_code(error),
        StateError::Log(error) => log_code(error),
        StateError::Anchor(error) => anchor_code(error),
        StateError::Checkpoint { .. } => code::STORE_IO,
        StateError::Snapshot(_) => code::SNAPSHOT,
        StateError::ReadOnly { .. } => code::STORE_READ_ONLY,
        StateError::NotNext { .. } => code::BLOCK_INVALID,
        StateError::Pruned { .. } => code::STORE_PRUNED,
        StateError::Damaged { .. }
        | StateError::Trie(_)
        | StateError::ViewDamaged { .. }
        | StateError::RootMismatch { .. }
        | StateError::CodeMismatch { .. } => code::STORE_DAMAGED,
    }
}

fn log_code(error: &LogError) -> u32 {
    match error {
        LogError::Io { .. } => code::STORE_IO,
        LogError::TooLong { .. } => code::BLOCK_INVALID,
        LogError::Unknown { .. } => code::STORE_PRUNED,
        LogError::EndsEarly { .. } => code::STORE_ROLLED_BACK,
        LogError::Format { .. } => code::STORE_FORMAT,
        LogError::Exists => code::STORE_EXISTS,
        LogError::Missing
        | LogError::WrongHeight { .. }
        | LogError::Damaged { .. }
        | LogError::MissingSegment { .. }
        | LogError::Foreign { .. }
        | LogError::Misnamed { .. } => code::STORE_DAMAGED,
    }
}

fn anchor_code(error: &AnchorError) -> u32 {
    match error {
        AnchorError::Missing | AnchorError::Damaged => code::STORE_DAMAGED,
        AnchorError::Exists => code::STORE_EXISTS,
        AnchorError::Io { .. } => code::STORE_IO,
    }
}

fn store_code(error: &StoreError) -> u32 {
    match error {
        StoreError::Missing { .. } => code::STORE_MISSING,
        StoreError::Exists { .. } => code::STORE_EXISTS,
        StoreError::Name { .. } => code::STORE_NAME,
        StoreError::Locked { .. } => code::STORE_LOCKED,
        StoreError::Format { .. } => code::STORE_FORMAT,
        StoreError::Unreadable { .. } => code::STORE_DAMAGED,
        StoreError::Io { .. } => code::STORE_IO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_abi::Hash;

    #[test]
    fn only_a_ledger_that_contradicts_itself_is_called_damaged() {
        let (path, reason) = (std::path::PathBuf::new(), String::new());
        let store = |error: StoreError| RuntimeError::from(StateError::from(error)).code();
        let action = "read";
        assert_eq!(store(StoreError::Io { action, reason: reason.clone() }), code::STORE_IO);
        assert_eq!(store(StoreError::Name { path: path.clone() }), code::STORE_NAME);
        assert_eq!(store(StoreError::Unreadable { path, reason }), code::STORE_DAMAGED);
        let schedule = RuntimeError::Schedule { stored: Hash::ZERO, own: Hash([1; 32]) };
        assert_eq!(schedule.code(), code::OTHER_SCHEDULE);
        let damaged = StateError::CodeMismatch { code_hash: Hash::ZERO };
        assert_eq!(RuntimeError::from(damaged).code(), code::STORE_DAMAGED);
    }
}
