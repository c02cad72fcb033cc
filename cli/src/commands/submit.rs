//! `sandpact submit`: transactions that were signed elsewhere.

use crate::args::SubmitArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, Sent};
use crate::outcome;
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::{Call, ContractAbi, SignedTransaction, UnixSeconds, limits};
use sandpact_client::value::hex_bytes;
use sandpact_runtime::Outcome;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;

/// Longest input: the digits of the longest transaction, and some blanks around them.
const INPUT_LEN_BYTES_MAX: u64 = 2 * limits::TRANSACTION_LEN_BYTES_MAX as u64 + 1024;

/// Runs a signed transaction in a new block. What it returned, its events and the data of a
/// refusal are in the document as bytes, for programs that know the contract's types.
pub fn run(folder: &Path, args: &SubmitArgs) -> Result<Report, CliError> {
    let bytes = read(&args.transaction)?;
    let mut ledger = Ledger::open(folder)?;
    let sent = ledger.submit(&bytes, args.time.map(UnixSeconds))?;
    let abi = called(&ledger, &bytes, &sent.receipt.outcome)?;
    let json = receipt_json(&ledger, &sent)?;
    if let Some(refusal) = outcome::refusal(abi.as_ref(), &sent.receipt.outcome) {
        let what = args.transaction.display().to_string();
        let failure = outcome::failure_json(&ledger, &sent);
        let gas = sent.receipt.gas_used;
        return Err(outcome::refused(&what, &refusal, gas, Some(json), failure));
    }
    ledger.close()?;
    Ok(Report {
        text: fields(&[
            ("done", sent.receipt.transaction_hash.to_string()),
            ("returned", returned(&sent.receipt.outcome).join(" ")),
            ("gas", outcome::gas_text(&sent.receipt)),
            ("events", outcome::events_text(&json["events"]).join("; ")),
            ("height", sent.head.height.to_string()),
            ("state root", sent.head.state_root.to_string()),
        ]),
        json,
    })
}

/// The bytes, also when they stand as hexadecimal digits: no transaction of bytes is text of
/// such digits alone, for its signature would have to be.
pub fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().take(INPUT_LEN_BYTES_MAX).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path)
            .and_then(|file| file.take(INPUT_LEN_BYTES_MAX).read_to_end(&mut bytes))
    };
    read.map_err(|error| CliError::file(path, &error))?;
    let digits = std::str::from_utf8(&bytes).ok().and_then(|text| hex_bytes(text.trim()));
    Ok(digits.unwrap_or(bytes))
}

/// The description of the contract whose call was refused.
fn called(
    ledger: &Ledger,
    bytes: &[u8],
    outcome: &Outcome,
) -> Result<Option<ContractAbi>, CliError> {
    let Outcome::Reverted { call, .. } = outcome else { return Ok(None) };
    let signed = SignedTransaction::from_bytes(bytes).ok();
    let index = usize::try_from(*call).unwrap_or(usize::MAX);
    match signed.as_ref().and_then(|signed| signed.transaction.calls.get(index)) {
        Some(Call::Invoke { contract, .. }) => {
            Ok(ledger.runtime().contract(contract)?.map(|info| info.abi))
        }
        Some(Call::Deploy { code, .. } | Call::Upgrade { code, .. }) => {
            Ok(sandpact_runtime::check_module(code).ok().map(|report| report.abi))
        }
        Some(Call::Change(_)) | None => Ok(None),
    }
}

fn receipt_json(ledger: &Ledger, sent: &Sent) -> Result<Value, CliError> {
    let (name, more) = match &sent.receipt.outcome {
        Outcome::Success { .. } => {
            ("success", json!({ "returned": returned(&sent.receipt.outcome) }))
        }
        Outcome::Reverted { call, code, data } => {
            ("reverted", json!({ "call": call, "code": code, "data": hex::encode(data) }))
        }
        Outcome::Halted { call } => ("halted", json!({ "call": call })),
        Outcome::Refused { code, data } => {
            ("refused", json!({ "code": code, "data": hex::encode(data) }))
        }
        Outcome::Repeated { height, transaction_hash } => (
            "repeated",
            json!({ "done_at_height": height.0, "done_by": transaction_hash.to_string() }),
        ),
    };
    let mut json = outcome::receipt_json(ledger, sent, name)?;
    if let (Some(json), Value::Object(more)) = (json.as_object_mut(), more) {
        json.extend(more);
    }
    for (index, event) in sent.receipt.events.iter().enumerate() {
        json["events"][index]["data"] = hex::encode(&event.data).into();
    }
    Ok(json)
}

fn returned(outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Success { returned } => returned.iter().map(hex::encode).collect(),
        _ => Vec::new(),
    }
}
