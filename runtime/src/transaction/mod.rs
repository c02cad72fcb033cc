//! From bytes to a transaction that may run: decoding, then every check that
//! needs no guest code, the cheap ones first.

use crate::host::crypto;
use sandpact_abi::{
    ChainId, Gas, Hash, Height, SignedTransaction, Transaction, TransactionDecodeError, code,
    limits,
};
use sandpact_module::schedule;
use sha3::{Digest, Sha3_256};

/// What a transaction is checked against.
pub struct Admission<'a> {
    /// This ledger's name.
    pub chain_id: &'a ChainId,
    /// Height of the block that executes it.
    pub height: Height,
}

/// SHA3-256 of a transaction's bytes: its identifier.
#[must_use]
pub fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha3_256::digest(bytes).into())
}

/// The hash that a sender signs.
#[must_use]
pub fn signing_hash(transaction: &Transaction) -> Hash {
    Hash(Sha3_256::digest(transaction.signing_preimage()).into())
}

/// Gas that a transaction costs before its first call.
#[must_use]
pub fn fixed_gas(len_bytes: usize) -> Gas {
    let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
    Gas(schedule::TRANSACTION_BASE
        .saturating_add(schedule::TRANSACTION_BYTE.saturating_mul(len_bytes)))
}

/// Decodes a transaction.
///
/// # Errors
/// The stable code of the refusal.
pub fn decode(bytes: &[u8]) -> Result<SignedTransaction, u32> {
    let _span = tracing::trace_span!(target: "sandpact", "decode").entered();
    SignedTransaction::from_bytes(bytes).map_err(|error| match error {
        TransactionDecodeError::TooLong { .. } => code::TRANSACTION_TOO_LONG,
        TransactionDecodeError::Malformed | TransactionDecodeError::NotCanonical => {
            code::TRANSACTION_MALFORMED
        }
    })
}

/// Checks a decoded transaction against chain, height, the sender's next
/// nonce and its signature.
///
/// # Errors
/// The stable code of the first check that fails.
pub fn admit(
    signed: &SignedTransaction,
    len_bytes: usize,
    admission: &Admission<'_>,
    next_nonce: u64,
) -> Result<(), u32> {
    let transaction = &signed.transaction;
    if transaction.chain_id != *admission.chain_id {
        return Err(code::WRONG_CHAIN);
    }
    if transaction.valid_until < admission.height {
        return Err(code::EXPIRED);
    }
    if transaction.nonce != next_nonce {
        return Err(code::WRONG_NONCE);
    }
    if transaction.calls.is_empty() || transaction.calls.len() > limits::CALLS_MAX {
        return Err(code::CALL_COUNT);
    }
    let gas_limit = transaction.gas_limit;
    if gas_limit < fixed_gas(len_bytes) || gas_limit.0 > limits::GAS_LIMIT_MAX {
        return Err(code::GAS_LIMIT_RANGE);
    }
    let _span = tracing::trace_span!(target: "sandpact", "signature").entered();
    let signed_hash = signing_hash(transaction);
    if !crypto::verify(transaction.sender.as_bytes(), signed_hash.as_bytes(), &signed.signature) {
        return Err(code::BAD_SIGNATURE);
    }
    Ok(())
}
