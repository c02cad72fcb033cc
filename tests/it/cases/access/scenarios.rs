//! What happens when a key is lost, a quota is used up, an organisation leaves.

use super::consortium::{
    GAS, Ledger, contract_policy, endorsed, ledger_policy, member, new_key, role,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{
    Address, Call, Height,
    access::{Change, OrganisationId, Quota, RoleName, Rule, Validity, Who},
    code,
};
use sandpact_runtime::{Config, Denial, Gas, Outcome, Receipt, Supposed};
use sandpact_tests::key_of;

fn ledger() -> Ledger {
    let members = vec![
        member("bank-a", "developer", "author"),
        member("bank-a", "clerk", "clerk"),
        member("bank-b", "clerk", "clerk of bank-b"),
        member("customs", "regulator", "inspector"),
        member("customs", "plain", "officer"),
    ];
    Ledger::new(&Config::memory(), members)
}

fn code_of(receipt: &Receipt) -> u32 {
    match &receipt.outcome {
        Outcome::Success { .. } => 0,
        Outcome::Reverted { code, .. } | Outcome::Refused { code, .. } => *code,
        other => panic!("{other:?}"),
    }
}

fn put(contract: Address) -> Vec<Call> {
    vec![Call::Invoke { contract, method: "put".into(), args: vec![] }]
}

/// Whoever has every key of bank-a, its admin's too, tries everything.
#[test]
fn a_stolen_admin_key_reaches_the_rights_of_its_organisation_and_no_others() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let stolen = "bank-a/founder";
    // Within bank-a it may do all: it makes itself a clerk and calls.
    let grant = |to: &str, role: &str| Change::GrantRole {
        member: key_of(to).address(),
        role: RoleName::from(role),
        validity: Validity::default(),
    };
    ledger.done(stolen, vec![Call::from(grant(stolen, "clerk"))], &[]);
    ledger.done(stolen, put(contract), &[]);
    let own = ["author", "clerk"];
    let victim = key_of("clerk of bank-b");
    let refused = [
        (grant(stolen, "regulator"), code::BAD_CHANGE),
        (grant("clerk of bank-b", "clerk"), code::NOT_A_CALLER),
        (Change::AddMember(member("bank-b", "admin", "impostor")), code::NOT_A_CALLER),
        (Change::AddMember(member("bank-a", "plain", "officer")), code::CHANGE_EXISTS),
        (Change::RevokeMember { member: victim.address(), from: Height(9) }, code::NOT_A_CALLER),
        (
            Change::RotateKey {
                member: victim.address(),
                old: victim.public_key(),
                new: new_key("bank-b", victim.address(), "impostor"),
            },
            code::NOT_A_CALLER,
        ),
        (Change::SetLedgerPolicy(ledger_policy()), code::ENDORSEMENT_MISSING),
        (
            Change::RevokeOrganisation { id: "bank-b".into(), from: Height(9) },
            code::ENDORSEMENT_MISSING,
        ),
        (
            Change::SetQuota { organisation: "bank-a".into(), quota: None },
            code::ENDORSEMENT_MISSING,
        ),
        (
            Change::SetContractPolicy { contract, policy: contract_policy() },
            code::ENDORSEMENT_MISSING,
        ),
        (Change::Freeze { contract }, code::NOT_A_CALLER),
    ];
    let root = ledger.runtime.state_root();
    for (change, expected) in refused {
        let what = format!("{change:?}");
        let receipt = ledger.send(stolen, vec![Call::from(change)], &own);
        assert_eq!(code_of(&receipt), expected, "{what}");
        assert_eq!(ledger.runtime.state_root(), root, "{what}");
    }
    // Nor can it write a rule that it could meet alone.
    let mut lax = ledger_policy();
    lax.govern = Rule::of([Who::Members]);
    let receipt =
        ledger.send(stolen, vec![Call::from(Change::SetLedgerPolicy(lax))], &["bank-b/founder"]);
    assert_eq!(code_of(&receipt), code::BAD_CHANGE);
}

