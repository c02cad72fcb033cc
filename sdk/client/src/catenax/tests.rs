//! Small containers of our own.
#![allow(clippy::unwrap_used)]

use super::{Container, is_container, lot_key, map_container};
use crate::commitment::{FingerprintKey, Salt};
use crate::document::{DocumentRefusal, MappingContext};
use crate::epcis::key_of;
use item_trace::messages::{Act, BomPart, EventRequest};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, Hash};
use serde_json::{Value, json};

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn context() -> MappingContext {
    MappingContext::new(key(), Salt::from_bytes([6; 32])).party("BPNL2", Address([2; 32]))
}

fn asset(id: &str, partner: &str, aspect: &str, batch: &str) -> Value {
    let mut asset = json!({"catenaXId": id, "bpnl": partner});
    asset[format!("urn:bamm:io.catenax.x:1.0.0#{aspect}")] = json!([{
        "localIdentifiers": [{"key": "batchId", "value": batch}],
        "manufacturingInformation": {"date": "2022-02-04T14:48:54"},
        "partTypeInformation": {"manufacturerPartId": "P-1", "nameAtManufacturer": "Door"},
    }]);
    asset
}

fn car() -> Value {
    let mut car = asset("urn:uuid:1", "BPNL1", "SerialPart", "B-0");
    car["urn:samm:io.catenax.bom:3.0.0#SingleLevelBomAsBuilt"] = json!([{"childItems": [{
        "catenaXId": "urn:uuid:2",
        "businessPartner": "BPNL2",
        "quantity": {"quantityNumber": 2.5, "measurementUnit": "unit:litre"},
    }]}]);
    car
}

fn container(assets: &[Value]) -> Vec<u8> {
    json!({"https://catenax.io/schema/TestDataContainer/1.0.0": assets}).to_string().into_bytes()
}

fn map(assets: &[Value]) -> Result<Container, DocumentRefusal> {
    map_container(&container(assets), &context())
}

#[test]
fn parts_are_commissioned_before_their_bills_are_reported() {
    let plan = json!({"catenaXId": "urn:uuid:9", "bpnl": "BPNL1", "PlainObject": [{}]});
    let assets = [car(), asset("urn:uuid:2", "BPNL2", "Batch", "B-1"), plan];
    assert!(is_container(&container(&assets)));
    let mapped = map(&assets).unwrap();
    assert_eq!((mapped.assets, mapped.edges, mapped.partners.len()), (3, 1, 2));
    let methods: Vec<_> = mapped.calls.iter().map(|it| (it.method, &*it.actor)).collect();
    assert_eq!(methods, [("capture", "BPNL1"), ("capture", "BPNL2"), ("report_bom", "BPNL1")]);
    let event = EventRequest::decode_all(&mut &mapped.calls[1].args[..]).unwrap();
    let Act::Commission { items, .. } = event.act else { panic!("it is commissioned") };
    assert_eq!(items[0].key, key_of(&key(), "urn:uuid:2").unwrap());
    assert_eq!(items[0].lot, Some(lot_key(&key(), "BPNL2", "B-1")));
    let bill = <(Hash, Vec<BomPart>)>::decode_all(&mut &mapped.calls[2].args[..]).unwrap();
    assert_eq!(bill.1[0].partner, Address([2; 32]));
    assert_eq!(bill.1[0].amount.to_string(), "2.5");
}

#[test]
fn what_is_missing_or_unknown_is_refused_by_name() {
    let change = |pointer: &str, value: Value| {
        let mut changed = car();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    let bom = "/urn:samm:io.catenax.bom:3.0.0#SingleLevelBomAsBuilt/0/childItems/0";
    let part = "/urn:bamm:io.catenax.x:1.0.0#SerialPart/0";
    for (asset, name) in [
        (change(&format!("{bom}/businessPartner"), json!("BPNL3")), "UnknownParty"),
        (change(&format!("{bom}/quantity"), json!({"quantityNumber": "2"})), "BadAmount"),
        (change(&format!("{bom}/catenaXId"), json!("2")), "BadIdentifier"),
        (change(&format!("{part}/manufacturingInformation/date"), json!("2022")), "BadDate"),
        (change(&format!("{part}/partTypeInformation"), json!({})), "MissingField"),
        (json!({"bpnl": "BPNL1"}), "MissingField"),
    ] {
        assert_eq!(map(std::slice::from_ref(&asset)).unwrap_err().name, name, "{asset}");
    }
    let plan = json!({"catenaXId": "urn:uuid:9", "bpnl": "BPNL1", "PlainObject": [{}]});
    for assets in [vec![], vec![plan]] {
        assert_eq!(map(&assets).unwrap_err().name, "MissingField", "{assets:?}");
    }
    let refusal = map_container(b"{}", &context()).unwrap_err();
    assert_eq!(refusal.name, "UnsupportedKind");
    assert!(!is_container(b"{}") && !is_container(b"["));
}
