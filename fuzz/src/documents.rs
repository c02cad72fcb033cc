//! Documents: what a stranger sends becomes calls whose arguments their contract's own types read,
//! or is refused with a stable code. A sealed payload is read, or is none.

use crate::arguments;
use sandpact_abi::{Address, Hash};
use sandpact_client::{
    commitment::{FingerprintKey, Salt},
    dcsa::{self, DcsaFormat},
    document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext, REFUSALS},
    fiscal,
    ubl::rules::judge_fragments,
};
use sandpact_private::Sealed;

/// What a mapper makes of a document.
type Mapped = Result<Vec<DocumentCall>, DocumentRefusal>;

/// # Panics
/// On a finding.
pub fn check(bytes: &[u8]) {
    let context = context();
    let detected = DocumentFormat::detect(bytes);
    for format in [
        DocumentFormat::Ubl,
        DocumentFormat::Gobl,
        DocumentFormat::FhirConsent,
        DocumentFormat::FhirClaim,
        DocumentFormat::Epcis,
        DocumentFormat::CatenaX,
    ] {
        settle(format.map(bytes, &context), detected == Some(format));
    }
    for format in [
        DcsaFormat::Block,
        DcsaFormat::TransportDocument,
        DcsaFormat::SurrenderRequest,
        DcsaFormat::SurrenderAnswer,
    ] {
        // A document may have what two formats need; the first one is it.
        settle(DocumentFormat::Dcsa(format).map(bytes, &context), detected.is_some());
    }
    if let Err(refusal) = judge_fragments(bytes) {
        listed(&refusal);
    }
    check_fiscal(bytes, &context);
    check_chain(bytes, &context);
    check_sealed(bytes);
}

fn one(call: DocumentCall) -> Vec<DocumentCall> {
    vec![call]
}

fn settle(mapped: Mapped, is_recognised: bool) {
    match mapped {
        Ok(calls) => {
            assert!(is_recognised, "mapped, but not recognised");
            for call in calls {
                arguments::readable(call.contract, call.method, &call.args);
            }
        }
        Err(refusal) => listed(&refusal),
    }
}

fn listed(refusal: &DocumentRefusal) {
    let is_listed = REFUSALS.iter().any(|(code, _, _)| *code == refusal.code);
    assert!(is_listed, "code {} of {refusal}", refusal.code);
}

fn check_fiscal(bytes: &[u8], context: &MappingContext) {
    let link = fiscal::Link {
        previous: Some(Hash([7; 32])),
        counter: 2,
        time: "2026-01-05T12:00:00+01:00",
        is_correction: false,
    };
    let key = &context.fingerprint_key;
    let registered = fiscal::map_registration(bytes, &link, key).map(one);
    settle(registered, fiscal::is_verifactu(bytes));
    for digest in [None, Some(Hash([8; 32]))] {
        settle(fiscal::map_document(bytes, digest).map(one), fiscal::is_zatca(bytes));
    }
}

/// A block that is read twice is the same, and its checksum needs no signature to be right.
fn check_chain(bytes: &[u8], context: &MappingContext) {
    if let Ok(block) = dcsa::Block::read(bytes) {
        let again = dcsa::Block::read(bytes).map(|block| block.id);
        assert_eq!(again, Ok(block.id));
    }
    let chain = dcsa::map_chain(&[bytes, bytes], "NW-1", context);
    if let Err(refusal) = &chain {
        listed(refusal);
    }
}

/// Bytes that are a sealed payload are written as they were read.
fn check_sealed(bytes: &[u8]) {
    if let Ok(sealed) = Sealed::from_bytes(bytes) {
        assert_eq!(sealed.to_bytes(), bytes, "another encoding");
    }
}

fn context() -> MappingContext {
    let mut context =
        MappingContext::new(FingerprintKey::new([1; 32], 2), Salt::from_bytes([3; 32]))
            .previous_key(FingerprintKey::new([4; 32], 1));
    for (number, party) in (0..).zip(PARTIES) {
        context = context.party(party, Address([number; 32]));
    }
    context
}

/// Parties that have accounts, as the documents of the corpus name them.
const PARTIES: [&str; 12] = [
    "DE999000017",
    "DE999000025",
    "Patient/demo-7",
    "ESB00000000",
    "ES00000000T",
    "Organization/payer",
    "Organization/clinic",
    "BPNL2",
    "417:4012345000009",
    "CARX:CARRIER",
    "CARX:SHIPPER",
    "CARX:BUYER",
];
