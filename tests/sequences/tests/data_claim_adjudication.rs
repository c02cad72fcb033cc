//! The published HL7 examples of Coverage, Claim, ClaimResponse and ExplanationOfBenefit from
//! document to contract, where a checkout has them beside it.

use claim_adjudication::contract::ClaimAdjudication;
use claim_adjudication::errors::{Error, Total};
use claim_adjudication::messages::{ClaimRef, Role};
use claim_adjudication::records::State;
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentCall, DocumentRefusal, MappingContext};
use sandpact_client::fhir::claims::{claim_reference, map_resource};
use sandpact_sdk::Refusal as _;
use sandpact_test_sequences::plain_text::Search;
use sandpact_testing::{Raw, prelude::*};
use std::{collections::BTreeSet, fs, path::PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/healthcare");

/// Every file of the formats that this test knows, and its outcome.
const FILES: [&str; 8] = [
    "Claim-100150.json",
    "Claim-100156.json",
    "Claim-760152.json",
    "ClaimResponse-R3500.json",
    "ClaimResponse-R3501.json",
    "Coverage-9876B1.json",
    "Coverage-SP1234.json",
    "ExplanationOfBenefit-EB3500.json",
];

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

struct World {
    contract: Deployed<ClaimAdjudication>,
    context: MappingContext,
    payer: Account,
    provider: Account,
}

/// Whom the examples name: one insurer and one provider, each by several identifiers.
fn world(ledger: &Ledger) -> World {
    let [admin, payer, provider] = ledger.accounts(["admin", "payer", "provider"]);
    let contract = ledger.deploy(&admin, Calls::<ClaimAdjudication>::create(admin.address));
    contract.by(&admin).grant(Role::Payer, payer.address).ok();
    contract.by(&admin).grant(Role::Provider, provider.address).ok();
    let mut context = MappingContext::new(key(), Salt::from_bytes([6; 32]));
    for name in ["Organization/2", "Organization/3", "http://www.jurisdiction.org/insurers|555123"]
    {
        context = context.party(name, payer.address);
    }
    for name in ["Organization/1", "Practitioner/1"] {
        context = context.party(name, provider.address);
    }
    World { contract, context, payer, provider }
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

impl World {
    fn map(&self, name: &str) -> Option<Result<DocumentCall, DocumentRefusal>> {
        Some(map_resource(&read(name)?, &self.context))
    }

    /// Maps the document and makes its call as the party that it names.
    fn run(&self, name: &str) -> Option<Outcome<Raw, Common>> {
        let call = self.map(name)?.expect("it maps");
        assert_eq!(call.contract, "claim_adjudication");
        let by = self.context.account(&call.actor);
        let by = if by == Some(self.payer.address) { self.payer } else { self.provider };
        Some(self.contract.call_raw(&by, call.method, call.args))
    }

    /// No text of these documents, whose calls were made, is on the ledger.
    fn none_in_clear(&self, ledger: &Ledger, names: &[&str]) {
        let mut search = Search::default();
        names.iter().filter_map(|name| read(name)).for_each(|bytes| search.look_for(&bytes));
        search.finds_nothing(ledger, &[]);
    }

    fn named(&self, reference: &str) -> ClaimRef {
        let claim = claim_reference(&key(), reference);
        ClaimRef { payer: self.payer.address, provider: self.provider.address, claim }
    }

    fn state(&self, reference: &str) -> State {
        self.contract.by(&self.provider).claim(self.named(reference)).ok().status.state
    }
}

#[test]
fn every_file_of_these_formats_has_an_outcome() {
    let Ok(entries) = fs::read_dir(FOLDER) else {
        println!("absent, so not tested: {FOLDER}");
        return;
    };
    let names = entries.map(|entry| entry.expect("is readable").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let is_ours =
        |name: &String| ["Claim", "Coverage", "Explanation"].iter().any(|it| name.starts_with(it));
    let found: BTreeSet<String> = names.filter(is_ours).collect();
    assert_eq!(found, FILES.iter().map(|name| (*name).to_owned()).collect());
}

#[sandpact::test]
fn claims_are_submitted_and_a_self_pay_agreement_is_no_coverage(ledger: &Ledger) {
    let w = world(ledger);
    let names =
        ["Coverage-9876B1.json", "Claim-100150.json", "Claim-100156.json", "Claim-760152.json"];
    for name in names {
        let Some(outcome) = w.run(name) else { return };
        outcome.ok();
    }
    w.none_in_clear(ledger, &names);
    for claim in ["Claim/100150", "Claim/100156", "Claim/760152"] {
        assert_eq!(w.state(claim), State::Submitted);
    }
    let claim = w.contract.by(&w.provider).claim(w.named("Claim/100156")).ok().claim;
    let lines: Vec<_> = claim.lines.iter().map(|line| line.submitted_minor).collect();
    assert_eq!((lines, claim.total_minor), (vec![105_000, 10_500, 110_000], 225_500));
    let Some(self_pay) = w.map("Coverage-SP1234.json") else { return };
    let refusal = self_pay.expect_err("nobody decides");
    assert_eq!(refusal.name, "UnsupportedKind");
}

/// R3500 pays 100.47 of a benefit of 90.47 without an adjustment.
#[sandpact::test]
fn k3_the_response_that_pays_more_than_its_benefit_is_refused(ledger: &Ledger) {
    let w = world(ledger);
    let root = ledger.state_root();
    let Some(outcome) = w.run("ClaimResponse-R3500.json") else { return };
    assert_eq!(outcome.code(), Error::PaymentExceedsBenefit.code());
    w.none_in_clear(ledger, &["ClaimResponse-R3500.json"]);
    assert_eq!(ledger.state_root(), root);
}

/// EB3500 has lines of 96.00 and 180.00 and a total benefit of 96.00.
#[sandpact::test]
fn k2_the_explanation_whose_total_is_not_the_sum_of_its_lines_is_refused(ledger: &Ledger) {
    let w = world(ledger);
    w.run("Claim-100150.json");
    let root = ledger.state_root();
    let Some(outcome) = w.run("ExplanationOfBenefit-EB3500.json") else { return };
    assert_eq!(outcome.code(), Error::LineSumMismatch { total: Total::Benefit }.code());
    w.none_in_clear(ledger, &["Claim-100150.json", "ExplanationOfBenefit-EB3500.json"]);
    assert_eq!(ledger.state_root(), root);
}

/// R3501 says that Claim/100156 could not be processed.
#[sandpact::test]
fn k10_the_intake_error_rejects_its_claim(ledger: &Ledger) {
    let w = world(ledger);
    let Some(submitted) = w.run("Claim-100156.json") else { return };
    submitted.ok();
    let Some(rejected) = w.run("ClaimResponse-R3501.json") else { return };
    rejected.ok();
    w.none_in_clear(ledger, &["Claim-100156.json", "ClaimResponse-R3501.json"]);
    assert_eq!(w.state("Claim/100156"), State::RejectedAtIntake);
}

/// One digit more in the document, and it is another one: refused under the same number.
#[sandpact::test]
fn a_changed_claim_is_refused_under_its_number(ledger: &Ledger) {
    let w = world(ledger);
    let Some(bytes) = read("Claim-100150.json") else { return };
    let first = w.run("Claim-100150.json").expect("it is there").ok();
    let again = w.run("Claim-100150.json").expect("it is there").ok();
    assert_eq!(first, again);
    let text = String::from_utf8(bytes).expect("is text").replace("\"1200\"", "\"1201\"");
    let call = map_resource(text.as_bytes(), &w.context).expect("it maps");
    let outcome = w.contract.call_raw(&w.provider, call.method, call.args);
    assert_eq!(outcome.code(), Error::DuplicateClaim { sequence: None }.code());
}
