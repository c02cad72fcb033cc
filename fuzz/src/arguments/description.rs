//! Descriptions of contracts: the contents of a module's ABI section.

use super::MEMORY;
use crate::memory::{Bound, bounded};
use sandpact_abi::{ContractAbi, limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX as WRITTEN_OUT_MAX};

/// A section of a few bytes may be long when each type is written out wherever it stands; that is
/// made first, with a copy of each type, of which 40 nest.
const WRITTEN_OUT: Bound =
    Bound { per_byte: 0, fixed: (MEMORY.per_byte + 42) * WRITTEN_OUT_MAX + MEMORY.fixed };

pub fn check(bytes: &[u8]) {
    let Ok(abi) = bounded(bytes.len(), WRITTEN_OUT, || ContractAbi::from_section(bytes)) else {
        return;
    };
    assert_eq!(abi.to_section(), bytes, "another encoding");
    for method in &abi.methods {
        let found = abi.method(&method.name).map(|found| &found.name);
        assert_eq!(found, Some(&method.name), "a method is not found by its name");
    }
}
