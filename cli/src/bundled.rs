//! Modules to deploy: files, and the contracts that come with this command.

use crate::error::CliError;
use sandpact_runtime::{ModuleReport, check_module};
use std::path::Path;

/// The bytes of a wasm file, or of the bundled contract of this name.
pub fn read(module: &Path) -> Result<Vec<u8>, CliError> {
    let error = match std::fs::read(module) {
        Ok(bytes) => return Ok(bytes),
        Err(error) => error,
    };
    match module.to_str().and_then(sandpact_contracts::module) {
        Some(bundled) => Ok(bundled.wasm.to_vec()),
        None => Err(CliError::file(module, &error)),
    }
}

/// The checks that a ledger makes when the module is deployed; `module` names it in errors.
pub fn check(module: &Path, bytes: &[u8]) -> Result<ModuleReport, CliError> {
    check_module(bytes)
        .map_err(|error| CliError::refused(error.code(), format!("{}: {error}", module.display())))
}
