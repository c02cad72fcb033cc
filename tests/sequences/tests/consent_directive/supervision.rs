//! What privacy officers and regulators ask, in pages.

use super::world::{PATIENT, World, code, day, directive, hash};
use consent_directive::{
    AccessCounts, Base, Directive, EndingConsent, Period, Purpose, Withdrawal,
};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn accesses_are_counted_by_requester_and_purpose(ledger: &Ledger) {
    let w = World::new(ledger);
    let purposes = vec![Purpose::Treatment];
    w.register(1, Directive { purposes, ..directive(Base::PermitAll) });
    for purpose in [Purpose::Treatment, Purpose::Treatment, Purpose::Payment] {
        w.ask(&w.requester, purpose);
    }
    let first = w.contract.by(&w.regulator).access_counts(None, 1).ok();
    let second = w.contract.by(&w.officer).access_counts(first.next.clone(), 1).ok();
    let counts = |permitted, denied| AccessCounts { permitted, denied, emergencies: 0 };
    let of = |row: &consent_directive::AccessCountRow| (row.purpose, row.counts);
    assert_eq!(of(&first.items[0]), (Purpose::Treatment, counts(2, 0)));
    assert_eq!(of(&second.items[0]), (Purpose::Payment, counts(0, 1)));
    assert_eq!(second.next, None);
}

#[sandpact::test]
fn consents_that_lapse_are_listed_by_their_last_day(ledger: &Ledger) {
    let w = World::new(ledger);
    let until = |end: &str| Directive {
        period: Period { end: Some(day(end)), ..Period::OPEN },
        ..directive(Base::PermitAll)
    };
    w.register(1, until("2026-01-31"));
    let lapsing = |on: &str| w.contract.by(&w.regulator).lapsing(day(on), None, 10).ok().items;
    assert_eq!(lapsing("2026-01-30"), []);
    let row =
        |end: &str, number| EndingConsent { last_day: day(end), id: hash(number), version: 1 };
    assert_eq!(lapsing("2026-01-31"), [row("2026-01-31", 1)]);
    w.register(2, until("2026-03-31"));
    assert_eq!(lapsing("2026-12-31"), [row("2026-03-31", 2)], "what was superseded is not listed");
    w.contract.by(&w.patient).withdraw(hash(2)).ok();
    assert_eq!(lapsing("2026-12-31"), []);
}

#[sandpact::test]
fn withdrawals_are_listed_and_nothing_is_permitted_after_them(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::PermitAll));
    assert!(w.is_permitted());
    w.contract.by(&w.patient).withdraw(hash(1)).ok();
    let (time, height) = (ledger.time(), ledger.height());
    assert!(!w.is_permitted());
    let page = w.contract.by(&w.regulator).withdrawals(None, 10).ok();
    let expected = Withdrawal { time, id: hash(1), version: 1, height, receipts: 1 };
    assert_eq!((page.items, page.next), (vec![expected], None));
    let late = w.contract.by(&w.regulator).permits_after_end(hash(1), 1, None).ok();
    assert_eq!((late.items, late.next), (vec![], None));
    w.register(2, directive(Base::PermitAll));
    let in_force = w.refused(|| w.contract.by(&w.regulator).permits_after_end(hash(2), 1, None));
    assert_eq!(in_force, code(Common::WrongState));
}

#[sandpact::test]
fn nobody_else_looks(ledger: &Ledger) {
    let w = World::new(ledger);
    for account in [&w.requester, &w.custodian, &w.patient, &w.authority] {
        let by = w.contract.by(account);
        let codes = [
            w.refused(|| by.access_counts(None, 1)),
            w.refused(|| by.lapsing(day("2026-01-01"), None, 1)),
            w.refused(|| by.withdrawals(None, 1)),
            w.refused(|| by.permits_after_end(hash(1), 1, None)),
            w.refused(|| by.receipts_in_error(PATIENT, None)),
        ];
        assert_eq!(codes, [code(Common::NotAuthorised); 5]);
    }
}
