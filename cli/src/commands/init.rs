//! `sandpact init`.

use super::change::beside;
use crate::args::InitArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, clock, parse_address};
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::{Address, ChainId, UnixSeconds, limits};
use sandpact_access::file;
use sandpact_client::key::KeyPair;
use sandpact_runtime::Genesis;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::Path;

/// Creates a ledger.
pub fn run(folder: &Path, args: &InitArgs) -> Result<Report, CliError> {
    if let Some(path) = &args.genesis {
        return with_organisations(folder, path);
    }
    let chain_id = ChainId(args.chain_id.clone());
    if !chain_id.is_valid() {
        let max = limits::CHAIN_ID_LEN_BYTES_MAX;
        let rule = format!("1 to {max} printable ASCII characters without blanks");
        let message = format!("--chain-id `{chain_id}`: expected {rule}");
        return Err(CliError::input("ChainId", message));
    }
    let time = args.time.map_or_else(clock, |time| Ok(UnixSeconds(time)))?;
    let genesis = Genesis { chain_id, deployers: deployers(args)?, time, consortium: None };
    let ledger = Ledger::create(folder, &genesis)?;
    let root = ledger.runtime().state_root().to_string();
    ledger.close()?;
    let deployers: Vec<_> = genesis.deployers.iter().map(ToString::to_string).collect();
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", shown.clone()),
            ("chain id", genesis.chain_id.to_string()),
            ("deployers", deployers.join(" ")),
            ("state root", root.clone()),
        ]),
        json: json!({
            "ledger": shown,
            "chain_id": genesis.chain_id.to_string(),
            "deployers": deployers,
            "time": time.0,
            "height": 0,
            "state_root": root,
        }),
    })
}

/// Creates a ledger of organisations.
fn with_organisations(folder: &Path, path: &Path) -> Result<Report, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let genesis =
        file::parse_genesis(&text, &beside(path)).map_err(|error| file_error(path, &error))?;
    let genesis = Genesis::from(genesis);
    let ledger = Ledger::create(folder, &genesis)?;
    let root = ledger.runtime().state_root().to_string();
    ledger.close()?;
    let consortium = genesis.consortium.as_ref();
    let organisations: Vec<_> =
        consortium.iter().flat_map(|it| it.organisations.keys().map(ToString::to_string)).collect();
    let members = consortium.map_or(0, |it| it.members.len());
    let shown = folder.display().to_string();
    Ok(Report {
        text: fields(&[
            ("ledger", shown.clone()),
            ("chain id", genesis.chain_id.to_string()),
            ("organisations", organisations.join(" ")),
            ("members", members.to_string()),
            ("state root", root.clone()),
        ]),
        json: json!({
            "ledger": shown,
            "chain_id": genesis.chain_id.to_string(),
            "organisations": organisations,
            "members": members,
            "time": genesis.time.0,
            "height": 0,
            "state_root": root,
        }),
    })
}

/// A file of rules that is wrong, in one line.
pub fn file_error(path: &Path, error: &file::FileError) -> CliError {
    let text = error.to_string();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with(['|', '^']));
    let lines: Vec<_> = lines
        .map(|line| {
            line.trim()
                .trim_start_matches(|digit: char| digit.is_ascii_digit())
                .trim_start_matches(" |")
                .trim()
        })
        .filter(|line| !line.is_empty())
        .collect();
    CliError::input("File", format!("{}: {}", path.display(), lines.join(": ")))
}

/// Nobody could ever deploy on a ledger without deployers, so one is required.
fn deployers(args: &InitArgs) -> Result<BTreeSet<Address>, CliError> {
    let mut all = BTreeSet::new();
    for path in &args.key {
        all.insert(KeyPair::read(path)?.address());
    }
    for text in &args.deployer {
        let problem = format!("--deployer `{text}`: expected 64 hexadecimal digits");
        all.insert(parse_address(text).ok_or_else(|| CliError::input("Address", problem))?);
    }
    if all.is_empty() {
        let message = "name who may deploy contracts with --key FILE or --deployer ADDRESS";
        return Err(CliError::input("Usage", message));
    }
    Ok(all)
}
