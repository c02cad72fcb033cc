//! T9, T13: quotas, closing of periods, returns.

use super::world::{ONE, S, World, code, day, eur, hash};
use sandpact_testing::prelude::*;
use vat_invoice::events::QuotaSet;
use vat_invoice::messages::{IssueRequest, Kind, Position};

const JANUARY: u32 = 202_601;

#[sandpact::test]
fn t9_an_issuer_stays_within_its_quota_which_is_never_below_what_is_used(ledger: &Ledger) {
    let w = World::new(ledger);
    let set = |from, limit| w.contract.by(&w.office).set_quota(w.seller.address, from, eur(limit));
    let quota = set(JANUARY, 25_000);
    let (account, by) = (w.seller.address, w.office.address);
    let event =
        QuotaSet { account, currency: Currency::EUR, from: JANUARY, limit_minor: 25_000, by };
    quota.emits(&event).ok();
    for number in [1, 2] {
        w.issue(&w.document(number, Kind::Invoice, &ONE));
    }
    assert_eq!(w.refuse_issue(&w.document(3, Kind::Invoice, &[(S, 1_900, 5_001, 950)])), 128);
    let dollars = IssueRequest { currency: Currency::USD, ..w.document(3, Kind::Invoice, &ONE) };
    assert_eq!(w.refuse_issue(&dollars), 128, "another currency is no way round it");
    assert_eq!(w.refused(|| set(JANUARY, 19_999)), 129);
    set(JANUARY, 20_000).ok();
    assert_eq!(w.refuse_issue(&w.document(3, Kind::Invoice, &[(S, 1_900, 1, 0)])), 128);
    w.issue(&w.credit(4, 1, &ONE));
    let stranger = || w.contract.by(&w.seller).set_quota(account, JANUARY, eur(1));
    assert_eq!(w.refused(stranger), code(Common::NotAuthorised));
    assert_eq!(w.refused(|| set(202_512, 30_000)), code(Common::DateOrder));
    assert_eq!(w.refused(|| set(JANUARY, -1)), code(Common::AmountNotPositive));
    assert_eq!(w.refused(|| set(202_613, 1)), code(Common::BadFormat));
    // The next month has a quota of its own.
    set(202_602, 10_000).ok();
    ledger.set_day(day("2026-02-01"));
    w.issue(&w.document(5, Kind::Invoice, &ONE));
    assert_eq!(w.refuse_issue(&w.document(6, Kind::Invoice, &[(S, 1_900, 100, 19)])), 128);
}

#[sandpact::test]
fn t9_a_voided_invoice_gives_its_part_of_the_quota_back(ledger: &Ledger) {
    let w = World::new(ledger);
    w.contract.by(&w.office).set_quota(w.seller.address, JANUARY, eur(10_000)).ok();
    let key = w.issue(&w.document(1, Kind::Invoice, &ONE));
    assert_eq!(w.refuse_issue(&w.document(2, Kind::Invoice, &ONE)), 128);
    w.contract.by(&w.seller).void(key).ok();
    w.issue(&w.document(2, Kind::Invoice, &ONE));
}

#[sandpact::test]
fn t13_a_closed_period_takes_corrections_only(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.accepted(1);
    let open = w.issue(&w.document(2, Kind::Invoice, &ONE));
    let self_billed = w.issue(&w.document(3, Kind::SelfBilled, &ONE));
    let close = |period| w.contract.by(&w.office).close_period(period);
    assert_eq!(w.refused(|| close(JANUARY)), code(Common::WrongState), "it has not ended");
    let stranger = w.refused(|| w.contract.by(&w.seller).close_period(202_512));
    assert_eq!(stranger, code(Common::NotAuthorised));
    close(202_512).ok();
    assert_eq!(w.refused(|| close(202_512)), code(Common::DateOrder));
    assert_eq!(w.contract.query().closed_through().ok(), 202_512);
    let before = w.contract.by(&w.office).totals_in(202_512, None, 10).ok();
    assert_eq!(w.refuse_issue(&w.document(4, Kind::Invoice, &ONE)), 127);
    assert_eq!(w.refuse_issue(&w.document(4, Kind::SelfBilled, &ONE)), 127);
    assert_eq!(w.refused(|| w.contract.by(&w.seller).void(open)), 127);
    assert_eq!(w.refused(|| w.contract.by(&w.seller).accept(self_billed)), 127);
    // What corrects counts today; a deduction counts when it is made.
    w.issue(&w.credit(5, 1, &[(S, 1_900, 4_000, 760)]));
    let corrected = w.document(6, Kind::Corrected, &[(S, 1_900, 9_000, 1_710)]);
    w.issue(&w.after(corrected, (2, Kind::Invoice)));
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 1_140);
    let mut january = w.document(7, Kind::Invoice, &ONE);
    (january.issue_date, january.tax_point) = (day("2026-01-05"), day("2026-01-05"));
    w.issue(&january);
    let after = w.contract.by(&w.office).totals_in(202_512, None, 10).ok();
    assert_eq!(after, before, "what was closed stays");
    let rows = w.contract.by(&w.auditor).totals_in(JANUARY, None, 10).ok().items;
    let of = |account: Address| rows.iter().find(|row| row.account == account).unwrap();
    let seller = of(w.seller.address);
    assert_eq!(seller.output_minor, -760 - 1_900 + 1_710 + 1_900);
    assert_eq!(of(w.buyer.address).deducted_minor, 1_140);
    let total: i128 = before.items.iter().chain(&rows).map(|row| row.output_minor).sum();
    assert_eq!(total, w.position(&w.seller).output_minor, "periods add up to the position");
    assert_ne!(w.position(&w.seller), Position::ZERO);
}

#[sandpact::test]
fn a_return_is_filed_once_for_a_period_that_has_ended(ledger: &Ledger) {
    let w = World::new(ledger);
    let file = |period, content| w.contract.by(&w.seller).file_return(period, hash(content));
    let first = file(202_512, 1).ok();
    assert_eq!(file(202_512, 1).ok(), first, "the same again");
    let other = w.refused(|| file(202_512, 2));
    assert_eq!(other, code(Common::DuplicateRequestDifferentContent));
    assert_eq!(w.refused(|| file(JANUARY, 1)), code(Common::WrongState));
    assert_eq!(w.refused(|| file(202_500, 1)), code(Common::BadFormat));
    let stranger = w.refused(|| w.contract.by(&w.lender).file_return(202_512, hash(1)));
    assert_eq!(stranger, code(Common::NotAuthorised));
}
