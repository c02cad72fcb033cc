//! `decisions.txt`: every role with every operation under every condition, each verdict with
//! its explanation. The file says what the rules of `consortium.rs` mean; nothing generates it
//! from the runtime.

use super::consortium::{
    GAS, Ledger, code, contract_policy, ledger_policy, member, new_key, organisation,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{
    Address, Call, Height,
    access::{CertificateId, Change, NewMember, OrganisationId, Quota, Validity},
};
use sandpact_runtime::{Config, Denial, Gas, Outcome};
use sandpact_tests::{certificates::Saying, key_of, redescribed};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("decisions.txt");
const ROLES: [&str; 5] = ["admin", "developer", "clerk", "regulator", "plain"];
const CONDITIONS: [&str; 15] = [
    "valid",
    "not_yet_valid",
    "expired",
    "revoked",
    "key_rotated",
    "key_revoked",
    "certificate_expired",
    "certificate_revoked",
    "anchor_removed",
    "role_expired",
    "organisation_revoked",
    "not_a_member",
    "other_organisation",
    "not_endorsed",
    "endorsed_twice_by_one",
];

/// The organisation of a role's members.
fn home(role: &str) -> &'static str {
    if role == "regulator" { "customs" } else { "bank-a" }
}

fn name(role: &str, condition: &str) -> String {
    format!("{role}.{condition}")
}

/// The authorities of each organisation: one that stays, and one whose anchor is removed.
const AUTHORITIES: [(&str, u8); 2] = [("authority that stays", 1), ("authority that goes", 2)];

fn anchors() -> BTreeMap<OrganisationId, Vec<Vec<u8>>> {
    let anchor = |(name, serial)| Saying::authority(name, serial).self_issued(&key_of(name));
    let all: Vec<_> = AUTHORITIES.into_iter().map(anchor).collect();
    ["bank-a", "customs"].map(|id| (id.into(), all.clone())).into()
}

/// Which certificate it is, of those that an authority issued.
fn id(authority: usize, serial: u8) -> CertificateId {
    let (name, _) = AUTHORITIES[authority];
    let der = Saying::member("anybody", serial)
        .issued(key_of("anybody").public_key(), (name, &key_of(name)));
    sandpact_keys::certificate::Certificate::from_der(&der).unwrap().id()
}

/// Serial number of a certificate that is revoked.
const REVOKED_SERIAL: u8 = 11;

/// The certificate of a sender's key, under that condition.
fn certificate(name: &str, condition: &str) -> Option<Vec<u8>> {
    // The block in question is the fifth, a second after another; the third is the last one of it.
    let (authority, saying) = match condition {
        "certificate_expired" => {
            (0, Saying::member(name, 10).valid("260101000000Z", "260105000003Z"))
        }
        "certificate_revoked" => (0, Saying::member(name, REVOKED_SERIAL)),
        "anchor_removed" => (1, Saying::member(name, 12)),
        _ => return None,
    };
    let (issuer, _) = AUTHORITIES[authority];
    Some(saying.issued(key_of(name).public_key(), (issuer, &key_of(issuer))))
}

/// The member that tries, as the genesis has it.
fn sender(role: &str, condition: &str) -> NewMember {
    let organisation = match condition {
        "other_organisation" => "bank-b",
        "organisation_revoked" => "bank-c",
        _ => home(role),
    };
    let mut sender = member(organisation, role, &name(role, condition));
    sender.keys[0].path = certificate(&name(role, condition), condition).into_iter().collect();
    match condition {
        "not_yet_valid" => sender.validity.from = Height(1_000),
        "expired" => sender.validity.until = Some(Height(1)),
        "role_expired" => {
            sender.roles.values_mut().for_each(|validity| validity.until = Some(Height(1)));
        }
        _ => {}
    }
    sender
}

/// A ledger at height 4, with a contract, and one that is frozen.
struct Bench {
    ledger: Ledger,
    contract: Address,
    frozen: Address,
}

