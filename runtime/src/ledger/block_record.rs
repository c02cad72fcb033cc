//! What a block's hash commits to, and what is kept beside it.

use crate::{
    RuntimeError,
    receipt::{BlockHeader, Receipt},
};
use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use sandpact_abi::{Hash, Height, UnixSeconds};
use sandpact_state::{Block, StoredBlock};
use sha3::{Digest as _, Sha3_256};

/// Keeps block hashes apart from every other SHA3-256 of this project.
const DOMAIN: &[u8] = b"sandpact/block/v1";

/// What a block's hash commits to. The hash of a block is SHA3-256 over
/// `sandpact/block/v1` and the SCALE encoding of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct BlockRecord {
    /// One above the parent's; 0 for the genesis.
    pub height: Height,
    /// Not before the parent's.
    pub time: UnixSeconds,
    /// Hash of the block before; zero for the genesis.
    pub parent: Hash,
    /// Root of the contracts' values after the block.
    pub state_root: Hash,
    /// Root of the accounts' nonces after the block.
    pub account_root: Hash,
    /// SHA3-256 over the SCALE encoding of the list of transactions, each a byte list.
    pub transactions_hash: Hash,
    /// SHA3-256 over the SCALE encoding of the list of receipts.
    pub receipts_hash: Hash,
}

impl BlockRecord {
    /// The block's hash.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let hasher = Sha3_256::new().chain_update(DOMAIN).chain_update(self.encode());
        Hash(hasher.finalize().into())
    }
}

/// A committed block with everything in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommittedBlock {
    /// What its hash commits to.
    pub record: BlockRecord,
    /// Its transactions' bytes, in order.
    pub transactions: Vec<Vec<u8>>,
    /// Their receipts, in order.
    pub receipts: Vec<Receipt>,
}

/// A block for the store.
pub(super) fn seal(
    header: BlockHeader,
    parent: Hash,
    transactions: &[Vec<u8>],
    receipts: &[Receipt],
    (state_root, account_root): (&Hash, &Hash),
) -> Block {
    let (transactions, receipts) = (transactions.encode(), receipts.encode());
    let record = BlockRecord {
        height: header.height,
        time: header.time,
        parent,
        state_root: *state_root,
        account_root: *account_root,
        transactions_hash: sha3(&transactions),
        receipts_hash: sha3(&receipts),
    };
    Block {
        height: header.height,
        time: header.time,
        hash: record.hash(),
        record: record.encode(),
        body: [transactions, receipts].concat(),
    }
}

/// Reads a block back and checks its body against its record.
///
/// # Errors
/// [`RuntimeError::Damaged`].
pub(super) fn unseal(stored: &StoredBlock) -> Result<CommittedBlock, RuntimeError> {
    let unreadable = |_| RuntimeError::Damaged { what: "a block cannot be read" };
    let record = BlockRecord::decode_all(&mut &stored.record[..]).map_err(unreadable)?;
    let (transactions, receipts) =
        <(Vec<Vec<u8>>, Vec<Receipt>)>::decode_all(&mut &stored.body[..]).map_err(unreadable)?;
    if sha3(&transactions.encode()) != record.transactions_hash
        || sha3(&receipts.encode()) != record.receipts_hash
    {
        return Err(RuntimeError::Damaged { what: "a block's body is not the one it commits to" });
    }
    Ok(CommittedBlock { record, transactions, receipts })
}

fn sha3(bytes: &[u8]) -> Hash {
    Hash(Sha3_256::digest(bytes).into())
}
