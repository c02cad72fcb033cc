//! Synthetic consents: each a small change of one that maps.
#![allow(clippy::unwrap_used)]

use super::{actor_pseudonym, coding_fingerprint, map_consent, patient_pseudonym};
use crate::commitment::{FingerprintKey, Salt};
use crate::document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext};
use consent_directive::{
    Action, ActorKey, Base, Directive, Effect, Exception, Period, Purpose, RegisterRequest, Scope,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, CivilDate};
use serde_json::{Value, json};

const PATIENT: Address = Address([7; 32]);

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn context() -> MappingContext {
    MappingContext::new(key(), Salt::from_bytes([6; 32])).party("Patient/p1", PATIENT)
}

fn act_code(code: &str) -> Value {
    concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", code)
}

fn concept(system: &str, code: &str) -> Value {
    json!({"coding": [{"system": system, "code": code}]})
}

fn purpose(code: &str) -> Value {
    json!({"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": code})
}

fn action(code: &str) -> Value {
    concept("http://terminology.hl7.org/CodeSystem/consentaction", code)
}

fn actor(role: &str, reference: &str) -> Value {
    let role = concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", role);
    json!({"role": role, "reference": {"reference": reference}})
}

fn consent(base: &str, provision: Value) -> Value {
    let scope = concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy");
    json!({
        "resourceType": "Consent",
        "id": "c1",
        "text": {"status": "generated", "div": "<div>Authorize the normal access</div>"},
        "status": "active",
        "scope": scope,
        "category": [concept("http://loinc.org", "59284-0")],
        "patient": {"reference": "Patient/p1", "display": "A. Person"},
        "dateTime": "2026-01-02",
        "organization": [{"reference": "Organization/o1"}],
        "policyRule": act_code(base),
        "provision": provision,
    })
}

fn map(consent: &Value) -> Result<DocumentCall, DocumentRefusal> {
    map_consent(consent.to_string().as_bytes(), &context())
}

fn request(call: &DocumentCall) -> RegisterRequest {
    RegisterRequest::decode_all(&mut &call.args[..]).unwrap()
}

fn directive(base: &str, provision: Value) -> Directive {
    request(&map(&consent(base, provision)).unwrap()).directive
}

#[track_caller]
fn assert_refused(consent: &Value, name: &str) {
    assert_eq!(map(consent).unwrap_err().name, name, "{consent}");
}

fn day(text: &str) -> Option<CivilDate> {
    Some(CivilDate::parse(text).unwrap())
}

fn key_of(reference: &str) -> ActorKey {
    ActorKey::Actor { pseudonym: actor_pseudonym(&key(), reference) }
}

#[test]
fn the_call_names_nobody_and_commits_to_everything() {
    let call = map(&consent("OPTIN", json!({"period": {"start": "2026-01-01"}}))).unwrap();
    assert_eq!((call.contract, call.method), ("consent_directive", "register"));
    assert_eq!((call.actor.as_str(), call.title.as_str()), ("Patient/p1", "consent c1"));
    let request = request(&call);
    assert_eq!(request.patient, patient_pseudonym(&key(), "Organization/o1", "Patient/p1"));
    assert_ne!(request.patient, patient_pseudonym(&key(), "Organization/o2", "Patient/p1"));
    assert_eq!(request.custodian, actor_pseudonym(&key(), "Organization/o1"));
    assert_eq!((request.patient_account, request.scope), (PATIENT, Scope::PatientPrivacy));
    for word in ["Patient", "Person", "Organization", "Authorize"] {
        let is_there = call.args.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(!is_there, "{word} is in the arguments");
    }
}

#[test]
fn the_commitment_is_to_the_canonical_form() {
    let rest = consent("OPTIN", json!({"period": {"start": "2026-01-01"}}));
    let text = rest.to_string();
    let mut reordered = serde_json::Map::new();
    for (name, value) in rest.as_object().unwrap().iter().rev() {
        reordered.insert(name.clone(), value.clone());
    }
    let reordered = serde_json::to_string_pretty(&Value::Object(reordered)).unwrap();
    assert_ne!(text, reordered);
    let commitment =
        |text: &str| request(&map_consent(text.as_bytes(), &context()).unwrap()).commitment;
    assert_eq!(commitment(&text), commitment(&reordered));
    assert_ne!(commitment(&text), commitment(&text.replace("A. Person", "B. Person")));
}

