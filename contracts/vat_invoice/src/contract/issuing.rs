//! Steps of `issue`.

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{Issued, Reversed};
use crate::messages::{
    Effect, Fingerprint, Invoice, IssueRequest, Kind, Period, Recorded, RedLetterState, Role,
};
use crate::recording::{self, Recording};
use crate::reference::Found;
use crate::reversal::TakenBack;
use crate::{key, period, quota, rates, red_letter};
use sandpact_sdk::prelude::*;

impl VatInvoice {
    /// The seller issues as a seller, the buyer of a self-billed invoice as a buyer.
    pub(super) fn require_issuer(&self, request: &IssueRequest) -> Result<(), Error> {
        self.roles.require(match request.kind {
            Kind::SelfBilled => Role::Buyer,
            _ => Role::Seller,
        })?;
        let issuer = key::issuer(request.kind, &request.seller, &request.buyer);
        if issuer == Some(&env::caller()) { Ok(()) } else { Err(Common::NotAuthorised.into()) }
    }

    pub(super) fn record(&mut self, request: IssueRequest) -> Result<Recorded, Error> {
        let content = Hash(crypto::sha3_256(&request.encode()));
        let key_of = |it: &Fingerprint| key::record_key(&env::caller(), request.kind, &it.hash);
        let key = key_of(&request.fingerprint);
        let alias = request.previous_fingerprint.as_ref().map(key_of);
        let existing = self.find(&key).or_else(|| self.find(&alias?));
        if let Some((key, invoice)) = existing.as_ref().filter(|(_, it)| it.content == content) {
            return Ok(recording::recorded(*key, invoice));
        }
        self.epochs_in_force().check(&request)?;
        let now = env::time();
        let effect = recording::admit(&request, now.date())?;
        if existing.is_some() {
            return Err(Error::DuplicateInvoice);
        }
        let (regime, terms_version) = self.check_regime(&request, effect)?;
        let closed = self.closed_through.get_or(0);
        let booked_in = period::booked_in(request.tax_point, effect, closed, now.date())?;
        let preceding = self.preceding(&request)?;
        let rate_bp = self.reverse_charge_rate(&request, effect)?;
        let mut recording =
            recording::record(request, effect, content, preceding.as_ref(), rate_bp, now)?;
        (recording.invoice.regime, recording.invoice.terms_version) = (regime, terms_version);
        if let Some(alias) = alias {
            self.aliases.set(&alias, &key);
        }
        self.keep(key, recording, preceding, booked_in)
    }

    /// The rate at which the tax moves to the buyer, who needs an account and the role for
    /// it; zero when none moves.
    fn reverse_charge_rate(&self, request: &IssueRequest, effect: Effect) -> Result<u32, Error> {
        if !recording::needs_reverse_charge_rate(request, effect) {
            return Ok(0);
        }
        match request.buyer.account() {
            Some(buyer) if self.roles.has(Role::Buyer, buyer) => {
                rates::on(&self.reverse_charge_periods(), request.tax_point)
            }
            _ => Err(Error::ReverseChargeNeedsBuyer),
        }
    }

    fn keep(
        &mut self,
        key: Hash,
        recording: Recording,
        preceding: Option<Found>,
        booked_in: Period,
    ) -> Result<Recorded, Error> {
        let Recording { invoice, taken_back } = recording;
        let by = env::caller();
        self.invoices.set(&key, &invoice);
        self.by_date.set(&(invoice.issue_date, key), &());
        self.emit(Issued {
            key,
            kind: invoice.kind,
            seller: invoice.seller,
            tax_minor: invoice.totals.tax_minor,
            currency: invoice.currency,
            by,
        });
        if let (Some(taken), Some(earlier)) = (&taken_back, preceding) {
            self.take_back(key, earlier, taken, booked_in)?;
        }
        let new = quota::measure(invoice.effect, &invoice.breakdown)?;
        let used = self.book_new(&key, &invoice, new, booked_in)?;
        self.check_quota(&by, invoice.currency, (used, new))?;
        Ok(recording::recorded(key, &invoice))
    }

    fn take_back(
        &mut self,
        later: Hash,
        (key, earlier): Found,
        taken: &TakenBack,
        booked_in: Period,
    ) -> Result<(), Error> {
        let uses_red_letter = self.check_red_letter(&key, &earlier, taken)?;
        let mut earlier = recording::after(earlier, taken)?;
        if uses_red_letter {
            earlier.red_letter = None;
            let state = RedLetterState::Used { by_document: later };
            self.red_letters.update(&key, |letter| letter.state = state);
        }
        self.invoices.set(&key, &earlier);
        self.emit(Reversed {
            key,
            later,
            taxable_minor: taken.taxable_minor,
            tax_minor: taken.booking.tax_minor,
            deduction_minor: taken.deduction_minor,
            by: env::caller(),
        });
        if taken.deduction_minor > 0 {
            let row = (key, taken.deduction_minor);
            self.reversed_deductions.set(&(env::time(), later), &row);
        }
        if earlier.is_booked() {
            let deducted = taken.deduction_minor.checked_neg().ok_or(Common::Overflow)?;
            self.book(&key, &earlier, &taken.booking.negated()?, deducted, booked_in)?;
        }
        Ok(())
    }

    /// Whether the document uses a confirmed red letter (T11).
    fn check_red_letter(
        &self,
        key: &Hash,
        earlier: &Invoice,
        taken: &TakenBack,
    ) -> Result<bool, Error> {
        let confirmed = match earlier.red_letter {
            Some(mark) if mark.is_confirmed => self.red_letters.get(key),
            _ => None,
        };
        let terms = self.terms_of(earlier);
        let credits = confirmed.as_ref().map(|it| &it.credits[..]);
        red_letter::check_use(earlier, taken, credits, terms.as_ref(), env::time())
    }
}
