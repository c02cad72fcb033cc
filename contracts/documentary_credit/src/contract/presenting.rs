//! Presentations and documents on their way (articles 6, 14(c), 38(k)).

use super::DocumentaryCredit;
use super::records::{content_of, same_request};
use crate::credit::Credit;
use crate::documents::is_required;
use crate::errors::Error;
use crate::events::{DocumentReused, Forwarded, Presented};
use crate::instalments;
use crate::presentation::{Examination, Presentation};
use crate::presenting::{
    self, PresentRequest, check_forwarding, check_not_ahead, check_presentation, check_recipient,
    check_still_open,
};
use crate::reuse;
use crate::terms::{PresentedDocument, Terms};
use sandpact_sdk::prelude::*;

impl DocumentaryCredit {
    pub(super) fn receive(&mut self, request: PresentRequest) -> Result<(), Error> {
        let (by, content) = (env::caller(), content_of(&request));
        if let Some(known) = self.find_presentation(&request.id) {
            return same_request(known.content, content);
        }
        let mut credit = self.credit_of(&request.credit)?;
        check_presentation(&credit, &request, &by)?;
        let bank = check_recipient(&credit, &request.to)?.clone();
        let calendar = self.calendar()?;
        let today = calendar.today(bank.place)?;
        check_not_ahead(request.shipment_date, today)?;
        let last_day = presenting::last_day(&credit.terms, request.shipment_date)?;
        // A day that is not over needs no extension.
        if today > last_day {
            check_still_open(calendar.extended(bank.place, last_day)?, today)?;
        }
        let deadline = calendar.deadline(bank.place, today)?;
        let instalment =
            instalments::instalment_of(&credit, request.shipment_date.unwrap_or(today))?;
        let is_taken = |other: &Presentation, its_credit: &Credit| {
            reuse::is_taken(other, its_credit, &request.credit)
        };
        self.bind_documents(request.id, &credit.terms, &request.documents, by, &is_taken)?;
        self.under_credit.set(&(request.credit, request.id), &());
        if instalment.is_some() {
            credit.instalments_begun = instalments::begun(&credit, instalment);
            self.put_credit(&request.credit, &credit);
        }
        let presented = Presented {
            presentation: request.id,
            credit: request.credit,
            to: request.to,
            claimed_minor: request.claimed_minor,
            currency: request.currency,
            deadline,
            by,
        };
        let record = Presentation {
            content,
            credit: request.credit,
            presenter: by,
            claimed_minor: request.claimed_minor,
            shipment_date: request.shipment_date,
            presented_on: today,
            documents: request.documents,
            examinations: vec![Examination::new(bank.account, bank.place, today)],
            drawn_minor: None,
            instalment,
        };
        self.put_presentation(&request.id, &record);
        self.emit(presented);
        Ok(())
    }

    pub(super) fn send_on(&mut self, presentation: Hash, to: Address) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let credit = self.credit_of(&record.credit)?;
        let bank = check_forwarding(&credit, &record, &by, &to)?;
        let calendar = self.calendar()?;
        let today = calendar.today(bank.place)?;
        let deadline = calendar.deadline(bank.place, today)?;
        record.examinations.push(Examination::new(bank.account, bank.place, today));
        self.put_presentation(&presentation, &record);
        self.emit(Forwarded { presentation, to, deadline, by });
        Ok(())
    }

    /// Binds the required documents to a presentation. One that supports another is told of,
    /// and refused when it is a bill of lading; `is_taken` says which supports another.
    #[inline(never)]
    pub(super) fn bind_documents(
        &mut self,
        presentation: Hash,
        terms: &Terms,
        documents: &[PresentedDocument],
        by: Address,
        is_taken: &dyn Fn(&Presentation, &Credit) -> bool,
    ) -> Result<(), Error> {
        let required = documents.iter().filter(|it| is_required(terms, &it.kind));
        for PresentedDocument { kind, commitment, .. } in required {
            let bound = self.documents.get(commitment);
            if bound == Some(presentation) {
                continue;
            }
            match self.taken(bound, is_taken)? {
                Some(presentation) if kind.is_bill_of_lading() => {
                    return Err(Error::BillOfLadingReused { presentation });
                }
                Some(other_presentation) => {
                    let commitment = *commitment;
                    self.emit(DocumentReused { presentation, commitment, other_presentation, by });
                }
                None => self.documents.set(commitment, &presentation),
            }
        }
        Ok(())
    }

    fn taken(
        &self,
        bound: Option<Hash>,
        is_taken: &dyn Fn(&Presentation, &Credit) -> bool,
    ) -> Result<Option<Hash>, Error> {
        let Some(other) = bound else { return Ok(None) };
        let record = self.presentation_of(&other)?;
        let credit = self.credit_of(&record.credit)?;
        Ok(is_taken(&record, &credit).then_some(other))
    }
}
