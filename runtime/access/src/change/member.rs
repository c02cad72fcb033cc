//! Members, their roles and keys: changed by the admins of their own organisation.

use super::{
    Asking, Changed, Joining, NotChanged, Writes, bad, exists,
    key::{check_free, keep},
    named, not_found, revoke,
};
use crate::{
    ChangeFault, Denial, Records, Thing, decide::decide, denial::RuleName, records, request::Caller,
};
use sandpact_abi::{
    Address, Height, PublicKey,
    access::{
        Member, MemberKey, NewKey, NewMember, Organisation, OrganisationId, Revocation, RoleName,
        Rule, Validity, Who,
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

/// A member that joins its organisation, as it is kept from then on, with its address.
pub fn join<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    organisation: &Organisation,
    new: &NewMember,
) -> Result<(Address, Member), NotChanged<R::Error>> {
    if !new.is_within_limits() {
        return Err(bad(ChangeFault::Member).into());
    }
    new.roles.keys().try_for_each(|role| may_have(organisation, role))?;
    let first = new.keys.first().ok_or_else(|| bad(ChangeFault::Member))?;
    let address = sandpact_keys::address_of(&first.key);
    if records::member(records, &address)?.is_some() {
        return Err(exists(Thing::Member { address }).into());
    }
    let id = &new.organisation;
    let mut keys: Vec<MemberKey> = Vec::new();
    for key in &new.keys {
        if keys.iter().any(|before| before.key == key.key) {
            return Err(bad(ChangeFault::KeyTwice).into());
        }
        check_free(records, &key.key)?;
        keys.push(keep(records, joining, (id, organisation), (address, key))?);
    }
    let member = Member {
        organisation: id.clone(),
        validity: new.validity,
        revocation: None,
        roles: new.roles.clone(),
        attributes: new.attributes.clone(),
        keys,
    };
    Ok((address, member))
}

fn may_have(organisation: &Organisation, role: &RoleName) -> Result<(), Denial> {
    if *role == admin() || organisation.roles.contains(role) {
        return Ok(());
    }
    Err(bad(ChangeFault::RoleNotGiven { role: role.clone() }))
}

/// A member with its keys.
pub fn writes(writes: Writes, address: &Address, member: &Member) -> Writes {
    let writes = writes.and_member(address, member);
    member.keys.iter().fold(writes, |writes, own| writes.and_key(&own.key, address))
}

pub fn add<R: Records>(asking: &mut Asking<'_, R>, new: &NewMember) -> Changed<R> {
    administers(asking, &new.organisation)?;
    let organisation = own_organisation(asking, &new.organisation)?;
    let joining = asking.joining();
    let (address, member) = join(asking.records, &joining, &organisation, new)?;
    Ok(writes(Writes::default(), &address, &member))
}

pub fn own_organisation<R: Records>(
    asking: &mut Asking<'_, R>,
    id: &OrganisationId,
) -> Result<Organisation, NotChanged<R::Error>> {
    let organisation = records::organisation(asking.records, id)?;
    Ok(organisation.ok_or_else(|| not_found(named(id)))?)
}

fn found<R: Records>(
    asking: &mut Asking<'_, R>,
    address: &Address,
) -> Result<Member, NotChanged<R::Error>> {
    let member = records::member(asking.records, address)?;
    Ok(member.ok_or_else(|| not_found(Thing::Member { address: *address }))?)
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
        return Err(bad(ChangeFault::RoleName).into());
    }
    may_have(&organisation, role)?;
    member.roles.insert(role.clone(), validity);
    if !member.is_within_limits() {
        return Err(bad(ChangeFault::TooManyRoles).into());
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
        return Err(not_found(Thing::Role { role: role.clone(), of: *address }).into());
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
    new: &NewKey,
) -> Changed<R> {
    let mut member = found(asking, address)?;
    may_change_keys(asking, address, &member)?;
    let organisation = own_organisation(asking, &member.organisation)?;
    check_free(asking.records, &new.key)?;
    let joining = asking.joining();
    let place = (&member.organisation, &organisation);
    let kept = keep(asking.records, &joining, place, (*address, new))?;
    let from = new.validity.from;
    end_key(address, &mut member, old, Revocation::Rotated { from }, asking.signers.height)?;
    member.keys.push(kept);
    if !member.is_within_limits() {
        return Err(bad(ChangeFault::TooManyKeys).into());
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
    end_key(address, &mut member, key, Revocation::Revoked { from }, asking.signers.height)?;
    Ok(Writes::default().and_member(address, &member))
}

fn end_key(
    address: &Address,
    member: &mut Member,
    key: &PublicKey,
    ended: Revocation,
    now: Height,
) -> Result<(), Denial> {
    let own = member.keys.iter_mut().find(|own| own.key == *key);
    let own = own.ok_or_else(|| not_found(Thing::Key { key: *key, of: *address }))?;
    revoke(&mut own.revocation, ended, now)
}