#[test]
fn an_untyped_root_limits_the_base_rule() {
    let root = json!({
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "actor": [actor("PRCP", "Practitioner/13"), actor("CST", "Organization/o1")],
        "purpose": [purpose("TREAT"), purpose("HPAYMT")],
    });
    let expected = Directive {
        base: Base::PermitAll,
        period: Period { start: day("2026-01-01"), end: day("2026-12-31") },
        actors: vec![key_of("Practitioner/13")],
        purposes: vec![Purpose::Treatment, Purpose::Payment],
        exceptions: vec![],
    };
    assert_eq!(directive("OPTIN", root), expected);
    let without = consent("OPTOUT", json!(null));
    assert_refused(&without, "MissingField");
    let mut without = without;
    without.as_object_mut().unwrap().remove("provision");
    assert_eq!(request(&map(&without).unwrap()).directive.base, Base::DenyAll);
}

#[test]
fn a_nested_provision_is_an_exception() {
    let root = json!({"provision": [{
        "type": "deny",
        "actor": [actor("IRCP", "Practitioner/13")],
        "action": [action("access"), action("disclose")],
        "purpose": [purpose("HRESCH")],
        "class": [{"system": "s", "code": "a"}],
        "code": [concept("http://loinc.org", "1"), concept("http://loinc.org", "2")],
        "dataPeriod": {"end": "2020-12-31"},
    }]});
    let expected = Exception {
        effect: Effect::Deny,
        actors: vec![key_of("Practitioner/13")],
        actions: vec![Action::Access, Action::Disclose],
        purposes: vec![Purpose::Research],
        classes: vec![coding_fingerprint(&key(), "s", "a")],
        codes: ["1", "2"].map(|it| coding_fingerprint(&key(), "http://loinc.org", it)).to_vec(),
        data_period: Some(Period { start: None, end: day("2020-12-31") }),
    };
    assert_eq!(directive("OPTIN", root).exceptions, [expected]);
}

#[test]
fn a_typed_root_that_contradicts_the_base_rule_is_the_exception() {
    let root = |effect: &str| json!({"type": effect, "actor": [actor("PRCP", "Organization/o2")]});
    for (base, effect) in [("OPTIN", "deny"), ("OPTOUT", "permit")] {
        let directive = directive(base, root(effect));
        assert_eq!(directive.exceptions[0].actors, [key_of("Organization/o2")]);
        assert!(directive.actors.is_empty() && directive.period == Period::OPEN);
    }
    for (base, effect) in [("OPTIN", "permit"), ("OPTOUT", "deny")] {
        assert_refused(&consent(base, root(effect)), "AmbiguousDirective");
    }
    // In and after its period a permit under OPTOUT means one thing only; a deny does not.
    let with_period = |effect: &str| {
        let mut root = root(effect);
        root["period"] = json!({"end": "2026-12-31"});
        root
    };
    assert_eq!(directive("OPTOUT", with_period("permit")).period.end, day("2026-12-31"));
    assert_refused(&consent("OPTIN", with_period("deny")), "AmbiguousDirective");
    let mut nested = root("deny");
    nested["provision"] = json!([{"type": "permit", "action": [action("use")]}]);
    assert_refused(&consent("OPTIN", nested), "AmbiguousDirective");
}

#[test]
fn an_exception_that_repeats_the_base_rule_is_ambiguous_unless_it_goes_beyond_it() {
    let root = |limit: &str, exception: &str| {
        json!({
            "actor": [actor("PRCP", limit)],
            "provision": [{"type": "permit", "actor": [actor("AUT", exception)]}],
        })
    };
    let beyond = directive("OPTIN", root("Practitioner/1", "Practitioner/2"));
    assert_eq!(beyond.exceptions[0].actors, [key_of("Practitioner/2")]);
    let within = consent("OPTIN", root("Practitioner/1", "Practitioner/1"));
    assert_refused(&within, "AmbiguousDirective");
    let all = json!({"provision": [{"type": "permit", "action": [action("access")]}]});
    assert_refused(&consent("OPTIN", all.clone()), "AmbiguousDirective");
    assert_eq!(directive("OPTOUT", all).exceptions.len(), 1);
    let emergency = json!({
        "actor": [actor("CST", "Organization/o1")],
        "purpose": [purpose("ETREAT")],
        "provision": [{"type": "deny", "actor": [actor("CST", "Organization/o1")]}],
    });
    assert_refused(&consent("OPTOUT", emergency), "AmbiguousDirective");
}

