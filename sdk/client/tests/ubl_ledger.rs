//! UBL documents through mapper and rules of `vat_invoice`, in order, against one ledger:
//! our own documents always, the published XRechnung samples when they are present.
#![allow(clippy::unwrap_used)]

use parity_scale_codec::DecodeAll as _;
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentFormat, MappingContext};
use sandpact_sdk::prelude::*;
use sha3::{Digest as _, Sha3_256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use vat_invoice::errors::Error;
use vat_invoice::messages::{Effect, Invoice, IssueRequest, Kind, ReversalStatus, State};
use vat_invoice::reference::{self, Found};
use vat_invoice::{key, recording};

const INVOICE: &str = include_str!("../src/ubl/tests/invoice.xml");
const CREDIT_NOTE: &str = include_str!("../src/ubl/tests/credit-note.xml");
/// Published samples, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tax");
/// After the dates of all documents.
const TODAY: &str = "2026-01-05";

/// The contract's records in a map, written by the contract's own rules.
#[derive(Default)]
struct Ledger {
    invoices: BTreeMap<Hash, Invoice>,
}

impl Ledger {
    fn issue(&mut self, request: IssueRequest) -> Result<Effect, Error> {
        let effect = recording::admit(&request, CivilDate::parse(TODAY).unwrap())?;
        let issuer = key::issuer(request.kind, &request.seller, &request.buyer).unwrap();
        let key = record_key(issuer, request.kind, &request.fingerprint.hash);
        if self.invoices.contains_key(&key) {
            return Err(Error::DuplicateInvoice);
        }
        let preceding = match &request.preceding {
            None => None,
            Some(reference) => Some(reference::choose(self.meant(&request), reference.issue_date)?),
        };
        assert!(!recording::needs_reverse_charge_rate(&request, effect));
        let now = UnixSeconds(0);
        let recording = recording::record(request, effect, Hash::ZERO, preceding.as_ref(), 0, now)?;
        if let (Some(taken), Some((earlier_key, earlier))) = (recording.taken_back, preceding) {
            let earlier = recording::after(earlier, &taken).unwrap();
            self.invoices.insert(earlier_key, earlier);
        }
        self.invoices.insert(key, recording.invoice);
        Ok(effect)
    }

    /// The recorded documents that the reference of a request may mean.
    fn meant(&self, request: &IssueRequest) -> Vec<Found> {
        let candidates = request.preceding.iter().flat_map(|reference| &reference.candidates);
        let found = candidates.filter_map(|it| {
            let issuer = key::issuer(it.kind, &request.seller, &request.buyer)?;
            let key = record_key(issuer, it.kind, &it.fingerprint);
            Some((key, self.invoices.get(&key)?.clone()))
        });
        found.collect()
    }

    /// `accepted`, or the name of the refusal, by mapper or contract.
    fn submit(&mut self, document: &[u8]) -> String {
        let format = DocumentFormat::Ubl;
        if DocumentFormat::detect(document) != Some(format) {
            return "unknown".into();
        }
        let call = match format.map(document, &context()) {
            Ok(mut calls) => calls.remove(0),
            Err(refusal) => return refusal.name.to_owned(),
        };
        assert_eq!((call.contract, call.method), ("vat_invoice", "issue"));
        let request = IssueRequest::decode_all(&mut call.args.as_slice()).unwrap();
        let before = self.invoices.clone();
        match self.issue(request) {
            Ok(_) => "accepted".to_owned(),
            Err(error) => {
                assert_eq!(self.invoices, before, "a refusal changes nothing");
                format!("{error:?}")
            }
        }
    }
}

/// As `key::record_key`, whose hash only a node computes.
fn record_key(issuer: &Address, kind: Kind, fingerprint: &Hash) -> Hash {
    Hash(Sha3_256::digest((issuer, kind, fingerprint).encode()).into())
}

fn context() -> MappingContext {
    let context = MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]));
    let parties = ["DE999000017", "DE999000025", "DE123456789", "DE12345464867", "DE987654321"];
    parties
        .into_iter()
        .zip(1..)
        .fold(context, |context, (party, number)| context.party(party, Address([number; 32])))
}

