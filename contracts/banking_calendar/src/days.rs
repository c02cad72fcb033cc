//! What a day is. Pure rules.

use crate::errors::Error;
use crate::messages::{DayKind, Place, Reason, Year};
use sandpact_sdk::prelude::*;

/// What banks do on a day of this year.
///
/// A weekend stays a weekend whatever else is said of it: the bank is closed regularly,
/// and not because of the interruption.
#[must_use]
pub fn day_kind(year: &Year, date: CivilDate) -> DayKind {
    if is_weekend(year, date) && year.open.binary_search(&date).is_err() {
        return DayKind::Weekend;
    }
    match year.closed.binary_search_by_key(&date, |day| day.date) {
        Ok(position) => match year.closed.get(position).map(|day| day.reason) {
            Some(Reason::ForceMajeure) => DayKind::ForceMajeure,
            _ => DayKind::Holiday,
        },
        Err(_) => DayKind::Open,
    }
}

/// Whether the day falls on the year's weekend, open or not.
#[must_use]
pub fn is_weekend(year: &Year, date: CivilDate) -> bool {
    year.weekend.iter().any(|day| day.number() == date.weekday())
}

/// The published years of one place; keeps the last one it looked at.
pub struct Almanac<F> {
    place: Place,
    load: F,
    current: Option<(u16, Year)>,
}

impl<F: Fn(u16) -> Option<Year>> Almanac<F> {
    /// The years of `place`, which `load` finds.
    pub const fn new(place: Place, load: F) -> Self {
        Self { place, load, current: None }
    }

    /// What banks do on a day.
    ///
    /// # Errors
    /// [`Error::CalendarMissing`] when the day's year is not published.
    pub fn kind(&mut self, date: CivilDate) -> Result<DayKind, Error> {
        // Years of a civil date are 1 to 9999.
        let year = u16::try_from(date.year()).map_err(|_| Common::Overflow)?;
        if let Some((_, days)) = self.current.as_ref().filter(|(number, _)| *number == year) {
            return Ok(day_kind(days, date));
        }
        let days = (self.load)(year).ok_or_else(|| self.missing(year))?;
        let kind = day_kind(&days, date);
        self.current = Some((year, days));
        Ok(kind)
    }

    const fn missing(&self, year: u16) -> Error {
        Error::CalendarMissing { place: self.place, year }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::ClosedDay;
    use crate::samples::{PLACE, date, year};
    use core::cell::Cell;

    #[test]
    fn weekend_comes_before_every_other_reason() {
        let mut year = year(2024, &["2024-05-01"]);
        for day in ["2024-05-02", "2024-05-04"] {
            year.closed.push(ClosedDay { date: date(day), reason: Reason::ForceMajeure });
        }
        for (day, kind) in [
            ("2024-04-30", DayKind::Open),
            ("2024-05-01", DayKind::Holiday),
            ("2024-05-02", DayKind::ForceMajeure),
            ("2024-05-03", DayKind::Open),
            ("2024-05-04", DayKind::Weekend),
            ("2024-05-05", DayKind::Weekend),
        ] {
            assert_eq!(day_kind(&year, date(day)), kind, "{day}");
        }
    }

    #[test]
    fn an_open_weekend_day_is_like_any_other_day() {
        let saturday = date("2024-02-03");
        let sunday = date("2024-02-04");
        let mut year = Year { open: vec![sunday], ..year(2024, &[]) };
        assert_eq!(day_kind(&year, saturday), DayKind::Weekend);
        assert_eq!(day_kind(&year, sunday), DayKind::Open);
        year.closed.push(ClosedDay { date: sunday, reason: Reason::ForceMajeure });
        assert_eq!(day_kind(&year, sunday), DayKind::ForceMajeure);
    }

    #[test]
    fn a_day_of_an_unpublished_year_is_not_guessed() {
        let mut almanac = Almanac::new(PLACE, |number| (number == 2024).then(|| year(2024, &[])));
        assert_eq!(almanac.kind(date("2024-12-31")), Ok(DayKind::Open));
        for (day, year) in [("2023-12-31", 2023), ("2025-01-01", 2025)] {
            assert_eq!(almanac.kind(date(day)), Err(Error::CalendarMissing { place: PLACE, year }));
        }
    }

    #[test]
    fn a_year_is_loaded_once_for_days_in_a_row() {
        let loads = Cell::new(0_u32);
        let mut almanac = Almanac::new(PLACE, |number| {
            loads.set(loads.get().saturating_add(1));
            Some(year(number, &[]))
        });
        for day in ["2024-12-30", "2024-12-31", "2025-01-01", "2025-01-02"] {
            almanac.kind(date(day)).unwrap();
        }
        assert_eq!(loads.get(), 2);
    }
}
