//! `sandpact check`.

use crate::args::CheckArgs;
use crate::error::CliError;
use crate::output::{Report, grouped};
use crate::table::fields;
use crate::{abi_view, bundled, visible};
use serde_json::json;
use sha3::{Digest as _, Sha3_256};

/// Checks a module as a deployment would.
pub fn run(args: &CheckArgs) -> Result<Report, CliError> {
    let code = bundled::read(&args.module)?;
    let report = bundled::check(&args.module, &code)?;
    let code_hash = hex::encode(Sha3_256::digest(&code));
    let methods: Vec<_> =
        report.abi.methods.iter().map(|it| visible::line(&abi_view::signature(it))).collect();
    let pages = format!("{} to {} pages", report.memory_initial_pages, report.memory_pages_max);
    let shown = args.module.display().to_string();
    Ok(Report {
        text: fields(&[
            ("accepted", shown.clone()),
            ("contract", format!("{} {}", report.abi.name, report.abi.version)),
            ("code hash", code_hash.clone()),
            ("size", format!("{} bytes", grouped(count(report.code_len_bytes)))),
            ("metered", format!("{} bytes", grouped(count(report.instrumented_len_bytes)))),
            ("deploy gas", grouped(report.deploy_gas.saturating_add(report.compile_gas))),
            ("functions", report.functions.to_string()),
            ("memory", pages),
            ("stack", format!("{} bytes", grouped(report.static_stack_bytes.into()))),
            ("imports", report.imports.join(" ")),
            ("methods", methods.join("\n")),
        ]),
        json: json!({
            "accepted": true,
            "file": shown,
            "name": report.abi.name,
            "version": report.abi.version,
            "code_hash": code_hash,
            "code_len_bytes": report.code_len_bytes,
            "instrumented_len_bytes": report.instrumented_len_bytes,
            "deploy_gas": report.deploy_gas.saturating_add(report.compile_gas),
            "functions": report.functions,
            "memory_initial_pages": report.memory_initial_pages,
            "memory_pages_max": report.memory_pages_max,
            "static_stack_bytes": report.static_stack_bytes,
            "imports": report.imports,
            "methods": report.abi.methods.iter().map(|it| &it.name).collect::<Vec<_>>(),
        }),
    })
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
