//! Steps of the methods that change consents.

use super::{ConsentDirective, today};
use crate::admission::check;
use crate::authority::{Change, may_change};
use crate::errors::Error;
use crate::events::{ConsentRegistered, ConsentSuperseded};
use crate::messages::{
    ConsentRef, ConsentVersion, Ending, Mandate, Patient, RegisterRequest, Role, Status,
};
use sandpact_sdk::prelude::*;

impl ConsentDirective {
    /// Roles that the account holds.
    pub(super) fn roles_of(&self, account: &Address) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| self.roles.has(*role, account)).collect()
    }

    /// What the ledger knows of the caller with regard to a patient. `custodian` is the
    /// holder of the data, if the change concerns any.
    pub(super) fn change(
        &self,
        patient_account: Address,
        mandate: Option<Mandate>,
        custodian: Option<&Hash>,
    ) -> Change {
        let caller = env::caller();
        Change {
            caller,
            patient_account,
            mandate,
            is_court: self.roles.has(Role::Court, &caller),
            is_custodian: custodian.is_some() && self.actors.get(&caller).as_ref() == custodian,
        }
    }

    /// The caller may change consents of this patient at this custodian (C7).
    pub(super) fn check_change(&self, account: &Address, custodian: &Hash) -> Result<(), Error> {
        let mandate = self.mandates.get(&(*account, env::caller()));
        may_change(&self.change(*account, mandate, Some(custodian)), today())
    }

    /// A request is well formed, made by one who may, about a patient whose pseudonym is
    /// free or the same account's at the same custodian.
    pub(super) fn check_request(&self, request: &RegisterRequest) -> Result<(), Error> {
        self.check_change(&request.patient_account, &request.custodian)?;
        if !self.roles.has(Role::Patient, &request.patient_account) {
            return Err(Common::NotAuthorised.into());
        }
        if let Some(patient) = self.patients.get(&request.patient) {
            let owner = (patient.account, patient.custodian);
            if owner != (request.patient_account, request.custodian) {
                return Err(Error::PseudonymTaken);
            }
        }
        check(&request.directive)
    }

    /// The answer to a request whose consent is known already.
    pub(super) fn repeated(&self, request: &RegisterRequest, version: u32) -> Result<u32, Error> {
        let first = self.versions.get(&(request.id, 1)).ok_or(Common::UnknownId)?;
        if first.is_of(request) {
            Ok(version)
        } else {
            Err(Common::DuplicateRequestDifferentContent.into())
        }
    }

    /// Ends the active consent that the request takes the place of (C8); returns whether
    /// there was one.
    pub(super) fn end_current(&mut self, request: &RegisterRequest) -> Result<bool, Error> {
        let Some(current) = self.current.get(&(request.patient, request.scope)) else {
            return Ok(false);
        };
        let ConsentRef { id, version } = current;
        let consent = self.versions.get(&(id, version)).ok_or(Common::UnknownId)?;
        if consent.status != Status::Active {
            return Ok(false);
        }
        let patient = self.patients.get(&request.patient).ok_or(Common::UnknownId)?;
        self.end(consent, Status::Superseded, &patient);
        self.emit(ConsentSuperseded { id, version, by: env::caller() });
        Ok(true)
    }

    /// Marks a version as ended. One that ended before keeps the moment of that.
    pub(super) fn end(&mut self, mut consent: ConsentVersion, status: Status, patient: &Patient) {
        consent.status = status;
        consent.ended.get_or_insert_with(|| Ending {
            height: env::height(),
            time: env::time(),
            receipts: patient.receipts,
            by: env::caller(),
        });
        self.versions.set(&(consent.id, consent.version), &consent);
    }

    /// Stores a version as the current one.
    pub(super) fn record(&mut self, request: &RegisterRequest, version: u32) -> Result<u32, Error> {
        let RegisterRequest { id, patient, patient_account: account, custodian, scope, .. } =
            *request;
        let by = env::caller();
        let consent = ConsentVersion {
            id,
            version,
            patient,
            custodian,
            scope,
            directive: request.directive.clone(),
            commitment: request.commitment,
            status: Status::Active,
            by,
            registered_at: env::time(),
            ended: None,
        };
        if !self.patients.contains(&patient) {
            self.patients.set(&patient, &Patient { account, custodian, receipts: 0 });
        }
        self.versions.set(&(id, version), &consent);
        self.latest.set(&id, &version);
        self.current.set(&(patient, scope), &ConsentRef { id, version });
        self.emit(ConsentRegistered { id, version, patient, custodian, by });
        Ok(version)
    }

    /// The latest version of a consent and its patient.
    pub(super) fn latest_of(&self, id: &Hash) -> Result<(ConsentVersion, Patient), Error> {
        let version = self.latest.get(id).ok_or(Common::UnknownId)?;
        let consent = self.versions.get(&(*id, version)).ok_or(Common::UnknownId)?;
        let patient = self.patients.get(&consent.patient).ok_or(Common::UnknownId)?;
        Ok((consent, patient))
    }
}
