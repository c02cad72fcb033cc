//! `sandpact members`.

mod changes;
mod key;

pub use changes::organisation;

use super::policy::no_organisations;
use crate::args::{MembersArgs, MembersCommand};
use crate::certificate_file::time_text;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Report, grouped};
use crate::table::table;
use sandpact_abi::access::{
    Certificates, Member, MemberKey, Organisation, OrganisationId, Revocation, Validity,
};
use sandpact_abi::{Address, Height};
use sandpact_runtime::{Denial, LedgerVersion};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Does what `members` is asked for.
pub fn run(folder: &Path, args: &MembersArgs) -> Result<Report, CliError> {
    match &args.command {
        None => list(folder, args.organisation.as_deref()),
        Some(MembersCommand::Add(args)) => changes::add(folder, args),
        Some(MembersCommand::RotateKey(args)) => changes::rotate_key(folder, args),
        Some(MembersCommand::Prove(args)) => changes::prove(folder, args),
    }
}

/// The organisations of a ledger, or the one that is asked for.
pub fn organisations(
    version: &LedgerVersion,
    only: Option<&str>,
) -> Result<Vec<(OrganisationId, Organisation)>, CliError> {
    let mut organisations = version.organisations()?;
    if let Some(only) = only {
        organisations.retain(|(id, _)| id.0 == *only);
        if organisations.is_empty() {
            let message = format!("there is no organisation `{only}`");
            return Err(CliError::input("Organisation", message));
        }
    }
    Ok(organisations)
}

/// Lists organisations and their members.
fn list(folder: &Path, only: Option<&str>) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let organisations = organisations(&version, only)?;
    let members = version.members()?;
    let now = ledger.runtime().head().height;
    let (mut rows, mut list) = (Vec::new(), Vec::new());
    for (id, organisation) in &organisations {
        let mut own = Vec::new();
        for (address, member) in members.iter().filter(|(_, it)| it.organisation == *id) {
            let keys = keys(&version, address, member, now)?;
            let roles: Vec<_> = member.roles.keys().map(ToString::to_string).collect();
            rows.push(vec![
                id.to_string(),
                address.to_string(),
                roles.join(", "),
                keys.iter().map(|key| key.text.as_str()).collect::<Vec<_>>().join(", "),
                standing(&member.validity, member.revocation.as_ref(), now),
            ]);
            own.push(member_json(address, member, &keys, now));
        }
        let standing = standing(&organisation.validity, organisation.revocation.as_ref(), now);
        list.push(json!({
            "organisation": id.to_string(),
            "name": organisation.name,
            "standing": standing,
            "may_give": organisation.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "certificates_required": organisation.certificates == Certificates::Required,
            "anchors": organisation.anchors.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "quota": quota_json(&version, id)?,
            "members": own,
        }));
    }
    ledger.close()?;
    let head = ["organisation", "member", "roles", "keys", "standing"];
    let quotas: Vec<_> = list.iter().filter_map(quota_row).collect();
    let mut text = table(&head, &[], &rows);
    if !quotas.is_empty() {
        let head = ["organisation", "gas left", "calls left", "bytes left", "until second"];
        text = format!("{text}\n\n{}", table(&head, &[1, 2, 3, 4], &quotas));
    }
    Ok(Report { text, json: json!({ "organisations": list }) })
}

fn member_json(address: &Address, member: &Member, keys: &[KeyShown], now: Height) -> Value {
    let attributes = member.attributes.iter();
    let attributes = attributes.map(|(name, value)| (name.to_string(), value.clone()));
    json!({
        "member": address.to_string(),
        "roles": member.roles.keys().map(ToString::to_string).collect::<Vec<_>>(),
        "attributes": attributes.collect::<BTreeMap<_, _>>(),
        "keys": keys.iter().map(|key| key.text.clone()).collect::<Vec<_>>(),
        "certified": keys.iter().filter_map(|key| key.certified.clone()).collect::<Vec<_>>(),
        "standing": standing(&member.validity, member.revocation.as_ref(), now),
    })
}

fn quota_json(version: &LedgerVersion, id: &OrganisationId) -> Result<Value, CliError> {
    Ok(version.quota(id)?.map_or(Value::Null, |(quota, left)| {
        json!({
            "period_seconds": quota.period_seconds,
            "gas": quota.gas.0,
            "gas_left": left.gas.0,
            "calls": quota.calls,
            "calls_left": left.calls,
            "written_bytes": quota.written_bytes,
            "written_bytes_left": left.written_bytes,
            "next_period": left.next_period.0,
        })
    }))
}

fn quota_row(organisation: &Value) -> Option<Vec<String>> {
    let quota = organisation.get("quota").filter(|quota| !quota.is_null())?;
    let number = |name: &str| quota.get(name).and_then(Value::as_u64).unwrap_or(0);
    Some(vec![
        organisation.get("organisation")?.as_str()?.to_owned(),
        grouped(number("gas_left")),
        grouped(number("calls_left")),
        grouped(number("written_bytes_left")),
        number("next_period").to_string(),
    ])
}

/// A key as it is shown.
struct KeyShown {
    text: String,
    /// What certificates say of it, for programs.
    certified: Option<Value>,
}

fn keys(
    version: &LedgerVersion,
    address: &Address,
    member: &Member,
    now: Height,
) -> Result<Vec<KeyShown>, CliError> {
    let shown = member.keys.iter().map(|own| {
        let denial = version.certified_denial(address, member, own)?;
        let standing = match standing(&own.validity, own.revocation.as_ref(), now) {
            good if good == "valid" => certified_text(own, denial.as_ref()),
            other => Some(other),
        };
        let kind = own.key.kind();
        let certified = own.certified.as_ref().map(|certified| {
            json!({
                "key": own.key.to_string(),
                "certificates": certified.path.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "not_before": certified.not_before.0,
                "not_after": certified.not_after.0,
                "because": denial.as_ref().map(ToString::to_string),
                "code": denial.as_ref().map(Denial::code),
            })
        });
        let text = standing.map_or_else(|| kind.to_string(), |it| format!("{kind} ({it})"));
        Ok(KeyShown { text, certified })
    });
    shown.collect()
}

/// What certificates say of a key that stands otherwise.
fn certified_text(own: &MemberKey, denial: Option<&Denial>) -> Option<String> {
    let certified = own.certified.as_ref()?;
    Some(match denial {
        None => format!("certified until {}", time_text(certified.not_after)),
        Some(Denial::CertificateOutsideValidity { .. }) => format!(
            "certified from {} until {}",
            time_text(certified.not_before),
            time_text(certified.not_after)
        ),
        Some(Denial::CertificateRevoked { from, .. }) => format!("certificate revoked at {from}"),
        Some(Denial::AnchorRemoved { .. }) => "anchor removed".to_owned(),
        Some(other) => other.to_string(),
    })
}

fn standing(validity: &Validity, revocation: Option<&Revocation>, now: Height) -> String {
    match revocation {
        Some(Revocation::Revoked { from }) if *from <= now => {
            return format!("revoked at {from}");
        }
        Some(Revocation::Rotated { from }) if *from <= now => {
            return format!("rotated at {from}");
        }
        _ => {}
    }
    match validity.until {
        _ if now < validity.from => format!("from {} on", validity.from),
        Some(until) if until < now => format!("expired at {until}"),
        _ => "valid".to_owned(),
    }
}