#[test]
fn a_revocation_holds_from_the_height_that_it_names() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let from = Height(ledger.runtime.head().height.0 + 3);
    let clerk = key_of("clerk");
    let revoke = Change::RevokeKey { member: clerk.address(), key: clerk.public_key(), from };
    ledger.done("bank-a/founder", vec![Call::from(revoke)], &[]);
    ledger.done("clerk", put(contract), &[]);
    let at = Height(ledger.runtime.head().height.0 + 1);
    assert_eq!(at, from);
    let receipt = ledger.send("clerk", put(contract), &[]);
    assert_eq!(code_of(&receipt), code::REVOKED);
    assert_eq!(receipt.gas_used, Gas(0));
    // No revocation reaches into the past, and none is taken back.
    for from in [Height(1), Height(from.0 + 50)] {
        let change = Change::RevokeKey { member: clerk.address(), key: clerk.public_key(), from };
        let receipt = ledger.send("bank-a/founder", vec![Call::from(change)], &[]);
        assert!([code::BAD_CHANGE, code::CHANGE_EXISTS].contains(&code_of(&receipt)));
    }
}

/// The member stays who it was, under another key; others' keys cannot be taken.
#[test]
fn a_rotated_key_keeps_the_member() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let (old, new) = (key_of("clerk"), key_of("clerk, second key"));
    let next = Height(ledger.runtime.head().height.0 + 2);
    let mut key = new_key("bank-a", old.address(), "clerk, second key");
    key.validity = Validity::since(next);
    let rotate =
        Change::RotateKey { member: old.address(), old: old.public_key(), new: key.clone() };
    ledger.done("clerk", vec![Call::from(rotate)], &[]);
    assert_eq!(code_of(&ledger.send("clerk", put(contract), &[])), code::ROTATED);
    let mut signed = ledger.signed(&old, put(contract), &[]);
    signed.signatures = vec![sandpact_client::builder::signature(&signed.transaction, &new)];
    let receipt = ledger.block(&[signed]).remove(0);
    assert_eq!(code_of(&receipt), 0);
    let actor = receipt.actor.unwrap();
    assert_eq!((actor.sender, actor.organisation), (old.address(), Some("bank-a".into())));
    assert_eq!(actor.roles, ["clerk".into()]);
    // The new key is no account of its own, and is nobody else's any more.
    assert_eq!(code_of(&ledger.send("clerk, second key", put(contract), &[])), code::NOT_A_MEMBER);
    let theft = Change::AddMember(member("bank-b", "plain", "clerk, second key"));
    let receipt = ledger.send("bank-b/founder", vec![Call::from(theft)], &[]);
    assert_eq!(code_of(&receipt), code::CHANGE_EXISTS);
}

#[test]
fn a_quota_is_counted_to_the_unit_and_begins_anew_with_each_period() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let bank: OrganisationId = "bank-a".into();
    let set = |quota| Change::SetQuota { organisation: "bank-a".into(), quota: Some(quota) };
    let quota =
        Quota { period_seconds: 1_000_000, gas: Gas(GAS.0 + 500_000), calls: 3, written_bytes: 20 };
    let others = ["bank-b/founder"];
    ledger.done("customs/founder", vec![Call::from(set(quota))], &others);
    let first = ledger.send("clerk", put(contract), &[]);
    assert_eq!(code_of(&first), 0);
    let left = |ledger: &Ledger| ledger.runtime.version().quota(&bank).unwrap().unwrap().1;
    // The key is `values`, a zero byte and one more; the value is one byte.
    assert_eq!(left(&ledger).gas.0, quota.gas.0 - first.gas_used.0);
    assert_eq!((left(&ledger).calls, left(&ledger).written_bytes), (2, 20 - 9));
    // Another of 9 fits, one more does not, and counts its gas all the same.
    ledger.done("clerk", put(contract), &[]);
    let root = ledger.runtime.state_root();
    let before = left(&ledger);
    let third = ledger.send("clerk", put(contract), &[]);
    assert_eq!(code_of(&third), code::QUOTA_EXCEEDED);
    assert_eq!(ledger.runtime.state_root(), root);
    assert_eq!(left(&ledger).gas.0, before.gas.0 - third.gas_used.0);
    assert_eq!(left(&ledger).calls, before.calls, "calls that were undone are not counted");
    let Outcome::Reverted { data, .. } = &third.outcome else { panic!("{third:?}") };
    let denial = Denial::decode_all(&mut &data[..]).unwrap().to_string();
    assert!(denial.starts_with("bank-a may use 20 written bytes in a period"), "{denial}");
    // A limit above what is left is refused before it runs.
    let small = Quota { gas: Gas(GAS.0 - 1), ..quota };
    ledger.done("customs/founder", vec![Call::from(set(small))], &others);
    let fourth = ledger.send("clerk", put(contract), &[]);
    assert_eq!((code_of(&fourth), fourth.gas_used), (code::QUOTA_EXCEEDED, Gas(0)));
    // Others are not counted with it, and with a period of a second it begins anew each block.
    assert_eq!(code_of(&ledger.send("clerk of bank-b", put(contract), &[])), code::NOT_A_CALLER);
    let short = Quota { period_seconds: 1, ..quota };
    ledger.done("customs/founder", vec![Call::from(set(short))], &others);
    for _ in 0..5 {
        ledger.done("clerk", put(contract), &[]);
    }
}

