//! Small documents of our own, in both forms.
#![allow(clippy::unwrap_used)]

use super::{ACTOR_UNNAMED, event_key, is_epcis, key_of, map_document};
use crate::commitment::{FingerprintKey, Salt};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use item_trace::messages::{Act, ErrorDeclaration, ErrorReason, EventRequest};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, UnixSeconds};
use serde_json::{Value, json};

const BUYER: Address = Address([2; 32]);
const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/epcis-context.jsonld";

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn context() -> MappingContext {
    MappingContext::new(key(), Salt::from_bytes([6; 32])).party("417:4012345000009", BUYER)
}

fn document(events: &[Value]) -> Value {
    json!({
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
        "epcisBody": {"eventList": events},
    })
}

fn object(action: &str) -> Value {
    json!({
        "type": "ObjectEvent",
        "eventTime": "2026-01-01T01:00:00+01:00",
        "eventTimeZoneOffset": "+01:00",
        "action": action,
        "epcList": ["urn:epc:id:sgtin:9521141.001234.2017"],
    })
}

fn with(mut event: Value, name: &str, value: Value) -> Value {
    event[name] = value;
    event
}

fn without(mut event: Value, name: &str) -> Value {
    event.as_object_mut().unwrap().remove(name);
    event
}

fn map_all(events: &[Value]) -> Result<Vec<DocumentCall>, DocumentRefusal> {
    map_document(document(events).to_string().as_bytes(), &context())
}

fn captured(call: &DocumentCall) -> EventRequest {
    assert_eq!((call.contract, call.method), ("item_trace", "capture"));
    EventRequest::decode_all(&mut &call.args[..]).unwrap()
}

fn request(event: &Value) -> EventRequest {
    captured(&map_all(std::slice::from_ref(event)).unwrap()[0])
}

#[track_caller]
fn assert_refused(event: &Value, name: &str) {
    assert_eq!(map_all(std::slice::from_ref(event)).unwrap_err().name, name, "{event}");
}

#[test]
fn actions_and_steps_choose_the_act() {
    let commission = with(
        object("ADD"),
        "ilmd",
        json!({"cbvmda:lotNumber": "A1", "cbvmda:itemExpirationDate": "2027-03-31"}),
    );
    let event = request(&commission);
    assert_eq!(event.time, UnixSeconds(1_767_225_600));
    let Act::Commission { items, expiry, .. } = event.act else { panic!("{event:?}") };
    let lot = key_of(&key(), "urn:epc:class:lgtin:9521141.001234.A1").unwrap();
    assert_eq!((items[0].lot, expiry.unwrap().to_string()), (Some(lot), "2027-03-31".into()));
    let class = key_of(&key(), "https://id.gs1.org/01/09521141012345").unwrap();
    assert_eq!(items[0].class, class);

    assert!(matches!(request(&object("DELETE")).act, Act::Decommission { .. }));
    let sold = with(object("OBSERVE"), "bizStep", json!("retail_selling"));
    assert!(matches!(request(&sold).act, Act::Dispense { .. }));
    assert!(matches!(request(&object("OBSERVE")).act, Act::Observe { .. }));
    let received = with(object("OBSERVE"), "bizStep", json!("cbv:BizStep-receiving"));
    assert!(matches!(request(&received).act, Act::Receive { .. }));
    let shipping = with(object("OBSERVE"), "bizStep", json!("shipping"));
    assert!(matches!(request(&shipping).act, Act::Observe { .. }), "to nobody");
    let to = json!([
        {"type": "owning_party", "destination": "urn:epc:id:pgln:4012345.00000"},
        {"type": "location", "destination": "urn:epc:id:sgln:4012345.00011.0"},
    ]);
    let Act::Ship { to, destination, .. } =
        request(&with(shipping.clone(), "destinationList", to)).act
    else {
        panic!("it ships")
    };
    let place = key_of(&key(), "https://id.gs1.org/414/4012345000115").unwrap();
    assert_eq!((to, destination), (BUYER, Some(place)));
    let stranger =
        json!([{"type": "owning_party", "destination": "urn:epc:id:pgln:4012345.00001"}]);
    assert_refused(&with(shipping, "destinationList", stranger), "UnknownParty");
}

#[test]
fn parents_move_alone() {
    let aggregation = |action: &str| {
        let event = with(object(action), "type", json!("AggregationEvent"));
        let event = with(event, "parentID", json!("urn:epc:id:sscc:4012345.0000000333"));
        let event = with(event, "childEPCs", json!(["urn:epc:id:sgtin:9521141.001234.1"]));
        without(event, "epcList")
    };
    assert!(matches!(request(&aggregation("ADD")).act, Act::Pack { .. }));
    assert!(matches!(request(&aggregation("DELETE")).act, Act::Unpack { .. }));
    let received = with(aggregation("OBSERVE"), "bizStep", json!("receiving"));
    let Act::Receive { items, quantities } = request(&received).act else { panic!("received") };
    assert_eq!(items, [key_of(&key(), "https://id.gs1.org/00/040123450000003338").unwrap()]);
    assert!(quantities.is_empty());
    assert_refused(&without(aggregation("ADD"), "parentID"), "MissingField");
    assert_refused(&without(aggregation("ADD"), "childEPCs"), "MissingField");
    let associated = with(aggregation("ADD"), "type", json!("AssociationEvent"));
    assert!(matches!(request(&associated).act, Act::Associate { .. }));
}

