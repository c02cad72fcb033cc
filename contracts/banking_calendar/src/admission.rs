//! Which years and closures may be published. Pure rules.

use crate::days::{day_kind, is_weekend};
use crate::errors::Error;
use crate::local_time::check_utc_offset;
use crate::messages::{
    CLOSED_DAYS_MAX, ClosedDay, DayKind, OPEN_DAYS_MAX, Place, WEEKEND_DAYS_MAX, Weekday, Year,
};
use sandpact_sdk::prelude::*;

/// A country code of two letters, then three letters or digits 2 to 9 (UN/LOCODE).
///
/// # Errors
/// [`Error::BadPlace`].
pub fn check_place(place: &Place) -> Result<(), Error> {
    let (country, location) = place.split_at(2);
    let is_location = |byte: &u8| byte.is_ascii_uppercase() || (b'2'..=b'9').contains(byte);
    if country.iter().all(u8::is_ascii_uppercase) && location.iter().all(is_location) {
        Ok(())
    } else {
        Err(Error::BadPlace)
    }
}

/// Checks the calendar of a year and returns it.
///
/// # Errors
/// [`Error::UtcOffsetRange`], [`Error::BadWeekend`], [`Common::TooLarge`],
/// [`Error::DaysOutOfOrder`], [`Error::NotAnOpenWeekendDay`].
pub fn year_of(number: u16, year: Year) -> Result<Year, Error> {
    check_utc_offset(year.utc_offset_minutes)?;
    check_weekend(&year.weekend)?;
    if year.closed.len() > CLOSED_DAYS_MAX || year.open.len() > OPEN_DAYS_MAX {
        return Err(Common::TooLarge.into());
    }
    check_order(number, year.closed.iter().map(|day| day.date))?;
    check_order(number, year.open.iter().copied())?;
    let is_closed = |date| year.closed.iter().any(|day| day.date == date);
    if year.open.iter().all(|date| is_weekend(&year, *date) && !is_closed(*date)) {
        Ok(year)
    } else {
        Err(Error::NotAnOpenWeekendDay)
    }
}

