//! Keys that certificates vouch for: added, refused, and what ends them.

use super::consortium::{Ledger, first_key, member, new_key, organisation};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{
    Address, Call, Height, KeyKind, UnixSeconds,
    access::{CertificateId, Certificates, Change, NewKey, OrganisationId, Validity},
    code, limits,
};
use sandpact_client::{builder::key_proof, key::KeyPair};
use sandpact_keys::certificate::Certificate;
use sandpact_runtime::{Config, Denial, Gas, Outcome, Receipt, Supposed, schedule};
use sandpact_tests::{CHAIN_ID, certificates::Saying, key_of};
use std::collections::BTreeMap;

const ROOT: &str = "root of bank-a";
const ISSUER: &str = "issuer of bank-a";

fn root() -> Vec<u8> {
    Saying::authority(ROOT, 1).self_issued(&key_of(ROOT))
}

fn issuer() -> Vec<u8> {
    Saying::authority(ISSUER, 2).issued(key_of(ISSUER).public_key(), (ROOT, &key_of(ROOT)))
}

/// A path of a member's certificate and its issuer's.
fn path_of(name: &str, saying: Saying<'_>) -> Vec<Vec<u8>> {
    let own = saying.issued(key_of(name).public_key(), (ISSUER, &key_of(ISSUER)));
    vec![own, issuer()]
}

fn id(der: &[u8]) -> CertificateId {
    Certificate::from_der(der).unwrap().id()
}

fn ledger() -> Ledger {
    let members = vec![
        member("bank-a", "developer", "author"),
        member("customs", "plain", "officer"),
        member("customs", "regulator", "inspector"),
    ];
    let anchors = BTreeMap::from([("bank-a".into(), vec![root()])]);
    Ledger::with_anchors(&Config::memory(), members, anchors)
}

fn code_of(receipt: &Receipt) -> u32 {
    match &receipt.outcome {
        Outcome::Success { .. } => 0,
        Outcome::Reverted { code, .. } | Outcome::Refused { code, .. } => *code,
        other => panic!("{other:?}"),
    }
}

fn says(receipt: &Receipt) -> String {
    match &receipt.outcome {
        Outcome::Reverted { data, .. } | Outcome::Refused { data, .. } => {
            Denial::decode_all(&mut &data[..]).unwrap().to_string()
        }
        other => panic!("{other:?}"),
    }
}

/// A clerk of bank-a whose key has a path.
fn clerk(name: &str, path: Vec<Vec<u8>>) -> Change {
    let mut clerk = member("bank-a", "clerk", name);
    clerk.keys[0].path = path;
    Change::AddMember(clerk)
}

fn add(ledger: &mut Ledger, name: &str, path: Vec<Vec<u8>>) -> Receipt {
    ledger.send("bank-a/founder", vec![Call::from(clerk(name, path))], &[])
}

fn put(contract: Address) -> Vec<Call> {
    vec![Call::Invoke { contract, method: "put".into(), args: vec![] }]
}

fn by_admin(ledger: &mut Ledger, change: Change) -> u32 {
    code_of(&ledger.send("bank-a/founder", vec![Call::from(change)], &[]))
}

#[test]
fn a_key_signs_while_its_certificates_and_their_anchor_hold() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let path = path_of("clerk", Saying::member("clerk", 3));
    assert_eq!(code_of(&add(&mut ledger, "clerk", path.clone())), 0);
    ledger.done("clerk", put(contract), &[]);
    // What is kept is who it is, not what was shown.
    let version = ledger.runtime.version();
    let kept = version.member(&key_of("clerk").address()).unwrap().unwrap();
    let certified = kept.keys[0].certified.clone().unwrap();
    assert_eq!(certified.path, [id(&path[0]), id(&path[1]), id(&root())]);
    assert_eq!(certified.not_before, UnixSeconds(1_767_225_600));
    assert_eq!(certified.not_after, UnixSeconds(2_082_758_399));
    // Without its anchor it stops, and goes on when that comes back.
    let bank = || OrganisationId::from("bank-a");
    let remove = Change::RemoveAnchor { organisation: bank(), anchor: id(&root()) };
    assert_eq!(by_admin(&mut ledger, remove.clone()), 0);
    let receipt = ledger.send("clerk", put(contract), &[]);
    assert_eq!((code_of(&receipt), receipt.gas_used), (code::ANCHOR_REMOVED, Gas(0)));
    assert_eq!(by_admin(&mut ledger, remove), code::CHANGE_NOT_FOUND);
    let again = Change::AddAnchor { organisation: bank(), certificate: root() };
    assert_eq!(by_admin(&mut ledger, again.clone()), 0);
    assert_eq!(by_admin(&mut ledger, again), code::CHANGE_EXISTS);
    ledger.done("clerk", put(contract), &[]);
}

