//! The contract: loads, asks a rule, stores, tells.

use crate::admission::check_terms;
use crate::calendar::Calendar;
use crate::credit::{Credit, CreditState, Role};
use crate::documents::is_required;
use crate::drawing::remaining_minor;
use crate::errors::Error;
use crate::events::*;
use crate::examination::{self, check_notice, find_complying, standing};
use crate::presentation::{Disposal, Examination, Notice, Presentation};
use crate::presenting::{
    self, PresentRequest, check_forwarding, check_not_ahead, check_presentation, check_recipient,
    check_still_open,
};
use crate::reuse;
use crate::settlement::{self, Means, Order};
use crate::terms::{PresentedDocument, Terms};
use crate::views::{CreditRow, ExaminationView, ExpiryCursor, PAGE_LEN_MAX, PresentationView};
use sandpact_sdk::prelude::*;

/// Documentary credits under UCP 600: issued, presented under, examined in time, paid once.
#[storage]
pub struct DocumentaryCredit {
    roles: Roles<Role>,
    calendar: Value<Address>,
    credits: Map<Hash, Credit>,
    presentations: Map<Hash, Presentation>,
    /// Presentations of a credit.
    under_credit: OrderedMap<(Hash, Hash), ()>,
    /// Credits by issuing bank.
    by_bank: OrderedMap<(Address, Hash), ()>,
    /// Credits by expiry date.
    by_expiry: OrderedMap<(CivilDate, Hash), ()>,
    /// The presentation that a document supports, by the document's commitment.
    documents: Map<Hash, Hash>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, CreditIssued, CreditAdvised, CreditConfirmed, CreditClosed, Presented,
    DocumentReused, Forwarded, ExaminationBegun, FoundComplying, RefusalNotified, WaiverSought,
    WaiverAnswered, DocumentsReturned, Honoured, Undertaken, Negotiated, PaidAtMaturity,
])]
impl DocumentaryCredit {
    /// Names the authority and the calendar of banking days. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, authority: Address, calendar: Address) -> Result<(), Error> {
        self.roles.grant(Role::Authority, &authority);
        self.calendar.set(&calendar);
        self.emit(RoleGranted { role: Role::Authority, account: authority, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role.
    #[only(Role::Authority)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account that holds it. Credits that it has issued bind it still.
    #[only(Role::Authority)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Issues a credit, by its issuing bank; the same again changes nothing.
    #[only(Role::Bank)]
    pub fn issue(&mut self, id: Hash, terms: Terms) -> Result<(), Error> {
        let by = env::caller();
        if !terms.is_issuing_bank(&by) {
            return Err(Common::NotAuthorised.into());
        }
        let content = content_of(&terms);
        if let Some(known) = self.credits.get(&id) {
            return same_request(known.content, content);
        }
        let today = env::time().date();
        check_terms(&terms, today)?;
        self.check_banks(&terms)?;
        self.by_bank.set(&(by, id), &());
        self.by_expiry.set(&(terms.expiry, id), &());
        let issued = CreditIssued {
            credit: id,
            beneficiary: terms.beneficiary,
            amount_minor: terms.amount_minor,
            currency: terms.currency,
            expiry: terms.expiry,
            by,
        };
        self.credits.set(
            &id,
            &Credit {
                content,
                terms,
                issued_on: today,
                state: CreditState::Issued,
                confirmed: false,
                drawn_minor: 0,
                drawings: 0,
            },
        );
        self.emit(issued);
        Ok(())
    }

    /// Advises the credit to the beneficiary, by the advising bank (article 9).
    pub fn advise(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if record.terms.advising_bank != by {
            return Err(Common::NotAuthorised.into());
        }
        if record.state != CreditState::Issued {
            return Err(Common::WrongState.into());
        }
        record.state = CreditState::Advised;
        self.credits.set(&credit, &record);
        self.emit(CreditAdvised { credit, by });
        Ok(())
    }

    /// Adds the confirmation, by the bank that the credit asks for it (article 8).
    pub fn confirm(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if record.terms.confirming_bank.as_ref().map(|bank| bank.account) != Some(by) {
            return Err(Common::NotAuthorised.into());
        }
        if record.state != CreditState::Advised || record.confirmed {
            return Err(Common::WrongState.into());
        }
        record.confirmed = true;
        self.credits.set(&credit, &record);
        self.emit(CreditConfirmed { credit, by });
        Ok(())
    }

    /// Presents documents, by the beneficiary or its bank; the same again changes nothing.
    pub fn present(&mut self, request: PresentRequest) -> Result<(), Error> {
        let (by, content) = (env::caller(), content_of(&request));
        if let Some(known) = self.presentations.get(&request.id) {
            return same_request(known.content, content);
        }
        let credit = self.credit_of(&request.credit)?;
        check_presentation(&credit, &request, &by)?;
        let bank = check_recipient(&credit, &request.to)?;
        let calendar = self.calendar()?;
        let today = calendar.today(bank.place)?;
        check_not_ahead(request.shipment_date, today)?;
        let last_day = presenting::last_day(&credit.terms, request.shipment_date)?;
        check_still_open(calendar.extended(bank.place, last_day)?, today)?;
        let deadline = calendar.deadline(bank.place, today)?;
        let is_taken = |other: &Presentation, its_credit: &Credit| {
            reuse::is_taken(other, its_credit, &request.credit)
        };
        self.bind_documents(request.id, &credit.terms, &request.documents, by, is_taken)?;
        self.under_credit.set(&(request.credit, request.id), &());
        self.presentations.set(
            &request.id,
            &Presentation {
                content,
                credit: request.credit,
                presenter: by,
                claimed_minor: request.claimed_minor,
                shipment_date: request.shipment_date,
                presented_on: today,
                documents: request.documents,
                examinations: vec![Examination::new(bank.account, bank.place, today)],
                drawn_minor: None,
            },
        );
        self.emit(Presented {
            presentation: request.id,
            credit: request.credit,
            to: request.to,
            claimed_minor: request.claimed_minor,
            currency: request.currency,
            deadline,
            by,
        });
        Ok(())
    }

    /// Sends the documents on to the confirming or issuing bank, whose own clock starts.
    pub fn forward(&mut self, presentation: Hash, to: Address) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let credit = self.credit_of(&record.credit)?;
        let bank = check_forwarding(&credit, &record, &by, &to)?;
        let calendar = self.calendar()?;
        let today = calendar.today(bank.place)?;
        let deadline = calendar.deadline(bank.place, today)?;
        record.examinations.push(Examination::new(bank.account, bank.place, today));
        self.presentations.set(&presentation, &record);
        self.emit(Forwarded { presentation, to, deadline, by });
        Ok(())
    }

    /// Takes the documents up for examination.
    pub fn take_up(&mut self, presentation: Hash) -> Result<(), Error> {
        let by = self.change_own(&presentation, examination::take_up)?;
        self.emit(ExaminationBegun { presentation, by });
        Ok(())
    }

    /// Finds that the documents comply (article 15).
    pub fn comply(&mut self, presentation: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let credit = self.credit_of(&record.credit)?;
        find_complying(&credit.terms, &mut record, &by)?;
        self.presentations.set(&presentation, &record);
        self.emit(FoundComplying { presentation, by });
        Ok(())
    }

    /// Gives the bank's single notice of refusal (article 16(c)).
    pub fn refuse(
        &mut self,
        presentation: Hash,
        discrepancies: Vec<u16>,
        disposal: Disposal,
        notice: Hash,
    ) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let is_issuing_bank = self.credit_of(&record.credit)?.terms.is_issuing_bank(&by);
        let calendar = self.calendar()?;
        let own = record.examination_mut(&by)?;
        let today = calendar.today(own.place)?;
        let passed_deadline = calendar.passed_deadline(own.place, own.presented_on, today)?;
        let told = RefusalNotified {
            presentation,
            discrepancies: discrepancies.clone(),
            disposal,
            notice,
            by,
        };
        let given = Notice { discrepancies, disposal, commitment: notice };
        check_notice(own, &given, is_issuing_bank, passed_deadline)?;
        examination::refuse(own, given);
        self.presentations.set(&presentation, &record);
        self.emit(told);
        Ok(())
    }