#[test]
fn events_are_known_by_id_or_by_what_they_say() {
    let named = request(&with(object("OBSERVE"), "eventID", json!("urn:uuid:1")));
    assert_eq!(named.id, event_key(&key(), "urn:uuid:1"));
    let plain = request(&object("OBSERVE"));
    let recorded = with(object("OBSERVE"), "recordTime", json!("2026-01-02T00:00:00Z"));
    assert_eq!(request(&recorded).id, plain.id);
    assert_ne!(request(&object("ADD")).id, plain.id);
    let declared = json!({
        "declarationTime": "2026-01-03T00:00:00Z",
        "reason": "did_not_occur",
        "correctiveEventIDs": ["urn:uuid:2"],
    });
    let call = &map_all(&[with(object("OBSERVE"), "errorDeclaration", declared)]).unwrap()[0];
    assert_eq!(call.method, "declare_error");
    let declaration = ErrorDeclaration::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!((declaration.event, declaration.reason), (plain.id, ErrorReason::DidNotOccur));
    assert_eq!(declaration.corrections, [event_key(&key(), "urn:uuid:2")]);
}

#[test]
fn the_actor_is_a_party_or_a_place() {
    let actor = |event: &Value| map_all(std::slice::from_ref(event)).unwrap()[0].actor.clone();
    assert_eq!(actor(&object("OBSERVE")), ACTOR_UNNAMED);
    let placed =
        with(object("OBSERVE"), "readPoint", json!({"id": "urn:epc:id:sgln:4012345.00011.0"}));
    assert_eq!(actor(&placed), "414:4012345000115");
    let sources = json!([
        {"type": "possessing_party", "source": "urn:epc:id:pgln:4012345.00000"},
        {"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00225"},
    ]);
    assert_eq!(actor(&with(placed, "sourceList", sources)), "417:4012345002256");
}

