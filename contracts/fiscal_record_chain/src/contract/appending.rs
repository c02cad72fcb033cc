//! Appending records.

use super::FiscalRecordChain;
use crate::errors::Error;
use crate::events::RecordAppended;
use crate::invoice::{check_cancellation, check_registration};
use crate::link::check_link;
use crate::messages::{DocumentRecord, Entry, EventEntry, Place, Role};
use crate::records::{Chain, ChainKind, Invoice, Record, RecordKind, Recorded};
use sandpact_sdk::prelude::*;

/// A record on its way.
struct New<'a> {
    owner: Address,
    chain: ChainKind,
    place: &'a Place,
    /// SHA3-256 of the request.
    content: Hash,
    /// Keyed fingerprint of the tax number.
    taxpayer: Option<Hash>,
}

/// SHA3-256 of what was handed in, by which the same is known again.
fn content_of(value: &impl Encode) -> Hash {
    Hash(crypto::sha3_256(&value.encode()))
}

/// Nothing has the hash of zeros: it was left out.
fn check_stated(place: &Place) -> Result<(), Error> {
    if place.hash == Hash::ZERO { Err(Common::BadFormat.into()) } else { Ok(()) }
}

impl FiscalRecordChain {
    /// The issuer that the caller writes for: an issuer for itself, a device for the one that has
    /// bound it, while that is an issuer.
    fn issuer(&self) -> Result<Address, Error> {
        let caller = env::caller();
        let issuer = self.devices.get(&caller).unwrap_or(caller);
        if self.roles.has(Role::Issuer, &issuer) {
            Ok(issuer)
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    pub(super) fn append_registration(
        &mut self,
        it: &Entry,
        is_correction: bool,
    ) -> Result<Recorded, Error> {
        let content = content_of(&(RecordKind::Registration, it, is_correction));
        let new = self.of_issuer(ChainKind::Invoices, &it.place, content, it.taxpayer)?;
        if let Some(known) = self.known(&new)? {
            return Ok(known);
        }
        let chain = self.follow(&new)?;
        let known = self.known_invoice(&new.owner, &it.invoice);
        let (kind, target) = check_registration(known.as_ref(), is_correction)?;
        let invoice = Invoice { registration: it.place.counter, cancellation: None };
        self.invoices.set(&(new.owner, it.invoice), &invoice);
        self.append(&new, chain, kind, target)
    }

    pub(super) fn append_cancellation(&mut self, it: &Entry) -> Result<Recorded, Error> {
        let content = content_of(&(RecordKind::Cancellation, it));
        let new = self.of_issuer(ChainKind::Invoices, &it.place, content, it.taxpayer)?;
        if let Some(known) = self.known(&new)? {
            return Ok(known);
        }
        let chain = self.follow(&new)?;
        let known = self.known_invoice(&new.owner, &it.invoice);
        let registration = check_cancellation(known.as_ref())?;
        let invoice = Invoice { registration, cancellation: Some(it.place.counter) };
        self.invoices.set(&(new.owner, it.invoice), &invoice);
        self.append(&new, chain, RecordKind::Cancellation, Some(registration))
    }

    pub(super) fn append_event(&mut self, it: &EventEntry) -> Result<Recorded, Error> {
        let new = self.of_issuer(ChainKind::Events, &it.place, content_of(it), it.taxpayer)?;
        if let Some(known) = self.known(&new)? {
            return Ok(known);
        }
        let chain = self.follow(&new)?;
        self.append(&new, chain, RecordKind::Event, None)
    }

    pub(super) fn append_whole(&mut self, it: &DocumentRecord) -> Result<Recorded, Error> {
        self.issuer()?;
        let (owner, chain, place) = (env::caller(), ChainKind::Documents, &it.place);
        let new = New { owner, chain, place, content: content_of(it), taxpayer: None };
        if let Some(known) = self.known(&new)? {
            return Ok(known);
        }
        check_stated(place)?;
        let chain = self.follow(&new)?;
        self.append(&new, chain, RecordKind::Document, None)
    }

    #[inline(never)]
    fn of_issuer<'a>(
        &self,
        chain: ChainKind,
        place: &'a Place,
        content: Hash,
        taxpayer: Hash,
    ) -> Result<New<'a>, Error> {
        check_stated(place)?;
        let owner = self.issuer()?;
        Ok(New { owner, chain, place, content, taxpayer: Some(taxpayer) })
    }

    /// The result of the same record, if it was recorded. Another one of that number is none of
    /// this: it does not follow the newest record, and is refused for that (F2, F7).
    #[inline(never)]
    fn known(&self, new: &New<'_>) -> Result<Option<Recorded>, Error> {
        let key = (new.owner, new.chain, new.place.counter);
        match self.records.get(&key) {
            Some(record) if record.content == new.content => Ok(Some(Recorded {
                counter: new.place.counter,
                hash: record.hash,
                recorded_at: record.recorded_at,
            })),
            Some(record) if record.hash == new.place.hash => {
                Err(Common::DuplicateRequestDifferentContent.into())
            }
            _ => Ok(None),
        }
    }

    #[inline(never)]
    pub(super) fn known_invoice(&self, issuer: &Address, invoice: &Hash) -> Option<Invoice> {
        self.invoices.get(&(*issuer, *invoice))
    }

    /// The chain with the record's place as its newest; its taxpayer is the first record's.
    #[inline(never)]
    fn follow(&self, new: &New<'_>) -> Result<Chain, Error> {
        let chain = self.chains.get(&(new.owner, new.chain));
        if chain.as_ref().is_some_and(|chain| chain.taxpayer != new.taxpayer) {
            return Err(Error::OtherTaxpayer);
        }
        let last_at = check_link(chain.as_ref(), new.place, env::time())?;
        Ok(Chain {
            head: new.place.hash,
            counter: new.place.counter,
            last_at,
            cancellations: chain.as_ref().map_or(0, |chain| chain.cancellations),
            corrections: chain.as_ref().map_or(0, |chain| chain.corrections),
            taxpayer: new.taxpayer,
        })
    }

    #[inline(never)]
    fn append(
        &mut self,
        new: &New<'_>,
        mut chain: Chain,
        kind: RecordKind,
        target: Option<u64>,
    ) -> Result<Recorded, Error> {
        let (owner, by) = (new.owner, env::caller());
        let (counter, hash, recorded_at) = (new.place.counter, new.place.hash, env::time());
        let count = match kind {
            RecordKind::Cancellation => Some(&mut chain.cancellations),
            RecordKind::Correction => Some(&mut chain.corrections),
            _ => None,
        };
        if let Some(count) = count {
            *count = count.checked_add(1).ok_or(Common::Overflow)?;
        }
        let at = chain.last_at;
        let record = Record { kind, hash, at, target, content: new.content, by, recorded_at };
        // The number is the next one, so nothing is there (F6).
        if !self.records.insert(&(owner, new.chain, counter), &record) {
            return Err(Common::AlreadyExists.into());
        }
        self.chains.set(&(owner, new.chain), &chain);
        if counter == 1 {
            self.owners.insert(&(owner, new.chain));
        }
        self.emit(RecordAppended { owner, chain: new.chain, kind, counter, hash, by });
        Ok(Recorded { counter, hash, recorded_at })
    }

    /// Records after a number, in order: numbers have no gaps (F3).
    pub(super) fn page_of(
        &self,
        owner: Address,
        kind: ChainKind,
        after: u64,
        limit: u32,
    ) -> Vec<Record> {
        let numbers = (1..=u64::from(limit)).map(|step| after.saturating_add(step));
        numbers.map_while(|number| self.records.get(&(owner, kind, number))).collect()
    }
}