#[test]
fn a_frozen_contract_refuses_what_may_write_until_two_organisations_agree() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    ledger.done("inspector", vec![Call::from(Change::Freeze { contract })], &[]);
    assert_eq!(code_of(&ledger.send("clerk", put(contract), &[])), code::CONTRACT_FROZEN);
    let unfreeze = || vec![Call::from(Change::Unfreeze { contract })];
    let alone = ledger.send("inspector", unfreeze(), &["officer"]);
    assert_eq!(code_of(&alone), code::ENDORSEMENT_MISSING);
    ledger.done("inspector", unfreeze(), &["clerk of bank-b"]);
    ledger.done("clerk", put(contract), &[]);
}

#[test]
fn what_would_be_decided_is_what_is_decided() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let version = ledger.runtime.version();
    let endorser = key_of("officer").address();
    for (who, endorsers, method) in [
        ("clerk", vec![], "put"),
        ("clerk", vec![], "approve"),
        ("clerk", vec![endorser], "approve"),
        ("clerk of bank-b", vec![endorser], "approve"),
        ("nobody", vec![], "put"),
        ("clerk", vec![], "hidden"),
    ] {
        let member = key_of(who).address();
        let supposed = Supposed { member, endorsers: &endorsers, contract, method };
        let decision = version.decide(&supposed).unwrap().unwrap();
        let others: &[&str] = if endorsers.is_empty() { &[] } else { &["officer"] };
        let call = Call::Invoke { contract, method: method.into(), args: vec![] };
        let (receipt, _) = ledger.try_out(&ledger.signed(&key_of(who), vec![call], others));
        let decided = decision.denial.map_or(0, |denial| denial.code());
        assert_eq!(decided, code_of(&receipt), "{who} {method}");
    }
}

/// Who signed beside the sender is in the receipt, each organisation once.
#[test]
fn receipts_say_for_whom_it_was() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let receipt =
        ledger.send("clerk", put(contract), &["officer", "inspector", "clerk of bank-b", "author"]);
    let actor = receipt.actor.unwrap();
    assert_eq!(actor.endorsers, ["bank-b".into(), "customs".into()]);
    let stranger = ledger.send("clerk", put(contract), &["nobody"]);
    assert_eq!(code_of(&stranger), 0, "a stranger's signature counts for nothing");
    assert_eq!(stranger.actor.unwrap().endorsers, []);
}

#[test]
fn a_policy_can_be_changed_by_those_whom_it_names_only() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let mut policy = contract_policy();
    policy.methods.insert("hidden".into(), endorsed(role("clerk", None), &["bank-a", "customs"]));
    let set = || vec![Call::from(Change::SetContractPolicy { contract, policy: policy.clone() })];
    // Its deployer set the first one, and is nobody now.
    let receipt = ledger.send("author", set(), &["officer", "clerk of bank-b"]);
    assert_eq!(code_of(&receipt), code::NOT_A_CALLER);
    ledger.done("bank-a/founder", set(), &["officer"]);
    let hidden = vec![Call::Invoke { contract, method: "hidden".into(), args: vec![] }];
    assert_eq!(code_of(&ledger.send("clerk", hidden.clone(), &[])), code::ENDORSEMENT_MISSING);
    ledger.done("clerk", hidden, &["officer"]);
}