/// An issuer's certificate takes all below it with it; another organisation's word does not.
#[test]
fn a_revoked_certificate_takes_what_is_below_it_from_its_height_on() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    let path = path_of("clerk", Saying::member("clerk", 3));
    assert_eq!(code_of(&add(&mut ledger, "clerk", path)), 0);
    let revoke = |organisation: &str, from: u64| Change::RevokeCertificate {
        organisation: organisation.into(),
        certificate: id(&issuer()),
        from: Height(from),
    };
    let next = ledger.next_header().height.0;
    ledger.done("customs/founder", vec![Call::from(revoke("customs", next))], &[]);
    ledger.done("clerk", put(contract), &[]);
    let stranger = ledger.send("customs/founder", vec![Call::from(revoke("bank-a", 99))], &[]);
    assert_eq!(code_of(&stranger), code::NOT_A_CALLER);
    let from = ledger.next_header().height.0 + 2;
    assert_eq!(by_admin(&mut ledger, revoke("bank-a", from)), 0);
    ledger.done("clerk", put(contract), &[]);
    let receipt = ledger.send("clerk", put(contract), &[]);
    assert_eq!((code_of(&receipt), receipt.gas_used), (code::CERTIFICATE_REVOKED, Gas(0)));
    assert_eq!(by_admin(&mut ledger, revoke("bank-a", from + 50)), code::CHANGE_EXISTS);
    assert_eq!(by_admin(&mut ledger, revoke("bank-a", 1)), code::BAD_CHANGE);
    let revoked = ledger.runtime.version().revoked_certificates(&"bank-a".into()).unwrap();
    assert_eq!(revoked, [(id(&issuer()), Height(from))]);
    // Nobody else is added below it either.
    let path = path_of("second", Saying::member("second", 4));
    assert_eq!(code_of(&add(&mut ledger, "second", path)), code::CERTIFICATE_REVOKED);
}

#[test]
fn validity_ends_with_the_second_and_is_explained() {
    let mut ledger = ledger();
    let contract = ledger.deploy("author");
    // The clerk is added at second 2; of what follows, second 4 is the last.
    let saying = Saying::member("clerk", 3).valid("260105000002Z", "260105000004Z");
    assert_eq!(code_of(&add(&mut ledger, "clerk", path_of("clerk", saying))), 0);
    ledger.done("clerk", put(contract), &[]);
    ledger.done("clerk", put(contract), &[]);
    let explain = |ledger: &Ledger, endorsers: &[Address], member: &str| {
        let member = key_of(member).address();
        let supposed = Supposed { member, endorsers, contract, method: "put" };
        ledger.runtime.version().decide(&supposed).unwrap().unwrap()
    };
    assert_eq!(explain(&ledger, &[], "clerk").denial, None, "at the time of the last block");
    let receipt = ledger.send("clerk", put(contract), &[]);
    let outside = code::CERTIFICATE_OUTSIDE_VALIDITY;
    assert_eq!((code_of(&receipt), receipt.gas_used), (outside, Gas(0)));
    let decision = explain(&ledger, &[], "clerk");
    assert_eq!(decision.denial.unwrap().to_string(), says(&receipt));
    // As an endorser it counts for nothing, and that is explained too.
    let decision = explain(&ledger, &[key_of("clerk").address()], "officer");
    assert_eq!(decision.unfit.len(), 1);
    assert_eq!(decision.unfit[0].code(), outside);
    // Such a certificate adds nobody, neither before nor after.
    for saying in [saying, Saying::member("second", 4).valid("270101000000Z", "280101000000Z")] {
        let receipt = add(&mut ledger, "second", path_of("second", saying));
        assert_eq!(code_of(&receipt), code::CERTIFICATE_REFUSED, "{}", says(&receipt));
    }
}

