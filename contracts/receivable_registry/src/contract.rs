//! The contract: loads what a rule needs, asks the rule, stores and tells.

mod entering;
mod moving;
mod reading;

use crate::errors::Error;
use crate::events::{
    EpochsChanged, ReceivableFinanced, ReceivableRegistered, ReceivableReleased, RepaymentRecorded,
    RoleGranted, RoleRevoked,
};
use crate::financing;
use crate::invoices;
use crate::messages::{
    Answer, Epochs, Exposure, ExposureCursor, ExposureRow, ReasonClass, Receivable, ReceivableRow,
    RegisterRequest, Role, State,
};
use sandpact_sdk::prelude::*;

/// Which receivable is financed by whom, once.
#[storage]
pub struct ReceivableRegistry {
    roles: Roles<Role>,
    /// The contract `vat_invoice` that knows the invoices.
    invoices: Value<Address>,
    epochs: Value<Epochs>,
    receivables: OrderedMap<Hash, Receivable>,
    /// Keys under the other epoch in force, and the key that the receivable lies under.
    aliases: Map<Hash, Hash>,
    /// The receivable of each invoice.
    by_invoice: Map<Hash, Hash>,
    /// By account, a bank's or a seller's: no account is both.
    exposures: OrderedMap<(Address, Currency), Exposure>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, EpochsChanged, ReceivableRegistered, ReceivableFinanced, RepaymentRecorded,
    ReceivableReleased,
])]
impl ReceivableRegistry {
    /// Names the admin and the contract that knows the invoices.
    #[init]
    pub fn create(&mut self, admin: Address, invoices: Address) -> Result<(), Error> {
        self.roles.grant(Role::Admin, &admin);
        self.invoices.set(&invoices);
        self.emit(RoleGranted { role: Role::Admin, account: admin, by: env::caller() });
        Ok(())
    }

    /// Gives an account, or a contract that examines documents, a role.
    #[only(Role::Admin)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role.conflicts().iter().any(|other| self.roles.has(*other, &account)) {
            return Err(Error::RoleConflict);
        }
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account. The admin cannot take its own.
    #[only(Role::Admin)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if role == Role::Admin && account == env::caller() {
            return Err(Common::WrongState.into());
        }
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Begins the next epoch of fingerprint keys beside the current one.
    #[only(Role::Admin)]
    pub fn begin_epoch(&mut self) -> Result<Epochs, Error> {
        self.next_epoch()
    }

    /// Ends the previous epoch. A receivable that was not entered again is no longer found by
    /// its number; its invoice still is registered once.
    #[only(Role::Admin)]
    pub fn end_epoch(&mut self) -> Result<Epochs, Error> {
        self.last_epoch()
    }

    /// Registers the receivable of an invoice, as its seller. The same request again gives the
    /// same key and changes nothing.
    #[only(Role::Seller)]
    pub fn register(&mut self, request: RegisterRequest) -> Result<Hash, Error> {
        self.enter(&request)
    }

    /// Enters a receivable of an earlier epoch under the current one too, as its seller.
    #[only(Role::Seller)]
    pub fn enter_again(&mut self, receivable: Hash, fingerprint: Hash) -> Result<(), Error> {
        self.enter_under(receivable, &fingerprint)
    }

    /// Finances a receivable: once (X1), and no more than what remains of its invoice now.
    #[only(Role::Bank)]
    pub fn finance(&mut self, receivable: Hash, amount: Money) -> Result<(), Error> {
        self.advance(receivable, &amount)
    }

    /// Says that the bank got money back; returns what is outstanding, minor units. All of it
    /// back, the receivable is repaid for good.
    #[only(Role::Bank)]
    pub fn record_repayment(&mut self, receivable: Hash, amount: Money) -> Result<i128, Error> {
        self.pay_back(receivable, &amount)
    }

    /// Lets a receivable go before anything was repaid: another bank may finance it.
    #[only(Role::Bank)]
    pub fn release(&mut self, receivable: Hash) -> Result<(), Error> {
        self.let_go(receivable)
    }

    /// Whether the calling bank could finance this amount now (X9): yes or no, and a class of
    /// reasons; never by whom or how much.
    #[only(Role::Bank)]
    pub fn can_finance(
        &self,
        seller: Address,
        fingerprint: Hash,
        amount: Money,
    ) -> Result<Answer, Error> {
        let Some((_, receivable)) = self.find(&seller, &fingerprint) else {
            return Ok(Answer { can_finance: false, reason: Some(ReasonClass::Unknown) });
        };
        let invoice = invoices::load(self.invoices_at()?, receivable.invoice)?;
        Ok(financing::answer(&financing::check_financing(&receivable, &invoice, &amount)))
    }

    /// Whether a bank other than this one finances the receivable, or has been repaid for it.
    /// For contracts that examine documents: whoever could ask for any bank would find out
    /// which one it is.
    #[only(Role::Examiner)]
    pub fn is_financed_elsewhere(
        &self,
        seller: Address,
        fingerprint: Hash,
        bank: Address,
    ) -> Result<bool, Error> {
        Ok(self.find(&seller, &fingerprint).is_some_and(|(_, receivable)| {
            let is_taken = matches!(receivable.state, State::Financed | State::Repaid);
            is_taken && receivable.financing.is_some_and(|it| it.bank != bank)
        }))
    }

    /// A receivable, for its seller, its bank and regulators.
    pub fn receivable(&self, key: Hash) -> Result<Receivable, Error> {
        self.shown(&key)
    }

    /// What banks and sellers have outstanding, by account and currency.
    #[only(Role::Regulator)]
    pub fn exposures(
        &self,
        after: Option<ExposureCursor>,
        limit: u32,
    ) -> Result<Page<ExposureRow, ExposureCursor>, Error> {
        Ok(self.exposure_rows(after, limit))
    }

    /// All receivables, by key, at most 50 on a page.
    #[only(Role::Regulator)]
    pub fn receivables(
        &self,
        after: Option<Hash>,
        limit: u32,
    ) -> Result<Page<ReceivableRow, Hash>, Error> {
        Ok(self.rows(after, limit))
    }

    /// Of a page of receivables, the keys of those that are financed with more than what
    /// remains of their invoices now. A page may be empty and have a next one.
    #[only(Role::Regulator)]
    pub fn uncovered(&self, after: Option<Hash>, limit: u32) -> Result<Page<Hash, Hash>, Error> {
        self.keys_uncovered(after, limit)
    }

    /// The epochs of fingerprint keys in force.
    pub fn epochs(&self) -> Result<Epochs, Error> {
        Ok(self.epochs_in_force())
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }
}
