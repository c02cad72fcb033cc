//! Who changes a consent (C4, C7), and in whose name.

use super::*;

#[test]
fn a_withdrawal_is_the_patients_immediate_and_final() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.enrol("requester", "Practitioner/anyone");
    health.admit(&consent);
    health.refuse("requester", "register", &consent, Common::NotAuthorised.code());
    health.accept::<u32>("patient", "register", &consent);
    health.refuse("requester", "withdraw", &consent.id, 102);
    health.refuse("authority", "withdraw", &consent.id, 102);
    health.accept::<()>("patient", "withdraw", &consent.id);
    health.refuse("patient", "withdraw", &consent.id, Common::WrongState.code());
    let asked = (consent.patient, access(None), None::<Hash>);
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    let denied = Decision { outcome: Outcome::Deny, reason: Reason::Withdrawn };
    assert_eq!(answer.decision, denied);
    assert_eq!(health.receipts(consent.patient).len(), 1, "a denial is recorded too");
}

#[test]
fn a_pseudonym_is_bound_before_it_is_used() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.enrol("custodian", "Organization/harbour-hospital");
    health.enrol("clinic", "Organization/dyke-clinic");
    health.refuse("patient", "register", &consent, 113);
    let mut binding = binding(&consent);
    health.refuse("patient", "bind_patient", &binding, Common::NotAuthorised.code());
    health.accept::<()>("authority", "bind_patient", &binding);
    // Whoever else has the role of a patient gets nothing by claiming the pseudonym.
    let thief = key_of("thief").address();
    health.accept::<()>("authority", "grant", &(Role::Patient, thief));
    let claimed = RegisterRequest { patient_account: thief, ..consent.clone() };
    health.refuse("thief", "register", &claimed, Common::NotAuthorised.code());
    health.refuse("patient", "register", &claimed, 103);
    let moved = RegisterRequest {
        custodian: actor_pseudonym(&fingerprints(), "Organization/dyke-clinic"),
        ..consent.clone()
    };
    health.refuse("patient", "register", &moved, 103);
    binding.2 = thief;
    health.refuse("authority", "bind_patient", &binding, Common::AlreadyExists.code());
    (binding.0, binding.3) = (Hash([1; 32]), Hash([2; 32]));
    health.refuse("authority", "bind_patient", &binding, 104);
    assert_eq!(health.accept::<u32>("patient", "register", &consent), 1);
}

#[test]
fn a_custodian_changes_no_consent_under_whatever_title() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.admit(&consent);
    let refused = Common::NotAuthorised.code();
    for name in ["custodian", "other custodian"] {
        let account = key_of(name).address();
        health.accept::<()>("authority", "grant", &(Role::Custodian, account));
        health.refuse(name, "register", &consent, refused);
        let mandate = (key_of("patient").address(), account, Some(day("2026-12-31")));
        health.accept::<()>("patient", "set_mandate", &mandate);
        health.accept::<()>("authority", "grant", &(Role::Court, account));
        health.refuse(name, "register", &consent, refused);
    }
    // Staff of the custodian is no better representative than the custodian itself.
    let nurse = key_of("nurse").address();
    let works = (nurse, consent.custodian, true);
    health.accept::<()>("authority", "set_affiliation", &works);
    let mandate = (key_of("patient").address(), nurse, Some(day("2026-12-31")));
    health.accept::<()>("patient", "set_mandate", &mandate);
    health.refuse("nurse", "register", &consent, refused);
    // The custodian of the data is known by its account, whatever roles it has lost.
    let role = (Role::Custodian, key_of("custodian").address());
    health.accept::<()>("authority", "revoke", &role);
    health.refuse("custodian", "register", &consent, refused);
    health.accept::<u32>("patient", "register", &consent);
    health.refuse("custodian", "enter_in_error", &consent.id, refused);
}

#[test]
fn a_representative_acts_up_to_the_last_day_and_a_court_without_one() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.admit(&consent);
    let parties = (key_of("patient").address(), key_of("daughter").address());
    let mandate = |until| (parties.0, parties.1, until);
    let refused = Common::NotAuthorised.code();
    health.refuse("daughter", "set_mandate", &mandate(Some(day("2026-01-31"))), refused);
    let past = mandate(Some(day("2026-01-04")));
    health.refuse("patient", "set_mandate", &past, Common::DateOrder.code());
    health.accept::<()>("patient", "set_mandate", &mandate(Some(day("2026-01-31"))));
    health.ledger.set_day("2026-01-31");
    assert_eq!(health.accept::<u32>("daughter", "register", &consent), 1);
    health.refuse("daughter", "withdraw", &consent.id, 102);
    health.ledger.set_day("2026-02-01");
    health.refuse("daughter", "enter_in_error", &consent.id, refused);
    health.accept::<()>("court", "set_mandate", &mandate(Some(day("2026-02-28"))));
    health.refuse("patient", "set_mandate", &mandate(None), 112);
    assert_eq!(health.accept::<u32>("daughter", "supersede", &(1_u32, consent.clone())), 2);
    health.accept::<()>("court", "enter_in_error", &consent.id);
    let version: ConsentVersion =
        health.ledger.query(&health.contract, "version", &(consent.id, 2_u32));
    assert_eq!(version.status, Status::EnteredInError);
    assert_eq!(version.ended.unwrap().by, key_of("court").address());
}

