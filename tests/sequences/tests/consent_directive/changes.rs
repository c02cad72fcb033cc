//! C4, C7, C8, C9, C10: withdrawing, who changes a consent, one at a time, the log, errors.

use super::world::{CUSTODIAN, PATIENT, REQUESTER, World, code, day, directive, exception, hash};
use consent_directive::{
    Base, ConsentRef, ConsentWithdrawn, Directive, EXCEPTIONS_LEN_MAX, Effect, Outcome as Decided,
    Purpose, Reason, RegisterRequest, Role, Scope, Status,
};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn c4_withdrawal_is_immediate_final_and_the_patients_alone(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::PermitAll));
    assert!(w.is_permitted());
    for other in [&w.custodian, &w.requester, &w.court, &w.authority, &w.stranger] {
        assert_eq!(w.refused(|| w.contract.by(other).withdraw(hash(1))), 102);
    }
    let before = w.receipts();
    let withdrawn = w.contract.by(&w.patient).withdraw(hash(1));
    withdrawn.emits(&ConsentWithdrawn { id: hash(1), version: 1, by: w.patient.address }).ok();
    let answer = w.ask(&w.requester, Purpose::Treatment);
    assert_eq!(answer.decision.reason, Reason::Withdrawn, "in the very next call");
    let again = w.refused(|| w.contract.by(&w.patient).withdraw(hash(1)));
    assert_eq!(again, code(Common::WrongState));
    let revived = w.request(1, directive(Base::PermitAll));
    let supersede = w.refused(|| w.contract.by(&w.patient).supersede(1, revived.clone()));
    assert_eq!(supersede, code(Common::WrongState));
    // The same request again is answered, and changes nothing.
    assert_eq!(w.contract.by(&w.patient).register(revived).ok(), 1);
    assert!(!w.is_permitted());
    assert_eq!(w.receipts()[..1], before[..], "what was recorded stays");
    let disclose = || w.contract.by(&w.custodian).record_disclosure(PATIENT, 0, hash(9));
    assert_eq!(w.refused(disclose), 114, "what was permitted is not disclosed any more");
    w.register(2, directive(Base::PermitAll));
    assert!(w.is_permitted(), "a new consent is needed, and enough");
}

#[sandpact::test]
fn c7_patient_representative_and_court_change_a_consent_and_the_custodian_never(ledger: &Ledger) {
    let w = World::new(ledger);
    let not_authorised = code(Common::NotAuthorised);
    let register = |by: &Account, number| {
        w.contract.by(by).register(w.request(number, directive(Base::DenyAll)))
    };
    for other in [&w.custodian, &w.requester, &w.authority, &w.stranger] {
        assert_eq!(w.refused(|| register(other, 1)), not_authorised);
    }
    register(&w.patient, 1).ok();
    register(&w.court, 2).ok();
    let mandate =
        |until| w.contract.by(&w.patient).set_mandate(w.patient.address, w.stranger.address, until);
    mandate(Some(day("2026-01-31"))).ok();
    register(&w.stranger, 3).ok();
    // A mandate makes no custodian a representative.
    let own = w.contract.by(&w.patient);
    own.set_mandate(w.patient.address, w.custodian.address, Some(day("2026-12-31"))).ok();
    assert_eq!(w.refused(|| register(&w.custodian, 4)), not_authorised);
    ledger.set_day(day("2026-02-01"));
    assert_eq!(w.refused(|| register(&w.stranger, 4)), not_authorised, "the mandate is over");
    let in_error = w.refused(|| w.contract.by(&w.custodian).enter_in_error(hash(3)));
    assert_eq!(in_error, not_authorised);
    let foreign = RegisterRequest { patient: hash(77), ..w.request(4, directive(Base::DenyAll)) };
    assert_eq!(w.refused(|| w.contract.by(&w.patient).register(foreign)), 113);
    let elsewhere = RegisterRequest {
        custodian: super::world::REQUESTER,
        ..w.request(4, directive(Base::DenyAll))
    };
    assert_eq!(w.refused(|| w.contract.by(&w.patient).register(elsewhere)), 103);
}

#[sandpact::test]
fn c8_one_consent_is_active_for_patient_custodian_and_scope(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::PermitAll));
    let research =
        RegisterRequest { scope: Scope::Research, ..w.request(2, directive(Base::DenyAll)) };
    w.contract.by(&w.patient).register(research).ok();
    w.register(3, directive(Base::DenyAll));
    let status = |number, version| w.contract.query().version(hash(number), version).ok().status;
    assert_eq!(status(1, 1), Status::Superseded);
    assert_eq!((status(2, 1), status(3, 1)), (Status::Active, Status::Active));
    let next = w.request(3, directive(Base::PermitAll));
    let stale = w.refused(|| w.contract.by(&w.patient).supersede(2, next.clone()));
    assert_eq!(stale, code(Common::StaleVersion));
    assert_eq!(w.contract.by(&w.patient).supersede(1, next).ok(), 2);
    assert_eq!((status(3, 1), status(3, 2)), (Status::Superseded, Status::Active));
    let current = w.contract.query().current(PATIENT, Scope::PatientPrivacy).ok();
    assert_eq!((current.id, current.version), (hash(3), 2));
    let other = w.request(3, directive(Base::DenyAll));
    let other = RegisterRequest { commitment: hash(99), ..other };
    let differs = w.refused(|| w.contract.by(&w.patient).register(other));
    assert_eq!(differs, code(Common::DuplicateRequestDifferentContent));
}

