//! Who gets access, and what is recorded of it.

use super::*;
use crate::cases::profiles;

#[test]
fn requests_without_standing_are_refused_and_leave_no_receipt() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.register(&consent);
    let asked = (consent.patient, access(None), None::<Hash>);
    health.refuse("stranger", "request_access", &asked, Common::NotAuthorised.code());
    health.refuse("requester", "request_access", &asked, 104);
    health.enrol("requester", "Practitioner/anyone");
    let research = Access { purpose: Purpose::Research, ..access(None) };
    let asked = (consent.patient, research.clone(), None::<Hash>);
    health.refuse("requester", "request_access", &asked, 105);
    let asked = (consent.patient, research, Some(Hash([8; 32])));
    health.refuse("requester", "request_access", &asked, 106);
    let asked = (Hash([1; 32]), access(None), None::<Hash>);
    health.refuse("requester", "request_access", &asked, Common::UnknownId.code());
    let mut backwards = consent.clone();
    backwards.id = Hash([4; 32]);
    backwards.directive.period.start = CivilDate::parse("2030-01-02").ok();
    backwards.directive.period.end = CivilDate::parse("2030-01-01").ok();
    health.refuse("patient", "register", &backwards, Common::DateOrder.code());
    assert_eq!(health.receipts(consent.patient), []);
}

#[test]
fn a_consent_to_research_permits_no_marketing() {
    let mut health = Health::on("2026-01-05");
    health.enrol("requester", "Practitioner/anyone");
    health.enrol("clinic", "Organization/dyke-clinic");
    let privacy = map(CONSENT.as_bytes()).unwrap();
    health.register(&opt_in(Scope::Research));
    let asked = |purpose| (privacy.patient, Access { purpose, ..access(None) }, None::<Hash>);
    let marketing = asked(Purpose::Marketing);
    health.refuse("requester", "request_access", &marketing, Common::UnknownId.code());
    health.accept::<u32>("patient", "register", &privacy);
    for purpose in [Purpose::Marketing, Purpose::Treatment, Purpose::Payment] {
        let answer: AccessAnswer = health.accept("requester", "request_access", &asked(purpose));
        assert_eq!(answer.decision.reason, Reason::BaseDenies, "{purpose:?}");
    }
}

#[test]
fn a_disclosure_is_the_custodians_once_and_under_a_standing_permit() {
    let mut health = Health::on("2026-01-05");
    let consent = opt_in(Scope::PatientPrivacy);
    health.enrol("requester", "Practitioner/anyone");
    health.enrol("clinician", "Practitioner/emergency");
    health.enrol("other custodian", "Organization/other");
    let role = (Role::Custodian, key_of("other custodian").address());
    health.accept::<()>("authority", "grant", &role);
    health.register(&consent);
    let asked = (consent.patient, access(None), None::<Hash>);
    for _ in 0..2 {
        let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
        assert_eq!(answer.decision.outcome, Outcome::Permit);
    }
    let disclosed = |number: u64| (consent.patient, number, Hash([7; 32]));
    let method = "record_disclosure";
    health.refuse("requester", method, &disclosed(0), Common::NotAuthorised.code());
    health.refuse("other custodian", method, &disclosed(0), 107);
    health.refuse("custodian", method, &disclosed(9), Common::UnknownId.code());
    health.accept::<()>("custodian", method, &disclosed(0));
    health.refuse("custodian", method, &disclosed(0), Common::AlreadyExists.code());
    assert_eq!(health.receipts(consent.patient)[0].disclosure, Some(Hash([7; 32])));
    health.accept::<()>("patient", "withdraw", &consent.id);
    health.refuse("custodian", method, &disclosed(1), 114);
    let denied: AccessAnswer = health.accept("requester", "request_access", &asked);
    health.refuse("custodian", method, &disclosed(denied.number), 109);
    let emergency = Access { purpose: Purpose::EmergencyTreatment, ..access(None) };
    let asked = (consent.patient, emergency);
    let answer: AccessAnswer = health.accept("clinician", "request_emergency_access", &asked);
    health.accept::<()>("custodian", method, &disclosed(answer.number));
}

