//! The contract: loads what a rule needs, asks the rule, stores and tells.

use crate::errors::Error;
use crate::events::{
    Accepted, DeductionConfirmed, Disputed, EnteredAgain, EpochsChanged, Frozen, Issued,
    OutputTaxMoved, RateSet, Reimbursed, Reversed, RoleGranted, RoleRevoked, Unfrozen,
};
use crate::messages::{
    Cursor, Effect, Epochs, Fingerprint, Invoice, InvoiceRow, IssueRequest, Kind, PAGE_LEN_MAX,
    Position, RatePeriod, Recorded, Role, State,
};
use crate::position::Booking;
use crate::recording::{self, Recording};
use crate::reference::{self, Found};
use crate::reversal::TakenBack;
use crate::{key, lifecycle, rates};
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
    positions: Map<(Address, Currency), Position>,
    reverse_charge_rates: Value<Vec<RatePeriod>>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, RateSet, EpochsChanged, EnteredAgain, Issued, OutputTaxMoved, Accepted, Disputed,
    DeductionConfirmed, Reimbursed, Reversed, Frozen, Unfrozen,
])]
impl VatInvoice {
    /// Names the tax authority.
    #[init]
    pub fn create(&mut self, authority: Address) -> Result<(), Error> {
        self.roles.grant(Role::Authority, &authority);
        self.emit(RoleGranted { role: Role::Authority, account: authority, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The authority's role goes with no other one. One taxpayer has
    /// one account: numbers are unique for each account (T2).
    #[only(Role::Authority)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        let business = [Role::Seller, Role::Buyer, Role::Employer];
        let conflicts = match role {
            Role::Authority => business.iter().any(|role| self.roles.has(*role, &account)),
            _ => self.roles.has(Role::Authority, &account),
        };
        if conflicts {
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
        let mut periods = self.rate_periods();
        rates::add(&mut periods, from, rate_bp)?;
        self.reverse_charge_rates.set(&periods);
        self.emit(RateSet { from, rate_bp, by: env::caller() });
        Ok(())
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
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        if key::issuer(invoice.kind, &invoice.seller, &invoice.buyer) != Some(&by) {
            return Err(Common::NotAuthorised.into());
        }
        if fingerprint.epoch != self.epochs_in_force().current {
            return Err(Error::EpochNotInForce);
        }
        if invoice.epoch >= fingerprint.epoch {
            return Err(Common::WrongState.into());
        }
        let alias = key::record_key(&by, invoice.kind, &fingerprint.hash);
        if self.find(&alias).is_some() {
            return Err(Common::AlreadyExists.into());
        }
        invoice.epoch = fingerprint.epoch;
        self.aliases.set(&alias, &key);
        self.invoices.set(&key, &invoice);
        self.emit(EnteredAgain { key, epoch: fingerprint.epoch, by });
        Ok(())
    }

    /// Records a document. The same request again gives the same result and changes nothing.
    #[only(Role::Seller, Role::Buyer)]
    pub fn issue(&mut self, request: IssueRequest) -> Result<Recorded, Error> {
        self.require_issuer(&request)?;
        let content = Hash(crypto::sha3_256(&request.encode()));
        let key_of = |it: &Fingerprint| key::record_key(&env::caller(), request.kind, &it.hash);
        let key = key_of(&request.fingerprint);
        let alias = request.previous_fingerprint.as_ref().map(key_of);
        let existing = self.find(&key).or_else(|| self.find(&alias?));
        if let Some((key, invoice)) = existing.as_ref().filter(|(_, it)| it.content == content) {
            return Ok(recording::recorded(*key, invoice));
        }
        self.epochs_in_force().check(&request)?;
        let effect = recording::admit(&request, env::time().date())?;
        if existing.is_some() {
            return Err(Error::DuplicateInvoice);
        }
        let preceding = self.preceding(&request)?;
        let rate_bp = self.reverse_charge_rate(&request, effect)?;
        let now = env::time();
        let recording =
            recording::record(request, effect, content, preceding.as_ref(), rate_bp, now)?;
        if let Some(alias) = alias {
            self.aliases.set(&alias, &key);
        }
        self.keep(key, recording, preceding)
    }

    /// Agrees to an invoice as its other side.
    #[only(Role::Seller, Role::Buyer)]
    pub fn accept(&mut self, key: Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        lifecycle::check_acceptance(&invoice, &by)?;
        let was_booked = invoice.is_booked();
        invoice.state = State::Accepted;
        self.invoices.set(&key, &invoice);
        self.emit(Accepted { key, by });
        if !was_booked {
            self.book(&key, &invoice, &Booking::of(&invoice.remaining)?, 0)?;
        }
        Ok(())
    }

    /// Objects to an invoice as its other side.
    #[only(Role::Seller, Role::Buyer)]
    pub fn dispute(&mut self, key: Hash) -> Result<(), Error> {
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        lifecycle::check_dispute(&invoice, &by)?;
        invoice.state = State::Disputed;
        self.invoices.set(&key, &invoice);
        self.emit(Disputed { key, by });
        Ok(())
    }

    /// Deducts the tax that remains, as the buyer named in the invoice; returns minor units.
    #[only(Role::Buyer)]
    pub fn confirm_deduction(&mut self, key: Hash) -> Result<i128, Error> {
        let (mut invoice, by) = (self.load(&key)?, env::caller());
        let tax_minor = lifecycle::deduction(&invoice, &by)?;
        (invoice.state, invoice.deducted_minor) = (State::DeductionConfirmed, tax_minor);
        self.invoices.set(&key, &invoice);
        let change = Position { deducted_minor: tax_minor, ..Position::ZERO };
        self.change(&by, invoice.currency, &change)?;
        self.emit(DeductionConfirmed { key, tax_minor, by });
        Ok(tax_minor)
    }

    /// Reimburses an invoice as an employer: once, and never after a deduction.
    #[only(Role::Employer)]
    pub fn reimburse(&mut self, key: Hash) -> Result<(), Error> {
        let mut invoice = self.load(&key)?;
        lifecycle::check_reimbursement(&invoice)?;
        invoice.state = State::Reimbursed;
        self.invoices.set(&key, &invoice);
        self.emit(Reimbursed { key, by: env::caller() });
        Ok(())
    }

    /// Stops everything about an invoice.
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
        let after = after.map(|cursor| (cursor.issue_date, cursor.key));
        let page = self.by_date.after(after.as_ref(), limit.min(PAGE_LEN_MAX));
        page.into_iter().map(|((_, key), ())| Ok(row(key, self.load(&key)?))).collect()
    }

    /// A taxpayer's running totals in one currency.
    pub fn position(&self, account: Address, currency: Currency) -> Result<Position, Error> {
        Ok(self.positions.get(&(account, currency)).unwrap_or(Position::ZERO))
    }

    /// The reverse charge rates, ascending.
    pub fn reverse_charge_rates(&self) -> Result<Vec<RatePeriod>, Error> {
        Ok(self.rate_periods())
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }
}

impl VatInvoice {
    fn load(&self, key: &Hash) -> Result<Invoice, Error> {
        Ok(self.invoices.get(key).ok_or(Common::UnknownId)?)
    }

    /// A document by any of its keys, with the one that it is recorded under.
    fn find(&self, key: &Hash) -> Option<Found> {
        match self.invoices.get(key) {
            Some(invoice) => Some((*key, invoice)),
            None => self.aliases.get(key).and_then(|key| Some((key, self.invoices.get(&key)?))),
        }
    }

    fn epochs_in_force(&self) -> Epochs {
        self.epochs.get().unwrap_or(Epochs::FIRST)
    }

    fn set_epochs(&mut self, epochs: Epochs) -> Result<Epochs, Error> {
        self.epochs.set(&epochs);
        let Epochs { current, previous } = epochs;
        self.emit(EpochsChanged { current, previous, by: env::caller() });
        Ok(epochs)
    }

    fn rate_periods(&self) -> Vec<RatePeriod> {
        self.reverse_charge_rates.get().unwrap_or_default()
    }

    /// The seller issues as a seller, the buyer of a self-billed invoice as a buyer.
    fn require_issuer(&self, request: &IssueRequest) -> Result<(), Error> {
        self.roles.require(match request.kind {
            Kind::SelfBilled => Role::Buyer,
            _ => Role::Seller,
        })?;
        let issuer = key::issuer(request.kind, &request.seller, &request.buyer);
        if issuer == Some(&env::caller()) { Ok(()) } else { Err(Common::NotAuthorised.into()) }
    }

    /// The invoice that a document refers to; `None` when it names none.
    fn preceding(&self, request: &IssueRequest) -> Result<Option<Found>, Error> {
        let Some(reference) = &request.preceding else { return Ok(None) };
        let mut found: Vec<Found> = Vec::new();
        for (key, invoice) in key::candidates(request).iter().filter_map(|key| self.find(key)) {
            // Under two keys it is still one document.
            if found.iter().all(|(other, _)| *other != key) {
                found.push((key, invoice));
            }
        }
        reference::choose(found, reference.issue_date).map(Some)
    }

    /// The rate at which the tax moves to the buyer, who needs an account and the role for
    /// it; zero when none moves.
    fn reverse_charge_rate(&self, request: &IssueRequest, effect: Effect) -> Result<u32, Error> {
        if !recording::needs_reverse_charge_rate(request, effect) {
            return Ok(0);
        }
        match request.buyer.account() {
            Some(buyer) if self.roles.has(Role::Buyer, buyer) => {
                rates::on(&self.rate_periods(), request.tax_point)
            }
            _ => Err(Error::ReverseChargeNeedsBuyer),
        }
    }

    fn keep(
        &mut self,
        key: Hash,
        recording: Recording,
        preceding: Option<Found>,
    ) -> Result<Recorded, Error> {
        let Recording { invoice, taken_back } = recording;
        self.invoices.set(&key, &invoice);
        self.by_date.set(&(invoice.issue_date, key), &());
        self.emit(Issued {
            key,
            kind: invoice.kind,
            seller: invoice.seller,
            tax_minor: invoice.totals.tax_minor,
            currency: invoice.currency,
            by: env::caller(),
        });
        if let (Some(taken), Some((earlier_key, earlier))) = (&taken_back, preceding) {
            self.take_back(key, earlier_key, earlier, taken)?;
        }
        if invoice.is_booked() {
            self.book(&key, &invoice, &Booking::of(&invoice.remaining)?, 0)?;
        }
        Ok(recording::recorded(key, &invoice))
    }

    fn take_back(
        &mut self,
        later: Hash,
        key: Hash,
        earlier: Invoice,
        taken: &TakenBack,
    ) -> Result<(), Error> {
        let earlier = recording::after(earlier, taken)?;
        self.invoices.set(&key, &earlier);
        self.emit(Reversed {
            key,
            later,
            taxable_minor: taken.taxable_minor,
            tax_minor: taken.booking.tax_minor,
            deduction_minor: taken.deduction_minor,
            by: env::caller(),
        });
        if earlier.is_booked() {
            let deducted = taken.deduction_minor.checked_neg().ok_or(Common::Overflow)?;
            self.book(&key, &earlier, &taken.booking.negated()?, deducted)?;
        }
        Ok(())
    }

    /// Adds amounts to the positions of both sides, in this call or not at all (T4, T6).
    fn book(
        &mut self,
        key: &Hash,
        invoice: &Invoice,
        booking: &Booking,
        deducted_minor: i128,
    ) -> Result<(), Error> {
        self.change(&invoice.seller, invoice.currency, &booking.seller_change())?;
        let Some(buyer) = invoice.buyer.account().copied() else { return Ok(()) };
        let change = Position { deducted_minor, ..booking.buyer_change()? };
        self.change(&buyer, invoice.currency, &change)?;
        if booking.moved_tax_minor != 0 {
            let (seller, tax_minor) = (invoice.seller, booking.moved_tax_minor);
            self.emit(OutputTaxMoved { key: *key, seller, buyer, tax_minor });
        }
        Ok(())
    }

    fn change(
        &mut self,
        account: &Address,
        currency: Currency,
        change: &Position,
    ) -> Result<(), Error> {
        let key = (*account, currency);
        let position = self.positions.get(&key).unwrap_or(Position::ZERO).plus(change)?;
        self.positions.set(&key, &position);
        Ok(())
    }

    fn set_frozen(&mut self, key: &Hash, frozen: bool) -> Result<(), Error> {
        let mut invoice = self.load(key)?;
        if invoice.frozen == frozen {
            return Err(Common::WrongState.into());
        }
        invoice.frozen = frozen;
        self.invoices.set(key, &invoice);
        Ok(())
    }
}

fn row(key: Hash, invoice: Invoice) -> InvoiceRow {
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
