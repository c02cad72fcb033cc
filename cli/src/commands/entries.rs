//! `sandpact inspect --entries`: what a storage field holds, by its description.

use crate::args::InspectArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::Report;
use crate::table::table;
use crate::{outcome, storage_key};
use sandpact_abi::{Address, ContractAbi};
use sandpact_client::entry::{Entry, Field};
use sandpact_runtime::ContractInfo;
use serde_json::{Value, json};

/// Lists entries of a field or an index, after a key, at most so many.
pub fn run(
    ledger: &Ledger,
    address: &Address,
    info: &ContractInfo,
    name: &str,
    args: &InspectArgs,
) -> Result<Report, CliError> {
    let field = Field::named(&info.abi, name).ok_or_else(|| unknown(&info.abi, name))?;
    let prefix = field.prefix();
    let after = args.after.as_deref().map(storage_key::parse).transpose()?;
    let limit = usize::from(args.limit);
    // One more tells whether there are more.
    let more = limit.saturating_add(1);
    let mut keys = ledger.runtime().storage_keys(address, after.as_deref(), &prefix, more)?;
    let has_more = keys.len() > limit;
    keys.truncate(limit);

    let (mut rows, mut listed) = (Vec::new(), Vec::new());
    for key in &keys {
        let value = ledger.runtime().storage(address, key)?.unwrap_or_default();
        let entry = field.entry(key.get(prefix.len()..).unwrap_or_default(), &value);
        rows.push(row(key, &value, &entry.as_ref().ok()));
        listed.push(entry_json(key, &value, &entry.ok()));
    }
    let next = keys.last().filter(|_| has_more).map(|key| storage_key::show(key));
    let mut text = table(&["key", "value"], &[], &rows);
    if let Some(next) = &next {
        text = format!("{text}\n\nmore: --after {next}");
    }
    Ok(Report {
        text,
        json: json!({
            "contract": address.to_string(),
            "name": info.abi.name,
            "height": ledger.runtime().head().height.0,
            "field": name,
            "entries": listed,
            "next": next,
        }),
    })
}

fn row(key: &[u8], value: &[u8], entry: &Option<&Entry>) -> Vec<String> {
    match entry {
        Some(entry) => vec![outcome::plain(&entry.key), outcome::plain(&entry.value)],
        None => vec![storage_key::show(key), format!("not as described: {}", hex::encode(value))],
    }
}

/// `at` is the key in the form of `--after` and of `prove --key`. An entry that is not as
/// described has its bytes in place of key and value.
fn entry_json(key: &[u8], value: &[u8], entry: &Option<Entry>) -> Value {
    let at = storage_key::show(key);
    match entry {
        Some(entry) => json!({"at": at, "key": entry.key, "value": entry.value}),
        None => json!({"at": at, "key_hex": hex::encode(key), "value_hex": hex::encode(value)}),
    }
}

fn unknown(abi: &ContractAbi, name: &str) -> CliError {
    let known = abi.storage.iter().flat_map(|field| {
        let indexes = field.indexes.iter().map(|index| format!("{}.{}", field.name, index.name));
        std::iter::once(field.name.clone()).chain(indexes)
    });
    let known = known.collect::<Vec<_>>().join(", ");
    let message = format!("{} stores no `{name}`; its fields are {known}", abi.name);
    CliError::input("Field", message)
}
