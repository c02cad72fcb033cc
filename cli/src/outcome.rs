//! What a receipt says, in the words of the contract's ABI.

use crate::error::{CliError, code_name};
use crate::failure;
use crate::ledger::{Ledger, Sent};
use crate::output::{Report, grouped};
use crate::table::fields;
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, ContractAbi, Gas, TypeDef, code};
use sandpact_client::value::{decode_fields, decode_value};
use sandpact_runtime::{Denial, EventRecord, GasSplit, Outcome, Receipt};
use serde_json::{Value, json};

/// A refusal with its code's name and meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `reverted`, `halted` or `refused`.
    pub outcome: &'static str,
    /// Stable code.
    pub code: u32,
    /// Its name.
    pub name: String,
    /// What it means, one line without a dot at the end.
    pub meaning: String,
    /// The data that came with it, or null.
    pub data: Value,
}

impl Refusal {
    /// `NAME: meaning {data}`.
    pub fn text(&self) -> String {
        let Self { name, meaning, data, .. } = self;
        match (meaning.is_empty(), data.is_null()) {
            (true, true) => name.clone(),
            (false, true) => format!("{name}: {meaning}"),
            (true, false) => format!("{name} {}", plain(data)),
            (false, false) => format!("{name} {}: {meaning}", plain(data)),
        }
    }
}

/// A contract's own refusal, named by its ABI; runtime codes are named by the runtime.
pub fn reverted(abi: Option<&ContractAbi>, number: u32, data: &[u8]) -> Refusal {
    let outcome = "reverted";
    if let Some(denied) = denied(number, data) {
        return denied;
    }
    let Some(error) = abi.and_then(|abi| abi.error(number)) else {
        return Refusal { outcome, ..system(number) };
    };
    // Data that do not fit the description are shown as they are.
    let data = match decode_fields(&error.name, data, &error.fields) {
        Ok(Value::Object(object)) if object.is_empty() => Value::Null,
        Ok(value) => value,
        Err(_) => json!(hex::encode(data)),
    };
    let (name, meaning) = (error.name.clone(), first_sentence(&error.docs));
    Refusal { outcome, code: number, name, meaning, data }
}

/// A trap or exhausted gas.
pub fn halted() -> Refusal {
    Refusal { outcome: "halted", ..system(code::HALTED) }
}

fn system(number: u32) -> Refusal {
    let meaning = code::system(number).map(|code| first_sentence(code.meaning)).unwrap_or_default();
    let (name, data) = (code_name(number), Value::Null);
    Refusal { outcome: "refused", code: number, name, meaning, data }
}

/// A refusal by the ledger's organisations, in their words: which rule, and what is missing.
fn denied(number: u32, data: &[u8]) -> Option<Refusal> {
    if code::Class::of(number) != Some(code::Class::Access) {
        return None;
    }
    let denial = Denial::decode_all(&mut &data[..]).ok()?;
    let name = code_name(number);
    let (meaning, data) = (denial.to_string(), Value::Null);
    Some(Refusal { outcome: "refused", code: number, name, meaning, data })
}

/// Why the transaction had no effect, or `None` when it had.
pub fn refusal(abi: Option<&ContractAbi>, outcome: &Outcome) -> Option<Refusal> {
    match outcome {
        Outcome::Success { .. } | Outcome::Repeated { .. } => None,
        Outcome::Reverted { code, data, .. } => Some(reverted(abi, *code, data)),
        Outcome::Halted { .. } => Some(halted()),
        Outcome::Refused { code, data } => {
            Some(denied(*code, data).unwrap_or_else(|| system(*code)))
        }
    }
}

/// The report of a request that had been done, if this was one.
pub fn repeated(ledger: &Ledger, sent: &Sent) -> Result<Option<Report>, CliError> {
    let Outcome::Repeated { height, transaction_hash } = &sent.receipt.outcome else {
        return Ok(None);
    };
    let mut json = receipt_json(ledger, sent, "repeated")?;
    json["done_at_height"] = height.0.into();
    json["done_by"] = transaction_hash.to_string().into();
    let text = fields(&[
        ("done before", format!("at height {height}, nothing was done again")),
        ("transaction", transaction_hash.to_string()),
    ]);
    Ok(Some(Report { text, json }))
}

/// What a successful single call returned.
pub fn returned(outcome: &Outcome) -> &[u8] {
    match outcome {
        Outcome::Success { returned } => returned.first().map(Vec::as_slice).unwrap_or_default(),
        _ => &[],
    }
}

/// The returned bytes by their type; as hexadecimal digits when they do not fit it.
pub fn returned_json(ty: &TypeDef, bytes: &[u8]) -> Value {
    decode_value("returned", bytes, ty).unwrap_or_else(|_| json!(hex::encode(bytes)))
}

/// The receipt as JSON, without what the call returned.
pub fn receipt_json(ledger: &Ledger, sent: &Sent, outcome: &str) -> Result<Value, CliError> {
    Ok(json!({
        "outcome": outcome,
        "gas": sent.receipt.gas_used.0,
        "gas_split": split_json(&sent.receipt.gas_split),
        "events": events_json(ledger, &sent.receipt.events)?,
        "transaction": sent.receipt.transaction_hash.to_string(),
        "height": sent.head.height.0,
        "time": sent.head.time.0,
        "state_root": sent.head.state_root.to_string(),
    }))
}

/// What gas was taken for, as JSON.
pub fn split_json(split: &GasSplit) -> Value {
    json!({
        "wasm": split.wasm.0,
        "host": split.host.0,
        "storage": split.storage.0,
        "crypto": split.crypto.0,
    })
}

