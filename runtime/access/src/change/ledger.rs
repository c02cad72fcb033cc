//! Organisations, quotas and the ledger's own rules.

use super::{
    Asking, Changed, Joining, NotChanged, Writes, anchor, bad,
    draft::{Draft, Nothing},
    member, named, not_found, revoke,
};
use crate::{
    AccessError, ChangeFault, Denial, Records, decide::decide, denial::RuleName, records,
    request::Caller,
};
use sandpact_abi::{
    ChainId, Height, UnixSeconds,
    access::{LedgerPolicy, NewMember, Organisation, OrganisationId, Quota, Revocation, RoleName},
};
use std::{collections::BTreeMap, convert::Infallible};

/// The organisations that a ledger begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consortium {
    /// By their short names, each without anchors.
    pub organisations: BTreeMap<OrganisationId, Organisation>,
    /// Their trust anchors in DER.
    pub anchors: BTreeMap<OrganisationId, Vec<Vec<u8>>>,
    /// Their first members. Their keys need no proof: whoever takes part reads the genesis.
    pub members: Vec<NewMember>,
    /// What they may use.
    pub quotas: BTreeMap<OrganisationId, Quota>,
    /// The ledger's rules.
    pub policy: LedgerPolicy,
}

/// What a ledger of these organisations begins with, which has this name and this time.
///
/// # Errors
/// [`Denial`] in the words of a change.
pub fn found(
    consortium: &Consortium,
    chain_id: &ChainId,
    time: UnixSeconds,
) -> Result<Writes, Denial> {
    let Consortium { organisations, anchors, members, quotas, policy } = consortium;
    check_policy(policy)?;
    let height = Height(0);
    let joining = Joining { ledger: policy, chain_id, height, time, is_proven: false };
    let mut writes = Writes::of(records::LEDGER_POLICY_KEY.to_vec(), policy);
    let mut standing = BTreeMap::new();
    for (id, organisation) in organisations {
        let anchors = anchors.get(id).map_or(&[][..], Vec::as_slice);
        let mut organisation = organisation.clone();
        organisation.anchors.clear();
        writes = described(&mut Nothing, &joining, (id, &mut organisation), anchors, writes)
            .map_err(denied)?;
        standing.insert(id, organisation);
    }
    if let Some(id) = anchors.keys().find(|id| !organisations.contains_key(*id)) {
        return Err(not_found(named(id)));
    }
    for new in members {
        let id = &new.organisation;
        let organisation = standing.get(id);
        let organisation = organisation.ok_or_else(|| not_found(named(id)))?;
        let mut draft = Draft { records: &mut Nothing, writes: &writes };
        let (address, member) =
            member::join(&mut draft, &joining, organisation, new).map_err(denied)?;
        writes = member::writes(writes, &address, &member);
    }
    for id in organisations.keys() {
        if !members.iter().any(|member| member.organisation == *id && is_admin(member)) {
            return Err(bad(ChangeFault::NoAdmin { organisation: id.clone() }));
        }
    }
    for (id, quota) in quotas {
        if !organisations.contains_key(id) {
            return Err(not_found(named(id)));
        }
        check_quota(quota)?;
        writes = writes.and(records::quota_key(id), quota);
    }
    writes.checked()
}

/// Why nothing begins.
fn denied(not_changed: NotChanged<Infallible>) -> Denial {
    match not_changed {
        NotChanged::Denied(denial) => denial,
        NotChanged::Failed(AccessError::Records(never)) => match never {},
        NotChanged::Failed(AccessError::Damaged(what)) => {
            unreachable!("nothing is there yet, and {what} is damaged")
        }
    }
}

/// An organisation as it is described, with anchors besides those that it has.
fn described<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    (id, organisation): (&OrganisationId, &mut Organisation),
    anchors: &[Vec<u8>],
    mut writes: Writes,
) -> Result<Writes, NotChanged<R::Error>> {
    check_organisation(id, organisation)?;
    for der in anchors {
        writes = anchor::add_to(records, joining, (id, organisation), der, writes)?;
    }
    Ok(writes.and_organisation(id, organisation))
}

fn is_admin(member: &NewMember) -> bool {
    member.roles.contains_key(&RoleName::from(RoleName::ADMIN))
}

/// Whether the signers may change the ledger itself.
pub fn govern<R: Records>(asking: &Asking<'_, R>) -> Result<(), Denial> {
    decide(&asking.ledger.govern, &RuleName::LedgerGovern, Caller::Sender(asking.signers))
}

fn check_policy(policy: &LedgerPolicy) -> Result<(), Denial> {
    if !policy.is_within_limits() {
        return Err(bad(ChangeFault::LedgerPolicy));
    }
    if !policy.govern.needs_several_organisations() {
        return Err(bad(ChangeFault::GovernByOne));
    }
    if policy.key_kinds.is_empty() {
        return Err(bad(ChangeFault::NoKeyKinds));
    }
    Ok(())
}

fn check_organisation(id: &OrganisationId, organisation: &Organisation) -> Result<(), Denial> {
    if id.is_valid() && organisation.is_within_limits() {
        return Ok(());
    }
    Err(bad(ChangeFault::Organisation))
}

fn check_quota(quota: &Quota) -> Result<(), Denial> {
    if quota.period_seconds == 0 {
        return Err(bad(ChangeFault::QuotaPeriod));
    }
    Ok(())
}

pub fn set_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    organisation: &Organisation,
    (anchors, admin): (&[Vec<u8>], Option<&NewMember>),
) -> Changed<R> {
    govern(asking)?;
    let before = records::organisation(asking.records, id)?;
    if before.is_none() && admin.is_none() {
        return Err(bad(ChangeFault::NoAdmin { organisation: id.clone() }).into());
    }
    let mut now = organisation.clone();
    // Only a revocation revokes, and a later description does not undo it; nor does it remove an
    // anchor.
    (now.revocation, now.anchors) =
        before.map(|before| (before.revocation, before.anchors)).unwrap_or_default();
    let joining = asking.joining();
    let writes = Writes::default();
    let writes = described(asking.records, &joining, (id, &mut now), anchors, writes)?;
    let Some(admin) = admin else { return Ok(writes) };
    if admin.organisation != *id || !is_admin(admin) {
        return Err(bad(ChangeFault::NotItsAdmin).into());
    }
    let mut draft = Draft { records: &mut *asking.records, writes: &writes };
    let (address, member) = member::join(&mut draft, &joining, &now, admin)?;
    Ok(member::writes(writes, &address, &member))
}

pub fn revoke_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
    from: Height,
) -> Changed<R> {
    govern(asking)?;
    let organisation = records::organisation(asking.records, id)?;
    let mut organisation = organisation.ok_or_else(|| not_found(named(id)))?;
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
        return Err(not_found(named(id)).into());
    }
    let key = records::quota_key(id);
    let Some(quota) = quota else { return Ok(Writes::default().without(key)) };
    check_quota(quota)?;
    Ok(Writes::of(key, quota))
}
