//! Quotas, closing of periods, returns (T9, T13).

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{PeriodClosed, QuotaSet, ReturnFiled};
use crate::messages::{Filing, Period, PeriodCursor, PeriodRow, PeriodTotals, QuotaFrom, QuotaRow};
use crate::period::{self, period_of};
use crate::quota;
use sandpact_sdk::prelude::*;

impl VatInvoice {
    pub(super) fn put_quota(
        &mut self,
        account: Address,
        from: Period,
        limit: Money,
    ) -> Result<(), Error> {
        let Money { amount_minor: limit_minor, currency } = limit;
        let today = period_of(env::time().date());
        let used = self.totals(today, account, currency).issued_minor;
        let mut entries = self.quotas.get(&account).unwrap_or_default();
        quota::set(&mut entries, QuotaFrom { currency, from, limit_minor }, today, used)?;
        self.quotas.set(&account, &entries);
        self.emit(QuotaSet { account, currency, from, limit_minor, by: env::caller() });
        Ok(())
    }

    /// Checks a new document against its issuer's quota: `used` counts it already (T9).
    pub(super) fn check_quota(
        &self,
        issuer: &Address,
        currency: Currency,
        (used, new): (i128, i128),
    ) -> Result<(), Error> {
        let Some(entries) = self.quotas.get(issuer) else { return Ok(()) };
        let today = period_of(env::time().date());
        quota::check(quota::in_force(&entries, currency, today), used, new)
    }

    pub(super) fn quota_rows(
        &self,
        period: Period,
        percent: u32,
        after: Option<Address>,
        limit: u32,
    ) -> Page<QuotaRow, Address> {
        let page = self.quotas.page(after.as_ref(), limit);
        let mut items = Vec::new();
        for (account, entries) in &page.items {
            for (index, QuotaFrom { currency, .. }) in entries.iter().enumerate() {
                let currency = *currency;
                if entries.iter().take(index).any(|it| it.currency == currency) {
                    continue;
                }
                let Some(limit_minor) = quota::in_force(entries, currency, period) else {
                    continue;
                };
                let used_minor = self.totals(period, *account, currency).issued_minor;
                if quota::is_above(limit_minor, used_minor, percent) {
                    items.push(QuotaRow { account: *account, currency, limit_minor, used_minor });
                }
            }
        }
        Page { items, next: page.next }
    }

    pub(super) fn close(&mut self, closing: Period) -> Result<(), Error> {
        let closed = self.closed_through.get_or(0);
        period::check_closing(closing, closed, env::time().date())?;
        self.closed_through.set(&closing);
        self.emit(PeriodClosed { period: closing, by: env::caller() });
        Ok(())
    }

    pub(super) fn file(&mut self, period: Period, commitment: Hash) -> Result<Filing, Error> {
        let (by, now) = (env::caller(), env::time());
        period::check_ended(period, now.date())?;
        match self.returns.get(&(by, period)) {
            Some(filed) if filed.commitment == commitment => return Ok(filed),
            Some(_) => return Err(Common::DuplicateRequestDifferentContent.into()),
            None => {}
        }
        let filing = Filing { commitment, filed_at: now };
        self.returns.set(&(by, period), &filing);
        self.emit(ReturnFiled { period, commitment, by });
        Ok(filing)
    }

    pub(super) fn period_rows(
        &self,
        period: Period,
        after: Option<PeriodCursor>,
        limit: u32,
    ) -> Result<Page<PeriodRow, PeriodCursor>, Error> {
        let after = after.map(|it| (it.account, it.currency));
        let page = self.period_totals.page_under(&period, after.as_ref(), limit);
        let rows = page.items.into_iter().map(|((account, currency), kept)| {
            let standing = self.standing(&account, currency);
            let totals = if standing.period == period { standing.totals } else { kept };
            let PeriodTotals { output_minor, input_minor, deducted_minor, issued_minor } = totals;
            let net_minor = output_minor.checked_sub(deducted_minor).ok_or(Common::Overflow)?;
            let is_filed = self.returns.contains(&(account, period));
            Ok(PeriodRow {
                account,
                currency,
                period,
                output_minor,
                input_minor,
                deducted_minor,
                net_minor,
                issued_minor,
                is_filed,
            })
        });
        let items = rows.collect::<Result<_, Error>>()?;
        let next = page.next.map(|(account, currency)| PeriodCursor { account, currency });
        Ok(Page { items, next })
    }

    fn totals(&self, period: Period, account: Address, currency: Currency) -> PeriodTotals {
        self.totals_of(&self.standing(&account, currency), &account, currency, period)
    }
}
