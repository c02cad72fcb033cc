//! Steps of the methods that ask for access.

use super::{ConsentDirective, today};
use crate::admission::check_period;
use crate::emergency::review_due;
use crate::errors::Error;
use crate::events::{AccessDecided, EmergencyAccessed};
use crate::messages::{
    Access, AccessAnswer, AccessCounts, AccessRequest, ConsentRef, ConsentVersion, Decision,
    Outcome, Receipt, ReceiptRow, Scope, Status,
};
use crate::research::{check_approval, check_research};
use sandpact_sdk::prelude::*;

/// Last day for the review of an emergency access.
pub fn due(receipt: &Receipt) -> Result<CivilDate, Error> {
    review_due(receipt.time.date())
}

impl ConsentDirective {
    /// What is asked for makes sense, and research is approved.
    pub(super) fn check_access_form(
        &self,
        access: &Access,
        ethics_approval: Option<&Hash>,
    ) -> Result<(), Error> {
        check_period(access.data_period.as_ref())?;
        check_research(access.purpose, ethics_approval)?;
        self.check_ethics_approval(ethics_approval, &env::caller())
    }

    /// The approval that is named, if one is, holds for this requester.
    pub(super) fn check_ethics_approval(
        &self,
        approval: Option<&Hash>,
        requester: &Address,
    ) -> Result<(), Error> {
        let Some(approval) = approval else { return Ok(()) };
        check_approval(self.approvals.get(approval).as_ref(), requester, today())
    }

    /// The request in the caller's own name under this epoch.
    pub(super) fn own_request(&self, access: Access, epoch: u32) -> Result<AccessRequest, Error> {
        let caller = env::caller();
        let actor = self.actors.get(&(caller, epoch)).ok_or(Error::ActorUnknown)?;
        let employers = self.employers(&caller).into_iter();
        let organisations = employers.filter_map(|it| self.actors.get(&(it, epoch))).collect();
        Ok(AccessRequest { actor, organisations, roles: self.roles_of(&caller), access })
    }

    /// The version that answers for a patient and scope, in force or not.
    pub(super) fn current_version(
        &self,
        patient: &Hash,
        scope: Scope,
    ) -> Result<ConsentVersion, Error> {
        let first = self.patient(patient)?.first;
        let ConsentRef { id, version } =
            self.current.get(&(first, scope)).ok_or(Common::UnknownId)?;
        self.versions.get(&(id, version)).ok_or_else(|| Common::UnknownId.into())
    }

    /// Appends a receipt to the patient's log, and a task when it is to be reviewed.
    pub(super) fn write_receipt(
        &mut self,
        consent: &ConsentVersion,
        request: AccessRequest,
        ethics_approval: Option<Hash>,
        decision: Decision,
    ) -> Result<AccessAnswer, Error> {
        let (patient, by) = (self.patient(&consent.patient)?.first, env::caller());
        let number = self.receipt_count(&patient);
        let receipt = Receipt {
            consent: ConsentRef { id: consent.id, version: consent.version },
            actor: request.actor,
            by,
            access: request.access,
            ethics_approval,
            decision: decision.clone(),
            height: env::height(),
            time: env::time(),
        };
        self.receipt_counts.set(&patient, &number.checked_add(1).ok_or(Common::Overflow)?);
        self.receipts.set(&(patient, number), &receipt);
        let counted = (by, receipt.access.purpose);
        let counts = self.access_counts.get(&counted).unwrap_or(AccessCounts::ZERO);
        self.access_counts.set(&counted, &counts.plus(decision.outcome)?);
        self.emit(AccessDecided { patient, number, decision: decision.clone(), by });
        if decision.outcome == Outcome::EmergencyPermit {
            let due = due(&receipt)?;
            self.pending.set(&(due, patient, number), &());
            self.emit(EmergencyAccessed { patient, number, due, by });
        }
        Ok(AccessAnswer { number, decision })
    }

    /// Whether the consent that decided was entered in error since (C10).
    pub(super) fn is_in_error(&self, receipt: &Receipt) -> bool {
        let ConsentRef { id, version } = receipt.consent;
        let consent = self.versions.get(&(id, version));
        consent.is_some_and(|consent| consent.status == Status::EnteredInError)
    }

    /// A receipt with what was added to it later.
    pub(super) fn row(&self, patient: Hash, number: u64, receipt: Receipt) -> ReceiptRow {
        ReceiptRow {
            number,
            is_in_error: self.is_in_error(&receipt),
            disclosure: self.disclosures.get(&(patient, number)),
            review: self.reviews.get(&(patient, number)),
            receipt,
        }
    }
}
