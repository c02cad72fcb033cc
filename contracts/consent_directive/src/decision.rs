//! The decision on an access (C1, C2, C3). A pure function: the same version, request
//! and date give the same answer on every node.

use crate::directive::{Base, Directive, Effect, Exception};
use crate::matching::{covers, is_more_specific, is_within_limits, touches};
use crate::messages::{AccessRequest, ConsentVersion, Decision, Outcome, Reason, Status};
use sandpact_sdk::prelude::*;

/// Decides on a request on the date of the block, UTC. A version that is not current
/// permits nothing, nor does one outside its period (C1), nor one that is about something
/// else than the purpose (C6).
#[must_use]
pub fn decide(
    consent: &ConsentVersion,
    request: &AccessRequest,
    block_date: CivilDate,
) -> Decision {
    let reason = match consent.status {
        Status::Active if consent.scope != request.access.purpose.scope() => Reason::OutsideLimits,
        Status::Active => reason_in_time(&consent.directive, request, block_date),
        Status::Withdrawn => Reason::Withdrawn,
        Status::Superseded => Reason::Superseded,
        Status::EnteredInError => Reason::EnteredInError,
    };
    let outcome = match reason {
        Reason::BasePermits | Reason::ExceptionPermits => Outcome::Permit,
        _ => Outcome::Deny,
    };
    Decision { outcome, reason }
}

fn reason_in_time(directive: &Directive, request: &AccessRequest, date: CivilDate) -> Reason {
    if directive.period.start.is_some_and(|start| date < start) {
        Reason::NotYetInForce
    } else if directive.period.end.is_some_and(|end| end < date) {
        Reason::Lapsed
    } else {
        reason_by_rules(directive, request)
    }
}

