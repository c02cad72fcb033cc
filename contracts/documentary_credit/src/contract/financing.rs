//! Whether an invoice is financed by another bank, as `receivable_registry` knows.

use super::DocumentaryCredit;
use crate::credit::Credit;
use crate::errors::Error;
use crate::events::{InvoiceChecked, RegistryNamed};
use crate::presentation::Settlement;
use crate::receivables::{is_financed_elsewhere, is_financing};
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn set_registry(&mut self, registry: Option<Address>) {
        match &registry {
            Some(address) => self.registry.set(address),
            None => {
                self.registry.remove();
            }
        }
        self.emit(RegistryNamed { registry, by: env::caller() });
    }

    /// Asks for the calling bank and keeps the fingerprint, for the payment asks again.
    pub(super) fn ask_registry(
        &mut self,
        presentation: Hash,
        fingerprint: Hash,
    ) -> Result<bool, Error> {
        let (record, by) = (self.presentation_of(&presentation)?, env::caller());
        let registry = self.registry.get().ok_or(Common::WrongState)?;
        if record.examination(&by)?.settlement != Settlement::Open {
            return Err(Common::WrongState.into());
        }
        let terms = self.credit_of(&record.credit)?.terms;
        let is_elsewhere = is_financed_elsewhere(registry, &terms, fingerprint, by)?;
        self.invoices.set(&(presentation, by), &fingerprint);
        let is_financed_elsewhere = is_elsewhere;
        self.emit(InvoiceChecked { presentation, is_financed_elsewhere, by });
        Ok(is_elsewhere)
    }

    /// Checks, before a bank pays the beneficiary, that no other bank finances the invoice.
    #[inline(never)]
    pub(super) fn check_financing(
        &self,
        presentation: &Hash,
        credit: &Credit,
        bank: Address,
    ) -> Result<(), Error> {
        let Some(registry) = self.registry.get().filter(|_| is_financing(credit, &bank)) else {
            return Ok(());
        };
        let fingerprint =
            self.invoices.get(&(*presentation, bank)).ok_or(Error::InvoiceUnchecked)?;
        match is_financed_elsewhere(registry, &credit.terms, fingerprint, bank)? {
            true => Err(Error::FinancedElsewhere),
            false => Ok(()),
        }
    }
}
