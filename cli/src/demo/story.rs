//! The built-in stories: three sectors' synthetic documents, told as data.
//!
//! A story is a list of steps. In arguments, the text `@NAME` stands for the
//! demo account of a party, `@contract/NAME` for a deployed contract's address,
//! `#NAME` for the commitment to a document that the story only names, `~DOCUMENT` for the key that a
//! document was recorded under, and `%FIELD|FIELD|...` for the fingerprint of these fields.

use super::accounts::{commitment_of, fingerprint_key, key_of};
use super::row::Row;
use super::sandbox::{AUTHORITY, Prepared, Sandbox};
use super::submit::submit;
use crate::error::CliError;
use indicatif::ProgressBar;
use sandpact_client::commitment::fingerprint;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Deployments that both the story and a folder of documents need.
pub const CONTRACTS: &str = include_str!("story/contracts.json");

/// Per contract, what a document needs first; `{actor}` is its sender, other names in
/// braces are places in the document. `CONTRACT.named` is for each of those it names.
const GRANTS: &str = include_str!("story/grants.json");

/// The stories, each with its title, in the order of their block dates.
pub const STORIES: [(&str, &str); 3] = [
    (
        "An invoice: issued, deducted, red-lettered by a credit note, and what is refused on the way",
        include_str!("story/tax.json"),
    ),
    (
        "A consent: given, used, broken in an emergency and reviewed, withdrawn",
        include_str!("story/healthcare.json"),
    ),
    (
        "A documentary credit: from issue to payment, with a discrepant and a late presentation",
        include_str!("story/trade_finance.json"),
    ),
];

/// The story's documents in their real formats, by file name.
pub const DOCUMENTS: [(&str, &str); 5] = [
    ("invoice.xml", include_str!("documents/invoice.xml")),
    ("invoice-same-number.xml", include_str!("documents/invoice-same-number.xml")),
    ("credit-note.xml", include_str!("documents/credit-note.xml")),
    ("credit-note-too-high.xml", include_str!("documents/credit-note-too-high.xml")),
    ("consent.json", include_str!("documents/consent.json")),
];

/// One step of a story.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Blocks from here on are made on this day.
    Day(String),
    /// Deploys a bundled contract.
    Deploy {
        /// Its name.
        contract: String,
        /// Arguments of its init method.
        args: Map<String, Value>,
    },
    /// A call that must succeed and is no document of the story.
    Prepare(Grant),
    /// A document in a format that can be mapped.
    File(String),
    /// The same document after somebody changed one thing in it.
    Tampered {
        /// The document.
        file: String,
        /// What a person calls the forgery.
        document: String,
        /// The text to change, wherever it stands.
        replace: String,
        /// What stands there afterwards.
        with: String,
    },
    /// A document that is made of a call's arguments.
    Call {
        /// What a person calls the document.
        document: String,
        /// Who calls.
        by: String,
        /// `CONTRACT.METHOD`.
        call: String,
        /// Arguments by name.
        args: Map<String, Value>,
    },
}

/// A call that prepares the ground for documents, such as granting a role.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who calls.
    by: String,
    /// `CONTRACT.METHOD`.
    call: String,
    /// Arguments by name.
    args: Map<String, Value>,
}

/// Makes the calls that are needed before a document may be sent, with names in the place of
/// `{...}`.
pub fn provide(
    sandbox: &mut Sandbox,
    what: &str,
    names: &[(&str, String)],
) -> Result<(), CliError> {
    for grant in grants(what, names)? {
        let call = prepared(sandbox, &grant.call, &grant.args)?;
        sandbox.provide(&grant.by, &call)?;
    }
    Ok(())
}

fn grants(what: &str, names: &[(&str, String)]) -> Result<Vec<Grant>, CliError> {
    let mut all: BTreeMap<String, Vec<Grant>> = parse(GRANTS)?;
    let mut grants = all.remove(what).unwrap_or_default();
    let replace = |value: &mut Value| {
        if let Value::String(text) = value {
            for (place, name) in names {
                *text = text.replace(&format!("{{{place}}}"), name);
            }
        }
    };
    grants.iter_mut().flat_map(|grant| grant.args.values_mut()).for_each(replace);
    Ok(grants)
}

/// Makes a preparing call; it must succeed.
fn prepare(sandbox: &mut Sandbox, grant: &Grant) -> Result<(), CliError> {
    let call = prepared(sandbox, &grant.call, &grant.args)?;
    sandbox.prepare(&grant.by, &call)
}

