//! Consents of one patient: what a simple model allows, the contract does, and nothing else; the
//! numbered rules hold after each step.
#![allow(clippy::arithmetic_side_effects)] // days and numbers of a short sequence

mod model;
mod steps;

use crate::{Tally, drive};
use consent_directive::{
    Access, AccessAnswer, Action, ActorKey, Base, ConsentDirective, Directive, Effect, Error,
    Exception, Outcome as Outcomes, Period, Purpose, ReceiptRow, RegisterRequest, Role, Scope,
    Status as Shown,
};
use model::{Decided, Model, Status};
use sandpact_sdk::prelude::{CivilDate, Encode as _, Hash, UnixSeconds};
use sandpact_testing::{Account, Calls, Deployed, Failure, Ledger, Outcome};
use sha3::{Digest as _, Sha3_256};
use steps::{REQUESTERS, Rules, Step};

/// Sequences that check the rules.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("consent_directive", (count, seed), each, steps::sequence(), |steps, tally| {
        let world = World::new();
        let mut model = Model::default();
        let mut log = Vec::new();
        for step in steps {
            world.take(step, &mut model, tally);
            model.c1_permits_are_in_force();
            model.c4_c10_what_ended_stays_ended();
            model.c8_one_is_active();
            log = world.c9_the_log_only_grows(log, &model, tally);
        }
        world.compare(&model, tally);
    })
}

const PATIENT: Hash = Hash([50; 32]);
const CUSTODIAN: Hash = Hash([51; 32]);
const CLINICIAN: Hash = Hash([53; 32]);

struct World {
    ledger: Ledger,
    contract: Deployed<ConsentDirective>,
    first_day: CivilDate,
    patient: Account,
    custodian: Account,
    requesters: [Account; 2],
    clinician: Account,
    officer: Account,
}

const fn actor(who: u8) -> Hash {
    Hash([60 + who; 32])
}

const fn id(number: u8) -> Hash {
    Hash([number; 32])
}

impl World {
    fn new() -> Self {
        let ledger = Ledger::new();
        let [authority, patient, custodian, first, second, clinician, officer] = ledger.accounts([
            "authority",
            "patient",
            "custodian",
            "a",
            "b",
            "clinician",
            "officer",
        ]);
        let creation = Calls::<ConsentDirective>::create(authority.address);
        let contract = ledger.deploy(&authority, creation);
        let by = contract.by(&authority);
        for (role, account) in [
            (Role::Patient, patient),
            (Role::Custodian, custodian),
            (Role::Requester, first),
            (Role::Requester, second),
            (Role::EmergencyClinician, clinician),
            (Role::PrivacyOfficer, officer),
        ] {
            by.grant(role, account.address).ok();
        }
        for (account, pseudonym) in
            [(custodian, CUSTODIAN), (first, actor(0)), (second, actor(1)), (clinician, CLINICIAN)]
        {
            by.enrol(account.address, pseudonym, 1, vec![]).ok();
        }
        by.bind_patient(PATIENT, 1, patient.address, CUSTODIAN).ok();
        let first_day = ledger.time().date();
        let requesters = [first, second];
        Self { ledger, contract, first_day, patient, custodian, requesters, clinician, officer }
    }

    /// Takes a step in both, which agree whether it may be taken and what is decided.
    fn take(&self, step: Step, model: &mut Model, tally: &mut Tally) {
        if let Step::Wait { days } = step {
            self.ledger.advance_seconds(u64::from(days) * 86_400);
            return;
        }
        let now = UnixSeconds(self.ledger.time().0 + 1).date();
        let expected = model.take(step, now.days() - self.first_day.days());
        let result = match step {
            Step::Ask { who, is_for_treatment } => {
                let purpose = if is_for_treatment { Purpose::Treatment } else { Purpose::Payment };
                let by = self.contract.by(&self.requesters[usize::from(who % REQUESTERS)]);
                tally.count(by.request_access(PATIENT, access(purpose), None)).map(decided)
            }
            Step::Emergency => {
                let by = self.contract.by(&self.clinician);
                let asked = access(Purpose::EmergencyTreatment);
                tally.count(by.request_emergency_access(PATIENT, asked)).map(decided)
            }
            Step::Register { id, rules, is_by_patient } => {
                let call = self.contract.by(self.side(is_by_patient));
                tally.count(call.register(self.request(id, rules))).map(|_| None)
            }
            Step::Supersede { id, expected, rules } => {
                let call = self.contract.by(&self.patient);
                tally.count(call.supersede(expected, self.request(id, rules))).map(|_| None)
            }
            other => tally.count(self.simple(other)).map(|()| None),
        };
        match (result, expected) {
            (Ok(decided), Some(modelled)) => assert_eq!(decided, modelled, "{step:?}"),
            (Err(Failure::Refused(_)), None) => {}
            (result, expected) => panic!("{step:?} gave {result:?}, expected {expected:?}"),
        }
    }

