//! The contract: what it stores and what it can be asked. The rooms below it load, ask a rule,
//! store and tell.

mod amending;
mod crediting;
mod examining;
mod financing;
mod presenting;
mod reading;
mod records;
mod settling;
mod transferring;

use crate::amendment::{Amendment, Answer};
use crate::credit::{Credit, Role};
use crate::errors::Error;
use crate::events::*;
use crate::examination;
use crate::figures::{
    BankFigures, BankRow, Exposure, ExposureCursor, ExposureRow, TransferRow, newest_first,
};
use crate::presentation::{Disposal, Notice, Presentation};
use crate::presenting::PresentRequest;
use crate::readings::Readings;
use crate::terms::Terms;
use crate::transfer::{Transfer, TransferRequest};
use crate::views::{CreditRow, ExpiryCursor, PAGE_LEN_MAX, PresentationView};
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
    amendments: Map<Hash, Amendment>,
    /// Amendments of a credit.
    amendments_of: OrderedMap<(Hash, Hash), ()>,
    /// Requests for transfer, by the id of the credit that they make.
    transfers: Map<Hash, Transfer>,
    /// Transferred credits, by the credit that was transferred.
    transferred: OrderedMap<(Hash, Hash), ()>,
    /// By issuing bank, currency and day, the newest first.
    exposures: OrderedMap<((Address, Currency), u32), Exposure>,
    /// What banks have decided.
    figures: OrderedMap<Address, BankFigures>,
    /// The contract `receivable_registry` that is asked before an invoice is financed.
    registry: Value<Address>,
    /// The invoice's fingerprint, by presentation and the bank that has read it.
    invoices: Map<(Hash, Address), Hash>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, CreditIssued, CreditAdvised, CreditConfirmed, CreditClosed, Presented,
    DocumentReused, Forwarded, ExaminationBegun, FoundComplying, RefusalNotified, WaiverSought,
    WaiverAnswered, DocumentsReturned, Honoured, Undertaken, Negotiated, PaidAtMaturity,
    AmendmentProposed, AmendmentAnswered, CreditAmended, TransferRequested, CreditTransferred,
    CreditTransferredBack, DocumentsRead, BankPrecluded, RegistryNamed, InvoiceChecked,
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

    /// Names the registry of receivables that is asked before an invoice is financed; without
    /// one nothing is asked.
    #[only(Role::Authority)]
    pub fn name_registry(&mut self, registry: Option<Address>) -> Result<(), Error> {
        self.set_registry(registry);
        Ok(())
    }

    /// Issues a credit, by its issuing bank; the same again changes nothing.
    #[only(Role::Bank)]
    pub fn issue(&mut self, id: Hash, terms: Terms) -> Result<(), Error> {
        self.issue_credit(id, terms)
    }

    /// Advises the credit to the beneficiary, by the advising bank (article 9).
    pub fn advise(&mut self, credit: Hash) -> Result<(), Error> {
        self.advise_credit(credit)
    }

    /// Adds the confirmation, by the bank that the credit asks for it (article 8).
    pub fn confirm(&mut self, credit: Hash) -> Result<(), Error> {
        self.confirm_credit(credit)
    }

    /// Proposes other terms, or without any the end of the credit, by the issuing bank; the same
    /// again changes nothing. A day after which silence would be consent is recorded and disregarded.
    pub fn propose_amendment(
        &mut self,
        id: Hash,
        credit: Hash,
        terms: Option<Terms>,
        deemed_accepted_on: Option<CivilDate>,
    ) -> Result<(), Error> {
        self.propose(id, credit, terms, deemed_accepted_on)
    }

    /// Answers a proposal, by the beneficiary or the confirming bank (article 10).
    pub fn answer_amendment(&mut self, amendment: Hash, answer: Answer) -> Result<(), Error> {
        self.answer(amendment, answer)
    }

    /// Asks for a transfer, by the beneficiary; the same again changes nothing.
    pub fn request_transfer(&mut self, request: TransferRequest) -> Result<(), Error> {
        self.ask_transfer(request)
    }

    /// Makes a transfer that was asked for, by the bank with which the credit is available
    /// (article 38(b)).
    pub fn transfer(&mut self, transfer: Hash) -> Result<(), Error> {
        self.make_transfer(transfer)
    }

    /// Presents documents, by the beneficiary or its bank; the same again changes nothing.
    pub fn present(&mut self, request: PresentRequest) -> Result<(), Error> {
        self.receive(request)
    }

    /// Sends the documents on to the confirming or issuing bank, whose own clock starts.
    pub fn forward(&mut self, presentation: Hash, to: Address) -> Result<(), Error> {
        self.send_on(presentation, to)
    }

    /// Takes the documents up for examination.
    pub fn take_up(&mut self, presentation: Hash) -> Result<(), Error> {
        let by = self.change_own(&presentation, &examination::take_up)?;
        self.emit(ExaminationBegun { presentation, by });
        Ok(())
    }

    /// States what the bank reads in the documents, before it decides.
    pub fn examine(&mut self, presentation: Hash, readings: Readings) -> Result<(), Error> {
        let read = |own: &mut _| examination::read(own, readings.clone());
        let by = self.change_own(&presentation, &read)?;
        self.emit(DocumentsRead { presentation, by });
        Ok(())
    }

    /// Asks, by a bank with the documents, whether another bank finances the invoice of this keyed
    /// fingerprint. A nominated bank that has not confirmed asks before it pays.
    pub fn check_invoice(&mut self, presentation: Hash, fingerprint: Hash) -> Result<bool, Error> {
        self.ask_registry(presentation, fingerprint)
    }

    /// Finds that the documents comply (article 15).
    pub fn comply(&mut self, presentation: Hash) -> Result<(), Error> {
        self.find(presentation)
    }

    /// Gives the bank's single notice of refusal (article 16(c)).
    pub fn refuse(
        &mut self,
        presentation: Hash,
        discrepancies: Vec<u16>,
        disposal: Disposal,
        notice: Hash,
    ) -> Result<(), Error> {
        self.give_notice(presentation, Notice { discrepancies, disposal, commitment: notice })
    }

    /// Records that a bank's deadline has passed without a decision (article 16(f)), by anyone.
    /// The bank is precluded with or without it; the figures hear of it.
    pub fn preclude(&mut self, presentation: Hash, bank: Address) -> Result<(), Error> {
        self.record_preclusion(presentation, bank)
    }

    /// Asks the applicant to waive discrepancies, by the issuing bank; no deadline moves.
    pub fn seek_waiver(&mut self, presentation: Hash) -> Result<(), Error> {
        self.ask_applicant(presentation)
    }

    /// Answers the issuing bank, by the applicant.
    pub fn answer_waiver(&mut self, presentation: Hash, is_given: bool) -> Result<(), Error> {
        self.hear_applicant(presentation, is_given)
    }

    /// Sends refused documents back (article 16(e)).
    pub fn return_documents(&mut self, presentation: Hash) -> Result<(), Error> {
        let by = self.change_own(&presentation, &examination::return_documents)?;
        self.emit(DocumentsReturned { presentation, by });
        Ok(())
    }

    /// Pays at sight.
    pub fn honour(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        self.pay_now(presentation, amount_minor)
    }

    /// Undertakes to pay at maturity, or accepts the draft; returns the maturity.
    pub fn undertake(
        &mut self,
        presentation: Hash,
        amount_minor: i128,
    ) -> Result<CivilDate, Error> {
        self.pay_later(presentation, amount_minor)
    }

    /// Purchases the documents.
    pub fn negotiate(&mut self, presentation: Hash, amount_minor: i128) -> Result<(), Error> {
        self.purchase(presentation, amount_minor)
    }

    /// Pays what the bank has undertaken, at maturity or later; returns minor units.
    pub fn pay(&mut self, presentation: Hash) -> Result<i128, Error> {
        self.pay_undertaken(presentation)
    }

    /// Closes an expired credit, by its issuing bank. Presentations on the way run on.
    pub fn close(&mut self, credit: Hash) -> Result<(), Error> {
        self.close_credit(credit)
    }

    /// A credit.
    pub fn credit(&self, credit: Hash) -> Result<Credit, Error> {
        self.credit_of(&credit)
    }

    /// What can still be drawn from a credit.
    pub fn remaining(&self, credit: Hash) -> Result<Money, Error> {
        self.undrawn(credit)
    }

    /// A proposal and who has agreed.
    pub fn amendment(&self, amendment: Hash) -> Result<Amendment, Error> {
        self.amendment_of(&amendment)
    }

    /// Amendments of a credit by id, after a cursor, at most 100.
    pub fn amendments(
        &self,
        credit: Hash,
        cursor: Option<Hash>,
        limit: u32,
    ) -> Result<Vec<Hash>, Error> {
        let rows = self.amendments_of.under(&credit, cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(rows.into_iter().map(|(id, ())| id).collect())
    }

    /// A request for transfer.
    pub fn transfer_request(&self, transfer: Hash) -> Result<Transfer, Error> {
        self.transfer_of(&transfer)
    }

    /// A presentation, with each bank's deadline and where it stands.
    pub fn presentation(&self, presentation: Hash) -> Result<PresentationView, Error> {
        self.view(presentation)
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
        self.of_bank(bank, cursor, limit)
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
        self.expiring(from, to, cursor, limit)
    }

    /// What each issuing bank had open in each currency at the end of a day, by bank and
    /// currency, after a cursor, at most 100.
    #[only(Role::Regulator)]
    pub fn exposures(
        &self,
        on: CivilDate,
        cursor: Option<ExposureCursor>,
        limit: u32,
    ) -> Result<Vec<ExposureRow>, Error> {
        Ok(self.exposed(newest_first(on), cursor, limit))
    }

    /// What banks have decided, refused and let pass, by bank, after a cursor, at most 100.
    #[only(Role::Regulator)]
    pub fn bank_figures(&self, cursor: Option<Address>, limit: u32) -> Result<Vec<BankRow>, Error> {
        let rows = self.figures.after(cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(rows.into_iter().map(|(bank, figures)| BankRow { bank, figures }).collect())
    }

    /// Transferred credits by the credit that was transferred and by id, after a cursor, at
    /// most 100.
    #[only(Role::Regulator)]
    pub fn transferred_credits(
        &self,
        cursor: Option<TransferRow>,
        limit: u32,
    ) -> Result<Vec<TransferRow>, Error> {
        let cursor = cursor.map(|row| (row.from, row.credit));
        let rows = self.transferred.after(cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        Ok(rows.into_iter().map(|((from, credit), ())| TransferRow { from, credit }).collect())
    }
}
