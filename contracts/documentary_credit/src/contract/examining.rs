//! Examination, refusal and waiver (articles 14 to 16).

use super::DocumentaryCredit;
use crate::calendar::is_surely_in_time;
use crate::errors::Error;
use crate::events::{BankPrecluded, FoundComplying, RefusalNotified, WaiverAnswered, WaiverSought};
use crate::examination::{self, check_notice, find_complying, may_be_precluded};
use crate::presentation::{Examination, Notice};
use crate::readings::check_readings;
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn find(&mut self, presentation: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let credit = self.credit_of(&record.credit)?;
        find_complying(&credit.terms, &mut record, &by)?;
        check_readings(&credit, &record, record.examination(&by)?.readings.as_ref())?;
        let own = record.examination_mut(&by)?;
        let is_precluded = self.passed_deadline(own)?.is_some();
        self.count(own, false, is_precluded);
        self.put_presentation(&presentation, &record);
        self.emit(FoundComplying { presentation, by });
        Ok(())
    }

    pub(super) fn give_notice(&mut self, presentation: Hash, given: Notice) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let is_issuing_bank = self.credit_of(&record.credit)?.terms.is_issuing_bank(&by);
        let own = record.examination_mut(&by)?;
        let passed = self.passed_deadline(own)?;
        let told = RefusalNotified {
            presentation,
            discrepancies: given.discrepancies.clone(),
            disposal: given.disposal,
            notice: given.commitment,
            by,
        };
        check_notice(own, &given, is_issuing_bank, passed)?;
        self.count(own, true, false);
        examination::refuse(own, given);
        self.put_presentation(&presentation, &record);
        self.emit(told);
        Ok(())
    }

    pub(super) fn record_preclusion(
        &mut self,
        presentation: Hash,
        bank: Address,
    ) -> Result<(), Error> {
        let mut record = self.presentation_of(&presentation)?;
        let own = record.examination_mut(&bank)?;
        if own.is_precluded || !may_be_precluded(own) || self.passed_deadline(own)?.is_none() {
            return Err(Common::WrongState.into());
        }
        self.count(own, false, true);
        self.put_presentation(&presentation, &record);
        self.emit(BankPrecluded { presentation, bank, by: env::caller() });
        Ok(())
    }

    pub(super) fn ask_applicant(&mut self, presentation: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        if !self.credit_of(&record.credit)?.terms.is_issuing_bank(&by) {
            return Err(Error::NotTheIssuingBank);
        }
        examination::seek_waiver(record.examination_mut(&by)?)?;
        self.put_presentation(&presentation, &record);
        self.emit(WaiverSought { presentation, by });
        Ok(())
    }

    pub(super) fn hear_applicant(
        &mut self,
        presentation: Hash,
        is_given: bool,
    ) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let terms = self.credit_of(&record.credit)?.terms;
        if terms.applicant != by {
            return Err(Common::NotAuthorised.into());
        }
        let asked = record.examination_mut(&terms.issuing_bank.account)?;
        examination::answer_waiver(asked, is_given)?;
        self.put_presentation(&presentation, &record);
        self.emit(WaiverAnswered { presentation, is_given, by });
        Ok(())
    }

    /// The bank's deadline when it has passed. Most banks decide so soon that nobody needs a
    /// calendar to know.
    #[inline(never)]
    pub(super) fn passed_deadline(&self, own: &Examination) -> Result<Option<CivilDate>, Error> {
        if is_surely_in_time(own.presented_on, env::time().date()) {
            return Ok(None);
        }
        let calendar = self.calendar()?;
        let today = calendar.today(own.place)?;
        calendar.passed_deadline(own.place, own.presented_on, today)
    }
}
