//! A patient at a custodian, and those who ask for the data.

use consent_directive::{
    Access, AccessAnswer, Action, ActorKey, Base, ConsentDirective, Directive, Effect, Exception,
    Outcome as Decided, Period, Purpose, ReceiptRow, RegisterRequest, Role, Scope,
};
use sandpact_testing::prelude::*;
use sha3::Digest as _;
use std::fmt::Debug;

pub struct World {
    pub ledger: Ledger,
    pub contract: Deployed<ConsentDirective>,
    pub authority: Account,
    pub patient: Account,
    pub custodian: Account,
    pub requester: Account,
    pub clinician: Account,
    pub officer: Account,
    pub regulator: Account,
    pub reviewer: Account,
    pub court: Account,
    pub stranger: Account,
}

/// Pseudonym of the patient.
pub const PATIENT: Hash = Hash([50; 32]);
/// Pseudonym of the custodian.
pub const CUSTODIAN: Hash = Hash([51; 32]);
/// Pseudonym of the requester.
pub const REQUESTER: Hash = Hash([52; 32]);
/// Pseudonym of the clinician.
pub const CLINICIAN: Hash = Hash([53; 32]);

pub fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub const fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

pub fn directive(base: Base) -> Directive {
    let (actors, purposes, exceptions) = (vec![], vec![], vec![]);
    Directive { base, period: Period::OPEN, actors, purposes, exceptions }
}

/// An exception for one actor.
pub fn exception(effect: Effect, pseudonym: Hash) -> Exception {
    Exception {
        effect,
        actors: vec![ActorKey::Actor { pseudonym }],
        actions: vec![],
        purposes: vec![],
        classes: vec![],
        codes: vec![],
        data_period: None,
    }
}

pub fn access(purpose: Purpose) -> Access {
    Access { action: Action::Access, purpose, class: None, code: None, data_period: None }
}

pub fn code(error: impl Into<consent_directive::Error>) -> u32 {
    error.into().code()
}

impl World {
    pub fn new(ledger: &Ledger) -> Self {
        let [authority, patient, custodian, requester, clinician] =
            ledger.accounts(["authority", "patient", "custodian", "requester", "clinician"]);
        let [officer, regulator, reviewer, court, stranger] =
            ledger.accounts(["officer", "regulator", "reviewer", "court", "stranger"]);
        let creation = Calls::<ConsentDirective>::create(authority.address);
        let contract = ledger.deploy(&authority, creation);
        let by = contract.by(&authority);
        for (role, account) in [
            (Role::Patient, patient),
            (Role::Custodian, custodian),
            (Role::Requester, requester),
            (Role::EmergencyClinician, clinician),
            (Role::PrivacyOfficer, officer),
            (Role::Regulator, regulator),
            (Role::EthicsReviewer, reviewer),
            (Role::Court, court),
        ] {
            by.grant(role, account.address).ok();
        }
        for (account, actor) in
            [(custodian, CUSTODIAN), (requester, REQUESTER), (clinician, CLINICIAN)]
        {
            by.enrol(account.address, actor, 1, vec![]).ok();
        }
        by.bind_patient(PATIENT, 1, patient.address, CUSTODIAN).ok();
        Self {
            ledger: ledger.clone(),
            contract,
            authority,
            patient,
            custodian,
            requester,
            clinician,
            officer,
            regulator,
            reviewer,
            court,
            stranger,
        }
    }

    /// The request of a consent of this number.
    pub fn request(&self, number: u8, directive: Directive) -> RegisterRequest {
        RegisterRequest {
            id: hash(number),
            epoch: 1,
            patient: PATIENT,
            patient_account: self.patient.address,
            custodian: CUSTODIAN,
            scope: Scope::PatientPrivacy,
            directive,
            commitment: hash(number),
        }
    }

    /// What a proposal of a request says of it.
    pub fn content(&self, request: &RegisterRequest) -> Hash {
        Hash(sha3::Sha3_256::digest(request.encode()).into())
    }

    /// Registers a consent of this number.
    pub fn register(&self, number: u8, directive: Directive) {
        self.contract.by(&self.patient).register(self.request(number, directive)).ok();
    }

    pub fn ask(&self, by: &Account, purpose: Purpose) -> AccessAnswer {
        self.contract.by(by).request_access(PATIENT, access(purpose), None).ok()
    }

    /// Whether the requester may read for treatment now.
    pub fn is_permitted(&self) -> bool {
        self.ask(&self.requester, Purpose::Treatment).decision.outcome == Decided::Permit
    }

    pub fn receipts(&self) -> Vec<ReceiptRow> {
        self.contract.query().receipts(PATIENT, None).ok()
    }

    /// The code of a refusal, which leaves the root as it was.
    #[track_caller]
    pub fn refused<T, E: Refusal + Debug>(&self, call: impl FnOnce() -> Outcome<T, E>) -> u32 {
        let before = self.ledger.state_root();
        let code = call().code();
        assert_eq!(self.ledger.state_root(), before, "a refusal changes nothing");
        code
    }
}
