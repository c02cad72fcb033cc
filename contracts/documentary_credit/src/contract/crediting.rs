//! A credit from its issue to its end (articles 6 to 9).

use super::DocumentaryCredit;
use super::records::{content_of, same_request};
use crate::admission::check_terms;
use crate::credit::{Credit, CreditState};
use crate::errors::Error;
use crate::events::{CreditAdvised, CreditClosed, CreditConfirmed, CreditIssued};
use crate::figures::open_minor;
use crate::terms::{BankAt, Terms};
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn issue_credit(&mut self, id: Hash, terms: Terms) -> Result<(), Error> {
        let by = env::caller();
        if !terms.is_issuing_bank(&by) {
            return Err(Common::NotAuthorised.into());
        }
        let content = content_of(&terms);
        if let Some(known) = self.find_credit(&id) {
            return same_request(known.content, content);
        }
        let today = env::time().date();
        check_terms(&terms, today)?;
        self.check_banks(&terms)?;
        self.list_credit(id, &terms);
        let issued = CreditIssued {
            credit: id,
            beneficiary: terms.beneficiary,
            amount_minor: terms.amount_minor,
            currency: terms.currency,
            expiry: terms.expiry,
            by,
        };
        let credit = Credit::new(content, terms, today);
        self.move_exposure(&credit.terms, open_minor(&credit)?, 0)?;
        self.put_credit(&id, &credit);
        self.emit(issued);
        Ok(())
    }

    pub(super) fn advise_credit(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if record.terms.advising_bank != by {
            return Err(Common::NotAuthorised.into());
        }
        if record.state != CreditState::Issued {
            return Err(Common::WrongState.into());
        }
        record.state = CreditState::Advised;
        self.put_credit(&credit, &record);
        self.emit(CreditAdvised { credit, by });
        Ok(())
    }

    pub(super) fn confirm_credit(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if record.terms.confirming_bank.as_ref().map(|bank| bank.account) != Some(by) {
            return Err(Common::NotAuthorised.into());
        }
        if record.state != CreditState::Advised || record.confirmed {
            return Err(Common::WrongState.into());
        }
        record.confirmed = true;
        self.put_credit(&credit, &record);
        self.emit(CreditConfirmed { credit, by });
        Ok(())
    }

    pub(super) fn close_credit(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if !record.terms.is_issuing_bank(&by) {
            return Err(Common::NotAuthorised.into());
        }
        if !record.is_live() {
            return Err(Common::WrongState.into());
        }
        let (calendar, expiry) = (self.calendar()?, record.terms.expiry);
        let mut asked = Vec::new();
        for BankAt { place, .. } in record.terms.banks() {
            if asked.contains(place) {
                continue;
            }
            asked.push(*place);
            let last_day = calendar.extended(*place, expiry)?;
            if calendar.today(*place)? <= last_day {
                return Err(Error::NotExpired { last_day });
            }
        }
        self.end(credit, &mut record, CreditState::Expired, by)
    }

    /// Ends a live credit.
    pub(super) fn end(
        &mut self,
        credit: Hash,
        record: &mut Credit,
        state: CreditState,
        by: Address,
    ) -> Result<(), Error> {
        let open_minor = open_minor(record)?;
        record.state = state;
        self.move_exposure(&record.terms, open_minor.saturating_neg(), 0)?;
        self.put_credit(&credit, record);
        self.emit(CreditClosed { credit, state, by });
        Ok(())
    }
}
