//! Lists for privacy officers and regulators.

use super::ConsentDirective;
use crate::errors::Error;
use crate::messages::{
    AccessCountCursor, AccessCountRow, EndingConsent, Outcome, RECEIPTS_PAGE_LEN_MAX, Receipt,
    Withdrawal, WithdrawalCursor,
};
use sandpact_sdk::prelude::*;

impl ConsentDirective {
    pub(super) fn count_rows(
        &self,
        after: Option<AccessCountCursor>,
        limit: u32,
    ) -> Page<AccessCountRow, AccessCountCursor> {
        let after = after.map(|it| (it.account, it.purpose));
        let page = self.access_counts.page(after.as_ref(), limit);
        let row = |((account, purpose), counts)| AccessCountRow { account, purpose, counts };
        let next = page.next.map(|(account, purpose)| AccessCountCursor { account, purpose });
        Page { items: page.items.into_iter().map(row).collect(), next }
    }

    /// Consents in force whose last day is at most `until`, by last day.
    pub(super) fn ending(
        &self,
        until: CivilDate,
        after: Option<EndingConsent>,
        limit: u32,
    ) -> Page<EndingConsent, EndingConsent> {
        let after = after.map(|it| (it.last_day, it.id, it.version));
        let page = self.last_days.page(after.as_ref(), limit);
        let row = |(last_day, id, version)| EndingConsent { last_day, id, version };
        let rows = page.items.into_iter().map(|(key, ())| row(key));
        let items = rows.take_while(|it| it.last_day <= until).collect();
        Page { items, next: page.next.map(row).filter(|it| it.last_day <= until) }
    }

    pub(super) fn withdrawal_rows(
        &self,
        after: Option<WithdrawalCursor>,
        limit: u32,
    ) -> Page<Withdrawal, WithdrawalCursor> {
        let after = after.map(|it| (it.time, it.id));
        let page = self.withdrawals.page(after.as_ref(), limit);
        let row = |((time, id), (version, height, receipts))| Withdrawal {
            time,
            id,
            version,
            height,
            receipts,
        };
        let next = page.next.map(|(time, id)| WithdrawalCursor { time, id });
        Page { items: page.items.into_iter().map(row).collect(), next }
    }

    /// Of the receipts that were written after a version had ended, the numbers of those that say
    /// permit.
    pub(super) fn permits_after(
        &self,
        (id, version): (Hash, u32),
        after: Option<u64>,
    ) -> Result<Page<u64, u64>, Error> {
        let consent = self.versions.get(&(id, version)).ok_or(Common::UnknownId)?;
        let ended = consent.ended.as_ref().ok_or(Common::WrongState)?;
        let last_before = ended.receipts.checked_sub(1);
        let after = after.max(last_before);
        let first = self.patient(&consent.patient)?.first;
        let page = self.receipts.page_under(&first, after.as_ref(), RECEIPTS_PAGE_LEN_MAX);
        let is_late = |it: &Receipt| {
            it.decision.outcome == Outcome::Permit
                && (it.consent.id, it.consent.version) == (id, version)
        };
        let rows = page.items.into_iter().filter(|(_, receipt)| is_late(receipt));
        Ok(Page { items: rows.map(|(number, _)| number).collect(), next: page.next })
    }

    /// Of a page of a patient's log, the numbers of receipts under consents that were entered
    /// in error (C10).
    pub(super) fn in_error(
        &self,
        patient: &Hash,
        after: Option<u64>,
    ) -> Result<Page<u64, u64>, Error> {
        let first = self.patient(patient)?.first;
        let page = self.receipts.page_under(&first, after.as_ref(), RECEIPTS_PAGE_LEN_MAX);
        let rows = page.items.into_iter().filter(|(_, receipt)| self.is_in_error(receipt));
        Ok(Page { items: rows.map(|(number, _)| number).collect(), next: page.next })
    }
}
