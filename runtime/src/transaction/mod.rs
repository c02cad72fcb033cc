//! From bytes to a transaction that may run: decoding, then every check that
//! needs no guest code, the cheap ones first.

mod signatures;

pub use signatures::{Decoded, Prepared, SignatureCache, prepare};

use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Call, ChainId, Gas, Hash, Height, KeyKind, SignedTransaction, Transaction,
    TransactionDecodeError, code, limits,
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

/// SHA3-256 of the SCALE encoding of a transaction's calls: what a request asks for.
#[must_use]
pub fn content_hash(calls: &[Call]) -> Hash {
    Hash(Sha3_256::digest(calls.encode()).into())
}

/// Gas that a transaction costs before its first call: its bytes, each of its signatures, and
/// remembering its request.
#[must_use]
pub fn fixed_gas(signed: &SignedTransaction, len_bytes: usize) -> Gas {
    let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
    let bytes = schedule::TRANSACTION_BYTE.saturating_mul(len_bytes);
    let signatures = signed.signatures.iter().map(|by| signature_gas(by.key.kind()));
    let signatures = signatures.fold(0, u64::saturating_add);
    let request =
        if signed.transaction.request_id.is_some() { schedule::TRANSACTION_REQUEST } else { 0 };
    let parts = [schedule::TRANSACTION_BASE, bytes, signatures, request];
    Gas(parts.into_iter().fold(0, u64::saturating_add))
}

/// Gas of one signature of a transaction.
#[must_use]
pub const fn signature_gas(kind: KeyKind) -> u64 {
    match kind {
        KeyKind::Ed25519 => schedule::SIGNATURE_ED25519,
        KeyKind::P256 => schedule::SIGNATURE_P256,
        KeyKind::Sm2 => schedule::SIGNATURE_SM2,
    }
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

/// Checks what needs neither state nor a signature.
///
/// # Errors
/// The stable code of the first check that fails.
pub fn check(
    signed: &SignedTransaction,
    len_bytes: usize,
    admission: &Admission<'_>,
) -> Result<(), u32> {
    let transaction = &signed.transaction;
    if transaction.chain_id != *admission.chain_id {
        return Err(code::WRONG_CHAIN);
    }
    if transaction.valid_until < admission.height {
        return Err(code::EXPIRED);
    }
    if transaction.calls.is_empty() || transaction.calls.len() > limits::CALLS_MAX {
        return Err(code::CALL_COUNT);
    }
    let gas_limit = transaction.gas_limit;
    if gas_limit < fixed_gas(signed, len_bytes) || gas_limit.0 > limits::GAS_LIMIT_MAX {
        return Err(code::GAS_LIMIT_RANGE);
    }
    if signed.is_in_order() { Ok(()) } else { Err(code::SIGNATURES) }
}
