//! T1 to T6: uniqueness, arithmetic, reverse charge, credits.

use super::world::{AE, Line, ONE, S, World, Z, code, day, hash};
use sandpact_testing::prelude::*;
use vat_invoice::messages::{Category, IssueRequest, Kind, Party, Position};

const NOTHING: Position = Position::ZERO;

#[sandpact::test]
fn t1_no_more_is_deducted_than_was_issued(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.accepted(1);
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 1_900);
    let holds = || {
        let (issued, deducted) = (w.position(&w.seller), w.position(&w.buyer));
        assert!(deducted.deducted_minor <= deducted.input_minor);
        assert!(deducted.deducted_minor <= issued.output_minor);
        let invoice = w.invoice(key);
        let rest: i128 = invoice.remaining.iter().map(|it| it.tax_minor).sum();
        assert!(invoice.deducted_minor <= rest);
        invoice.deducted_minor
    };
    assert_eq!(holds(), 1_900);
    for (number, left) in [(2, 1_140), (3, 380)] {
        w.issue(&w.credit(number, 1, &[(S, 1_900, 4_000, 760)]));
        assert_eq!(holds(), left);
    }
}

#[sandpact::test]
fn t2_a_number_is_recorded_once_and_the_same_request_answered_again(ledger: &Ledger) {
    let w = World::new(ledger);
    let request = w.document(1, Kind::Invoice, &ONE);
    let first = w.contract.by(&w.seller).issue(request.clone()).ok();
    let root = ledger.state_root();
    assert_eq!(w.contract.by(&w.seller).issue(request.clone()).ok(), first);
    assert_eq!(ledger.state_root(), root, "nothing is recorded twice");
    let other = IssueRequest { commitment: hash(9), ..request.clone() };
    assert_eq!(w.refuse_issue(&other), 100);
    // A number of another kind or issuer is another number.
    w.issue(&IssueRequest { kind: Kind::Prepayment, ..request.clone() });
    let buyer = Party::Account { address: w.seller.address };
    let foreign = IssueRequest { seller: w.buyer.address, buyer, ..request };
    w.contract.by(&w.buyer).issue(foreign).ok();
}

/// One unit off in each of the amounts of EN 16931.
#[sandpact::test]
fn t3_every_arithmetic_rule_is_checked_to_the_unit(ledger: &Ledger) {
    type Change = fn(&mut IssueRequest);
    let w = World::new(ledger);
    let changes: [(&str, Change); 8] = [
        ("BR-CO-13", |it| it.totals.line_sum_minor += 1),
        ("BR-CO-13", |it| it.totals.charges_minor += 1),
        ("BR-CO-14", |it| it.totals.tax_minor -= 1),
        ("BR-CO-15", |it| it.totals.gross_minor += 1),
        ("BR-CO-16", |it| it.totals.rounding_minor += 1),
        ("BR-CO-16", |it| it.totals.paid_minor -= 1),
        ("BR-CO-17", |it| {
            it.breakdown[0].tax_minor += 1;
            (it.totals.tax_minor, it.totals.gross_minor) = (1_901, 11_901);
            it.totals.due_minor = 11_901;
        }),
        ("BR-CO-18", |it| it.breakdown.clear()),
    ];
    for (rule, change) in changes {
        let mut request = w.document(1, Kind::Invoice, &ONE);
        change(&mut request);
        assert_eq!(w.refuse_issue(&request), 101, "{rule}");
    }
    w.issue(&w.document(1, Kind::Invoice, &ONE));
}

#[sandpact::test]
fn t4_only_category_s_has_tax_and_reverse_charge_moves_it_to_the_buyer(ledger: &Ledger) {
    let w = World::new(ledger);
    for category in [
        Category::ZeroRated,
        Category::Exempt,
        Category::ReverseCharge,
        Category::IntraCommunity,
        Category::Export,
        Category::OutOfScope,
    ] {
        let taxed: Line = (category, 0, 10_000, 1);
        assert_eq!(w.refuse_issue(&w.document(1, Kind::Invoice, &[taxed])), 102);
    }
    let moved = w.document(1, Kind::Invoice, &[(AE, 0, 10_000, 0)]);
    assert_eq!(w.refuse_issue(&moved), 118, "no rate yet");
    let office = w.contract.by(&w.office);
    office.set_reverse_charge_rate(day("2025-01-01"), 1_900).ok();
    let stranger = Party::Account { address: w.employer.address };
    assert_eq!(w.refuse_issue(&IssueRequest { buyer: stranger, ..moved.clone() }), 117);
    w.issue(&moved);
    let supplied = Position { reverse_charge_supplied_minor: 10_000, ..NOTHING };
    let bought = Position {
        output_minor: 1_900,
        input_minor: 1_900,
        reverse_charge_bought_minor: 10_000,
        ..NOTHING
    };
    assert_eq!((w.position(&w.seller), w.position(&w.buyer)), (supplied, bought));
    w.issue(&w.credit(2, 1, &[(AE, 0, 10_000, 0)]));
    assert_eq!((w.position(&w.seller), w.position(&w.buyer)), (NOTHING, NOTHING));
}

#[sandpact::test]
fn t5_credits_stay_within_what_remains_of_each_rate(ledger: &Ledger) {
    let w = World::new(ledger);
    assert_eq!(w.refuse_issue(&w.credit(9, 1, &ONE)), 107);
    w.issue(&w.document(1, Kind::Invoice, &[(S, 1_900, 10_000, 1_900), (S, 700, 1_000, 70)]));
    assert_eq!(w.refuse_issue(&w.credit(9, 1, &[(S, 700, 1_100, 77)])), 109);
    assert_eq!(w.refuse_issue(&w.credit(9, 1, &[(S, 500, 100, 5)])), 109);
    w.issue(&w.credit(2, 1, &[(S, 700, 1_000, 70)]));
    assert_eq!(w.refuse_issue(&w.credit(9, 1, &[(S, 700, 100, 7)])), 109);
    w.issue(&w.credit(3, 1, &[(S, 1_900, 10_000, 1_900)]));
    assert_eq!(w.position(&w.seller), NOTHING);
}

#[sandpact::test]
fn t6_a_reversal_takes_the_deduction_back_in_the_same_call(ledger: &Ledger) {
    let w = World::new(ledger);
    let lines = [(S, 1_900, 1_000, 190), (S, 700, -1_000, -70), (Z, 0, 5_000, 0)];
    let key = w.issue(&w.document(1, Kind::Invoice, &lines));
    w.contract.by(&w.buyer).accept(key).ok();
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 120);
    // 190 of 120 would leave a deduction below zero.
    assert_eq!(w.refuse_issue(&w.credit(2, 1, &lines[..1])), 111);
    w.issue(&w.credit(2, 1, &[(S, 1_900, 500, 95)]));
    assert_eq!(w.invoice(key).deducted_minor, 25);
    let expected = Position { input_minor: 25, deducted_minor: 25, ..NOTHING };
    assert_eq!(w.position(&w.buyer), expected);
    assert_eq!(code(Common::Frozen), 12);
}
