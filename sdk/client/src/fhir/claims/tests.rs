//! Synthetic resources: each a small change of one that maps.
#![allow(clippy::unwrap_used)]

use super::{
    claim_number, claim_reference, coverage_fingerprint, is_claim_resource, map_resource,
    member_pseudonym,
};
use crate::commitment::{FingerprintKey, Salt};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use claim_adjudication::messages::{
    AdjudicateRequest, ClaimRef, CoverageRequest, PreauthApproval, ReasonCode, SubmitRequest,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, CivilDate};
use serde_json::{Value, json};

const PAYER: Address = Address([1; 32]);
const PROVIDER: Address = Address([2; 32]);

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 3)
}

fn context() -> MappingContext {
    MappingContext::new(key(), Salt::from_bytes([6; 32]))
        .party("Organization/payer", PAYER)
        .party("https://example.org/insurers|77", PAYER)
        .party("Organization/clinic", PROVIDER)
        .party("Practitioner/dr", PROVIDER)
}

fn map(resource: &Value) -> Result<DocumentCall, DocumentRefusal> {
    map_resource(resource.to_string().as_bytes(), &context())
}

fn usd(value: f64) -> Value {
    json!({"value": value, "currency": "USD"})
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn code(code: &str) -> Value {
    json!({"coding": [{"code": code}]})
}

fn claim() -> Value {
    json!({
        "resourceType": "Claim",
        "id": "c1",
        "identifier": [{"system": "https://example.org/claims", "value": "A-17"}],
        "status": "active",
        "use": "claim",
        "patient": {"reference": "Patient/p1", "display": "A. Person"},
        "created": "2026-01-04T10:00:00+01:00",
        "insurer": {"reference": "Organization/payer"},
        "provider": {"reference": "Organization/clinic"},
        "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": code("M54.5")}],
        "insurance": [
            {"sequence": 1, "focal": false, "coverage": {"reference": "Coverage/other"}},
            {"sequence": 2, "focal": true, "coverage": {"reference": "Coverage/v1"},
             "preAuthRef": ["PA-1"]},
        ],
        "item": [
            {"sequence": 2, "productOrService": code("20"), "servicedDate": "2026-01-03",
             "net": usd(0.5)},
            {"sequence": 1, "productOrService": code("10"),
             "servicedPeriod": {"start": "2026-01-01", "end": "2026-01-02"}, "net": usd(100.25)},
        ],
        "total": usd(100.75),
    })
}

fn response() -> Value {
    let entry = |name: &str, amount: f64| json!({"category": code(name), "amount": usd(amount)});
    json!({
        "resourceType": "ClaimResponse",
        "id": "r1",
        "status": "active",
        "use": "claim",
        "patient": {"reference": "Patient/p1"},
        "insurer": {"identifier": {"system": "https://example.org/insurers", "value": "77"}},
        "requestor": {"reference": "Practitioner/dr"},
        "request": {"reference": "Claim/c1"},
        "outcome": "complete",
        "item": [{
            "itemSequence": 1,
            "adjudication": [
                entry("eligible", 90.0),
                entry("copay", 10.0),
                {"category": code("eligpercent"), "value": 80},
                {"category": code("benefit"), "reason": code("ar002"), "amount": usd(64.0)},
            ],
        }],
        "total": [entry("submitted", 100.0), entry("benefit", 64.0)],
        "payment": {"adjustment": usd(4.0), "adjustmentReason": code("a002"), "amount": usd(60.0)},
    })
}

fn coverage() -> Value {
    json!({
        "resourceType": "Coverage",
        "id": "v1",
        "status": "active",
        "beneficiary": {"reference": "Patient/p1"},
        "period": {"start": "2026-01-01"},
        "payor": [{"reference": "Organization/payer"}],
    })
}

fn with(mut resource: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    resource.pointer_mut(parent).unwrap()[name] = value;
    resource
}

fn without(mut resource: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    resource.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    resource
}

fn submitted(resource: &Value) -> SubmitRequest {
    let call = map(resource).unwrap();
    SubmitRequest::decode_all(&mut &call.args[..]).unwrap()
}

