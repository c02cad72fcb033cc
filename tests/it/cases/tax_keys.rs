//! Numbers and the keys of records in `vat_invoice` (T2): whose they are, and what becomes of
//! them when the participants change the key of the fingerprints.

use super::tax::{
    BUYER, CREDIT_NOTE, INVOICE, SELLER, Tax, context, document, request, request_in,
};
use sandpact_abi::Hash;
use sandpact_client::commitment::FingerprintKey;
use sandpact_client::document::MappingContext;
use sandpact_sdk::prelude::*;
use sandpact_tests::key_of;
use vat_invoice::messages::{Category, Epochs, Fingerprint, Kind, Recorded};

#[test]
fn nobody_takes_the_number_of_another() {
    let mut tax = Tax::new();
    let invoice = request(INVOICE);
    let lines = [(Category::Standard, 1_900, 100, 19)];
    let mut squatter = document(1, Kind::SelfBilled, &lines);
    squatter.fingerprint = invoice.fingerprint.clone();
    let taken = tax.issue(BUYER, &squatter);
    let mut other = document(1, Kind::Invoice, &lines);
    other.fingerprint = invoice.fingerprint.clone();
    other.seller = key_of("DE123456789").address();
    let others = tax.issue("DE123456789", &other);
    let key = tax.issue(SELLER, &invoice);
    assert!(key != taken && key != others && taken != others);
    // A credit note means the seller's own invoice.
    let credit: Recorded = tax.accept(SELLER, "issue", &request(CREDIT_NOTE));
    assert_eq!(credit.preceding, Some(key));
    let of = (key_of(SELLER).address(), Kind::Invoice, invoice.fingerprint.hash);
    assert_eq!(tax.ledger.query::<Hash>(&tax.contract, "key", &of), key);
    let mut again = invoice;
    again.commitment = Hash([1; 32]);
    tax.refuse(SELLER, "issue", &again, 100);
}

fn first() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

/// What participants map with after the second epoch has begun.
fn second() -> MappingContext {
    let mut context = context();
    context.fingerprint_key = FingerprintKey::new([7; 32], 2);
    context
}

/// `document` with another number.
fn numbered(document: &str, number: &str) -> String {
    assert!(document.contains("NW-2025-0117"));
    document.replace("NW-2025-0117", number)
}

#[test]
fn a_number_is_taken_under_both_keys_while_they_change() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &request(INVOICE));
    tax.refuse(SELLER, "begin_epoch", &(), Common::NotAuthorised.code());
    tax.refuse("tax office", "end_epoch", &(), Common::WrongState.code());
    let epochs: Epochs = tax.accept("tax office", "begin_epoch", &());
    assert_eq!(epochs, Epochs { current: 2, previous: Some(1) });
    let both = second().previous_key(first());
    tax.refuse(SELLER, "issue", &request_in(INVOICE, &both), 100);
    // A request that was answered before still is; a new one needs both fingerprints.
    assert_eq!(tax.issue(SELLER, &request(INVOICE)), key);
    let other = numbered(INVOICE, "NW-2025-0118");
    tax.refuse(SELLER, "issue", &request(&other), 126);
    tax.refuse(SELLER, "issue", &request_in(&other, &second()), 126);
    let later = tax.issue(SELLER, &request_in(&other, &both));
    let credit: Recorded = tax.accept(SELLER, "issue", &request_in(CREDIT_NOTE, &both));
    assert_eq!(credit.preceding, Some(key));
    let credit = numbered(&CREDIT_NOTE.replace("G004", "G005"), "NW-2025-0118");
    let credit: Recorded = tax.accept(SELLER, "issue", &request_in(&credit, &both));
    assert_eq!(credit.preceding, Some(later), "found under two keys it is one document");
}

#[test]
fn what_was_entered_again_is_found_after_its_epoch() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &request(INVOICE));
    let both = second().previous_key(first());
    let under = |context: &MappingContext| request_in(INVOICE, context).fingerprint;
    tax.refuse(SELLER, "enter_again", &(key, under(&second())), 126);
    tax.accept::<Epochs>("tax office", "begin_epoch", &());
    tax.refuse(BUYER, "enter_again", &(key, under(&both)), Common::NotAuthorised.code());
    let unknown = (Hash([1; 32]), under(&both));
    tax.refuse(SELLER, "enter_again", &unknown, Common::UnknownId.code());
    let other = tax.issue(SELLER, &request_in(&numbered(INVOICE, "NW-2025-0118"), &both));
    let of_other = (key, request_in(&numbered(INVOICE, "NW-2025-0118"), &both).fingerprint);
    tax.refuse(SELLER, "enter_again", &of_other, Common::AlreadyExists.code());
    let fresh = Fingerprint { epoch: 2, hash: Hash([1; 32]) };
    tax.refuse(SELLER, "enter_again", &(other, fresh), Common::WrongState.code());
    tax.accept::<()>(SELLER, "enter_again", &(key, under(&both)));
    assert_eq!(tax.invoice(key).epoch, 2);
    let epochs: Epochs = tax.accept("tax office", "end_epoch", &());
    assert_eq!(epochs, Epochs { current: 2, previous: None });
    tax.refuse(SELLER, "issue", &request_in(&numbered(INVOICE, "NW-2025-0119"), &both), 126);
    tax.refuse(SELLER, "issue", &request_in(INVOICE, &second()), 100);
    let credit: Recorded = tax.accept(SELLER, "issue", &request_in(CREDIT_NOTE, &second()));
    assert_eq!(credit.preceding, Some(key));
    assert_eq!(tax.ledger.query::<Epochs>(&tax.contract, "epochs", &()), epochs);
}
