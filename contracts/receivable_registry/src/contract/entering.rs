//! Steps of the methods that enter receivables.

use super::ReceivableRegistry;
use crate::errors::Error;
use crate::events::{EpochsChanged, ReceivableRegistered};
use crate::financing::check_epochs;
use crate::invoices;
use crate::messages::{Epochs, Receivable, RegisterRequest, State};
use sandpact_sdk::prelude::*;

/// The key of a receivable: SHA3-256 over the seller's account and the fingerprint, 32 bytes
/// each. With the seller in it, nobody occupies a number but his own.
fn key_of(seller: &Address, fingerprint: &Hash) -> Hash {
    Hash(crypto::sha3_256(&(seller, fingerprint).encode()))
}

impl ReceivableRegistry {
    pub(super) fn enter(&mut self, request: &RegisterRequest) -> Result<Hash, Error> {
        let seller = env::caller();
        let content = Hash(crypto::sha3_256(&request.encode()));
        let key = key_of(&seller, &request.fingerprint.hash);
        let alias = request.previous_fingerprint.map(|it| key_of(&seller, &it.hash));
        let existing = self.by_key(&key).or_else(|| self.by_key(&alias?));
        if let Some((key, known)) = existing {
            let is_same = known.content == content;
            return if is_same { Ok(key) } else { Err(Error::DuplicateReceivable) };
        }
        check_epochs(&self.epochs_in_force(), request)?;
        if self.by_invoice.contains(&request.invoice) {
            return Err(Error::DuplicateReceivable);
        }
        let invoice = invoices::load(self.invoices_at()?, request.invoice)?;
        if invoice.seller != seller {
            return Err(Error::InvoiceUnknown);
        }
        let receivable = Receivable {
            epoch: request.fingerprint.epoch,
            content,
            invoice: request.invoice,
            seller,
            currency: invoice.currency,
            state: State::Registered,
            financing: None,
            registered_at: env::time(),
        };
        self.receivables.set(&key, &receivable);
        self.by_invoice.set(&request.invoice, &key);
        if let Some(alias) = alias {
            self.aliases.set(&alias, &key);
        }
        self.emit(ReceivableRegistered { receivable: key, invoice: request.invoice, by: seller });
        Ok(key)
    }

    pub(super) fn enter_under(&mut self, key: Hash, fingerprint: &Hash) -> Result<(), Error> {
        let mut receivable = self.load(&key)?;
        if receivable.seller != env::caller() {
            return Err(Common::NotAuthorised.into());
        }
        let current = self.epochs_in_force().current;
        if receivable.epoch >= current {
            return Err(Common::WrongState.into());
        }
        let alias = key_of(&receivable.seller, fingerprint);
        if self.by_key(&alias).is_some() {
            return Err(Common::AlreadyExists.into());
        }
        receivable.epoch = current;
        self.aliases.set(&alias, &key);
        self.receivables.set(&key, &receivable);
        let invoice = receivable.invoice;
        self.emit(ReceivableRegistered { receivable: key, invoice, by: receivable.seller });
        Ok(())
    }

    pub(super) fn load(&self, key: &Hash) -> Result<Receivable, Error> {
        Ok(self.receivables.get(key).ok_or(Common::UnknownId)?)
    }

    pub(super) fn find(&self, seller: &Address, fingerprint: &Hash) -> Option<(Hash, Receivable)> {
        self.by_key(&key_of(seller, fingerprint))
    }

    /// A receivable by any of its keys.
    fn by_key(&self, key: &Hash) -> Option<(Hash, Receivable)> {
        match self.receivables.get(key) {
            Some(receivable) => Some((*key, receivable)),
            None => self.aliases.get(key).and_then(|key| Some((key, self.receivables.get(&key)?))),
        }
    }

    pub(super) fn epochs_in_force(&self) -> Epochs {
        self.epochs.get().unwrap_or(Epochs::FIRST)
    }

    pub(super) fn next_epoch(&mut self) -> Result<Epochs, Error> {
        let Epochs { current, previous } = self.epochs_in_force();
        if previous.is_some() {
            return Err(Common::WrongState.into());
        }
        let next = current.checked_add(1).ok_or(Common::Overflow)?;
        self.set_epochs(Epochs { current: next, previous: Some(current) })
    }

    pub(super) fn last_epoch(&mut self) -> Result<Epochs, Error> {
        let Epochs { current, previous } = self.epochs_in_force();
        previous.ok_or(Common::WrongState)?;
        self.set_epochs(Epochs { current, previous: None })
    }

    fn set_epochs(&mut self, epochs: Epochs) -> Result<Epochs, Error> {
        self.epochs.set(&epochs);
        let Epochs { current, previous } = epochs;
        self.emit(EpochsChanged { current, previous, by: env::caller() });
        Ok(epochs)
    }

    /// Set when the contract was created.
    pub(super) fn invoices_at(&self) -> Result<Address, Error> {
        Ok(self.invoices.get().ok_or(Common::UnknownId)?)
    }
}
