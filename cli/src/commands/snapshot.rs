//! `sandpact ledger export`, `import` and `prune`.

use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Output, Report, grouped};
use crate::table::fields;
use indicatif::ProgressBar;
use sandpact_abi::code;
use sandpact_runtime::Progress;
use serde_json::json;
use std::io::ErrorKind;
use std::path::Path;

/// Writes a snapshot of the head's state.
pub fn export(folder: &Path, snapshot: &Path, output: Output) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let bar = output.progress(0);
    let exported = ledger.runtime().export(snapshot, &mut |step| show(&bar, step));
    let manifest = exported.map_err(|error| about(snapshot, error.into()))?;
    bar.finish_and_clear();
    ledger.close()?;
    let shown = snapshot.display().to_string();
    let hash = manifest.hash().to_string();
    Ok(Report {
        text: fields(&[
            ("snapshot", shown.clone()),
            ("entries", grouped(manifest.entries)),
            ("files", grouped(count(manifest.chunks.len()))),
            ("height", manifest.head.height.to_string()),
            ("state root", manifest.head.state_root.to_string()),
            ("manifest", hash.clone()),
        ]),
        json: json!({
            "snapshot": shown,
            "entries": manifest.entries,
            "files": manifest.chunks.len(),
            "height": manifest.head.height.0,
            "state_root": manifest.head.state_root.to_string(),
            "block_hash": manifest.head.block_hash.to_string(),
            "manifest_hash": hash,
        }),
    })
}

/// An error of a snapshot, with its folder.
fn about(snapshot: &Path, error: CliError) -> CliError {
    match error {
        CliError::Input { code: Some(code::SNAPSHOT), name, message } => CliError::Input {
            code: Some(code::SNAPSHOT),
            name,
            message: format!("{}: {message}", snapshot.display()),
        },
        other => other,
    }
}

/// Creates a ledger from a snapshot.
pub fn import(folder: &Path, snapshot: &Path, output: Output) -> Result<Report, CliError> {
    if !snapshot.is_dir() {
        let kind = if snapshot.exists() { ErrorKind::NotADirectory } else { ErrorKind::NotFound };
        return Err(CliError::file(snapshot, &kind.into()));
    }
    let bar = output.progress(0);
    let imported = Ledger::import(folder, snapshot, &mut |step| show(&bar, step));
    let head = imported.map_err(|error| about(snapshot, error))?;
    bar.finish_and_clear();
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", format!("{shown}: every entry leads to the root of its block")),
            ("height", head.height.to_string()),
            ("state root", head.state_root.to_string()),
            ("block hash", head.block_hash.to_string()),
        ]),
        json: json!({
            "ledger": shown,
            "imported": true,
            "height": head.height.0,
            "state_root": head.state_root.to_string(),
            "block_hash": head.block_hash.to_string(),
        }),
    })
}

/// Removes old blocks.
pub fn prune(folder: &Path, output: Output) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let bar = output.progress(0);
    let pruned = ledger.runtime().prune(&mut |step| show(&bar, step))?;
    bar.finish_and_clear();
    ledger.close()?;
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", shown.clone()),
            ("state kept of height", pruned.height.to_string()),
            ("segments removed", grouped(count(pruned.removed_segments))),
            ("first block", pruned.first.to_string()),
        ]),
        json: json!({
            "ledger": shown,
            "state_height": pruned.height.0,
            "removed_segments": pruned.removed_segments,
            "first_block": pruned.first.0,
        }),
    })
}

fn show(bar: &ProgressBar, step: Progress) {
    bar.set_length(step.total);
    bar.set_position(step.done);
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
