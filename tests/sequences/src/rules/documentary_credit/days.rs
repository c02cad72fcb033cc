//! Days as a clerk counts them on a wall calendar of Shanghai.

use sandpact_sdk::prelude::CivilDate;

/// 2026-01-05, a Monday, on which every sequence begins.
const MONDAY: i32 = 20_458;
/// Closed beside weekends: a holiday in the first examination, and the Monday after the expiry.
const HOLIDAYS: [i32; 2] = [MONDAY + 9, MONDAY + 56];
/// Closed by force majeure.
const STRIKES: [i32; 1] = [MONDAY + 10];

/// The first day.
pub fn first() -> CivilDate {
    CivilDate::from_days(MONDAY).expect("it is a day")
}

/// Days that are closed beside weekends, and whether by force majeure, ascending.
pub fn closed() -> Vec<(CivilDate, bool)> {
    let mut all: Vec<(i32, bool)> = HOLIDAYS.iter().map(|day| (*day, false)).collect();
    all.extend(STRIKES.iter().map(|day| (*day, true)));
    all.sort_unstable();
    let date = |day| CivilDate::from_days(day).expect("it is a day");
    all.into_iter().map(|(day, is_strike)| (date(day), is_strike)).collect()
}

/// So many days after the first one.
pub fn plus(days: i32) -> CivilDate {
    CivilDate::from_days(MONDAY + days).expect("it is a day")
}

fn is_open(day: i32) -> bool {
    let is_weekend = (day - MONDAY).rem_euclid(7) >= 5;
    !is_weekend && !HOLIDAYS.contains(&day) && !STRIKES.contains(&day)
}

/// The fifth banking day after a day (A5).
pub fn deadline(day: CivilDate) -> CivilDate {
    let (mut day, mut left) = (day.days(), 5);
    while left > 0 {
        day += 1;
        left -= i32::from(is_open(day));
    }
    CivilDate::from_days(day).expect("it is a day")
}

/// The day to which a last day moves: over weekends and holidays, not over a strike (A3).
pub fn extended(day: CivilDate) -> CivilDate {
    let mut day = day.days();
    while !is_open(day) && !STRIKES.contains(&day) {
        day += 1;
    }
    CivilDate::from_days(day).expect("it is a day")
}
