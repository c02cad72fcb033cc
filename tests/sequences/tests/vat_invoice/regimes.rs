//! T10, T12: days to issue and rates, by regime.

use super::world::{K, ONE, S, World, Z, code, day};
use sandpact_testing::prelude::*;
use vat_invoice::events::{RateBegun, RegimeSet, TermsSet};
use vat_invoice::messages::{IssueRequest, Kind, RateCursor, Regime, Terms};

#[sandpact::test]
fn t10_a_cross_border_invoice_is_issued_within_the_days_of_its_regime(ledger: &Ledger) {
    let w = World::new(ledger);
    let regime = w.regime(|_| ());
    let office = w.contract.by(&w.office);
    office.begin_rate(regime, K, 0, day("2021-01-01")).ok();
    let on = |number, lines: &[_], tax_point: &str| IssueRequest {
        tax_point: day(tax_point),
        ..w.document(number, Kind::Invoice, lines)
    };
    let cross_border = [(K, 0, 10_000, 0)];
    assert_eq!(w.refuse_issue(&on(1, &cross_border, "2025-12-09")), 130);
    let key = w.issue(&on(1, &cross_border, "2025-12-10"));
    assert_eq!(w.invoice(key).terms_version, 1);
    w.issue(&on(2, &ONE, "2025-12-01"));
    // Other terms change nothing that is recorded.
    let before = w.invoice(key);
    let stricter = Terms {
        from: day("2025-12-15"),
        issue_days_max: Some(3),
        cross_border_issue_days_max: Some(5),
        confirms_red_letters: false,
        red_letter_hours: 24,
    };
    let set = office.set_terms(regime, stricter.clone());
    let (from, by) = (stricter.from, w.office.address);
    assert_eq!(set.emits(&TermsSet { regime, version: 2, from, by }).ok(), 2);
    assert_eq!(w.invoice(key), before);
    assert_eq!(w.refuse_issue(&on(3, &ONE, "2025-12-16")), 130);
    let key = w.issue(&on(3, &ONE, "2025-12-17"));
    assert_eq!((w.invoice(key).regime, w.invoice(key).terms_version), (Some(regime), 2));
    // What takes back or replaces comes whenever there is reason to.
    let credit = w.credit(4, 2, &[(S, 1_900, 100, 19)]);
    w.issue(&IssueRequest { tax_point: day("2025-01-01"), ..credit });
    assert_eq!(w.refused(|| office.set_terms(regime, stricter.clone())), code(Common::DateOrder));
    let never = Terms { from: day("2027-01-01"), red_letter_hours: 0, ..stricter };
    assert_eq!(w.refused(|| office.set_terms(regime, never)), code(Common::BadFormat));
}

#[sandpact::test]
fn t12_a_rate_is_in_its_table_on_the_tax_point(ledger: &Ledger) {
    let w = World::new(ledger);
    let regime = w.regime(|_| ());
    let office = w.contract.by(&w.office);
    let of = |number, rate_bp, tax, tax_point: &str| IssueRequest {
        tax_point: day(tax_point),
        ..w.document(number, Kind::Invoice, &[(S, rate_bp, 10_000, tax)])
    };
    assert_eq!(w.refuse_issue(&of(1, 1_600, 1_600, "2025-12-20")), 118);
    assert_eq!(w.refuse_issue(&w.document(1, Kind::Invoice, &[(Z, 0, 10_000, 0)])), 118);
    assert_eq!(w.refuse_issue(&of(1, 1_900, 1_900, "2020-12-31")), 118);
    let key = w.issue(&of(1, 1_900, 1_900, "2021-01-01"));
    let before = w.invoice(key);
    office.end_rate(regime, S, 1_900, day("2025-12-10")).ok();
    let begun = office.begin_rate(regime, S, 2_000, day("2025-12-11"));
    let (category, from, by) = (S, day("2025-12-11"), w.office.address);
    begun.emits(&RateBegun { regime, category, rate_bp: 2_000, from, by }).ok();
    assert_eq!(w.invoice(key), before, "the table changes no stored invoice");
    assert_eq!(w.refuse_issue(&of(2, 1_900, 1_900, "2025-12-20")), 118);
    w.issue(&of(2, 2_000, 2_000, "2025-12-20"));
    // A credit is at the rate of its invoice.
    w.issue(&w.credit(3, 1, &[(S, 1_900, 100, 19)]));
    let corrected = w.document(4, Kind::Corrected, &[(S, 1_900, 100, 19)]);
    let corrected = w.after(corrected, (1, Kind::Invoice));
    assert_eq!(w.refuse_issue(&corrected), 118);
    w.issue(&IssueRequest { tax_point: day("2025-12-10"), ..corrected });
}

#[sandpact::test]
fn the_authority_keeps_regimes_and_tables_in_order(ledger: &Ledger) {
    let w = World::new(ledger);
    let regime = w.regime(|_| ());
    let (office, france) = (w.contract.by(&w.office), Regime::parse("FR").unwrap());
    let unknown = code(Common::UnknownId);
    assert_eq!(w.refused(|| office.set_regime(None, france)), unknown);
    assert_eq!(w.refused(|| office.begin_rate(france, S, 2_000, day("2025-01-01"))), unknown);
    assert_eq!(w.refused(|| office.end_rate(regime, S, 700, day("2025-01-01"))), unknown);
    let again = w.refused(|| office.begin_rate(regime, S, 1_900, day("2030-01-01")));
    assert_eq!(again, code(Common::AlreadyExists));
    assert_eq!(w.refused(|| office.begin_rate(regime, Z, 100, day("2030-01-01"))), 102);
    let stranger = w.contract.by(&w.seller);
    let not_authorised = code(Common::NotAuthorised);
    assert_eq!(w.refused(|| stranger.set_regime(None, regime)), not_authorised);
    assert_eq!(w.refused(|| stranger.begin_rate(regime, S, 1, day("2025-01-01"))), not_authorised);
    // Accounts of another regime have its table, and no rate until one begins.
    let terms = w.contract.query().terms(regime).ok();
    office.set_terms(france, terms[0].clone()).ok();
    let put = office.set_regime(Some(w.seller.address), france);
    let account = Some(w.seller.address);
    put.emits(&RegimeSet { account, regime: france, by: w.office.address }).ok();
    assert_eq!(w.contract.query().regime(w.seller.address).ok(), Some(france));
    assert_eq!(w.contract.query().regime(w.buyer.address).ok(), Some(regime));
    assert_eq!(w.refuse_issue(&w.document(1, Kind::Invoice, &ONE)), 118);
    office.begin_rate(regime, S, 700, day("2021-01-01")).ok();
    let first = w.contract.query().rates(regime, None, 1).ok();
    assert_eq!((first.items.len(), first.items[0].rate_bp), (1, 700));
    let cursor = RateCursor { category: S, rate_bp: 700 };
    assert_eq!(first.next, Some(cursor.clone()));
    let second = w.contract.query().rates(regime, Some(cursor), 1).ok();
    assert_eq!((second.items[0].rate_bp, second.next), (1_900, None));
}
