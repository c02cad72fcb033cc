//! `sandpact demo`: three stories of three sectors on a fresh temporary ledger, told
//! so that a person who knows the documents can follow.

mod accounts;
mod evidence;
mod folder;
mod parties;
mod privacy;
mod row;
mod sandbox;
mod story;
mod submit;

use crate::args::{DemoArgs, FIRST_DAY};
use crate::error::CliError;
use crate::output::{Output, Report, grouped};
use crate::table::fields;
use evidence::Evidence;
use row::{Row, Verdict, rows_table, timeline};
use sandbox::Sandbox;
use sandpact_abi::Hash;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Said wherever the demo's keys and salts matter.
const NOT_SECRET: &str = "Keys, salts and block times of the demo are fixed and public: \
                          two runs give the same root. Never use them for real documents.";

/// Runs the built-in story, or feeds a folder of documents.
pub fn run(args: &DemoArgs, output: Output) -> Result<Report, CliError> {
    match &args.documents {
        None => built_in(output),
        Some(folder) => documents(folder, &args.day, output),
    }
}

fn built_in(output: Output) -> Result<Report, CliError> {
    let contracts = story::steps(story::CONTRACTS)?;
    let stories = story::STORIES.map(|(title, steps)| Ok((title, story::steps(steps)?)));
    let stories = stories.into_iter().collect::<Result<Vec<_>, CliError>>()?;
    let count = stories.iter().fold(contracts.len(), |sum, (_, it)| sum.saturating_add(it.len()));
    let mut sandbox = Sandbox::create(FIRST_DAY)?;
    let progress = output.progress(u64::try_from(count).unwrap_or(u64::MAX));
    story::tell(&mut sandbox, &contracts, &progress)?;
    let mut told = Vec::new();
    for (title, steps) in &stories {
        let rows = story::tell(&mut sandbox, steps, &progress)?;
        told.push(Told { title, rows, root: sandbox.root() });
    }
    progress.finish_and_clear();

    let evidence = Evidence::gather(&sandbox)?;
    let rows: Vec<_> = told.iter().flat_map(|story| story.rows.clone()).collect();
    let mut json = document(&sandbox, &rows);
    json["stories"] = told.iter().map(Told::json).collect();
    json["evidence"] = evidence.json();
    let facts = fields(&[summary(&sandbox, &rows), evidence.fields()].concat());
    let stories: Vec<_> = told.iter().map(Told::text).collect();
    Ok(Report { text: format!("{}\n\n{facts}\n\n{NOT_SECRET}", stories.join("\n\n")), json })
}

/// A story as it went.
struct Told<'a> {
    title: &'a str,
    rows: Vec<Row>,
    root: Hash,
}

impl Told<'_> {
    /// Its title, its timeline, and what it came to.
    fn text(&self) -> String {
        let gas = grouped(gas_of(&self.rows));
        format!("{}\n\n{}\n\n{gas} gas, state root {}", self.title, timeline(&self.rows), self.root)
    }

    fn json(&self) -> Value {
        json!({
            "title": self.title,
            "documents": self.rows.iter().map(Row::json).collect::<Vec<_>>(),
            "gas": gas_of(&self.rows),
            "root": self.root.to_string(),
        })
    }
}

fn gas_of(rows: &[Row]) -> u64 {
    rows.iter().fold(0, |sum, row| sum.saturating_add(row.gas))
}

fn documents(folder: &Path, day: &str, output: Output) -> Result<Report, CliError> {
    let mut sandbox = Sandbox::create(day)?;
    let steps = story::steps(story::CONTRACTS)?;
    story::tell(&mut sandbox, &steps, &output.progress(0))?;
    let mut texts = BTreeSet::new();
    let rows = folder::feed(&mut sandbox, folder, &mut texts, output)?;
    let search = privacy::search(&sandbox.folder(), &texts)?;
    let mut facts = summary(&sandbox, &rows);
    facts.push(("plain text", plain_text(&search)));
    let mut json = document(&sandbox, &rows);
    json["plain_text"] = json!({ "looked_for": search.looked_for, "found": search.found });
    let report = Report { text: text(&rows, &facts), json };
    if search.found.is_empty() {
        return Ok(report);
    }
    Err(CliError::Found {
        exit_code: 1,
        name: "PlainText".to_owned(),
        message: plain_text(&search),
        report: Box::new(report),
    })
}

fn plain_text(search: &privacy::Search) -> String {
    let found: Vec<_> = search.found.iter().map(String::as_str).collect();
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    let looked_for = search.looked_for;
    format!(
        "{looked_for} texts of the documents looked for in all files of the ledger, found: {found}"
    )
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
    let gas = gas_of(rows);
    let counts =
        format!("{} accepted, {} refused", count(Verdict::Accepted), count(Verdict::Refused));
    vec![
        ("documents", counts),
        ("gas", format!("{} (one unit is about a nanosecond)", grouped(gas))),
        ("blocks", sandbox.ledger().runtime().head().height.to_string()),
        ("state root", sandbox.root().to_string()),
    ]
}