#[sandpact::test]
fn c9_the_log_of_a_patient_is_complete_and_only_grows(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::PermitAll));
    let mut before = w.receipts();
    assert!(before.is_empty());
    for round in 0..50_u64 {
        let purpose = if round % 2 == 0 { Purpose::Treatment } else { Purpose::Marketing };
        assert_eq!(w.ask(&w.requester, purpose).number, round);
    }
    let first = w.receipts();
    let rest = w.contract.query().receipts(PATIENT, Some(44)).ok();
    assert_eq!((first.len(), rest.len()), (45, 5));
    before.extend(first);
    before.extend(rest);
    let numbers: Vec<_> = before.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    let consent = ConsentRef { id: hash(1), version: 1 };
    assert!(before.iter().all(|row| row.receipt.consent == consent));
    // A pseudonym of a later epoch is the same patient's: the log goes on.
    let by = w.contract.by(&w.authority);
    by.enrol(w.custodian.address, hash(61), 2, vec![]).ok();
    by.bind_patient(hash(60), 2, w.patient.address, hash(61)).ok();
    assert_eq!(w.contract.query().receipts(hash(60), None).ok().len(), 45);
    let taken = w.refused(|| by.bind_patient(PATIENT, 3, w.stranger.address, CUSTODIAN));
    assert_eq!(taken, 104);
}

#[sandpact::test]
fn c10_what_was_entered_in_error_grants_nothing_and_flags_its_receipts(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::PermitAll));
    assert!(w.is_permitted());
    w.register(2, directive(Base::PermitAll));
    assert!(w.is_permitted());
    let stranger = w.refused(|| w.contract.by(&w.stranger).enter_in_error(hash(2)));
    assert_eq!(stranger, code(Common::NotAuthorised));
    w.contract.by(&w.patient).enter_in_error(hash(2)).ok();
    let again = w.refused(|| w.contract.by(&w.patient).enter_in_error(hash(2)));
    assert_eq!(again, code(Common::WrongState));
    let answer = w.ask(&w.requester, Purpose::Treatment);
    let expected = (Decided::Deny, Reason::EnteredInError);
    assert_eq!((answer.decision.outcome, answer.decision.reason), expected);
    let flags: Vec<_> = w.receipts().iter().map(|row| row.is_in_error).collect();
    assert_eq!(flags, [false, true, true]);
    let flagged = w.contract.by(&w.regulator).receipts_in_error(PATIENT, None).ok();
    assert_eq!(flagged.items, [1, 2]);
    assert_eq!(flagged.next, None);
    let not = w.refused(|| w.contract.by(&w.requester).receipts_in_error(PATIENT, None));
    assert_eq!(not, code(Common::NotAuthorised));
    assert!(w.contract.query().has_role(Role::Patient, w.patient.address).ok());
}

/// What a court has ordered, the patient does not undo (code 112).
#[sandpact::test]
fn a_mandate_by_a_court_is_changed_by_a_court(ledger: &Ledger) {
    let w = World::new(ledger);
    let set = |by: &Account, until| {
        w.contract.by(by).set_mandate(w.patient.address, w.stranger.address, until)
    };
    set(&w.court, Some(day("2026-12-31"))).ok();
    let by_court = code(consent_directive::Error::MandateByCourt);
    assert_eq!(by_court, 112);
    for until in [None, Some(day("2027-12-31"))] {
        assert_eq!(w.refused(|| set(&w.patient, until)), by_court);
    }
    set(&w.court, None).ok();
    set(&w.patient, Some(day("2026-12-31"))).ok();
}

/// Only the custodian of the data discloses it (code 107), and only what was permitted (109).
#[sandpact::test]
fn the_custodian_of_the_data_discloses_what_was_permitted(ledger: &Ledger) {
    let w = World::new(ledger);
    let other = ledger.account("another custodian");
    w.contract.by(&w.authority).grant(Role::Custodian, other.address).ok();
    w.register(1, directive(Base::DenyAll));
    assert!(!w.is_permitted(), "receipt 0 is of a denial");
    let disclose = |by: &Account| w.contract.by(by).record_disclosure(PATIENT, 0, hash(9));
    assert_eq!(w.refused(|| disclose(&other)), 107);
    assert_eq!(w.refused(|| disclose(&w.custodian)), 109);
}

#[sandpact::test]
fn a_directive_has_no_more_entries_than_its_lists_take(ledger: &Ledger) {
    let w = World::new(ledger);
    let many = vec![exception(Effect::Deny, REQUESTER); 1 + EXCEPTIONS_LEN_MAX];
    let directive = Directive { exceptions: many, ..directive(Base::PermitAll) };
    let register = || w.contract.by(&w.patient).register(w.request(1, directive.clone()));
    assert_eq!(w.refused(register), code(Common::TooLarge));
}
