//! Surrendering a bill and the carrier's one answer (B6 to B9, B11; DCSA EBL_SUR 3.0.4). Pure
//! rules.

use crate::errors::Error;
use crate::messages::{Amendment, Answer, Purpose};
use crate::records::{Bill, BillState, Surrender};
use crate::title;
use sandpact_sdk::prelude::*;

/// Whether a key may surrender the bill that `holder` possesses: the possessor alone (B7), if
/// title allows it (B6).
///
/// # Errors
/// [`Error::NotThePossessor`], [`Error::NotEntitledToSurrender`].
pub fn check_requester(bill: &Bill, holder: &Hash, requester: &Hash) -> Result<(), Error> {
    if requester != holder {
        return Err(Error::NotThePossessor);
    }
    title::check_surrender(&bill.title, requester)
}

/// Whether a reference that was used before belongs to this very request (B11).
///
/// # Errors
/// [`Error::ReferenceReused`].
pub fn check_repeated(known: &Surrender, content: &Hash) -> Result<(), Error> {
    if known.content == *content { Ok(()) } else { Err(Error::ReferenceReused) }
}

/// Whether the carrier may still answer (B8).
///
/// # Errors
/// [`Error::AlreadyAnswered`].
pub const fn check_unanswered(surrender: &Surrender) -> Result<(), Error> {
    if surrender.is_accepted.is_some() { Err(Error::AlreadyAnswered) } else { Ok(()) }
}

/// Where the bill stands after an answer (B9).
#[must_use]
pub const fn answered(purpose: &Purpose, answer: Answer) -> BillState {
    match (answer, purpose) {
        (Answer::Rejected, _) => BillState::Returned,
        (Answer::Surrendered, Purpose::Delivery) => BillState::Surrendered,
        (Answer::Surrendered, Purpose::Amendment { reason: Amendment::SwitchToPaper }) => {
            BillState::SwitchedToPaper
        }
        (Answer::Surrendered, Purpose::Amendment { .. }) => BillState::Amended,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b9_an_accepted_surrender_ends_the_bill_in_its_own_way() {
        let amendment = |reason| Purpose::Amendment { reason };
        for (purpose, expected) in [
            (Purpose::Delivery, BillState::Surrendered),
            (amendment(Amendment::SwitchToPaper), BillState::SwitchedToPaper),
            (amendment(Amendment::ChangeOfDestination), BillState::Amended),
            (amendment(Amendment::SwitchBill), BillState::Amended),
            (amendment(Amendment::Other), BillState::Amended),
        ] {
            assert_eq!(answered(&purpose, Answer::Surrendered), expected);
            assert!(expected.is_end());
            assert_eq!(answered(&purpose, Answer::Rejected), BillState::Returned);
        }
        assert!(!BillState::Returned.is_end());
    }
}
