//! Published invoices through mapper and contract: GOBL's VeriFactu invoices as chains of their
//! suppliers, ZATCA's samples, which are no chain.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use fiscal_record_chain::{
    ChainKind, DocumentRecord, Entry, FiscalRecordChain, Place, RecordKind, Registration, Role,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_client::commitment::FingerprintKey;
use sandpact_client::document::DocumentCall;
use sandpact_client::fiscal::{
    Link, is_verifactu, is_zatca, map_document, map_registration, read_registration,
};
use sandpact_test_sequences::plain_text::Search;
use sandpact_testing::prelude::*;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::Path;

/// The published documents.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tax");

/// The contents of the published files, by name; says so when there are none.
fn files() -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(Path::new(FOLDER)) else {
        println!("absent, so not tested: {FOLDER}");
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let mut files: Vec<_> = paths
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn args<T: Decode>(call: &DocumentCall) -> T {
    T::decode_all(&mut &call.args[..]).unwrap()
}

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn deployed(ledger: &Ledger) -> (Deployed<FiscalRecordChain>, Account) {
    let admin = ledger.account("admin");
    (ledger.deploy(&admin, Calls::<FiscalRecordChain>::create(admin.address)), admin)
}

fn issuer(
    ledger: &Ledger,
    contract: &Deployed<FiscalRecordChain>,
    admin: &Account,
    name: &str,
) -> Account {
    let account = ledger.account(name);
    if !contract.query().has_role(Role::Issuer, account.address).ok() {
        contract.by(admin).grant(Role::Issuer, account.address).ok();
    }
    account
}

/// Must be refused with this code and change nothing.
fn refused(ledger: &Ledger, code: u32, call: impl FnOnce() -> u32) {
    let before = ledger.state_root();
    assert_eq!(call(), code);
    assert_eq!(ledger.state_root(), before, "a refusal changes nothing");
}

#[sandpact::test]
fn published_verifactu_invoices_are_chains_of_their_suppliers(ledger: &Ledger) {
    let (contract, admin) = deployed(ledger);
    let (mut seen, mut search) = (0, Search::default());
    for (name, bytes) in files() {
        let link = Link {
            previous: None,
            counter: 1,
            time: "2025-12-01T10:00:00+01:00",
            is_correction: false,
        };
        if !is_verifactu(&bytes) {
            let refusal = map_registration(&bytes, &link, &key()).unwrap_err();
            assert!(["UnsupportedKind", "NotWellFormed"].contains(&refusal.name), "{name}");
            continue;
        }
        let call = match map_registration(&bytes, &link, &key()) {
            Ok(call) => call,
            // What VeriFactu cannot take as it is written.
            Err(refusal) => {
                let known = ["UnsupportedValue", "MixedCurrencies", "MissingField"];
                assert!(known.contains(&refusal.name), "{name}: {refusal}");
                continue;
            }
        };
        let account = issuer(ledger, &contract, &admin, &call.actor);
        // The device adds the place that comes next.
        let chain = contract.query().chain(account.address, ChainKind::Invoices).result().ok();
        let head = chain.as_ref().map(|chain| chain.head);
        let counter = chain.map_or(0, |chain| chain.counter) + 1;
        let next = Link { previous: head, counter, ..link };
        search.look_for(&bytes);
        let of = |link: &Link<'_>| -> (Entry, bool) {
            args(&map_registration(&bytes, link, &key()).unwrap())
        };
        let by = || contract.by(&account);
        let fork = Link { previous: Some(Hash([9; 32])), ..next.clone() };
        refused(ledger, 101, || by().register(of(&fork).0, false).code());
        let gap = Link { counter: counter + 1, ..next.clone() };
        refused(ledger, 102, || by().register(of(&gap).0, false).code());
        let (entry, _) = of(&next);
        // Several published files may have one number: the second registers it again.
        let is_correction = match by().register(entry.clone(), false).result() {
            Ok(recorded) => {
                assert_eq!(recorded.hash, entry.place.hash, "{name}");
                false
            }
            Err(_) => {
                by().register(entry, true).ok();
                let kept = contract.query().record(account.address, ChainKind::Invoices, counter);
                assert_eq!(kept.ok().kind, RecordKind::Correction, "{name}");
                true
            }
        };
        // Whoever has the texts finds the record by them, and by no others.
        let texts = Registration { is_correction, ..read_registration(&bytes, &next).unwrap() };
        let verify = |texts| contract.query().verify_registration(account.address, texts);
        verify(texts.clone()).ok();
        let changed = Registration { total: Code::parse("0.01").unwrap(), ..texts };
        refused(ledger, 100, || verify(changed).code());
        seen += 1;
    }
    search.finds_nothing(ledger, &[]);
    println!("{seen} published invoices registered");
}

/// The hash that a device would give; the samples are not all signed.
fn stated(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

fn document(bytes: &[u8]) -> DocumentRecord {
    let call = map_document(bytes, None).or_else(|_| map_document(bytes, Some(stated(bytes))));
    args(&call.unwrap())
}

#[sandpact::test]
fn published_zatca_samples_are_no_chain(ledger: &Ledger) {
    let (contract, admin) = deployed(ledger);
    let device = issuer(ledger, &contract, &admin, "new device");
    let used = issuer(ledger, &contract, &admin, "used device");
    // Nine documents of a device: the tenth has the counter of the samples.
    let mut previous = None;
    for counter in 1..=9_u8 {
        let place = Place {
            previous,
            counter: counter.into(),
            time: Code::parse("2024-01-01T10:00:00+03:00").unwrap(),
            hash: Hash([counter; 32]),
        };
        contract.by(&used).append_document(DocumentRecord { place }).ok();
        previous = Some(Hash([counter; 32]));
    }
    let (mut search, mut times) = (Search::default(), Vec::new());
    for (_, bytes) in files().into_iter().filter(|(_, bytes)| is_zatca(bytes)) {
        search.look_for(&bytes);
        let document = document(&bytes);
        // Date and clock of issue are a record's own time.
        let time = document.place.time.as_str();
        times.extend([&time[..10], &time[11..19]].map(str::to_owned));
        let genesis = document.place.previous;
        // As the first document of a device, its counter is wrong (F3).
        let expected = if genesis.is_none() { 102 } else { 101 };
        refused(ledger, expected, || contract.by(&device).append_document(document.clone()).code());
        // After nine documents, its previous hash is wrong (F2).
        refused(ledger, 101, || contract.by(&used).append_document(document).code());
    }
    let times: Vec<_> = times.iter().map(String::as_str).collect();
    search.finds_nothing(ledger, &times);
}
