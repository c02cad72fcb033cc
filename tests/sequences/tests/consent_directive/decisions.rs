//! C1, C2, C3, C6: when and what a consent permits.

use super::world::{PATIENT, REQUESTER, World, access, code, day, directive, exception, hash};
use consent_directive::{
    Access, AccessRequest, Action, Base, Directive, Effect, Exception, Outcome as Decided, Period,
    Purpose, Reason, RegisterRequest, Scope,
};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn c1_nothing_is_permitted_outside_the_period_or_under_an_old_version(ledger: &Ledger) {
    let w = World::new(ledger);
    let period = Period { start: Some(day("2026-02-01")), end: Some(day("2026-02-28")) };
    w.register(1, Directive { period: period.clone(), ..directive(Base::PermitAll) });
    assert!(!w.is_permitted());
    for (on, is_permitted) in [("2026-02-01", true), ("2026-02-28", true), ("2026-03-01", false)] {
        ledger.set_day(day(on));
        assert_eq!(w.is_permitted(), is_permitted, "{on}");
    }
    w.register(2, directive(Base::PermitAll));
    assert!(w.is_permitted());
    let denies = w.request(2, directive(Base::DenyAll));
    w.contract.by(&w.patient).supersede(1, denies).ok();
    assert!(!w.is_permitted());
    for row in w.receipts() {
        let receipt = row.receipt;
        if receipt.decision.outcome == Decided::Permit {
            let consent = receipt.consent;
            let version = w.contract.query().version(consent.id, consent.version).ok();
            let ended = version.ended.map_or(u64::MAX, |ended| ended.receipts);
            assert!(row.number < ended, "permitted after the version had ended");
            let date = receipt.time.date();
            assert!(version.directive.period.start.is_none_or(|start| start <= date));
            assert!(version.directive.period.end.is_none_or(|end| date <= end));
        }
    }
}

#[sandpact::test]
fn c2_the_same_request_gets_the_same_answer(ledger: &Ledger) {
    let w = World::new(ledger);
    let exceptions = vec![exception(Effect::Deny, REQUESTER)];
    w.register(1, Directive { exceptions, ..directive(Base::PermitAll) });
    let request = AccessRequest {
        actor: REQUESTER,
        organisations: vec![],
        roles: vec![consent_directive::Role::Requester],
        access: access(Purpose::Treatment),
    };
    let asked = || w.contract.query().check_access(PATIENT, request.clone()).ok();
    let first = asked();
    assert_eq!(first.reason, Reason::ExceptionDenies);
    assert_eq!((asked(), w.ask(&w.requester, Purpose::Treatment).decision), (first.clone(), first));
}

/// Base, exceptions for the requester and whether it may read.
#[sandpact::test]
fn c3_exceptions_come_before_the_base_and_deny_beats_permit(ledger: &Ledger) {
    let w = World::new(ledger);
    let treatment = |effect| Exception {
        actors: vec![],
        purposes: vec![Purpose::Treatment],
        ..exception(effect, REQUESTER)
    };
    let (permit, deny) = (exception(Effect::Permit, REQUESTER), exception(Effect::Deny, REQUESTER));
    let narrow =
        Exception { purposes: vec![Purpose::Treatment], ..exception(Effect::Permit, REQUESTER) };
    let cases = [
        (Base::PermitAll, vec![], true),
        (Base::DenyAll, vec![], false),
        (Base::PermitAll, vec![deny.clone()], false),
        (Base::DenyAll, vec![permit.clone()], true),
        (Base::DenyAll, vec![permit.clone(), treatment(Effect::Deny)], false),
        (Base::DenyAll, vec![deny.clone(), narrow], true),
    ];
    for ((base, exceptions, is_permitted), number) in cases.into_iter().zip(1..) {
        w.register(number, Directive { exceptions, ..directive(base) });
        assert_eq!(w.is_permitted(), is_permitted, "case {number}");
    }
    let contradiction = Directive { exceptions: vec![permit, deny], ..directive(Base::PermitAll) };
    let refused =
        |directive| w.refused(|| w.contract.by(&w.patient).register(w.request(90, directive)));
    assert_eq!(refused(contradiction), 101);
    let everything = Exception { actors: vec![], ..exception(Effect::Deny, REQUESTER) };
    assert_eq!(
        refused(Directive { exceptions: vec![everything], ..directive(Base::PermitAll) }),
        100
    );
    let backwards = Period { start: Some(day("2026-03-01")), end: Some(day("2026-02-01")) };
    let backwards = Directive { period: backwards, ..directive(Base::PermitAll) };
    assert_eq!(refused(backwards), code(Common::DateOrder));
    let unknown = Directive {
        exceptions: vec![exception(Effect::Deny, hash(99))],
        ..directive(Base::PermitAll)
    };
    assert_eq!(refused(unknown), 104);
}

#[sandpact::test]
fn c6_no_permission_is_broader_than_its_grant(ledger: &Ledger) {
    let w = World::new(ledger);
    let permit = Exception {
        actions: vec![Action::Access],
        purposes: vec![Purpose::Treatment],
        classes: vec![hash(7)],
        codes: vec![hash(8)],
        data_period: Some(Period { start: Some(day("2025-01-01")), end: Some(day("2025-12-31")) }),
        ..exception(Effect::Permit, REQUESTER)
    };
    w.register(1, Directive { exceptions: vec![permit], ..directive(Base::DenyAll) });
    let granted = Access {
        action: Action::Access,
        purpose: Purpose::Treatment,
        class: Some(hash(7)),
        code: Some(hash(8)),
        data_period: Some(Period { start: Some(day("2025-03-01")), end: Some(day("2025-12-31")) }),
    };
    let outcome = |access: Access| {
        let answer = w.contract.by(&w.requester).request_access(PATIENT, access, None);
        answer.ok().decision.outcome
    };
    assert_eq!(outcome(granted.clone()), Decided::Permit);
    type Change = fn(&mut Access);
    let broader: [Change; 7] = [
        |it| it.action = Action::Disclose,
        |it| it.purpose = Purpose::Marketing,
        |it| it.class = Some(hash(6)),
        |it| it.class = None,
        |it| it.code = None,
        |it| it.data_period = None,
        |it| it.data_period.as_mut().unwrap().end = Some(day("2026-01-01")),
    ];
    for (number, change) in broader.into_iter().enumerate() {
        let mut asked = granted.clone();
        change(&mut asked);
        assert_eq!(outcome(asked), Decided::Deny, "{number}");
    }
    let research = Access { purpose: Purpose::Research, ..granted };
    let without = || w.contract.by(&w.requester).request_access(PATIENT, research.clone(), None);
    assert_eq!(w.refused(without), 105);
    let unknown =
        || w.contract.by(&w.requester).request_access(PATIENT, research.clone(), Some(hash(1)));
    assert_eq!(w.refused(unknown), 106);
    // With an approval, and a consent that is about research.
    w.contract.by(&w.reviewer).approve_research(hash(1), REQUESTER, day("2026-12-31")).ok();
    assert_eq!(w.refused(unknown), code(Common::UnknownId));
    let consent =
        RegisterRequest { scope: Scope::Research, ..w.request(2, directive(Base::PermitAll)) };
    w.contract.by(&w.patient).register(consent).ok();
    assert_eq!(unknown().ok().decision.outcome, Decided::Permit);
    w.contract.by(&w.reviewer).revoke_approval(hash(1)).ok();
    assert_eq!(w.refused(unknown), 106);
}
