//! Proposals: somebody asks a patient for a consent, who registers it or says no (states
//! `Proposed`, `Active` and `Rejected` of FHIR R4). A proposal grants nothing. Pure rules.

use crate::errors::Error;
use crate::messages::{Proposal, ProposalState};
use sandpact_sdk::prelude::*;

/// Whether this content may be proposed under an id; `false`: it is proposed already.
///
/// # Errors
/// [`Common::DuplicateRequestDifferentContent`], [`Error::ProposalRejected`],
/// [`Common::WrongState`] when it was registered.
pub fn check_proposing(
    known: Option<&Proposal>,
    content: &Hash,
    by: &Address,
) -> Result<bool, Error> {
    match known {
        None => Ok(true),
        Some(known) if (known.content, known.by) != (*content, *by) => {
            Err(Common::DuplicateRequestDifferentContent.into())
        }
        Some(known) => match known.state {
            ProposalState::Proposed => Ok(false),
            ProposalState::Rejected => Err(Error::ProposalRejected),
            ProposalState::Registered => Err(Common::WrongState.into()),
        },
    }
}

/// Whether a consent of this content may be registered under an id that was proposed.
///
/// # Errors
/// [`Error::ProposalRejected`], [`Error::ProposalDiffers`].
pub fn check_registering(known: &Proposal, content: &Hash) -> Result<(), Error> {
    match known.state {
        ProposalState::Rejected => Err(Error::ProposalRejected),
        _ if known.content != *content => Err(Error::ProposalDiffers),
        _ => Ok(()),
    }
}

/// Whether the patient's side may say no now.
///
/// # Errors
/// [`Error::ProposalRejected`], [`Common::WrongState`] when it was registered.
pub fn check_rejecting(known: &Proposal) -> Result<(), Error> {
    match known.state {
        ProposalState::Proposed => Ok(()),
        ProposalState::Rejected => Err(Error::ProposalRejected),
        ProposalState::Registered => Err(Common::WrongState.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY: Address = Address([1; 32]);
    const CONTENT: Hash = Hash([2; 32]);

    fn proposal(state: ProposalState) -> Proposal {
        Proposal { content: CONTENT, patient: Hash::ZERO, by: BY, time: UnixSeconds(1), state }
    }

    #[test]
    fn an_id_is_proposed_once_with_one_content() {
        let checked = |state: Option<ProposalState>, content, by| {
            check_proposing(state.map(proposal).as_ref(), &content, &by)
        };
        assert_eq!(checked(None, CONTENT, BY), Ok(true));
        assert_eq!(checked(Some(ProposalState::Proposed), CONTENT, BY), Ok(false));
        let other = Err(Common::DuplicateRequestDifferentContent.into());
        assert_eq!(checked(Some(ProposalState::Proposed), Hash::ZERO, BY), other);
        assert_eq!(checked(Some(ProposalState::Proposed), CONTENT, Address::ZERO), other);
        let rejected = checked(Some(ProposalState::Rejected), CONTENT, BY);
        assert_eq!(rejected, Err(Error::ProposalRejected));
        let registered = checked(Some(ProposalState::Registered), CONTENT, BY);
        assert_eq!(registered, Err(Common::WrongState.into()));
    }

    #[test]
    fn what_was_proposed_is_registered_as_it_was_or_not_at_all() {
        let registered = |state, content| check_registering(&proposal(state), &content);
        assert_eq!(registered(ProposalState::Proposed, CONTENT), Ok(()));
        assert_eq!(registered(ProposalState::Proposed, Hash::ZERO), Err(Error::ProposalDiffers));
        assert_eq!(registered(ProposalState::Registered, CONTENT), Ok(()));
        let rejected = registered(ProposalState::Rejected, CONTENT);
        assert_eq!(rejected, Err(Error::ProposalRejected));
        assert_eq!(check_rejecting(&proposal(ProposalState::Proposed)), Ok(()));
        let again = check_rejecting(&proposal(ProposalState::Rejected));
        assert_eq!(again, Err(Error::ProposalRejected));
        let late = check_rejecting(&proposal(ProposalState::Registered));
        assert_eq!(late, Err(Common::WrongState.into()));
    }
}