/// Gas with what it was taken for, for people.
pub fn gas_text(receipt: &Receipt) -> String {
    let GasSplit { wasm, host, storage, crypto } = &receipt.gas_split;
    let parts = [("wasm", wasm), ("host", host), ("storage", storage), ("crypto", crypto)];
    let parts = parts.map(|(name, gas)| format!("{name} {}", grouped(gas.0)));
    format!("{} ({})", grouped(receipt.gas_used.0), parts.join(", "))
}

/// The error of a call that had no effect.
pub fn error(ledger: &Ledger, what: &str, refusal: &Refusal, sent: &Sent) -> CliError {
    let receipt = receipt_json(ledger, sent, refusal.outcome).ok().map(|mut receipt| {
        receipt["data"] = refusal.data.clone();
        receipt
    });
    let failure = failure_json(ledger, sent);
    refused(what, refusal, sent.receipt.gas_used, receipt, failure)
}

/// Where a transaction halted, if it did, as JSON.
pub fn failure_json(ledger: &Ledger, sent: &Sent) -> Option<Value> {
    let failure = sent.failure.as_ref()?;
    Some(failure::json(failure, ledger.runtime(), ledger.symbols()))
}

/// The error of a call that had no effect, with where it halted.
pub fn refused(
    what: &str,
    refusal: &Refusal,
    gas: Gas,
    mut receipt: Option<Value>,
    failure: Option<Value>,
) -> CliError {
    let why = failure.as_ref().map(|failure| format!(": {}", failure::words(failure)));
    if let (Some(receipt), Some(failure)) = (&mut receipt, failure) {
        receipt["failure"] = failure;
    }
    let (text, why) = (refusal.text(), why.unwrap_or_default());
    CliError::Refused {
        code: Some(refusal.code),
        name: refusal.name.clone(),
        message: format!("{what}: {text}{why} (gas {})", grouped(gas.0)),
        receipt: receipt.map(Box::new),
    }
}

/// Events as JSON, fields named by the emitting contract's ABI.
pub fn events_json(ledger: &Ledger, events: &[EventRecord]) -> Result<Value, CliError> {
    let mut all = Vec::new();
    for event in events {
        let info = ledger.runtime().contract(&event.contract)?;
        all.push(event_json(info.as_ref().map(|info| &info.abi), event));
    }
    Ok(Value::Array(all))
}

/// One event as JSON, fields named by the emitting contract's ABI.
pub fn event_json(abi: Option<&ContractAbi>, event: &EventRecord) -> Value {
    json!({
        "contract": abi.map_or_else(|| event.contract.to_string(), |abi| abi.name.clone()),
        "address": event.contract.to_string(),
        "name": event.name,
        "fields": event_fields(abi, event),
    })
}

fn event_fields(abi: Option<&ContractAbi>, event: &EventRecord) -> Value {
    abi.and_then(|abi| abi.event(&event.name))
        .and_then(|def| decode_fields(&def.name, &event.data, &def.fields).ok())
        .unwrap_or_else(|| json!(hex::encode(&event.data)))
}

/// `Name field=value, ...` for each event, for people.
pub fn events_text(events: &Value) -> Vec<String> {
    let list = events.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|event| {
            let name = event["name"].as_str().unwrap_or_default();
            format!("{name} {}", plain(&event["fields"])).trim_end().to_owned()
        })
        .collect()
}

/// JSON for reading: no quotes, `name=value` instead of objects.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Value::Object(object) => {
            let all = object.iter().map(|(name, value)| match value {
                Value::Object(_) => format!("{name}=({})", plain(value)),
                _ => format!("{name}={}", plain(value)),
            });
            all.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// The first sentence of a doc comment, in one line, without its dot.
pub fn first_sentence(docs: &str) -> String {
    let line = docs.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.find(". ").unwrap_or(line.len());
    line.get(..end).unwrap_or(&line).trim_end_matches('.').to_owned()
}

/// `NAME.METHOD`, for messages.
pub fn call_name(abi: &ContractAbi, method: &str) -> String {
    format!("{}.{method}", abi.name)
}

/// The address in a deployment's result.
pub fn deployed_address(outcome: &Outcome) -> Option<Address> {
    <[u8; 32]>::try_from(returned(outcome)).ok().map(Address)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sandpact_abi::{ErrorDef, FieldDef};

    fn abi() -> ContractAbi {
        let field = FieldDef { name: "rule".into(), docs: String::new(), ty: TypeDef::Text };
        ContractAbi {
            name: "c".into(),
            version: "1".into(),
            docs: String::new(),
            methods: vec![],
            errors: vec![ErrorDef {
                code: 101,
                name: "TotalsMismatch".into(),
                docs: " The totals\n do not add up. More.".into(),
                fields: vec![field],
            }],
            events: vec![],
            storage: vec![],
        }
    }

    #[test]
    fn refusals_speak_the_contracts_words() {
        let known = reverted(Some(&abi()), 101, &[12, b'B', b'-', b'1']);
        assert_eq!(known.text(), "TotalsMismatch rule=B-1: The totals do not add up");
        let odd = reverted(Some(&abi()), 101, &[0xff]);
        assert_eq!(odd.data, json!("ff"));
        let unknown = reverted(Some(&abi()), 777, &[]);
        assert_eq!((unknown.text().as_str(), unknown.outcome), ("Code777", "reverted"));
        let early =
            refusal(None, &Outcome::Refused { code: code::WRONG_NONCE, data: vec![] }).unwrap();
        assert_eq!(early.text(), "WrongNonce: Not the sender's next nonce");
        assert_eq!(halted().code, code::HALTED);
    }

    #[test]
    fn json_reads_as_words() {
        let value = json!({"a": 1, "b": ["x", null], "c": {"d": "e"}});
        assert_eq!(plain(&value), "a=1, b=[x, -], c=(d=e)");
        assert_eq!(first_sentence("One. Two."), "One");
    }
}