#[test]
fn a_permit_exception_states_the_limits_that_the_base_rule_has() {
    let root = |exception: Value| json!({"purpose": [purpose("ETREAT")], "provision": [exception]});
    let actor = json!([actor("PRCP", "Practitioner/1")]);
    let open = json!({"type": "permit", "actor": actor});
    assert_refused(&consent("OPTOUT", root(open)), "AmbiguousDirective");
    let stated = json!({"type": "permit", "actor": actor, "purpose": [purpose("TREAT")]});
    assert_eq!(directive("OPTOUT", root(stated)).exceptions.len(), 1);
}

#[test]
fn what_the_normal_form_has_no_place_for_is_ambiguous() {
    let deny = |member: &str, value: Value| {
        let mut exception = json!({"type": "deny", "action": [action("use")]});
        exception[member] = value;
        json!({"provision": [exception]})
    };
    let custodian = json!([actor("CST", "Organization/o1")]);
    for root in [
        json!({"action": [action("access")]}),
        json!({"class": [{"system": "s", "code": "a"}]}),
        json!({"dataPeriod": {"start": "2026-01-01"}}),
        json!({"securityLabel": [{"system": "s", "code": "R"}]}),
        json!({"data": [{"meaning": "related"}]}),
        json!({"actor": custodian}),
        json!({"actor": [actor("CST", "Organization/o2")]}),
        json!({"actor": [actor("AUT", "Practitioner/1")]}),
        json!({"provision": [{"action": [action("use")]}]}),
        json!({"provision": [{"type": "deny"}]}),
        deny("period", json!({"start": "2026-01-01"})),
        deny("provision", json!([{"type": "permit"}])),
        deny("actor", json!([actor("AUT", "Practitioner/1")])),
        json!({"provision": [
            {"type": "deny", "action": [action("use")]},
            {"type": "permit", "action": [action("use")]},
        ]}),
    ] {
        assert_refused(&consent("OPTIN", root), "AmbiguousDirective");
    }
}

#[test]
fn the_narrative_can_only_refuse() {
    let with = |base: &str, root: Value, narrative: &str| {
        let mut consent = consent(base, root);
        consent["text"]["div"] = narrative.into();
        consent
    };
    let period = json!({"period": {"start": "2026-01-01", "end": "2026-12-31"}});
    let refusing = "<div>Withhold all data of a time</div>";
    assert_refused(&with("OPTIN", period.clone(), refusing), "AmbiguousDirective");
    assert!(map(&with("OPTIN", period.clone(), "<div>Available with the rest</div>")).is_ok());
    assert!(map(&with("OPTOUT", period.clone(), refusing)).is_ok());
    let deny = json!({"type": "deny", "actor": [actor("PRCP", "Organization/o2")]});
    assert!(map(&with("OPTIN", deny, refusing)).is_ok());
    // A deny beside a limited permit does not tell which of the two the narrative means.
    let exception = json!([{"type": "deny", "purpose": [purpose("HMARKT")]}]);
    let mut both = period.clone();
    both["provision"] = exception.clone();
    assert_refused(&with("OPTIN", both.clone(), refusing), "AmbiguousDirective");
    assert!(map(&with("OPTIN", both, "<div>Available with the rest</div>")).is_ok());
    assert!(map(&with("OPTIN", json!({"provision": exception}), refusing)).is_ok());
    let mut none = consent("OPTIN", period);
    none.as_object_mut().unwrap().remove("text");
    assert!(map(&none).is_ok());
}

#[test]
fn a_narrative_that_says_more_or_cannot_be_read_is_ambiguous() {
    let period = json!({"period": {"start": "2026-01-01"}});
    let permit = json!({"type": "permit", "purpose": [purpose("TREAT")]});
    let with = |base: &str, root: &Value, member: &str, value: Value| {
        let mut consent = consent(base, root.clone());
        consent[member] = value;
        consent
    };
    let text = |status: &str, div: &str| json!({"status": status, "div": div});
    let more = text("additional", "<div>Authorize the normal access</div>");
    assert_refused(&with("OPTIN", &period, "text", more.clone()), "AmbiguousDirective");
    assert_refused(&with("OPTOUT", &permit, "text", more.clone()), "AmbiguousDirective");
    assert!(map(&with("OPTOUT", &period, "text", more)).is_ok());
    let foreign = text("generated", "<div>Daten sperren</div>");
    assert_refused(&with("OPTIN", &period, "text", foreign.clone()), "AmbiguousDirective");
    assert!(map(&with("OPTOUT", &permit, "text", foreign)).is_ok());
    assert_refused(&with("OPTIN", &period, "language", json!("de")), "AmbiguousDirective");
    assert!(map(&with("OPTIN", &period, "language", json!("en-US"))).is_ok());
    let declared: String = (0..4_000).map(|it| format!(" xmlns:p{it}='urn:{it}'")).collect();
    for (text, name) in [
        (text("generated", &format!("<div{declared}/>")), "TooLarge"),
        (json!({"status": "generated"}), "MissingField"),
        (json!({"div": "<div/>"}), "MissingField"),
        (json!({"status": "generated", "div": "<div/>", "_div": {}}), "UnsupportedValue"),
    ] {
        assert_refused(&with("OPTIN", &period, "text", text), name);
    }
}

