//! The contract: who may call, what is loaded, which rule decides, what is stored.

mod access;
mod consent;

use crate::authority::{may_hold, may_set_mandate};
use crate::disclosure::check_disclosure;
use crate::emergency::check_review;
use crate::errors::Error;
use crate::events::{
    AccessDecided, ActorEnrolled, AffiliationSet, ApprovalRevoked, ConsentRegistered,
    ConsentSuperseded, ConsentWithdrawn, DisclosureRecorded, EmergencyAccessed, EmergencyReviewed,
    EnteredInError, MandateSet, PatientBound, ResearchApproved, RoleGranted, RoleRevoked,
};
use crate::messages::{
    Access, AccessAnswer, AccessRequest, Approval, ConsentRef, ConsentVersion, Decision, Mandate,
    PAGE_LEN_MAX, Patient, PendingReview, RECEIPTS_PAGE_LEN_MAX, Receipt, ReceiptRow,
    RegisterRequest, Review, Role, Scope, Status,
};
use crate::research::check_approving;
use crate::{decide, decide_emergency};
use sandpact_sdk::prelude::*;

/// Consent directives of patients and receipts of every access.
#[storage]
pub struct ConsentDirective {
    roles: Roles<Role>,
    /// Pseudonym of an account in an epoch of the key.
    actors: Map<(Address, u32), Hash>,
    /// Account of an actor's pseudonym: no two accounts share one.
    actor_accounts: Map<Hash, Address>,
    /// Accounts of the organisations that an account works for.
    employers: Map<Address, Vec<Address>>,
    /// By pseudonym, of every epoch.
    patients: Map<Hash, Patient>,
    /// First pseudonym and latest epoch, by the accounts of patient and custodian.
    pseudonyms: Map<(Address, Address), (Hash, u32)>,
    /// Receipts in a patient's log, by the first pseudonym, as all that follows.
    receipt_counts: Map<Hash, u64>,
    /// By the accounts of patient and representative.
    mandates: Map<(Address, Address), Mandate>,
    /// The one consent that answers, or last answered, for a patient and scope (C8). A
    /// pseudonym is used at one custodian, so it stands for the custodian too.
    current: Map<(Hash, Scope), ConsentRef>,
    /// Number of the latest version of a consent.
    latest: Map<Hash, u32>,
    /// By consent and number of the version.
    versions: OrderedMap<(Hash, u32), ConsentVersion>,
    /// By patient and number. Only ever added to (C9).
    receipts: OrderedMap<(Hash, u64), Receipt>,
    /// Commitments to what was disclosed on a receipt.
    disclosures: Map<(Hash, u64), Hash>,
    /// Findings on a receipt.
    reviews: Map<(Hash, u64), Review>,
    /// Emergency accesses without review, by last day, patient and number.
    pending: OrderedMap<(CivilDate, Hash, u64), ()>,
    /// Approvals of research projects.
    approvals: Map<Hash, Approval>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, ActorEnrolled, AffiliationSet, PatientBound, MandateSet, ResearchApproved,
    ApprovalRevoked,    ConsentRegistered, ConsentSuperseded, ConsentWithdrawn, EnteredInError, AccessDecided,
    EmergencyAccessed, EmergencyReviewed, DisclosureRecorded,
])]
impl ConsentDirective {
    /// Names the first authority. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, authority: Address) -> Result<(), Error> {
        self.roles.grant(Role::Authority, &authority);
        let (role, account, by) = (Role::Authority, authority, env::caller());
        self.emit(RoleGranted { role, account, by });
        Ok(())
    }

    /// Gives an account a role. The authority itself holds no other role.
    #[only(Role::Authority)]
    pub fn grant(&mut self, role: Role, account: Address) -> Result<(), Error> {
        may_hold(role, &self.roles_of(&account))?;
        self.roles.grant(role, &account);
        self.emit(RoleGranted { role, account, by: env::caller() });
        Ok(())
    }

    /// Takes a role from an account that holds it.
    #[only(Role::Authority)]
    pub fn revoke(&mut self, role: Role, account: Address) -> Result<(), Error> {
        if !self.roles.revoke(role, &account) {
            return Err(Common::UnknownId.into());
        }
        self.emit(RoleRevoked { role, account, by: env::caller() });
        Ok(())
    }

    /// Binds an account and an actor's pseudonym to each other, for good and once in each
    /// epoch of the key: without one nobody asks for access or is named in a consent, and
    /// nobody can ask in another's name. `organisations` are pseudonyms of those that the
    /// account works for: a deny for one of them is a deny for the account too.
    #[only(Role::Authority)]
    pub fn enrol(
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
        self.actors.set(&(account, epoch), &actor);
        self.actor_accounts.set(&actor, &account);
        self.emit(ActorEnrolled { account, actor, epoch, organisations, by: env::caller() });
        Ok(())
    }

    /// Tells that an account works for an organisation, or no longer. An organisation
    /// within another one is no exception: whoever works in both is told of both.
    #[only(Role::Authority)]
    pub fn set_affiliation(
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

    /// Attests that a pseudonym is that of the patient with this account at this custodian,
    /// for good (C7). One of a later epoch is the same patient's: consents and log go on.
    #[only(Role::Authority)]
    pub fn bind_patient(
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

    /// Lets a representative change a patient's consents until a day; `None` ends it.
    /// By the patient or a court.
    pub fn set_mandate(
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

    /// Approves a research project of one requester until a day. Who gave an approval may
    /// give it another last day; nobody else changes it.
    #[only(Role::EthicsReviewer)]
    pub fn approve_research(
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

    /// Revokes an approval for good. By any ethics reviewer: who gave it may be gone.
    #[only(Role::EthicsReviewer)]
    pub fn revoke_approval(&mut self, approval: Hash) -> Result<(), Error> {
        let known = self.approvals.get(&approval).ok_or(Common::UnknownId)?;
        if known.is_revoked {
            return Err(Common::WrongState.into());
        }
        self.approvals.set(&approval, &Approval { is_revoked: true, ..known });
        self.emit(ApprovalRevoked { approval, by: env::caller() });
        Ok(())
    }

    /// Records a consent and makes it the current one for patient, custodian and scope
    /// (C8). By the patient, a representative or a court. The same request again changes
    /// nothing. Returns the version.
    pub fn register(&mut self, request: RegisterRequest) -> Result<u32, Error> {
        self.check_request(&request)?;
        if let Some(version) = self.latest.get(&request.id) {
            return self.repeated(&request, version);
        }
        self.end_current(&request)?;
        self.record(&request, 1)
    }

    /// Records the next version of a consent that is current. `expected_version` is the
    /// version that the caller saw. By the patient, a representative or a court.
    pub fn supersede(
        &mut self,
        expected_version: u32,
        request: RegisterRequest,
    ) -> Result<u32, Error> {
        self.check_request(&request)?;
        let latest = self.latest.get(&request.id).ok_or(Common::UnknownId)?;
        if latest != expected_version {
            return Err(Common::StaleVersion.into());
        }
        let patient = self.patient(&request.patient)?;
        let current = self.current.get(&(patient.first, request.scope));
        if current != Some(ConsentRef { id: request.id, version: latest }) {
            return Err(Common::WrongState.into());
        }
        if !self.end_current(&request)? {
            return Err(Common::WrongState.into());
        }
        self.record(&request, latest.checked_add(1).ok_or(Common::Overflow)?)
    }

    /// Ends a consent at once and for good (C4). By the patient alone.
    pub fn withdraw(&mut self, id: Hash) -> Result<(), Error> {
        let (consent, patient) = self.latest_of(&id)?;
        let by = env::caller();
        if by != patient.account {
            return Err(Error::NotThePatient);
        }
        if consent.status != Status::Active {
            return Err(Common::WrongState.into());
        }
        let version = consent.version;
        self.end(consent, Status::Withdrawn, &patient.first);
        self.emit(ConsentWithdrawn { id, version, by });
        Ok(())
    }

    /// Declares that a consent should never have been recorded (C10): it grants nothing,
    /// and receipts under its latest version are flagged. By the patient, a
    /// representative or a court.
    pub fn enter_in_error(&mut self, id: Hash) -> Result<(), Error> {
        let (consent, patient) = self.latest_of(&id)?;
        self.check_change(&patient)?;
        if consent.status == Status::EnteredInError {
            return Err(Common::WrongState.into());
        }
        let version = consent.version;
        self.end(consent, Status::EnteredInError, &patient.first);
        self.emit(EnteredInError { id, version, by: env::caller() });
        Ok(())
    }

    /// Asks for access in the caller's own name. The purpose tells which of the patient's
    /// consents answers. The decision is recorded, whatever it is; a deny is no refusal.
    #[only(Role::Requester, Role::Custodian, Role::EmergencyClinician)]
    pub fn request_access(
        &mut self,
        patient: Hash,
        access: Access,
        ethics_approval: Option<Hash>,
    ) -> Result<AccessAnswer, Error> {
        self.check_access_form(&access, ethics_approval.as_ref())?;
        let consent = self.current_version(&patient, access.purpose.scope())?;
        let request = self.own_request(access, consent.epoch)?;
        let decision = decide(&consent, &request, today());
        self.write_receipt(&consent, request, ethics_approval, decision)
    }

    /// Asks for access in an emergency (C5): it goes ahead against the consent, the
    /// patient and the privacy officers get a notice, and it is to be reviewed.
    #[only(Role::EmergencyClinician)]
    pub fn request_emergency_access(
        &mut self,
        patient: Hash,
        access: Access,
    ) -> Result<AccessAnswer, Error> {
        self.check_access_form(&access, None)?;
        let consent = self.current_version(&patient, access.purpose.scope())?;
        let request = self.own_request(access, consent.epoch)?;
        let decision = decide_emergency(&consent, &request, today())?;
        self.write_receipt(&consent, request, None, decision)
    }

    /// Records whether an emergency access was justified. By a privacy officer who did
    /// not make it.
    #[only(Role::PrivacyOfficer)]
    pub fn review(&mut self, patient: Hash, number: u64, is_justified: bool) -> Result<(), Error> {
        let key = (self.patient(&patient)?.first, number);
        let (receipt, by) = (self.receipts.get(&key).ok_or(Common::UnknownId)?, env::caller());
        check_review(&receipt, &by)?;
        if self.reviews.contains(&key) {
            return Err(Common::AlreadyExists.into());
        }
        self.reviews.set(&key, &Review { is_justified, by, time: env::time() });
        self.pending.remove(&(access::due(&receipt)?, key.0, number));
        self.emit(EmergencyReviewed { patient, number, is_justified, by });
        Ok(())
    }

    /// Records what the custodian is about to disclose on a permitted access, once and
    /// while the permit stands. By the custodian of the data.
    #[only(Role::Custodian)]
    pub fn record_disclosure(
        &mut self,
        patient: Hash,
        number: u64,
        commitment: Hash,
    ) -> Result<(), Error> {
        let Patient { first, custodian, .. } = self.patient(&patient)?;
        let (key, by) = ((first, number), env::caller());
        let receipt = self.receipts.get(&key).ok_or(Common::UnknownId)?;
        if by != custodian {
            return Err(Error::NotTheCustodian);
        }
        let ConsentRef { id, version } = receipt.consent;
        let consent = self.versions.get(&(id, version)).ok_or(Common::UnknownId)?;
        check_disclosure(&receipt, &consent, today())?;
        self.check_ethics_approval(receipt.ethics_approval.as_ref(), &receipt.by)?;
        if self.disclosures.contains(&key) {
            return Err(Common::AlreadyExists.into());
        }
        self.disclosures.set(&key, &commitment);
        self.emit(DisclosureRecorded { patient, number, commitment, by });
        Ok(())
    }

    /// What a request would get today, without a receipt. Roles are the request's own.
    pub fn check_access(&self, patient: Hash, request: AccessRequest) -> Result<Decision, Error> {
        let consent = self.current_version(&patient, request.access.purpose.scope())?;
        Ok(decide(&consent, &request, today()))
    }

    /// The consent that answers, or last answered, for a patient and scope.
    pub fn current(&self, patient: Hash, scope: Scope) -> Result<ConsentVersion, Error> {
        self.current_version(&patient, scope)
    }

    /// One version of a consent.
    pub fn version(&self, id: Hash, version: u32) -> Result<ConsentVersion, Error> {
        self.versions.get(&(id, version)).ok_or_else(|| Common::UnknownId.into())
    }

    /// A patient's log after a number, in order and complete (C9), at most 45 rows.
    pub fn receipts(&self, patient: Hash, after: Option<u64>) -> Result<Vec<ReceiptRow>, Error> {
        let first = self.patient(&patient)?.first;
        let page = self.receipts.under(&first, after.as_ref(), RECEIPTS_PAGE_LEN_MAX);
        Ok(page.into_iter().map(|(number, it)| self.row(first, number, it)).collect())
    }

    /// Emergency accesses without review after a row, most urgent first, at most 100.
    pub fn unreviewed(&self, after: Option<PendingReview>) -> Result<Vec<PendingReview>, Error> {
        let cursor = after.map(|it| (it.due, it.patient, it.number));
        let page = self.pending.after(cursor.as_ref(), PAGE_LEN_MAX).into_iter();
        Ok(page
            .map(|((due, patient, number), ())| PendingReview { due, patient, number })
            .collect())
    }

    /// Whether an account holds a role.
    pub fn has_role(&self, role: Role, account: Address) -> Result<bool, Error> {
        Ok(self.roles.has(role, &account))
    }
}

/// The date of the block, UTC.
fn today() -> CivilDate {
    env::time().date()
}
