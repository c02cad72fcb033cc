//! Everything that a stored ledger claims, recomputed.

use super::{BlockRecord, CodeRecord, Runtime};
use crate::RuntimeError;
use sandpact_abi::{Address, Height};
use sandpact_state::{Head, StateRead as _};

/// What a verified ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerReport {
    /// Blocks, the genesis included.
    pub blocks: u64,
    /// Transactions in them.
    pub transactions: u64,
    /// Deployed contracts; the code of each has the hash of its record, also what upgrades
    /// replaced.
    pub contracts: u64,
    /// Contracts' values and the runtime's own records.
    pub values: u64,
    /// Accounts with a nonce.
    pub accounts: u64,
}

impl Runtime {
    /// Recomputes the log's chain, both roots from the view's values, every module's hash, and
    /// the chain of blocks with their transactions and receipts, which must end in the head.
    ///
    /// # Errors
    /// [`RuntimeError`] naming the first thing that does not hold.
    pub fn verify(&self) -> Result<LedgerReport, RuntimeError> {
        let state = self.state.verify()?;
        let contracts = self.contracts()?;
        for (address, _) in contracts.iter().filter(|(_, info)| info.upgrades > 0) {
            self.verify_replaced_code(address)?;
        }
        let (blocks, transactions) = self.verify_blocks()?;
        Ok(LedgerReport {
            blocks,
            transactions,
            contracts: count(contracts.len()),
            values: state.values,
            accounts: state.accounts,
        })
    }

    /// The code of the past is what versions of the past run.
    fn verify_replaced_code(&self, contract: &Address) -> Result<(), RuntimeError> {
        let state = self.state.version();
        for CodeRecord { code_hash, .. } in self.code_history(contract)? {
            // Reading compares it with its hash.
            if state.code(&code_hash)?.is_none() {
                return Err(RuntimeError::Damaged { what: "a replaced code is missing" });
            }
        }
        Ok(())
    }

    fn verify_blocks(&self) -> Result<(u64, u64), RuntimeError> {
        let head = self.head();
        let (mut parent, mut transactions) = (None, 0_u64);
        let first = self.state.stats()?.first_block;
        for height in first.0..=head.height.0 {
            let block = self.block(Height(height))?;
            let block = block.ok_or(RuntimeError::Damaged { what: "a block is missing" })?;
            // The first block of a pruned ledger follows one that is not here.
            let parent_is_other = parent.is_some_and(|parent| block.record.parent != parent);
            if block.record.height.0 != height || parent_is_other {
                return Err(RuntimeError::Damaged { what: "a block does not follow its parent" });
            }
            parent = Some(block.record.hash());
            transactions = transactions.saturating_add(count(block.transactions.len()));
        }
        self.verify_head()?;
        Ok((head.height.0.saturating_sub(first.0).saturating_add(1), transactions))
    }

    /// Compares the head record with the last block: the stored values lead to the head's
    /// roots, and only this ties them to the chain.
    ///
    /// # Errors
    /// [`RuntimeError::Damaged`] when they contradict each other.
    pub(super) fn verify_head(&self) -> Result<(), RuntimeError> {
        let head = self.head();
        let last = self.block(head.height)?.map(|block| head_after(&block.record));
        if last != Some(head) {
            return Err(RuntimeError::Damaged { what: "the head record is not the last block's" });
        }
        Ok(())
    }
}

/// The head record that belongs to a block.
fn head_after(record: &BlockRecord) -> Head {
    Head {
        height: record.height,
        time: record.time,
        state_root: record.state_root,
        account_root: record.account_root,
        block_hash: record.hash(),
    }
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