#[test]
fn research_is_done_by_whom_it_was_approved_for() {
    let mut health = Health::on("2026-01-05");
    let consent = opt_in(Scope::Research);
    health.register(&consent);
    let approval = Hash([8; 32]);
    let requester = actor_pseudonym(&fingerprints(), "Practitioner/researcher");
    let approve = |until| (approval, requester, day(until));
    health.refuse("reviewer", "approve_research", &approve("2026-01-31"), 104);
    for (name, reference) in
        [("requester", "Practitioner/researcher"), ("clinician", "Practitioner/colleague")]
    {
        health.enrol(name, reference);
        let role = (Role::Requester, key_of(name).address());
        health.accept::<()>("authority", "grant", &role);
    }
    let early = Common::DateOrder.code();
    health.refuse("reviewer", "approve_research", &approve("2026-01-04"), early);
    health.accept::<()>("reviewer", "approve_research", &approve("2026-01-31"));
    let research = Access { purpose: Purpose::Research, ..access(None) };
    let asked = (consent.patient, research, Some(approval));
    health.refuse("clinician", "request_access", &asked, 106);
    let exists = Common::AlreadyExists.code();
    health.refuse("other reviewer", "approve_research", &approve("2026-12-31"), exists);
    health.ledger.set_day("2026-01-31");
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    assert_eq!(answer.decision.reason, Reason::BasePermits);
    assert_eq!(health.receipts(consent.patient)[0].receipt.ethics_approval, Some(approval));
    health.ledger.set_day("2026-02-01");
    health.refuse("requester", "request_access", &asked, 106);
    health.accept::<()>("reviewer", "approve_research", &approve("2026-12-31"));
    health.accept::<AccessAnswer>("requester", "request_access", &asked);
    health.refuse("requester", "revoke_approval", &approval, Common::NotAuthorised.code());
    health.refuse("reviewer", "revoke_approval", &Hash([7; 32]), Common::UnknownId.code());
    health.accept::<()>("other reviewer", "revoke_approval", &approval);
    health.refuse("requester", "request_access", &asked, 106);
    let disclosed = (consent.patient, 0_u64, Hash([7; 32]));
    health.refuse("custodian", "record_disclosure", &disclosed, 106);
    let ended = Common::WrongState.code();
    health.refuse("reviewer", "approve_research", &approve("2026-12-31"), ended);
    health.refuse("reviewer", "revoke_approval", &approval, ended);
}

#[test]
fn a_deny_for_an_organisation_reaches_its_staff() {
    let mut health = Health::on("2026-01-05");
    let mut consent = opt_in(Scope::PatientPrivacy);
    health.enrol("clinic", "Organization/clinic");
    let clinic = actor_pseudonym(&fingerprints(), "Organization/clinic");
    let nurse = actor_pseudonym(&fingerprints(), "Practitioner/nurse");
    let enrolment = (key_of("requester").address(), nurse, 1_u32, vec![clinic]);
    let unknown = (enrolment.0, nurse, 1_u32, vec![Hash([9; 32])]);
    health.refuse("authority", "enrol", &unknown, 104);
    health.accept::<()>("authority", "enrol", &enrolment);
    consent.directive.exceptions = vec![rule(Effect::Deny, clinic)];
    health.register(&consent);
    let ask = |health: &mut Health| -> Reason {
        let asked = (consent.patient, access(None), None::<Hash>);
        health.accept::<AccessAnswer>("requester", "request_access", &asked).decision.reason
    };
    assert_eq!(ask(&mut health), Reason::ExceptionDenies);
    let leaves = (enrolment.0, clinic, false);
    health.refuse("requester", "set_affiliation", &leaves, Common::NotAuthorised.code());
    health.accept::<()>("authority", "set_affiliation", &leaves);
    assert_eq!(ask(&mut health), Reason::BasePermits);
    health.accept::<()>("authority", "set_affiliation", &(enrolment.0, clinic, true));
    assert_eq!(ask(&mut health), Reason::ExceptionDenies);
    // A permit is for the organisation itself.
    consent.directive = Directive { base: Base::DenyAll, ..consent.directive.clone() };
    consent.directive.exceptions = vec![rule(Effect::Permit, clinic)];
    health.accept::<u32>("patient", "supersede", &(1_u32, consent.clone()));
    assert_eq!(ask(&mut health), Reason::BaseDenies);
}

#[test]
fn an_account_works_for_eight_organisations_at_most() {
    let mut health = Health::on("2026-01-05");
    let account = key_of("requester").address();
    for number in 1..=9 {
        let organisation = Hash([number; 32]);
        health.enrol_as(&format!("organisation {number}"), organisation, 1);
        let affiliation = (account, organisation, true);
        if number <= 8 {
            health.accept::<()>("authority", "set_affiliation", &affiliation);
        } else {
            let code = Common::TooLarge.code();
            health.refuse("authority", "set_affiliation", &affiliation, code);
        }
    }
}

#[test]
fn an_emergency_access_is_recorded_and_waits_for_review() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.register(&consent);
    health.enrol("clinician", "Practitioner/emergency");
    let mut wanted = access(None);
    let asked = (consent.patient, wanted.clone());
    health.refuse("clinician", "request_emergency_access", &asked, 108);
    wanted.purpose = Purpose::BreakTheGlass;
    let asked = (consent.patient, wanted);
    assert_eq!(unreviewed(&health), []);
    let answer: AccessAnswer = health.accept("clinician", "request_emergency_access", &asked);
    let expected = Decision { outcome: Outcome::EmergencyPermit, reason: Reason::Emergency };
    assert_eq!(answer, AccessAnswer { number: 0, decision: expected });
    let due = day("2026-01-19");
    assert_eq!(unreviewed(&health), [PendingReview { due, patient: consent.patient, number: 0 }]);
    let review = (consent.patient, answer.number, true);
    health.refuse("clinician", "review", &review, Common::NotAuthorised.code());
    health.accept::<()>("officer", "review", &review);
    health.refuse("officer", "review", &review, Common::AlreadyExists.code());
    assert_eq!(unreviewed(&health), []);
    let receipts = health.receipts(consent.patient);
    assert_eq!(receipts.len(), 1);
    assert!(receipts[0].review.as_ref().unwrap().is_justified);
    assert!(profiles::replay(&health.ledger) > 5);
}

fn unreviewed(health: &Health) -> Vec<PendingReview> {
    health.ledger.query(&health.contract, "unreviewed", &None::<PendingReview>)
}
