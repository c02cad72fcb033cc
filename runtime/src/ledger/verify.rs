//! Everything that a stored ledger claims, recomputed.

use super::Runtime;
use crate::RuntimeError;
use sandpact_abi::{Hash, Height};

/// What a verified ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerReport {
    /// Blocks, the genesis included.
    pub blocks: u64,
    /// Transactions in them.
    pub transactions: u64,
    /// Deployed contracts; the code of each has the hash of its record.
    pub contracts: u64,
    /// Contracts' values and the runtime's own records.
    pub values: u64,
    /// Accounts with a nonce.
    pub accounts: u64,
}

impl Runtime {
    /// Recomputes both roots from the stored values, every module's hash, and the chain of
    /// blocks with their transactions and receipts.
    ///
    /// # Errors
    /// [`RuntimeError`] naming the first thing that does not hold.
    pub fn verify(&self) -> Result<LedgerReport, RuntimeError> {
        let state = self.state.verify()?;
        let contracts = self.contracts()?;
        let (blocks, transactions) = self.verify_blocks()?;
        Ok(LedgerReport {
            blocks,
            transactions,
            contracts: count(contracts.len()),
            values: state.values,
            accounts: state.accounts,
        })
    }

    fn verify_blocks(&self) -> Result<(u64, u64), RuntimeError> {
        let head = self.head();
        let (mut parent, mut transactions) = (Hash::ZERO, 0_u64);
        for height in 0..=head.height.0 {
            let block = self.block(Height(height))?;
            let block = block.ok_or(RuntimeError::Damaged { what: "a block is missing" })?;
            if block.record.height.0 != height || block.record.parent != parent {
                return Err(RuntimeError::Damaged { what: "a block does not follow its parent" });
            }
            parent = block.record.hash();
            transactions = transactions.saturating_add(count(block.transactions.len()));
        }
        if parent != head.block_hash {
            return Err(RuntimeError::Damaged { what: "the head record names another block" });
        }
        Ok((head.height.0.saturating_add(1), transactions))
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
