//! The contract: loads what a rule needs, asks the rule, stores and tells. The steps of the
//! methods are in the files of this folder.

mod answering;
mod booking;
mod issuing;
mod numbering;
mod periods;
mod reading;
mod red_letters;
mod regimes;

use crate::errors::Error;
use crate::events::{
    Accepted, DeductionConfirmed, Disputed, EnteredAgain, EpochsChanged, ExportRefundClaimed,
    Frozen, Issued, OutputTaxMoved, PeriodClosed, QuotaSet, RateBegun, RateEnded, RateSet,
    RedLetterConfirmed, RedLetterRequested, RedLetterWithdrawn, RegimeSet, Reimbursed, ReturnFiled,
    Reversed, RoleGranted, RoleRevoked, Shared, TermsSet, Unfrozen, Unshared, Voided,
};
use crate::messages::{
    Category, CategoryAmount, Cursor, Epochs, Filing, Fingerprint, InForce, Invoice, InvoiceAt,
    InvoiceRow, IssueRequest, Kind, Period, PeriodCursor, PeriodRow, PeriodTotals, Position,
    QuotaFrom, QuotaRow, RateCursor, RatePeriod, RateRow, Receivable, Recorded, RedLetter, Regime,
    ReversedDeduction, Role, Standing, Terms,
};
use crate::{key, position, rates};
use sandpact_sdk::prelude::*;