#[test]
fn a_consent_longer_than_its_limit_is_refused_unread() {
    let long = vec![b' '; super::CONSENT_LEN_BYTES_MAX + 1];
    assert_eq!(map_consent(&long, &context()).unwrap_err().name, "TooLarge");
    assert_eq!(map_consent(&long[1..], &context()).unwrap_err().name, "NotWellFormed");
}

#[test]
fn members_are_checked() {
    let mut changes: Vec<(&str, Value, &str)> = vec![
        ("id", json!("a b"), "BadIdentifier"),
        ("status", json!("draft"), "UnsupportedKind"),
        ("status", json!("inactive"), "UnsupportedKind"),
        ("status", json!("entered-in-error"), "UnsupportedKind"),
        (
            "scope",
            concept("http://terminology.hl7.org/CodeSystem/consentscope", "adr"),
            "UnsupportedKind",
        ),
        ("scope", concept("s", "patient-privacy"), "MissingField"),
        ("patient", json!({"reference": "https://example.org/Patient/p1"}), "BadIdentifier"),
        ("patient", json!({"reference": "Group/g1"}), "BadIdentifier"),
        ("patient", json!({"reference": "Patient/p2"}), "UnknownParty"),
        ("patient", json!({"display": "A. Person"}), "MissingField"),
        ("organization", json!([]), "MissingField"),
        ("policyRule", act_code("OPTINR"), "UnsupportedValue"),
        ("policyRule", json!({"text": "opt in"}), "MissingField"),
        ("modifierExtension", json!([{"url": "u"}]), "UnsupportedValue"),
        ("implicitRules", json!("https://example.org/rules"), "UnsupportedValue"),
        ("decision", json!("permit"), "UnsupportedValue"),
    ];
    let two = json!([{"reference": "Organization/o1"}, {"reference": "Organization/o2"}]);
    changes.push(("organization", two, "UnsupportedValue"));
    let permitted = json!({"period": {"start": "2026-01-01"}});
    for (member, value, name) in changes {
        let mut changed = consent("OPTIN", permitted.clone());
        changed[member] = value;
        assert_refused(&changed, name);
    }
    for member in ["id", "status", "scope", "category", "patient", "organization", "policyRule"] {
        let mut without = consent("OPTIN", permitted.clone());
        without.as_object_mut().unwrap().remove(member);
        assert_refused(&without, "MissingField");
    }
}

#[test]
fn a_category_with_a_meaning_of_its_own_is_ambiguous() {
    const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";
    let with = |category: Value| {
        let mut changed = consent("OPTIN", json!({"period": {"start": "2026-01-01"}}));
        changed["category"] = category;
        changed
    };
    let loinc = |code: &str| concept("http://loinc.org", code);
    for neutral in [
        json!([concept(CATEGORY, "npp")]),
        json!([loinc("59284-0"), loinc("57016-8"), loinc("57017-6"), loinc("64292-6")]),
    ] {
        assert!(map(&with(neutral)).is_ok());
    }
    for meaning in [
        act_code("EMRGONLY"),
        act_code("RSDID"),
        act_code("NOCONSENT"),
        act_code("INFAO"),
        concept(CATEGORY, "dnr"),
        concept("http://example.org", "npp"),
        json!({"coding": [
            {"system": "http://loinc.org", "code": "59284-0"},
            {"system": CATEGORY, "code": "emrgonly"},
        ]}),
    ] {
        assert_refused(&with(json!([loinc("59284-0"), meaning])), "AmbiguousDirective");
    }
    for missing in [json!([]), json!([{"text": "for emergencies only"}]), json!(null)] {
        assert_refused(&with(missing), "MissingField");
    }
}

