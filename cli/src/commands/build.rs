//! `sandpact build`.

use crate::args::BuildArgs;
use crate::bundled;
use crate::error::CliError;
use crate::output::{Report, grouped};
use crate::table::fields;
use sandpact_build::{BuildOptions, build_contract};
use serde_json::json;
use sha3::{Digest as _, Sha3_256};

/// Builds a contract, then checks its module as a deployment would. What the
/// compiler has to say goes to standard error.
pub fn run(args: &BuildArgs) -> Result<Report, CliError> {
    let built = build_contract(&args.crate_dir, &BuildOptions::default())?;
    let file = match &args.out {
        None => built.path,
        Some(out) => {
            std::fs::write(out, &built.wasm).map_err(|error| CliError::file(out, &error))?;
            out.clone()
        }
    };
    let report = bundled::check(&file, &built.wasm)?;
    let code_hash = hex::encode(Sha3_256::digest(&built.wasm));
    let (len, shown) = (built.wasm.len(), file.display().to_string());
    Ok(Report {
        text: fields(&[
            ("built", format!("{} {}", report.abi.name, report.abi.version)),
            ("module", shown.clone()),
            ("size", format!("{} bytes", grouped(u64::try_from(len).unwrap_or(u64::MAX)))),
            ("code hash", code_hash.clone()),
            ("compiler", built.compiler.clone()),
        ]),
        json: json!({
            "name": report.abi.name,
            "version": report.abi.version,
            "package": built.package,
            "file": shown,
            "code_hash": code_hash,
            "code_len_bytes": len,
            "compiler": built.compiler,
        }),
    })
}
