//! The modules that tests deploy, each built once.

use super::mock;
use crate::error::CliError;
use sandpact_build::{BuildOptions, build_contract};
use sandpact_testing_protocol::Module;
use std::collections::BTreeMap;
use std::path::Path;

/// Built modules by the folder of their crate.
#[derive(Default)]
pub struct Modules {
    built: BTreeMap<String, Vec<u8>>,
}

impl Modules {
    /// Builds the contract of a crate unless that was done; returns the module's length in bytes.
    pub fn build(&mut self, manifest_dir: &str) -> Result<u32, CliError> {
        let wasm = match self.built.get(manifest_dir) {
            Some(wasm) => wasm,
            None => {
                let built = build_contract(Path::new(manifest_dir), &BuildOptions::default())?;
                self.built.entry(manifest_dir.to_owned()).or_insert(built.wasm)
            }
        };
        Ok(u32::try_from(wasm.len()).unwrap_or(u32::MAX))
    }

    /// A module's bytes.
    pub fn code(&self, module: &Module) -> Result<Vec<u8>, CliError> {
        match module {
            Module::Crate { manifest_dir } => {
                self.built.get(manifest_dir).cloned().ok_or_else(|| {
                    CliError::input("Engine", format!("{manifest_dir} was not built"))
                })
            }
            Module::Mock(mock) => mock::module(mock),
        }
    }
}