#[test]
fn a_claim_is_submitted_by_its_provider() {
    let call = map(&claim()).unwrap();
    assert_eq!((call.contract, call.method), ("claim_adjudication", "submit"));
    assert_eq!((&*call.actor, &*call.title), ("Organization/clinic", "claim A-17"));
    let request = submitted(&claim());
    assert_eq!((request.payer, request.provider, request.epoch), (PAYER, PROVIDER, 3));
    assert_eq!(request.number, claim_number(&key(), "https://example.org/claims", "A-17"));
    assert_eq!(request.reference, Some(claim_reference(&key(), "Claim/c1")));
    assert_eq!(request.coverage, coverage_fingerprint(&key(), "Coverage/v1"));
    assert_eq!(request.order, 2);
    assert_eq!(request.patient, member_pseudonym(&key(), &PROVIDER, "Patient/p1"));
    assert_eq!(request.beneficiary, member_pseudonym(&key(), &PAYER, "Patient/p1"));
    assert_ne!(request.patient, request.beneficiary);
    assert_eq!(request.created, date("2026-01-04"));
    let lines: Vec<_> = request.lines.iter().map(|it| (it.sequence, it.submitted_minor)).collect();
    assert_eq!((lines, request.total_minor), (vec![(1, 10_025), (2, 50)], 10_075));
    assert_eq!(
        (request.lines[0].from, request.lines[0].to),
        (date("2026-01-01"), date("2026-01-02"))
    );
    assert!(request.preauthorisation.is_some());
    assert_eq!(submitted(&without(claim(), "/total")).total_minor, 10_075);
}

#[test]
fn a_service_is_known_by_code_modifier_site_and_patient() {
    let service = |resource: &Value| submitted(resource).lines[1].service;
    let plain = service(&claim());
    assert_eq!(service(&with(claim(), "/created", json!("2026-01-05"))), plain);
    let changes = [
        with(claim(), "/item/0/productOrService", code("21")),
        with(claim(), "/item/0/modifier", json!([code("50")])),
        with(claim(), "/item/0/bodySite", code("50")),
        with(claim(), "/item/0/subSite", json!([code("50")])),
        with(claim(), "/patient/reference", json!("Patient/p2")),
    ];
    let mut all: Vec<_> = changes.iter().map(service).collect();
    all.push(plain);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 6);
    let two = |first: &str, second: &str| json!({"coding": [{"system": "s", "code": first}, {"system": "t", "code": second}]});
    let order = |concept| service(&with(claim(), "/item/0/productOrService", concept));
    let swapped = json!({"coding": [{"system": "t", "code": "b"}, {"system": "s", "code": "a"}]});
    assert_eq!(order(two("a", "b")), order(swapped));
    assert_ne!(order(two("a", "b")), order(two("b", "a")));
}

#[test]
fn a_line_without_a_day_has_that_of_the_claim() {
    let bare = without(claim(), "/item/0/servicedDate");
    assert_eq!(map(&bare).unwrap_err().name, "MissingField");
    let period = json!({"start": "2026-01-01", "end": "2026-01-03"});
    let line = submitted(&with(bare.clone(), "/billablePeriod", period)).lines[1].clone();
    assert_eq!((line.from, line.to), (date("2026-01-01"), date("2026-01-03")));
    let open = with(bare, "/billablePeriod", json!({"start": "2026-01-01"}));
    assert_eq!(map(&open).unwrap_err().name, "MissingField");
}

#[test]
fn use_and_status_choose_the_method() {
    let preauth = with(claim(), "/use", json!("preauthorization"));
    assert_eq!(map(&preauth).unwrap().method, "request_preauthorisation");
    let cancelled = map(&with(claim(), "/status", json!("cancelled"))).unwrap();
    assert_eq!(cancelled.method, "cancel");
    let named = ClaimRef::decode_all(&mut &cancelled.args[..]).unwrap();
    assert_eq!(named.claim, submitted(&claim()).number);
    for (outcome, method) in
        [("complete", "adjudicate"), ("queued", "accept"), ("partial", "pend"), ("error", "reject")]
    {
        let call = map(&with(response(), "/outcome", json!(outcome))).unwrap();
        assert_eq!((call.method, &*call.actor), (method, "https://example.org/insurers|77"));
    }
}

