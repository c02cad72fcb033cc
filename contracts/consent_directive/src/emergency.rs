//! Emergency access (C5): it goes ahead against the directive, always leaves a receipt
//! and is reviewed. Pure rules.

use crate::decision::decide;
use crate::directive::{ActorKey, Effect, Exception};
use crate::errors::Error;
use crate::matching::touches;
use crate::messages::{AccessRequest, ConsentVersion, Decision, Outcome, Reason, Receipt, Role};
use sandpact_sdk::prelude::*;

/// Days within which a privacy officer reviews an emergency access: this contract's own
/// term, counted from the date of the block.
pub const REVIEW_DAYS: i32 = 14;

/// Decides on an emergency access. What the directive permits is permitted as usual;
/// the rest goes ahead as an emergency, and whether the directive rules emergency
/// access out expressly is recorded.
///
/// # Errors
/// [`Error::NotAnEmergencyPurpose`].
pub fn decide_emergency(
    consent: &ConsentVersion,
    request: &AccessRequest,
    block_date: CivilDate,
) -> Result<Decision, Error> {
    if !request.access.purpose.is_emergency() {
        return Err(Error::NotAnEmergencyPurpose);
    }
    let decision = decide(consent, request, block_date);
    if decision.outcome == Outcome::Permit {
        return Ok(decision);
    }
    let is_ruled_out = decision.reason == Reason::ExceptionDenies
        && consent
            .directive
            .exceptions
            .iter()
            .any(|it| touches(it, request) && is_about_emergencies(it));
    let reason = if is_ruled_out { Reason::EmergencyOverride } else { Reason::Emergency };
    Ok(Decision { outcome: Outcome::EmergencyPermit, reason })
}

/// Whether the exception denies emergency access by name.
fn is_about_emergencies(exception: &Exception) -> bool {
    let clinicians = ActorKey::Holder { role: Role::EmergencyClinician };
    exception.effect == Effect::Deny
        && (exception.purposes.iter().any(|purpose| purpose.is_emergency())
            || exception.actors.contains(&clinicians))
}

/// The last day for the review of an access on this date.
///
/// # Errors
/// [`Common::Overflow`] at the end of the calendar.
pub fn review_due(block_date: CivilDate) -> Result<CivilDate, Error> {
    block_date.checked_add_days(REVIEW_DAYS).ok_or_else(|| Common::Overflow.into())
}

/// Whether the reviewer may review this receipt.
///
/// # Errors
/// [`Error::NothingToReview`], [`Error::OwnAccess`].
pub fn check_review(receipt: &Receipt, reviewer: &Address) -> Result<(), Error> {
    if receipt.decision.outcome != Outcome::EmergencyPermit {
        Err(Error::NothingToReview)
    } else if receipt.by == *reviewer {
        Err(Error::OwnAccess)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::directive::{Action, Base, Purpose};
    use crate::messages::Status;
    use crate::samples::{date, directive, exception, receipt, request, version};

    fn outcome(consent: &ConsentVersion, purpose: Purpose) -> Result<Decision, Error> {
        let mut asked = request(1, Action::Access, purpose);
        asked.roles.push(Role::EmergencyClinician);
        decide_emergency(consent, &asked, date("2026-03-02"))
    }

    #[test]
    fn only_emergency_purposes_override() {
        let consent = version(directive(Base::DenyAll));
        assert_eq!(outcome(&consent, Purpose::Treatment), Err(Error::NotAnEmergencyPurpose));
        for purpose in [Purpose::EmergencyTreatment, Purpose::BreakTheGlass] {
            let decision = outcome(&consent, purpose).unwrap();
            assert_eq!(decision.outcome, Outcome::EmergencyPermit);
            assert_eq!(decision.reason, Reason::Emergency);
        }
    }

    #[test]
    fn what_is_permitted_is_no_override() {
        let purpose = Purpose::EmergencyTreatment;
        let mut consent = version(directive(Base::PermitAll));
        assert_eq!(outcome(&consent, purpose).unwrap().outcome, Outcome::Permit);
        consent.status = Status::Withdrawn;
        let decision = outcome(&consent, purpose).unwrap();
        assert_eq!(decision.outcome, Outcome::EmergencyPermit);
    }

    #[test]
    fn overriding_an_express_deny_is_recorded_as_such() {
        let purpose = Purpose::EmergencyTreatment;
        let deny = || exception(Effect::Deny);
        let clinicians = vec![ActorKey::Holder { role: Role::EmergencyClinician }];
        for (exception, expected) in [
            (Exception { purposes: vec![purpose], ..deny() }, Reason::EmergencyOverride),
            (Exception { actors: clinicians, ..deny() }, Reason::EmergencyOverride),
            (Exception { purposes: vec![Purpose::Treatment], ..deny() }, Reason::Emergency),
        ] {
            let mut consent = directive(Base::PermitAll);
            consent.exceptions.push(exception);
            assert_eq!(outcome(&version(consent), purpose).unwrap().reason, expected);
        }
    }

    #[test]
    fn a_review_is_of_an_emergency_and_by_somebody_else() {
        let (clinician, officer) = (Address([1; 32]), Address([2; 32]));
        let mut sample = receipt(clinician, Outcome::EmergencyPermit);
        assert_eq!(check_review(&sample, &officer), Ok(()));
        assert_eq!(check_review(&sample, &clinician), Err(Error::OwnAccess));
        sample.decision.outcome = Outcome::Permit;
        assert_eq!(check_review(&sample, &officer), Err(Error::NothingToReview));
    }

    #[test]
    fn a_review_is_due_after_fourteen_days() {
        assert_eq!(review_due(date("2026-03-02")), Ok(date("2026-03-16")));
        assert_eq!(review_due(date("9999-12-31")), Err(Common::Overflow.into()));
    }
}
