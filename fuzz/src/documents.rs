//! Documents: an invoice or a consent becomes arguments that its contract's own types read,
//! or is refused with a stable code.

use crate::arguments;
use sandpact_abi::Address;
use sandpact_client::{
    commitment::{FingerprintKey, Salt},
    document::{DocumentFormat, MappingContext, REFUSALS},
};

/// # Panics
/// On a finding.
pub fn check(bytes: &[u8]) {
    let detected = DocumentFormat::detect(bytes);
    let context = context();
    for format in [DocumentFormat::Ubl, DocumentFormat::FhirConsent] {
        match format.map(bytes, &context) {
            Ok(call) => {
                assert_eq!(detected, Some(format), "mapped, but not recognised");
                arguments::readable(call.contract, call.method, &call.args);
            }
            Err(refusal) => {
                let is_listed = REFUSALS.iter().any(|(code, _, _)| *code == refusal.code);
                assert!(is_listed, "code {} of {refusal}", refusal.code);
            }
        }
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
const PARTIES: [&str; 3] = ["DE999000017", "DE999000025", "Patient/demo-7"];
