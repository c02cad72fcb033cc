//! Values that the tests of several files use.
#![allow(clippy::unwrap_used)]

use crate::directive::{
    ACTORS_LEN_MAX, Action, ActorKey, Base, CLASSES_LEN_MAX, CODES_LEN_MAX, Directive,
    EXCEPTIONS_LEN_MAX, Effect, Exception, Period, Purpose,
};
use crate::messages::{
    Access, AccessRequest, ConsentRef, ConsentVersion, Decision, Ending, Outcome, Reason, Receipt,
    Scope, Status,
};
use sandpact_sdk::prelude::*;

pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub fn period(start: &str, end: &str) -> Period {
    Period { start: Some(date(start)), end: Some(date(end)) }
}

pub const fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

pub fn directive(base: Base) -> Directive {
    let (actors, purposes, exceptions) = (vec![], vec![], vec![]);
    Directive { base, period: Period::OPEN, actors, purposes, exceptions }
}

pub fn exception(effect: Effect) -> Exception {
    Exception {
        effect,
        actors: vec![],
        actions: vec![],
        purposes: vec![],
        classes: vec![],
        codes: vec![],
        data_period: None,
    }
}

pub fn request(actor: u8, action: Action, purpose: Purpose) -> AccessRequest {
    let access = Access { action, purpose, class: None, code: None, data_period: None };
    AccessRequest { actor: hash(actor), organisations: vec![], roles: vec![], access }
}

pub fn version(directive: Directive) -> ConsentVersion {
    ConsentVersion {
        id: hash(90),
        version: 1,
        epoch: 1,
        patient: hash(91),
        custodian: hash(92),
        scope: Scope::PatientPrivacy,
        directive,
        commitment: hash(93),
        status: Status::Active,
        by: Address::ZERO,
        registered_at: UnixSeconds(0),
        ended: None,
    }
}

pub fn receipt(by: Address, outcome: Outcome) -> Receipt {
    Receipt {
        consent: ConsentRef { id: hash(90), version: 1 },
        actor: hash(1),
        by,
        access: request(1, Action::Access, Purpose::EmergencyTreatment).access,
        ethics_approval: None,
        decision: Decision { outcome, reason: Reason::Emergency },
        height: Height(1),
        time: UnixSeconds(0),
    }
}

/// Every list as long as it may be.
pub fn largest_version() -> ConsentVersion {
    let actors = vec![ActorKey::Actor { pseudonym: hash(1) }; ACTORS_LEN_MAX];
    let purposes = vec![Purpose::Legal; 11];
    let exception = Exception {
        effect: Effect::Deny,
        actors: actors.clone(),
        actions: vec![Action::Use; 11],
        purposes: purposes.clone(),
        classes: vec![hash(1); CLASSES_LEN_MAX],
        codes: vec![hash(1); CODES_LEN_MAX],
        data_period: Some(period("2026-01-01", "2026-01-02")),
    };
    let exceptions = vec![exception; EXCEPTIONS_LEN_MAX];
    let period = period("2026-01-01", "2026-01-02");
    let directive = Directive { base: Base::DenyAll, period, actors, purposes, exceptions };
    let ended = Ending { height: Height(1), time: UnixSeconds(1), receipts: 1, by: Address::ZERO };
    ConsentVersion { ended: Some(ended), ..version(directive) }
}
