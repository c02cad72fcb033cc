//! Refusals that no numbered test shows, each with its code and the root as it was.

use super::world::{AE, ONE, S, World, Z, code, day, hash};
use sandpact_testing::prelude::*;
use vat_invoice::messages::{IssueRequest, Kind, Party, Role};

/// Refusals that a request meets by itself.
#[sandpact::test]
fn broken_requests_are_refused_with_their_code(ledger: &Ledger) {
    type Change = fn(&mut IssueRequest);
    let w = World::new(ledger);
    let cases: [(u32, Change); 9] = [
        (code(Common::TooLarge), |it| it.breakdown = vec![it.breakdown[0].clone(); 17]),
        (103, |it| it.breakdown.push(it.breakdown[0].clone())),
        (104, |it| it.issue_date = day("2026-01-06")),
        (105, |it| it.kind = Kind::CreditNote),
        (106, |it| it.kind = Kind::Corrected),
        (119, |it| it.buyer = Party::Account { address: it.seller }),
        (125, |it| it.tax_point = day("9999-12-31")),
        (126, |it| it.fingerprint.epoch = 2),
        (126, |it| it.previous_fingerprint = Some(it.fingerprint.clone())),
    ];
    for (expected, change) in cases {
        let mut request = w.document(1, Kind::Invoice, &ONE);
        change(&mut request);
        assert_eq!(w.refuse_issue(&request), expected);
    }
    let negative = w.document(1, Kind::SelfBilled, &[(S, 1_900, -100, -19)]);
    assert_eq!(w.refuse_issue(&w.after(negative, (3, Kind::Invoice))), 120);
}

/// Refusals of documents that name others.
#[sandpact::test]
fn what_does_not_fit_its_reference_is_refused_with_its_code(ledger: &Ledger) {
    let w = World::new(ledger);
    let mixed = [(S, 1_900, 1_000, 190), (S, 700, -1_000, -70), (Z, 0, 5_000, 0)];
    w.issue(&w.document(1, Kind::Invoice, &ONE));
    w.issue(&w.document(2, Kind::Invoice, &mixed));
    let small = || w.credit(9, 1, &[(S, 1_900, 100, 19)]);
    w.issue(&IssueRequest {
        fingerprint: w.document(3, Kind::CreditNote, &ONE).fingerprint,
        ..small()
    });
    let with = |change: fn(&mut IssueRequest)| {
        let mut request = small();
        change(&mut request);
        w.refuse_issue(&request)
    };
    assert_eq!(with(|it| it.issue_date = day("2025-12-19")), code(Common::DateOrder));
    assert_eq!(with(|it| it.currency = Currency::USD), code(Common::CurrencyMismatch));
    assert_eq!(with(|it| it.buyer = Party::Account { address: Address([9; 32]) }), 108);
    let of_credit = w.document(9, Kind::CreditNote, &[(S, 1_900, 100, 19)]);
    assert_eq!(w.refuse_issue(&w.after(of_credit, (3, Kind::CreditNote))), 108);
    assert_eq!(w.refuse_issue(&w.credit(9, 2, &mixed[..1])), 110);
    let raised = w.document(9, Kind::Invoice, &[(S, 700, 1_000, 70), (Z, 0, -2_000, 0)]);
    assert_eq!(w.refuse_issue(&w.after(raised, (2, Kind::Invoice))), 123);
    w.issue(&w.document(4, Kind::Prepayment, &ONE));
    let mut either = small();
    let other = vat_invoice::messages::Candidate { kind: Kind::Prepayment, fingerprint: hash(4) };
    either.preceding.as_mut().unwrap().candidates.push(other);
    assert_eq!(w.refuse_issue(&either), 121);
    let corrected = |number| w.after(w.document(number, Kind::Corrected, &ONE), (1, Kind::Invoice));
    w.issue(&corrected(5));
    assert_eq!(w.refuse_issue(&corrected(6)), 124);
    w.contract.by(&w.office).set_reverse_charge_rate(day("2025-01-01"), 1_900).ok();
    let negative = w.document(9, Kind::Invoice, &[(AE, 0, -100, 0), (Z, 0, 101, 0)]);
    assert_eq!(w.refuse_issue(&negative), 105);
}

#[sandpact::test]
fn what_is_unknown_or_has_nothing_to_deduct_is_refused_with_its_code(ledger: &Ledger) {
    let w = World::new(ledger);
    let (unknown, nobody) = (code(Common::UnknownId), hash(77));
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).accept(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.seller).void(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).claim_export_refund(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.employer).reimburse(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.office).freeze(nobody)), unknown);
    assert_eq!(w.refused(|| w.contract.by(&w.office).revoke(Role::Lender, nobody_at())), unknown);
    assert_eq!(w.contract.query().invoice(nobody).code(), unknown);
    assert_eq!(w.contract.query().receivable(nobody).code(), unknown);
    assert_eq!(w.contract.query().red_letter(nobody).code(), unknown);
    let untaxed = w.issue(&w.document(1, Kind::Invoice, &[(Z, 0, 10_000, 0)]));
    w.contract.by(&w.buyer).accept(untaxed).ok();
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(untaxed)), 116);
    let own = w.refused(|| w.contract.by(&w.office).revoke(Role::Authority, w.office.address));
    assert_eq!(own, code(Common::WrongState));
}

fn nobody_at() -> Address {
    Address([77; 32])
}

#[sandpact::test]
fn an_amount_whose_tax_fits_no_type_is_refused(ledger: &Ledger) {
    let w = World::new(ledger);
    let huge = w.document(1, Kind::Invoice, &[(S, 1_900, i128::MAX, 0)]);
    assert_eq!(w.refuse_issue(&huge), code(Common::Overflow));
}
