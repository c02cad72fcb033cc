//! What readers are shown.

use super::DocumentaryCredit;
use crate::credit::Role;
use crate::drawing::remaining_minor;
use crate::errors::Error;
use crate::examination::{may_be_precluded, standing};
use crate::figures::{Exposure, ExposureCursor, ExposureRow};
use crate::views::{CreditRow, ExaminationView, ExpiryCursor, PAGE_LEN_MAX, PresentationView};
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    fn row(&self, id: Hash) -> Result<CreditRow, Error> {
        Ok(CreditRow::new(id, &self.credit_of(&id)?))
    }

    pub(super) fn undrawn(&self, credit: Hash) -> Result<Money, Error> {
        let record = self.credit_of(&credit)?;
        let amount_minor = remaining_minor(&record)?;
        Ok(Money { amount_minor, currency: record.terms.currency })
    }

    pub(super) fn of_bank(
        &self,
        bank: Address,
        cursor: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<CreditRow>, Error> {
        if env::caller() != bank {
            self.roles.require(Role::Regulator)?;
        }
        let rows = self.by_bank.under(&bank, cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        rows.into_iter().map(|(id, ())| self.row(id)).collect()
    }

    pub(super) fn view(&self, presentation: Hash) -> Result<PresentationView, Error> {
        let record = self.presentation_of(&presentation)?;
        let calendar = self.calendar()?;
        let mut banks = Vec::with_capacity(record.examinations.len());
        for own in &record.examinations {
            let deadline = calendar.known_deadline(own.place, own.presented_on)?;
            let is_late = match deadline {
                _ if !may_be_precluded(own) => false,
                Some(deadline) => calendar.today(own.place)? > deadline,
                None => self.passed_deadline(own)?.is_some(),
            };
            let standing = standing(own, is_late);
            banks.push(ExaminationView { bank: own.bank, deadline, standing });
        }
        Ok(PresentationView { presentation: record, banks })
    }

    pub(super) fn expiring(
        &self,
        from: CivilDate,
        to: CivilDate,
        cursor: Option<ExpiryCursor>,
        limit: u32,
    ) -> Result<Vec<CreditRow>, Error> {
        let limit = limit.min(PAGE_LEN_MAX);
        let rows = match cursor.filter(|cursor| cursor.expiry >= from) {
            Some(cursor) => self.by_expiry.after(Some(&(cursor.expiry, cursor.credit)), limit),
            None => self.by_expiry.range(&(from, Hash::ZERO), limit),
        };
        let inside = rows.into_iter().take_while(|((expiry, _), ())| *expiry <= to);
        inside.map(|((_, id), ())| self.row(id)).collect()
    }

    /// Exposures by bank and currency at the day of this key; nothing before the first credit.
    pub(super) fn exposed(
        &self,
        day: u32,
        cursor: Option<ExposureCursor>,
        limit: u32,
    ) -> Vec<ExposureRow> {
        let mut key = cursor.map(|cursor| ((cursor.bank, cursor.currency), u32::MAX));
        let (mut rows, before) = (Vec::new(), day.saturating_sub(1));
        for _ in 0..limit.min(PAGE_LEN_MAX) {
            let Some(((group, newest), exposure)) = self.exposures.after(key.as_ref(), 1).pop()
            else {
                break;
            };
            let exposure = if newest >= day {
                exposure
            } else {
                let held = self.exposures.under(&group, Some(&before), 1).pop();
                held.map_or(Exposure::NONE, |(_, exposure)| exposure)
            };
            let (bank, currency) = group;
            rows.push(ExposureRow { bank, currency, exposure });
            key = Some((group, u32::MAX));
        }
        rows
    }
}
