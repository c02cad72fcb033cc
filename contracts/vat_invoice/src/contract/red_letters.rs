//! Red letters: asked for, confirmed, withdrawn (T11). `issuing` uses them.

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{RedLetterConfirmed, RedLetterRequested, RedLetterWithdrawn};
use crate::messages::{CategoryAmount, InvoiceAt, RedLetter, RedLetterMark, RedLetterState};
use crate::red_letter;
use sandpact_sdk::prelude::*;

impl VatInvoice {
    pub(super) fn ask_red_letter(
        &mut self,
        key: Hash,
        credits: Vec<CategoryAmount>,
        commitment: Hash,
    ) -> Result<UnixSeconds, Error> {
        let (mut invoice, by, now) = (self.load(&key)?, env::caller(), env::time());
        let terms = self.terms_of(&invoice);
        let deadline = red_letter::deadline(&invoice, &credits, terms.as_ref(), (&by, now))?;
        let state = RedLetterState::Requested { deadline };
        self.red_letters
            .set(&key, &RedLetter { credits, commitment, by, requested_at: now, state });
        self.unconfirmed.set(&(deadline, key), &());
        invoice.red_letter = Some(RedLetterMark { deadline, is_confirmed: false });
        self.invoices.set(&key, &invoice);
        self.emit(RedLetterRequested { key, deadline, by });
        Ok(deadline)
    }

    pub(super) fn agree_red_letter(&mut self, key: Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        let mut letter = self.red_letters.get(&key).ok_or(Common::UnknownId)?;
        if red_letter::other_side(&invoice, &letter.by)? != by {
            return Err(Common::NotAuthorised.into());
        }
        red_letter::check_confirmation(&invoice, env::time())?;
        if let Some(mark) = &mut invoice.red_letter {
            mark.is_confirmed = true;
            self.unconfirmed.remove(&(mark.deadline, key));
        }
        letter.state = RedLetterState::Confirmed;
        self.red_letters.set(&key, &letter);
        self.invoices.set(&key, &invoice);
        self.emit(RedLetterConfirmed { key, by });
        Ok(())
    }

    pub(super) fn drop_red_letter(&mut self, key: Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        let mut letter = self.red_letters.get(&key).ok_or(Common::UnknownId)?;
        if letter.by != by {
            return Err(Common::NotAuthorised.into());
        }
        let is_pending = red_letter::check_none_pending(&invoice, env::time()).is_err();
        let Some(mark) = invoice.red_letter.filter(|_| is_pending) else {
            return Err(Common::WrongState.into());
        };
        if invoice.frozen {
            return Err(Common::Frozen.into());
        }
        self.unconfirmed.remove(&(mark.deadline, key));
        letter.state = RedLetterState::Withdrawn;
        self.red_letters.set(&key, &letter);
        invoice.red_letter = None;
        self.invoices.set(&key, &invoice);
        self.emit(RedLetterWithdrawn { key, by });
        Ok(())
    }

    /// Red letters over their deadline. The list is in order of time, so a page ends where the
    /// present begins.
    pub(super) fn overdue(
        &self,
        after: Option<InvoiceAt>,
        limit: u32,
    ) -> Page<InvoiceAt, InvoiceAt> {
        let after = after.map(|it| (it.time, it.key));
        let page = self.unconfirmed.page(after.as_ref(), limit);
        let row = |(time, key)| InvoiceAt { time, key };
        let rows = page.items.into_iter().map(|(key, ())| row(key));
        let items: Vec<_> = rows.filter(|it| it.time < env::time()).collect();
        let next = page.next.map(row).filter(|it| it.time < env::time());
        Page { items, next }
    }
}