    fn simple(&self, step: Step) -> Outcome<(), Error> {
        let by = |account| self.contract.by(account);
        match step {
            Step::Withdraw { id: number, is_by_patient } => {
                by(self.side(is_by_patient)).withdraw(id(number))
            }
            Step::EnterInError { id: number } => by(&self.patient).enter_in_error(id(number)),
            Step::Review { number } => by(&self.officer).review(PATIENT, number, true),
            Step::Disclose { number } => {
                by(&self.custodian).record_disclosure(PATIENT, number, Hash([9; 32]))
            }
            Step::Propose { id: number, rules } => {
                let content = content(&self.request(number, rules));
                by(&self.requesters[0]).propose(id(number), PATIENT, content)
            }
            Step::Reject { id: number } => by(&self.patient).reject_proposal(id(number)),
            other => unreachable!("{other:?} is taken elsewhere"),
        }
    }

    const fn side(&self, is_patient: bool) -> &Account {
        if is_patient { &self.patient } else { &self.custodian }
    }

    fn request(&self, number: u8, rules: Rules) -> RegisterRequest {
        let last_day = rules.last_day.and_then(|days| self.first_day.checked_add_days(days));
        let exceptions = rules.exception.map(|(who, permits)| Exception {
            effect: if permits { Effect::Permit } else { Effect::Deny },
            actors: vec![ActorKey::Actor { pseudonym: actor(who) }],
            actions: vec![],
            purposes: vec![],
            classes: vec![],
            codes: vec![],
            data_period: None,
        });
        let directive = Directive {
            base: if rules.permits { Base::PermitAll } else { Base::DenyAll },
            period: Period { start: None, end: last_day },
            actors: vec![],
            purposes: if rules.is_for_treatment { vec![Purpose::Treatment] } else { vec![] },
            exceptions: exceptions.into_iter().collect(),
        };
        RegisterRequest {
            id: id(number),
            epoch: 1,
            patient: PATIENT,
            patient_account: self.patient.address,
            custodian: CUSTODIAN,
            scope: Scope::PatientPrivacy,
            directive,
            commitment: Hash([9; 32]),
        }
    }

    /// C9: the log has every entry, and those before are as they were.
    fn c9_the_log_only_grows(
        &self,
        before: Vec<ReceiptRow>,
        model: &Model,
        tally: &mut Tally,
    ) -> Vec<ReceiptRow> {
        if model.log.len() == before.len() {
            return before;
        }
        let log = self.log(tally);
        assert_eq!(log.len(), model.log.len());
        for (now, then) in log.iter().zip(&before) {
            assert_eq!((now.number, &now.receipt), (then.number, &then.receipt));
        }
        log
    }

    fn log(&self, tally: &mut Tally) -> Vec<ReceiptRow> {
        tally.count(self.contract.query().receipts(PATIENT, None)).expect("the patient is known")
    }

    /// Versions and log are those of the model; receipts in error are flagged (C10).
    fn compare(&self, model: &Model, tally: &mut Tally) {
        for ((number, version), modelled) in &model.versions {
            let shown = tally.count(self.contract.query().version(id(*number), *version));
            let shown = shown.expect("is recorded").status;
            let expected = match modelled.status {
                Status::Active => Shown::Active,
                Status::Withdrawn => Shown::Withdrawn,
                Status::Superseded => Shown::Superseded,
                Status::InError => Shown::EnteredInError,
            };
            assert_eq!(shown, expected, "{number} {version}");
        }
        for (row, entry) in self.log(tally).iter().zip(&model.log) {
            let consent = (row.receipt.consent.id, row.receipt.consent.version);
            assert_eq!(consent, (id(entry.consent.0), entry.consent.1));
            assert_eq!(of(row.receipt.decision.outcome), entry.decided);
            let is_in_error = model.versions[&entry.consent].status == Status::InError;
            assert_eq!(row.is_in_error, is_in_error);
            assert_eq!(row.review.is_some(), entry.is_reviewed);
            assert_eq!(row.disclosure.is_some(), entry.is_disclosed);
        }
    }
}

/// What a proposal of a request says of it.
fn content(request: &RegisterRequest) -> Hash {
    Hash(Sha3_256::digest(request.encode()).into())
}

const fn access(purpose: Purpose) -> Access {
    Access { action: Action::Access, purpose, class: None, code: None, data_period: None }
}

fn decided(answer: AccessAnswer) -> Option<Decided> {
    Some(of(answer.decision.outcome))
}

const fn of(outcome: Outcomes) -> Decided {
    match outcome {
        Outcomes::Permit => Decided::Permit,
        Outcomes::Deny => Decided::Deny,
        Outcomes::EmergencyPermit => Decided::Emergency,
    }
}