/// A deny gives way only to a permit that is more specific than it; at equal specificity
/// it stands. Exceptions come before the base rule.
fn reason_by_rules(directive: &Directive, request: &AccessRequest) -> Reason {
    let of = |effect| directive.exceptions.iter().filter(move |it| it.effect == effect);
    let permits: Vec<&Exception> =
        of(Effect::Permit).filter(|permit| covers(permit, request)).collect();
    let stands = |deny: &Exception| !permits.iter().any(|permit| is_more_specific(permit, deny));
    if of(Effect::Deny).any(|deny| touches(deny, request) && stands(deny)) {
        return Reason::ExceptionDenies;
    }
    if !permits.is_empty() {
        return Reason::ExceptionPermits;
    }
    match directive.base {
        Base::DenyAll => Reason::BaseDenies,
        Base::PermitAll if is_within_limits(directive, request) => Reason::BasePermits,
        Base::PermitAll => Reason::OutsideLimits,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::directive::{Action, ActorKey, Period, Purpose};
    use crate::messages::Scope;
    use crate::samples::{date, directive, exception, hash, period, request, version};

    const TODAY: &str = "2026-03-02";

    fn reason(directive: Directive, request: &AccessRequest) -> Reason {
        decide(&version(directive), request, date(TODAY)).reason
    }

    fn treatment() -> AccessRequest {
        request(1, Action::Access, Purpose::Treatment)
    }

    fn actor(number: u8) -> Vec<ActorKey> {
        vec![ActorKey::Actor { pseudonym: hash(number) }]
    }

    #[test]
    fn the_first_and_the_last_day_count() {
        let mut consent = directive(Base::PermitAll);
        consent.period = period("2015-10-10", "2016-10-10");
        let consent = version(consent);
        for (day, expected) in [
            ("2015-10-09", Reason::NotYetInForce),
            ("2015-10-10", Reason::BasePermits),
            ("2016-10-10", Reason::BasePermits),
            ("2016-10-11", Reason::Lapsed),
        ] {
            assert_eq!(decide(&consent, &treatment(), date(day)).reason, expected, "{day}");
        }
    }

    #[test]
    fn exceptions_do_not_outlive_the_directive() {
        let mut consent = directive(Base::DenyAll);
        consent.period = Period { end: Some(date("2026-03-01")), ..Period::OPEN };
        consent.exceptions.push(Exception { actors: actor(1), ..exception(Effect::Permit) });
        assert_eq!(reason(consent.clone(), &treatment()), Reason::Lapsed);
        consent.period = Period::OPEN;
        assert_eq!(reason(consent, &treatment()), Reason::ExceptionPermits);
    }

    #[test]
    fn only_the_current_version_permits() {
        for (status, expected) in [
            (Status::Active, (Outcome::Permit, Reason::BasePermits)),
            (Status::Withdrawn, (Outcome::Deny, Reason::Withdrawn)),
            (Status::Superseded, (Outcome::Deny, Reason::Superseded)),
            (Status::EnteredInError, (Outcome::Deny, Reason::EnteredInError)),
        ] {
            let mut consent = version(directive(Base::PermitAll));
            consent.status = status;
            let decision = decide(&consent, &treatment(), date(TODAY));
            assert_eq!((decision.outcome, decision.reason), expected);
        }
    }

    #[test]
    fn a_consent_answers_for_its_own_scope_alone() {
        let mut consent = version(directive(Base::PermitAll));
        for (scope, purpose, expected) in [
            (Scope::PatientPrivacy, Purpose::Marketing, Reason::BasePermits),
            (Scope::PatientPrivacy, Purpose::Research, Reason::OutsideLimits),
            (Scope::Research, Purpose::Research, Reason::BasePermits),
            (Scope::Research, Purpose::Marketing, Reason::OutsideLimits),
        ] {
            consent.scope = scope;
            let asked = request(1, Action::Access, purpose);
            assert_eq!(decide(&consent, &asked, date(TODAY)).reason, expected, "{purpose:?}");
        }
    }

    #[test]
    fn outside_the_limits_of_a_permit_the_answer_is_deny() {
        let mut consent = directive(Base::PermitAll);
        consent.actors = actor(1);
        consent.purposes = vec![Purpose::Treatment];
        assert_eq!(reason(consent.clone(), &treatment()), Reason::BasePermits);
        let other_actor = request(2, Action::Access, Purpose::Treatment);
        assert_eq!(reason(consent.clone(), &other_actor), Reason::OutsideLimits);
        let other_purpose = request(1, Action::Access, Purpose::Payment);
        assert_eq!(reason(consent.clone(), &other_purpose), Reason::OutsideLimits);
        consent.base = Base::DenyAll;
        for request in [treatment(), other_actor, other_purpose] {
            assert_eq!(reason(consent.clone(), &request), Reason::BaseDenies);
        }
    }

    #[test]
    fn deny_beats_permit_at_equal_specificity_in_either_order() {
        let permit = Exception { actors: actor(1), ..exception(Effect::Permit) };
        let purposes = vec![Purpose::Treatment];
        let deny = Exception { purposes: purposes.clone(), ..exception(Effect::Deny) };
        let both = Exception { actors: actor(1), purposes, ..exception(Effect::Permit) };
        for base in [Base::PermitAll, Base::DenyAll] {
            for (exceptions, expected) in [
                (vec![permit.clone(), deny.clone()], Reason::ExceptionDenies),
                (vec![deny.clone(), permit.clone()], Reason::ExceptionDenies),
                (vec![deny.clone(), both.clone()], Reason::ExceptionPermits),
                (vec![both.clone(), deny.clone()], Reason::ExceptionPermits),
            ] {
                let consent = Directive { exceptions, ..directive(base) };
                assert_eq!(reason(consent, &treatment()), expected, "{base:?}");
            }
        }
    }

    #[test]
    fn every_deny_needs_a_more_specific_permit_of_its_own() {
        let narrow = vec![Purpose::Treatment];
        let permit = Exception { actors: actor(1), purposes: narrow, ..exception(Effect::Permit) };
        let by_actor = Exception { actors: actor(1), ..exception(Effect::Deny) };
        let by_class = Exception { classes: vec![hash(7)], ..exception(Effect::Deny) };
        let consent = Directive {
            exceptions: vec![by_actor, permit, by_class],
            ..directive(Base::PermitAll)
        };
        let mut asked = treatment();
        asked.access.class = Some(hash(8));
        assert_eq!(reason(consent.clone(), &asked), Reason::ExceptionPermits);
        for class in [Some(hash(7)), None] {
            asked.access.class = class;
            assert_eq!(reason(consent.clone(), &asked), Reason::ExceptionDenies);
        }
    }

    #[test]
    fn a_permit_that_does_not_cover_all_of_a_request_permits_none_of_it() {
        let exceptions = vec![Exception { codes: vec![hash(3)], ..exception(Effect::Permit) }];
        let consent = Directive { exceptions, ..directive(Base::DenyAll) };
        let mut asked = treatment();
        assert_eq!(reason(consent.clone(), &asked), Reason::BaseDenies);
        asked.access.code = Some(hash(3));
        assert_eq!(reason(consent, &asked), Reason::ExceptionPermits);
    }
}
