//! `consent_directive` on a ledger: what is decided, recorded and refused.

use consent_directive::{
    Access, AccessAnswer, AccessRequest, Action, Base, Decision, Directive, Outcome, Purpose,
    Reason, ReceiptRow, RegisterRequest, Role, Scope,
};
use parity_scale_codec::{Decode, Encode};
use sandpact_abi::Address;
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentFormat, DocumentRefusal, MappingContext};
use sandpact_client::fhir::{actor_pseudonym, coding_fingerprint};
use sandpact_contracts::CONSENT_DIRECTIVE;
use sandpact_sdk::prelude::*;
use sandpact_tests::{TestLedger, key_of};
use std::{fs, path::Path};

/// Published HL7 FHIR R4 examples, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/healthcare");
const CONSENT: &str = include_str!("../../../cli/src/demo/documents/consent.json");
/// References of all patients in these documents.
const PATIENTS: [&str; 3] = ["Patient/f001", "Patient/72", "Patient/xcda"];

struct Health {
    ledger: TestLedger,
    contract: Address,
}

fn fingerprints() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn map(document: &[u8]) -> Result<RegisterRequest, DocumentRefusal> {
    let context = MappingContext::new(fingerprints(), Salt::from_bytes([6; 32]));
    let own = own_patient();
    let context = PATIENTS
        .into_iter()
        .chain([own.as_str()])
        .fold(context, |context, patient| context.party(patient, key_of("patient").address()));
    let call = DocumentFormat::detect(document).unwrap().map(document, &context)?;
    assert_eq!((call.contract, call.method), ("consent_directive", "register"));
    Ok(RegisterRequest::decode(&mut &call.args[..]).unwrap())
}

fn own_patient() -> String {
    let json: serde_json::Value = serde_json::from_str(CONSENT).unwrap();
    json["patient"]["reference"].as_str().unwrap().to_owned()
}

/// Data of a class and code, or all of it.
fn access(code: Option<&str>) -> Access {
    let coding = |system, code| coding_fingerprint(&fingerprints(), system, code);
    Access {
        action: Action::Access,
        purpose: Purpose::Treatment,
        class: code.map(|_| coding("urn:ietf:bcp:13", "application/hl7-cda+xml")),
        code: code.map(|code| coding("http://loinc.org", code)),
        data_period: None,
    }
}

impl Health {
    fn on(day: &str) -> Self {
        let mut ledger = TestLedger::in_memory_on(day);
        let authority = key_of("authority");
        let contract = ledger.deploy(CONSENT_DIRECTIVE.wasm, &authority.address());
        for (role, account) in [
            (Role::Patient, "patient"),
            (Role::Requester, "requester"),
            (Role::EmergencyClinician, "clinician"),
            (Role::PrivacyOfficer, "officer"),
        ] {
            ledger.accept::<()>(&authority, &contract, "grant", &(role, key_of(account).address()));
        }
        Self { ledger, contract }
    }

    fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.contract.clone(), method, args)
    }

    fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) {
        self.ledger.refuse(&key_of(by), &self.contract.clone(), method, args, code);
    }

    /// The account of `name` acts for this reference.
    fn enrol(&mut self, name: &str, reference: &str) {
        let enrol = (key_of(name).address(), actor_pseudonym(&fingerprints(), reference));
        self.accept::<()>("authority", "enrol", &enrol);
    }

    fn receipts(&self, patient: Hash) -> Vec<ReceiptRow> {
        self.ledger.query(&self.contract, "receipts", &(patient, None::<u64>))
    }
}

/// Registers a document on the day before and asks on the day itself, by a call that
/// leaves a receipt and by a query that leaves nothing.
fn decide(document: &[u8], actor: &str, code: Option<&str>, day: &str) -> Decision {
    let mut health = Health::on("1980-01-01");
    let consent = map(document).unwrap();
    health.enrol("requester", actor);
    health.accept::<u32>("patient", "register", &consent);
    health.ledger.set_day(day);
    let asked = (consent.patient, access(code), None::<Hash>);
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    let request = AccessRequest {
        actor: actor_pseudonym(&fingerprints(), actor),
        roles: vec![Role::Requester],
        access: access(code),
    };
    let again: Decision =
        health.ledger.query(&health.contract, "check_access", &(consent.patient, request));
    assert_eq!(answer.decision, again, "the same input, the same answer");
    let receipts = health.receipts(consent.patient);
    assert_eq!(receipts.len(), 1);
    assert_eq!((receipts[0].number, &receipts[0].receipt.decision), (answer.number, &again));
    again
}

fn published(example: &str) -> Option<Vec<u8>> {
    let path = Path::new(PUBLISHED).join(format!("Consent-consent-example-{example}.json"));
    let bytes = fs::read(&path).ok();
    if bytes.is_none() {
        println!("published document absent: {}", path.display());
    }
    bytes
}

