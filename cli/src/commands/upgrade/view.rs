//! A comparison for people and for programs.

use crate::table::table;
use sandpact_abi::compare::{Finding, Report, Verdict};
use serde_json::{Value, json};

/// The verdict, and whether the new module has what it needs.
pub fn verdict(report: &Report, migration: Option<&str>) -> String {
    match (report.verdict, migration) {
        (Verdict::Refused, _) => "refused".to_owned(),
        (Verdict::Compatible, None) => "compatible".to_owned(),
        (Verdict::Compatible, Some(method)) => format!("compatible; runs {method}"),
        (Verdict::NeedsMigration, Some(method)) => format!("needs a migration: {method}"),
        (Verdict::NeedsMigration, None) => {
            "needs a migration, and the new module has none".to_owned()
        }
    }
}

/// The findings below a summary, the heaviest first.
pub fn with_findings(summary: String, report: &Report) -> String {
    if report.findings.is_empty() {
        return summary;
    }
    let rows: Vec<_> = sorted(report).map(row).collect();
    let more = match report.left_out {
        0 => String::new(),
        count => format!("\nand {count} more"),
    };
    let table = table(&["verdict", "change", "where", "meaning"], &[], &rows);
    format!("{summary}\n\n{table}{more}")
}

fn row(finding: &Finding) -> Vec<String> {
    let Finding { verdict, change, place, text } = finding;
    vec![verdict.name().to_owned(), change.name().to_owned(), place.clone(), text.clone()]
}

/// The heaviest first, each weight in the order of the descriptions.
fn sorted(report: &Report) -> impl Iterator<Item = &Finding> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    findings.into_iter()
}

/// The heaviest finding in one line; how many weigh as much.
pub fn first_reason(report: &Report) -> Option<String> {
    let alike = report.findings.iter().filter(|finding| finding.verdict == report.verdict);
    let first = sorted(report).next()?;
    let line = format!("{}: {}", first.place, first.text);
    Some(match alike.count().saturating_sub(1) {
        0 => line,
        more => format!("{line}; and {more} more"),
    })
}

/// The comparison as JSON.
pub fn json(report: &Report, migration: Option<&str>) -> Value {
    let findings = report.findings.iter().map(|finding| {
        json!({
            "verdict": finding.verdict.name(),
            "change": finding.change.name(),
            "place": finding.place,
            "text": finding.text,
        })
    });
    json!({
        "verdict": report.verdict.name(),
        "migration": migration,
        "findings": findings.collect::<Vec<_>>(),
        "left_out": report.left_out,
    })
}