#[test]
fn paths_that_lead_nowhere_are_refused_with_what_is_wrong() {
    let mut ledger = ledger();
    let member = Saying::member("clerk", 3);
    let right = path_of("clerk", member);
    let stranger = key_of("stranger");
    let strange = Saying::authority("strange root", 1);
    let forged = Saying::authority(ISSUER, 2).issued(stranger.public_key(), (ROOT, &key_of(ROOT)));
    let mut p256 = [1; 32];
    p256[0] = 7;
    let p256 = KeyPair::from_secret(KeyKind::P256, &p256).unwrap();
    let other_kind = Saying::authority(ISSUER, 2).issued(p256.public_key(), (ROOT, &key_of(ROOT)));
    let by_strange = member.issued(key_of("clerk").public_key(), ("strange root", &stranger));
    let mut long = vec![0x30; 8193];
    long[1] = 0x82;
    for (path, says_so) in [
        (vec![right[0].clone()], "no anchor of the organisation has the name of its issuer"),
        (
            vec![right[1].clone(), right[0].clone()],
            "certificate 0 of the path: it is about another",
        ),
        (path_of("officer", member), "it is about another key"),
        (
            vec![right[0].clone(), forged],
            "certificate 0 of the path: its issuer's key did not sign it",
        ),
        (vec![right[0].clone(), other_kind], "does not admit p256 keys"),
        (vec![by_strange, strange.self_issued(&stranger)], "no anchor of the organisation"),
        (vec![vec![1, 2, 3]], "it is no X.509 certificate in DER"),
        (vec![long], "longer than 8192"),
        (vec![right[0].clone(); 4], "a path has at most 4 certificates with its anchor"),
    ] {
        let receipt = add(&mut ledger, "clerk", path);
        assert_eq!(code_of(&receipt), code::CERTIFICATE_REFUSED, "{says_so}");
        assert!(says(&receipt).contains(says_so), "{says_so}: {}", says(&receipt));
    }
    assert_eq!(code_of(&add(&mut ledger, "clerk", right)), 0);
}

#[test]
fn anchors_are_authorities_and_not_too_many() {
    let mut ledger = ledger();
    let anchor =
        |certificate: Vec<u8>| Change::AddAnchor { organisation: "bank-a".into(), certificate };
    let own = Saying::member("root", 9).self_issued(&key_of("root"));
    let old = Saying::authority("old", 9).valid("200101000000Z", "210101000000Z");
    for wrong in [own, old.self_issued(&key_of("old")), vec![0x30, 0]] {
        assert_eq!(by_admin(&mut ledger, anchor(wrong)), code::CERTIFICATE_REFUSED);
    }
    let other = ledger.send("customs/founder", vec![Call::from(anchor(issuer()))], &[]);
    assert_eq!(code_of(&other), code::NOT_A_CALLER);
    for serial in 2..=limits::ORGANISATION_ANCHORS_MAX + 1 {
        let saying = Saying::authority(ROOT, u8::try_from(serial).unwrap());
        let expected = match serial <= limits::ORGANISATION_ANCHORS_MAX {
            true => 0,
            false => code::BAD_CHANGE,
        };
        let certificate = saying.self_issued(&key_of(ROOT));
        assert_eq!(by_admin(&mut ledger, anchor(certificate)), expected, "anchor {serial}");
    }
}

/// The consortium asks bank-d for certificates from its first admin on.
#[test]
fn an_organisation_that_requires_certificates_adds_no_key_without() {
    let mut ledger = ledger();
    let mut required = organisation("Bank D".into(), &["clerk"]);
    required.certificates = Certificates::Required;
    let mut admin = member("bank-d", "admin", "founder of bank-d");
    let join = |anchors: Vec<Vec<u8>>, admin| Change::SetOrganisation {
        id: "bank-d".into(),
        organisation: required.clone(),
        anchors,
        admin: Some(admin),
    };
    let others = ["customs/founder"];
    let bare = vec![Call::from(join(vec![root()], admin.clone()))];
    let receipt = ledger.send("bank-a/founder", bare, &others);
    assert_eq!(code_of(&receipt), code::CERTIFICATE_MISSING);
    let name = "founder of bank-d";
    admin.keys[0].path = path_of(name, Saying::member(name, 5));
    let without_anchor = vec![Call::from(join(vec![], admin.clone()))];
    let receipt = ledger.send("bank-a/founder", without_anchor, &others);
    assert_eq!(code_of(&receipt), code::CERTIFICATE_REFUSED);
    ledger.done("bank-a/founder", vec![Call::from(join(vec![root()], admin))], &others);
    // Its admins work under the same rule, for new members and new keys.
    let clerk = Change::AddMember(member("bank-d", "clerk", "clerk of bank-d"));
    let receipt = ledger.send(name, vec![Call::from(clerk)], &[]);
    assert_eq!(code_of(&receipt), code::CERTIFICATE_MISSING);
    let own = key_of(name);
    let rotation = |path: Vec<Vec<u8>>, from: Height| {
        let mut new = new_key("bank-d", own.address(), "second key");
        (new.path, new.validity) = (path, Validity::since(from));
        vec![Call::from(Change::RotateKey { member: own.address(), old: own.public_key(), new })]
    };
    let next = ledger.next_header().height;
    let receipt = ledger.send(name, rotation(vec![], next), &[]);
    assert_eq!(code_of(&receipt), code::CERTIFICATE_MISSING);
    let next = Height(ledger.next_header().height.0 + 1);
    let path = path_of("second key", Saying::member("second key", 6));
    ledger.done(name, rotation(path, next), &[]);
    // A later description keeps the anchors, so the new key goes on.
    let described = Change::SetOrganisation {
        id: "bank-d".into(),
        organisation: required.clone(),
        anchors: vec![],
        admin: None,
    };
    ledger.done("bank-a/founder", vec![Call::from(described)], &others);
    let organisations = ledger.runtime.version().organisations().unwrap();
    let (_, kept) = organisations.iter().find(|(id, _)| id.0 == "bank-d").unwrap();
    assert_eq!(kept.anchors, [id(&root())].into());
}

