//! Under which keys records lie.

use crate::messages::{ClaimRef, Line};
use sandpact_sdk::prelude::*;

/// The key of a claim or preauthorisation: SHA3-256 over the accounts of payer and provider and
/// the fingerprint. Whoever holds the consortium's key can make a fingerprint of another's
/// number; with the accounts in the key nobody occupies a number but his own.
#[must_use]
pub fn claim_key(of: &ClaimRef) -> Hash {
    Hash(crypto::sha3_256(&of.encode()))
}

/// The key of a coverage: SHA3-256 over the payer's account and the fingerprint.
#[must_use]
pub fn coverage_key(payer: &Address, coverage: &Hash) -> Hash {
    Hash(crypto::sha3_256(&(payer, coverage).encode()))
}

/// The key of a service (K6): SHA3-256 over the provider's account, the pseudonym of the
/// patient, the first day and the fingerprint of what was done where.
#[must_use]
pub fn service_key(provider: &Address, patient: &Hash, line: &Line) -> Hash {
    Hash(crypto::sha3_256(&(provider, patient, line.from, line.service).encode()))
}