impl Bench {
    fn new() -> Self {
        let mut members = vec![
            member("bank-a", "developer", "author"),
            member("customs", "regulator", "inspector"),
            member("bank-a", "clerk", "target"),
            member("bank-a", "plain", "second of bank-a"),
            member("bank-a", "plain", "third of bank-a"),
            member("bank-b", "plain", "endorser of bank-b"),
            member("bank-b", "plain", "second of bank-b"),
            member("customs", "plain", "endorser of customs"),
            member("customs", "plain", "second of customs"),
        ];
        for role in ROLES {
            let joined = CONDITIONS.into_iter().filter(|condition| *condition != "not_a_member");
            members.extend(joined.map(|condition| sender(role, condition)));
        }
        let mut ledger = Ledger::with_anchors(&Config::memory(), members, anchors());
        let contract = ledger.deploy("author");
        let revocations = ROLES.iter().flat_map(|role| revocations(role));
        let of = |organisation: &str| -> Vec<Call> {
            let own = revocations.clone().filter(|(role, _)| home(role) == organisation);
            own.map(|(_, change)| Call::from(change)).chain(distrust(organisation)).collect()
        };
        let (of_bank, of_customs) = (of("bank-a"), of("customs"));
        let leaving = Change::RevokeOrganisation { id: "bank-c".into(), from: Height(2) };
        let transactions = [
            ledger.signed(&key_of("bank-a/founder"), of_bank, &[]),
            ledger.signed(&key_of("customs/founder"), of_customs, &[]),
            ledger.signed(
                &key_of("bank-b/founder"),
                vec![Call::from(leaving)],
                &["customs/founder"],
            ),
        ];
        for receipt in ledger.block(&transactions) {
            assert!(matches!(receipt.outcome, Outcome::Success { .. }), "{:?}", receipt.outcome);
        }
        let frozen = ledger.deploy("author");
        ledger.done("inspector", vec![Call::from(Change::Freeze { contract: frozen })], &[]);
        Self { ledger, contract, frozen }
    }

    fn call(&self, operation: &str, role: &str, condition: &str) -> Call {
        let contract = self.contract;
        let invoke = |method: &str| Call::Invoke { contract, method: method.into(), args: vec![] };
        let target = key_of("target");
        Call::from(match operation {
            "deploy" => return Call::Deploy { code: code(), args: vec![] },
            "upgrade" => {
                let code = redescribed(&code(), |abi| abi.version = "9.0.0".into());
                return Call::Upgrade { contract, code, args: vec![] };
            }
            "call" => return invoke("put"),
            "call_endorsed" => return invoke("approve"),
            "call_unlisted" => return invoke("hidden"),
            "write_key" => return invoke("limit"),
            "freeze" => Change::Freeze { contract },
            "unfreeze" => Change::Unfreeze { contract: self.frozen },
            "set_contract_policy" => {
                Change::SetContractPolicy { contract, policy: contract_policy() }
            }
            "set_organisation" => Change::SetOrganisation {
                id: "bank-d".into(),
                organisation: organisation("Bank D".into(), &[]),
                anchors: vec![],
                admin: Some(member("bank-d", "admin", "admin of bank-d")),
            },
            "revoke_organisation" => {
                Change::RevokeOrganisation { id: "bank-b".into(), from: Height(1_000) }
            }
            "set_ledger_policy" => Change::SetLedgerPolicy(ledger_policy()),
            "set_quota" => {
                let quota = Quota { period_seconds: 1, gas: Gas(1), calls: 1, written_bytes: 1 };
                Change::SetQuota { organisation: "bank-b".into(), quota: Some(quota) }
            }
            "add_member" => Change::AddMember(member("bank-a", "clerk", "somebody new")),
            "revoke_member" => {
                Change::RevokeMember { member: target.address(), from: Height(1_000) }
            }
            "grant_role" => Change::GrantRole {
                member: target.address(),
                role: "developer".into(),
                validity: Validity::since(Height(9)),
            },
            "revoke_role" => Change::RevokeRole { member: target.address(), role: "clerk".into() },
            "rotate_own_key" => {
                let organisation = sender(role, condition).organisation;
                rotation(&organisation.0, &name(role, condition), 1_000)
            }
            "rotate_other_key" => rotation("bank-a", "target", 1_000),
            "revoke_other_key" => Change::RevokeKey {
                member: target.address(),
                key: target.public_key(),
                from: Height(1_000),
            },
            other => panic!("{other} is no operation"),
        })
    }

