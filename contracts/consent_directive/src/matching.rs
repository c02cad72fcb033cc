//! What an exception matches (C3, C6). Pure rules.
//!
//! The two effects read a request differently, each on the safe side. A permit must
//! *cover* it: all that is asked for lies within the permit. A deny need only *touch*
//! it: some of what is asked for is denied.
//!
//! So it is with actors. A deny for an organisation is one for all who work there: the
//! patient need not know their names. A permit for an organisation is for the
//! organisation's own account: which of its staff sees the data is for the organisation to
//! decide and to answer for, and must not follow from a list of employees. Staff who ask
//! in their own name need a permit of their own.

use crate::directive::{ActorKey, Directive, Exception, Period, Purpose};
use crate::messages::{Access, AccessRequest};
use sandpact_sdk::prelude::*;

/// Whether all that the request asks for lies within the exception.
#[must_use]
pub fn covers(exception: &Exception, request: &AccessRequest) -> bool {
    let Access { action, purpose, class, code, data_period } = &request.access;
    let has_data_period =
        |granted: &Period| data_period.as_ref().is_some_and(|it| granted.contains(it));
    is_actor_named(&exception.actors, request)
        && names(&exception.actions, action)
        && names(&exception.purposes, purpose)
        && names_all(&exception.classes, class.as_ref())
        && names_all(&exception.codes, code.as_ref())
        && exception.data_period.as_ref().is_none_or(has_data_period)
}

/// Whether some of what the request asks for lies within the exception. A purpose is
/// touched by its parents too: who denies treatment denies emergency treatment.
#[must_use]
pub fn touches(exception: &Exception, request: &AccessRequest) -> bool {
    let Access { action, purpose, class, code, data_period } = &request.access;
    let is_kind_of = |denied: &Purpose| purpose.is_kind_of(*denied);
    let overlaps = |denied: &Period| data_period.as_ref().is_none_or(|it| denied.overlaps(it));
    is_actor_touched(&exception.actors, request)
        && names(&exception.actions, action)
        && (exception.purposes.is_empty() || exception.purposes.iter().any(is_kind_of))
        && names_some(&exception.classes, class.as_ref())
        && names_some(&exception.codes, code.as_ref())
        && exception.data_period.as_ref().is_none_or(overlaps)
}

/// Whether the base rule is about this actor and this purpose.
#[must_use]
pub fn is_within_limits(directive: &Directive, request: &AccessRequest) -> bool {
    is_actor_named(&directive.actors, request)
        && names(&directive.purposes, &request.access.purpose)
}

/// Whether `special` matches only what `general` matches, and not all of it. Two
/// exceptions of which neither lies within the other are equally specific; so are one
/// that names an actor and one that names a role, whoever holds it.
#[must_use]
pub fn is_more_specific(special: &Exception, general: &Exception) -> bool {
    is_within(special, general) && !is_within(general, special)
}

/// Whether the two exceptions match the same, whatever they do.
#[must_use]
pub fn is_same_match(a: &Exception, b: &Exception) -> bool {
    is_within(a, b) && is_within(b, a)
}

fn is_within(inner: &Exception, outer: &Exception) -> bool {
    let is_purpose_within =
        |purpose: &Purpose| outer.purposes.iter().any(|general| purpose.is_kind_of(*general));
    let is_data_period_within = match (&inner.data_period, &outer.data_period) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => outer.contains(inner),
    };
    is_subset(&inner.actors, &outer.actors)
        && is_subset(&inner.actions, &outer.actions)
        && is_part(&inner.purposes, &outer.purposes, is_purpose_within)
        && is_subset(&inner.classes, &outer.classes)
        && is_subset(&inner.codes, &outer.codes)
        && is_data_period_within
}

/// Among lists of which the empty one stands for everything.
fn is_subset<T: PartialEq>(inner: &[T], outer: &[T]) -> bool {
    is_part(inner, outer, |item| outer.contains(item))
}

fn is_part<T>(inner: &[T], outer: &[T], is_in_outer: impl Fn(&T) -> bool) -> bool {
    outer.is_empty() || (!inner.is_empty() && inner.iter().all(is_in_outer))
}

/// Whether the list has the actor or an organisation that the actor works for.
fn is_actor_touched(actors: &[ActorKey], request: &AccessRequest) -> bool {
    let is_employer = |key: &ActorKey| match key {
        ActorKey::Actor { pseudonym } => request.organisations.contains(pseudonym),
        ActorKey::Holder { .. } => false,
    };
    is_actor_named(actors, request) || actors.iter().any(is_employer)
}

fn is_actor_named(actors: &[ActorKey], request: &AccessRequest) -> bool {
    let is_meant = |key: &ActorKey| match key {
        ActorKey::Actor { pseudonym } => *pseudonym == request.actor,
        ActorKey::Holder { role } => request.roles.contains(role),
    };
    actors.is_empty() || actors.iter().any(is_meant)
}

fn names<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

/// Whether the list has all that is asked for; `None` asks for everything.
fn names_all(list: &[Hash], asked: Option<&Hash>) -> bool {
    list.is_empty() || asked.is_some_and(|asked| list.contains(asked))
}