    /// Asks the applicant to waive discrepancies, by the issuing bank; no deadline moves.
    pub fn seek_waiver(&mut self, presentation: Hash) -> Result<(), Error> {
        let credit = self.credit_of(&self.presentation_of(&presentation)?.credit)?;
        if !credit.terms.is_issuing_bank(&env::caller()) {
            return Err(Error::NotTheIssuingBank);
        }
        let by = self.change_own(&presentation, examination::seek_waiver)?;
        self.emit(WaiverSought { presentation, by });
        Ok(())
    }

    /// Answers the issuing bank, by the applicant.
    pub fn answer_waiver(&mut self, presentation: Hash, is_given: bool) -> Result<(), Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let terms = self.credit_of(&record.credit)?.terms;
        if terms.applicant != by {
            return Err(Common::NotAuthorised.into());
        }
        let asked = record.examination_mut(&terms.issuing_bank.account)?;
        examination::answer_waiver(asked, is_given)?;
        self.presentations.set(&presentation, &record);
        self.emit(WaiverAnswered { presentation, is_given, by });
        Ok(())
    }

    /// Sends refused documents back (article 16(e)).
    pub fn return_documents(&mut self, presentation: Hash) -> Result<(), Error> {
        let by = self.change_own(&presentation, examination::return_documents)?;
        self.emit(DocumentsReturned { presentation, by });
        Ok(())
    }

    /// Pays at sight.
    pub fn honour(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        let settled = self.settle(&presentation, Means::Honour, amount_minor)?;
        let Settled { credit, currency, reimburses, by, .. } = settled;
        self.emit(Honoured { presentation, credit, amount_minor, currency, reimburses, by });
        self.tell_if_closed(&settled);
        Ok(())
    }

    /// Undertakes to pay at maturity, or accepts the draft; returns the maturity.
    pub fn undertake(
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

    /// Purchases the documents.
    pub fn negotiate(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        let settled = self.settle(&presentation, Means::Negotiate, amount_minor)?;
        let Settled { credit, currency, reimburses, by, .. } = settled;
        self.emit(Negotiated { presentation, credit, amount_minor, currency, reimburses, by });
        self.tell_if_closed(&settled);
        Ok(())
    }

    /// Pays what the bank has undertaken, at maturity or later; returns minor units.
    pub fn pay(&mut self, presentation: Hash) -> Result<i128, Error> {
        let (mut record, by) = (self.presentation_of(&presentation)?, env::caller());
        let calendar = self.calendar()?;
        let own = record.examination_mut(&by)?;
        let amount_minor = settlement::pay(own, calendar.today(own.place)?)?;
        let reimburses = own.reimburses;
        let credit = record.credit;
        let currency = self.credit_of(&credit)?.terms.currency;
        self.presentations.set(&presentation, &record);
        self.emit(PaidAtMaturity { presentation, credit, amount_minor, currency, reimburses, by });
        Ok(amount_minor)
    }

    /// Closes an expired credit, by its issuing bank. Presentations on the way run on.
    pub fn close(&mut self, credit: Hash) -> Result<(), Error> {
        let (mut record, by) = (self.credit_of(&credit)?, env::caller());
        if !record.terms.is_issuing_bank(&by) {
            return Err(Common::NotAuthorised.into());
        }
        if !record.is_live() {
            return Err(Common::WrongState.into());
        }
        let (calendar, expiry) = (self.calendar()?, record.terms.expiry);
        for bank in record.terms.banks() {
            let last_day = calendar.extended(bank.place, expiry)?;
            if calendar.today(bank.place)? <= last_day {
                return Err(Error::NotExpired { last_day });
            }
        }
        record.state = CreditState::Expired;
        self.credits.set(&credit, &record);
        self.emit(CreditClosed { credit, state: record.state, by });
        Ok(())
    }

    /// A credit.
    pub fn credit(&self, credit: Hash) -> Result<Credit, Error> {
        self.credit_of(&credit)
    }

    /// What can still be drawn from a credit.
    pub fn remaining(&self, credit: Hash) -> Result<Money, Error> {
        let record = self.credit_of(&credit)?;
        let amount_minor = remaining_minor(&record)?;
        Ok(Money { amount_minor, currency: record.terms.currency })
    }

    /// A presentation, with each bank's deadline and where it stands.
    pub fn presentation(&self, presentation: Hash) -> Result<PresentationView, Error> {
        let record = self.presentation_of(&presentation)?;
        let calendar = self.calendar()?;
        let mut banks = Vec::with_capacity(record.examinations.len());
        for own in &record.examinations {
            let deadline = calendar.known_deadline(own.place, own.presented_on)?;
            let today = calendar.today(own.place)?;
            let passed = calendar.passed_deadline(own.place, own.presented_on, today)?;
            let standing = standing(own, passed.is_some());
            banks.push(ExaminationView { bank: own.bank, deadline, standing });
        }
        Ok(PresentationView { presentation: record, banks })
    }

    /// Presentations under a credit by id, after a cursor, at most 100.
    pub fn presentations(
        &self,
        credit: Hash,
        cursor: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<Hash>, Error> {
        let rows = self.under_credit.under(&credit, cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(rows.into_iter().map(|(id, ())| id).collect())
    }

    /// Credits of an issuing bank by id, after a cursor, at most 100; for that bank and the
    /// regulator.
    pub fn credits_of_bank(
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

    /// Credits that expire from one day to another, both included, by expiry date and id,
    /// after a cursor, at most 100.
    #[only(Role::Regulator)]
    pub fn credits_expiring(
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
}

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
    fn calendar(&self) -> Result<Calendar, Error> {
        Ok(Calendar(self.calendar.get().ok_or(Common::WrongState)?))
    }

    fn credit_of(&self, id: &Hash) -> Result<Credit, Error> {
        self.credits.get(id).ok_or_else(|| Common::UnknownId.into())
    }

    fn presentation_of(&self, id: &Hash) -> Result<Presentation, Error> {
        self.presentations.get(id).ok_or_else(|| Common::UnknownId.into())
    }

    fn row(&self, id: Hash) -> Result<CreditRow, Error> {
        Ok(CreditRow::new(id, &self.credit_of(&id)?))
    }

    /// Every bank that the credit names holds the role.
    fn check_banks(&self, terms: &Terms) -> Result<(), Error> {
        let named = terms.banks().map(|bank| &bank.account).chain([&terms.advising_bank]);
        let mut others = named.filter(|account| !terms.is_issuing_bank(account));
        if others.all(|account| self.roles.has(Role::Bank, account)) {
            Ok(())
        } else {
            Err(Error::NotABank)
        }
    }

    /// Changes the caller's own examination; returns the caller.
    fn change_own(
        &mut self,
        id: &Hash,
        change: impl FnOnce(&mut Examination) -> Result<(), Error>,
    ) -> Result<Address, Error> {
        let (mut record, by) = (self.presentation_of(id)?, env::caller());
        change(record.examination_mut(&by)?)?;
        self.presentations.set(id, &record);
        Ok(by)
    }

    /// Settles by the caller.
    fn settle(&mut self, id: &Hash, means: Means, amount_minor: i128) -> Result<Settled, Error> {
        let (mut record, by) = (self.presentation_of(id)?, env::caller());
        let mut credit = self.credit_of(&record.credit)?;
        let own = record.examination(&by)?;
        let calendar = self.calendar()?;
        let today = calendar.today(own.place)?;
        // Banking days are asked for only when their answer counts.
        let has_deadline_passed = own.finding.is_pending()
            && calendar.passed_deadline(own.place, own.presented_on, today)?.is_some();
        let was_live = credit.is_live();
        let order = Order { bank: by, means, amount_minor };
        settlement::settle(&mut credit, &mut record, &order, has_deadline_passed, today)?;
        let reimburses = record.examination(&by)?.reimburses;
        if reimburses.is_none() {
            // Two presentations may have waited with the same documents: one draws.
            let has_drawn = |other: &Presentation, _: &Credit| reuse::has_drawn(other);
            self.bind_documents(*id, &credit.terms, &record.documents, by, has_drawn)?;
        }
        self.credits.set(&record.credit, &credit);
        self.presentations.set(id, &record);
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

    /// Binds the required documents to a presentation. One that supports another is told of,
    /// and refused when it is a bill of lading; `is_taken` says which supports another.
    fn bind_documents(
        &mut self,
        presentation: Hash,
        terms: &Terms,
        documents: &[PresentedDocument],
        by: Address,
        is_taken: impl Fn(&Presentation, &Credit) -> bool,
    ) -> Result<(), Error> {
        let required = documents.iter().filter(|it| is_required(terms, &it.kind));
        for PresentedDocument { kind, commitment, .. } in required {
            match self.other_presentation(commitment, &presentation, &is_taken)? {
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

    fn other_presentation(
        &self,
        document: &Hash,
        presentation: &Hash,
        is_taken: impl Fn(&Presentation, &Credit) -> bool,
    ) -> Result<Option<Hash>, Error> {
        let bound = self.documents.get(document).filter(|other| other != presentation);
        let Some(other) = bound else { return Ok(None) };
        let record = self.presentation_of(&other)?;
        let credit = self.credit_of(&record.credit)?;
        Ok(is_taken(&record, &credit).then_some(other))
    }
}

fn content_of(request: &impl Encode) -> Hash {
    Hash(request.using_encoded(crypto::sha3_256))
}

/// A repeated request has been answered; another one under the same id is refused.
fn same_request(known: Hash, content: Hash) -> Result<(), Error> {
    if known == content { Ok(()) } else { Err(Common::DuplicateRequestDifferentContent.into()) }
}
