//! `sandpact call`.

use super::endorse;
use crate::args::CallArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions};
use crate::output::Report;
use crate::table::fields;
use crate::{arguments, outcome};
use sandpact_abi::{Call, MethodKind, TypeDef};
use sandpact_client::key::KeyPair;
use std::path::Path;

/// Calls a method in a new block.
pub fn run(folder: &Path, args: &CallArgs) -> Result<Report, CliError> {
    let key = KeyPair::read(&args.send.key)?;
    let mut ledger = Ledger::open(folder)?.with_symbols(&args.symbols);
    let (contract, info) = ledger.find(&args.contract)?;
    let kinds = [MethodKind::Write, MethodKind::Read];
    let method = arguments::method(&info.abi, &args.method, &kinds)?;
    let encoded = arguments::encode(method, &args.arguments)?;

    let call = Call::Invoke { contract, method: method.name.clone(), args: encoded };
    let options = SendOptions::new(&args.send, args.gas_limit)?;
    if let Some(out) = &args.out {
        return endorse::write_new(out, &ledger.sign_next(&key, vec![call], &options)?);
    }
    let sent = ledger.send(&key, call, options)?;
    let name = outcome::call_name(&info.abi, &method.name);
    if let Some(refusal) = outcome::refusal(Some(&info.abi), &sent.receipt.outcome) {
        return Err(outcome::error(&ledger, &name, &refusal, &sent));
    }
    if let Some(report) = outcome::repeated(&ledger, &sent)? {
        return Ok(report);
    }
    let mut json = outcome::receipt_json(&ledger, &sent, "success")?;
    let bytes = outcome::returned(&sent.receipt.outcome);
    let returned = outcome::returned_json(&method.returns, bytes);
    let returned_text = match &method.returns {
        TypeDef::Tuple(parts) if parts.is_empty() => "nothing".to_owned(),
        _ => outcome::plain(&returned),
    };
    json["contract"] = contract.to_string().into();
    json["name"] = info.abi.name.clone().into();
    json["method"] = method.name.clone().into();
    json["returned"] = returned;
    ledger.close()?;
    Ok(Report {
        text: fields(&[
            ("done", name),
            ("returned", returned_text),
            ("gas", outcome::gas_text(&sent.receipt)),
            ("events", outcome::events_text(&json["events"]).join("; ")),
            ("height", sent.head.height.to_string()),
            ("state root", sent.head.state_root.to_string()),
        ]),
        json,
    })
}