/// Deploys a contract whose only argument is its admin: the authority.
pub fn deploy(sandbox: &mut Sandbox, contract: &str) -> Result<(), CliError> {
    let admin = Value::String(key_of(AUTHORITY).address().to_string());
    sandbox.deploy(contract, &Map::from_iter([("admin".to_owned(), admin)]))?;
    Ok(())
}

/// Reads the steps of a story.
pub fn steps(text: &str) -> Result<Vec<Step>, CliError> {
    parse(text)
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, CliError> {
    serde_json::from_str(text).map_err(|error| CliError::input("Story", error.to_string()))
}

/// Tells a story and returns a row for each of its documents.
pub fn tell(
    sandbox: &mut Sandbox,
    steps: &[Step],
    progress: &ProgressBar,
) -> Result<Vec<Row>, CliError> {
    let mut rows = Vec::new();
    for step in steps {
        rows.extend(tell_step(sandbox, step, progress)?);
        progress.inc(1);
    }
    Ok(rows)
}

fn tell_step(
    sandbox: &mut Sandbox,
    step: &Step,
    progress: &ProgressBar,
) -> Result<Vec<Row>, CliError> {
    match step {
        Step::Day(day) => sandbox.set_day(day)?,
        Step::Deploy { contract, args } => {
            progress.set_message(format!("deploying {contract}"));
            let args = resolve_all(sandbox, args)?;
            sandbox.deploy(contract, &args)?;
        }
        Step::Prepare(grant) => prepare(sandbox, grant)?,
        Step::File(name) => {
            progress.set_message(name.clone());
            return Ok(vec![submit(sandbox, name, document(name)?.as_bytes())?]);
        }
        Step::Tampered { file, document: name, replace, with } => {
            progress.set_message(name.clone());
            let forged = document(file)?.replace(replace, with);
            return Ok(vec![submit(sandbox, name, forged.as_bytes())?]);
        }
        Step::Call { document, by, call, args } => {
            progress.set_message(document.clone());
            let call = prepared(sandbox, call, args)?;
            return Ok(vec![sandbox.call(document, by, &call)?]);
        }
    }
    Ok(Vec::new())
}

/// The text of one of the story's documents.
pub fn document(name: &str) -> Result<&'static str, CliError> {
    let found = DOCUMENTS.iter().find(|(known, _)| *known == name);
    let unknown = || CliError::input("Story", format!("no document `{name}` in the story"));
    found.map(|(_, text)| *text).ok_or_else(unknown)
}

fn prepared(
    sandbox: &Sandbox,
    call: &str,
    args: &Map<String, Value>,
) -> Result<Prepared, CliError> {
    let unclear = || CliError::input("Story", format!("`{call}` is not CONTRACT.METHOD"));
    let (contract, method) = call.split_once('.').ok_or_else(unclear)?;
    sandbox.prepared(contract, method, &resolve_all(sandbox, args)?)
}

fn resolve_all(
    sandbox: &Sandbox,
    args: &Map<String, Value>,
) -> Result<Map<String, Value>, CliError> {
    let resolved = args.iter().map(|(name, value)| Ok((name.clone(), resolve(sandbox, value)?)));
    resolved.collect()
}

/// Puts accounts, contracts, commitments and fingerprints in the place of their names.
fn resolve(sandbox: &Sandbox, value: &Value) -> Result<Value, CliError> {
    Ok(match value {
        Value::String(text) => match text.split_at_checked(1) {
            Some(("@", name)) => match name.strip_prefix("contract/") {
                Some(contract) => sandbox.contract(contract)?.0.to_string().into(),
                None => key_of(name).address().to_string().into(),
            },
            Some(("~", document)) => sandbox.key(document)?.into(),
            Some(("#", name)) => commitment_of(name).to_string().into(),
            Some(("%", fields)) => {
                let fields: Vec<&str> = fields.split('|').collect();
                fingerprint(&fingerprint_key(), &fields).to_string().into()
            }
            _ => value.clone(),
        },
        Value::Array(items) => {
            Value::Array(items.iter().map(|it| resolve(sandbox, it)).collect::<Result<_, _>>()?)
        }
        Value::Object(object) => Value::Object(resolve_all(sandbox, object)?),
        other => other.clone(),
    })
}
