//! Private records: what each organisation of a collection may say of them, and when.

use super::consortium::{Ledger, contract_policy, endorsed, member, role};
use sandpact_abi::{
    Address, Call, Hash, Height, MethodKind, UnixSeconds,
    access::{Change, Collection, ContractPolicy, Rule, SealingKey, Who},
    code,
};
use sandpact_runtime::{Config, Gas, Outcome, Receipt};
use sandpact_tests::{ModuleText, key_of, method};

const OFFER: Hash = Hash([7; 32]);

fn code_of(receipt: &Receipt) -> u32 {
    match &receipt.outcome {
        Outcome::Success { .. } => 0,
        Outcome::Reverted { code, .. } | Outcome::Refused { code, .. } => *code,
        other => panic!("{other:?}"),
    }
}

/// Bank-a and bank-b share offers, which bank-a's clerks record and both together purge.
fn offers() -> Collection {
    Collection {
        organisations: ["bank-a".into(), "bank-b".into()].into(),
        keeps_seconds_max: Some(1_000),
        record: Rule::of([role("clerk", Some("bank-a"))]),
        confirm: Rule::of([role("clerk", None)]),
        purge: endorsed(role("clerk", None), &["bank-a", "bank-b"]),
    }
}

fn set_offers(collection: Collection) -> Vec<Call> {
    vec![Call::from(Change::SetCollection { id: "offers".into(), collection })]
}

fn ledger() -> Ledger {
    let members = vec![
        member("bank-a", "clerk", "clerk a"),
        member("bank-a", "plain", "porter a"),
        member("bank-b", "clerk", "clerk b"),
        member("bank-c", "clerk", "clerk c"),
        member("customs", "regulator", "inspector"),
    ];
    let mut ledger = Ledger::new(&Config::memory(), members);
    ledger.done("customs/founder", set_offers(offers()), &["bank-c/founder"]);
    ledger
}

fn record(ledger: &Ledger, seconds: u64) -> Vec<Call> {
    let expires_at = Some(UnixSeconds(ledger.next_header().time.0 + seconds));
    let collection = "offers".into();
    vec![Call::from(Change::RecordPrivate { collection, commitment: OFFER, expires_at })]
}

fn delivered() -> Vec<Call> {
    vec![Call::from(Change::ConfirmDelivery { commitment: OFFER })]
}

fn purge() -> Vec<Call> {
    vec![Call::from(Change::PurgePrivate { commitment: OFFER })]
}

fn erased() -> Vec<Call> {
    vec![Call::from(Change::ConfirmErasure { commitment: OFFER })]
}

/// Sends what must be refused: the code is the one said, and the state as it was.
fn refuse(ledger: &mut Ledger, sender: &str, calls: Vec<Call>, expected: u32) {
    let root = ledger.runtime.state_root();
    let what = format!("{sender}: {calls:?}");
    assert_eq!(code_of(&ledger.send(sender, calls, &[])), expected, "{what}");
    assert_eq!(ledger.runtime.state_root(), root, "{what}");
}

