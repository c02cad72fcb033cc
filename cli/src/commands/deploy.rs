//! `sandpact deploy`.

use crate::args::DeployArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions};
use crate::output::Report;
use crate::table::fields;
use crate::{arguments, bundled, outcome, policy_file, symbols};
use sandpact_abi::{Call, access::Change};
use sandpact_client::key::KeyPair;
use std::path::Path;

/// Deploys a contract.
pub fn run(folder: &Path, args: &DeployArgs) -> Result<Report, CliError> {
    let code = bundled::read(&args.module)?;
    let abi = bundled::check(&args.module, &code)?.abi;
    let init = arguments::init_method(&abi)?;
    let init_args = arguments::encode(init, &args.method)?;
    let key = KeyPair::read(&args.send.key)?;

    let mut ledger = Ledger::open(folder)?.with_symbols(&args.symbols);
    let options = SendOptions::new(&args.send, args.gas_limit)?;
    let mut calls = vec![Call::Deploy { code: code.clone(), args: init_args }];
    if let Some(path) = &args.policy {
        let policy = policy_file::read(path, &abi)?;
        let contract = ledger.next_contract(&key, &options)?;
        calls.push(Call::from(Change::SetContractPolicy { contract, policy }));
    }
    let sent = ledger.send_all(&key, calls, &options)?;
    if let Some(refusal) = outcome::refusal(Some(&abi), &sent.receipt.outcome) {
        let what = format!("deploy {}", args.module.display());
        return Err(outcome::error(&ledger, &what, &refusal, &sent));
    }
    let mut json = outcome::receipt_json(&ledger, &sent, "success")?;
    let address = outcome::deployed_address(&sent.receipt.outcome);
    let address = address.expect("a successful deployment returns an address").to_string();
    json["contract"] = address.clone().into();
    json["name"] = abi.name.clone().into();
    json["has_symbols"] = symbols::keep(&args.module, &code, folder)?.into();
    ledger.close()?;
    Ok(Report {
        text: fields(&[
            ("deployed", format!("{} {}", abi.name, abi.version)),
            ("contract", address),
            ("gas", outcome::gas_text(&sent.receipt)),
            ("events", outcome::events_text(&json["events"]).join("; ")),
            ("height", sent.head.height.to_string()),
            ("state root", sent.head.state_root.to_string()),
        ]),
        json,
    })
}