#[test]
fn a_response_is_decided_as_it_says() {
    let call = map(&response()).unwrap();
    let request = AdjudicateRequest::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!(request.claim.claim, claim_reference(&key(), "Claim/c1"));
    assert_eq!((request.claim.payer, request.claim.provider), (PAYER, PROVIDER));
    let line = &request.lines[0];
    assert_eq!((line.eligible_minor, line.copay_minor), (Some(9_000), Some(1_000)));
    assert_eq!((line.benefit_minor, line.reason), (6_400, ReasonCode::parse("ar002").ok()));
    assert_eq!((request.submitted_minor, request.benefit_minor), (Some(10_000), 6_400));
    let payment = request.payment.unwrap();
    assert_eq!((payment.amount_minor, payment.adjustment_minor), (6_000, 400));
    let by_number =
        json!({"identifier": {"system": "https://example.org/claims", "value": "A-17"}});
    let call = map(&with(response(), "/request", by_number)).unwrap();
    let request = AdjudicateRequest::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!(request.claim.claim, submitted(&claim()).number);
    // Amounts that contradict each other are the contract's to refuse.
    assert!(map(&with(response(), "/payment/amount", usd(999.0))).is_ok());
}

#[test]
fn an_explanation_repeats_the_lines() {
    let mut explanation = response();
    explanation["resourceType"] = json!("ExplanationOfBenefit");
    explanation["provider"] = explanation["requestor"].take();
    explanation["claim"] = explanation["request"].take();
    explanation["item"][0]["sequence"] = json!(1);
    explanation["item"][0]["net"] = usd(100.0);
    let call = map(&explanation).unwrap();
    let request = AdjudicateRequest::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!(request.lines[0].submitted_minor, Some(10_000));
}

#[test]
fn a_preauthorisation_is_approved_with_its_reference_and_time() {
    let mut approval = with(response(), "/use", json!("preauthorization"));
    approval["preAuthRef"] = json!("PA-1");
    approval["preAuthPeriod"] = json!({"start": "2026-01-01", "end": "2026-06-30"});
    let call = map(&approval).unwrap();
    assert_eq!(call.method, "approve_preauthorisation");
    let decoded = PreauthApproval::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!((decoded.limit_minor, decoded.until), (6_400, date("2026-06-30")));
    assert_eq!(Some(decoded.reference), submitted(&claim()).preauthorisation);
    for member in ["/preAuthRef", "/preAuthPeriod"] {
        assert_eq!(map(&without(approval.clone(), member)).unwrap_err().name, "MissingField");
    }
    let declined = map(&with(approval.clone(), "/outcome", json!("error"))).unwrap();
    assert_eq!(declined.method, "decline_preauthorisation");
    let queued = map(&with(approval, "/outcome", json!("queued"))).unwrap_err();
    assert_eq!(queued.name, "UnsupportedKind");
}

#[test]
fn an_error_has_the_code_of_its_first_error() {
    let failed = with(response(), "/outcome", json!("error"));
    let reason = |resource: &Value| {
        let call = map(resource).unwrap();
        <(ClaimRef, ReasonCode)>::decode_all(&mut &call.args[..]).unwrap().1
    };
    assert_eq!(reason(&failed).as_str(), "0");
    let coded = with(failed, "/error", json!([{"code": code("a002")}, {"code": code("a003")}]));
    assert_eq!(reason(&coded).as_str(), "a002");
}

#[test]
fn a_coverage_is_registered_by_its_payer() {
    let call = map(&coverage()).unwrap();
    assert_eq!((call.method, &*call.actor), ("register_coverage", "Organization/payer"));
    let request = CoverageRequest::decode_all(&mut &call.args[..]).unwrap();
    assert_eq!((request.start, request.end), (Some(date("2026-01-01")), None));
    assert_eq!(request.coverage, submitted(&claim()).coverage);
    assert_eq!(request.beneficiary, submitted(&claim()).beneficiary);
}