    /// Who signs besides the sender.
    fn endorsers(role: &str, condition: &str) -> Vec<&'static str> {
        match (condition, home(role)) {
            ("not_endorsed", _) => vec![],
            ("endorsed_twice_by_one", "customs") => {
                vec!["endorser of customs", "second of customs"]
            }
            ("endorsed_twice_by_one", _) => vec!["second of bank-a", "third of bank-a"],
            _ => vec!["endorser of bank-b", "endorser of customs"],
        }
    }

    /// The verdict on a cell and its explanation.
    fn verdict(&self, operation: &str, role: &str, condition: &str) -> (String, String) {
        let key = key_of(&name(role, condition));
        let call = self.call(operation, role, condition);
        let signed = self.ledger.signed(&key, vec![call], &Self::endorsers(role, condition));
        let (receipt, writes) = self.ledger.try_out(&signed);
        let (number, data) = match receipt.outcome {
            Outcome::Success { .. } => return ("Allowed".to_owned(), String::new()),
            Outcome::Refused { code, data } | Outcome::Reverted { code, data, .. } => (code, data),
            other => panic!("{operation} {role} {condition}: {other:?}"),
        };
        assert_eq!(writes, 0, "{operation} {role} {condition}: a refusal writes nothing");
        // Which key a method writes is only known when it does.
        if operation != "write_key" || number != sandpact_abi::code::ENDORSEMENT_MISSING {
            assert_eq!(receipt.gas_split.wasm, Gas(0), "{operation} {role} {condition}");
            assert!(receipt.gas_used < GAS);
        }
        let denial = Denial::decode_all(&mut &data[..]).unwrap();
        assert_eq!(denial.code(), number);
        let mut text = denial.to_string();
        for (address, word) in
            [(self.contract, "contract"), (self.frozen, "contract"), (key.address(), "SENDER")]
        {
            let short = &address.to_string()[..12];
            let long = if word == "contract" { format!("contract {short}") } else { short.into() };
            text = text.replace(&long, word);
        }
        let (_, serial) = AUTHORITIES[1];
        for (id, word) in [(id(0, REVOKED_SERIAL), "CERTIFICATE"), (id(1, serial), "ANCHOR")] {
            text = text.replace(&id.to_string(), word);
        }
        let code = sandpact_abi::code::system(number).unwrap();
        (code.name.to_owned(), text)
    }
}

/// A new key for a member, in place of the one of its name.
fn rotation(organisation: &str, name: &str, from: u64) -> Change {
    let old = key_of(name);
    let mut new = new_key(organisation, old.address(), &format!("{name}.new"));
    new.validity = Validity::since(Height(from));
    Change::RotateKey { member: old.address(), old: old.public_key(), new }
}

/// An organisation's distrust of a certificate and of an authority.
fn distrust(organisation: &str) -> [Call; 2] {
    let certificate = id(0, REVOKED_SERIAL);
    let revoke = Change::RevokeCertificate {
        organisation: organisation.into(),
        certificate,
        from: Height(2),
    };
    let (_, serial) = AUTHORITIES[1];
    let remove = Change::RemoveAnchor { organisation: organisation.into(), anchor: id(1, serial) };
    [Call::from(revoke), Call::from(remove)]
}

/// What has to be taken from the members of a role.
fn revocations(role: &'static str) -> Vec<(&'static str, Change)> {
    let key = |condition: &str| key_of(&name(role, condition));
    let (revoked, key_revoked) = (key("revoked"), key("key_revoked"));
    [
        Change::RevokeMember { member: revoked.address(), from: Height(2) },
        rotation(home(role), &name(role, "key_rotated"), 2),
        Change::RevokeKey {
            member: key_revoked.address(),
            key: key_revoked.public_key(),
            from: Height(2),
        },
    ]
    .map(|change| (role, change))
    .into()
}

#[test]
fn every_cell_of_the_decision_table_holds_with_its_explanation() {
    let bench = Bench::new();
    let mut cells = 0;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(5, " | ");
        let mut field = || fields.next().unwrap_or_default();
        let (operation, role, condition) = (field(), field(), field());
        let expected = (field().to_owned(), field().to_owned());
        let found = bench.verdict(operation, role, condition);
        if found != expected {
            wrong.push(format!("{operation} {role} {condition}\n  {expected:?}\n  {found:?}"));
        }
        cells += 1;
    }
    assert!(wrong.is_empty(), "{} of {cells}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(cells, 20 * ROLES.len() * CONDITIONS.len());
}
