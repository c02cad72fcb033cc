//! `sandpact build`.

use crate::args::BuildArgs;
use crate::error::CliError;
use crate::output::{Report, count, grouped};
use crate::table::fields;
use crate::{bundled, module_view, policy_file, symbols};
use sandpact_build::{BuildOptions, BuildRecord, BuiltContract, build_contract, file_name};
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
    let written = write(args.out.as_deref(), &built, &record)?;
    let report = bundled::check(&written.module, &built.wasm)?;
    if !args.without_policy {
        policy_file::of_crate(&args.crate_dir, &report.abi)?;
    }
    let sizes = module_view::sizes(&written.module, &built.wasm, &built.symbols.function_names())?;
    let shown = written.module.display().to_string();
    let symbols_shown = written.symbols.display().to_string();
    let record_shown = written.record.display().to_string();
    let head = fields(&[
        ("built", format!("{} {}", report.abi.name, report.abi.version)),
        ("module", shown.clone()),
        ("size", format!("{} bytes", grouped(count(built.wasm.len())))),
        ("code hash", record.code_hash.clone()),
        ("symbols", symbols_shown.clone()),
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
            "symbols": symbols_shown,
            "code_len_bytes": built.wasm.len(),
            "compiler": built.compiler,
            "record_file": record_shown,
            "record": serde_json::from_str::<Value>(&record.to_json()).unwrap_or_default(),
            "sizes": sizes.json,
        }),
    })
}

/// Where things are.
struct Written {
    module: PathBuf,
    symbols: PathBuf,
    record: PathBuf,
}

/// Writes the module and its symbols where they are wanted, and the record beside them.
fn write(
    out: Option<&Path>,
    built: &BuiltContract,
    record: &BuildRecord,
) -> Result<Written, CliError> {
    let module = out.unwrap_or(&built.path).to_owned();
    if out.is_some() {
        std::fs::write(&module, &built.wasm).map_err(|error| CliError::file(&module, &error))?;
        let beside = module.parent().unwrap_or(Path::new(""));
        symbols::write(beside, &built.symbols.code_hash, &built.symbols.to_bytes())?;
    }
    let symbols = module.with_file_name(file_name(&built.symbols.code_hash));
    let record_file = BuildRecord::path(&module);
    std::fs::write(&record_file, record.to_json())
        .map_err(|error| CliError::file(&record_file, &error))?;
    Ok(Written { module, symbols, record: record_file })
}
