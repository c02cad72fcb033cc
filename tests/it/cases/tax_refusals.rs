//! Refusals of `vat_invoice`: each with its code and the root as it was.

use super::tax::{BUYER, INVOICE, SELLER, Tax, after, document, request};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Hash, code};
use sandpact_sdk::prelude::*;
use sandpact_tests::{Raw, key_of};
use vat_invoice::messages::{Category, IssueRequest, Kind, Party, Role};

const S: Category = Category::Standard;
const AE: Category = Category::ReverseCharge;
const Z: Category = Category::ZeroRated;

/// Refusals that a request meets by itself, on a ledger without documents and rates.
#[test]
fn broken_requests_are_refused_with_their_code() {
    type Change = fn(&mut IssueRequest);
    let cases: [(u32, Change); 16] = [
        (Common::TooLarge.code(), |it| it.breakdown = vec![it.breakdown[0].clone(); 17]),
        (101, |it| it.totals.gross_minor += 1),
        (101, |it| it.breakdown[0].tax_minor += 1),
        (102, |it| it.breakdown[0].rate_bp = 0),
        (103, |it| it.breakdown.push(it.breakdown[0].clone())),
        (104, |it| it.issue_date = CivilDate::parse("2026-01-06").unwrap()),
        (105, |it| it.kind = Kind::CreditNote),
        (106, |it| it.kind = Kind::Corrected),
        (107, |it| *it = after(it.clone(), &[(3, Kind::Invoice), (4, Kind::SelfBilled)])),
        (107, |it| *it = after(it.clone(), &[])),
        (117, |it| {
            *it = document(1, Kind::Invoice, &[(AE, 0, 100, 0)]);
            it.buyer = Party::Pseudonym { hash: Hash([1; 32]) };
        }),
        (117, |it| {
            *it = document(1, Kind::Invoice, &[(AE, 0, 100, 0)]);
            it.buyer = Party::Account { address: key_of("stranger").address() };
        }),
        (118, |it| *it = document(1, Kind::Invoice, &[(AE, 0, 100, 0)])),
        (119, |it| it.buyer = Party::Account { address: it.seller }),
        (125, |it| it.tax_point = CivilDate::parse("9999-12-31").unwrap()),
        (126, |it| it.fingerprint.epoch = 2),
    ];
    let mut tax = Tax::new();
    for (code, change) in cases {
        let mut request = request(INVOICE);
        change(&mut request);
        tax.refuse(SELLER, "issue", &request, code);
    }
    let negative = document(1, Kind::SelfBilled, &[(S, 1_900, -100, -19)]);
    tax.refuse(BUYER, "issue", &after(negative, &[(3, Kind::Invoice)]), 120);
    let raw = Raw([request(INVOICE).encode(), vec![0]].concat());
    tax.refuse(SELLER, "issue", &raw, Common::BadArguments.code());
    tax.refuse(SELLER, "nothing", &(), code::UNKNOWN_METHOD);
}

