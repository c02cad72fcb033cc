//! Tests of counting, with the worked examples of UCP 600 in calendar days of 2024.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::messages::{ClosedDay, Reason};
use crate::samples::{PLACE, date, holiday, year};

/// The answer in a world where 2024 has these closed days and no other year is published.
fn in_2024<T>(
    closed: &[ClosedDay],
    ask: impl FnOnce(&mut Almanac<&dyn Fn(u16) -> Option<Year>>) -> Result<T, Error>,
) -> Result<T, Error> {
    let load =
        |number| (number == 2024).then(|| Year { closed: closed.to_vec(), ..year(2024, &[]) });
    ask(&mut Almanac::new(PLACE, &load))
}

fn fifth(closed: &[ClosedDay], presented: &str) -> Result<CivilDate, Error> {
    in_2024(closed, |almanac| nth_banking_day_after(almanac, date(presented), 5))
}

fn last(closed: &[ClosedDay], day: &str) -> Result<CivilDate, Error> {
    in_2024(closed, |almanac| last_presentation_day(almanac, date(day)))
}

const MISSING_2025: Error = Error::CalendarMissing { place: PLACE, year: 2025 };

fn interruption(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::ForceMajeure }
}

#[test]
fn vector_1_five_banking_days_over_a_weekend() {
    assert_eq!(fifth(&[], "2024-01-08"), Ok(date("2024-01-15")));
}

#[test]
fn vector_2_two_holidays_move_the_deadline() {
    let closed = [holiday("2024-01-10"), holiday("2024-01-11")];
    assert_eq!(fifth(&closed, "2024-01-08"), Ok(date("2024-01-17")));
}

#[test]
fn vector_3_an_open_last_day_stays() {
    assert_eq!(last(&[], "2024-02-22"), Ok(date("2024-02-22")));
}

#[test]
fn vector_4_a_sunday_before_a_holiday_goes_to_tuesday() {
    assert_eq!(last(&[holiday("2024-04-01")], "2024-03-31"), Ok(date("2024-04-02")));
}

#[test]
fn the_day_of_presentation_does_not_count() {
    // Presented on a Saturday: Monday is the first of five days.
    assert_eq!(fifth(&[], "2024-01-06"), Ok(date("2024-01-12")));
    let friday = date("2024-01-05");
    assert_eq!(in_2024(&[], |a| next_banking_day(a, friday)), Ok(date("2024-01-08")));
}

#[test]
fn an_open_weekend_day_counts_and_ends_an_extension() {
    let load = |_| Some(Year { open: vec![date("2024-02-18")], ..year(2024, &["2024-02-16"]) });
    let mut almanac = Almanac::new(PLACE, load);
    assert_eq!(next_banking_day(&mut almanac, date("2024-02-15")), Ok(date("2024-02-18")));
    assert_eq!(last_presentation_day(&mut almanac, date("2024-02-16")), Ok(date("2024-02-18")));
}

#[test]
fn force_majeure_stops_the_banks_clock() {
    let closed = [interruption("2024-01-10"), interruption("2024-01-11")];
    assert_eq!(fifth(&closed, "2024-01-08"), Ok(date("2024-01-17")));
}

#[test]
fn force_majeure_extends_no_last_day() {
    assert_eq!(last(&[interruption("2024-02-22")], "2024-02-22"), Ok(date("2024-02-22")));
    // Sunday goes to Monday and no further, although the bank is shut then.
    assert_eq!(last(&[interruption("2024-04-01")], "2024-03-31"), Ok(date("2024-04-01")));
    // An interruption on a Sunday changes nothing: the bank was closed anyway.
    assert_eq!(last(&[interruption("2024-03-31")], "2024-03-31"), Ok(date("2024-04-01")));
}

#[test]
fn the_end_of_the_calendar_is_refused() {
    let missing = Err(MISSING_2025);
    assert_eq!(fifth(&[], "2024-12-24"), Ok(date("2024-12-31")));
    assert_eq!(fifth(&[], "2024-12-25"), missing);
    assert_eq!(last(&[], "2024-12-31"), Ok(date("2024-12-31")));
    assert_eq!(last(&[holiday("2024-12-31")], "2024-12-31"), missing);
    assert_eq!(last(&[], "2023-12-31"), Err(Error::CalendarMissing { place: PLACE, year: 2023 }));
}

/// The last days of 2024, of which a strike closes one: the fifth banking day moves into 2025,
/// which is not published, and until the year ends it is certain that it has not passed.
#[test]
fn whether_a_day_has_passed_needs_no_day_from_today_on() {
    let closed = [interruption("2024-12-27")];
    let passed = |presented, today| {
        in_2024(&closed, |a| nth_banking_day_passed(a, date(presented), 5, date(today)))
    };
    assert_eq!(fifth(&closed, "2024-12-24"), Err(MISSING_2025));
    for today in ["2024-12-24", "2024-12-27", "2024-12-31", "2025-01-01"] {
        assert_eq!(passed("2024-12-24", today), Ok(None), "{today}");
    }
    assert_eq!(passed("2024-12-24", "2025-01-02"), Err(MISSING_2025));
    assert_eq!(passed("2024-12-23", "2024-12-31"), Ok(None));
    let fifth = Ok(Some(date("2024-12-31")));
    assert_eq!(passed("2024-12-23", "2025-01-01"), fifth);
    assert_eq!(passed("2024-12-23", "2025-07-01"), fifth);
}

#[test]
fn one_to_thirty_one_banking_days_can_be_counted() {
    let ask = |count| in_2024(&[], |a| nth_banking_day_after(a, date("2024-01-08"), count));
    assert_eq!(ask(0), Err(Error::BankingDaysRange));
    assert_eq!(ask(1), Ok(date("2024-01-09")));
    assert_eq!(ask(BANKING_DAYS_MAX), Ok(date("2024-02-20")));
    assert_eq!(ask(BANKING_DAYS_MAX + 1), Err(Error::BankingDaysRange));
}

#[test]
fn what_is_counted_is_open_and_extensions_never_cross() {
    // Every tenth weekday closed, alternately for a holiday and by force majeure.
    let closed: Vec<ClosedDay> = (0..36)
        .map(|index| {
            let date = date("2024-01-03").checked_add_days(index * 10).unwrap();
            let reason = if index % 2 == 0 { Reason::Holiday } else { Reason::ForceMajeure };
            ClosedDay { date, reason }
        })
        .collect();
    let mut before = date("2024-01-01");
    for offset in 0..340 {
        let day = date("2024-01-01").checked_add_days(offset).unwrap();
        let (fifth, extended, kind) = in_2024(&closed, |almanac| {
            let fifth = nth_banking_day_after(almanac, day, 5)?;
            Ok((fifth, last_presentation_day(almanac, day)?, almanac.kind(fifth)?))
        })
        .unwrap();
        assert_eq!(kind, DayKind::Open);
        let open = (day.days() + 1..=fifth.days()).filter(|number| {
            let date = CivilDate::from_days(*number).unwrap();
            in_2024(&closed, |almanac| almanac.kind(date)) == Ok(DayKind::Open)
        });
        assert_eq!(open.count(), 5, "{day}");
        // Monotone: the earlier of two last days is extended to the earlier day.
        assert!(extended >= day && extended >= before, "{day}");
        let passed = |today| in_2024(&closed, |a| nth_banking_day_passed(a, day, 5, today));
        assert_eq!(passed(fifth), Ok(None), "{day}");
        assert_eq!(passed(fifth.checked_add_days(1).unwrap()), Ok(Some(fifth)), "{day}");
        before = extended;
    }
}
