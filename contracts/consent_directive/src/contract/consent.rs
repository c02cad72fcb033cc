//! Steps of the methods that change consents.

use super::{ConsentDirective, today};
use crate::admission::check;
use crate::authority::{Change, may_change};
use crate::errors::Error;
use crate::events::{ConsentRegistered, ConsentSuperseded};
use crate::messages::{
    ConsentRef, ConsentVersion, Ending, Mandate, ORGANISATIONS_LEN_MAX, Patient, RegisterRequest,
    Role, Status,
};
use sandpact_sdk::prelude::*;

impl ConsentDirective {
    /// Roles that the account holds.
    pub(super) fn roles_of(&self, account: &Address) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| self.roles.has(*role, account)).collect()
    }

    /// What the ledger knows of the caller with regard to a patient.
    pub(super) fn change(
        &self,
        patient_account: Address,
        mandate: Option<Mandate>,
        is_custodian: bool,
    ) -> Change {
        let caller = env::caller();
        Change {
            caller,
            patient_account,
            mandate,
            is_court: self.roles.has(Role::Court, &caller),
            is_custodian,
        }
    }

    /// The caller may change consents of this patient (C7). Any custodian is one here,
    /// not only that of the data, and so is its staff: as a patient there, one of them
    /// has an account of its own, which does not link the two pseudonyms either.
    pub(super) fn check_change(&self, patient: &Patient) -> Result<(), Error> {
        let caller = env::caller();
        let mandate = self.mandates.get(&(patient.account, caller));
        let is_custodian = caller == patient.custodian
            || self.employers(&caller).contains(&patient.custodian)
            || self.roles.has(Role::Custodian, &caller);
        may_change(&self.change(patient.account, mandate, is_custodian), today())
    }

    /// A request is well formed, made by one who may, about a patient whom the authority
    /// has bound to the pseudonym, and names nobody who is unknown.
    pub(super) fn check_request(&self, request: &RegisterRequest) -> Result<(), Error> {
        let patient = self.patients.get(&request.patient).ok_or(Error::PatientNotBound)?;
        self.check_change(&patient)?;
        self.check_subject(request)?;
        check(&request.directive)?;
        for actor in request.directive.named_actors() {
            self.enrolled(actor, request.epoch)?;
        }
        Ok(())
    }

    /// A request is about a patient whom the authority has bound to the pseudonym, and the
    /// custodian at which it is.
    pub(super) fn check_subject(&self, request: &RegisterRequest) -> Result<(), Error> {
        let patient = self.patients.get(&request.patient).ok_or(Error::PatientNotBound)?;
        if !self.roles.has(Role::Patient, &patient.account) {
            return Err(Common::NotAuthorised.into());
        }
        let custodian = self.enrolled(&request.custodian, request.epoch)?;
        let owner = (patient.account, patient.custodian, patient.epoch);
        if owner != (request.patient_account, custodian, request.epoch) {
            return Err(Error::PseudonymTaken);
        }
        Ok(())
    }

    /// The account that acts under a pseudonym of this epoch.
    pub(super) fn enrolled(&self, actor: &Hash, epoch: u32) -> Result<Address, Error> {
        let account = self.actor_accounts.get(actor).ok_or(Error::ActorUnknown)?;
        match self.actors.get(&(account, epoch)) {
            Some(of_epoch) if of_epoch == *actor => Ok(account),
            _ => Err(Error::ActorUnknown),
        }
    }

    /// Accounts of the organisations that an account works for.
    pub(super) fn employers(&self, account: &Address) -> Vec<Address> {
        self.employers.get(account).unwrap_or_default()
    }

    /// Notes that an account works for an organisation, or no longer.
    pub(super) fn set_employer(
        &mut self,
        account: &Address,
        employer: Address,
        works_there: bool,
    ) -> Result<(), Error> {
        let mut employers = self.employers(account);
        employers.retain(|it| *it != employer);
        if works_there {
            employers.push(employer);
        }
        if employers.len() > ORGANISATIONS_LEN_MAX {
            return Err(Common::TooLarge.into());
        }
        self.employers.set(account, &employers);
        Ok(())
    }

    /// A patient by a pseudonym of any epoch.
    pub(super) fn patient(&self, pseudonym: &Hash) -> Result<Patient, Error> {
        self.patients.get(pseudonym).ok_or_else(|| Common::UnknownId.into())
    }

    /// Receipts in the log of a patient, by the first pseudonym.
    pub(super) fn receipt_count(&self, first: &Hash) -> u64 {
        self.receipt_counts.get(first).unwrap_or_default()
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
        let first = self.patient(&request.patient)?.first;
        let Some(current) = self.current.get(&(first, request.scope)) else {
            return Ok(false);
        };
        let ConsentRef { id, version } = current;
        let consent = self.versions.get(&(id, version)).ok_or(Common::UnknownId)?;
        if consent.status != Status::Active {
            return Ok(false);
        }
        self.end(consent, Status::Superseded, &first);
        self.emit(ConsentSuperseded { id, version, by: env::caller() });
        Ok(true)
    }

    /// Marks a version as ended. One that ended before keeps the moment of that.
    pub(super) fn end(&mut self, mut consent: ConsentVersion, status: Status, first: &Hash) {
        let receipts = self.receipt_count(first);
        if let Some(last_day) = consent.directive.period.end {
            self.last_days.remove(&(last_day, consent.id, consent.version));
        }
        consent.status = status;
        consent.ended.get_or_insert_with(|| Ending {
            height: env::height(),
            time: env::time(),
            receipts,
            by: env::caller(),
        });
        self.versions.set(&(consent.id, consent.version), &consent);
    }

    /// Stores a version as the current one.
    pub(super) fn record(&mut self, request: &RegisterRequest, version: u32) -> Result<u32, Error> {
        let RegisterRequest { id, epoch, patient, custodian, scope, .. } = *request;
        let (first, by) = (self.patient(&patient)?.first, env::caller());
        let consent = ConsentVersion {
            id,
            version,
            epoch,
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
        self.versions.set(&(id, version), &consent);
        if let Some(last_day) = consent.directive.period.end {
            self.last_days.set(&(last_day, id, version), &());
        }
        self.latest.set(&id, &version);
        self.current.set(&(first, scope), &ConsentRef { id, version });
        self.emit(ConsentRegistered { id, version, patient, custodian, by });
        Ok(version)
    }

    /// The latest version of a consent and its patient.
    pub(super) fn latest_of(&self, id: &Hash) -> Result<(ConsentVersion, Patient), Error> {
        let version = self.latest.get(id).ok_or(Common::UnknownId)?;
        let consent = self.versions.get(&(*id, version)).ok_or(Common::UnknownId)?;
        let patient = self.patient(&consent.patient)?;
        Ok((consent, patient))
    }
}