/// Refusals of documents that name others. On the ledger are the invoices 1, of one line,
/// and 2, with a negative line; the credit note 3; and 4 and 5, which bear one number.
#[test]
fn what_does_not_fit_its_reference_is_refused_with_its_code() {
    let mut tax = Tax::new();
    let rate = (CivilDate::parse("2025-01-01").unwrap(), 1_900_u32);
    tax.accept::<()>("tax office", "set_reverse_charge_rate", &rate);
    let mixed = [(S, 1_900, 1_000, 190), (S, 700, -1_000, -70), (Z, 0, 5_000, 0)];
    let one = document(1, Kind::Invoice, &[(S, 1_900, 10_000, 1_900)]);
    tax.issue(SELLER, &one);
    let two = tax.issue(SELLER, &document(2, Kind::Invoice, &mixed));
    let credit = document(3, Kind::CreditNote, &[(S, 1_900, 100, 19)]);
    tax.issue(SELLER, &after(credit.clone(), &[(1, Kind::Invoice)]));
    for (number, kind) in [(4, Kind::Invoice), (5, Kind::Prepayment)] {
        tax.issue(SELLER, &document(number, kind, &[(S, 1_900, 10_000, 1_900)]));
    }
    let credit = |lines| document(9, Kind::CreditNote, lines);
    let small = || credit(&[(S, 1_900, 100, 19)]);
    let mut dated = after(small(), &[(1, Kind::Invoice)]);
    let reference = dated.preceding.as_mut().unwrap();
    reference.issue_date = one.issue_date.checked_add_days(-1);
    let mut early = after(small(), &[(1, Kind::Invoice)]);
    early.issue_date = one.issue_date.checked_add_days(-1).unwrap();
    let mut of_others = after(small(), &[(1, Kind::Invoice)]);
    of_others.buyer = Party::Account { address: key_of("DE123456789").address() };
    let mut in_kronor = after(small(), &[(1, Kind::Invoice)]);
    in_kronor.currency = Currency::new(*b"SEK").unwrap();
    // 7 % of -1000 goes back as a negative invoice of a zero rated line shows it.
    let raised = [(S, 700, 1_000, 70), (Z, 0, -2_000, 0)];
    let raised = after(document(9, Kind::Invoice, &raised), &[(2, Kind::Invoice)]);
    let positive_part = after(credit(&mixed[..1]), &[(2, Kind::Invoice)]);
    let negative_ae = [(AE, 0, -1_000_000, 0), (Z, 0, 1_000_001, 0)];
    let refused = [
        (Common::DateOrder.code(), early),
        (Common::CurrencyMismatch.code(), in_kronor),
        (105, document(9, Kind::Invoice, &negative_ae)),
        (108, after(small(), &[(3, Kind::CreditNote)])),
        (108, of_others),
        (108, dated),
        (109, after(credit(&[(S, 1_900, 9_901, 1_881)]), &[(1, Kind::Invoice)])),
        (110, positive_part.clone()),
        (110, after(document(9, Kind::Corrected, &negative_ae), &[(1, Kind::Invoice)])),
        (121, after(small(), &[(4, Kind::Invoice), (5, Kind::Prepayment)])),
        (123, raised.clone()),
    ];
    for (code, request) in refused {
        tax.refuse(SELLER, "issue", &request, code);
    }
    tax.accept::<()>(BUYER, "accept", &two);
    assert_eq!(tax.accept::<i128>(BUYER, "confirm_deduction", &two), 120);
    tax.refuse(SELLER, "issue", &positive_part, 111);
    tax.refuse(SELLER, "issue", &raised, 123);
}

#[test]
fn what_cannot_be_deducted_is_refused_with_its_code() {
    let mut tax = Tax::new();
    tax.issue(SELLER, &document(1, Kind::Invoice, &[(S, 1_900, 10_000, 1_900)]));
    let credit = document(2, Kind::CreditNote, &[(S, 1_900, 100, 19)]);
    let credit = tax.issue(SELLER, &after(credit, &[(1, Kind::Invoice)]));
    tax.refuse(BUYER, "confirm_deduction", &credit, 115);
    tax.refuse("employer", "reimburse", &credit, 115);
    let untaxed = tax.issue(SELLER, &document(3, Kind::Invoice, &[(Z, 0, 10_000, 0)]));
    tax.accept::<()>(BUYER, "accept", &untaxed);
    tax.refuse(BUYER, "confirm_deduction", &untaxed, 116);
}

#[test]
fn the_buyer_is_the_named_account_and_holds_the_role() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &document(1, Kind::Invoice, &[(S, 1_900, 10_000, 1_900)]));
    tax.accept::<()>(BUYER, "accept", &key);
    tax.refuse("stranger", "confirm_deduction", &key, Common::NotAuthorised.code());
    let (stranger, buyer) = (key_of("stranger").address(), key_of(BUYER).address());
    tax.accept::<()>("tax office", "grant", &(Role::Buyer, stranger));
    tax.refuse("stranger", "confirm_deduction", &key, 113);
    tax.accept::<()>("tax office", "revoke", &(Role::Buyer, buyer));
    tax.refuse(BUYER, "confirm_deduction", &key, Common::NotAuthorised.code());
    tax.accept::<()>("tax office", "grant", &(Role::Buyer, buyer));
    assert_eq!(tax.accept::<i128>(BUYER, "confirm_deduction", &key), 1_900);
}

#[test]
fn the_authority_has_no_other_role() {
    let mut tax = Tax::new();
    let authority = key_of("tax office").address();
    for role in [Role::Seller, Role::Buyer, Role::Employer] {
        tax.refuse("tax office", "grant", &(role, authority), 122);
    }
    tax.refuse("tax office", "grant", &(Role::Authority, key_of(BUYER).address()), 122);
    let itself = (Role::Authority, authority);
    tax.refuse("tax office", "revoke", &itself, Common::WrongState.code());
}
