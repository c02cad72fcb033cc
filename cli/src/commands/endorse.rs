//! `sandpact endorse`: a signature more on a transaction, over the same bytes.

use super::submit;
use crate::args::EndorseArgs;
use crate::change_view;
use crate::error::CliError;
use crate::new_file;
use crate::output::Report;
use crate::table::fields;
use parity_scale_codec::Encode as _;
use sandpact_abi::{Call, SignedTransaction};
use sandpact_client::builder::signature;
use sandpact_client::key::KeyPair;
use serde_json::{Value, json};
use std::path::Path;

/// Shows what a transaction does, and signs it if a key is given.
pub fn run(args: &EndorseArgs) -> Result<Report, CliError> {
    let path = &args.transaction;
    let bytes = submit::read(path)?;
    let mut signed = SignedTransaction::from_bytes(&bytes)
        .map_err(|error| CliError::input("Transaction", format!("{}: {error}", path.display())))?;
    if let Some(key) = &args.key {
        let endorsement = signature(&signed.transaction, &KeyPair::read(key)?);
        signed.endorse(endorsement);
        if !signed.is_in_order() {
            let problem = format!("{}: it has too many signatures", path.display());
            return Err(CliError::input("Transaction", problem));
        }
        std::fs::write(path, digits(&signed)).map_err(|error| CliError::file(path, &error))?;
    }
    Ok(report(&signed, path))
}

/// Writes a signed transaction to a new file.
pub fn write_new(path: &Path, signed: &SignedTransaction) -> Result<Report, CliError> {
    new_file::write(path, digits(signed).as_bytes())?;
    Ok(report(signed, path))
}

fn digits(signed: &SignedTransaction) -> String {
    format!("{}\n", hex::encode(signed.encode()))
}

fn report(signed: &SignedTransaction, path: &Path) -> Report {
    let transaction = &signed.transaction;
    let calls: Vec<_> = transaction.calls.iter().map(call_text).collect();
    let signers: Vec<_> = signed.signatures.iter().map(|by| by.key.to_string()).collect();
    let file = path.display().to_string();
    Report {
        text: fields(&[
            ("transaction", file.clone()),
            ("chain id", transaction.chain_id.to_string()),
            ("sender", transaction.sender.to_string()),
            ("nonce", transaction.nonce.to_string()),
            ("until height", transaction.valid_until.to_string()),
            ("calls", calls.join("\n")),
            ("signed by", signers.join("\n")),
        ]),
        json: json!({
            "transaction": file,
            "chain_id": transaction.chain_id.to_string(),
            "sender": transaction.sender.to_string(),
            "nonce": transaction.nonce,
            "valid_until": transaction.valid_until.0,
            "gas_limit": transaction.gas_limit.0,
            "request_id": transaction.request_id.map(|id| id.to_string()),
            "calls": transaction.calls.iter().map(call_json).collect::<Vec<_>>(),
            "signed_by": signers,
        }),
    }
}

fn call_text(call: &Call) -> String {
    match call {
        Call::Deploy { code, .. } => format!("deploy a module of {} bytes", code.len()),
        Call::Invoke { contract, method, args } => {
            format!("call {method} of {contract} with 0x{}", hex::encode(args))
        }
        Call::Upgrade { contract, code, .. } => {
            format!("upgrade {contract} to a module of {} bytes", code.len())
        }
        Call::Change(change) => change_view::text(change),
    }
}

fn call_json(call: &Call) -> Value {
    match call {
        Call::Change(change) => change_view::json(change),
        other => json!(call_text(other)),
    }
}
