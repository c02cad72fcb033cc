//! Transfer to a second beneficiary, and back (article 38, A17).

use super::DocumentaryCredit;
use super::records::{content_of, same_request};
use crate::credit::{Credit, CreditState};
use crate::drawing::{close_if_used_up, maximum_minor};
use crate::errors::Error;
use crate::events::{CreditTransferred, CreditTransferredBack, TransferRequested};
use crate::terms::Terms;
use crate::transfer::{Transfer, TransferRequest, check_transfer};
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn ask_transfer(&mut self, request: TransferRequest) -> Result<(), Error> {
        let (id, by, content) = (request.id, env::caller(), content_of(&request));
        let record = self.credit_of(&request.credit)?;
        if record.terms.beneficiary != by {
            return Err(Common::NotAuthorised.into());
        }
        if let Ok(known) = self.transfer_of(&id) {
            return same_request(known.content, content);
        }
        if self.find_credit(&id).is_some() {
            return Err(Common::AlreadyExists.into());
        }
        self.transferred_terms(&record, &request)?;
        let TransferRequest { credit, beneficiary, amount_minor, .. } = request;
        self.put_transfer(&id, &Transfer { content, request, is_done: false });
        self.emit(TransferRequested { transfer: id, credit, beneficiary, amount_minor, by });
        Ok(())
    }

    pub(super) fn make_transfer(&mut self, id: Hash) -> Result<(), Error> {
        let (mut transfer, by) = (self.transfer_of(&id)?, env::caller());
        let mut record = self.credit_of(&transfer.request.credit)?;
        if record.terms.nominated_bank.account != by {
            return Err(Common::NotAuthorised.into());
        }
        if transfer.is_done {
            return Err(Common::WrongState.into());
        }
        let terms = self.transferred_terms(&record, &transfer.request)?;
        transfer.is_done = true;
        self.put_transfer(&id, &transfer);
        let TransferRequest { credit, beneficiary, amount_minor, .. } = transfer.request;
        match (terms, record.parent) {
            (None, Some(from)) => {
                self.transfer_back(from, amount_minor)?;
                add_transferred(&mut record, amount_minor)?;
                close_if_used_up(&mut record)?;
                self.emit(CreditTransferredBack { credit, from, amount_minor, by });
            }
            (Some(terms), None) if self.find_credit(&id).is_none() => {
                add_transferred(&mut record, maximum_minor(&terms)?)?;
                self.put_transferred(id, credit, &record, terms);
                self.emit(CreditTransferred {
                    credit: id,
                    from: credit,
                    beneficiary,
                    amount_minor,
                    by,
                });
            }
            _ => return Err(Common::AlreadyExists.into()),
        }
        self.put_credit(&credit, &record);
        Ok(())
    }

    fn transferred_terms(
        &self,
        credit: &Credit,
        request: &TransferRequest,
    ) -> Result<Option<Terms>, Error> {
        let first = match &credit.parent {
            Some(parent) => Some(self.credit_of(parent)?.terms.beneficiary),
            None => None,
        };
        check_transfer(credit, first.as_ref(), request, env::time().date())
    }

    /// The transferred credit, made available to the second beneficiary, confirmed if the other
    /// one is (article 38(g)).
    fn put_transferred(&mut self, id: Hash, from: Hash, old: &Credit, terms: Terms) {
        self.list_credit(id, &terms);
        self.transferred.set(&(from, id), &());
        let mut credit = Credit::new(content_of(&terms), terms, env::time().date());
        credit.state = CreditState::Advised;
        credit.confirmed = old.confirmed;
        credit.parent = Some(from);
        credit.instalments_begun = old.instalments_begun;
        self.put_credit(&id, &credit);
    }

    /// What comes back can be drawn or transferred again, while the credit is live.
    fn transfer_back(&mut self, from: Hash, amount_minor: i128) -> Result<(), Error> {
        let mut first = self.credit_of(&from)?;
        if !first.is_live() {
            return Err(Common::WrongState.into());
        }
        add_transferred(&mut first, amount_minor.saturating_neg())?;
        self.put_credit(&from, &first);
        Ok(())
    }
}

fn add_transferred(credit: &mut Credit, amount_minor: i128) -> Result<(), Error> {
    let sum = credit.transferred_minor.checked_add(amount_minor);
    credit.transferred_minor = sum.ok_or(Common::Overflow)?;
    Ok(())
}
