//! The contract: who may call, what is loaded, which rule decides, what is stored.

mod access;
mod consent;
mod parties;
mod proposing;
mod reading;

use crate::authority::may_hold;
use crate::directive::Purpose;
use crate::disclosure::check_disclosure;
use crate::emergency::check_review;
use crate::errors::Error;
use crate::events::{
    AccessDecided, ActorEnrolled, AffiliationSet, ApprovalRevoked, ConsentProposed,
    ConsentRegistered, ConsentSuperseded, ConsentWithdrawn, DisclosureRecorded, EmergencyAccessed,
    EmergencyReviewed, EnteredInError, MandateSet, PatientBound, ProposalRejected,
    ResearchApproved, RoleGranted, RoleRevoked,
};
use crate::messages::{
    Access, AccessAnswer, AccessCountCursor, AccessCountRow, AccessCounts, AccessRequest, Approval,
    ConsentRef, ConsentVersion, Decision, EndingConsent, Mandate, PAGE_LEN_MAX, Patient,
    PendingReview, Proposal, RECEIPTS_PAGE_LEN_MAX, Receipt, ReceiptRow, RegisterRequest, Review,
    Role, Scope, Status, Withdrawal, WithdrawalCursor,
};
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
    /// What patients were asked for, by the id that the consent would have.
    proposals: Map<Hash, Proposal>,
    /// Accesses by requester and purpose.
    access_counts: OrderedMap<(Address, Purpose), AccessCounts>,
    /// Consents in force that end, by last day, id and version.
    last_days: OrderedMap<(CivilDate, Hash, u32), ()>,
    /// Version, height and receipts, by time and consent.
    withdrawals: OrderedMap<(UnixSeconds, Hash), (u32, Height, u64)>,
}

#[contract(error = Error, events = [
    RoleGranted, RoleRevoked, ActorEnrolled, AffiliationSet, PatientBound, MandateSet, ResearchApproved,
    ApprovalRevoked, ConsentProposed, ProposalRejected, ConsentRegistered, ConsentSuperseded, ConsentWithdrawn, EnteredInError, AccessDecided,
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
        self.put_actor(account, actor, epoch, organisations)
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
        self.affiliate(account, organisation, works_there)
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
        self.bind(patient, epoch, account, custodian)
    }

    /// Lets a representative change a patient's consents until a day; `None` ends it.
    /// By the patient or a court.
    pub fn set_mandate(
        &mut self,
        patient_account: Address,
        representative: Address,
        until: Option<CivilDate>,
    ) -> Result<(), Error> {
        self.put_mandate(patient_account, representative, until)
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
        self.approve(approval, requester, until)
    }

    /// Revokes an approval for good. By any ethics reviewer: who gave it may be gone.
    #[only(Role::EthicsReviewer)]
    pub fn revoke_approval(&mut self, approval: Hash) -> Result<(), Error> {
        self.end_approval(approval)
    }

    /// Records a consent and makes it the current one for patient, custodian and scope
    /// (C8). By the patient, a representative or a court. The same request again changes
    /// nothing. Returns the version.
    pub fn register(&mut self, request: RegisterRequest) -> Result<u32, Error> {
        self.check_request(&request)?;
        if let Some(version) = self.latest.get(&request.id) {
            return self.repeated(&request, version);
        }
        self.fulfil(&request)?;
        self.end_current(&request)?;
        self.record(&request, 1)
    }

    /// Asks a patient for a consent, which grants nothing until the patient's side registers
    /// it. `content` is SHA3-256 of the SCALE-encoded request of `register`, which the patient
    /// gets off the ledger. The same proposal again changes nothing.
    #[only(Role::Custodian, Role::Requester)]
    pub fn propose(&mut self, id: Hash, patient: Hash, content: Hash) -> Result<(), Error> {
        self.ask_for(id, patient, content)
    }

    /// Says no to a proposal, for good. By the patient, a representative or a court.
    pub fn reject_proposal(&mut self, id: Hash) -> Result<(), Error> {
        self.decline(id)
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
        let row = (version, env::height(), self.receipt_count(&patient.first));
        self.withdrawals.set(&(env::time(), id), &row);
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

    /// What a patient was asked for.
    pub fn proposal(&self, id: Hash) -> Result<Proposal, Error> {
        self.proposals.get(&id).ok_or_else(|| Common::UnknownId.into())
    }

    /// How often each requester was let in and turned away, for each purpose.
    #[only(Role::Regulator, Role::PrivacyOfficer)]
    pub fn access_counts(
        &self,
        after: Option<AccessCountCursor>,
        limit: u32,
    ) -> Result<Page<AccessCountRow, AccessCountCursor>, Error> {
        Ok(self.count_rows(after, limit))
    }

    /// Consents in force whose last day is at most `until`, by last day.
    #[only(Role::Regulator, Role::PrivacyOfficer)]
    pub fn lapsing(
        &self,
        until: CivilDate,
        after: Option<EndingConsent>,
        limit: u32,
    ) -> Result<Page<EndingConsent, EndingConsent>, Error> {
        Ok(self.ending(until, after, limit))
    }

    /// Withdrawals by time, with the block in which each had effect.
    #[only(Role::Regulator, Role::PrivacyOfficer)]
    pub fn withdrawals(
        &self,
        after: Option<WithdrawalCursor>,
        limit: u32,
    ) -> Result<Page<Withdrawal, WithdrawalCursor>, Error> {
        Ok(self.withdrawal_rows(after, limit))
    }

    /// Of a page of receipts after a version had ended, the numbers of those that it still
    /// permitted: there must be none (C1, C4). A page may be empty and have a next one.
    #[only(Role::Regulator, Role::PrivacyOfficer)]
    pub fn permits_after_end(
        &self,
        id: Hash,
        version: u32,
        after: Option<u64>,
    ) -> Result<Page<u64, u64>, Error> {
        self.permits_after((id, version), after)
    }

    /// Of a page of a patient's log, the numbers of receipts under consents that were entered in
    /// error (C10). A page may be empty and have a next one.
    #[only(Role::Regulator, Role::PrivacyOfficer)]
    pub fn receipts_in_error(
        &self,
        patient: Hash,
        after: Option<u64>,
    ) -> Result<Page<u64, u64>, Error> {
        self.in_error(&patient, after)
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
