//! What reading certificates costs: names of many parts are the dearest by their length.

use crate::{
    figure::{Figure, Measured},
    probe::CAREFUL,
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{
    ChainId, Gas, Height, KeyKind, UnixSeconds,
    access::{
        Certificates, Change, Endorsement, LedgerPolicy, NewKey, NewMember, Organisation, Rule,
        Validity, Who,
    },
};
use sandpact_benches::{median, process_time};
use sandpact_client::builder::{TransactionBuilder, key_proof};
use sandpact_runtime::{BlockHeader, Config, Consortium, Genesis, Runtime};
use sandpact_tests::{CHAIN_ID, certificates::Saying, key_of};
use std::time::Duration;

const TIME: UnixSeconds = UnixSeconds(1_767_571_200);

/// Parts of a name that fill a certificate nearly.
const PARTS: usize = 700;

/// The figure of the entry `certificate_byte`.
pub fn figure() -> Figure {
    Figure {
        name: format!("certificates under a name of {PARTS} parts"),
        entries: vec!["certificate_byte"],
        of: Measured::Certificates,
        picoseconds: picoseconds(),
    }
}

/// Picoseconds for a unit of gas of changes that are refused when their certificates were read.
pub fn picoseconds() -> u64 {
    let runtime = Runtime::create(&Config::memory(), &genesis()).unwrap();
    let header = BlockHeader { height: Height(1), time: TIME };
    let (mut times, mut gas) = (Vec::new(), 0);
    for pair in 0..u64::try_from(CAREFUL.pairs).unwrap() {
        let run = |count: u64| -> (Duration, u64) {
            let transactions: Vec<_> = (0..count).map(|nonce| transaction(nonce, pair)).collect();
            let begun = process_time();
            let block = runtime.execute_block(&header, &transactions).unwrap();
            let time = process_time().saturating_sub(begun);
            (time, block.receipts.iter().map(|receipt| receipt.gas_used.0).sum())
        };
        let (many, few) = (run(20), run(4));
        times.push(many.0.saturating_sub(few.0));
        gas = many.1 - few.1;
    }
    u64::try_from(median(times).as_nanos() * 1_000 / u128::from(gas)).unwrap()
}

fn genesis() -> Genesis {
    let organisation = |id: &str| {
        let organisation = Organisation {
            name: id.to_owned(),
            validity: Validity::default(),
            revocation: None,
            roles: [].into(),
            certificates: Certificates::Optional,
            anchors: [].into(),
        };
        (id.into(), organisation)
    };
    let members = ["a", "b"].map(|id| NewMember {
        roles: [("admin".into(), Validity::default())].into(),
        ..member(id, &format!("admin of {id}"))
    });
    let endorsement = Endorsement { at_least: 2, organisations: vec![], role: None };
    let policy = LedgerPolicy {
        govern: Rule { endorsements: vec![endorsement], ..Rule::of([Who::Members]) },
        deploy: Rule::of([Who::Members]),
        code: vec![],
        is_open_without_policy: true,
        key_kinds: KeyKind::ALL.into(),
    };
    let consortium = Consortium {
        organisations: ["a", "b"].map(organisation).into(),
        anchors: [].into(),
        members: members.into(),
        quotas: [].into(),
        policy,
    };
    let chain_id = ChainId(CHAIN_ID.into());
    Genesis { chain_id, deployers: [].into(), time: TIME, consortium: Some(consortium) }
}

fn member(organisation: &str, name: &str) -> NewMember {
    NewMember {
        organisation: organisation.into(),
        validity: Validity::default(),
        roles: [].into(),
        attributes: [].into(),
        keys: vec![NewKey::of(key_of(name).public_key())],
    }
}

/// Adds a member whose three certificates are about other keys. Each pair of runs has
/// transactions of its own: signatures that were checked are remembered.
fn transaction(nonce: u64, pair: u64) -> Vec<u8> {
    let (chain_id, key) = (ChainId(CHAIN_ID.into()), key_of("new"));
    let long = "/".repeat(PARTS);
    let certificate = Saying::member("nobody", 1)
        .issued(key_of("nobody").public_key(), (&long, &key_of("authority")));
    let mut new = member("a", "new");
    let proof = key_proof(&chain_id, &"a".into(), &key.address(), &key);
    new.keys[0].proof = Some(proof);
    new.keys[0].path = vec![certificate; 3];
    TransactionBuilder::new(chain_id, nonce, Height(100 + pair))
        .gas_limit(Gas(100_000_000))
        .call(Change::AddMember(new).into())
        .sign(&key_of("admin of a"))
        .unwrap()
        .encode()
}
