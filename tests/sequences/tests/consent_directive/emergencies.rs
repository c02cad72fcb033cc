//! C5: emergency access goes ahead, leaves a receipt and is reviewed.

use super::world::{CLINICIAN, PATIENT, World, access, code, directive, exception, hash};
use consent_directive::{
    Base, Directive, Effect, EmergencyAccessed, Exception, Outcome as Decided, PendingReview,
    Purpose, REVIEW_DAYS, Reason,
};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn c5_emergency_access_overrides_a_deny_and_is_reviewed(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::DenyAll));
    let emergency = |by: &Account, purpose| {
        w.contract.by(by).request_emergency_access(PATIENT, access(purpose))
    };
    let not = w.refused(|| emergency(&w.requester, Purpose::EmergencyTreatment));
    assert_eq!(not, code(Common::NotAuthorised));
    assert_eq!(w.refused(|| emergency(&w.clinician, Purpose::Treatment)), 108);
    assert_eq!(w.ask(&w.clinician, Purpose::EmergencyTreatment).decision.outcome, Decided::Deny);
    let answer = emergency(&w.clinician, Purpose::BreakTheGlass);
    let due = ledger.time().date().checked_add_days(REVIEW_DAYS).unwrap();
    let by = w.clinician.address;
    let answer = answer.emits(&EmergencyAccessed { patient: PATIENT, number: 1, due, by }).ok();
    assert_eq!(answer.decision.outcome, Decided::EmergencyPermit);
    assert_eq!(answer.decision.reason, Reason::Emergency);
    let pending = || w.contract.query().unreviewed(None).ok();
    assert_eq!(pending(), [PendingReview { due, patient: PATIENT, number: 1 }]);
    let review = |by: &Account, number| w.contract.by(by).review(PATIENT, number, true);
    assert_eq!(w.refused(|| review(&w.clinician, 1)), code(Common::NotAuthorised));
    assert_eq!(w.refused(|| review(&w.officer, 0)), 110);
    assert_eq!(w.refused(|| review(&w.officer, 7)), code(Common::UnknownId));
    review(&w.officer, 1).ok();
    assert_eq!(pending(), []);
    assert_eq!(w.refused(|| review(&w.officer, 1)), code(Common::AlreadyExists));
}

#[sandpact::test]
fn c5_a_directive_rules_emergency_access_in_or_out(ledger: &Ledger) {
    let w = World::new(ledger);
    let emergency = || {
        let asked = access(Purpose::EmergencyTreatment);
        w.contract.by(&w.clinician).request_emergency_access(PATIENT, asked).ok().decision
    };
    let about = |effect| Exception {
        purposes: vec![Purpose::EmergencyTreatment],
        ..exception(effect, CLINICIAN)
    };
    let with = |effect| Directive { exceptions: vec![about(effect)], ..directive(Base::DenyAll) };
    w.register(1, with(Effect::Permit));
    assert_eq!(emergency().outcome, Decided::Permit);
    assert_eq!(w.contract.query().unreviewed(None).ok(), [], "a permit needs no review");
    w.register(2, with(Effect::Deny));
    let decision = emergency();
    assert_eq!(decision.reason, Reason::EmergencyOverride, "recorded as an override");
    // An officer does not review an access of his own.
    let by = w.contract.by(&w.authority);
    by.grant(consent_directive::Role::PrivacyOfficer, w.clinician.address).ok();
    assert_eq!(w.refused(|| w.contract.by(&w.clinician).review(PATIENT, 1, true)), 111);
    let disclosed = w.contract.by(&w.custodian).record_disclosure(PATIENT, 1, hash(9));
    disclosed.ok();
    let twice = w.refused(|| w.contract.by(&w.custodian).record_disclosure(PATIENT, 1, hash(9)));
    assert_eq!(twice, code(Common::AlreadyExists));
}

/// The last day of the calendar has no day fourteen days later on which a review would be due.
#[sandpact::test]
fn an_emergency_whose_review_has_no_day_is_refused(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(1, directive(Base::DenyAll));
    ledger.set_day(super::world::day("9999-12-31"));
    let by = w.contract.by(&w.clinician);
    let ask = || by.request_emergency_access(PATIENT, access(Purpose::EmergencyTreatment));
    assert_eq!(w.refused(ask), code(Common::Overflow));
}