#[test]
fn a_version_takes_the_place_of_the_one_that_its_author_saw() {
    let mut health = Health::on("2026-01-05");
    let consent = map(CONSENT.as_bytes()).unwrap();
    health.enrol("requester", "Practitioner/anyone");
    health.register(&consent);
    let next = RegisterRequest { id: consent.id, ..opt_in(Scope::PatientPrivacy) };
    health.refuse("patient", "supersede", &(2_u32, next.clone()), Common::StaleVersion.code());
    let unknown = RegisterRequest { id: Hash([9; 32]), ..next.clone() };
    health.refuse("patient", "supersede", &(1_u32, unknown), Common::UnknownId.code());
    assert_eq!(health.accept::<u32>("patient", "supersede", &(1_u32, next.clone())), 2);
    let status = |health: &Health, version: u32| {
        let version: ConsentVersion =
            health.ledger.query(&health.contract, "version", &(consent.id, version));
        version.status
    };
    assert_eq!((status(&health, 1), status(&health, 2)), (Status::Superseded, Status::Active));
    let asked = (consent.patient, access(None), None::<Hash>);
    let answer: AccessAnswer = health.accept("requester", "request_access", &asked);
    assert_eq!(answer.decision.reason, Reason::BasePermits);
    assert_eq!(health.receipts(consent.patient)[0].receipt.consent.version, 2);
    health.accept::<()>("patient", "withdraw", &consent.id);
    health.refuse("patient", "supersede", &(2_u32, next), Common::WrongState.code());
}

#[test]
fn a_rule_about_an_unknown_actor_is_refused() {
    let mut health = Health::on("2026-01-05");
    let mut consent = opt_in(Scope::PatientPrivacy);
    health.admit(&consent);
    let stranger = actor_pseudonym(&fingerprints(), "Organization/unknown");
    consent.directive.actors = vec![ActorKey::Actor { pseudonym: stranger }];
    health.refuse("patient", "register", &consent, 104);
    consent.directive.actors = vec![];
    assert_eq!(health.accept::<u32>("patient", "register", &consent), 1);
    consent.directive.exceptions = vec![rule(Effect::Deny, stranger)];
    health.refuse("patient", "supersede", &(1_u32, consent.clone()), 104);
    // Known in another epoch than that of the consent is not known.
    health.enrol_as("clinic", stranger, 2);
    health.refuse("patient", "supersede", &(1_u32, consent.clone()), 104);
    let known = actor_pseudonym(&fingerprints(), "Organization/known");
    health.enrol_as("clinic", known, 1);
    consent.directive.exceptions = vec![rule(Effect::Deny, known)];
    assert_eq!(health.accept::<u32>("patient", "supersede", &(1_u32, consent)), 2);
}

#[test]
fn a_new_key_neither_hides_nor_doubles_a_consent() {
    let mut health = Health::on("2026-01-05");
    let first = opt_in(Scope::PatientPrivacy);
    health.enrol("requester", "Practitioner/anyone");
    health.register(&first);
    let key = FingerprintKey::new([6; 32], 2);
    let second = map_with(&key, CONSENT.as_bytes()).unwrap();
    assert_eq!(second.epoch, 2);
    assert_ne!(second.patient, first.patient);
    health.admit(&second);
    let asked = |patient: Hash| (patient, access(None), None::<Hash>);
    let ask = |health: &mut Health, patient| -> AccessAnswer {
        health.accept("requester", "request_access", &asked(patient))
    };
    // The consent of the first epoch answers under both pseudonyms until there is another.
    assert_eq!(ask(&mut health, first.patient).decision.reason, Reason::BasePermits);
    assert_eq!(ask(&mut health, second.patient).decision.reason, Reason::BasePermits);
    let mixed = RegisterRequest { epoch: 1, ..second.clone() };
    health.refuse("patient", "register", &mixed, 104);
    assert_eq!(health.accept::<u32>("patient", "register", &second), 1);
    health.refuse("requester", "request_access", &asked(second.patient), 104);
    health.enrol_as("requester", actor_pseudonym(&key, "Practitioner/anyone"), 2);
    for patient in [first.patient, second.patient] {
        assert_eq!(ask(&mut health, patient).decision.reason, Reason::BaseDenies);
        assert_eq!(health.receipts(patient).len(), if patient == first.patient { 3 } else { 4 });
    }
    let again = (Hash([7; 32]), 2_u32, second.patient_account, second.custodian);
    health.refuse("authority", "bind_patient", &again, Common::AlreadyExists.code());
}
