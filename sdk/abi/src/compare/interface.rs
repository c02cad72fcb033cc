//! What others are bound to: methods, errors and events. Only two descriptions are ever
//! compared, so what is taken away is forgotten, and a later upgrade could give its name or
//! code another meaning; that is why nothing here may be taken away.

use super::{
    Change, Findings, Verdict,
    parts::fields,
    path::Path,
    types::{Use, types},
};
use crate::{ContractAbi, ErrorDef, EventDef, GuardDef, MethodDef, MethodKind, StorageDef};
use alloc::collections::{BTreeMap, BTreeSet};

/// Methods that transactions, queries and contracts call; `Init` and `Migrate` run once and
/// bind nobody.
pub fn methods(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    let callable =
        |method: &&MethodDef| matches!(method.kind, MethodKind::Write | MethodKind::Read);
    let by_name = |abi| -> BTreeMap<&str, &MethodDef> {
        let all: &ContractAbi = abi;
        all.methods.iter().filter(callable).map(|method| (method.name.as_str(), method)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for method in old.methods.iter().filter(callable) {
        let words = ["method", method.name.as_str()];
        let place = Path::root(&words);
        match after.get(method.name.as_str()) {
            Some(now) => one_method(method, now, &place, &old.storage, findings),
            None => {
                let text = "callers are bound to it; keep it and let it refuse";
                findings.add(Verdict::Refused, Change::MethodRemoved, &place, &text);
            }
        }
    }
    for method in new.methods.iter().filter(callable) {
        if !before.contains_key(method.name.as_str()) {
            let place = ["method", method.name.as_str()];
            findings.add(Verdict::Compatible, Change::MethodAdded, &Path::root(&place), &"new");
        }
    }
}

fn one_method(
    old: &MethodDef,
    new: &MethodDef,
    place: &Path<'_>,
    stored: &[StorageDef],
    findings: &mut Findings,
) {
    match (old.kind, new.kind) {
        (MethodKind::Read, MethodKind::Write) => {
            let text = "queries and reading callers can no longer call it";
            findings.add(Verdict::Refused, Change::MethodWrites, place, &text);
        }
        (MethodKind::Write, MethodKind::Read) => {
            let text = "it writes nothing any more; whoever called it still can";
            findings.add(Verdict::Compatible, Change::MethodReads, place, &text);
        }
        _ => {}
    }
    match (old.is_reentrant, new.is_reentrant) {
        (true, false) => {
            let text = "contracts that call back while they are called would be refused";
            findings.add(Verdict::Refused, Change::ReentrancyRemoved, place, &text);
        }
        (false, true) => {
            let text = "it may run in the midst of a change of its own contract now";
            findings.add(Verdict::Compatible, Change::ReentrancyAdded, place, &text);
        }
        _ => {}
    }
    guards(&old.guard, &new.guard, place, stored, findings);
    fields(&old.args, &new.args, &place.step(" ", &["argument"]), Use::Taken, findings);
    types(&old.returns, &new.returns, &place.step(" ", &["result"]), Use::Given, findings);
}

/// Who may call is the contract's own affair, and worth a look.
fn guards(
    old: &GuardDef,
    new: &GuardDef,
    place: &Path<'_>,
    stored: &[StorageDef],
    findings: &mut Findings,
) {
    let Some(change) = guard_change(old, new) else { return };
    let field = match new {
        GuardDef::Open => None,
        GuardDef::Owner { field } | GuardDef::Roles { field, .. } => Some(field),
    };
    let is_empty = field.is_some_and(|field| stored.iter().all(|stored| stored.name != *field));
    let after = if is_empty { ", whose field is new and empty" } else { "" };
    let text = format_args!("for {}, before for {}{after}", Admitted(new), Admitted(old));
    findings.add(Verdict::Compatible, change, place, &text);
}

fn guard_change(old: &GuardDef, new: &GuardDef) -> Option<Change> {
    match (old, new) {
        (GuardDef::Open, GuardDef::Open) => None,
        (GuardDef::Open, _) => Some(Change::GuardTightened),
        (_, GuardDef::Open) => Some(Change::GuardLoosened),
        (GuardDef::Owner { field: old }, GuardDef::Owner { field: new }) if old == new => None,
        (
            GuardDef::Roles { field: old_field, roles: old },
            GuardDef::Roles { field: new_field, roles: new },
        ) if old_field == new_field => {
            let indexes = |roles: &[crate::RoleDef]| -> BTreeSet<u8> {
                roles.iter().map(|role| role.index).collect()
            };
            let (old, new) = (indexes(old), indexes(new));
            match (old.is_subset(&new), new.is_subset(&old)) {
                (true, true) => None,
                (true, false) => Some(Change::GuardLoosened),
                (false, true) => Some(Change::GuardTightened),
                (false, false) => Some(Change::GuardChanged),
            }
        }
        _ => Some(Change::GuardChanged),
    }
}

/// Whom a guard lets in, for people.
struct Admitted<'a>(&'a GuardDef);

impl core::fmt::Display for Admitted<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let names = self.0.names();
        if names.is_empty() {
            return f.write_str("anyone");
        }
        for (index, name) in names.iter().enumerate() {
            f.write_str(if index > 0 { " or " } else { "" })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// A code never changes its meaning, and its data are read by the description.
pub fn errors(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    let (before, after) = (errors_by_code(old), errors_by_code(new));
    for (code, error) in &before {
        let words = ["error", error.name.as_str()];
        let place = Path::root(&words);
        let Some(now) = after.get(code) else {
            let text = format_args!("callers know code {code}; keep it in the description");
            findings.add(Verdict::Refused, Change::ErrorRemoved, &place, &text);
            continue;
        };
        if error.name != now.name {
            let text = format_args!("code {code} is `{}` now", now.name);
            findings.add(Verdict::Refused, Change::ErrorRenamed, &place, &text);
        }
        fields(&error.fields, &now.fields, &place, Use::Given, findings);
    }
    for (code, error) in after.iter().filter(|(code, _)| !before.contains_key(code)) {
        let place = ["error", error.name.as_str()];
        let text = format_args!("new, code {code}");
        findings.add(Verdict::Compatible, Change::ErrorAdded, &Path::root(&place), &text);
    }
}

/// Of two errors with one code the first, as readers take it.
fn errors_by_code(abi: &ContractAbi) -> BTreeMap<u32, &ErrorDef> {
    let mut all = BTreeMap::new();
    for error in &abi.errors {
        all.entry(error.code).or_insert(error);
    }
    all
}

/// Receipts of the past hold events, and are read by the present description.
pub fn events(old: &ContractAbi, new: &ContractAbi, findings: &mut Findings) {
    let (before, after) = (events_by_name(old), events_by_name(new));
    for (name, event) in &before {
        let words = ["event", name];
        let place = Path::root(&words);
        match after.get(name) {
            Some(now) => fields(&event.fields, &now.fields, &place, Use::Given, findings),
            None => {
                let text = "receipts of the past have it; keep it in the description";
                findings.add(Verdict::Refused, Change::EventRemoved, &place, &text);
            }
        }
    }
    for name in after.keys().filter(|name| !before.contains_key(*name)) {
        let place = ["event", name];
        findings.add(Verdict::Compatible, Change::EventAdded, &Path::root(&place), &"new");
    }
}

fn events_by_name(abi: &ContractAbi) -> BTreeMap<&str, &EventDef> {
    let mut all = BTreeMap::new();
    for event in &abi.events {
        all.entry(event.name.as_str()).or_insert(event);
    }
    all
}