fn check_weekend(weekend: &[Weekday]) -> Result<(), Error> {
    let mut numbers: Vec<u8> = weekend.iter().map(|day| day.number()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() == weekend.len() && (1..=WEEKEND_DAYS_MAX).contains(&weekend.len()) {
        Ok(())
    } else {
        Err(Error::BadWeekend)
    }
}

fn check_order(year: u16, dates: impl Iterator<Item = CivilDate> + Clone) -> Result<(), Error> {
    let is_inside = dates.clone().all(|date| date.year() == i32::from(year));
    if is_inside && dates.is_sorted_by(|a, b| a < b) { Ok(()) } else { Err(Error::DaysOutOfOrder) }
}

/// The year with one more closed day. `today` is the date at the place.
///
/// A day that has begun there or lies ahead may be closed, no earlier one. So a deadline
/// that has passed can never move: it depends on days before today only.
///
/// # Errors
/// [`Error::ClosureInThePast`], [`Error::ClosedAlready`], [`Common::TooLarge`].
pub fn check_closure(mut year: Year, day: ClosedDay, today: CivilDate) -> Result<Year, Error> {
    if day.date < today {
        return Err(Error::ClosureInThePast);
    }
    if day_kind(&year, day.date) != DayKind::Open {
        return Err(Error::ClosedAlready);
    }
    if year.closed.len() >= CLOSED_DAYS_MAX {
        return Err(Common::TooLarge.into());
    }
    let position = year.closed.partition_point(|other| other.date < day.date);
    year.closed.insert(position, day);
    Ok(year)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use crate::messages::Reason;
    use crate::samples::{date, holiday, year};

    #[test]
    fn a_place_is_a_un_locode() {
        for good in [b"CNSHA", b"DEHAM", b"US22Z", b"GB9A2"] {
            assert_eq!(check_place(good), Ok(()));
        }
        for bad in [b"cnSHA", b"C1SHA", b"CNSH1", b"CNSH0", b"CN SH", b"\0\0\0\0\0"] {
            assert_eq!(check_place(bad), Err(Error::BadPlace));
        }
    }

    #[test]
    fn a_years_offset_from_utc_is_checked() {
        let checked = |utc_offset_minutes| {
            year_of(2024, Year { utc_offset_minutes, ..year(2024, &[]) }).map(|_| ())
        };
        assert_eq!(checked(-8 * 60), Ok(()));
        assert_eq!(checked(15 * 60), Err(Error::UtcOffsetRange));
    }

    #[test]
    fn a_weekend_has_one_to_three_different_days() {
        use Weekday::{Friday, Monday, Saturday, Sunday};
        let checked = |weekend| year_of(2024, Year { weekend, ..year(2024, &[]) }).map(|_| ());
        for good in [vec![Sunday], vec![Friday, Saturday], vec![Saturday, Sunday, Monday]] {
            assert_eq!(checked(good), Ok(()));
        }
        for bad in [vec![], vec![Sunday, Sunday], vec![Friday, Saturday, Sunday, Monday]] {
            assert_eq!(checked(bad), Err(Error::BadWeekend));
        }
    }

    #[test]
    fn closed_days_ascend_within_their_year() {
        let checked = |closed: &[&str]| {
            let closed = closed.iter().map(|day| holiday(day)).collect();
            year_of(2024, Year { closed, ..year(2024, &[]) }).map(|_| ())
        };
        assert_eq!(checked(&["2024-01-01", "2024-12-31"]), Ok(()));
        for bad in [
            &["2023-12-31"][..],
            &["2025-01-01"],
            &["2024-05-01", "2024-05-01"],
            &["2024-05-02", "2024-05-01"],
        ] {
            assert_eq!(checked(bad), Err(Error::DaysOutOfOrder), "{bad:?}");
        }
    }

    #[test]
    fn open_days_are_weekend_days_that_are_not_closed() {
        let checked = |open: &[&str]| {
            let open = open.iter().map(|day| date(day)).collect();
            year_of(2024, Year { open, ..year(2024, &["2024-05-04"]) }).map(|_| ())
        };
        assert_eq!(checked(&["2024-02-04", "2024-02-18"]), Ok(()));
        assert_eq!(checked(&["2024-02-18", "2024-02-04"]), Err(Error::DaysOutOfOrder));
        assert_eq!(checked(&["2023-12-31"]), Err(Error::DaysOutOfOrder));
        assert_eq!(checked(&["2024-02-05"]), Err(Error::NotAnOpenWeekendDay));
        assert_eq!(checked(&["2024-05-04"]), Err(Error::NotAnOpenWeekendDay));
        let sundays = |count: usize| {
            let first = date("2024-01-07").days();
            let dates = (first..).step_by(7).map(|day| CivilDate::from_days(day).unwrap());
            year_of(2024, Year { open: dates.take(count).collect(), ..year(2024, &[]) })
        };
        assert!(sundays(OPEN_DAYS_MAX).is_ok());
        assert_eq!(sundays(OPEN_DAYS_MAX + 1), Err(Common::TooLarge.into()));
    }

    #[test]
    fn a_year_has_a_bounded_number_of_closed_days() {
        let first = date("2024-01-01").days();
        let days = |count: usize| -> Vec<ClosedDay> {
            let dates = (first..).map(|day| CivilDate::from_days(day).unwrap());
            let closed = |date| ClosedDay { date, reason: Reason::Holiday };
            dates.take(count).map(closed).collect()
        };
        let checked = |count| year_of(2024, Year { closed: days(count), ..year(2024, &[]) });
        let full = checked(CLOSED_DAYS_MAX).unwrap();
        assert_eq!(checked(CLOSED_DAYS_MAX + 1), Err(Common::TooLarge.into()));
        let more = holiday("2024-12-24");
        assert_eq!(check_closure(full, more.clone(), more.date), Err(Common::TooLarge.into()));
    }

    #[test]
    fn a_closure_is_of_today_or_later_and_of_an_open_day() {
        let published = year(2024, &["2024-05-01"]);
        let close = |day: &str, today: &str| {
            check_closure(published.clone(), holiday(day), date(today)).map(|year| year.closed)
        };
        let both = vec![holiday("2024-04-30"), holiday("2024-05-01")];
        assert_eq!(close("2024-04-30", "2024-04-30"), Ok(both));
        assert_eq!(close("2024-04-30", "2024-05-01"), Err(Error::ClosureInThePast));
        assert_eq!(close("2024-05-01", "2024-04-30"), Err(Error::ClosedAlready));
        assert_eq!(close("2024-05-04", "2024-04-30"), Err(Error::ClosedAlready)); // a Saturday
    }
}
