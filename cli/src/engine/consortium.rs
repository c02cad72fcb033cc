//! The organisations of a test's ledger.

use super::ledger::key;
use sandpact_abi::KeyKind;
use sandpact_abi::access::{
    AttributeName, Certificates, Endorsement, LedgerPolicy, NewKey, NewMember, Organisation,
    RoleName, Rule, Validity, Who,
};
use sandpact_runtime::Consortium;
use sandpact_testing_protocol::{ADMINS, Organisation as TestOrganisation};
use std::collections::{BTreeMap, BTreeSet};

/// Organisations whose members may deploy, and call what has no policy.
pub fn consortium(organisations: &[TestOrganisation]) -> Consortium {
    let mut members = Vec::new();
    for (number, organisation) in (0_u32..).zip(organisations) {
        members.push(member(&organisation.id, ADMINS.saturating_add(number), [RoleName::ADMIN]));
        for own in &organisation.members {
            let roles = own.roles.iter().map(String::as_str);
            let attributes = own.attributes.iter().cloned();
            let attributes =
                attributes.map(|(name, value)| (AttributeName::from(name.as_str()), value));
            let joined = member(&organisation.id, own.account, roles);
            members.push(NewMember { attributes: attributes.collect(), ..joined });
        }
    }
    let described = organisations.iter().map(|it| (it.id.as_str().into(), described(it)));
    Consortium {
        organisations: described.collect(),
        anchors: BTreeMap::new(),
        members,
        quotas: BTreeMap::new(),
        policy: policy(),
    }
}

fn described(organisation: &TestOrganisation) -> Organisation {
    let roles = organisation.members.iter().flat_map(|member| &member.roles);
    let roles: BTreeSet<_> = roles.map(|role| RoleName::from(role.as_str())).collect();
    Organisation {
        name: organisation.id.clone(),
        validity: Validity::default(),
        revocation: None,
        roles,
        certificates: Certificates::Optional,
        anchors: BTreeSet::new(),
    }
}

fn member<'a>(
    organisation: &str,
    account: u32,
    roles: impl IntoIterator<Item = &'a str>,
) -> NewMember {
    NewMember {
        organisation: organisation.into(),
        validity: Validity::default(),
        roles: roles.into_iter().map(|role| (role.into(), Validity::default())).collect(),
        attributes: BTreeMap::new(),
        keys: vec![NewKey::of(key(account).public_key())],
    }
}

fn policy() -> LedgerPolicy {
    let two = Endorsement { at_least: 2, organisations: Vec::new(), role: None };
    let admins = Who::Role { role: RoleName::ADMIN.into(), organisation: None };
    LedgerPolicy {
        govern: Rule { endorsements: vec![two], ..Rule::of([admins]) },
        deploy: Rule::of([Who::Members]),
        code: Vec::new(),
        is_open_without_policy: true,
        key_kinds: [KeyKind::Ed25519].into(),
    }
}
