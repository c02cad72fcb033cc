//! Approvals of research projects: one project, one requester, one reviewer who answers
//! for it. Pure rules.

use crate::directive::Purpose;
use crate::errors::Error;
use crate::messages::Approval;
use sandpact_sdk::prelude::*;

/// Checks that access for research names an approval; whether the approval holds is for
/// [`check_approval`].
///
/// # Errors
/// [`Error::EthicsApprovalMissing`].
pub fn check_research(purpose: Purpose, ethics_approval: Option<&Hash>) -> Result<(), Error> {
    if purpose == Purpose::Research && ethics_approval.is_none() {
        return Err(Error::EthicsApprovalMissing);
    }
    Ok(())
}

/// Whether an approval, if there is one, holds for this requester on this date.
///
/// # Errors
/// [`Error::EthicsApprovalNotValid`].
pub fn check_approval(
    approval: Option<&Approval>,
    requester: &Address,
    block_date: CivilDate,
) -> Result<(), Error> {
    let holds = approval
        .is_some_and(|it| it.requester == *requester && !it.is_revoked && block_date <= it.until);
    if holds { Ok(()) } else { Err(Error::EthicsApprovalNotValid) }
}

/// Whether a reviewer may put `new` in the place of what is there: a first approval, or
/// another last day of his own one, for the same requester and not revoked.
///
/// # Errors
/// [`Common::DateOrder`], [`Common::WrongState`], [`Common::AlreadyExists`].
pub fn check_approving(
    known: Option<&Approval>,
    new: &Approval,
    block_date: CivilDate,
) -> Result<(), Error> {
    if new.until < block_date {
        return Err(Common::DateOrder.into());
    }
    match known {
        None => Ok(()),
        Some(known) if known.is_revoked => Err(Common::WrongState.into()),
        Some(known) if (known.by, known.requester) == (new.by, new.requester) => Ok(()),
        Some(_) => Err(Common::AlreadyExists.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::date;

    const REQUESTER: Address = Address([1; 32]);
    const REVIEWER: Address = Address([2; 32]);
    const OTHER: Address = Address([3; 32]);

    fn approval() -> Approval {
        let until = date("2026-03-02");
        Approval { requester: REQUESTER, until, is_revoked: false, by: REVIEWER }
    }

    #[test]
    fn research_needs_an_approval_and_nothing_else_does() {
        assert_eq!(check_research(Purpose::Research, None), Err(Error::EthicsApprovalMissing));
        assert_eq!(check_research(Purpose::Research, Some(&Hash::ZERO)), Ok(()));
        assert_eq!(check_research(Purpose::Treatment, None), Ok(()));
    }

    #[test]
    fn an_approval_holds_for_its_requester_up_to_its_last_day() {
        let refused = Err(Error::EthicsApprovalNotValid);
        let (last_day, day_after) = (date("2026-03-02"), date("2026-03-03"));
        assert_eq!(check_approval(Some(&approval()), &REQUESTER, last_day), Ok(()));
        assert_eq!(check_approval(Some(&approval()), &REQUESTER, day_after), refused);
        assert_eq!(check_approval(Some(&approval()), &OTHER, last_day), refused);
        let revoked = Approval { is_revoked: true, ..approval() };
        assert_eq!(check_approval(Some(&revoked), &REQUESTER, last_day), refused);
        assert_eq!(check_approval(None, &REQUESTER, last_day), refused);
    }

    #[test]
    fn only_its_reviewer_changes_an_approval_and_only_the_last_day() {
        let today = date("2026-03-02");
        let checked =
            |known: Option<Approval>, new: Approval| check_approving(known.as_ref(), &new, today);
        assert_eq!(checked(None, approval()), Ok(()));
        let longer = Approval { until: date("2026-12-31"), ..approval() };
        assert_eq!(checked(Some(approval()), longer), Ok(()));
        let past = Approval { until: date("2026-03-01"), ..approval() };
        assert_eq!(checked(None, past), Err(Common::DateOrder.into()));
        for taken in
            [Approval { by: OTHER, ..approval() }, Approval { requester: OTHER, ..approval() }]
        {
            assert_eq!(checked(Some(approval()), taken), Err(Common::AlreadyExists.into()));
        }
        let revoked = Approval { is_revoked: true, ..approval() };
        assert_eq!(checked(Some(revoked), approval()), Err(Common::WrongState.into()));
    }
}
