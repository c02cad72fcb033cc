//! `sandpact keygen`.

use crate::args::KeygenArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::table::fields;
use sandpact_client::key::KeyPair;
use serde_json::json;

/// Creates a key file.
pub fn run(args: &KeygenArgs) -> Result<Report, CliError> {
    let key = KeyPair::generate()?;
    key.write_new(&args.out)?;
    let (address, file) = (key.address().to_string(), args.out.display().to_string());
    Ok(Report {
        text: fields(&[("key file", file.clone()), ("address", address.clone())]),
        json: json!({"file": file, "address": address}),
    })
}