#[test]
fn a_record_goes_its_way_and_no_other() {
    let mut ledger = ledger();
    for (sender, calls, expected) in [
        ("clerk a", delivered(), code::CHANGE_NOT_FOUND),
        ("clerk b", record(&ledger, 99), code::NOT_A_CALLER),
        ("clerk c", record(&ledger, 99), code::NOT_IN_COLLECTION),
        ("porter a", record(&ledger, 99), code::NOT_A_CALLER),
        ("stranger", record(&ledger, 99), code::NOT_A_MEMBER),
        ("clerk a", record(&ledger, 0), code::BAD_CHANGE),
        ("clerk a", record(&ledger, 1_100), code::BAD_CHANGE),
    ] {
        refuse(&mut ledger, sender, calls, expected);
    }
    let calls = record(&ledger, 900);
    ledger.done("clerk a", calls.clone(), &[]);
    refuse(&mut ledger, "clerk a", calls, code::CHANGE_EXISTS);
    // The recorder has it from the start; the other bank when it says so, once; others never.
    for (sender, calls, expected) in [
        ("clerk a", delivered(), code::CHANGE_EXISTS),
        ("clerk c", delivered(), code::NOT_IN_COLLECTION),
        ("inspector", delivered(), code::NOT_IN_COLLECTION),
        ("porter a", delivered(), code::NOT_A_CALLER),
        ("clerk b", erased(), code::RECORD_NOT_ENDED),
        ("clerk b", purge(), code::ENDORSEMENT_MISSING),
    ] {
        refuse(&mut ledger, sender, calls, expected);
    }
    ledger.done("clerk b", delivered(), &[]);
    ledger.done("clerk b", purge(), &["clerk a"]);
    for (sender, calls, expected) in [
        ("clerk b", purge(), code::RECORD_ENDED),
        ("clerk b", delivered(), code::RECORD_ENDED),
        ("clerk c", erased(), code::NOT_IN_COLLECTION),
    ] {
        let endorsers = ["clerk a"];
        let root = ledger.runtime.state_root();
        assert_eq!(code_of(&ledger.send(sender, calls, &endorsers)), expected, "{sender}");
        assert_eq!(ledger.runtime.state_root(), root);
    }
    ledger.done("clerk a", erased(), &[]);
    let keeping = |ledger: &Ledger| {
        let found = ledger.runtime.version().private_record(&OFFER).unwrap().unwrap();
        found.keeping().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(keeping(&ledger), ["bank-b"]);
    ledger.done("clerk b", erased(), &[]);
    refuse(&mut ledger, "clerk b", erased(), code::CHANGE_EXISTS);
    assert_eq!(keeping(&ledger), [""; 0]);
}

/// What is proved of an erasure is the record under the state root, and nothing else.
#[test]
fn the_receipt_of_an_erasure_is_proved() {
    use parity_scale_codec::DecodeAll as _;
    let mut ledger = ledger();
    let calls = record(&ledger, 900);
    ledger.done("clerk a", calls, &[]);
    ledger.done("clerk b", purge(), &["clerk a"]);
    ledger.done("clerk a", erased(), &[]);
    ledger.done("clerk b", erased(), &[]);
    let proof = ledger.runtime.version().prove_private_record(&OFFER).unwrap();
    let value = proof.value.unwrap();
    let root = ledger.runtime.state_root();
    let verify = |value: &[u8]| {
        sandpact_proof::verify_inclusion(&root, &proof.contract, &proof.key, value, &proof.proof)
    };
    verify(&value).unwrap();
    let record = sandpact_abi::access::PrivateRecord::decode_all(&mut &value[..]).unwrap();
    assert_eq!(record.erased.len(), 2);
    let mut forged = value;
    *forged.last_mut().unwrap() ^= 1;
    assert!(verify(&forged).is_err());
}

/// After the end of a record its organisations erase it without being asked.
#[test]
fn a_record_ends_at_its_second() {
    let mut ledger = ledger();
    // A block is of one second after another.
    let calls = record(&ledger, 3);
    ledger.done("clerk a", calls, &[]);
    refuse(&mut ledger, "clerk b", erased(), code::RECORD_NOT_ENDED);
    ledger.done("clerk b", delivered(), &[]);
    ledger.done("clerk b", erased(), &[]);
    refuse(&mut ledger, "clerk a", purge(), code::ENDORSEMENT_MISSING);
    assert_eq!(code_of(&ledger.send("clerk a", purge(), &["clerk b"])), code::RECORD_ENDED);
}

#[test]
fn collections_and_keys_are_set_by_those_who_may() {
    let mut ledger = ledger();
    refuse(&mut ledger, "bank-a/founder", set_offers(offers()), code::ENDORSEMENT_MISSING);
    let changed = |change: fn(&mut Collection)| {
        let mut collection = offers();
        change(&mut collection);
        set_offers(collection)
    };
    for (calls, expected) in [
        (changed(|it| it.organisations.clear()), code::BAD_CHANGE),
        (changed(|it| it.keeps_seconds_max = Some(0)), code::BAD_CHANGE),
        (
            changed(|it| {
                it.organisations.insert("bank-x".into());
            }),
            code::CHANGE_NOT_FOUND,
        ),
        (changed(|it| it.record.callers = vec![Who::Members; 33]), code::BAD_CHANGE),
    ] {
        let receipt = ledger.send("bank-a/founder", calls, &["bank-b/founder"]);
        assert_eq!(code_of(&receipt), expected);
    }
    // Those who join have what is recorded from then on, and not what was there.
    let calls = record(&ledger, 900);
    ledger.done("clerk a", calls, &[]);
    let wider = changed(|it| {
        it.organisations.insert("bank-c".into());
    });
    ledger.done("bank-a/founder", wider, &["bank-b/founder"]);
    refuse(&mut ledger, "clerk c", delivered(), code::NOT_IN_COLLECTION);

    let key = |organisation: &str, byte: Option<u8>| {
        let key = byte.map(|byte| SealingKey::X25519([byte; 32]));
        vec![Call::from(Change::SetSealingKey { organisation: organisation.into(), key })]
    };
    refuse(&mut ledger, "clerk a", key("bank-a", Some(1)), code::NOT_A_CALLER);
    refuse(&mut ledger, "bank-a/founder", key("bank-b", Some(1)), code::NOT_A_CALLER);
    ledger.done("bank-a/founder", key("bank-a", Some(1)), &[]);
    let kept = |ledger: &Ledger| ledger.runtime.version().sealing_key(&"bank-a".into()).unwrap();
    assert_eq!(kept(&ledger), Some(SealingKey::X25519([1; 32])));
    ledger.done("bank-a/founder", key("bank-a", None), &[]);
    assert_eq!(kept(&ledger), None);
}

/// A method whose readers are to be known later is read by a transaction and by no query, by
/// whomever its rule lets in.
#[test]
fn a_logged_method_is_read_by_transactions_only() {
    let mut ledger = Ledger::new(
        &Config::memory(),
        vec![member("bank-a", "developer", "author"), member("customs", "regulator", "inspector")],
    );
    let methods =
        [("create", MethodKind::Init), ("look", MethodKind::Read), ("glance", MethodKind::Read)];
    let methods = methods.map(|(name, kind)| method(name, kind, "")).to_vec();
    let inspectors = || Rule::of([role("regulator", Some("customs"))]);
    let policy = ContractPolicy {
        methods: [("look".into(), inspectors()), ("glance".into(), inspectors())].into(),
        logged: ["look".to_owned()].into(),
        keys: vec![],
        ..contract_policy()
    };
    let code = ModuleText { methods, rest: String::new() }.bytes();
    let contract = ledger.deploy_with("author", code, policy);
    let query = |member: Option<Address>, method: &str| {
        let version = ledger.runtime.version();
        let asked = version.query_as(member, &contract, method, &[], Gas(1_000_000)).unwrap();
        match asked {
            sandpact_runtime::CallResult::Success { .. } => 0,
            sandpact_runtime::CallResult::Reverted { code, .. } => code,
            other => panic!("{other:?}"),
        }
    };
    let inspector = key_of("inspector").address();
    assert_eq!(query(Some(inspector), "look"), code::READ_IS_LOGGED);
    assert_eq!(query(Some(key_of("author").address()), "look"), code::NOT_A_CALLER);
    assert_eq!(query(None, "look"), code::NOT_A_MEMBER);
    assert_eq!(query(Some(inspector), "glance"), 0);
    let look = vec![Call::Invoke { contract, method: "look".into(), args: vec![] }];
    let receipt = ledger.send("inspector", look.clone(), &[]);
    assert_eq!(code_of(&receipt), 0);
    let actor = receipt.actor.unwrap();
    let organisation = actor.organisation.unwrap().to_string();
    assert_eq!((actor.sender, organisation.as_str()), (inspector, "customs"));
    assert_eq!(code_of(&ledger.send("author", look, &[])), code::NOT_A_CALLER);
    assert_eq!(ledger.runtime.head().height, Height(3));
}
