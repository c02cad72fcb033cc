//! `sandpact members`.

use super::policy::no_organisations;
use crate::args::MembersArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Report, grouped};
use crate::table::table;
use sandpact_abi::Height;
use sandpact_abi::access::{Member, OrganisationId, Revocation, Validity};
use sandpact_runtime::LedgerVersion;
use serde_json::{Value, json};
use std::path::Path;

/// Lists organisations and their members.
pub fn run(folder: &Path, args: &MembersArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let mut organisations = version.organisations()?;
    if let Some(only) = &args.organisation {
        organisations.retain(|(id, _)| id.0 == *only);
        if organisations.is_empty() {
            let message = format!("there is no organisation `{only}`");
            return Err(CliError::input("Organisation", message));
        }
    }
    let members = version.members()?;
    let now = ledger.runtime().head().height;
    let (mut rows, mut list) = (Vec::new(), Vec::new());
    for (id, organisation) in &organisations {
        let quota = quota_json(&version, id)?;
        let own = members.iter().filter(|(_, member)| member.organisation == *id);
        let mut own_json = Vec::new();
        for (address, member) in own {
            let roles: Vec<_> = member.roles.keys().map(ToString::to_string).collect();
            let standing = standing(&member.validity, member.revocation.as_ref(), now);
            let keys = keys_text(member, now);
            rows.push(vec![
                id.to_string(),
                address.to_string(),
                roles.join(", "),
                keys.join(", "),
                standing.clone(),
            ]);
            own_json.push(json!({
                "member": address.to_string(),
                "roles": roles,
                "attributes": member.attributes.iter().map(|(name, value)| (name.to_string(), value.clone())).collect::<std::collections::BTreeMap<_, _>>(),
                "keys": keys,
                "standing": standing,
            }));
        }
        list.push(json!({
            "organisation": id.to_string(),
            "name": organisation.name,
            "standing": standing(&organisation.validity, organisation.revocation.as_ref(), now),
            "may_give": organisation.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "quota": quota,
            "members": own_json,
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

fn keys_text(member: &Member, now: Height) -> Vec<String> {
    let keys = member.keys.iter().map(|own| {
        let kind = own.key.kind();
        match standing(&own.validity, own.revocation.as_ref(), now) {
            good if good == "valid" => kind.to_string(),
            other => format!("{kind} ({other})"),
        }
    });
    keys.collect()
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
