//! `banking_calendar` on a ledger: what is published and asked, and every refusal with its code and
//! the state as it was.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use banking_calendar::{
    BankingCalendar, ClosedDay, DayKind, Error, OPEN_DAYS_MAX, Reason, Role, Weekday,
};
use sandpact_testing::prelude::*;

const PLACE: [u8; 5] = *b"CNSHA";

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn closed(day: &str, reason: Reason) -> ClosedDay {
    ClosedDay { date: date(day), reason }
}

/// The year 2026 of a place, to be changed.
struct Year {
    place: [u8; 5],
    utc_offset_minutes: i16,
    weekend: Vec<Weekday>,
    open: Vec<CivilDate>,
    closed: Vec<ClosedDay>,
}

fn year() -> Year {
    Year {
        place: PLACE,
        utc_offset_minutes: 480,
        weekend: vec![Weekday::Saturday, Weekday::Sunday],
        open: vec![date("2026-02-14")],
        closed: vec![closed("2026-02-17", Reason::Holiday)],
    }
}

struct World {
    ledger: Ledger,
    contract: Deployed<BankingCalendar>,
    authority: Account,
    oracle: Account,
}

impl World {
    fn new(ledger: &Ledger) -> Self {
        let [authority, oracle] = ledger.accounts(["authority", "oracle"]);
        let creation = Calls::<BankingCalendar>::create(authority.address);
        let contract = ledger.deploy(&authority, creation);
        contract.by(&authority).grant(Role::Oracle, oracle.address).ok();
        Self { ledger: ledger.clone(), contract, authority, oracle }
    }

    fn publish(&self, year: Year) -> Outcome<(), Error> {
        let Year { place, utc_offset_minutes, weekend, open, closed } = year;
        let by = self.contract.by(&self.oracle);
        by.publish(place, 2026, utc_offset_minutes, weekend, open, closed)
    }

    #[track_caller]
    fn refused<T>(&self, call: impl FnOnce() -> Outcome<T, Error>) -> u32 {
        let root = self.ledger.state_root();
        let code = call().code();
        assert_eq!(self.ledger.state_root(), root, "a refusal changes nothing");
        code
    }
}

#[sandpact::test]
fn a_published_year_answers(ledger: &Ledger) {
    let w = World::new(ledger);
    w.publish(year()).ok();
    w.publish(year()).ok();
    let query = w.contract.query();
    for (day, kind) in [
        ("2026-02-13", DayKind::Open),
        ("2026-02-14", DayKind::Open),
        ("2026-02-15", DayKind::Weekend),
        ("2026-02-17", DayKind::Holiday),
    ] {
        assert_eq!(query.day_kind(PLACE, date(day)).ok(), kind, "{day}");
    }
    let after = |day, count| query.nth_banking_day_after(PLACE, date(day), count).ok();
    assert_eq!(after("2026-02-13", 3), date("2026-02-18"));
    assert_eq!(query.last_presentation_day(PLACE, date("2026-02-15")).ok(), date("2026-02-16"));
    let by = w.contract.by(&w.oracle);
    by.close(PLACE, closed("2026-02-16", Reason::ForceMajeure)).ok();
    assert_eq!(after("2026-02-13", 3), date("2026-02-19"), "a bank could not act");
    assert_eq!(query.last_presentation_day(PLACE, date("2026-02-15")).ok(), date("2026-02-16"));
}

#[sandpact::test]
fn years_are_refused_by_code(ledger: &Ledger) {
    let w = World::new(ledger);
    let weekend_days = |count: u32| {
        (0..count).filter_map(|week| {
            date("2026-01-03").checked_add_days(i32::try_from(week * 7).unwrap())
        })
    };
    let many: Vec<_> = weekend_days(u32::try_from(OPEN_DAYS_MAX).unwrap() + 1).collect();
    let (first, second) = (date("2026-02-14"), date("2026-02-21"));
    let holiday = |day| closed(day, Reason::Holiday);
    let cases = [
        (101, Year { place: *b"cnSHA", ..year() }),
        (102, Year { open: vec![second, first], ..year() }),
        (102, Year { closed: vec![holiday("2027-01-01")], ..year() }),
        (103, Year { weekend: vec![], ..year() }),
        (103, Year { weekend: vec![Weekday::Sunday; 2], ..year() }),
        (107, Year { open: vec![date("2026-02-16")], ..year() }),
        (107, Year { closed: vec![holiday("2026-02-14")], ..year() }),
        (108, Year { utc_offset_minutes: 15 * 60, ..year() }),
        (Common::TooLarge.code(), Year { open: many, ..year() }),
    ];
    for (code, year) in cases {
        assert_eq!(w.refused(|| w.publish(year)), code);
    }
    w.publish(year()).ok();
    let other = || w.publish(Year { open: vec![], ..year() });
    assert_eq!(w.refused(other), Common::AlreadyExists.code());
}

#[sandpact::test]
fn closures_and_questions_are_refused_by_code(ledger: &Ledger) {
    let w = World::new(ledger);
    w.publish(year()).ok();
    ledger.set_day(date("2026-02-10"));
    let close = |day| w.contract.by(&w.oracle).close(PLACE, closed(day, Reason::Holiday));
    assert_eq!(w.refused(|| close("2026-02-09")), 104);
    assert_eq!(w.refused(|| close("2026-02-17")), 105);
    assert_eq!(w.refused(|| close("2027-02-17")), 100);
    let query = w.contract.query();
    let after = |day, count| query.nth_banking_day_after(PLACE, date(day), count);
    for count in [0, 32] {
        assert_eq!(w.refused(|| after("2026-02-13", count)), 106);
    }
    assert_eq!(w.refused(|| after("2026-12-31", 1)), 100);
    let far = || query.local_date(PLACE, UnixSeconds(u64::MAX));
    assert_eq!(w.refused(far), Common::Overflow.code());
}

#[sandpact::test]
fn roles_are_given_by_the_authority(ledger: &Ledger) {
    let w = World::new(ledger);
    let (role, oracle) = (Role::Oracle, w.oracle.address);
    let grant = || w.contract.by(&w.oracle).grant(role, oracle);
    assert_eq!(w.refused(grant), Common::NotAuthorised.code());
    let revoke = || w.contract.by(&w.authority).revoke(role, oracle);
    revoke().ok();
    assert_eq!(w.refused(revoke), Common::UnknownId.code());
    assert_eq!(w.refused(|| w.publish(year())), Common::NotAuthorised.code());
}
