//! Preauthorisations (K8). Pure rules.

use crate::errors::Error;
use crate::messages::{Line, PreauthApproval};
use crate::records::{Claim, PreauthState, Preauthorisation};
use sandpact_sdk::prelude::*;

/// The preauthorisation after the payer approved it.
///
/// # Errors
/// [`Common::WrongState`], [`Common::CurrencyMismatch`], [`Common::AmountNotPositive`],
/// [`Common::DateOrder`].
pub fn approve(
    preauth: Preauthorisation,
    approval: &PreauthApproval,
    content: Hash,
) -> Result<Preauthorisation, Error> {
    if preauth.state != PreauthState::Requested {
        return Err(Common::WrongState.into());
    }
    if approval.currency != preauth.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    if approval.limit_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if approval.from.is_some_and(|from| approval.until < from) {
        return Err(Common::DateOrder.into());
    }
    Ok(Preauthorisation {
        state: PreauthState::Approved,
        approval: Some(content),
        limit_minor: approval.limit_minor,
        from: approval.from,
        until: Some(approval.until),
        ..preauth
    })
}

/// The preauthorisation after a claim's use of it moved from `old_minor` to `new_minor` (K8).
/// Its time is that of the services, as FHIR R4 defines `preAuthPeriod`: a claim may come later.
///
/// # Errors
/// [`Error::PreauthMismatch`], [`Error::PreauthExpired`], [`Error::PreauthExhausted`].
pub fn draw<'a>(
    preauth: Preauthorisation,
    claim: &Claim,
    mut paid: impl Iterator<Item = &'a Line>,
    (old_minor, new_minor): (i128, i128),
) -> Result<Preauthorisation, Error> {
    let is_open = matches!(preauth.state, PreauthState::Approved | PreauthState::Used);
    let is_same = (preauth.coverage, preauth.patient, preauth.currency)
        == (claim.coverage, claim.patient, claim.currency);
    if !is_open || !is_same {
        return Err(Error::PreauthMismatch);
    }
    let is_within = |line: &Line| {
        preauth.from.is_none_or(|from| from <= line.from)
            && preauth.until.is_none_or(|until| line.to <= until)
    };
    if !paid.all(is_within) {
        return Err(Error::PreauthExpired);
    }
    let used = preauth.used_minor.checked_sub(old_minor);
    let used_minor = used.and_then(|rest| rest.checked_add(new_minor)).ok_or(Common::Overflow)?;
    if used_minor > preauth.limit_minor {
        return Err(Error::PreauthExhausted);
    }
    let is_used = used_minor == preauth.limit_minor;
    let state = if is_used { PreauthState::Used } else { PreauthState::Approved };
    Ok(Preauthorisation { used_minor, state, ..preauth })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, date, preauthorisation};

    #[test]
    fn k8_no_more_is_used_than_was_approved() {
        let claim = claim(&[(1, 1_000)]);
        let drawn = |preauth, change| draw(preauth, &claim, claim.lines.iter(), change);
        let used = drawn(preauthorisation(100), (0, 60)).map(|it| (it.used_minor, it.state));
        assert_eq!(used, Ok((60, PreauthState::Approved)));
        let half = Preauthorisation { used_minor: 60, ..preauthorisation(100) };
        assert_eq!(drawn(half.clone(), (0, 41)), Err(Error::PreauthExhausted));
        let all = drawn(half, (0, 40)).map(|it| (it.used_minor, it.state));
        assert_eq!(all, Ok((100, PreauthState::Used)));
    }

    #[test]
    fn k8_services_lie_within_its_time() {
        let claim = claim(&[(1, 1_000)]);
        let (day, last) = (claim.lines[0].from, claim.lines[0].to);
        for (from, until, expected) in [
            (Some(day), Some(last), None),
            (day.checked_add_days(1), day.checked_add_days(9), Some(Error::PreauthExpired)),
            (None, last.checked_add_days(-1), Some(Error::PreauthExpired)),
        ] {
            let preauth = Preauthorisation { from, until, ..preauthorisation(100) };
            assert_eq!(draw(preauth, &claim, claim.lines.iter(), (0, 1)).err(), expected);
        }
    }

    #[test]
    fn k8_it_is_used_for_its_patient_when_it_was_approved() {
        let claim = claim(&[(1, 1_000)]);
        for wrong in [
            Preauthorisation { patient: Hash([98; 32]), ..preauthorisation(100) },
            Preauthorisation { coverage: Hash([98; 32]), ..preauthorisation(100) },
            Preauthorisation { currency: Currency::EUR, ..preauthorisation(100) },
            Preauthorisation { state: PreauthState::Requested, ..preauthorisation(100) },
            Preauthorisation { state: PreauthState::Declined, ..preauthorisation(100) },
        ] {
            let drawn = draw(wrong, &claim, claim.lines.iter(), (0, 1));
            assert_eq!(drawn, Err(Error::PreauthMismatch));
        }
    }

    #[test]
    fn an_approval_has_a_limit_and_a_time() {
        let requested = Preauthorisation { state: PreauthState::Requested, ..preauthorisation(0) };
        let good = PreauthApproval {
            request: crate::samples::claim_ref(),
            reference: Hash([5; 32]),
            currency: Currency::USD,
            limit_minor: 1,
            from: Some(date("2026-01-01")),
            until: date("2026-01-01"),
            commitment: Hash::ZERO,
        };
        let approved = |approval: &PreauthApproval| {
            approve(requested.clone(), approval, Hash::ZERO).map(|it| it.limit_minor)
        };
        assert_eq!(approved(&good), Ok(1));
        let zero = PreauthApproval { limit_minor: 0, ..good.clone() };
        assert_eq!(approved(&zero), Err(Common::AmountNotPositive.into()));
        let late = PreauthApproval { from: Some(date("2026-01-02")), ..good.clone() };
        assert_eq!(approved(&late), Err(Common::DateOrder.into()));
        let euros = PreauthApproval { currency: Currency::EUR, ..good.clone() };
        assert_eq!(approved(&euros), Err(Common::CurrencyMismatch.into()));
        let twice = approve(preauthorisation(1), &good, Hash::ZERO);
        assert_eq!(twice, Err(Common::WrongState.into()));
    }
}
