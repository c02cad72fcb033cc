//! One rule against the caller and those who signed.

use crate::{
    denial::{Denial, RuleName, Subject},
    request::Caller,
    signers::{Signers, role_denial},
};
use sandpact_abi::{
    Address, Height,
    access::{Endorsement, Member, OrganisationId, RoleName, Rule, Who},
};
use std::collections::BTreeSet;

/// Whether a rule lets the caller in.
///
/// # Errors
/// The [`Denial`]: of callers first, then of the time, then of endorsements.
pub fn decide(rule: &Rule, name: &RuleName, caller: Caller<'_>) -> Result<(), Denial> {
    let signers = caller.signers();
    caller_matches(rule, name, caller)?;
    if let Some(window) = rule.window
        && !(window.from..=window.until).contains(&signers.time)
    {
        let time = signers.time;
        return Err(Denial::OutsideWindow { rule: name.clone(), window, time });
    }
    endorsed(&rule.endorsements, name, signers)
}

/// Whether enough organisations signed, for each of the endorsements.
///
/// # Errors
/// [`Denial::EndorsementMissing`] for the first that is not there.
pub fn endorsed(
    endorsements: &[Endorsement],
    name: &RuleName,
    signers: &Signers,
) -> Result<(), Denial> {
    for endorsement in endorsements {
        let signed = signed(endorsement, signers);
        let count = u32::try_from(signed.len()).unwrap_or(u32::MAX);
        if count < endorsement.at_least {
            return Err(Denial::EndorsementMissing {
                rule: name.clone(),
                endorsement: Box::new(endorsement.clone()),
                signed: signed.into_iter().collect(),
            });
        }
    }
    Ok(())
}

/// The organisations whose signatures an endorsement counts, each once.
fn signed(endorsement: &Endorsement, signers: &Signers) -> BTreeSet<OrganisationId> {
    let counts = |member: &Member| {
        let of = &endorsement.organisations;
        let has_role = |role| has_role(member, role, signers.height);
        (of.is_empty() || of.contains(&member.organisation))
            && endorsement.role.as_ref().is_none_or(has_role)
    };
    let members = signers.members().filter(|(_, member)| counts(member));
    members.map(|(_, member)| member.organisation.clone()).collect()
}

fn caller_matches(rule: &Rule, name: &RuleName, caller: Caller<'_>) -> Result<(), Denial> {
    let refused = || Denial::NotACaller { rule: name.clone(), callers: rule.callers.clone() };
    if rule.callers.contains(&Who::Anyone) {
        return Ok(());
    }
    let signers = match caller {
        Caller::Contract { contract, .. } => {
            let is_named = rule.callers.contains(&Who::Contract(contract));
            return if is_named { Ok(()) } else { Err(refused()) };
        }
        Caller::Sender(signers) => signers,
    };
    let member = signers.sender()?;
    let (sender, height) = (&signers.sender, signers.height);
    if rule.callers.iter().any(|who| is_one(who, sender, member, height)) {
        return Ok(());
    }
    let lapsed = rule.callers.iter().find_map(|who| lapsed_role(who, sender, member, height));
    Err(lapsed.unwrap_or_else(refused))
}

/// Whether a member is one of those that are meant.
fn is_one(who: &Who, address: &Address, member: &Member, height: Height) -> bool {
    match who {
        Who::Anyone | Who::Members => true,
        Who::Organisation(id) => member.organisation == *id,
        Who::Role { role, organisation } => {
            is_of(member, organisation.as_ref()) && has_role(member, role, height)
        }
        Who::Attribute { organisation, name, value } => {
            is_of(member, Some(organisation)) && member.attributes.get(name) == Some(value)
        }
        Who::Member(one) => one == address,
        Who::Contract(_) => false,
    }
}

/// Why a role that would let the member in does not hold.
fn lapsed_role(who: &Who, address: &Address, member: &Member, height: Height) -> Option<Denial> {
    let Who::Role { role, organisation } = who else { return None };
    let validity = member.roles.get(role).filter(|_| is_of(member, organisation.as_ref()))?;
    let subject = Subject::Role { role: role.clone(), of: *address };
    role_denial(&subject, validity, height)
}

fn is_of(member: &Member, organisation: Option<&OrganisationId>) -> bool {
    organisation.is_none_or(|id| *id == member.organisation)
}

/// Whether a member has a role at a height.
pub fn has_role(member: &Member, role: &RoleName, height: Height) -> bool {
    let is_valid = |validity: &sandpact_abi::access::Validity| {
        validity.from <= height && validity.until.is_none_or(|until| height <= until)
    };
    member.roles.get(role).is_some_and(is_valid)
}
