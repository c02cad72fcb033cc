//! Which directives are well formed. Pure rules.

use crate::directive::{
    ACTORS_LEN_MAX, CLASSES_LEN_MAX, CODES_LEN_MAX, Directive, EXCEPTIONS_LEN_MAX, Exception,
    Period,
};
use crate::errors::Error;
use crate::matching::is_same_match;
use sandpact_sdk::prelude::*;

/// Most actions or purposes of a rule: as many as there are purposes.
const CODED_LEN_MAX: usize = 11;

/// Checks a directive.
///
/// # Errors
/// The first rule that is broken: [`Common::DateOrder`], [`Common::TooLarge`],
/// [`Error::ExceptionWithoutKey`], [`Error::ContradictoryExceptions`].
pub fn check(directive: &Directive) -> Result<(), Error> {
    let Directive { period, actors, purposes, exceptions, .. } = directive;
    check_period(Some(period))?;
    check_len(actors.len(), ACTORS_LEN_MAX)?;
    check_len(purposes.len(), CODED_LEN_MAX)?;
    check_len(exceptions.len(), EXCEPTIONS_LEN_MAX)?;
    for (index, exception) in exceptions.iter().enumerate() {
        check_exception(exception)?;
        if exceptions.iter().take(index).any(|before| contradicts(before, exception)) {
            return Err(Error::ContradictoryExceptions);
        }
    }
    Ok(())
}

/// Refuses a period whose last day is before its first.
///
/// # Errors
/// [`Common::DateOrder`].
pub fn check_period(period: Option<&Period>) -> Result<(), Error> {
    if period.is_none_or(Period::is_ordered) { Ok(()) } else { Err(Common::DateOrder.into()) }
}

fn check_exception(exception: &Exception) -> Result<(), Error> {
    check_len(exception.actors.len(), ACTORS_LEN_MAX)?;
    check_len(exception.actions.len(), CODED_LEN_MAX)?;
    check_len(exception.purposes.len(), CODED_LEN_MAX)?;
    check_len(exception.classes.len(), CLASSES_LEN_MAX)?;
    check_len(exception.codes.len(), CODES_LEN_MAX)?;
    check_period(exception.data_period.as_ref())?;
    if has_key(exception) { Ok(()) } else { Err(Error::ExceptionWithoutKey) }
}

fn has_key(exception: &Exception) -> bool {
    let Exception { effect: _, actors, actions, purposes, classes, codes, data_period } = exception;
    let has_data_period = data_period.as_ref().is_some_and(|period| *period != Period::OPEN);
    !actors.is_empty()
        || !actions.is_empty()
        || !purposes.is_empty()
        || !classes.is_empty()
        || !codes.is_empty()
        || has_data_period
}

fn contradicts(a: &Exception, b: &Exception) -> bool {
    a.effect != b.effect && is_same_match(a, b)
}

fn check_len(len: usize, max: usize) -> Result<(), Error> {
    if len <= max { Ok(()) } else { Err(Common::TooLarge.into()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::directive::{Action, ActorKey, Base, Effect, Purpose};
    use crate::samples::{date, directive, exception, hash, largest_version, period};

    fn with(exceptions: Vec<Exception>) -> Directive {
        Directive { exceptions, ..directive(Base::PermitAll) }
    }

    #[test]
    fn a_period_ends_no_earlier_than_it_starts() {
        let mut sample = directive(Base::PermitAll);
        for (end, expected) in
            [("2026-03-02", Ok(())), ("2026-03-01", Err(Common::DateOrder.into()))]
        {
            sample.period = Period { start: Some(date("2026-03-02")), end: Some(date(end)) };
            assert_eq!(check(&sample), expected);
            let data_period = Some(sample.period.clone());
            let exception = Exception { data_period, ..exception(Effect::Deny) };
            assert_eq!(check(&with(vec![exception])), expected);
        }
    }

    #[test]
    fn an_exception_matches_something_and_not_everything() {
        let empty = || exception(Effect::Deny);
        let open = Exception { data_period: Some(Period::OPEN), ..empty() };
        for blank in [empty(), open] {
            assert_eq!(check(&with(vec![blank])), Err(Error::ExceptionWithoutKey));
        }
        for keyed in [
            Exception { actors: vec![ActorKey::Actor { pseudonym: hash(1) }], ..empty() },
            Exception { actions: vec![Action::Access], ..empty() },
            Exception { purposes: vec![Purpose::Treatment], ..empty() },
            Exception { classes: vec![hash(1)], ..empty() },
            Exception { codes: vec![hash(1)], ..empty() },
            Exception { data_period: Some(period("2026-01-01", "2026-01-01")), ..empty() },
        ] {
            assert_eq!(check(&with(vec![keyed])), Ok(()));
        }
    }

    #[test]
    fn the_same_match_is_not_both_permitted_and_denied() {
        let of = |effect, codes: &[u8]| Exception {
            codes: codes.iter().map(|code| hash(*code)).collect(),
            ..exception(effect)
        };
        let refused = Err(Error::ContradictoryExceptions);
        let checked = |a, b| check(&with(vec![a, b]));
        assert_eq!(checked(of(Effect::Permit, &[1, 2]), of(Effect::Deny, &[2, 1])), refused);
        assert_eq!(checked(of(Effect::Deny, &[1]), of(Effect::Permit, &[1])), refused);
        assert_eq!(checked(of(Effect::Deny, &[1]), of(Effect::Deny, &[1])), Ok(()));
        assert_eq!(checked(of(Effect::Deny, &[1, 2]), of(Effect::Permit, &[1])), Ok(()));
    }

    #[test]
    fn lists_are_limited() {
        let full = largest_version().directive;
        assert_eq!(check(&full), Ok(()));
        let changes: [fn(&mut Directive); 5] = [
            |it| it.actors.push(it.actors.first().cloned().unwrap()),
            |it| it.exceptions.push(it.exceptions.first().cloned().unwrap()),
            |it| it.exceptions.last_mut().unwrap().codes.push(Hash::ZERO),
            |it| it.exceptions.last_mut().unwrap().classes.push(Hash::ZERO),
            |it| it.purposes = vec![Purpose::Legal; CODED_LEN_MAX.checked_add(1).unwrap()],
        ];
        for change in changes {
            let mut over = full.clone();
            change(&mut over);
            assert_eq!(check(&over), Err(Common::TooLarge.into()));
        }
    }
}
