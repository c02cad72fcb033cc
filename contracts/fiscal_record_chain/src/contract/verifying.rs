//! Whether texts are those of a record (F1, F9): answered from the ledger, to whoever has the texts.

use super::FiscalRecordChain;
use crate::errors::Error;
use crate::fields::{check_amount, check_invoice, check_kind, check_text};
use crate::fingerprint::{cancellation_text, event_text, registration_text};
use crate::messages::{Cancellation, EventRecord, Place, Registration};
use crate::records::{ChainKind, Record, RecordKind};
use sandpact_sdk::prelude::*;

impl FiscalRecordChain {
    pub(super) fn registration_of(
        &self,
        issuer: Address,
        it: &Registration,
    ) -> Result<Record, Error> {
        check_invoice(&it.invoice)?;
        check_kind(&it.kind)?;
        check_amount(&it.tax)?;
        check_amount(&it.total)?;
        let record = self.record_of(issuer, ChainKind::Invoices, &it.place)?;
        let is_correction = match record.kind {
            RecordKind::Registration => false,
            RecordKind::Correction => true,
            _ => return Err(Error::HashMismatch),
        };
        let text = registration_text(it);
        same_hash(&record, &text, is_correction == it.is_correction)
    }

    pub(super) fn cancellation_of(
        &self,
        issuer: Address,
        it: &Cancellation,
    ) -> Result<Record, Error> {
        check_invoice(&it.invoice)?;
        let record = self.record_of(issuer, ChainKind::Invoices, &it.place)?;
        let is_cancellation = record.kind == RecordKind::Cancellation;
        same_hash(&record, &cancellation_text(it), is_cancellation)
    }

    pub(super) fn event_of(&self, issuer: Address, it: &EventRecord) -> Result<Record, Error> {
        for text in [
            it.system.producer.as_str(),
            it.system.id.as_str(),
            it.system.version.as_str(),
            it.system.installation.as_str(),
            it.issuer.as_str(),
            it.kind.as_str(),
        ] {
            check_text(text)?;
        }
        let record = self.record_of(issuer, ChainKind::Events, &it.place)?;
        same_hash(&record, &event_text(it), true)
    }

    /// The record at this place, which follows the record that the place names (F2).
    #[inline(never)]
    fn record_of(&self, owner: Address, kind: ChainKind, place: &Place) -> Result<Record, Error> {
        let before = match place.counter.checked_sub(1) {
            None | Some(0) => None,
            Some(number) => self.records.get(&(owner, kind, number)).map(|record| record.hash),
        };
        let record = self.records.get(&(owner, kind, place.counter)).ok_or(Common::UnknownId)?;
        if before == place.previous { Ok(record) } else { Err(Error::ForkedChain) }
    }
}

/// The record's hash is SHA-256 of the exact field string (F1).
#[inline(never)]
fn same_hash(record: &Record, text: &[u8], is_kind: bool) -> Result<Record, Error> {
    if is_kind && record.hash == Hash(crypto::sha2_256(text)) {
        Ok(record.clone())
    } else {
        Err(Error::HashMismatch)
    }
}
