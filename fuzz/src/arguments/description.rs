//! Descriptions of contracts: the contents of a module's ABI section.

use super::MEMORY;
use crate::memory::bounded;
use sandpact_abi::ContractAbi;

pub fn check(bytes: &[u8]) {
    let Ok(abi) = bounded(bytes.len(), MEMORY, || ContractAbi::from_section(bytes)) else {
        return;
    };
    assert_eq!(abi.to_section(), bytes, "another encoding");
    for method in &abi.methods {
        let found = abi.method(&method.name).map(|found| &found.name);
        assert_eq!(found, Some(&method.name), "a method is not found by its name");
    }
}
