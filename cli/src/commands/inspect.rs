//! `sandpact inspect`.

use super::entries;
use crate::args::InspectArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Report, grouped};
use crate::table::{fields, table};
use crate::{abi_view, described, storage_key};
use sandpact_abi::{Address, ContractAbi};
use sandpact_runtime::ContractInfo;
use serde_json::{Value, json};
use std::path::Path;

/// Shows the ledger's contracts, or one of them.
pub fn run(folder: &Path, args: &InspectArgs) -> Result<Report, CliError> {
    let Some(name) = &args.contract else { return all(&Ledger::open(folder)?) };
    if described::is_file(name) {
        return file(name, args);
    }
    let ledger = Ledger::open(folder)?;
    let (address, info) = ledger.find(name)?;
    match &args.entries {
        Some(field) => entries::run(&ledger, &address, &info, field, args),
        None if args.keys => keys(&ledger, &address, &info, args),
        None => Ok(one(&address, &info)),
    }
}

/// What a module that is on no ledger says of itself.
fn file(name: &str, args: &InspectArgs) -> Result<Report, CliError> {
    if args.keys || args.entries.is_some() {
        let message = format!("{name}: a file has no storage; name a contract of the ledger");
        return Err(CliError::input("Usage", message));
    }
    let abi = described::file(Path::new(name))?;
    let head =
        fields(&[("contract", format!("{} {}", abi.name, abi.version)), ("file", name.to_owned())]);
    let json = json!({
        "name": abi.name,
        "version": abi.version,
        "file": name,
        "abi": abi_view::json(&abi),
    });
    Ok(Report { text: described_text(&head, &abi), json })
}

/// Set in, so that a description cannot pass for what this command says.
fn described_text(head: &str, abi: &ContractAbi) -> String {
    let docs = abi.docs.trim().lines().map(|line| format!("  {}", line.trim()));
    let docs = docs.collect::<Vec<_>>().join("\n");
    format!("{head}\n\n{}\n\n{}", docs.trim_end(), abi_view::text(abi))
}

fn all(ledger: &Ledger) -> Result<Report, CliError> {
    let head = ledger.runtime().head();
    let contracts = ledger.runtime().contracts()?;
    let rows: Vec<_> = contracts
        .iter()
        .map(|(address, info)| {
            let size = grouped(info.code_len_bytes.into());
            vec![info.abi.name.clone(), info.abi.version.clone(), size, address.to_string()]
        })
        .collect();
    let summary = fields(&[
        ("chain id", ledger.runtime().chain_id().to_string()),
        ("height", head.height.to_string()),
        ("state root", head.state_root.to_string()),
    ]);
    let list = if rows.is_empty() {
        "No contract is deployed.".to_owned()
    } else {
        table(&["contract", "version", "bytes", "address"], &[2], &rows)
    };
    let listed = contracts.iter().map(|(address, info)| head_json(address, info));
    Ok(Report {
        text: format!("{summary}\n\n{list}"),
        json: json!({
            "chain_id": ledger.runtime().chain_id().to_string(),
            "height": head.height.0,
            "time": head.time.0,
            "state_root": head.state_root.to_string(),
            "contracts": listed.collect::<Vec<_>>(),
        }),
    })
}

fn one(address: &Address, info: &ContractInfo) -> Report {
    let head = fields(&[
        ("contract", format!("{} {}", info.abi.name, info.abi.version)),
        ("address", address.to_string()),
        ("deployer", info.deployer.to_string()),
        ("code hash", info.code_hash.to_string()),
        ("size", format!("{} bytes", grouped(info.code_len_bytes.into()))),
    ]);
    let mut json = head_json(address, info);
    json["abi"] = abi_view::json(&info.abi);
    Report { text: described_text(&head, &info.abi), json }
}

fn head_json(address: &Address, info: &ContractInfo) -> Value {
    json!({
        "name": info.abi.name,
        "version": info.abi.version,
        "contract": address.to_string(),
        "deployer": info.deployer.to_string(),
        "code_hash": info.code_hash.to_string(),
        "code_len_bytes": info.code_len_bytes,
    })
}

fn keys(
    ledger: &Ledger,
    address: &Address,
    info: &ContractInfo,
    args: &InspectArgs,
) -> Result<Report, CliError> {
    let after = args.after.as_deref().map(storage_key::parse).transpose()?;
    let keys = ledger.runtime().storage_keys(address, after.as_deref(), &[], args.limit.into())?;
    let mut rows = Vec::new();
    let mut listed = Vec::new();
    for key in &keys {
        let value = ledger.runtime().storage(address, key)?.unwrap_or_default();
        rows.push(vec![storage_key::show(key), value.len().to_string()]);
        listed.push(json!({
            "key": storage_key::show(key),
            "key_hex": hex::encode(key),
            "value": hex::encode(&value),
        }));
    }
    Ok(Report {
        text: table(&["key", "value bytes"], &[1], &rows),
        json: json!({
            "contract": address.to_string(),
            "name": info.abi.name,
            "height": ledger.runtime().head().height.0,
            "keys": listed,
        }),
    })
}
