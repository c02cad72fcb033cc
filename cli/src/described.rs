//! A contract's description, wherever the contract is: on the ledger, in a file, or in this
//! command.

use crate::bundled;
use crate::error::CliError;
use crate::ledger::Ledger;
use sandpact_abi::{ContractAbi, code};
use std::path::Path;

/// The description of the wasm file of this name, of the ledger's contract of this address or
/// name, or, where there is no ledger, of the contract of this name that comes with sandpact.
pub fn find(folder: &Path, name: &str) -> Result<ContractAbi, CliError> {
    if is_file(name) {
        return file(Path::new(name));
    }
    match Ledger::open(folder) {
        Ok(ledger) => Ok(ledger.find(name)?.1.abi),
        Err(CliError::Input { code: Some(code::STORE_MISSING), .. })
            if sandpact_contracts::module(name).is_some() =>
        {
            file(Path::new(name))
        }
        Err(error) => Err(error),
    }
}

/// Whether the word means a wasm file and no contract of the ledger.
pub fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "wasm")
}

/// The description in a module that a ledger would accept.
pub fn file(module: &Path) -> Result<ContractAbi, CliError> {
    let code = bundled::read(module)?;
    Ok(bundled::check(module, &code)?.abi)
}
