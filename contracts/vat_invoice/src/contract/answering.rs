//! What sides, employers and the authority do with a recorded invoice.

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{
    Accepted, DeductionConfirmed, Disputed, ExportRefundClaimed, Reimbursed, Shared, Unshared,
    Voided,
};
use crate::messages::{Invoice, Position, Role, State};
use crate::period::{check_open, period_of};
use crate::position::Booking;
use crate::reversal::reverse_rest;
use crate::{key, lifecycle, quota, recording, red_letter};
use sandpact_sdk::prelude::*;

impl VatInvoice {
    /// An invoice with which something may be done: no red letter is pending (T11).
    fn load_free(&self, key: &Hash) -> Result<Invoice, Error> {
        let invoice = self.load(key)?;
        red_letter::check_none_pending(&invoice, env::time())?;
        Ok(invoice)
    }

    pub(super) fn agree(&mut self, key: &Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load_free(key)?, env::caller());
        lifecycle::check_acceptance(&invoice, &by)?;
        let was_booked = invoice.is_booked();
        if !was_booked {
            check_open(invoice.tax_point, self.closed_through.get_or(0))?;
        }
        invoice.state = State::Accepted;
        self.invoices.set(key, &invoice);
        self.emit(Accepted { key: *key, by });
        if !was_booked {
            let (booking, period) =
                (Booking::of(&invoice.remaining)?, period_of(invoice.tax_point));
            self.book(key, &invoice, &booking, 0, period)?;
        }
        Ok(())
    }

    pub(super) fn object(&mut self, key: &Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load_free(key)?, env::caller());
        lifecycle::check_dispute(&invoice, &by)?;
        invoice.state = State::Disputed;
        self.invoices.set(key, &invoice);
        self.emit(Disputed { key: *key, by });
        Ok(())
    }

    /// Voids: what remains leaves the positions, and the quota it took is free again.
    pub(super) fn take_off(&mut self, key: &Hash) -> Result<(), Error> {
        let (invoice, by) = (self.load_free(key)?, env::caller());
        let issuer = key::issuer(invoice.kind, &invoice.seller, &invoice.buyer);
        lifecycle::check_voiding(&invoice, issuer, &by)?;
        check_open(invoice.tax_point, self.closed_through.get_or(0))?;
        let taken = reverse_rest(&invoice)?;
        let mut voided = recording::after(invoice, &taken)?;
        if voided.is_booked() {
            let period = period_of(voided.tax_point);
            self.book(key, &voided, &taken.booking.negated()?, 0, period)?;
        }
        voided.state = State::Voided;
        self.invoices.set(key, &voided);
        let issued = quota::measure(voided.effect, &voided.breakdown)?;
        let recorded_in = period_of(voided.recorded_at.date());
        self.uncount(&by, voided.currency, issued, recorded_in)?;
        self.emit(Voided { key: *key, by });
        Ok(())
    }

    pub(super) fn deduct(&mut self, key: &Hash) -> Result<i128, Error> {
        let (invoice, by) = (self.load_free(key)?, env::caller());
        let tax_minor = lifecycle::deduction(&invoice, &by)?;
        self.use_tax(key, invoice, State::DeductionConfirmed, tax_minor)?;
        self.emit(DeductionConfirmed { key: *key, tax_minor, by });
        Ok(tax_minor)
    }

    pub(super) fn claim_refund(&mut self, key: &Hash) -> Result<i128, Error> {
        let (invoice, by) = (self.load_free(key)?, env::caller());
        let tax_minor = lifecycle::export_refund(&invoice, &by)?;
        self.use_tax(key, invoice, State::ExportRefundClaimed, tax_minor)?;
        self.emit(ExportRefundClaimed { key: *key, tax_minor, by });
        Ok(tax_minor)
    }

    /// The caller uses the invoice's tax, which counts in today's period.
    fn use_tax(
        &mut self,
        key: &Hash,
        mut invoice: Invoice,
        state: State,
        tax_minor: i128,
    ) -> Result<(), Error> {
        (invoice.state, invoice.deducted_minor) = (state, tax_minor);
        self.invoices.set(key, &invoice);
        let change = Position { deducted_minor: tax_minor, ..Position::ZERO };
        let today = period_of(env::time().date());
        self.change(&env::caller(), invoice.currency, change, today)
    }

    pub(super) fn pay_employee(&mut self, key: &Hash) -> Result<(), Error> {
        let mut invoice = self.load_free(key)?;
        lifecycle::check_reimbursement(&invoice)?;
        invoice.state = State::Reimbursed;
        self.invoices.set(key, &invoice);
        self.emit(Reimbursed { key: *key, by: env::caller() });
        Ok(())
    }

    pub(super) fn set_frozen(&mut self, key: &Hash, frozen: bool) -> Result<(), Error> {
        let mut invoice = self.load(key)?;
        if invoice.frozen == frozen {
            return Err(Common::WrongState.into());
        }
        invoice.frozen = frozen;
        self.invoices.set(key, &invoice);
        Ok(())
    }

    pub(super) fn let_read(&mut self, key: Hash, lender: Address) -> Result<(), Error> {
        self.require_seller(&key)?;
        if !self.roles.has(Role::Lender, &lender) {
            return Err(Common::UnknownId.into());
        }
        if !self.shares.insert(&(key, lender), &()) {
            return Err(Common::AlreadyExists.into());
        }
        self.emit(Shared { key, lender, by: env::caller() });
        Ok(())
    }

    pub(super) fn let_read_no_more(&mut self, key: Hash, lender: Address) -> Result<(), Error> {
        self.require_seller(&key)?;
        if !self.shares.remove(&(key, lender)) {
            return Err(Common::UnknownId.into());
        }
        self.emit(Unshared { key, lender, by: env::caller() });
        Ok(())
    }

    fn require_seller(&self, key: &Hash) -> Result<(), Error> {
        let is_seller = self.load(key)?.seller == env::caller();
        if is_seller { Ok(()) } else { Err(Common::NotAuthorised.into()) }
    }
}