#[test]
fn what_would_have_to_be_guessed_is_refused_by_name() {
    let many: Vec<Value> = (1..=51).map(|_| claim()["item"][0].clone()).collect();
    let two_numbers = json!([{"value": "1"}, {"value": "2"}]);
    let table = [
        (with(claim(), "/status", json!("draft")), "UnsupportedKind"),
        (with(claim(), "/use", json!("predetermination")), "UnsupportedKind"),
        (with(claim(), "/identifier", two_numbers), "UnsupportedValue"),
        (without(claim(), "/identifier"), "MissingField"),
        (without(claim(), "/insurer"), "MissingField"),
        (with(claim(), "/insurer/reference", json!("Organization/9")), "UnknownParty"),
        (with(claim(), "/patient/reference", json!("#p")), "BadIdentifier"),
        (with(claim(), "/insurance/0/focal", json!(true)), "UnsupportedValue"),
        (with(claim(), "/insurance/1/focal", json!(false)), "UnsupportedValue"),
        (with(claim(), "/insurance/1/coverage/reference", json!("#v")), "BadIdentifier"),
        (with(claim(), "/insurance/1/preAuthRef", json!(["a", "b"])), "UnsupportedValue"),
        (with(claim(), "/insurance/1/sequence", json!(300)), "TooLarge"),
        (with(claim(), "/created", json!("2026")), "BadDate"),
        (without(claim(), "/item/0/net"), "MissingField"),
        (with(claim(), "/item/0/net", usd(0.001)), "BadAmount"),
        (with(claim(), "/item/0/net/currency", json!("EUR")), "MixedCurrencies"),
        (with(claim(), "/item/0/sequence", json!(0)), "UnsupportedValue"),
        (with(claim(), "/item/0/productOrService", json!({"text": "bridge"})), "MissingField"),
        (with(claim(), "/item", json!(many)), "TooLarge"),
        (with(claim(), "/modifierExtension", json!([{"url": "u"}])), "UnsupportedValue"),
        (with(claim(), "/implicitRules", json!("u")), "UnsupportedValue"),
        (with(response(), "/status", json!("cancelled")), "UnsupportedKind"),
        (with(response(), "/request/reference", json!("Claim/c1/_history/2")), "BadIdentifier"),
        (with(response(), "/request/reference", json!("urn:uuid:1")), "BadIdentifier"),
        (with(response(), "/addItem", json!([{}])), "UnsupportedValue"),
        (without(response(), "/item"), "MissingField"),
        (with(response(), "/item/0/adjudication", json!([])), "MissingField"),
        (with(response(), "/item/0/adjudication/3/category", code("paid")), "UnsupportedValue"),
        (with(response(), "/item/0/adjudication/3/category", code("copay")), "UnsupportedValue"),
        (with(response(), "/item/0/adjudication/3/reason", code("Smith")), "UnsupportedValue"),
        (with(coverage(), "/status", json!("cancelled")), "UnsupportedKind"),
        (with(coverage(), "/payor/0/reference", json!("Patient/p1")), "UnsupportedKind"),
        (without(coverage(), "/id"), "MissingField"),
        (json!({"resourceType": "Patient"}), "UnsupportedKind"),
        (json!([]), "MissingField"),
    ];
    for (resource, name) in table {
        assert_eq!(map(&resource).unwrap_err().name, name, "{resource}");
    }
    assert_eq!(map_resource(b"{", &context()).unwrap_err().name, "NotWellFormed");
    let twice = br#"{"resourceType": "Claim", "use": "claim", "use": "preauthorization"}"#;
    assert_eq!(map_resource(twice, &context()).unwrap_err().name, "NotWellFormed");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(map_resource(deep.as_bytes(), &context()).unwrap_err().name, "NotWellFormed");
    let long = vec![b' '; super::RESOURCE_LEN_BYTES_MAX + 1];
    assert_eq!(map_resource(&long, &context()).unwrap_err().name, "TooLarge");
}

#[test]
fn one_bit_of_the_document_changes_the_commitment() {
    let changed = with(claim(), "/diagnosis/0/diagnosisCodeableConcept", code("M54.4"));
    let (plain, changed) = (submitted(&claim()), submitted(&changed));
    assert_ne!(plain.commitment, changed.commitment);
    assert_eq!(SubmitRequest { commitment: plain.commitment, ..changed }, plain);
}

#[test]
fn resources_are_recognised_by_their_type() {
    for (resource, expected) in [
        (claim(), true),
        (response(), true),
        (coverage(), true),
        (json!({"resourceType": "Consent"}), false),
        (json!(1), false),
    ] {
        assert_eq!(is_claim_resource(resource.to_string().as_bytes()), expected);
    }
}
