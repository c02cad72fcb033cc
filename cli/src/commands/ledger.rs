//! `sandpact ledger verify`.

use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Output, Report, grouped};
use crate::table::fields;
use serde_json::json;
use std::path::Path;

/// Recomputes both roots from the stored values.
pub fn verify(folder: &Path, output: Output) -> Result<Report, CliError> {
    let spinner = output.spinner("recomputing the roots");
    let ledger = Ledger::open(folder)?;
    let report = ledger.runtime().verify()?;
    let head = ledger.runtime().head();
    spinner.finish_and_clear();
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", format!("{shown}: every stored value agrees with the head record")),
            ("blocks", grouped(report.blocks)),
            ("transactions", grouped(report.transactions)),
            ("contracts", grouped(report.contracts)),
            ("values", grouped(report.values)),
            ("accounts", grouped(report.accounts)),
            ("chain id", ledger.runtime().chain_id().to_string()),
            ("height", head.height.to_string()),
            ("state root", head.state_root.to_string()),
            ("account root", head.account_root.to_string()),
        ]),
        json: json!({
            "ledger": shown,
            "verified": true,
            "blocks": report.blocks,
            "transactions": report.transactions,
            "contracts": report.contracts,
            "values": report.values,
            "accounts": report.accounts,
            "chain_id": ledger.runtime().chain_id().to_string(),
            "height": head.height.0,
            "time": head.time.0,
            "state_root": head.state_root.to_string(),
            "account_root": head.account_root.to_string(),
            "block_hash": head.block_hash.to_string(),
        }),
    })
}
