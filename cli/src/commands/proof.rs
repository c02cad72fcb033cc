//! `sandpact prove` and `sandpact verify-proof`.

use crate::args::{ProveArgs, VerifyProofArgs};
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::Report;
use crate::proof_file::ProofFile;
use crate::storage_key;
use crate::table::fields;
use sandpact_abi::Hash;
use sandpact_client::value::hex_bytes;
use serde_json::{Value, json};
use std::path::Path;

/// Writes a proof file for one storage key at the head.
pub fn prove(folder: &Path, args: &ProveArgs) -> Result<Report, CliError> {
    let key = key(args)?;
    let ledger = Ledger::open(folder)?;
    let (address, info) = ledger.find(&args.contract)?;
    let proof = ProofFile::from(ledger.runtime().prove(&address, &key)?);
    let mut json = proof.json();
    std::fs::write(&args.out, format!("{json:#}\n"))
        .map_err(|error| CliError::file(&args.out, &error))?;
    let shown = args.out.display().to_string();
    json["file"] = shown.clone().into();
    json["height"] = ledger.runtime().head().height.0.into();
    Ok(Report {
        text: fields(&[
            ("proof file", shown),
            ("contract", format!("{} {address}", info.abi.name)),
            ("key", storage_key::show(&key)),
            ("value", value_text(&proof)),
            ("state root", proof.root.to_string()),
            ("proof", format!("{} bytes", proof.proof.len())),
        ]),
        json,
    })
}

fn key(args: &ProveArgs) -> Result<Vec<u8>, CliError> {
    if let Some(text) = &args.key {
        return storage_key::parse(text);
    }
    let part = match &args.key_hex {
        None => Vec::new(),
        Some(text) => hex_bytes(text).ok_or_else(|| {
            let message = format!("--key-hex `{text}`: expected hexadecimal digits");
            CliError::input("Key", message)
        })?,
    };
    Ok(match &args.field {
        Some(field) => storage_key::of_field(field, &part),
        None => part,
    })
}

/// Checks a proof file; knows no ledger.
pub fn verify(args: &VerifyProofArgs) -> Result<Report, CliError> {
    let proof = ProofFile::read(&args.file)?;
    let (root, source) = match &args.root {
        Some(text) => (parse_root(text)?, "given"),
        None => (proof.root, "from the file itself; compare it with one that you trust"),
    };
    proof.verify(&root).map_err(|problem| CliError::Refused {
        code: None,
        name: "ProofInvalid".to_owned(),
        message: format!("{}: {problem} (root {root})", args.file.display()),
        receipt: None,
    })?;
    Ok(Report {
        text: fields(&[
            ("verified", args.file.display().to_string()),
            ("contract", proof.contract.to_string()),
            ("key", storage_key::show(&proof.key)),
            ("value", value_text(&proof)),
            ("state root", format!("{root} ({source})")),
        ]),
        json: json!({
            "verified": true,
            "file": args.file.display().to_string(),
            "root": root.to_string(),
            "root_given": args.root.is_some(),
            "contract": proof.contract.to_string(),
            "key": hex::encode(&proof.key),
            "value": proof.value.as_ref().map_or(Value::Null, |it| hex::encode(it).into()),
        }),
    })
}

fn parse_root(text: &str) -> Result<Hash, CliError> {
    hex_bytes(text).and_then(|bytes| bytes.try_into().ok()).map(Hash).ok_or_else(|| {
        CliError::input("Root", format!("--root `{text}`: expected 64 hexadecimal digits"))
    })
}

fn value_text(proof: &ProofFile) -> String {
    match &proof.value {
        Some(value) if value.is_empty() => "present and empty".to_owned(),
        Some(value) => format!("{} ({} bytes)", hex::encode(value), value.len()),
        None => "none: the key is absent".to_owned(),
    }
}
