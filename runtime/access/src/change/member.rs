//! Members, their roles and keys: changed by the admins of their own organisation.

use super::{Asking, Changed, NotChanged, Writes, bad, exists, not_found, revoke};
use crate::{Denial, Records, decide::decide, denial::RuleName, records, request::Caller};
use sandpact_abi::{
    Address, Height, PublicKey,
    access::{
        LedgerPolicy, Member, MemberKey, Organisation, OrganisationId, Revocation, RoleName, Rule,
        Validity, Who,
    },
};

fn admin() -> RoleName {
    RoleName::from(RoleName::ADMIN)
}

/// Whether the sender is an admin of an organisation.
pub fn administers<R: Records>(asking: &Asking<'_, R>, id: &OrganisationId) -> Result<(), Denial> {
    let rule = Rule::of([Who::Role { role: admin(), organisation: Some(id.clone()) }]);
    let name = RuleName::OwnOrganisation { organisation: id.clone() };
    decide(&rule, &name, Caller::Sender(asking.signers))
}

/// Whether a member is one that its organisation may have; its address.
pub fn check(
    member: &Member,
    organisation: &Organisation,
    ledger: &LedgerPolicy,
) -> Result<Address, Denial> {
    if !member.is_within_limits() {
        return Err(bad("the member has too many or too long roles, attributes or keys, or none"));
    }
    member.roles.keys().try_for_each(|role| may_have(organisation, role))?;
    member.keys.iter().try_for_each(|key| check_key(key, ledger))?;
    let first = member.keys.first().ok_or_else(|| bad("the member has no key"))?;
    if member.revocation.is_some() || member.keys.iter().any(|key| key.revocation.is_some()) {
        return Err(bad("a new member or key cannot be revoked already"));
    }
    Ok(sandpact_keys::address_of(&first.key))
}

fn may_have(organisation: &Organisation, role: &RoleName) -> Result<(), Denial> {
    if *role == admin() || organisation.roles.contains(role) {
        return Ok(());
    }
    Err(bad(&format!("the organisation may not give the role {role}")))
}

fn check_key(key: &MemberKey, ledger: &LedgerPolicy) -> Result<(), Denial> {
    let kind = key.key.kind();
    if !ledger.key_kinds.contains(&kind) {
        return Err(bad(&format!("the ledger's policy does not admit {} keys", kind.name())));
    }
    sandpact_keys::check_key(&key.key).map_err(|error| bad(&error.to_string()))
}

/// Whether nobody has the member's address or one of its keys.
pub fn check_new<R: Records>(
    records: &mut R,
    address: &Address,
    member: &Member,
) -> Result<(), NotChanged<R::Error>> {
    if records::member(records, address)?.is_some() {
        return Err(exists(format!("a member {address}")).into());
    }
    for own in &member.keys {
        if records::member_of_key(records, &own.key)?.is_some() {
            return Err(exists(format!("a member with the key {}", own.key)).into());
        }
    }
    Ok(())
}

/// A member with its keys.
pub fn writes(writes: Writes, address: &Address, member: &Member) -> Writes {
    let writes = writes.and_member(address, member);
    member.keys.iter().fold(writes, |writes, own| writes.and_key(&own.key, address))
}

pub fn add<R: Records>(asking: &mut Asking<'_, R>, member: &Member) -> Changed<R> {
    administers(asking, &member.organisation)?;
    let organisation = own_organisation(asking, &member.organisation)?;
    let address = check(member, &organisation, asking.ledger)?;
    check_new(asking.records, &address, member)?;
    Ok(writes(Writes::default(), &address, member))
}

fn own_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
) -> Result<Organisation, NotChanged<R::Error>> {
    let organisation = records::organisation(asking.records, id)?;
    Ok(organisation.ok_or_else(|| not_found(format!("organisation {id}")))?)
}

fn found<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
) -> Result<Member, NotChanged<R::Error>> {
    let member = records::member(asking.records, address)?;
    Ok(member.ok_or_else(|| not_found(format!("member {address}")))?)
}

pub fn revoke_member<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
    from: Height,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    administers(asking, &member.organisation)?;
    revoke(&mut member.revocation, Revocation::Revoked { from }, asking.signers.height)?;
    Ok(Writes::default().and_member(address, &member))
}

pub fn grant<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
    role: &RoleName,
    validity: Validity,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    administers(asking, &member.organisation)?;
    let organisation = own_organisation(asking, &member.organisation)?;
    if !role.is_valid() {
        return Err(bad("the role's name is none").into());
    }
    may_have(&organisation, role)?;
    member.roles.insert(role.clone(), validity);
    if !member.is_within_limits() {
        return Err(bad("the member would have too many roles").into());
    }
    Ok(Writes::default().and_member(address, &member))
}

pub fn revoke_role<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
    role: &RoleName,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    administers(asking, &member.organisation)?;
    if member.roles.remove(role).is_none() {
        return Err(not_found(format!("role {role} of member {address}")).into());
    }
    Ok(Writes::default().and_member(address, &member))
}

/// Whether the sender is the member itself, or an admin of its organisation.
fn may_change_keys<R: Records>(
    asking: &Asking<'_, R>,
    address: &Address,
    member: &Member,
) -> Result<(), Denial> {
    if asking.signers.sender == *address {
        return asking.signers.sender().map(|_| ());
    }
    administers(asking, &member.organisation)
}

pub fn rotate_key<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
    old: &PublicKey,
    new: &MemberKey,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    may_change_keys(asking, address, &member)?;
    check_key(new, asking.ledger)?;
    if new.revocation.is_some() {
        return Err(bad("a new member or key cannot be revoked already").into());
    }
    if records::member_of_key(asking.records, &new.key)?.is_some() {
        return Err(exists(format!("a member with the key {}", new.key)).into());
    }
    let from = new.validity.from;
    end_key(&mut member, old, Revocation::Rotated { from }, asking.signers.height)?;
    member.keys.push(new.clone());
    if !member.is_within_limits() {
        return Err(bad("the member would have too many keys").into());
    }
    Ok(Writes::default().and_member(address, &member).and_key(&new.key, address))
}

pub fn revoke_key<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
    key: &PublicKey,
    from: Height,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    may_change_keys(asking, address, &member)?;
    end_key(&mut member, key, Revocation::Revoked { from }, asking.signers.height)?;
    Ok(Writes::default().and_member(address, &member))
}

fn end_key(
    member: &mut Member,
    key: &PublicKey,
    ended: Revocation,
    now: Height,
) -> Result<(), Denial> {
    let own = member.keys.iter_mut().find(|own| own.key == *key);
    let own = own.ok_or_else(|| not_found(format!("key {key} of this member")))?;
    revoke(&mut own.revocation, ended, now)
}