#[test]
fn members_of_provisions_are_checked() {
    let many: Vec<Value> =
        (0..9).map(|number| actor("PRCP", &format!("Practitioner/{number}"))).collect();
    for (root, name) in [
        (json!({"period": {"start": "2026-01-02", "end": "2026-01-01"}}), "BadDate"),
        (json!({"period": {"start": "2026-01"}}), "BadDate"),
        (json!({"period": {"end": "2026-01-01T12:00:00+01:00"}}), "BadDate"),
        (json!({"period": {}}), "MissingField"),
        (json!({"type": "allow"}), "UnsupportedValue"),
        (json!({"actor": []}), "MissingField"),
        (json!({"actor": many}), "TooLarge"),
        (json!({"actor": [actor("SPC", "Practitioner/1")]}), "UnsupportedValue"),
        (json!({"actor": [actor("PRCP", "Group/1")]}), "BadIdentifier"),
        (json!({"actor": [{"reference": {"reference": "Practitioner/1"}}]}), "MissingField"),
        (json!({"purpose": [purpose("CURIOSITY")]}), "UnsupportedValue"),
        (json!({"purpose": [{"system": "s", "code": "TREAT"}]}), "UnsupportedValue"),
        (json!({"purpose": [{"code": "TREAT"}]}), "MissingField"),
        (
            json!({"provision": [{"type": "deny", "action": [action("delete")]}]}),
            "UnsupportedValue",
        ),
        (json!({"unheard": true}), "UnsupportedValue"),
        (json!({"actor": [{"modifierExtension": [{"url": "u"}]}]}), "UnsupportedValue"),
    ] {
        assert_refused(&consent("OPTIN", root), name);
    }
    let two = json!({"coding": [{"system": "a", "code": "1"}, {"system": "b", "code": "2"}]});
    let root = json!({"provision": [{"type": "deny", "code": [two]}]});
    assert_refused(&consent("OPTIN", root), "UnsupportedValue");
}

#[test]
fn a_key_twice_is_no_document() {
    let text = consent("OPTOUT", json!({"type": "permit", "action": [action("use")]})).to_string();
    let twice = text.replacen(r#""type":"permit""#, r#""type":"deny","type":"permit""#, 1);
    assert_ne!(text, twice);
    assert!(map_consent(text.as_bytes(), &context()).is_ok());
    let refusal = map_consent(twice.as_bytes(), &context()).unwrap_err();
    assert_eq!(refusal.name, "NotWellFormed");
    let cut = text.get(..20).unwrap();
    assert_eq!(map_consent(cut.as_bytes(), &context()).unwrap_err().name, "NotWellFormed");
}

#[test]
fn a_representative_makes_the_call() {
    let mut by = consent("OPTOUT", json!({"period": {"start": "2026-01-01"}}));
    for (performers, expected) in [
        (vec!["Patient/p1"], Ok("Patient/p1")),
        (vec!["RelatedPerson/r1"], Ok("RelatedPerson/r1")),
        (vec!["RelatedPerson/r1", "Patient/p1"], Ok("Patient/p1")),
        (vec!["RelatedPerson/r1", "RelatedPerson/r2"], Err("UnsupportedValue")),
    ] {
        by["performer"] = performers.iter().map(|it| json!({"reference": it})).collect();
        let actor = map(&by).map(|call| call.actor).map_err(|refusal| refusal.name);
        assert_eq!(actor.as_deref().map_err(|name| *name), expected);
    }
}

#[test]
fn other_documents_are_not_recognised() {
    for other in [
        r#"{"resourceType": "Claim", "id": "1"}"#,
        r#"[{"resourceType": "Consent"}]"#,
        r#"{"resourceType": "Consent""#,
        "<Consent/>",
        "",
    ] {
        assert!(!super::is_consent(other.as_bytes()), "{other}");
    }
    let consent = consent("OPTIN", json!({"period": {"start": "2026-01-01"}})).to_string();
    assert_eq!(DocumentFormat::detect(consent.as_bytes()), Some(DocumentFormat::FhirConsent));
}

#[test]
fn the_consent_of_the_demo_maps() {
    let text = include_bytes!("../../../../cli/src/demo/documents/consent.json");
    let context = MappingContext::new(key(), Salt::from_bytes([6; 32]));
    let context = context.party("Patient/demo-7", PATIENT);
    let call = map_consent(text, &context).unwrap();
    assert_eq!(call.actor, "Patient/demo-7");
    let directive = request(&call).directive;
    assert_eq!(directive.base, Base::DenyAll);
    assert_eq!(directive.period, Period { start: day("2025-11-20"), end: day("2027-11-19") });
    assert_eq!(directive.exceptions[0].actors, [key_of("Organization/dyke-clinic")]);
}
