//! Organisations, quotas and the ledger's own rules.

use super::{Asking, Changed, Writes, bad, exists, member, not_found, revoke};
use crate::{Denial, Records, decide::decide, denial::RuleName, records, request::Caller};
use sandpact_abi::{
    Height,
    access::{LedgerPolicy, Member, Organisation, OrganisationId, Quota, Revocation, RoleName},
};
use std::collections::BTreeMap;

/// The organisations that a ledger begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consortium {
    /// By their short names.
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    /// Their first members.
    pub members: Vec<Member>,
    /// What they may use.
    pub quotas: BTreeMap<OrganisationId, Quota>,
    /// The ledger's rules.
    pub policy: LedgerPolicy,
}

/// What a ledger of these organisations begins with.
///
/// # Errors
/// [`Denial`] in the words of a change.
pub fn found(consortium: &Consortium) -> Result<Writes, Denial> {
    check_policy(&consortium.policy)?;
    let mut writes = Writes::of(records::LEDGER_POLICY_KEY.to_vec(), &consortium.policy);
    for (id, organisation) in &consortium.organisations {
        check_organisation(id, organisation)?;
        writes = writes.and_organisation(id, organisation);
    }
    for member in &consortium.members {
        let organisation = consortium.organisations.get(&member.organisation);
        let organisation = organisation
            .ok_or_else(|| not_found(format!("organisation {}", member.organisation)))?;
        let address = member::check(member, organisation, &consortium.policy)?;
        if member.keys.iter().any(|own| writes.0.contains_key(&records::key_key(&own.key))) {
            return Err(exists(format!("member {address}, or one with a key of it,")));
        }
        writes = member::writes(writes, &address, member);
    }
    for id in consortium.organisations.keys() {
        let mut members = consortium.members.iter();
        if !members.any(|member| member.organisation == *id && is_admin(member)) {
            return Err(bad(&format!("organisation {id} has no member with the role admin")));
        }
    }
    for (id, quota) in &consortium.quotas {
        if !consortium.organisations.contains_key(id) {
            return Err(not_found(format!("organisation {id}")));
        }
        check_quota(quota)?;
        writes = writes.and(records::quota_key(id), quota);
    }
    writes.checked()
}

fn is_admin(member: &Member) -> bool {
    member.roles.contains_key(&RoleName::from(RoleName::ADMIN))
}

/// Whether the signers may change the ledger itself.
pub fn govern<R: Records>(asking: &Asking<'_, R>) -> Result<(), Denial> {
    decide(&asking.ledger.govern, &RuleName::LedgerGovern, Caller::Sender(asking.signers))
}

fn check_policy(policy: &LedgerPolicy) -> Result<(), Denial> {
    if !policy.is_within_limits() {
        return Err(bad("the ledger's policy is too long, or a name in it is none"));
    }
    if !policy.govern.needs_several_organisations() {
        return Err(bad("`govern` must need the signatures of at least two organisations"));
    }
    if policy.key_kinds.is_empty() {
        return Err(bad("the ledger's policy names no kind of keys"));
    }
    Ok(())
}

fn check_organisation(id: &OrganisationId, organisation: &Organisation) -> Result<(), Denial> {
    if id.is_valid() && organisation.is_within_limits() {
        return Ok(());
    }
    Err(bad("the organisation's name is none, or it or its roles are too long"))
}

fn check_quota(quota: &Quota) -> Result<(), Denial> {
    if quota.period_seconds == 0 {
        return Err(bad("the period of a quota is zero"));
    }
    Ok(())
}

pub fn set_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    organisation: &Organisation,
    admin: Option<&Member>,
) -> Changed<R> {
    govern(asking)?;
    check_organisation(id, organisation)?;
    let before = records::organisation(asking.records, id)?;
    if before.is_none() && admin.is_none() {
        return Err(bad("a new organisation needs an admin").into());
    }
    let mut described = organisation.clone();
    // Only a revocation revokes, and a later description does not undo it.
    described.revocation = before.and_then(|before| before.revocation);
    let writes = Writes::default().and_organisation(id, &described);
    let Some(admin) = admin else { return Ok(writes) };
    if admin.organisation != *id || !is_admin(admin) {
        return Err(bad("the admin is of another organisation, or has not the role admin").into());
    }
    let address = member::check(admin, &described, asking.ledger)?;
    member::check_new(asking.records, &address, admin)?;
    Ok(member::writes(writes, &address, admin))
}

pub fn revoke_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    from: Height,
) -> Changed<R> {
    govern(asking)?;
    let organisation = records::organisation(asking.records, id)?;
    let mut organisation = organisation.ok_or_else(|| not_found(format!("organisation {id}")))?;
    let now = asking.signers.height;
    revoke(&mut organisation.revocation, Revocation::Revoked { from }, now)?;
    Ok(Writes::default().and_organisation(id, &organisation))
}

pub fn set_policy<R: Records>(asking: &mut Asking<'_, R>, policy: &LedgerPolicy) -> Changed<R> {
    govern(asking)?;
    check_policy(policy)?;
    Ok(Writes::of(records::LEDGER_POLICY_KEY.to_vec(), policy))
}

pub fn set_quota<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    quota: Option<&Quota>,
) -> Changed<R> {
    govern(asking)?;
    if records::organisation(asking.records, id)?.is_none() {
        return Err(not_found(format!("organisation {id}")).into());
    }
    let key = records::quota_key(id);
    let Some(quota) = quota else { return Ok(Writes::default().without(key)) };
    check_quota(quota)?;
    Ok(Writes::of(key, quota))
}
