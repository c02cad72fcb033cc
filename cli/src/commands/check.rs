//! `sandpact check`.

use crate::args::{CheckArgs, EVERY_LINT};
use crate::error::CliError;
use crate::output::{Report, count, grouped};
use crate::table::{fields, table};
use crate::{abi_view, bundled, module_view, symbols, visible};
use sandpact_anatomy::lint::{self, Finding};
use sandpact_runtime::ModuleReport;
use serde_json::{Value, json};
use sha3::{Digest as _, Sha3_256};

/// Checks a module as a deployment would, then with the lints.
pub fn run(args: &CheckArgs) -> Result<Report, CliError> {
    let code = bundled::read(&args.module)?;
    let report = bundled::check(&args.module, &code)?;
    let used: Vec<_> = report.limits.iter().map(|used| (used.limit, used.value)).collect();
    let names = symbols::function_names(&args.module, &code);
    let findings = lint::find(&code, &report.abi, &used, &names)
        .map_err(|error| module_view::unreadable(&args.module, &error))?;
    let is_denied = |finding: &Finding| {
        args.deny.iter().any(|name| name == finding.lint.name || name == EVERY_LINT)
    };
    let denied: Vec<_> = findings.iter().filter(|finding| is_denied(finding)).collect();
    let shown = show(&args.module.display().to_string(), &code, &report, &findings, &is_denied);
    if denied.is_empty() {
        return Ok(shown);
    }
    let all = denied.iter().map(|it| format!("{} in {}", it.lint.name, it.place));
    let message =
        format!("{}: denied: {}", args.module.display(), all.collect::<Vec<_>>().join("; "));
    Err(CliError::Found { exit_code: 1, name: "Lint".into(), message, report: Box::new(shown) })
}

fn show(
    file: &str,
    code: &[u8],
    report: &ModuleReport,
    findings: &[Finding],
    is_denied: &dyn Fn(&Finding) -> bool,
) -> Report {
    let code_hash = hex::encode(Sha3_256::digest(code));
    let methods: Vec<_> =
        report.abi.methods.iter().map(|it| visible::line(&abi_view::signature(it))).collect();
    let pages = format!("{} to {} pages", report.memory_initial_pages, report.memory_pages_max);
    let deploy_gas = report.deploy_gas.saturating_add(report.compile_gas);
    let head = fields(&[
        ("accepted", file.to_owned()),
        ("contract", format!("{} {}", report.abi.name, report.abi.version)),
        ("code hash", code_hash.clone()),
        ("size", format!("{} bytes", grouped(count(report.code_len_bytes)))),
        ("metered", format!("{} bytes", grouped(count(report.instrumented_len_bytes)))),
        ("deploy gas", grouped(deploy_gas)),
        ("functions", report.functions.to_string()),
        ("memory", pages),
        ("stack", format!("{} bytes", grouped(report.static_stack_bytes.into()))),
        ("imports", report.imports.join(" ")),
        ("methods", methods.join("\n")),
    ]);
    let level = |finding: &Finding| if is_denied(finding) { "denied" } else { "warning" };
    let parts = [
        head,
        module_view::storage(&report.abi),
        module_view::limits(&report.limits),
        warnings(findings, &level),
    ];
    Report {
        text: parts.join("\n\n"),
        json: json!({
            "accepted": true,
            "file": file,
            "name": report.abi.name,
            "version": report.abi.version,
            "code_hash": code_hash,
            "code_len_bytes": report.code_len_bytes,
            "instrumented_len_bytes": report.instrumented_len_bytes,
            "deploy_gas": deploy_gas,
            "functions": report.functions,
            "memory_initial_pages": report.memory_initial_pages,
            "memory_pages_max": report.memory_pages_max,
            "static_stack_bytes": report.static_stack_bytes,
            "imports": report.imports,
            "methods": report.abi.methods.iter().map(|it| &it.name).collect::<Vec<_>>(),
            "storage": module_view::storage_json(&report.abi),
            "limits": module_view::limits_json(&report.limits),
            "findings": findings.iter().map(|it| finding_json(it, level(it))).collect::<Value>(),
        }),
    }
}

fn warnings(findings: &[Finding], level: &dyn Fn(&Finding) -> &'static str) -> String {
    if findings.is_empty() {
        return "No lint found anything.".to_owned();
    }
    let rows = findings.iter().map(|it| {
        vec![level(it).to_owned(), it.lint.name.to_owned(), it.place.clone(), it.message.clone()]
    });
    table(&["level", "lint", "where", "what"], &[], &rows.collect::<Vec<_>>())
}

fn finding_json(finding: &Finding, level: &str) -> Value {
    json!({
        "level": level,
        "lint": finding.lint.name,
        "place": finding.place,
        "message": finding.message,
    })
}
