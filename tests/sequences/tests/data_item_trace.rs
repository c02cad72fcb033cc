//! The published EPCIS documents and the Catena-X container from document to contract, where a
//! checkout has them beside it.

use item_trace::contract::ItemTrace;
use item_trace::messages::{Act, EventRequest, NewItem, Role};
use item_trace::records::State;
use sandpact_client::catenax::{self, map_container};
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentCall, MappingContext};
use sandpact_client::epcis::{key_of, map_document, normalised, taken};
use sandpact_sdk::codec::DecodeAll as _;
use sandpact_test_sequences::plain_text::Search;
use sandpact_testing::{Raw, prelude::*};
use std::{collections::BTreeSet, fs, path::PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// The valid documents.
const VALID: [&str; 7] = [
    "AggregationEvent.json",
    "AssociationEvent.json",
    "JumbledFieldsOrder.json",
    "ObjectEvent.json",
    "ObjectEvent_with_error_declaration.json",
    "TransactionEvent.json",
    "TransformationEvent.json",
];

/// The invalid ones, and why they are refused.
const INVALID: [(&str, &str, &str); 8] = [
    ("Combination_of_events_with_missing_mandatory_fields.json", "MissingField", "action"),
    ("Combination_of_non_standard_bizStep_and_disposition.json", "UnsupportedValue", "bizStep"),
    ("ObjectEvent_with_ilmd_field_without_namespace.json", "UnsupportedValue", "ilmd"),
    ("ObjectEvent_with_invalid_certificationInfo.json", "UnsupportedValue", "certificationInfo"),
    ("ObjectEvent_with_non_standard_bizStep.json", "UnsupportedValue", "bizStep"),
    ("ObjectEvent_with_non_standard_disposition.json", "UnsupportedValue", "disposition"),
    ("ObjectEvent_with_unknown_field_in_quantityList.json", "UnsupportedValue", "weight"),
    ("ObjectEvent_without_identifier_list.json", "MissingField", "epcList"),
];

const CONTAINER: &str = "CX_Testdata_MessagingTest_v0.0.7.json";

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn hash(identifier: &str) -> Hash {
    key_of(&key(), identifier).expect("is an identifier")
}

/// The document; says when it is not there.
fn read(name: &str) -> Option<Vec<u8>> {
    let file = PathBuf::from(FOLDER).join(name);
    let bytes = fs::read(&file).ok();
    if bytes.is_none() {
        println!("absent, so not tested: {}", file.display());
    }
    bytes
}

struct World {
    contract: Deployed<ItemTrace>,
    context: MappingContext,
    maker: Account,
    buyer: Account,
    regulator: Account,
}

/// A maker who sends, and a buyer whom the documents name as a destination.
fn world(ledger: &Ledger) -> World {
    let [admin, maker, buyer, regulator] =
        ledger.accounts(["admin", "maker", "buyer", "regulator"]);
    let contract = ledger.deploy(&admin, Calls::<ItemTrace>::create(admin.address));
    contract.by(&admin).grant(Role::Manufacturer, maker.address).ok();
    contract.by(&admin).grant(Role::Receiver, buyer.address).ok();
    contract.by(&admin).grant(Role::Regulator, regulator.address).ok();
    let mut context = MappingContext::new(key(), Salt::from_bytes([6; 32]));
    for party in ["urn:epc:id:sgln:039999.999999.0", "urn:epc:id:pgln:0614141.00777"] {
        context = context.party(normalised(party).expect("is a party"), buyer.address);
    }
    World { contract, context, maker, buyer, regulator }
}

impl World {
    fn run(&self, by: &Account, call: &DocumentCall) -> Outcome<Raw, Common> {
        assert_eq!(call.contract, "item_trace");
        self.contract.call_raw(by, call.method, call.args.clone())
    }

    /// Commissions what an event takes for granted, long before it.
    fn prepare(&self, call: &DocumentCall, known: &mut BTreeSet<Hash>) {
        if call.method != "capture" {
            return;
        }
        let event = EventRequest::decode_all(&mut &call.args[..]).expect("is an event");
        let (items, quantities) = taken(&event.act);
        let items: Vec<NewItem> = items
            .into_iter()
            .filter(|item| known.insert(*item))
            .map(|item| NewItem { key: item, class: Hash::ZERO, lot: None })
            .collect();
        if items.is_empty() && quantities.is_empty() {
            return;
        }
        let mut id = event.id;
        id.0[0] ^= 1;
        let act = Act::Commission { items, quantities, expiry: None };
        let event = EventRequest { id, time: UnixSeconds(1), act, ..event };
        self.contract.by(&self.maker).capture(event).ok();
    }
}

#[test]
fn every_file_of_these_formats_has_an_outcome() {
    let names = |folder: &str| -> Option<BTreeSet<String>> {
        let entries = fs::read_dir(PathBuf::from(FOLDER).join(folder)).ok()?;
        let names = entries.map(|entry| entry.expect("is readable").file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        Some(names.filter(|name| name.ends_with(".json") || name.ends_with(".xml")).collect())
    };
    let (Some(valid), Some(invalid)) = (names("manufacturing"), names("manufacturing/invalid"))
    else {
        println!("absent, so not tested: {FOLDER}/manufacturing");
        return;
    };
    let known = VALID.iter().copied().chain([CONTAINER]).map(str::to_owned).collect();
    assert_eq!(valid, known);
    assert_eq!(invalid, INVALID.iter().map(|(name, _, _)| (*name).to_owned()).collect());
}

#[sandpact::test]
fn valid_documents_are_recorded(ledger: &Ledger) {
    for name in VALID {
        let own = Ledger::new();
        let w = world(&own);
        let Some(bytes) = read(&format!("manufacturing/{name}")) else { return };
        let calls = map_document(&bytes, &w.context).expect(name);
        assert!(!calls.is_empty(), "{name}");
        let mut known = BTreeSet::new();
        if calls.iter().any(|call| call.method == "declare_error") {
            // The event that is declared wrong was recorded before.
            let mut document: serde_json::Value = serde_json::from_slice(&bytes).expect(name);
            let event = &mut document["epcisBody"]["eventList"][0];
            event.as_object_mut().expect(name).remove("errorDeclaration");
            let before = map_document(document.to_string().as_bytes(), &w.context).expect(name);
            w.prepare(&before[0], &mut known);
            w.run(&w.maker, &before[0]).ok();
        }
        for call in &calls {
            w.prepare(call, &mut known);
            w.run(&w.maker, call).ok();
            let again = w.run(&w.maker, call);
            assert!(again.events().is_empty(), "{name}: the same again changes nothing");
            again.ok();
        }
        Search::of(&bytes).finds_nothing(&own, &[]);
    }
    assert_eq!(ledger.height(), Height(0), "each document has a ledger of its own");
}

#[test]
fn invalid_documents_are_refused_by_name() {
    let context = MappingContext::new(key(), Salt::from_bytes([6; 32]));
    for (name, refusal, what) in INVALID {
        let Some(bytes) = read(&format!("manufacturing/invalid/{name}")) else { return };
        let refused = map_document(&bytes, &context).expect_err(name);
        assert_eq!(refused.name, refusal, "{name}: {refused}");
        assert!(refused.reason.contains(what), "{name}: {refused}");
    }
}

/// Eight events: 12 units and 3 cases commissioned, 4 units into each case, 3 cases onto a
/// pallet, and the pallet shipped, which alone is named.
#[sandpact::test]
fn d6_the_shipped_pallet_takes_its_twelve_units_along(ledger: &Ledger) {
    let w = world(ledger);
    let Some(bytes) = read("healthcare/GS1_US_Pharma_Example_2_2_1_1.xml") else { return };
    let calls = map_document(&bytes, &w.context).expect("it maps");
    assert_eq!(calls.len(), 8);
    for call in &calls {
        w.run(&w.maker, call).ok();
    }
    Search::of(&bytes).finds_nothing(ledger, &[]);
    let lot = hash("urn:epc:class:lgtin:030001.0012345.A123");
    let units = w.contract.by(&w.regulator).units_of(lot, None, 100).ok();
    assert_eq!(units.len(), 12);
    let warehouse = hash("urn:epc:id:sgln:039999.345678.0");
    for unit in &units {
        assert_eq!((unit.state, unit.place), (State::InTransit, Some(warehouse)));
        let view = w.contract.by(&w.regulator).item(unit.item).ok();
        assert_eq!(view.receiver, Some(w.buyer.address));
        assert_eq!(view.outermost, Some(hash("urn:epc:id:sscc:030001.41234567890")));
    }
    let expiry = CivilDate::parse("2025-03-27").ok();
    let unit = hash("urn:epc:id:sgtin:030001.0012345.11");
    assert!(w.contract.query().verify(unit, Some(lot), expiry).ok());
}

#[sandpact::test]
fn m10_the_container_is_commissioned_and_its_parts_are_their_partners(ledger: &Ledger) {
    let mut w = world(ledger);
    let Some(bytes) = read(&format!("manufacturing/{CONTAINER}")) else { return };
    let admin = ledger.account("admin");
    let numbers = ["BPNL00000003CML1", "BPNL00000003CSGV", "BPNL00000003AZQP", "BPNL00000003CNKC"];
    for number in numbers {
        let partner = ledger.account(number);
        w.contract.by(&admin).grant(Role::Assembler, partner.address).ok();
        w.context = w.context.party(number, partner.address);
    }
    let container = map_container(&bytes, &w.context).expect("it maps");
    assert_eq!((container.assets, container.edges), (22, 10));
    assert_eq!(container.partners, numbers.map(str::to_owned).into());
    for call in &container.calls {
        w.run(&ledger.account(&call.actor), call).ok();
    }
    Search::of(&bytes).finds_nothing(ledger, &[]);
    // A recall of one batch reaches what it was built into.
    let authority = ledger.account("authority");
    w.contract.by(&admin).grant(Role::RecallAuthority, authority.address).ok();
    let text = String::from_utf8_lossy(&bytes);
    let wrong = text.replacen(
        "\"businessPartner\" : \"BPNL00000003CNKC\"",
        "\"businessPartner\" : \"BPNL00000003CML1\"",
        1,
    );
    assert!(wrong != text, "the first partner of a part is another one");
    let changed = map_container(wrong.as_bytes(), &w.context).expect("it maps");
    let bill = changed
        .calls
        .iter()
        .zip(&container.calls)
        .find(|(a, b)| a.method == "report_bom" && a.args != b.args);
    let (bill, _) = bill.expect("one bill differs");
    let refused = w.run(&ledger.account(&bill.actor), bill);
    let mismatch = item_trace::errors::Error::PartnerMismatch { item: Hash::ZERO };
    assert_eq!(refused.code(), sandpact_sdk::Refusal::code(&mismatch));
    let lot = catenax::lot_key(&key(), "BPNL00000003CSGV", "NO-341449848714937445621543");
    w.contract.by(&authority).start_recall(Hash([1; 32]), lot, Hash::ZERO).ok();
    while w.contract.by(&authority).continue_recall(Hash([1; 32]), 25).ok() {}
    let recall = w.contract.by(&authority).recall(Hash([1; 32])).ok();
    assert!(recall.blocked >= 1, "{recall:?}");
}
