//! How a change of who may do what is shown to those who are to endorse it.

use crate::certificate_file;
use crate::rule_view::{self, contract_rules, ledger_rules};
use crate::table::table;
use sandpact_abi::access::{Certificates, Change, NewKey, NewMember, Rule, Validity};
use sandpact_keys::certificate::Certificate;
use serde_json::{Value, json};

/// A change in a line, and below it the rules that it sets.
pub fn text(change: &Change) -> String {
    let line = format!("{}: {}", change.name(), says(change));
    let rules = rules(change);
    if rules.is_empty() {
        return line;
    }
    let rows: Vec<_> = rules.iter().map(|(name, rule)| rule_view::row(name, rule)).collect();
    format!("{line}\n{}", table(&rule_view::HEAD, &[], &rows))
}

/// A change for programs.
pub fn json(change: &Change) -> Value {
    let rules = rules(change);
    json!({
        "change": change.name(),
        "says": says(change),
        "rules": rules.iter().map(|(name, rule)| rule_view::json(name, rule)).collect::<Vec<_>>(),
    })
}

fn rules(change: &Change) -> Vec<(String, Rule)> {
    match change {
        Change::SetLedgerPolicy(policy) => ledger_rules(policy),
        Change::SetContractPolicy { policy, .. } => contract_rules(policy),
        Change::SetCollection { collection, .. } => [
            ("record", &collection.record),
            ("confirm", &collection.confirm),
            ("purge", &collection.purge),
        ]
        .map(|(name, rule)| (name.to_owned(), rule.clone()))
        .into(),
        _ => Vec::new(),
    }
}

fn says(change: &Change) -> String {
    match change {
        Change::SetOrganisation { id, organisation, anchors, admin } => {
            let roles = list(&organisation.roles);
            let required = match organisation.certificates {
                Certificates::Optional => "",
                Certificates::Required => ", requires certificates",
            };
            let anchors = anchors.iter().map(|der| format!(", anchor {}", certificate(der)));
            let admin = admin.as_ref().map(|admin| format!(", admin {}", member(admin)));
            format!(
                "{id} is {:?}, may give {roles}{required}{}{}",
                organisation.name,
                anchors.collect::<String>(),
                admin.unwrap_or_default()
            )
        }
        Change::RevokeOrganisation { id, from } => format!("{id} from height {from} on"),
        Change::AddMember(new) => member(new),
        Change::RevokeMember { member, from } => format!("{member} from height {from} on"),
        Change::GrantRole { member, role, validity } => {
            format!("{role} to {member}{}", when(validity))
        }
        Change::RevokeRole { member, role } => format!("{role} of {member}"),
        Change::RotateKey { member, old, new } => {
            format!("{} in place of {old} of {member}", key(new))
        }
        Change::RevokeKey { member, key, from } => {
            format!("{key} of {member} from height {from} on")
        }
        Change::SetLedgerPolicy(policy) => {
            let kinds: Vec<_> = policy.key_kinds.iter().map(|kind| kind.name()).collect();
            let code = match policy.code.len() {
                0 => "any module".to_owned(),
                count => format!("{count} modules"),
            };
            let open = match policy.is_open_without_policy {
                true => ", contracts without a policy are open to members",
                false => "",
            };
            format!("{} keys, {code}{open}", kinds.join(", "))
        }
        Change::SetContractPolicy { contract, policy } => {
            let logged: Vec<_> = policy.logged.iter().map(String::as_str).collect();
            match logged.is_empty() {
                true => contract.to_string(),
                false => format!("{contract}, reads that are logged: {}", logged.join(", ")),
            }
        }
        Change::Freeze { contract } | Change::Unfreeze { contract } => contract.to_string(),
        Change::SetQuota { organisation, quota: None } => format!("none for {organisation}"),
        Change::SetQuota { organisation, quota: Some(quota) } => format!(
            "{organisation} may use {} gas, {} calls and {} written bytes in {} seconds",
            quota.gas, quota.calls, quota.written_bytes, quota.period_seconds
        ),
        Change::SetCollection { id, collection } => {
            let keeps = collection.keeps_seconds_max;
            let keeps = keeps.map(|seconds| format!(", records end after {seconds} seconds"));
            format!("{id} of {}{}", list(&collection.organisations), keeps.unwrap_or_default())
        }
        Change::SetSealingKey { organisation, key: None } => format!("none for {organisation}"),
        Change::SetSealingKey { organisation, key: Some(key) } => {
            format!("{key} for {organisation}")
        }
        Change::RecordPrivate { collection, commitment, expires_at } => {
            let end = expires_at.map(|end| format!(", until {}", certificate_file::time_text(end)));
            format!("{commitment} in {collection}{}", end.unwrap_or_default())
        }
        Change::ConfirmDelivery { commitment }
        | Change::PurgePrivate { commitment }
        | Change::ConfirmErasure { commitment } => commitment.to_string(),
        Change::AddAnchor { organisation, certificate: der } => {
            format!("{} for {organisation}", certificate(der))
        }
        Change::RemoveAnchor { organisation, anchor } => format!("{anchor} of {organisation}"),
        Change::RevokeCertificate { organisation, certificate, from } => {
            format!("{certificate} for {organisation} from height {from} on")
        }
    }
}

fn member(new: &NewMember) -> String {
    let keys: Vec<_> = new.keys.iter().map(key).collect();
    let roles = list(new.roles.keys());
    let attributes: Vec<_> =
        new.attributes.iter().map(|(name, value)| format!(", {name} {value:?}")).collect();
    format!(
        "{} of {} with {roles}{}{}",
        keys.join(" and "),
        new.organisation,
        attributes.concat(),
        when(&new.validity)
    )
}

fn key(new: &NewKey) -> String {
    let path: Vec<_> = new.path.iter().map(|der| certificate(der)).collect();
    let path = match path.is_empty() {
        true => String::new(),
        false => format!(" ({})", path.join(", by ")),
    };
    let unproven = if new.proof.is_none() { ", not proven" } else { "" };
    format!("{}{path}{unproven}{}", new.key, when(&new.validity))
}

fn certificate(der: &[u8]) -> String {
    match Certificate::from_der(der) {
        Ok(read) => {
            let until = certificate_file::time_text(read.not_after());
            format!(
                "{}, serial {}, until {until}, {}",
                read.subject(),
                hex::encode(read.serial()),
                read.id()
            )
        }
        Err(error) => format!("{} bytes that are no certificate: {error}", der.len()),
    }
}

fn when(validity: &Validity) -> String {
    match (validity.from.0, validity.until) {
        (0, None) => String::new(),
        (from, None) => format!(", from height {from} on"),
        (from, Some(until)) => format!(", from height {from} to {until}"),
    }
}

fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<_> = items.into_iter().map(|item| item.to_string()).collect();
    if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
}
