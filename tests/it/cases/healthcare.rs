//! `consent_directive` on a ledger: what is decided, recorded and refused.

use consent_directive::{
    Access, AccessAnswer, AccessRequest, Action, ActorKey, Base, ConsentVersion, Decision,
    Directive, Effect, Exception, Outcome, PendingReview, Purpose, Reason, ReceiptRow,
    RegisterRequest, Role, Scope, Status,
};
use parity_scale_codec::{Decode, Encode};
use sandpact_abi::Address;
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentFormat, DocumentRefusal, MappingContext};
use sandpact_client::fhir::{actor_pseudonym, coding_fingerprint};
use sandpact_contracts::CONSENT_DIRECTIVE;
use sandpact_sdk::prelude::*;
use sandpact_tests::{TestLedger, key_of};
use std::{collections::BTreeMap, fs, path::Path};

mod accesses;
mod changes;

/// Published HL7 FHIR R4 examples, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/healthcare");
/// Documents of our own of the same shapes.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../sdk/client/tests/consents");
const CONSENT: &str = include_str!("../../../cli/src/demo/documents/consent.json");
/// References of all patients in these documents.
const PATIENTS: [&str; 3] = ["Patient/f001", "Patient/72", "Patient/xcda"];

struct Health {
    ledger: TestLedger,
    contract: Address,
    /// Accounts by the pseudonyms that they are enrolled under.
    enrolled: BTreeMap<Hash, String>,
}

fn fingerprints() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn map(document: &[u8]) -> Result<RegisterRequest, DocumentRefusal> {
    map_with(&fingerprints(), document)
}

fn map_with(key: &FingerprintKey, document: &[u8]) -> Result<RegisterRequest, DocumentRefusal> {
    let context = MappingContext::new(key.clone(), Salt::from_bytes([6; 32]));
    let own = own_patient();
    let context = PATIENTS
        .into_iter()
        .chain([own.as_str()])
        .fold(context, |context, patient| context.party(patient, key_of("patient").address()));
    let call = DocumentFormat::detect(document).unwrap().map(document, &context)?.remove(0);
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
            (Role::Custodian, "custodian"),
            (Role::Requester, "requester"),
            (Role::EmergencyClinician, "clinician"),
            (Role::PrivacyOfficer, "officer"),
            (Role::EthicsReviewer, "reviewer"),
            (Role::EthicsReviewer, "other reviewer"),
            (Role::Court, "court"),
        ] {
            ledger.accept::<()>(&authority, &contract, "grant", &(role, key_of(account).address()));
        }
        Self { ledger, contract, enrolled: BTreeMap::new() }
    }

    fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.contract.clone(), method, args)
    }

    fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) {
        self.ledger.refuse(&key_of(by), &self.contract.clone(), method, args, code);
    }

    /// The account of `name` acts for this reference.
    fn enrol(&mut self, name: &str, reference: &str) {
        self.enrol_as(name, actor_pseudonym(&fingerprints(), reference), 1);
    }

    /// The account of `name` acts under this pseudonym, unless another one does.
    fn enrol_as(&mut self, name: &str, actor: Hash, epoch: u32) {
        if !self.enrolled.contains_key(&actor) {
            let enrol = (key_of(name).address(), actor, epoch, Vec::<Hash>::new());
            self.accept::<()>("authority", "enrol", &enrol);
            self.enrolled.insert(actor, name.to_owned());
        }
    }

    /// What the authority does before a consent: custodian and actors are enrolled, the
    /// patient is bound.
    fn admit(&mut self, consent: &RegisterRequest) {
        self.enrol_as("custodian", consent.custodian, consent.epoch);
        for actor in consent.directive.named_actors() {
            self.enrol_as(&format!("account {actor}"), *actor, consent.epoch);
        }
        self.accept::<()>("authority", "bind_patient", &binding(consent));
    }

    /// Records a consent of a patient who is not known yet.
    fn register(&mut self, consent: &RegisterRequest) {
        self.admit(consent);
        assert_eq!(self.accept::<u32>("patient", "register", consent), 1);
    }

    fn receipts(&self, patient: Hash) -> Vec<ReceiptRow> {
        self.ledger.query(&self.contract, "receipts", &(patient, None::<u64>))
    }
}

/// An exception for one actor and everything else.
fn rule(effect: Effect, pseudonym: Hash) -> Exception {
    Exception {
        effect,
        actors: vec![ActorKey::Actor { pseudonym }],
        actions: vec![],
        purposes: vec![],
        classes: vec![],
        codes: vec![],
        data_period: None,
    }
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// Arguments of `bind_patient` for the patient of a consent.
fn binding(consent: &RegisterRequest) -> (Hash, u32, Address, Hash) {
    (consent.patient, consent.epoch, consent.patient_account, consent.custodian)
}

/// Registers a document on the day before and asks on the day itself, by a call that
/// leaves a receipt and by a query that leaves nothing.
fn decide(document: &[u8], actor: &str, code: Option<&str>, day: &str) -> Decision {
    let mut health = Health::on("1980-01-01");
    let consent = map(document).unwrap();
    health.enrol("requester", actor);
    health.register(&consent);
    health.ledger.set_day(day);
    let asked = (consent.patient, access(code), None::<Hash>);
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    let request = AccessRequest {
        actor: actor_pseudonym(&fingerprints(), actor),
        organisations: vec![],
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

/// The consent of the demo with everything permitted, about this.
fn opt_in(scope: Scope) -> RegisterRequest {
    let consent = map(CONSENT.as_bytes()).unwrap();
    let (exceptions, id) = (vec![], Hash([scope as u8; 32]));
    let directive = Directive { base: Base::PermitAll, exceptions, ..consent.directive };
    RegisterRequest { id, scope, directive, ..consent }
}

/// Our own document of the shape of a published one, and that one if it is there.
fn documents(example: &str) -> Vec<Vec<u8>> {
    let mut documents = vec![fs::read(Path::new(OWN).join(format!("{example}.json"))).unwrap()];
    let path = Path::new(PUBLISHED).join(format!("Consent-consent-example-{example}.json"));
    match fs::read(&path) {
        Ok(published) => documents.push(published),
        Err(_) => println!("published document absent: {}", path.display()),
    }
    documents
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
        for document in documents(example) {
            let decision = decide(&document, actor, code, day);
            assert_eq!(decision.outcome, expected, "{example} {actor} {code:?} {day}");
        }
    }
}

#[test]
fn published_consents_that_contradict_themselves_are_refused() {
    for example in ["Emergency", "notTime"] {
        for document in documents(example) {
            assert_eq!(map(&document).unwrap_err().name, "AmbiguousDirective", "{example}");
        }
    }
}
