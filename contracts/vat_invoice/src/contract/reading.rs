//! Lists for readers.

use super::VatInvoice;
use crate::errors::Error;
use crate::messages::{Cursor, Invoice, InvoiceAt, InvoiceRow, PAGE_LEN_MAX, ReversedDeduction};
use sandpact_sdk::prelude::*;

impl VatInvoice {
    pub(super) fn rows_after(
        &self,
        after: Option<Cursor>,
        limit: u32,
    ) -> Result<Vec<InvoiceRow>, Error> {
        let after = after.map(|cursor| (cursor.issue_date, cursor.key));
        let page = self.by_date.after(after.as_ref(), limit.min(PAGE_LEN_MAX));
        page.into_iter().map(|((_, key), ())| Ok(row(key, &self.load(&key)?))).collect()
    }

    pub(super) fn chain_from(
        &self,
        key: Hash,
        limit: u32,
    ) -> Result<Page<InvoiceRow, Hash>, Error> {
        let (mut items, mut next) = (Vec::new(), Some(key));
        for _ in 0..limit.clamp(1, PAGE_LEN_MAX) {
            let Some(key) = next else { break };
            let invoice = self.load(&key)?;
            next = invoice.preceding;
            items.push(row(key, &invoice));
        }
        Ok(Page { items, next })
    }

    pub(super) fn deductions_taken_back(
        &self,
        after: Option<InvoiceAt>,
        limit: u32,
    ) -> Page<ReversedDeduction, InvoiceAt> {
        let after = after.map(|it| (it.time, it.key));
        let page = self.reversed_deductions.page(after.as_ref(), limit);
        let row = |((time, later), (key, deduction_minor))| ReversedDeduction {
            time,
            later,
            key,
            deduction_minor,
        };
        let next = page.next.map(|(time, key)| InvoiceAt { time, key });
        Page { items: page.items.into_iter().map(row).collect(), next }
    }
}

const fn row(key: Hash, invoice: &Invoice) -> InvoiceRow {
    InvoiceRow {
        key,
        issue_date: invoice.issue_date,
        kind: invoice.kind,
        seller: invoice.seller,
        currency: invoice.currency,
        tax_minor: invoice.totals.tax_minor,
        deducted_minor: invoice.deducted_minor,
        state: invoice.state,
        reversal: invoice.reversal,
        frozen: invoice.frozen,
    }
}
