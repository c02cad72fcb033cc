//! How rules are shown.

use sandpact_abi::access::{ContractPolicy, Endorsement, LedgerPolicy, Rule};
use sandpact_access::words;
use serde_json::{Value, json};

/// The head of a table of rules.
pub const HEAD: [&str; 4] = ["rule", "callers", "endorsements", "when"];

/// The rules of a ledger by their names.
pub fn ledger_rules(policy: &LedgerPolicy) -> Vec<(String, Rule)> {
    [("govern", &policy.govern), ("deploy", &policy.deploy)]
        .map(|(name, rule)| (name.to_owned(), rule.clone()))
        .into()
}

/// The rules of a contract by their names.
pub fn contract_rules(policy: &ContractPolicy) -> Vec<(String, Rule)> {
    let named = policy.named_rules().map(|(name, rule)| (name.to_owned(), rule.clone()));
    let methods = policy.methods.clone().into_iter();
    let methods = methods.map(|(name, rule)| (format!("method {name}"), rule));
    let keys = policy.keys.iter().map(|key| {
        let rule = Rule { endorsements: key.endorsements.clone(), ..Rule::open() };
        (format!("writes to {}", key.field), rule)
    });
    named.into_iter().chain(methods).chain(keys).collect()
}

/// A rule as a row.
pub fn row(name: &str, rule: &Rule) -> Vec<String> {
    let endorsements: Vec<_> = rule.endorsements.iter().map(endorsement_text).collect();
    let window = rule.window.map(|window| format!("{} to {}", window.from, window.until));
    vec![
        name.to_owned(),
        words(&rule.callers).join(", "),
        endorsements.join(" and "),
        window.unwrap_or_default(),
    ]
}

fn endorsement_text(endorsement: &Endorsement) -> String {
    let Endorsement { at_least, organisations, role } = endorsement;
    let of = match organisations.is_empty() {
        true => "all organisations".to_owned(),
        false => organisations.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let role = role.as_ref().map(|role| format!(" by role {role}")).unwrap_or_default();
    format!("{at_least} of {of}{role}")
}

/// A rule for programs.
pub fn json(name: &str, rule: &Rule) -> Value {
    let endorsements = rule.endorsements.iter().map(|endorsement| {
        let organisations = endorsement.organisations.iter().map(ToString::to_string);
        json!({
            "at_least": endorsement.at_least,
            "organisations": organisations.collect::<Vec<_>>(),
            "role": endorsement.role.as_ref().map(ToString::to_string),
        })
    });
    json!({
        "rule": name,
        "callers": words(&rule.callers),
        "endorsements": endorsements.collect::<Vec<_>>(),
        "from": rule.window.map(|window| window.from.0),
        "until": rule.window.map(|window| window.until.0),
    })
}
