//! What the rules of the contracts of tests let pass and refused, kept in a file for
//! `sandpact test --policy-coverage`.

use super::ledger::TestLedger;
use crate::coverage::Coverage;
use crate::error::CliError;
use sandpact_testing_protocol::COVERAGE_VARIABLE;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Counts of all ledgers of this engine by the names of contracts.
pub struct Counted {
    /// Where they go; nothing is counted without one.
    file: Option<PathBuf>,
    contracts: BTreeMap<String, Coverage>,
}

impl Default for Counted {
    fn default() -> Self {
        let folder = std::env::var_os(COVERAGE_VARIABLE).map(PathBuf::from);
        let file = folder.map(|folder| folder.join(format!("{}.json", std::process::id())));
        Self { file, contracts: BTreeMap::new() }
    }
}

impl Counted {
    /// Adds what a ledger has seen, which is to be forgotten.
    pub fn add(&mut self, ledger: &TestLedger) -> Result<(), CliError> {
        let Some(file) = &self.file else { return Ok(()) };
        for (name, coverage) in ledger.coverage()? {
            self.contracts.entry(name).or_default().add(&coverage);
        }
        let counts = self.contracts.iter().map(|(name, it)| (name.clone(), it.counts()));
        let text = Value::Object(counts.collect()).to_string();
        std::fs::write(file, text).map_err(|error| CliError::file(file, &error))
    }
}

/// The counts of all engines that wrote into a folder, by the names of contracts.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Coverage>, CliError> {
    let mut all: BTreeMap<String, Coverage> = BTreeMap::new();
    let unreadable = |error: &std::io::Error| CliError::file(folder, error);
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        let text = std::fs::read(&path).map_err(|error| CliError::file(&path, &error))?;
        let wrong = || CliError::input("Coverage", format!("{}: no counts", path.display()));
        let contracts: Value = serde_json::from_slice(&text).map_err(|_| wrong())?;
        for (name, counts) in contracts.as_object().ok_or_else(wrong)? {
            let counts = Coverage::from_counts(counts).ok_or_else(wrong)?;
            all.entry(name.clone()).or_default().add(&counts);
        }
    }
    Ok(all)
}
