//! What all payers grant for one service (K5, K6). Pure rules.

use crate::errors::Error;
use crate::messages::Line;
use crate::records::{Claim, Service};
use sandpact_sdk::prelude::*;

/// Whether the service of a line was granted under another number before (K6).
#[must_use]
pub fn is_duplicate(service: Option<&Service>, number: &Hash) -> bool {
    service.is_some_and(|service| service.number != *number && service.granted_minor > 0)
}

/// The record of a service after a decision moved the benefit of a line from `old_minor` to
/// `new_minor`; `is_first` for the first decision on the claim.
///
/// Payers of one bill grant in their order, and together no more than was submitted (K5).
/// Under another number nothing is granted while something is under this one (K6).
///
/// # Errors
/// [`Error::DuplicateClaim`], [`Error::PayerOutOfOrder`], [`Error::OverSubmitted`].
pub fn grant(
    service: Option<Service>,
    claim: &Claim,
    line: &Line,
    (old_minor, new_minor): (i128, i128),
    is_first: bool,
) -> Result<Service, Error> {
    let sequence = line.sequence;
    let none = Service {
        number: claim.number,
        submitted_minor: line.submitted_minor,
        granted_minor: 0,
        order: 0,
    };
    let mut service = service.filter(|service| service.granted_minor > 0).unwrap_or(none);
    if service.number != claim.number {
        return Err(Error::DuplicateClaim { sequence: Some(sequence) });
    }
    if is_first && claim.order <= service.order {
        return Err(Error::PayerOutOfOrder);
    }
    service.order = service.order.max(claim.order);
    service.submitted_minor = service.submitted_minor.min(line.submitted_minor);
    let granted = service.granted_minor.checked_sub(old_minor);
    let granted = granted.and_then(|rest| rest.checked_add(new_minor)).ok_or(Common::Overflow)?;
    if granted > service.submitted_minor {
        return Err(Error::OverSubmitted { sequence });
    }
    service.granted_minor = granted;
    Ok(service)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::claim;

    fn granted(
        order: u8,
        number: u8,
        service: Option<Service>,
        new: i128,
    ) -> Result<Service, Error> {
        let claim = Claim { order, number: Hash([number; 32]), ..claim(&[(1, 100)]) };
        grant(service, &claim, &claim.lines[0], (0, new), true)
    }

    #[test]
    fn k5_all_payers_together_grant_no_more_than_was_submitted() {
        let first = granted(1, 1, None, 60);
        for (benefit, is_good) in [(40, true), (41, false)] {
            let second = granted(2, 1, first.clone().ok(), benefit);
            assert_eq!(second.is_ok(), is_good, "{benefit}");
            if !is_good {
                assert_eq!(second, Err(Error::OverSubmitted { sequence: 1 }));
            }
        }
    }

    #[test]
    fn k5_payers_grant_in_their_order() {
        let second = granted(2, 1, None, 60).ok();
        assert_eq!(granted(1, 1, second.clone(), 1), Err(Error::PayerOutOfOrder));
        assert_eq!(granted(2, 1, second.clone(), 1), Err(Error::PayerOutOfOrder));
        assert!(granted(3, 1, second, 1).is_ok());
    }

    #[test]
    fn k6_a_service_is_granted_under_one_number() {
        let first = granted(1, 1, None, 60).ok();
        let refused = Err(Error::DuplicateClaim { sequence: Some(1) });
        assert_eq!(granted(2, 2, first.clone(), 1), refused);
        assert!(is_duplicate(first.as_ref(), &Hash([2; 32])));
        assert!(!is_duplicate(first.as_ref(), &Hash([1; 32])));
        let denied = granted(1, 1, None, 0).ok();
        assert!(granted(1, 2, denied, 60).is_ok(), "nothing was granted before");
    }

    #[test]
    fn a_later_decision_replaces_the_benefit_before() {
        let claim = claim(&[(1, 100)]);
        let line = &claim.lines[0];
        let first = grant(None, &claim, line, (0, 60), true).ok();
        let again = grant(first, &claim, line, (60, 100), false);
        assert_eq!(again.map(|it| it.granted_minor), Ok(100));
    }
}
