//! `sandpact demo`: three sectors' documents on a fresh temporary ledger, told
//! so that a person who knows the documents can follow.

mod accounts;
mod evidence;
mod folder;
mod parties;
mod row;
mod sandbox;
mod story;
mod submit;

use crate::args::DemoArgs;
use crate::error::CliError;
use crate::output::{Output, Report, grouped};
use crate::table::fields;
use evidence::Evidence;
use row::{Row, Verdict, rows_table};
use sandbox::Sandbox;
use serde_json::{Value, json};
use std::path::Path;

/// Said wherever the demo's keys and salts matter.
const NOT_SECRET: &str = "Keys, salts and block times of the demo are fixed and public: \
                          two runs give the same root. Never use them for real documents.";

/// Runs the built-in story, or feeds a folder of documents.
pub fn run(args: &DemoArgs, output: Output) -> Result<Report, CliError> {
    match &args.documents {
        None => built_in(output),
        Some(folder) => documents(folder, output),
    }
}

fn built_in(output: Output) -> Result<Report, CliError> {
    let mut steps = story::steps(story::CONTRACTS)?;
    for sector in story::SECTORS {
        steps.extend(story::steps(sector)?);
    }
    let mut sandbox = Sandbox::create()?;
    let progress = output.progress(u64::try_from(steps.len()).unwrap_or(u64::MAX));
    let rows = story::tell(&mut sandbox, &steps, &progress)?;
    progress.finish_and_clear();

    let evidence = Evidence::gather(&sandbox)?;
    let mut json = document(&sandbox, &rows);
    json["evidence"] = evidence.json();
    let facts = [summary(&sandbox, &rows), evidence.fields()].concat();
    Ok(Report { text: text(&rows, &facts), json })
}

fn documents(folder: &Path, output: Output) -> Result<Report, CliError> {
    let mut sandbox = Sandbox::create()?;
    let steps = story::steps(story::CONTRACTS)?;
    story::tell(&mut sandbox, &steps, &output.progress(0))?;
    let rows = folder::feed(&mut sandbox, folder, output)?;
    let text = text(&rows, &summary(&sandbox, &rows));
    Ok(Report { text, json: document(&sandbox, &rows) })
}

fn text(rows: &[Row], facts: &[(&str, String)]) -> String {
    format!("{}\n\n{}\n\n{NOT_SECRET}", rows_table(rows), fields(facts))
}

fn document(sandbox: &Sandbox, rows: &[Row]) -> Value {
    json!({
        "documents": rows.iter().map(Row::json).collect::<Vec<_>>(),
        "root": sandbox.root().to_string(),
    })
}

fn summary(sandbox: &Sandbox, rows: &[Row]) -> Vec<(&'static str, String)> {
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let gas = rows.iter().fold(0_u64, |sum, row| sum.saturating_add(row.gas));
    let counts = format!(
        "{} accepted, {} refused, {} unknown",
        count(Verdict::Accepted),
        count(Verdict::Refused),
        count(Verdict::Unknown),
    );
    vec![
        ("documents", counts),
        ("gas", format!("{} (one unit is about a nanosecond)", grouped(gas))),
        ("blocks", sandbox.ledger().runtime().head().height.to_string()),
        ("state root", sandbox.root().to_string()),
    ]
}
