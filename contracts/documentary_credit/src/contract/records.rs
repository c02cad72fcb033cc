//! The records: each is read and written in one place.

use super::DocumentaryCredit;
use crate::amendment::Amendment;
use crate::calendar::Calendar;
use crate::credit::{Credit, Role};
use crate::errors::Error;
use crate::figures::{BankFigures, Exposure, newest_first};
use crate::presentation::{Examination, Presentation};
use crate::terms::Terms;
use crate::transfer::Transfer;
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn calendar(&self) -> Result<Calendar, Error> {
        Ok(Calendar(self.calendar.get().ok_or(Common::WrongState)?))
    }

    #[inline(never)]
    pub(super) fn find_credit(&self, id: &Hash) -> Option<Credit> {
        self.credits.get(id)
    }

    pub(super) fn credit_of(&self, id: &Hash) -> Result<Credit, Error> {
        self.find_credit(id).ok_or_else(|| Common::UnknownId.into())
    }

    #[inline(never)]
    pub(super) fn put_credit(&mut self, id: &Hash, credit: &Credit) {
        self.credits.set(id, credit);
    }

    #[inline(never)]
    pub(super) fn find_presentation(&self, id: &Hash) -> Option<Presentation> {
        self.presentations.get(id)
    }

    pub(super) fn presentation_of(&self, id: &Hash) -> Result<Presentation, Error> {
        self.find_presentation(id).ok_or_else(|| Common::UnknownId.into())
    }

    #[inline(never)]
    pub(super) fn put_presentation(&mut self, id: &Hash, presentation: &Presentation) {
        self.presentations.set(id, presentation);
    }

    #[inline(never)]
    pub(super) fn amendment_of(&self, id: &Hash) -> Result<Amendment, Error> {
        self.amendments.get(id).ok_or_else(|| Common::UnknownId.into())
    }

    #[inline(never)]
    pub(super) fn put_amendment(&mut self, id: &Hash, amendment: &Amendment) {
        self.amendments.set(id, amendment);
    }

    #[inline(never)]
    pub(super) fn transfer_of(&self, id: &Hash) -> Result<Transfer, Error> {
        self.transfers.get(id).ok_or_else(|| Common::UnknownId.into())
    }

    #[inline(never)]
    pub(super) fn put_transfer(&mut self, id: &Hash, transfer: &Transfer) {
        self.transfers.set(id, transfer);
    }

    /// Puts a new credit into the lists.
    pub(super) fn list_credit(&mut self, id: Hash, terms: &Terms) {
        self.by_bank.set(&(terms.issuing_bank.account, id), &());
        self.by_expiry.set(&(terms.expiry, id), &());
    }

    /// Every bank that the credit names holds the role.
    pub(super) fn check_banks(&self, terms: &Terms) -> Result<(), Error> {
        let named = terms.banks().map(|bank| &bank.account).chain([&terms.advising_bank]);
        let mut others = named.filter(|account| !terms.is_issuing_bank(account));
        if others.all(|account| self.roles.has(Role::Bank, account)) {
            Ok(())
        } else {
            Err(Error::NotABank)
        }
    }

    /// Changes the caller's own examination; returns the caller.
    #[inline(never)]
    pub(super) fn change_own(
        &mut self,
        id: &Hash,
        change: &dyn Fn(&mut Examination) -> Result<(), Error>,
    ) -> Result<Address, Error> {
        let (mut record, by) = (self.presentation_of(id)?, env::caller());
        change(record.examination_mut(&by)?)?;
        self.put_presentation(id, &record);
        Ok(by)
    }

    /// Changes what a credit's issuing bank has open, from today on.
    #[inline(never)]
    pub(super) fn move_exposure(
        &mut self,
        terms: &Terms,
        undrawn_minor: i128,
        undertaken_minor: i128,
    ) -> Result<(), Error> {
        if undrawn_minor == 0 && undertaken_minor == 0 {
            return Ok(());
        }
        let key = (terms.issuing_bank.account, terms.currency);
        let newest = self.exposures.under(&key, None, 1).pop();
        let mut sum = newest.map_or(Exposure::NONE, |it| it.1);
        let undrawn = sum.undrawn_minor.checked_add(undrawn_minor);
        let undertaken = sum.undertaken_minor.checked_add(undertaken_minor);
        sum.undrawn_minor = undrawn.ok_or(Common::Overflow)?;
        sum.undertaken_minor = undertaken.ok_or(Common::Overflow)?;
        self.exposures.set(&(key, newest_first(env::time().date())), &sum);
        Ok(())
    }

    /// Counts how an examination ended, once. Its days are those to the date of the block, UTC.
    #[inline(never)]
    pub(super) fn count(&mut self, own: &mut Examination, is_refusal: bool, is_precluded: bool) {
        if own.is_precluded {
            return;
        }
        own.is_precluded = is_precluded;
        let days = env::time().date().days().saturating_sub(own.presented_on.days());
        let days = u64::try_from(days).unwrap_or(0);
        let before = self.figures.get(&own.bank).unwrap_or(BankFigures::NONE);
        self.figures.set(&own.bank, &before.with(days, is_refusal, is_precluded));
    }
}

/// SHA3-256 of the SCALE-encoded request.
pub(super) fn content_of(request: &impl Encode) -> Hash {
    Hash(request.using_encoded(crypto::sha3_256))
}

/// A repeated request has been answered; another one under the same id is refused.
pub(super) fn same_request(known: Hash, content: Hash) -> Result<(), Error> {
    if known == content { Ok(()) } else { Err(Common::DuplicateRequestDifferentContent.into()) }
}
