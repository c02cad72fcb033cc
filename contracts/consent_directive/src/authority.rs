//! Who may change a consent (C4, C7). Pure rules.

use crate::errors::Error;
use crate::messages::{Mandate, Role};
use sandpact_sdk::prelude::*;

/// Who wants to change a consent of which patient, and what the ledger knows of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who calls.
    pub caller: Address,
    /// The patient's account.
    pub patient_account: Address,
    /// The caller's mandate from this patient.
    pub mandate: Option<Mandate>,
    /// The caller holds the court's role.
    pub is_court: bool,
    /// The caller is a custodian, or works for that of the data.
    pub is_custodian: bool,
}

/// Whether the caller may record, replace or disown a consent: the patient, a
/// representative up to the last day of the mandate, or a court; never the custodian,
/// whatever else it is (C7).
///
/// # Errors
/// [`Common::NotAuthorised`].
pub fn may_change(change: &Change, block_date: CivilDate) -> Result<(), Error> {
    let has_mandate = change.mandate.as_ref().is_some_and(|mandate| block_date <= mandate.until);
    let is_patient = change.caller == change.patient_account;
    if !change.is_custodian && (is_patient || has_mandate || change.is_court) {
        Ok(())
    } else {
        Err(Common::NotAuthorised.into())
    }
}

/// Whether the caller may set or end this mandate: the patient, unless a court ordered
/// it, or a court. Returns whether the new mandate is a court's.
///
/// # Errors
/// [`Common::NotAuthorised`], [`Error::MandateByCourt`].
pub fn may_set_mandate(change: &Change) -> Result<bool, Error> {
    if change.is_court {
        return Ok(true);
    }
    if change.caller != change.patient_account {
        return Err(Common::NotAuthorised.into());
    }
    match &change.mandate {
        Some(Mandate { is_by_court: true, .. }) => Err(Error::MandateByCourt),
        _ => Ok(false),
    }
}

/// Whether an account with these roles may get one more: the authority holds no other
/// role, so that who grants roles writes no consent and no receipt.
///
/// # Errors
/// [`Common::WrongState`].
pub fn may_hold(role: Role, held: &[Role]) -> Result<(), Error> {
    let is_other = |other: &Role| (*other == Role::Authority) != (role == Role::Authority);
    if held.iter().any(is_other) { Err(Common::WrongState.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::date;

    const PATIENT: Address = Address([1; 32]);
    const OTHER: Address = Address([2; 32]);

    fn change(caller: Address) -> Change {
        Change {
            caller,
            patient_account: PATIENT,
            mandate: None,
            is_court: false,
            is_custodian: false,
        }
    }

    fn mandate(is_by_court: bool) -> Option<Mandate> {
        Some(Mandate { until: date("2026-03-02"), is_by_court })
    }

    #[test]
    fn patient_representative_and_court_change_a_consent() {
        let refused = Err(Common::NotAuthorised.into());
        let (last_day, day_after) = (date("2026-03-02"), date("2026-03-03"));
        assert_eq!(may_change(&change(PATIENT), last_day), Ok(()));
        assert_eq!(may_change(&change(OTHER), last_day), refused);
        let court = Change { is_court: true, ..change(OTHER) };
        assert_eq!(may_change(&court, last_day), Ok(()));
        let representative = Change { mandate: mandate(false), ..change(OTHER) };
        assert_eq!(may_change(&representative, last_day), Ok(()));
        assert_eq!(may_change(&representative, day_after), refused);
    }

    #[test]
    fn the_custodian_changes_nothing_whatever_else_it_is() {
        let refused = Err(Common::NotAuthorised.into());
        for change in [
            change(PATIENT),
            Change { mandate: mandate(true), ..change(OTHER) },
            Change { is_court: true, ..change(OTHER) },
        ] {
            let custodian = Change { is_custodian: true, ..change };
            assert_eq!(may_change(&custodian, date("2026-03-02")), refused);
        }
    }

    #[test]
    fn a_court_orders_mandates_that_the_patient_cannot_end() {
        assert_eq!(may_set_mandate(&change(PATIENT)), Ok(false));
        assert_eq!(may_set_mandate(&change(OTHER)), Err(Common::NotAuthorised.into()));
        let own = Change { mandate: mandate(false), ..change(PATIENT) };
        assert_eq!(may_set_mandate(&own), Ok(false));
        let ordered = Change { mandate: mandate(true), ..change(PATIENT) };
        assert_eq!(may_set_mandate(&ordered), Err(Error::MandateByCourt));
        let court = Change { is_court: true, ..ordered };
        assert_eq!(may_set_mandate(&court), Ok(true));
    }

    #[test]
    fn the_authority_holds_no_other_role() {
        let refused = Err(Common::WrongState.into());
        assert_eq!(may_hold(Role::Patient, &[]), Ok(()));
        assert_eq!(may_hold(Role::Authority, &[Role::Authority]), Ok(()));
        assert_eq!(may_hold(Role::Patient, &[Role::Requester, Role::Patient]), Ok(()));
        assert_eq!(may_hold(Role::Patient, &[Role::Authority]), refused);
        assert_eq!(may_hold(Role::Authority, &[Role::Court]), refused);
    }
}
