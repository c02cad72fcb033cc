//! Payment and undertakings (articles 7, 8, 12).

use super::DocumentaryCredit;
use crate::credit::{Credit, CreditState};
use crate::errors::Error;
use crate::events::{CreditClosed, Honoured, Negotiated, PaidAtMaturity, Undertaken};
use crate::figures::open_minor;
use crate::presentation::Presentation;
use crate::reuse;
use crate::settlement::{self, Means, Order};
use sandpact_sdk::prelude::*;

/// What events tell of a settlement.
struct Settled {
    credit: Hash,
    currency: Currency,
    maturity: Option<CivilDate>,
    reimburses: Option<Address>,
    /// The credit's state when the settlement closed it.
    closed: Option<CreditState>,
    by: Address,
}

impl DocumentaryCredit {
    pub(super) fn pay_now(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        let settled = self.settle(&presentation, Means::Honour, amount_minor)?;
        let Settled { credit, currency, reimburses, by, .. } = settled;
        self.emit(Honoured { presentation, credit, amount_minor, currency, reimburses, by });
        self.tell_if_closed(&settled);
        Ok(())
    }

    pub(super) fn pay_later(
        &mut self,
        presentation: Hash,
        amount_minor: i128,
    ) -> Result<CivilDate, Error> {
        let settled = self.settle(&presentation, Means::Undertake, amount_minor)?;
        let Settled { credit, currency, reimburses, by, .. } = settled;
        let maturity = settled.maturity.ok_or(Error::WrongAvailability)?;
        self.emit(Undertaken {
            presentation,
            credit,
            amount_minor,
            currency,
            maturity,
            reimburses,
            by,
        });
        self.tell_if_closed(&settled);
        Ok(maturity)
    }

    pub(super) fn purchase(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        let settled = self.settle(&presentation, Means::Negotiate, amount_minor)?;
        let Settled { credit, currency, reimburses, by, .. } = settled;
        self.emit(Negotiated { presentation, credit, amount_minor, currency, reimburses, by });
        self.tell_if_closed(&settled);
        Ok(())
    }

    /// Settles by the caller.
    #[inline(never)]
    fn settle(&mut self, id: &Hash, means: Means, amount_minor: i128) -> Result<Settled, Error> {
        let (mut record, by) = (self.presentation_of(id)?, env::caller());
        let mut credit = self.credit_of(&record.credit)?;
        let own = record.examination(&by)?;
        let is_pending = own.finding.is_pending();
        // Banking days are asked for only when their answer counts.
        let is_late = is_pending && self.passed_deadline(own)?.is_some();
        let today = self.calendar()?.today(own.place)?;
        let (was_live, open_before) = (credit.is_live(), open_minor(&credit)?);
        let order = Order { bank: by, means, amount_minor };
        settlement::settle(&mut credit, &mut record, &order, is_late, today)?;
        let own = record.examination_mut(&by)?;
        let reimburses = own.reimburses;
        if is_pending {
            self.count(own, false, is_late);
        }
        if reimburses.is_none() {
            self.check_financing(id, &credit, by)?;
            // Two presentations may have waited with the same documents: one draws.
            let has_drawn = |other: &Presentation, _: &Credit| reuse::has_drawn(other);
            self.bind_documents(*id, &credit.terms, &record.documents, by, &has_drawn)?;
            self.put_credit(&record.credit, &credit);
        }
        let is_own_undertaking = means == Means::Undertake && credit.terms.is_issuing_bank(&by);
        let undertaken_minor = if is_own_undertaking { amount_minor } else { 0 };
        let open = open_minor(&credit)?.checked_sub(open_before).ok_or(Common::Overflow)?;
        self.move_exposure(&credit.terms, open, undertaken_minor)?;
        self.put_presentation(id, &record);
        Ok(Settled {
            credit: record.credit,
            currency: credit.terms.currency,
            maturity: settlement::maturity(&credit.terms, &record)?,
            reimburses,
            closed: (was_live && !credit.is_live()).then_some(credit.state),
            by,
        })
    }

    fn tell_if_closed(&mut self, settled: &Settled) {
        if let Settled { credit, closed: Some(state), by, .. } = *settled {
            self.emit(CreditClosed { credit, state, by });
        }
    }

    pub(super) fn pay_undertaken(&mut self, presentation: Hash) -> Result<i128, Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let calendar = self.calendar()?;
        let own = record.examination_mut(&by)?;
        let amount_minor = settlement::pay(own, calendar.today(own.place)?)?;
        let reimburses = own.reimburses;
        let credit = record.credit;
        let terms = self.credit_of(&credit)?.terms;
        if terms.is_issuing_bank(&by) {
            self.move_exposure(&terms, 0, amount_minor.saturating_neg())?;
        }
        self.put_presentation(&presentation, &record);
        let currency = terms.currency;
        self.emit(PaidAtMaturity { presentation, credit, amount_minor, currency, reimburses, by });
        Ok(amount_minor)
    }
}
