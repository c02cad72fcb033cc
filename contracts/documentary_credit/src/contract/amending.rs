//! Amendments and cancellation (article 10, A10).

use super::DocumentaryCredit;
use super::records::{content_of, same_request};
use crate::admission::check_terms;
use crate::amendment::{self, Amendment, AmendmentState, Answer, check_new_terms};
use crate::credit::{Credit, CreditState};
use crate::drawing::{close_if_used_up, maximum_minor, remaining_minor};
use crate::errors::Error;
use crate::events::{AmendmentAnswered, AmendmentProposed, CreditAmended, CreditClosed};
use crate::figures::open_minor;
use crate::terms::Terms;
use crate::transfer::check_within;
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn propose(
        &mut self,
        id: Hash,
        credit: Hash,
        terms: Option<Terms>,
        deemed_accepted_on: Option<CivilDate>,
    ) -> Result<(), Error> {
        let (record, by) = (self.credit_of(&credit)?, env::caller());
        if !record.terms.is_issuing_bank(&by) {
            return Err(Common::NotAuthorised.into());
        }
        let content = content_of(&(credit, &terms, deemed_accepted_on));
        if let Ok(known) = self.amendment_of(&id) {
            return same_request(known.content, content);
        }
        if !record.is_live() {
            return Err(Common::WrongState.into());
        }
        if let Some(terms) = &terms {
            check_terms(terms, record.issued_on)?;
            check_new_terms(&record, terms)?;
            self.check_banks(terms)?;
            self.check_share(&record, terms)?;
        }
        let is_cancellation = terms.is_none();
        let proposal = Amendment {
            content,
            credit,
            version: record.version,
            terms,
            deemed_accepted_on,
            is_confirmed: false,
            is_accepted: false,
            state: AmendmentState::Proposed,
        };
        self.put_amendment(&id, &proposal);
        self.amendments_of.set(&(credit, id), &());
        self.emit(AmendmentProposed { amendment: id, credit, is_cancellation, by });
        Ok(())
    }

    pub(super) fn answer(&mut self, amendment: Hash, answer: Answer) -> Result<(), Error> {
        let (mut proposal, by) = (self.amendment_of(&amendment)?, env::caller());
        let mut record = self.credit_of(&proposal.credit)?;
        let credit = proposal.credit;
        let is_effective = amendment::answer(&record, &mut proposal, &by, answer)?;
        self.put_amendment(&amendment, &proposal);
        self.emit(AmendmentAnswered { amendment, credit, answer, by });
        match proposal.terms {
            _ if !is_effective => Ok(()),
            None => self.end(credit, &mut record, CreditState::Cancelled, by),
            Some(terms) => {
                self.amend(credit, record, terms)?;
                let version = proposal.version.saturating_add(1);
                self.emit(CreditAmended { credit, amendment, version, by });
                self.tell_if_used_up(credit, by)
            }
        }
    }

    /// Puts new terms in force.
    fn amend(&mut self, credit: Hash, mut record: Credit, new: Terms) -> Result<(), Error> {
        check_new_terms(&record, &new)?;
        let open_before = open_minor(&record)?;
        let more_minor = maximum_minor(&new)?
            .checked_sub(maximum_minor(&record.terms)?)
            .ok_or(Common::Overflow)?;
        let mut open_elsewhere = 0;
        if let (Some(from), Some(mut first)) = (record.parent, self.check_share(&record, &new)?) {
            // What a transferred credit gains, the other one loses.
            open_elsewhere = if first.is_live() { more_minor.saturating_neg() } else { 0 };
            let sum = first.transferred_minor.checked_add(more_minor);
            first.transferred_minor = sum.ok_or(Common::Overflow)?;
            self.put_credit(&from, &first);
        }
        if new.expiry != record.terms.expiry {
            self.by_expiry.remove(&(record.terms.expiry, credit));
            self.by_expiry.set(&(new.expiry, credit), &());
        }
        record.terms = new;
        record.version = record.version.checked_add(1).ok_or(Common::Overflow)?;
        close_if_used_up(&mut record)?;
        let open = open_minor(&record)?.checked_add(open_elsewhere);
        let more = open.and_then(|open| open.checked_sub(open_before)).ok_or(Common::Overflow)?;
        self.move_exposure(&record.terms, more, 0)?;
        self.put_credit(&credit, &record);
        Ok(())
    }

    /// A transferred credit is amended inside the terms of the one that it comes from, and what was
    /// transferred grows or shrinks with it (article 38(d), 38(g)). Returns that one.
    fn check_share(&self, record: &Credit, new: &Terms) -> Result<Option<Credit>, Error> {
        let Some(from) = &record.parent else { return Ok(None) };
        let first = self.credit_of(from)?;
        check_within(&first.terms, new)?;
        let available = maximum_minor(&record.terms)?.checked_add(remaining_minor(&first)?);
        let payable_minor = available.ok_or(Common::Overflow)?;
        if maximum_minor(new)? > payable_minor {
            return Err(Error::Overdrawn { payable_minor });
        }
        Ok(Some(first))
    }

    /// An amendment down to what was drawn leaves nothing to draw.
    fn tell_if_used_up(&mut self, credit: Hash, by: Address) -> Result<(), Error> {
        let state = self.credit_of(&credit)?.state;
        if state == CreditState::Exhausted {
            self.emit(CreditClosed { credit, state, by });
        }
        Ok(())
    }
}
