//! What consents of the shapes of the published HL7 examples map to, and what the contract's
//! own rule decides on requests under them. Documents of our own stand in `consents`, one of
//! each shape and with a category that says nothing; the published ones are tested too where
//! they are there.
#![allow(clippy::unwrap_used)]

use consent_directive::{
    Access, AccessRequest, Action, ConsentVersion, Outcome, Purpose, RegisterRequest, Status,
    decide,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, CivilDate, UnixSeconds};
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentFormat, DocumentRefusal, MappingContext};
use sandpact_client::fhir::{actor_pseudonym, coding_fingerprint};
use std::fs;
use std::path::Path;

/// The published examples.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/healthcare");

/// Documents of our own.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/consents");

const CDA: (&str, &str) = ("urn:ietf:bcp:13", "application/hl7-cda+xml");
const LOINC: &str = "http://loinc.org";

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

/// The file, or `None` when it is not there, which is printed.
fn read(name: &str) -> Option<Vec<u8>> {
    let file = Path::new(FOLDER).join(name);
    let bytes = fs::read(&file).ok();
    if bytes.is_none() {
        println!("absent, so not tested: {}", file.display());
    }
    bytes
}

/// Our own document of the shape, and the published one if it is there.
fn documents(example: &str) -> Vec<Vec<u8>> {
    let own = Path::new(OWN).join(format!("{example}.json"));
    let mut documents = vec![fs::read(own).unwrap()];
    documents.extend(read(&format!("Consent-consent-example-{example}.json")));
    documents
}

fn map(example: &str, bytes: &[u8]) -> Result<ConsentVersion, DocumentRefusal> {
    let format = DocumentFormat::detect(bytes);
    assert_eq!(format, Some(DocumentFormat::FhirConsent), "{example}");
    let context = MappingContext::new(key(), Salt::from_bytes([6; 32]))
        .party("Patient/f001", Address([1; 32]))
        .party("Patient/72", Address([2; 32]))
        .party("Patient/xcda", Address([3; 32]));
    let call = format.unwrap().map(bytes, &context)?.remove(0);
    Ok(version(RegisterRequest::decode_all(&mut &call.args[..]).unwrap()))
}

fn version(request: RegisterRequest) -> ConsentVersion {
    ConsentVersion {
        id: request.id,
        version: 1,
        epoch: request.epoch,
        patient: request.patient,
        custodian: request.custodian,
        scope: request.scope,
        directive: request.directive,
        commitment: request.commitment,
        status: Status::Active,
        by: request.patient_account,
        registered_at: UnixSeconds(0),
        ended: None,
    }
}

/// `data` is a LOINC code of a CDA document; `None` asks for everything.
fn access(actor: &str, data: Option<&str>) -> AccessRequest {
    let coding = |(system, code): (&str, &str)| coding_fingerprint(&key(), system, code);
    AccessRequest {
        actor: actor_pseudonym(&key(), actor),
        organisations: vec![],
        roles: vec![],
        access: Access {
            action: Action::Access,
            purpose: Purpose::Treatment,
            class: data.map(|_| coding(CDA)),
            code: data.map(|code| coding((LOINC, code))),
            data_period: None,
        },
    }
}

#[test]
fn requests_are_decided_as_the_directives_say() {
    use Outcome::{Deny, Permit};
    let author = "Practitioner/xcda-author";
    let (f001, f002) = ("Organization/f001", "Organization/f002");
    for (example, actor, data, date, expected) in [
        ("basic", f001, None, "2015-06-01", Permit),
        ("basic", f001, None, "1964-01-01", Permit),
        ("basic", f001, None, "2016-01-01", Permit),
        ("basic", f001, None, "2016-01-02", Deny),
        ("notOrg", f001, None, "2016-01-10", Deny),
        ("notOrg", f002, None, "2016-01-10", Permit),
        ("Out", f001, None, "2016-01-10", Deny),
        ("Out", f002, None, "2016-01-10", Deny),
        ("signature", author, Some("34133-9"), "2016-01-10", Permit),
        ("signature", author, Some("18842-5"), "2016-01-10", Permit),
        ("signature", author, Some("34133-9"), "2015-10-09", Deny),
        ("signature", author, Some("34133-9"), "2015-10-10", Permit),
        ("signature", author, Some("34133-9"), "2016-10-10", Permit),
        ("signature", author, Some("34133-9"), "2016-10-11", Deny),
        ("signature", author, Some("11111-1"), "2016-01-10", Deny),
        ("signature", author, None, "2016-01-10", Deny),
        ("signature", "Practitioner/13", None, "2016-01-10", Permit),
        ("signature", f002, Some("34133-9"), "2016-01-10", Deny),
    ] {
        let date = CivilDate::parse(date).unwrap();
        for document in documents(example) {
            let consent = map(example, &document).unwrap();
            let decision = decide(&consent, &access(actor, data), date);
            assert_eq!(decision.outcome, expected, "{example} {actor} {data:?} {date}");
        }
    }
}

#[test]
fn directives_that_contradict_themselves_are_refused() {
    for example in ["Emergency", "notTime", "grantor", "notAuthor", "notThem", "notThis"] {
        for document in documents(example) {
            let refusal = map(example, &document).unwrap_err();
            assert_eq!(refusal.name, "AmbiguousDirective", "{example}");
        }
    }
}

#[test]
fn other_resources_are_unknown() {
    for name in [
        "AuditEvent-example-disclosure.json",
        "Claim-100150.json",
        "ClaimResponse-R3500.json",
        "Coverage-9876B1.json",
        "ExplanationOfBenefit-EB3500.json",
        "GS1_US_Pharma_Example_2_2_1_1.xml",
        "Provenance-consent-signature.json",
    ] {
        let kind = name.split_once('-').map_or("Claim", |(kind, _)| kind);
        let own = format!(r#"{{"resourceType": "{kind}", "id": "1"}}"#);
        for document in [Some(own.into_bytes()), read(name)].into_iter().flatten() {
            let format = DocumentFormat::detect(&document);
            assert_ne!(format, Some(DocumentFormat::FhirConsent), "{name}");
        }
    }
}
