//! `sandpact policy coverage`: which rules of a contract a ledger's blocks have tried.

use super::no_organisations;
use crate::args::PolicyCoverageArgs;
use crate::coverage::Coverage;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::Report;
use std::path::Path;

/// Counts over all blocks that the log still has, by the contract's rules of today.
pub fn run(folder: &Path, args: &PolicyCoverageArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let (contract, _) = ledger.find(&args.contract)?;
    let policy = version.contract_policy(&contract)?.ok_or_else(|| {
        CliError::input("Policy", format!("contract {} has no policy", args.contract))
    })?;
    let mut coverage = Coverage::of(&policy);
    coverage.count_blocks(ledger.runtime(), &contract)?;
    ledger.close()?;
    Ok(Report { text: coverage.text(), json: coverage.json() })
}
