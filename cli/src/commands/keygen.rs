//! `sandpact keygen`.

use crate::args::KeygenArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::{KeyKind, access::SealingKey};
use sandpact_client::key::KeyPair;
use sandpact_private::SealingKeyPair;
use serde_json::json;

/// Creates a key file.
pub fn run(args: &KeygenArgs) -> Result<Report, CliError> {
    if args.kind == SealingKey::X25519_NAME {
        return sealing(args);
    }
    let kind = KeyKind::from_name(&args.kind).unwrap_or(KeyKind::Ed25519);
    let key = KeyPair::generate(kind)?;
    key.write_new(&args.out)?;
    let (address, file) = (key.address().to_string(), args.out.display().to_string());
    let public = key.public_key().to_string();
    Ok(Report {
        text: fields(&[
            ("key file", file.clone()),
            ("address", address.clone()),
            ("public key", public.clone()),
        ]),
        json: json!({"file": file, "address": address, "public_key": public}),
    })
}

/// A key that payloads of private records are sealed to; it signs nothing.
fn sealing(args: &KeygenArgs) -> Result<Report, CliError> {
    let key = SealingKeyPair::generate()?;
    key.write_new(&args.out)?;
    let (public, file) = (key.public().to_string(), args.out.display().to_string());
    Ok(Report {
        text: fields(&[("key file", file.clone()), ("sealing key", public.clone())]),
        json: json!({"file": file, "sealing_key": public}),
    })
}
