//! `sandpact account`.

use crate::args::AccountArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, parse_address};
use crate::output::Report;
use crate::table::fields;
use serde_json::json;
use std::path::Path;

/// Shows what a sender's next transaction needs.
pub fn run(folder: &Path, args: &AccountArgs) -> Result<Report, CliError> {
    let address = parse_address(&args.address).ok_or_else(|| {
        let message = format!("`{}`: expected 64 hexadecimal digits", args.address);
        CliError::input("Address", message)
    })?;
    let ledger = Ledger::open(folder)?;
    let runtime = ledger.runtime();
    let (nonce, head) = (runtime.nonce(&address)?, runtime.head());
    Ok(Report {
        text: fields(&[
            ("account", address.to_string()),
            ("next nonce", nonce.to_string()),
            ("chain id", runtime.chain_id().to_string()),
            ("height", head.height.to_string()),
        ]),
        json: json!({
            "account": address.to_string(),
            "nonce": nonce,
            "chain_id": runtime.chain_id().to_string(),
            "height": head.height.0,
            "time": head.time.0,
        }),
    })
}