#[test]
fn xml_and_json_are_the_same_event() {
    let xml = r#"<?xml version="1.0"?>
<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:1" xmlns:m="urn:epcglobal:cbv:mda"
 schemaVersion="1.2" creationDate="2026-01-01T00:00:00Z"><EPCISBody><EventList>
<ObjectEvent><eventTime>2026-01-01T01:00:00+01:00</eventTime>
<eventTimeZoneOffset>+01:00</eventTimeZoneOffset>
<epcList><epc>urn:epc:id:sgtin:9521141.001234.2017</epc></epcList>
<action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>
<extension><quantityList><quantityElement>
<epcClass>urn:epc:class:lgtin:4012345.012345.L</epcClass>
<quantity>2.5</quantity><uom>KGM</uom></quantityElement></quantityList>
<ilmd><m:lotNumber>A1</m:lotNumber></ilmd></extension></ObjectEvent>
</EventList></EPCISBody></e:EPCISDocument>"#;
    assert!(is_epcis(xml.as_bytes()));
    let from_xml = captured(&map_document(xml.as_bytes(), &context()).unwrap()[0]);
    let event = with(object("ADD"), "bizStep", json!("commissioning"));
    let quantity = json!([{
        "epcClass": "https://id.gs1.org/01/04012345123456/10/L", "quantity": 2.5, "uom": "KGM",
    }]);
    let event = with(event, "quantityList", quantity);
    let event = with(event, "ilmd", json!({"cbvmda:lotNumber": "A1"}));
    let from_json = request(&event);
    assert_eq!((from_xml.act, from_xml.time), (from_json.act, from_json.time));
    for (from, to, name) in [
        ("<action>ADD</action>", "", "MissingField"),
        ("<action>ADD</action>", "<action>add</action>", "UnsupportedValue"),
        ("<action>ADD</action>", "<action>ADD</action><made>x</made>", "UnsupportedValue"),
        ("<m:lotNumber>A1</m:lotNumber>", "<lot>A1</lot>", "UnsupportedValue"),
        ("<quantity>2.5", "<quantity>many", "BadAmount"),
        ("+01:00</eventTime>", "</eventTime>", "BadDate"),
        ("<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "NotWellFormed"),
        ("schemaVersion=\"1.2\"", "schemaVersion=\"3.0\"", "UnsupportedKind"),
    ] {
        let changed = xml.replace(from, to);
        assert_ne!(changed, xml);
        let refusal = map_document(changed.as_bytes(), &context()).unwrap_err();
        assert_eq!(refusal.name, name, "{from} {to}: {refusal}");
    }
}

#[test]
fn xml_is_of_epcis_by_the_namespace_of_its_root() {
    let event = "<ObjectEvent><eventTime>2026-01-01T00:00:00Z</eventTime>\
                 <eventTimeZoneOffset>+00:00</eventTimeZoneOffset>\
                 <epcList><epc>urn:epc:id:sgtin:9521141.001234.2017</epc></epcList>\
                 <action>OBSERVE</action></ObjectEvent>";
    let document = |namespace: &str, body: &str, event: &str| {
        format!(
            "<e:EPCISDocument xmlns:e='{namespace}' schemaVersion='2.0'>\
             <{body}><EventList>{event}</EventList></{body}></e:EPCISDocument>"
        )
    };
    let of = |namespace: &str| document(namespace, "EPCISBody", event);
    let (first, second) = ("urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2");
    for text in [of(first), of(second), event.to_owned(), format!("\u{feff}\n{event}")] {
        assert!(is_epcis(text.as_bytes()), "{text}");
        map_document(text.as_bytes(), &context()).unwrap();
    }
    let in_other = event.replace("<ObjectEvent>", "<ObjectEvent xmlns='urn:other'>");
    let body_in_other = of(first).replace("<EPCISBody>", "<EPCISBody xmlns='urn:other'>");
    let deep = "<a>".repeat(90_000) + &"</a>".repeat(90_000);
    for (text, is_recognised, name) in [
        (of("urn:epcglobal:epcis:xsd:3"), false, "UnsupportedKind"),
        (of("urn:eqcglobal:epcis:xsd:1"), false, "UnsupportedKind"),
        (of("urn:epcglobal:epcis&#58;xsd:1"), false, "UnsupportedKind"),
        (of("urn:epcglobal:epcis:xsd:1#"), true, "UnsupportedKind"),
        (in_other.clone(), true, "UnsupportedKind"),
        (document(first, "EPCISBody", &in_other), true, "UnsupportedKind"),
        (document(first, "Body", event), true, "MissingField"),
        (body_in_other, true, "MissingField"),
        (document(first, "EPCISBody", &deep), true, "TooLarge"),
    ] {
        assert_eq!(is_epcis(text.as_bytes()), is_recognised, "{text}");
        let refusal = map_document(text.as_bytes(), &context()).unwrap_err();
        assert_eq!(refusal.name, name, "{refusal}");
    }
}

#[test]
fn what_the_standard_does_not_allow_is_refused_by_name() {
    let observe = || object("OBSERVE");
    let quantity = |member: &str, value: Value| {
        let mut quantity = json!({"epcClass": "https://id.gs1.org/01/09521141012345"});
        quantity[member] = value;
        with(observe(), "quantityList", json!([quantity]))
    };
    for (event, name) in [
        (without(observe(), "action"), "MissingField"),
        (without(observe(), "eventTime"), "MissingField"),
        (without(observe(), "eventTimeZoneOffset"), "MissingField"),
        (without(observe(), "epcList"), "MissingField"),
        (without(observe(), "type"), "MissingField"),
        (with(observe(), "type", json!("QuantityEvent")), "UnsupportedKind"),
        (with(observe(), "action", json!("CREATE")), "UnsupportedValue"),
        (with(observe(), "eventTime", json!("2026-01-01T01:00:00")), "BadDate"),
        (with(observe(), "bizStep", json!("transforming")), "UnsupportedValue"),
        (with(observe(), "disposition", json!("in_transport")), "UnsupportedValue"),
        (with(observe(), "ilmd", json!({"materialType": "soil"})), "UnsupportedValue"),
        (with(observe(), "certificationInfo", json!([{"a:b": "c"}])), "UnsupportedValue"),
        (with(observe(), "colour", json!("red")), "UnsupportedValue"),
        (with(observe(), "epcList", json!("urn:epc:id:x:1")), "UnsupportedValue"),
        (with(observe(), "epcList", json!(["2017"])), "BadIdentifier"),
        (
            with(observe(), "sourceList", json!([{"type": "place", "source": "urn:a:b"}])),
            "UnsupportedValue",
        ),
        (quantity("weight", json!(5)), "UnsupportedValue"),
        (quantity("quantity", json!("5")), "BadAmount"),
    ] {
        assert_refused(&event, name);
    }
    let counted = with(quantity("uom", json!("KGM")), "action", json!("ADD"));
    assert_refused(&counted, "MissingField");
    assert!(map_all(&[quantity("uom", json!("KGM"))]).is_ok(), "nothing is counted");
    let many: Vec<String> = (0..101).map(|at| format!("urn:epc:id:giai:4000001.{at}")).collect();
    assert_refused(&with(observe(), "epcList", json!(many)), "TooLarge");
    assert_eq!(map_all(&[]).unwrap_err().name, "MissingField");
    let without_context = without(document(&[observe()]), "@context").to_string();
    let refusal = map_document(without_context.as_bytes(), &context()).unwrap_err();
    assert_eq!(refusal.name, "MissingField");
    let extended = with(observe(), "example:colour", json!("red"));
    assert!(map_all(&[extended]).is_ok());
    let bare = with(observe(), "@context", json!([CONTEXT])).to_string();
    assert!(is_epcis(bare.as_bytes()) && map_document(bare.as_bytes(), &context()).is_ok());
}
