//! What documents do to the taxpayers' positions and to the totals of periods.

use super::VatInvoice;
use crate::errors::Error;
use crate::events::OutputTaxMoved;
use crate::messages::{Invoice, Kind, Period, PeriodTotals, Position, Standing};
use crate::period::period_of;
use crate::position::Booking;
use sandpact_sdk::prelude::*;

/// What is added to one taxpayer's amounts in one period.
struct Entry {
    period: Period,
    change: Position,
    issued_minor: i128,
}

impl VatInvoice {
    /// Adds amounts to the positions of both sides, in this call or not at all (T4, T6).
    pub(super) fn book(
        &mut self,
        key: &Hash,
        invoice: &Invoice,
        booking: &Booking,
        deducted_minor: i128,
        period: Period,
    ) -> Result<(), Error> {
        let currency = invoice.currency;
        self.change(&invoice.seller, currency, booking.seller_change(), period)?;
        let Some(buyer) = invoice.buyer.account().copied() else { return Ok(()) };
        let change = Position { deducted_minor, ..booking.buyer_change()? };
        self.change(&buyer, currency, change, period)?;
        self.tell_moved(key, invoice, buyer, booking);
        Ok(())
    }

    /// Books a new document, whose issuer issues `issued_minor` today. Returns what it has
    /// issued in this period (T9).
    pub(super) fn book_new(
        &mut self,
        key: &Hash,
        invoice: &Invoice,
        issued_minor: i128,
        period: Period,
    ) -> Result<i128, Error> {
        let booking = match invoice.is_booked() {
            true => Booking::of(&invoice.remaining)?,
            false => Booking::NOTHING,
        };
        let (currency, today) = (invoice.currency, period_of(env::time().date()));
        let issued = Entry { period: today, change: Position::ZERO, issued_minor };
        let booked = |change| Entry { period, change, issued_minor: 0 };
        let sold = booked(booking.seller_change());
        let Some(buyer) = invoice.buyer.account().copied() else {
            return self.count(&invoice.seller, currency, &[sold, issued]);
        };
        let bought = booked(booking.buyer_change()?);
        let used = if invoice.kind == Kind::SelfBilled {
            self.count(&invoice.seller, currency, &[sold])?;
            self.count(&buyer, currency, &[bought, issued])?
        } else {
            let used = self.count(&invoice.seller, currency, &[sold, issued])?;
            self.count(&buyer, currency, &[bought])?;
            used
        };
        self.tell_moved(key, invoice, buyer, &booking);
        Ok(used)
    }

    fn tell_moved(&mut self, key: &Hash, invoice: &Invoice, buyer: Address, booking: &Booking) {
        if booking.moved_tax_minor != 0 {
            let (seller, tax_minor) = (invoice.seller, booking.moved_tax_minor);
            self.emit(OutputTaxMoved { key: *key, seller, buyer, tax_minor });
        }
    }

    /// Adds a change to a taxpayer's position and to its totals of a period.
    pub(super) fn change(
        &mut self,
        account: &Address,
        currency: Currency,
        change: Position,
        period: Period,
    ) -> Result<(), Error> {
        self.count(account, currency, &[Entry { period, change, issued_minor: 0 }]).map(|_| ())
    }

    /// Takes what a taxpayer issued in a period off again.
    pub(super) fn uncount(
        &mut self,
        account: &Address,
        currency: Currency,
        issued_minor: i128,
        period: Period,
    ) -> Result<(), Error> {
        let issued_minor = issued_minor.checked_neg().ok_or(Common::Overflow)?;
        let entry = Entry { period, change: Position::ZERO, issued_minor };
        self.count(account, currency, &[entry]).map(|_| ())
    }

    /// Adds entries; returns what was issued in the period of the last one that says so.
    fn count(
        &mut self,
        account: &Address,
        currency: Currency,
        entries: &[Entry],
    ) -> Result<i128, Error> {
        let is_empty = |it: &&Entry| it.change == Position::ZERO && it.issued_minor == 0;
        if entries.iter().all(|it| is_empty(&it)) {
            return Ok(0);
        }
        let mut standing = self.standing(account, currency);
        let (today, mut issued) = (period_of(env::time().date()), 0);
        for Entry { period, change, issued_minor } in entries.iter().filter(|it| !is_empty(it)) {
            standing.position = standing.position.plus(change)?;
            if *period > standing.period && *period <= today {
                self.begin_period(&mut standing, account, currency, *period);
            }
            let totals = self.totals_of(&standing, account, currency, *period);
            let totals = totals.plus(change, *issued_minor)?;
            if *period == standing.period {
                standing.totals = totals;
            } else {
                self.period_totals.set(&(*period, (*account, currency)), &totals);
            }
            if *issued_minor != 0 {
                issued = totals.issued_minor;
            }
        }
        self.standings.set(&(*account, currency), &standing);
        Ok(issued)
    }

    /// Puts the totals of the newest period where those of all others are, and begins another.
    fn begin_period(
        &mut self,
        standing: &mut Standing,
        account: &Address,
        currency: Currency,
        period: Period,
    ) {
        if standing.period != 0 {
            let key = (standing.period, (*account, currency));
            self.period_totals.set(&key, &standing.totals);
        }
        let totals = self.totals_of(standing, account, currency, period);
        (standing.period, standing.totals) = (period, totals);
        self.period_totals.set(&(period, (*account, currency)), &totals);
    }

    pub(super) fn standing(&self, account: &Address, currency: Currency) -> Standing {
        self.standings.get(&(*account, currency)).unwrap_or(Standing::ZERO)
    }

    /// A taxpayer's totals of a period.
    pub(super) fn totals_of(
        &self,
        standing: &Standing,
        account: &Address,
        currency: Currency,
        period: Period,
    ) -> PeriodTotals {
        if standing.period == period {
            return standing.totals;
        }
        self.period_totals.get(&(period, (*account, currency))).unwrap_or(PeriodTotals::ZERO)
    }
}
