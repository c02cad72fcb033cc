//! What readers see.

use super::ReceivableRegistry;
use crate::errors::Error;
use crate::financing::open_minor;
use crate::invoices;
use crate::messages::{ExposureCursor, ExposureRow, Receivable, ReceivableRow, Role, State};
use sandpact_sdk::prelude::*;

/// Most receivables on a page: each has about 250 bytes.
const ROWS_MAX: u32 = 50;
/// Most invoices that one call asks about.
const INVOICES_MAX: u32 = 20;

impl ReceivableRegistry {
    pub(super) fn shown(&self, key: &Hash) -> Result<Receivable, Error> {
        let (receivable, caller) = (self.load(key)?, env::caller());
        let is_bank = receivable.financing.is_some_and(|it| it.bank == caller);
        let is_party = receivable.seller == caller || is_bank;
        if is_party || self.roles.has(Role::Regulator, &caller) {
            Ok(receivable)
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    pub(super) fn exposure_rows(
        &self,
        after: Option<ExposureCursor>,
        limit: u32,
    ) -> Page<ExposureRow, ExposureCursor> {
        let after = after.map(|it| (it.account, it.currency));
        let page = self.exposures.page(after.as_ref(), limit);
        let row = |((account, currency), exposure)| ExposureRow { account, currency, exposure };
        let next = page.next.map(|(account, currency)| ExposureCursor { account, currency });
        Page { items: page.items.into_iter().map(row).collect(), next }
    }

    pub(super) fn rows(&self, after: Option<Hash>, limit: u32) -> Page<ReceivableRow, Hash> {
        let page = self.receivables.page(after.as_ref(), limit.min(ROWS_MAX));
        let row = |(key, receivable)| ReceivableRow { key, receivable };
        Page { items: page.items.into_iter().map(row).collect(), next: page.next }
    }

    pub(super) fn keys_uncovered(
        &self,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Page<Hash, Hash>, Error> {
        let page = self.receivables.page(after.as_ref(), limit.min(INVOICES_MAX));
        let mut items = Vec::new();
        for (key, receivable) in page.items {
            if !self.is_covered(&receivable)? {
                items.push(key);
            }
        }
        Ok(Page { items, next: page.next })
    }

    /// Whether as much remains of the invoice as is outstanding.
    fn is_covered(&self, receivable: &Receivable) -> Result<bool, Error> {
        match (receivable.state, receivable.financing) {
            (State::Financed, Some(financing)) => {
                let invoice = invoices::load(self.invoices_at()?, receivable.invoice)?;
                Ok(open_minor(&financing)? <= invoice.open_minor)
            }
            _ => Ok(true),
        }
    }
}