/// Whether the list has some of what is asked for; `None` asks for everything.
fn names_some(list: &[Hash], asked: Option<&Hash>) -> bool {
    list.is_empty() || asked.is_none_or(|asked| list.contains(asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directive::{Action, Base, Effect};
    use crate::messages::Role;
    use crate::samples::{directive, exception, hash, period, request};

    /// One exception per key, a request that it covers, and how the request asks for more.
    fn keys() -> Vec<(&'static str, Exception, AccessRequest, AccessRequest)> {
        let base = || exception(Effect::Permit);
        let within = || {
            let mut within = request(1, Action::Access, Purpose::Treatment);
            within.access.class = Some(hash(2));
            within.access.code = Some(hash(3));
            within.access.data_period = Some(period("2026-01-01", "2026-01-31"));
            within
        };
        let more = |change: fn(&mut Access)| {
            let mut more = within();
            change(&mut more.access);
            more
        };
        let january = Some(period("2026-01-01", "2026-01-31"));
        vec![
            (
                "class",
                Exception { classes: vec![hash(2)], ..base() },
                within(),
                more(|access| access.class = None),
            ),
            (
                "code",
                Exception { codes: vec![hash(4), hash(3)], ..base() },
                within(),
                more(|access| access.code = None),
            ),
            (
                "data period",
                Exception { data_period: january.clone(), ..base() },
                within(),
                more(|access| access.data_period = Some(period("2026-01-31", "2026-02-01"))),
            ),
            (
                "open data period",
                Exception { data_period: january, ..base() },
                within(),
                more(|access| access.data_period = None),
            ),
        ]
    }

    #[test]
    fn a_permit_covers_no_more_than_it_names_and_a_deny_touches_whatever_it_names() {
        for (name, exception, within, more) in keys() {
            assert!(covers(&exception, &within), "{name}");
            assert!(touches(&exception, &within), "{name}");
            assert!(!covers(&exception, &more), "{name}");
            assert!(touches(&exception, &more), "{name}");
        }
    }

    #[test]
    fn another_value_of_any_key_is_neither_covered_nor_touched() {
        let asked = |change: fn(&mut AccessRequest)| {
            let mut asked = request(1, Action::Access, Purpose::Treatment);
            asked.access.class = Some(hash(2));
            asked.access.code = Some(hash(3));
            asked.access.data_period = Some(period("2026-01-01", "2026-01-31"));
            change(&mut asked);
            asked
        };
        let narrow = Exception {
            actors: vec![ActorKey::Actor { pseudonym: hash(1) }],
            actions: vec![Action::Access],
            purposes: vec![Purpose::Treatment],
            classes: vec![hash(2)],
            codes: vec![hash(3)],
            data_period: Some(period("2026-01-01", "2026-01-31")),
            ..exception(Effect::Deny)
        };
        assert!(covers(&narrow, &asked(|_| {})) && touches(&narrow, &asked(|_| {})));
        let changes: [fn(&mut AccessRequest); 6] = [
            |it| it.actor = hash(9),
            |it| it.access.action = Action::Use,
            |it| it.access.purpose = Purpose::Payment,
            |it| it.access.class = Some(hash(9)),
            |it| it.access.code = Some(hash(9)),
            |it| it.access.data_period = Some(period("2026-02-01", "2026-02-02")),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            assert!(!covers(&narrow, &asked(change)), "{number}");
            assert!(!touches(&narrow, &asked(change)), "{number}");
        }
    }

    #[test]
    fn a_permit_of_treatment_is_none_of_emergency_treatment_but_a_deny_is_one() {
        let treatment =
            Exception { purposes: vec![Purpose::Treatment], ..exception(Effect::Permit) };
        let emergency = request(1, Action::Access, Purpose::EmergencyTreatment);
        assert!(!covers(&treatment, &emergency));
        assert!(touches(&treatment, &emergency));
    }

    #[test]
    fn a_role_matches_whoever_holds_it() {
        let role = Role::EmergencyClinician;
        let holders =
            Exception { actors: vec![ActorKey::Holder { role }], ..exception(Effect::Deny) };
        let mut asked = request(1, Action::Access, Purpose::Treatment);
        assert!(!touches(&holders, &asked));
        asked.roles.push(role);
        assert!(touches(&holders, &asked) && covers(&holders, &asked));
    }

    #[test]
    fn a_deny_for_an_organisation_is_one_for_its_staff_and_a_permit_is_not() {
        let organisation = vec![ActorKey::Actor { pseudonym: hash(5) }];
        let rule = Exception { actors: organisation.clone(), ..exception(Effect::Deny) };
        let mut staff = request(1, Action::Access, Purpose::Treatment);
        assert!(!touches(&rule, &staff) && !covers(&rule, &staff));
        staff.organisations = vec![hash(4), hash(5)];
        assert!(touches(&rule, &staff) && !covers(&rule, &staff));
        let limited = Directive { actors: organisation, ..directive(Base::PermitAll) };
        assert!(!is_within_limits(&limited, &staff));
        let own = request(5, Action::Access, Purpose::Treatment);
        assert!(touches(&rule, &own) && covers(&rule, &own) && is_within_limits(&limited, &own));
    }

    #[test]
    fn specificity_is_strict_inclusion() {
        let of = |actors: &[u8], purposes: &[Purpose]| Exception {
            actors: actors.iter().map(|it| ActorKey::Actor { pseudonym: hash(*it) }).collect(),
            purposes: purposes.to_vec(),
            ..exception(Effect::Deny)
        };
        let treatment = [Purpose::Treatment];
        assert!(is_more_specific(&of(&[1], &[]), &of(&[1, 2], &[])));
        assert!(is_more_specific(&of(&[1], &treatment), &of(&[1], &[])));
        assert!(is_more_specific(&of(&[1], &[Purpose::EmergencyTreatment]), &of(&[1], &treatment)));
        assert!(!is_more_specific(&of(&[1], &[]), &of(&[1], &[])));
        assert!(!is_more_specific(&of(&[1], &[]), &of(&[], &treatment)));
        assert!(!is_more_specific(&of(&[], &treatment), &of(&[1], &[])));
        assert!(is_same_match(&of(&[1, 2], &[]), &of(&[2, 1, 2], &[])));
        assert!(!is_same_match(&of(&[1, 2], &[]), &of(&[1], &[])));
    }
}
