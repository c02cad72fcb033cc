//! The calendar contract as this contract sees it.

use crate::errors::Error;
use crate::terms::Place;
use sandpact_sdk::prelude::*;

/// Banking days that a bank has to examine a presentation (article 14(b)).
pub const EXAMINATION_BANKING_DAYS: u16 = 5;

/// Code of the calendar's refusal `CalendarMissing`.
const CALENDAR_MISSING: u32 = 100;

/// Banking days by place.
#[interface]
pub trait BankingCalendar {
    /// The day that it is at the place at a time.
    fn local_date(&self, place: Place, time: UnixSeconds) -> CivilDate;

    /// The n-th banking day after a day, which does not count itself.
    fn nth_banking_day_after(&self, place: Place, date: CivilDate, count: u16) -> CivilDate;

    /// The n-th banking day after a day when it lies before today.
    fn nth_banking_day_passed(
        &self,
        place: Place,
        date: CivilDate,
        count: u16,
        today: CivilDate,
    ) -> Option<CivilDate>;

    /// The day to which a last day for presentation extends (article 29(a)).
    fn last_presentation_day(&self, place: Place, date: CivilDate) -> CivilDate;
}

/// The calendar that the credits of this ledger go by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Calendar(pub Address);

impl Calendar {
    /// The day that it is now at `place`: a bank's days are those of its place.
    ///
    /// # Errors
    /// [`Error::CalendarMissing`], or the calendar's failure.
    pub fn today(&self, place: Place) -> Result<CivilDate, Error> {
        BankingCalendarAt(self.0)
            .local_date(place, env::time())
            .map_err(|failure| translated(failure, place))
    }

    /// The last day for a notice by a bank at `place` that got the documents on
    /// `presented_on` (A5).
    ///
    /// # Errors
    /// [`Error::CalendarMissing`], or the calendar's failure.
    pub fn deadline(&self, place: Place, presented_on: CivilDate) -> Result<CivilDate, Error> {
        BankingCalendarAt(self.0)
            .nth_banking_day_after(place, presented_on, EXAMINATION_BANKING_DAYS)
            .map_err(|failure| translated(failure, place))
    }

    /// The deadline, or `None` when it lies in a year that is not published.
    ///
    /// # Errors
    /// The calendar's failure.
    pub fn known_deadline(
        &self,
        place: Place,
        presented_on: CivilDate,
    ) -> Result<Option<CivilDate>, Error> {
        match self.deadline(place, presented_on) {
            Ok(deadline) => Ok(Some(deadline)),
            Err(Error::CalendarMissing { .. }) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The deadline when it has passed before `today`. A bank that is in time learns so from
    /// days before `today` alone, whatever the calendar lacks of later ones.
    ///
    /// # Errors
    /// [`Error::CalendarMissing`], or the calendar's failure.
    pub fn passed_deadline(
        &self,
        place: Place,
        presented_on: CivilDate,
        today: CivilDate,
    ) -> Result<Option<CivilDate>, Error> {
        BankingCalendarAt(self.0)
            .nth_banking_day_passed(place, presented_on, EXAMINATION_BANKING_DAYS, today)
            .map_err(|failure| translated(failure, place))
    }

    /// The day to which `day` extends when banks at `place` are closed (A3).
    ///
    /// # Errors
    /// [`Error::CalendarMissing`], or the calendar's failure.
    pub fn extended(&self, place: Place, day: CivilDate) -> Result<CivilDate, Error> {
        BankingCalendarAt(self.0)
            .last_presentation_day(place, day)
            .map_err(|failure| translated(failure, place))
    }
}

/// Whether a deadline lies ahead for certain, whatever the calendar says: five banking days take
/// five days at least, and no place is more than a day ahead of `today`, which is UTC.
#[must_use]
pub const fn is_surely_in_time(presented_on: CivilDate, today: CivilDate) -> bool {
    let days = today.days().saturating_sub(presented_on.days());
    days < EXAMINATION_BANKING_DAYS as i32
}

fn translated(failure: CallFailure, place: Place) -> Error {
    match failure {
        CallFailure::Reverted { code: CALENDAR_MISSING, .. } => Error::CalendarMissing { place },
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_calendar_is_named() {
        let place = *b"CNSHA";
        let refused = |code| translated(CallFailure::Reverted { code, data: vec![] }, place);
        assert_eq!(refused(CALENDAR_MISSING), Error::CalendarMissing { place });
        assert_eq!(refused(106), Common::CalleeRefused { code: 106 }.into());
        assert_eq!(translated(CallFailure::Halted, place), Common::CalleeHalted.into());
    }
}
