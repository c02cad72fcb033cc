//! Regimes: who is under which, its terms and its rates (T10, T12).

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{RateBegun, RateEnded, RegimeSet, TermsSet};
use crate::messages::{
    Category, Effect, InForce, Invoice, IssueRequest, RateCursor, RatePeriod, RateRow, Regime,
    Terms,
};
use crate::{key, rate_table, regime};
use sandpact_sdk::prelude::*;

impl VatInvoice {
    pub(super) fn reverse_charge_periods(&self) -> Vec<RatePeriod> {
        self.reverse_charge_rates.get().unwrap_or_default()
    }

    pub(super) fn add_terms(&mut self, regime: Regime, new: Terms) -> Result<u32, Error> {
        let (mut terms, from) = (self.terms.get(&regime).unwrap_or_default(), new.from);
        let version = regime::add(&mut terms, new)?;
        self.terms.set(&regime, &terms);
        self.emit(TermsSet { regime, version, from, by: env::caller() });
        Ok(version)
    }

    pub(super) fn put_under(
        &mut self,
        account: Option<Address>,
        regime: Regime,
    ) -> Result<(), Error> {
        self.check_known(&regime)?;
        match &account {
            Some(account) => self.regimes.set(account, &regime),
            None => self.default_regime.set(&regime),
        }
        self.emit(RegimeSet { account, regime, by: env::caller() });
        Ok(())
    }

    pub(super) fn regime_of(&self, account: &Address) -> Option<Regime> {
        self.regimes.get(account).or_else(|| self.default_regime.get())
    }

    pub(super) fn add_rate(
        &mut self,
        regime: Regime,
        category: Category,
        rate_bp: u32,
        from: CivilDate,
    ) -> Result<(), Error> {
        self.check_known(&regime)?;
        rate_table::check(category, rate_bp)?;
        let mut times = self.times(&regime, category, rate_bp);
        rate_table::begin(&mut times, from)?;
        self.rates.set(&(regime, (category, rate_bp)), &times);
        self.emit(RateBegun { regime, category, rate_bp, from, by: env::caller() });
        Ok(())
    }

    pub(super) fn finish_rate(
        &mut self,
        regime: Regime,
        category: Category,
        rate_bp: u32,
        until: CivilDate,
    ) -> Result<(), Error> {
        let mut times = self.times(&regime, category, rate_bp);
        rate_table::end(&mut times, until)?;
        self.rates.set(&(regime, (category, rate_bp)), &times);
        self.emit(RateEnded { regime, category, rate_bp, until, by: env::caller() });
        Ok(())
    }

    pub(super) fn rate_rows(
        &self,
        regime: &Regime,
        after: Option<RateCursor>,
        limit: u32,
    ) -> Page<RateRow, RateCursor> {
        let after = after.map(|it| (it.category, it.rate_bp));
        let page = self.rates.page_under(regime, after.as_ref(), limit);
        let row = |((category, rate_bp), in_force)| RateRow { category, rate_bp, in_force };
        let cursor = |(category, rate_bp)| RateCursor { category, rate_bp };
        Page { items: page.items.into_iter().map(row).collect(), next: page.next.map(cursor) }
    }

    /// What the issuer's regime says about a document, and the version of its terms that does.
    /// An issuer without a regime is under no terms and no rate table. What takes back amounts
    /// does so at the rates of the invoice, and whenever there is reason to; what replaces an
    /// invoice comes whenever a mistake is found (T10, T12).
    pub(super) fn check_regime(
        &self,
        request: &IssueRequest,
        effect: Effect,
    ) -> Result<(Option<Regime>, u32), Error> {
        let issuer = key::issuer(request.kind, &request.seller, &request.buyer);
        let Some(own) = issuer.and_then(|it| self.regime_of(it)) else { return Ok((None, 0)) };
        let all = self.terms.get(&own).unwrap_or_default();
        let version = regime::version_on(&all, request.tax_point);
        if let (Effect::Original, Some(terms)) = (effect, regime::of_version(&all, version)) {
            let buyer = request.buyer.account().and_then(|it| self.regime_of(it));
            let seller = self.regime_of(&request.seller).unwrap_or(own);
            let is_cross_border =
                regime::is_cross_border(&request.breakdown, &seller, buyer.as_ref());
            regime::check_days(terms, is_cross_border, request.tax_point, request.issue_date)?;
        }
        if effect != Effect::Reversal {
            for line in &request.breakdown {
                let times = self.times(&own, line.category, line.rate_bp);
                rate_table::check_in_force(&times, request.tax_point)?;
            }
        }
        Ok((Some(own), version))
    }

    /// The terms that an invoice was recorded under.
    pub(super) fn terms_of(&self, invoice: &Invoice) -> Option<Terms> {
        let all = self.terms.get(invoice.regime.as_ref()?)?;
        regime::of_version(&all, invoice.terms_version).cloned()
    }

    fn times(&self, regime: &Regime, category: Category, rate_bp: u32) -> Vec<InForce> {
        self.rates.get(&(*regime, (category, rate_bp))).unwrap_or_default()
    }

    fn check_known(&self, regime: &Regime) -> Result<(), Error> {
        if self.terms.contains(regime) { Ok(()) } else { Err(Common::UnknownId.into()) }
    }
}