#[test]
fn own_documents_get_the_outcome_that_the_rules_demand() {
    let mut ledger = Ledger::default();
    let mut submit = |text: &str| ledger.submit(text.as_bytes());
    assert_eq!(submit(CREDIT_NOTE), "ReferenceUnknown");
    assert_eq!(submit(INVOICE), "accepted");
    assert_eq!(submit(&INVOICE.replace("2025-12-01", "2025-12-03")), "DuplicateInvoice");
    assert_eq!(submit(&INVOICE.replace("1464.04", "1964.04")), "TotalsMismatch { rule: BrCo15 }");
    assert_eq!(submit(CREDIT_NOTE), "accepted");
    assert_eq!(submit(CREDIT_NOTE), "DuplicateInvoice");
    let credit = |number: &str| CREDIT_NOTE.replace("NW-2025-G004", number);
    for number in ["G-2", "G-3", "G-4", "G-5"] {
        assert_eq!(submit(&credit(number)), "accepted");
    }
    let exceeded = "ReversalExceedsRemaining { category: Standard, rate_bp: 1900 }";
    assert_eq!(submit(&credit("G-6")), exceeded);

    // A corrected invoice of the same number takes the rest, and is then the one meant.
    let corrected = INVOICE.replace("TypeCode>380<", "TypeCode>384<");
    assert_eq!(submit(&corrected), "ReferenceMissing");
    let (before, rest) = CREDIT_NOTE.split_once("<cac:BillingReference>").unwrap();
    let (reference, _) = rest.split_once("</cac:BillingReference>").unwrap();
    assert!(!before.contains("BillingReference"));
    let named = format!(
        "<cac:BillingReference>{reference}</cac:BillingReference><cac:AccountingSupplierParty>"
    );
    let corrected = corrected.replace("<cac:AccountingSupplierParty>", &named);
    assert_eq!(submit(&corrected), "accepted");
    assert_eq!(submit(&credit("G-7")), "accepted");
    let whole = ledger.invoices.values().filter(|it| it.effect == Effect::Original);
    let whole: Vec<_> = whole.map(|it| (it.reversal, it.state)).collect();
    assert_eq!(whole, [(ReversalStatus::FullyReversed, State::Issued)]);
}

/// Outcomes in the order of the file names. ZATCA's documents are of Saudi kinds, the
/// fragments of the EN 16931 test suite and the JSON files of no format known here.
const OUTCOMES: &[(&str, &str)] = &[
    ("01.01a-INVOICE_ubl.xml", "accepted"),
    ("01.03a-INVOICE_ubl.xml", "accepted"),
    ("01.05a-INVOICE_ubl.xml", "accepted"),
    ("01.06a-INVOICE_ubl.xml", "accepted"),
    ("01.08a-INVOICE_ubl.xml", "DuplicateInvoice"),
    ("01.10a-INVOICE_ubl.xml", "accepted"),
    ("01.13a-INVOICE_ubl.xml", "accepted"),
    ("01.18a-INVOICE_ubl.xml", "ReferenceUnknown"),
    ("01.20a-INVOICE_ubl.xml", "accepted"),
    ("03.06a-INVOICE_ubl.xml", "accepted"),
    ("Simplified_Debit_Note.xml", "UnsupportedKind"),
    ("Simplified_Invoice.xml", "UnsupportedKind"),
];

#[test]
fn published_documents_get_the_outcome_that_the_rules_demand() {
    let folder = Path::new(PUBLISHED);
    if !folder.is_dir() {
        println!("published documents absent: {PUBLISHED}");
        return;
    }
    let expected: BTreeMap<_, _> = OUTCOMES.iter().copied().collect();
    let demanded = |file: &Path| expected.get(file.file_name().unwrap().to_str().unwrap());
    let (demanded_files, others): (Vec<_>, Vec<_>) =
        files(folder).into_iter().partition(|file| demanded(file).is_some());
    assert_eq!(demanded_files.len(), OUTCOMES.len());
    let mut ledger = Ledger::default();
    for file in demanded_files {
        let outcome = ledger.submit(&fs::read(&file).unwrap());
        assert_eq!(demanded(&file), Some(&outcome.as_str()), "{}", file.display());
    }
    // The published set grows; another invoice gets an outcome, any other file is unknown.
    for file in others {
        let document = fs::read(&file).unwrap();
        let outcome = ledger.submit(&document);
        let is_known = DocumentFormat::detect(&document) == Some(DocumentFormat::Ubl);
        assert_eq!(outcome != "unknown", is_known, "{}", file.display());
    }
}

#[test]
fn published_self_billed_and_negative_lines_keep_their_meaning() {
    let Ok(document) = fs::read(Path::new(PUBLISHED).join("01.20a-INVOICE_ubl.xml")) else {
        println!("published documents absent: {PUBLISHED}");
        return;
    };
    let call = DocumentFormat::Ubl.map(&document, &context()).unwrap().remove(0);
    assert_eq!(call.actor, "DE987654321");
    let document = fs::read(Path::new(PUBLISHED).join("03.06a-INVOICE_ubl.xml")).unwrap();
    let call = DocumentFormat::Ubl.map(&document, &context()).unwrap().remove(0);
    let request = IssueRequest::decode_all(&mut call.args.as_slice()).unwrap();
    let lines: Vec<_> = request.breakdown.iter().map(|it| (it.rate_bp, it.taxable_minor)).collect();
    assert_eq!(lines, [(1900, 160_000), (0, -10_000)]);
    assert_eq!(request.tax_point.to_string(), "2020-11-23");
    assert!(call.args.len() < 1024, "a call is small: {}", call.args.len());
}

/// Regular files of a folder and the folders in it, sorted by path.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}
