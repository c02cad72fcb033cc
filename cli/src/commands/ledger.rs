//! `sandpact ledger verify`, `stats` and `rebuild`.

use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Output, Report, grouped};
use crate::table::fields;
use serde_json::json;
use std::path::Path;

/// Recomputes the chain of blocks and both roots from everything that is stored.
pub fn verify(folder: &Path, output: Output) -> Result<Report, CliError> {
    let spinner = output.spinner("recomputing blocks and roots");
    let ledger = Ledger::open(folder)?;
    let report = ledger.runtime().verify()?;
    let head = ledger.runtime().head();
    spinner.finish_and_clear();
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", format!("{shown}: every block and value agrees with the head")),
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

/// What the ledger keeps, in numbers.
pub fn stats(folder: &Path) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let stats = ledger.runtime().stats()?;
    let report = Report {
        text: fields(&[
            ("ledger", folder.display().to_string()),
            ("height", stats.height.to_string()),
            ("first block", stats.first_block.to_string()),
            ("oldest state", stats.oldest_version.to_string()),
            ("values", grouped(stats.values)),
            ("accounts", grouped(stats.accounts)),
            ("log", format!("{} bytes", grouped(stats.log_len_bytes))),
            ("view", format!("{} bytes", grouped(stats.view_len_bytes))),
            ("tries", format!("{} bytes of memory", grouped(stats.tries_len_bytes))),
        ]),
        json: json!({
            "ledger": folder.display().to_string(),
            "height": stats.height.0,
            "first_block": stats.first_block.0,
            "oldest_state": stats.oldest_version.0,
            "view_height": stats.view_height.0,
            "values": stats.values,
            "accounts": stats.accounts,
            "log_len_bytes": stats.log_len_bytes,
            "view_len_bytes": stats.view_len_bytes,
            "tries_len_bytes": stats.tries_len_bytes,
        }),
    };
    ledger.close()?;
    Ok(report)
}

/// Builds everything that is derived anew from the log of blocks.
pub fn rebuild(folder: &Path, output: Output) -> Result<Report, CliError> {
    let spinner = output.spinner("rebuilding from the log");
    let (ledger, is_anchor_new) = Ledger::rebuild(folder)?;
    let recovery = ledger.runtime().recovery().clone();
    let head = ledger.runtime().head();
    ledger.close()?;
    spinner.finish_and_clear();
    let kept = recovery.set_aside.unwrap_or_else(|| "nothing".to_owned());
    let anchor = if is_anchor_new {
        "written anew: whether the log was set back before is not known"
    } else {
        "as it was"
    };
    Ok(Report {
        text: fields(&[
            ("ledger", folder.display().to_string()),
            ("blocks read", grouped(recovery.folded_blocks)),
            ("old view", kept.clone()),
            ("anchor", anchor.to_owned()),
            ("height", head.height.to_string()),
            ("state root", head.state_root.to_string()),
        ]),
        json: json!({
            "ledger": folder.display().to_string(),
            "rebuilt": true,
            "blocks_read": recovery.folded_blocks,
            "old_view": kept,
            "anchor_written": is_anchor_new,
            "height": head.height.0,
            "state_root": head.state_root.to_string(),
        }),
    })
}
