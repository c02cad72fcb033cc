//! What replacing a contract's code would mean: the old description beside the new one.
//!
//! Pure and the same everywhere: a node lets an upgrade through by it, a command shows it
//! beforehand. Rules and reasons are in `docs/upgrades.md`. Descriptions may be hostile: the work
//! grows with their length, no faster than a sort does, and what is reported is bounded.

mod change;
mod interface;
mod parts;
mod path;
mod storage;
mod types;

pub use change::{Change, Verdict};

use crate::{ContractAbi, MethodKind};
use alloc::{collections::BTreeSet, format, string::String, vec::Vec};
use core::fmt;
use semver::Version;

/// Most findings of a report; the verdict counts those beyond too.
pub const FINDINGS_MAX: usize = 200;

/// One difference that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it means for the upgrade.
    pub verdict: Verdict,
    /// What changed.
    pub change: Change,
    /// Where: `method issue argument.amount`, `storage invoices value.total`.
    pub place: String,
    /// One line for people.
    pub text: String,
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The heaviest of the findings' verdicts; [`Verdict::Compatible`] without any.
    pub verdict: Verdict,
    /// Differences in the order of the descriptions, at most [`FINDINGS_MAX`].
    pub findings: Vec<Finding>,
    /// How many more there were.
    pub left_out: usize,
    /// Names with which keys began that the new layout does not have: fields, and
    /// `FIELD.INDEX`. After the migration no key may begin with one and a zero byte.
    pub removed: Vec<String>,
}

/// Collects findings within their bound.
struct Findings(Report);

impl Findings {
    /// Whether further ones only count.
    fn is_full(&self) -> bool {
        self.0.findings.len() >= FINDINGS_MAX
    }

    fn add(
        &mut self,
        verdict: Verdict,
        change: Change,
        place: &dyn fmt::Display,
        text: &dyn fmt::Display,
    ) {
        let is_full = self.is_full();
        let Self(report) = self;
        report.verdict = report.verdict.max(verdict);
        if is_full {
            report.left_out = report.left_out.saturating_add(1);
        } else {
            let (place, text) = (path::shortened(place), path::shortened(text));
            report.findings.push(Finding { verdict, change, place, text });
        }
    }
}

/// Compares the description of a contract's code with that of the code to replace it.
#[must_use]
pub fn compare(old: &ContractAbi, new: &ContractAbi) -> Report {
    let report = Report {
        verdict: Verdict::Compatible,
        findings: Vec::new(),
        left_out: 0,
        removed: removed_names(old, new),
    };
    let mut findings = Findings(report);
    identity(old, new, &mut findings);
    interface::methods(old, new, &mut findings);
    interface::errors(old, new, &mut findings);
    interface::events(old, new, &mut findings);
    storage::fields(old, new, &mut findings);
    migration(old, new, &mut findings);
    findings.0
}

/// The name stays, for people find a contract by it; the version rises, so that the same step
/// is never made twice and never backwards.
fn identity(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    if old.name != new.name {
        let text = format_args!("the code is of `{}`, not of `{}`", new.name, old.name);
        findings.add(Verdict::Refused, Change::ContractRenamed, &"contract", &text);
    }
    match (Version::parse(&old.version), Version::parse(&new.version)) {
        (_, Err(_)) => {
            let text = format_args!("`{}` is no semantic version", new.version);
            findings.add(Verdict::Refused, Change::VersionUnreadable, &"version", &text);
        }
        (Ok(before), Ok(after)) if after.cmp_precedence(&before).is_le() => {
            let text = format_args!("{after} is not above {before}");
            findings.add(Verdict::Refused, Change::VersionNotHigher, &"version", &text);
        }
        // A contract whose version nobody can read may get one that can be read.
        _ => {}
    }
}

/// That a migration will run is worth a line: it runs whenever the new code has one.
fn migration(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    let Some(method) = new.migrate_method() else { return };
    let place = format!("method {}", method.name);
    let text = match old.migrate_method() {
        Some(before) if before.name == method.name => {
            "runs in the upgrade; the old code has a migration of this name too, which must not \
             be the same step"
        }
        _ => "runs in the upgrade",
    };
    findings.add(Verdict::Compatible, Change::Migrates, &place, &text);
}

/// Names that begin keys in the old layout and none in the new.
fn removed_names(old: &ContractAbi, new: &ContractAbi) -> Vec<String> {
    let kept: BTreeSet<String> = key_names(new).collect();
    key_names(old).filter(|name| !kept.contains(name)).collect()
}

fn key_names(abi: &ContractAbi) -> impl Iterator<Item = String> {
    abi.storage.iter().flat_map(|field| {
        let indexes = field.indexes.iter().map(|index| format!("{}.{}", field.name, index.name));
        core::iter::once(field.name.clone()).chain(indexes)
    })
}

impl ContractAbi {
    /// The method that an upgrade to this code runs.
    #[must_use]
    pub fn migrate_method(&self) -> Option<&crate::MethodDef> {
        self.methods.iter().find(|method| method.kind == MethodKind::Migrate)
    }
}