#[test]
fn a_key_is_added_with_its_own_word_only() {
    let mut ledger = ledger();
    let name = "clerk";
    let (key, other) = (key_of(name), key_of("somebody"));
    let chain = sandpact_abi::ChainId(CHAIN_ID.into());
    let proof = |chain: &str, organisation: &str, member: Address, signer: &KeyPair| {
        let chain = sandpact_abi::ChainId(chain.into());
        let proof = key_proof(&chain, &organisation.into(), &member, signer);
        NewKey { proof: Some(proof), ..NewKey::of(key.public_key()) }
    };
    let (own, bank) = (key.address(), "bank-a");
    let wrong = [
        NewKey::of(key.public_key()),
        proof("another-chain", bank, own, &key),
        proof(CHAIN_ID, "bank-b", own, &key),
        proof(CHAIN_ID, bank, other.address(), &key),
        proof(CHAIN_ID, bank, own, &other),
    ];
    for new in wrong.clone() {
        let mut clerk = member(bank, "clerk", name);
        clerk.keys = vec![new];
        assert_eq!(by_admin(&mut ledger, Change::AddMember(clerk)), code::KEY_NOT_PROVEN);
    }
    // Nor is it given to a member who is there: not even by its first key's proof.
    let author = key_of("author");
    for new in wrong.into_iter().chain([first_key(bank, name)]) {
        let (member, old) = (author.address(), author.public_key());
        let mut new = new;
        new.validity = Validity::since(Height(900));
        if new.proof == proof(CHAIN_ID, bank, member, &key).proof {
            continue;
        }
        let rotate = Change::RotateKey { member, old, new };
        assert_eq!(by_admin(&mut ledger, rotate), code::KEY_NOT_PROVEN);
    }
    let good = key_proof(&chain, &bank.into(), &own, &key);
    assert_eq!(first_key(bank, name).proof, Some(good));
    assert_eq!(by_admin(&mut ledger, Change::AddMember(member(bank, "clerk", name))), 0);
}

/// A path is paid for byte by byte and signature by signature, before the work is done.
#[test]
fn certificates_cost_what_reading_and_checking_them_takes() {
    let mut ledger = ledger();
    let bare =
        ledger.signed(&key_of("bank-a/founder"), vec![Call::from(clerk("clerk", vec![]))], &[]);
    let path = path_of("clerk", Saying::member("clerk", 3));
    let calls = vec![Call::from(clerk("clerk", path.clone()))];
    let certified = ledger.signed(&key_of("bank-a/founder"), calls, &[]);
    let gas = |signed| ledger.try_out(signed).0.gas_used.0;
    let more = gas(&certified) - gas(&bare);
    let len = |all: &[Vec<u8>]| all.iter().map(|der| der.len() as u64).sum::<u64>();
    let read = [&path[..], &[root()]].concat();
    let least = schedule::CERTIFICATE_BYTE * len(&read) + 2 * schedule::SIGNATURE_ED25519;
    assert!((least..least + 60_000).contains(&more), "{more} for {least}");
    // With too little for the first signature it halts, and has taken all.
    let mut short = certified.transaction.clone();
    short.gas_limit = Gas(gas(&bare) + least / 2);
    let key = key_of("bank-a/founder");
    let signatures = vec![sandpact_client::builder::signature(&short, &key)];
    let short = sandpact_abi::SignedTransaction { transaction: short, signatures };
    let receipt = ledger.block(&[short]).remove(0);
    assert!(matches!(receipt.outcome, Outcome::Halted { call: 0 }), "{:?}", receipt.outcome);
}
