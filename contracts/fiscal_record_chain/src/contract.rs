//! The contract: loads what a rule needs, asks the rule, stores and tells.

mod appending;
mod verifying;

use crate::errors::Error;
use crate::events::{DeviceBound, DeviceReleased, RecordAppended, RoleGranted, RoleRevoked};
use crate::messages::{
    Cancellation, DocumentRecord, Entry, EventEntry, EventRecord, Registration, Role,
};
use crate::records::{Chain, ChainKind, Invoice, PAGE_LEN_MAX, Record, Recorded};
use sandpact_sdk::prelude::*;

/// Chains of fiscal records: one of invoices and one of events for each issuer, one of documents
/// for each device.
#[storage]
pub struct FiscalRecordChain {
    roles: Roles<Role>,
    /// The issuer that a device writes for.
    devices: Map<Address, Address>,
    chains: Map<(Address, ChainKind), Chain>,
    /// By owner and kind of the chain, and number (F6).
    records: OrderedMap<(Address, ChainKind, u64), Record>,
    /// By owner and keyed fingerprint of the invoice.
    invoices: Map<(Address, Hash), Invoice>,
    /// Owners of chains with their kinds.
    owners: Set<(Address, ChainKind)>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, DeviceBound, DeviceReleased, RecordAppended,
])]
impl FiscalRecordChain {
    /// Names the admin. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, admin: Address) -> Result<(), Error> {
        self.roles.grant(Role::Admin, &admin);
        self.emit(RoleGranted { role: Role::Admin, account: admin, by: env::caller() });
        Ok(())
    }

    /// Gives an account a role. The admin's role goes with no issuer's.
    #[only(Role::Admin)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        let barred = match role {
            Role::Admin => Role::Issuer,
            Role::Issuer => Role::Admin,
            Role::Authority => Role::Issuer,
        };
        if self.roles.has(barred, &account) {
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

    /// Lets a device write for the issuer. The same again changes nothing.
    #[only(Role::Issuer)]
    pub fn bind_device(&mut self, device: Address) -> Result<(), Error> {
        let by = env::caller();
        match self.devices.get(&device) {
            Some(issuer) if issuer == by => return Ok(()),
            Some(_) => return Err(Error::DeviceBoundAlready),
            None => self.devices.set(&device, &by),
        }
        self.emit(DeviceBound { device, by });
        Ok(())
    }

    /// Ends a device's writing for the issuer.
    #[only(Role::Issuer)]
    pub fn release_device(&mut self, device: Address) -> Result<(), Error> {
        let by = env::caller();
        if self.devices.get(&device) != Some(by) {
            return Err(Common::UnknownId.into());
        }
        self.devices.remove(&device);
        self.emit(DeviceReleased { device, by });
        Ok(())
    }

    /// Registers an invoice, as a device of its issuer; `is_correction` says that it corrects an
    /// earlier registration (`Subsanacion`; F6). The same record again gives the same result and
    /// changes nothing.
    pub fn register(&mut self, entry: Entry, is_correction: bool) -> Result<Recorded, Error> {
        self.append_registration(&entry, is_correction)
    }

    /// Cancels a registered invoice, as a device of its issuer.
    pub fn cancel(&mut self, entry: Entry) -> Result<Recorded, Error> {
        self.append_cancellation(&entry)
    }

    /// Records an event of an invoicing system, as a device of the issuer.
    pub fn log_event(&mut self, event: EventEntry) -> Result<Recorded, Error> {
        self.append_event(&event)
    }

    /// Records a document in the device's own chain.
    pub fn append_document(&mut self, document: DocumentRecord) -> Result<Recorded, Error> {
        self.append_whole(&document)
    }

    /// The newest record of a chain: what the next one has to follow.
    pub fn chain(&self, owner: Address, kind: ChainKind) -> Result<Chain, Error> {
        Ok(self.chains.get(&(owner, kind)).ok_or(Common::UnknownId)?)
    }

    /// One record.
    pub fn record(&self, owner: Address, kind: ChainKind, counter: u64) -> Result<Record, Error> {
        Ok(self.records.get(&(owner, kind, counter)).ok_or(Common::UnknownId)?)
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }

    /// Records of a chain by number after a number, at most 100.
    #[only(Role::Authority)]
    pub fn records(
        &self,
        owner: Address,
        kind: ChainKind,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Record>, Error> {
        Ok(self.page_of(owner, kind, after.unwrap_or(0), limit.min(PAGE_LEN_MAX)))
    }

    /// Chains by owner and kind after one, at most 100.
    #[only(Role::Authority)]
    pub fn owners(
        &self,
        after: Option<(Address, ChainKind)>,
        limit: u32,
    ) -> Result<Vec<(Address, ChainKind)>, Error> {
        Ok(self.owners.after(after.as_ref(), limit.min(PAGE_LEN_MAX)))
    }

    /// The record of a registration that has these texts (F1). A question for a node of one's own:
    /// the texts stay there.
    pub fn verify_registration(
        &self,
        issuer: Address,
        registration: Registration,
    ) -> Result<Record, Error> {
        self.registration_of(issuer, &registration)
    }

    /// The record of a cancellation that has these texts (F1). As `verify_registration`.
    pub fn verify_cancellation(
        &self,
        issuer: Address,
        cancellation: Cancellation,
    ) -> Result<Record, Error> {
        self.cancellation_of(issuer, &cancellation)
    }

    /// The record of an event that has these texts (F1). As `verify_registration`.
    pub fn verify_event(&self, issuer: Address, event: EventRecord) -> Result<Record, Error> {
        self.event_of(issuer, &event)
    }

    /// Numbers of the registration and cancellation of an issuer's invoice, by its keyed
    /// fingerprint.
    #[only(Role::Authority)]
    pub fn invoice(&self, issuer: Address, invoice: Hash) -> Result<(u64, Option<u64>), Error> {
        let known = self.known_invoice(&issuer, &invoice).ok_or(Common::UnknownId)?;
        Ok((known.registration, known.cancellation))
    }
}
