//! `sandpact build`.

use crate::args::BuildArgs;
use crate::bundled;
use crate::error::CliError;
use crate::module_view;
use crate::output::{Report, count, grouped};
use crate::table::fields;
use sandpact_anatomy::Names;
use sandpact_build::{BuildOptions, BuildRecord, BuiltContract, build_contract};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Builds a contract, then checks its module as a deployment would. What the
/// compiler has to say goes to standard error.
pub fn run(args: &BuildArgs) -> Result<Report, CliError> {
    if let Some(out) = args.out.as_ref().filter(|out| out.is_dir()) {
        return Err(CliError::file(out, &ErrorKind::IsADirectory.into()));
    }
    let built = build_contract(&args.crate_dir, &BuildOptions::default())?;
    let record = BuildRecord::new(&args.crate_dir, &built)?;
    let (file, record_file) = write(args.out.as_deref(), &built, &record)?;
    let report = bundled::check(&file, &built.wasm)?;
    let sizes = module_view::sizes(&file, &built.wasm, &Names::new())?;
    let shown = file.display().to_string();
    let record_shown = record_file.display().to_string();
    let head = fields(&[
        ("built", format!("{} {}", report.abi.name, report.abi.version)),
        ("module", shown.clone()),
        ("size", format!("{} bytes", grouped(count(built.wasm.len())))),
        ("code hash", record.code_hash.clone()),
        ("compiler", built.compiler.clone()),
        ("record", record_shown.clone()),
    ]);
    Ok(Report {
        text: format!("{head}\n\n{}", sizes.text),
        json: json!({
            "name": report.abi.name,
            "version": report.abi.version,
            "package": built.package,
            "file": shown,
            "code_hash": record.code_hash,
            "code_len_bytes": built.wasm.len(),
            "compiler": built.compiler,
            "record_file": record_shown,
            "record": serde_json::from_str::<Value>(&record.to_json()).unwrap_or_default(),
            "sizes": sizes.json,
        }),
    })
}

/// Writes the record beside the module, and the module where it is wanted.
fn write(
    out: Option<&Path>,
    built: &BuiltContract,
    record: &BuildRecord,
) -> Result<(PathBuf, PathBuf), CliError> {
    let file = out.unwrap_or(&built.path).to_owned();
    if out.is_some() {
        std::fs::write(&file, &built.wasm).map_err(|error| CliError::file(&file, &error))?;
    }
    let record_file = BuildRecord::path(&file);
    std::fs::write(&record_file, record.to_json())
        .map_err(|error| CliError::file(&record_file, &error))?;
    Ok((file, record_file))
}
