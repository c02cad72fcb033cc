//! The contract: loads, asks a rule, stores, tells.

use crate::admission::{check_closure, check_place, year_of};
use crate::counting;
use crate::days::Almanac;
use crate::errors::Error;
use crate::events::{DayClosed, RoleGranted, RoleRevoked, YearPublished};
use crate::local_time;
use crate::messages::{
    ClosedDay, DayKind, PAGE_LEN_MAX, Place, PublishedYear, Role, Weekday, Year,
};
use sandpact_sdk::prelude::*;

/// Banking days of places, published by an oracle year by year.
#[storage]
pub struct BankingCalendar {
    roles: Roles<Role>,
    years: OrderedMap<(Place, u16), Year>,
}

#[contract(error = Error, events = [RoleGranted, RoleRevoked, YearPublished, DayClosed])]
impl BankingCalendar {
    /// Names the authority. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, authority: Address) -> Result<(), Error> {
        self.roles.grant(Role::Authority, &authority);
        self.emit(RoleGranted { role: Role::Authority, account: authority, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role.
    #[only(Role::Authority)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account that holds it.
    #[only(Role::Authority)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Publishes the whole year of a place, once; the same again changes nothing.
    #[only(Role::Oracle)]
    pub fn publish(
        &mut self,
        place: Place,
        year: u16,
        utc_offset_minutes: i16,
        weekend: Vec<Weekday>,
        open: Vec<CivilDate>,
        closed: Vec<ClosedDay>,
    ) -> Result<(), Error> {
        check_place(&place)?;
        let days = year_of(year, Year { utc_offset_minutes, weekend, open, closed })?;
        match self.years.get(&(place, year)) {
            Some(published) if published == days => return Ok(()),
            Some(_) => return Err(Common::AlreadyExists.into()),
            None => self.years.set(&(place, year), &days),
        }
        self.emit(YearPublished { place, year, by: env::caller() });
        Ok(())
    }

    /// Closes a day of a published year, from today at the place on.
    #[only(Role::Oracle)]
    pub fn close(&mut self, place: Place, day: ClosedDay) -> Result<(), Error> {
        let year = u16::try_from(day.date.year()).map_err(|_| Common::Overflow)?;
        let missing = Error::CalendarMissing { place, year };
        let days = self.years.get(&(place, year)).ok_or(missing)?;
        let (date, reason) = (day.date, day.reason);
        let days = check_closure(days, day, self.today(place)?)?;
        self.years.set(&(place, year), &days);
        self.emit(DayClosed { place, date, reason, by: env::caller() });
        Ok(())
    }

    /// Whether banks are open on a day.
    pub fn is_banking_day(&self, place: Place, date: CivilDate) -> Result<bool, Error> {
        Ok(self.almanac(place).kind(date)? == DayKind::Open)
    }

    /// What banks do on a day.
    pub fn day_kind(&self, place: Place, date: CivilDate) -> Result<DayKind, Error> {
        self.almanac(place).kind(date)
    }

    /// The first banking day after a day.
    pub fn next_banking_day(&self, place: Place, date: CivilDate) -> Result<CivilDate, Error> {
        counting::next_banking_day(&mut self.almanac(place), date)
    }

    /// The n-th banking day after a day, which does not count itself (UCP 600 article 14(b)).
    pub fn nth_banking_day_after(
        &self,
        place: Place,
        date: CivilDate,
        count: u16,
    ) -> Result<CivilDate, Error> {
        counting::nth_banking_day_after(&mut self.almanac(place), date, count)
    }

    /// The n-th banking day after a day when it lies before `today`, and nothing while it is not
    /// over. Needs no day from `today` on.
    pub fn nth_banking_day_passed(
        &self,
        place: Place,
        date: CivilDate,
        count: u16,
        today: CivilDate,
    ) -> Result<Option<CivilDate>, Error> {
        counting::nth_banking_day_passed(&mut self.almanac(place), date, count, today)
    }

    /// The day to which an expiry or last day for presentation extends (UCP 600 article 29(a)).
    pub fn last_presentation_day(&self, place: Place, date: CivilDate) -> Result<CivilDate, Error> {
        counting::last_presentation_day(&mut self.almanac(place), date)
    }

    /// The day that it is at the place at a time.
    pub fn local_date(&self, place: Place, time: UnixSeconds) -> Result<CivilDate, Error> {
        local_time::local_date(place, |year| self.years.get(&(place, year)), time)
    }

    /// The calendar of a year.
    pub fn year(&self, place: Place, year: u16) -> Result<Year, Error> {
        self.years.get(&(place, year)).ok_or(Error::CalendarMissing { place, year })
    }

    /// The published years by place and year, after a cursor, at most 100.
    pub fn years(
        &self,
        cursor: Option<PublishedYear>,
        limit: u32,
    ) -> Result<Vec<PublishedYear>, Error> {
        let cursor = cursor.map(|row| (row.place, row.year));
        let rows = self.years.after(cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(rows.into_iter().map(|((place, year), _)| PublishedYear { place, year }).collect())
    }
}

impl BankingCalendar {
    /// Today at the place. Before its first year, and long after its last, nobody counts days
    /// there, and the day of the easternmost zone will do.
    fn today(&self, place: Place) -> Result<CivilDate, Error> {
        match self.local_date(place, env::time()) {
            Err(Error::CalendarMissing { .. }) => local_time::latest_date(env::time()),
            known => known,
        }
    }

    fn almanac(&self, place: Place) -> Almanac<impl Fn(u16) -> Option<Year>> {
        Almanac::new(place, move |year| self.years.get(&(place, year)))
    }
}