#[test]
fn published_consents_are_decided_as_their_authors_meant() {
    use Outcome::{Deny, Permit};
    let author = "Practitioner/xcda-author";
    for (example, actor, code, day, expected) in [
        ("basic", "Organization/f001", None, "2015-06-01", Permit),
        ("basic", "Organization/f001", None, "2016-01-02", Deny),
        ("notOrg", "Organization/f001", None, "2016-01-10", Deny),
        ("notOrg", "Organization/f002", None, "2016-01-10", Permit),
        ("Out", "Organization/f001", None, "2016-01-10", Deny),
        ("signature", author, Some("34133-9"), "2016-01-10", Permit),
        ("signature", author, Some("34133-9"), "2016-10-11", Deny),
        ("signature", author, Some("11111-1"), "2016-01-10", Deny),
    ] {
        let Some(document) = published(example) else { continue };
        let decision = decide(&document, actor, code, day);
        assert_eq!(decision.outcome, expected, "{example} {actor} {code:?} {day}");
    }
}

#[test]
fn published_consents_that_contradict_themselves_are_refused() {
    for example in ["Emergency", "notTime"] {
        let Some(document) = published(example) else { continue };
        assert_eq!(map(&document).unwrap_err().name, "AmbiguousDirective", "{example}");
    }
}

#[test]
fn a_withdrawal_is_the_patients_immediate_and_final() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.enrol("requester", "Practitioner/anyone");
    health.refuse("requester", "register", &consent, Common::NotAuthorised.code());
    assert_eq!(health.accept::<u32>("patient", "register", &consent), 1);
    health.refuse("requester", "withdraw", &consent.id, 102);
    health.refuse("authority", "withdraw", &consent.id, 102);
    health.accept::<()>("patient", "withdraw", &consent.id);
    health.refuse("patient", "withdraw", &consent.id, Common::WrongState.code());
    let asked = (consent.patient, access(None), None::<Hash>);
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    let denied = Decision { outcome: Outcome::Deny, reason: Reason::Withdrawn };
    assert_eq!(answer.decision, denied);
    assert_eq!(health.receipts(consent.patient).len(), 1, "a denial is recorded too");
}

#[test]
fn requests_without_standing_are_refused_and_leave_no_receipt() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.accept::<u32>("patient", "register", &consent);
    let asked = (consent.patient, access(None), None::<Hash>);
    health.refuse("stranger", "request_access", &asked, Common::NotAuthorised.code());
    health.refuse("requester", "request_access", &asked, 104);
    health.enrol("requester", "Practitioner/anyone");
    let research = Access { purpose: Purpose::Research, ..access(None) };
    let asked = (consent.patient, research.clone(), None::<Hash>);
    health.refuse("requester", "request_access", &asked, 105);
    let asked = (consent.patient, research, Some(Hash([8; 32])));
    health.refuse("requester", "request_access", &asked, 106);
    let asked = (Hash([1; 32]), access(None), None::<Hash>);
    health.refuse("requester", "request_access", &asked, Common::UnknownId.code());
    let mut backwards = consent.clone();
    backwards.id = Hash([4; 32]);
    backwards.directive.period.start = CivilDate::parse("2030-01-02").ok();
    backwards.directive.period.end = CivilDate::parse("2030-01-01").ok();
    health.refuse("patient", "register", &backwards, Common::DateOrder.code());
    assert_eq!(health.receipts(consent.patient), []);
}

/// The consent of the demo with everything permitted, about this.
fn opt_in(scope: Scope) -> RegisterRequest {
    let consent = map(CONSENT.as_bytes()).unwrap();
    let (exceptions, id) = (vec![], Hash([scope as u8; 32]));
    let directive = Directive { base: Base::PermitAll, exceptions, ..consent.directive };
    RegisterRequest { id, scope, directive, ..consent }
}

#[test]
fn a_consent_to_research_permits_no_marketing() {
    let mut health = Health::on("2026-01-05");
    health.enrol("requester", "Practitioner/anyone");
    let privacy = map(CONSENT.as_bytes()).unwrap();
    health.accept::<u32>("patient", "register", &opt_in(Scope::Research));
    let asked = |purpose| (privacy.patient, Access { purpose, ..access(None) }, None::<Hash>);
    let marketing = asked(Purpose::Marketing);
    health.refuse("requester", "request_access", &marketing, Common::UnknownId.code());
    health.accept::<u32>("patient", "register", &privacy);
    for purpose in [Purpose::Marketing, Purpose::Treatment, Purpose::Payment] {
        let answer: AccessAnswer = health.accept("requester", "request_access", &asked(purpose));
        assert_eq!(answer.decision.reason, Reason::BaseDenies, "{purpose:?}");
    }
}

#[test]
fn an_emergency_access_is_recorded_and_waits_for_review() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.accept::<u32>("patient", "register", &consent);
    health.enrol("clinician", "Practitioner/emergency");
    let mut wanted = access(None);
    let asked = (consent.patient, wanted.clone());
    health.refuse("clinician", "request_emergency_access", &asked, 108);
    wanted.purpose = Purpose::BreakTheGlass;
    let asked = (consent.patient, wanted);
    let answer: AccessAnswer = health.accept("clinician", "request_emergency_access", &asked);
    let review = (consent.patient, answer.number, true);
    if answer.decision.outcome == Outcome::EmergencyPermit {
        health.refuse("clinician", "review", &review, Common::NotAuthorised.code());
        health.accept::<()>("officer", "review", &review);
    } else {
        health.refuse("officer", "review", &review, 110);
    }
    assert_eq!(health.receipts(consent.patient).len(), 1);
}
