//! Finding documents by their keys, and the epochs of fingerprints (T2).

use super::VatInvoice;
use crate::errors::Error;
use crate::events::{EnteredAgain, EpochsChanged};
use crate::key;
use crate::messages::{Epochs, Fingerprint, Invoice, IssueRequest};
use crate::reference::{self, Found};
use sandpact_sdk::prelude::*;

impl VatInvoice {
    pub(super) fn load(&self, key: &Hash) -> Result<Invoice, Error> {
        Ok(self.invoices.get(key).ok_or(Common::UnknownId)?)
    }

    /// A document by any of its keys, with the one that it is recorded under.
    pub(super) fn find(&self, key: &Hash) -> Option<Found> {
        match self.invoices.get(key) {
            Some(invoice) => Some((*key, invoice)),
            None => self.aliases.get(key).and_then(|key| Some((key, self.invoices.get(&key)?))),
        }
    }

    /// The invoice that a document refers to; `None` when it names none.
    pub(super) fn preceding(&self, request: &IssueRequest) -> Result<Option<Found>, Error> {
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

    pub(super) fn epochs_in_force(&self) -> Epochs {
        self.epochs.get().unwrap_or(Epochs::FIRST)
    }

    pub(super) fn set_epochs(&mut self, epochs: Epochs) -> Result<Epochs, Error> {
        self.epochs.set(&epochs);
        let Epochs { current, previous } = epochs;
        self.emit(EpochsChanged { current, previous, by: env::caller() });
        Ok(epochs)
    }

    pub(super) fn enter_under(
        &mut self,
        key: Hash,
        fingerprint: &Fingerprint,
    ) -> Result<(), Error> {
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
}