/// Invoices under value added tax: recorded once, deducted once, corrected by name.
#[storage]
pub struct VatInvoice {
    roles: Roles<Role>,
    epochs: Value<Epochs>,
    invoices: Map<Hash, Invoice>,
    /// Keys of further fingerprints of a document, and the key that it is recorded under.
    aliases: Map<Hash, Hash>,
    by_date: OrderedMap<(CivilDate, Hash), ()>,
    standings: Map<(Address, Currency), Standing>,
    reverse_charge_rates: Value<Vec<RatePeriod>>,
    /// Terms by regime, in the order of their versions (T10).
    terms: Map<Regime, Vec<Terms>>,
    /// The regime of each account that has one of its own.
    regimes: Map<Address, Regime>,
    /// The regime of every other account.
    default_regime: Value<Regime>,
    /// The rate table of each regime (T12).
    rates: OrderedMap<(Regime, (Category, u32)), Vec<InForce>>,
    /// Quotas of the issuers that have one (T9).
    quotas: OrderedMap<Address, Vec<QuotaFrom>>,
    /// Every taxpayer that has anything in a period; totals of the standing's own are there.
    period_totals: OrderedMap<(Period, (Address, Currency)), PeriodTotals>,
    /// The last closed period (T13).
    closed_through: Value<Period>,
    returns: Map<(Address, Period), Filing>,
    /// The newest red letter of each invoice (T11).
    red_letters: Map<Hash, RedLetter>,
    /// Red letters that were not confirmed, by deadline.
    unconfirmed: OrderedMap<(UnixSeconds, Hash), ()>,
    /// Deductions that were taken back, by time and later document.
    reversed_deductions: OrderedMap<(UnixSeconds, Hash), (Hash, i128)>,
    /// Lenders that may read an invoice.
    shares: Map<(Hash, Address), ()>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, RateSet, EpochsChanged, EnteredAgain, Issued, OutputTaxMoved, Accepted, Disputed,
    DeductionConfirmed, Reimbursed, Reversed, Frozen, Unfrozen, RegimeSet, TermsSet, RateBegun, RateEnded,
    QuotaSet, PeriodClosed, ReturnFiled, Voided, ExportRefundClaimed, RedLetterRequested,
    RedLetterConfirmed, RedLetterWithdrawn, Shared, Unshared,
])]
impl VatInvoice {
    /// Names the tax authority.
    #[init]
    pub fn create(&mut self, authority: Address) -> Result<(), Error> {
        self.roles.grant(Role::Authority, &authority);
        self.emit(RoleGranted { role: Role::Authority, account: authority, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The roles of authority and auditor go with no other one. One
    /// taxpayer has one account: numbers are unique for each account (T2).
    #[only(Role::Authority)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role.conflicts().iter().any(|other| self.roles.has(*other, &account)) {
            return Err(Error::RoleConflict);
        }
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account. The authority cannot take its own.
    #[only(Role::Authority)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role == Role::Authority && account == env::caller() {
            return Err(Common::WrongState.into());
        }
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Sets the reverse charge rate from a tax point on; recorded invoices keep theirs.
    #[only(Role::Authority)]
    pub fn set_reverse_charge_rate(&mut self, from: CivilDate, rate_bp: u32) -> Result<(), Error> {
        let mut periods = self.reverse_charge_periods();
        rates::add(&mut periods, from, rate_bp)?;
        self.reverse_charge_rates.set(&periods);
        self.emit(RateSet { from, rate_bp, by: env::caller() });
        Ok(())
    }

    /// Adds terms of a regime, the first of which make it known; returns their version.
    #[only(Role::Authority)]
    pub fn set_terms(&mut self, regime: Regime, terms: Terms) -> Result<u32, Error> {
        self.add_terms(regime, terms)
    }

    /// Puts an account under a regime, or with `None` every account that has no other. The
    /// regime's terms and rates then hold for what it issues.
    #[only(Role::Authority)]
    pub fn set_regime(&mut self, account: Option<Address>, regime: Regime) -> Result<(), Error> {
        self.put_under(account, regime)
    }

    /// Begins a rate in a regime's table (T12); recorded invoices are not asked again.
    #[only(Role::Authority)]
    pub fn begin_rate(
        &mut self,
        regime: Regime,
        category: Category,
        rate_bp: u32,
        from: CivilDate,
    ) -> Result<(), Error> {
        self.add_rate(regime, category, rate_bp, from)
    }

    /// Ends a rate of a regime's table after a tax point.
    #[only(Role::Authority)]
    pub fn end_rate(
        &mut self,
        regime: Regime,
        category: Category,
        rate_bp: u32,
        until: CivilDate,
    ) -> Result<(), Error> {
        self.finish_rate(regime, category, rate_bp, until)
    }

    /// Sets what an issuer may issue in each period from one on (T9): never below what it has
    /// issued in the current one.
    #[only(Role::Authority)]
    pub fn set_quota(&mut self, account: Address, from: Period, limit: Money) -> Result<(), Error> {
        self.put_quota(account, from, limit)
    }

    /// Closes a period that has ended, and all before it (T13).
    #[only(Role::Authority)]
    pub fn close_period(&mut self, period: Period) -> Result<(), Error> {
        self.close(period)
    }

    /// Files the return of a period that has ended. The same one again changes nothing.
    #[only(Role::Seller, Role::Buyer)]
    pub fn file_return(&mut self, period: Period, commitment: Hash) -> Result<Filing, Error> {
        self.file(period, commitment)
    }

    /// Begins the next epoch of fingerprint keys. The current one goes on beside it: until it
    /// ends, every document is entered under both.
    #[only(Role::Authority)]
    pub fn begin_epoch(&mut self) -> Result<Epochs, Error> {
        self.set_epochs(self.epochs_in_force().begin()?)
    }

    /// Ends the previous epoch. A document that was not entered again is no longer found by
    /// its number: neither a repeated number nor a reference meets it.
    #[only(Role::Authority)]
    pub fn end_epoch(&mut self) -> Result<Epochs, Error> {
        self.set_epochs(self.epochs_in_force().end()?)
    }

    /// Enters a document of an earlier epoch under the current one too, as its issuer.
    #[only(Role::Seller, Role::Buyer)]
    pub fn enter_again(&mut self, key: Hash, fingerprint: Fingerprint) -> Result<(), Error> {
        self.enter_under(key, &fingerprint)
    }

    /// Records a document. The same request again gives the same result and changes nothing.
    #[only(Role::Seller, Role::Buyer)]
    pub fn issue(&mut self, request: IssueRequest) -> Result<Recorded, Error> {
        self.require_issuer(&request)?;
        self.record(request)
    }

    /// Agrees to an invoice as its other side.
    #[only(Role::Seller, Role::Buyer)]
    pub fn accept(&mut self, key: Hash) -> Result<(), Error> {
        self.agree(&key)
    }

    /// Objects to an invoice as its other side.
    #[only(Role::Seller, Role::Buyer)]
    pub fn dispute(&mut self, key: Hash) -> Result<(), Error> {
        self.object(&key)
    }

    /// Takes an invoice back before it is accepted and before its period is closed, as whoever
    /// issued it. Its number stays taken.
    #[only(Role::Seller, Role::Buyer)]
    pub fn void(&mut self, key: Hash) -> Result<(), Error> {
        self.take_off(&key)
    }

    /// Deducts the tax that remains, as the buyer named in the invoice; returns minor units.
    #[only(Role::Buyer)]
    pub fn confirm_deduction(&mut self, key: Hash) -> Result<i128, Error> {
        self.deduct(&key)
    }

    /// Claims the tax that remains back because the goods were exported, as the buyer named in
    /// the invoice and in place of a deduction; returns minor units.
    #[only(Role::Buyer)]
    pub fn claim_export_refund(&mut self, key: Hash) -> Result<i128, Error> {
        self.claim_refund(&key)
    }

    /// Reimburses an invoice as an employer: once, and never after a deduction.
    #[only(Role::Employer)]
    pub fn reimburse(&mut self, key: Hash) -> Result<(), Error> {
        self.pay_employee(&key)
    }

    /// Asks to take these amounts back from an invoice, as one of its sides (T11). Until the
    /// request is used or withdrawn or has lapsed, nothing else is done with the invoice.
    /// Returns the last second in which the other side may confirm.
    #[only(Role::Seller, Role::Buyer)]
    pub fn request_red_letter(
        &mut self,
        key: Hash,
        credits: Vec<CategoryAmount>,
        commitment: Hash,
    ) -> Result<UnixSeconds, Error> {
        self.ask_red_letter(key, credits, commitment)
    }

    /// Confirms what the other side asks to take back.
    #[only(Role::Seller, Role::Buyer)]
    pub fn confirm_red_letter(&mut self, key: Hash) -> Result<(), Error> {
        self.agree_red_letter(key)
    }

    /// Takes the own request back, confirmed or not, before a document has used it.
    #[only(Role::Seller, Role::Buyer)]
    pub fn withdraw_red_letter(&mut self, key: Hash) -> Result<(), Error> {
        self.drop_red_letter(key)
    }

    /// Lets a lender read an invoice, as its seller.
    #[only(Role::Seller)]
    pub fn share(&mut self, key: Hash, lender: Address) -> Result<(), Error> {
        self.let_read(key, lender)
    }

    /// Ends that.
    #[only(Role::Seller)]
    pub fn unshare(&mut self, key: Hash, lender: Address) -> Result<(), Error> {
        self.let_read_no_more(key, lender)
    }

    /// Stops everything about an invoice, whatever its state.
    #[only(Role::Authority)]
    pub fn freeze(&mut self, key: Hash) -> Result<(), Error> {
        self.set_frozen(&key, true)?;
        self.emit(Frozen { key, by: env::caller() });
        Ok(())
    }

    /// Lifts a freeze.
    #[only(Role::Authority)]
    pub fn unfreeze(&mut self, key: Hash) -> Result<(), Error> {
        self.set_frozen(&key, false)?;
        self.emit(Unfrozen { key, by: env::caller() });
        Ok(())
    }

    /// A recorded document.
    pub fn invoice(&self, key: Hash) -> Result<Invoice, Error> {
        self.load(&key)
    }

    /// The key of the document of this issuer, kind and fingerprint.
    pub fn key(&self, issuer: Address, kind: Kind, fingerprint: Hash) -> Result<Hash, Error> {
        let found = self.find(&key::record_key(&issuer, kind, &fingerprint));
        Ok(found.map(|(key, _)| key).ok_or(Common::UnknownId)?)
    }

    /// The epochs of fingerprint keys in force.
    pub fn epochs(&self) -> Result<Epochs, Error> {
        Ok(self.epochs_in_force())
    }

    /// Documents by issue date and key after a row, at most 100.
    pub fn list(&self, after: Option<Cursor>, limit: u32) -> Result<Vec<InvoiceRow>, Error> {
        self.rows_after(after, limit)
    }

    /// A taxpayer's running totals in one currency.
    pub fn position(&self, account: Address, currency: Currency) -> Result<Position, Error> {
        Ok(self.standing(&account, currency).position)
    }

    /// The reverse charge rates, ascending.
    pub fn reverse_charge_rates(&self) -> Result<Vec<RatePeriod>, Error> {
        Ok(self.reverse_charge_periods())
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }

    /// The terms of a regime, in the order of their versions from 1.
    pub fn terms(&self, regime: Regime) -> Result<Vec<Terms>, Error> {
        Ok(self.terms.get(&regime).unwrap_or_default())
    }

    /// The regime that an account issues under.
    pub fn regime(&self, account: Address) -> Result<Option<Regime>, Error> {
        Ok(self.regime_of(&account))
    }

    /// A page of a regime's rates, by category and rate.
    pub fn rates(
        &self,
        regime: Regime,
        after: Option<RateCursor>,
        limit: u32,
    ) -> Result<Page<RateRow, RateCursor>, Error> {
        Ok(self.rate_rows(&regime, after, limit))
    }

    /// The last closed period; 0 while none is.
    pub fn closed_through(&self) -> Result<Period, Error> {
        Ok(self.closed_through.get_or(0))
    }

    /// The newest red letter of an invoice.
    pub fn red_letter(&self, key: Hash) -> Result<RedLetter, Error> {
        Ok(self.red_letters.get(&key).ok_or(Common::UnknownId)?)
    }

    /// What the buyer of an invoice still owes for it.
    pub fn receivable(&self, key: Hash) -> Result<Receivable, Error> {
        position::receivable(&self.load(&key)?)
    }

    /// A document whose seller lets the calling lender read it.
    #[only(Role::Lender)]
    pub fn shared_invoice(&self, key: Hash) -> Result<Invoice, Error> {
        if !self.shares.contains(&(key, env::caller())) {
            return Err(Common::NotAuthorised.into());
        }
        self.load(&key)
    }

    /// What taxpayers owe and deducted in a period, by account and currency.
    #[only(Role::Authority, Role::Auditor)]
    pub fn totals_in(
        &self,
        period: Period,
        after: Option<PeriodCursor>,
        limit: u32,
    ) -> Result<Page<PeriodRow, PeriodCursor>, Error> {
        self.period_rows(period, after, limit)
    }

    /// Of a page of these, taxpayers that owe at least so much and filed no return: issued
    /// high, filed none. A page may be empty and have a next one.
    #[only(Role::Authority, Role::Auditor)]
    pub fn unfiled_in(
        &self,
        period: Period,
        at_least_minor: i128,
        after: Option<PeriodCursor>,
        limit: u32,
    ) -> Result<Page<PeriodRow, PeriodCursor>, Error> {
        let mut page = self.period_rows(period, after, limit)?;
        page.items.retain(|row| !row.is_filed && row.output_minor >= at_least_minor);
        Ok(page)
    }

    /// Deductions that were taken back, by time.
    #[only(Role::Authority, Role::Auditor)]
    pub fn reversed_deductions(
        &self,
        after: Option<InvoiceAt>,
        limit: u32,
    ) -> Result<Page<ReversedDeduction, InvoiceAt>, Error> {
        Ok(self.deductions_taken_back(after, limit))
    }

    /// Invoices whose red letter was not confirmed in time, by deadline.
    #[only(Role::Authority, Role::Auditor)]
    pub fn lapsed_red_letters(
        &self,
        after: Option<InvoiceAt>,
        limit: u32,
    ) -> Result<Page<InvoiceAt, InvoiceAt>, Error> {
        Ok(self.overdue(after, limit))
    }

    /// Of a page of issuers with a quota, those that have used more than so many percent of it
    /// in a period. A page may be empty and have a next one.
    #[only(Role::Authority, Role::Auditor)]
    pub fn quotas_above(
        &self,
        period: Period,
        percent: u32,
        after: Option<Address>,
        limit: u32,
    ) -> Result<Page<QuotaRow, Address>, Error> {
        Ok(self.quota_rows(period, percent, after, limit))
    }

    /// A document and those that it refers to, one after the other, to the root.
    #[only(Role::Authority, Role::Auditor)]
    pub fn chain(&self, key: Hash, limit: u32) -> Result<Page<InvoiceRow, Hash>, Error> {
        self.chain_from(key, limit)
    }
}
