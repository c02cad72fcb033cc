//! `sandpact change`: changes of who may do what.

use super::{endorse, init::file_error};
use crate::args::{ChangeArgs, ChangeSendArgs};
use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions};
use crate::outcome;
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::{Call, access::Change};
use sandpact_access::file::parse_changes;
use sandpact_client::key::KeyPair;
use std::path::Path;

/// Makes the changes of a file in one transaction.
pub fn run(folder: &Path, args: &ChangeArgs) -> Result<Report, CliError> {
    let changes = read(&args.changes)?;
    let what = args.changes.display().to_string();
    let key = KeyPair::read(&args.change.send.key)?;
    send(Ledger::open(folder)?, &key, &what, &changes, &args.change)
}

/// Makes changes in one transaction, or writes it to a file.
pub fn send(
    mut ledger: Ledger,
    key: &KeyPair,
    what: &str,
    changes: &[Change],
    args: &ChangeSendArgs,
) -> Result<Report, CliError> {
    let names: Vec<_> = changes.iter().map(Change::name).collect();
    let calls: Vec<_> = changes.iter().cloned().map(Call::from).collect();
    let options = SendOptions::new(&args.send, args.gas_limit)?;
    if let Some(out) = &args.out {
        return endorse::write_new(out, &ledger.sign_next(key, calls, &options)?);
    }
    let sent = ledger.send_all(key, calls, &options)?;
    if let Some(refusal) = outcome::refusal(None, &sent.receipt.outcome) {
        return Err(outcome::error(&ledger, what, &refusal, &sent));
    }
    if let Some(report) = outcome::repeated(&ledger, &sent)? {
        return Ok(report);
    }
    let mut json = outcome::receipt_json(&ledger, &sent, "success")?;
    json["changes"] = names.clone().into();
    ledger.close()?;
    Ok(Report {
        text: fields(&[
            ("done", names.join("\n")),
            ("gas", outcome::gas_text(&sent.receipt)),
            ("height", sent.head.height.to_string()),
            ("state root", sent.head.state_root.to_string()),
        ]),
        json,
    })
}

/// The changes of a file; files that it names lie beside it.
fn read(path: &Path) -> Result<Vec<Change>, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    parse_changes(&text, &beside(path)).map_err(|error| file_error(path, &error))
}

/// Reads files that lie beside another one.
pub fn beside(path: &Path) -> impl Fn(&str) -> Result<Vec<u8>, String> {
    let folder = path.parent().unwrap_or(Path::new(".")).to_owned();
    move |name| {
        std::fs::read(folder.join(name)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })
    }
}
