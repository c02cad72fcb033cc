//! Steps of the methods that say who is who, and who may speak for whom.

use super::{ConsentDirective, today};
use crate::authority::may_set_mandate;
use crate::errors::Error;
use crate::events::{
    ActorEnrolled, AffiliationSet, ApprovalRevoked, MandateSet, PatientBound, ResearchApproved,
};
use crate::messages::{Approval, Mandate, Patient};
use crate::research::check_approving;
use sandpact_sdk::prelude::*;

impl ConsentDirective {
    pub(super) fn put_actor(
        &mut self,
        account: Address,
        actor: Hash,
        epoch: u32,
        organisations: Vec<Hash>,
    ) -> Result<(), Error> {
        if self.actors.contains(&(account, epoch)) || self.actor_accounts.contains(&actor) {
            return Err(Common::AlreadyExists.into());
        }
        self.actors.set(&(account, epoch), &actor);
        for organisation in &organisations {
            let employer = self.enrolled(organisation, epoch)?;
            self.set_employer(&account, employer, true)?;
        }
        self.actor_accounts.set(&actor, &account);
        self.emit(ActorEnrolled { account, actor, epoch, organisations, by: env::caller() });
        Ok(())
    }

    pub(super) fn affiliate(
        &mut self,
        account: Address,
        organisation: Hash,
        works_there: bool,
    ) -> Result<(), Error> {
        let employer = self.actor_accounts.get(&organisation).ok_or(Error::ActorUnknown)?;
        self.set_employer(&account, employer, works_there)?;
        self.emit(AffiliationSet { account, organisation, works_there, by: env::caller() });
        Ok(())
    }

    pub(super) fn bind(
        &mut self,
        patient: Hash,
        epoch: u32,
        account: Address,
        custodian: Hash,
    ) -> Result<(), Error> {
        let holder = self.enrolled(&custodian, epoch)?;
        let known = self.pseudonyms.get(&(account, holder));
        let is_later = known.is_none_or(|(_, latest)| latest < epoch);
        if !is_later || self.patients.contains(&patient) {
            return Err(Common::AlreadyExists.into());
        }
        let first = known.map_or(patient, |(first, _)| first);
        self.pseudonyms.set(&(account, holder), &(first, epoch));
        self.patients.set(&patient, &Patient { account, custodian: holder, epoch, first });
        self.emit(PatientBound { patient, epoch, account, custodian, by: env::caller() });
        Ok(())
    }

    pub(super) fn put_mandate(
        &mut self,
        patient_account: Address,
        representative: Address,
        until: Option<CivilDate>,
    ) -> Result<(), Error> {
        let (parties, by) = ((patient_account, representative), env::caller());
        let mandate = self.mandates.get(&parties);
        let is_by_court = may_set_mandate(&self.change(patient_account, mandate, false))?;
        match until {
            Some(until) if until < today() => return Err(Common::DateOrder.into()),
            Some(until) => self.mandates.set(&parties, &Mandate { until, is_by_court }),
            None if self.mandates.remove(&parties) => {}
            None => return Err(Common::UnknownId.into()),
        }
        self.emit(MandateSet { patient_account, representative, until, by });
        Ok(())
    }

    pub(super) fn approve(
        &mut self,
        approval: Hash,
        requester: Hash,
        until: CivilDate,
    ) -> Result<(), Error> {
        let by = env::caller();
        let account = self.actor_accounts.get(&requester).ok_or(Error::ActorUnknown)?;
        let new = Approval { requester: account, until, is_revoked: false, by };
        check_approving(self.approvals.get(&approval).as_ref(), &new, today())?;
        self.approvals.set(&approval, &new);
        self.emit(ResearchApproved { approval, requester, until, by });
        Ok(())
    }

    pub(super) fn end_approval(&mut self, approval: Hash) -> Result<(), Error> {
        let known = self.approvals.get(&approval).ok_or(Common::UnknownId)?;
        if known.is_revoked {
            return Err(Common::WrongState.into());
        }
        self.approvals.set(&approval, &Approval { is_revoked: true, ..known });
        self.emit(ApprovalRevoked { approval, by: env::caller() });
        Ok(())
    }
}
