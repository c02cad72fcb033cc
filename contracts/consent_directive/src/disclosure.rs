//! When a custodian may still disclose what was permitted (C1, C4). Pure rules.

use crate::errors::Error;
use crate::messages::{ConsentVersion, Outcome, Receipt, Status};
use sandpact_sdk::prelude::*;

/// Whether data may be disclosed on a receipt today. A permit ends with the version of the
/// consent that gave it: a withdrawal stops what has not been disclosed yet. An emergency
/// access does not rest on the consent and does not end with it.
///
/// # Errors
/// [`Error::NotPermitted`], [`Error::PermitEnded`].
pub fn check_disclosure(
    receipt: &Receipt,
    consent: &ConsentVersion,
    block_date: CivilDate,
) -> Result<(), Error> {
    match receipt.decision.outcome {
        Outcome::Deny => Err(Error::NotPermitted),
        Outcome::EmergencyPermit => Ok(()),
        Outcome::Permit if is_in_force(consent, block_date) => Ok(()),
        Outcome::Permit => Err(Error::PermitEnded),
    }
}

fn is_in_force(consent: &ConsentVersion, date: CivilDate) -> bool {
    let has_ended = consent.directive.period.end.is_some_and(|end| end < date);
    consent.status == Status::Active && !has_ended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directive::Base;
    use crate::samples::{date, directive, period, receipt, version};

    #[test]
    fn a_permit_ends_with_its_version_and_an_emergency_does_not() {
        let (last_day, day_after) = (date("2026-03-02"), date("2026-03-03"));
        let mut consent = version(directive(Base::PermitAll));
        consent.directive.period = period("2026-01-01", "2026-03-02");
        let checked = |outcome, consent: &ConsentVersion, date| {
            check_disclosure(&receipt(Address::ZERO, outcome), consent, date)
        };
        assert_eq!(checked(Outcome::Permit, &consent, last_day), Ok(()));
        assert_eq!(checked(Outcome::Permit, &consent, day_after), Err(Error::PermitEnded));
        assert_eq!(checked(Outcome::Deny, &consent, last_day), Err(Error::NotPermitted));
        for status in [Status::Withdrawn, Status::Superseded, Status::EnteredInError] {
            consent.status = status;
            assert_eq!(checked(Outcome::Permit, &consent, last_day), Err(Error::PermitEnded));
            assert_eq!(checked(Outcome::EmergencyPermit, &consent, last_day), Ok(()));
        }
    }
}
