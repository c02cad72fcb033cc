//! What a verdict on a module and its instrumented bytes depend on, as one hash.

use crate::schedule;
use sandpact_abi::{Hash, module_limits};
use sha3::{Digest as _, Sha3_256};

/// Raised with every change of what is admitted and of the instrumented bytes of some module;
/// no ledger notices the latter, but what was compiled before is compiled anew.
const INSTRUMENTER_VERSION: u32 = 6;

/// SHA3-256 over the version of the instrumenter (u32), the hash of the gas schedule and
/// code (u32) and number (u64) of every limit of a module, all little-endian.
#[must_use]
pub fn version_hash() -> Hash {
    let mut hasher = Sha3_256::new();
    hasher.update(INSTRUMENTER_VERSION.to_le_bytes());
    hasher.update(schedule::hash().as_bytes());
    for limit in module_limits::ALL {
        hasher.update(limit.code.to_le_bytes());
        hasher.update(limit.max.to_le_bytes());
    }
    Hash(hasher.finalize().into())
}
