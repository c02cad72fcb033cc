//! Who may endorse and who may surrender (B6; DCSA EBL_SUR 3.0.4, what the platform guarantees).
//! Pure rules.

use crate::errors::Error;
use crate::messages::Endorsement;
use crate::records::Title;
use sandpact_sdk::prelude::*;

/// The key that has to sign an endorsement. An endorsement is written on the bill: whoever has
/// title and does not possess the bill has nothing to write on.
///
/// # Errors
/// [`Error::EndorsementOfStraightBill`], [`Error::NotToOrder`],
/// [`Error::TitleHolderLacksPossession`].
pub fn endorser(title: &Title, possessor: &Hash) -> Result<Hash, Error> {
    match title {
        Title::Straight { .. } => Err(Error::EndorsementOfStraightBill),
        Title::Named { to_order: false, .. } => Err(Error::NotToOrder),
        Title::Named { holder, .. } if holder != possessor => {
            Err(Error::TitleHolderLacksPossession)
        }
        Title::Named { holder, .. } => Ok(*holder),
        Title::Blank => Ok(*possessor),
    }
}

/// Title after an endorsement.
#[must_use]
pub const fn endorsed(endorsement: &Endorsement) -> Title {
    match endorsement {
        Endorsement::To { holder } => Title::Named { holder: *holder, to_order: false },
        Endorsement::ToOrder { holder } => Title::Named { holder: *holder, to_order: true },
        Endorsement::Blank => Title::Blank,
    }
}

/// Whether the possessor may surrender: the shipper or consignee of a straight bill, the named
/// title holder, and anybody who possesses a bill endorsed in blank.
///
/// # Errors
/// [`Error::NotEntitledToSurrender`].
pub fn check_surrender(title: &Title, possessor: &Hash) -> Result<(), Error> {
    let is_entitled = match title {
        Title::Straight { shipper, consignee } => possessor == shipper || possessor == consignee,
        Title::Named { holder, .. } => possessor == holder,
        Title::Blank => true,
    };
    if is_entitled { Ok(()) } else { Err(Error::NotEntitledToSurrender) }
}

/// Whether the possessor may pledge: who may surrender has the value.
///
/// # Errors
/// [`Error::NotEntitledToSurrender`].
pub fn check_pledge(title: &Title, possessor: &Hash) -> Result<(), Error> {
    check_surrender(title, possessor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Hash = Hash([1; 32]);
    const B: Hash = Hash([2; 32]);
    const C: Hash = Hash([3; 32]);
    const STRAIGHT: Title = Title::Straight { shipper: A, consignee: B };
    const ORDER: Title = Title::Named { holder: A, to_order: true };
    const NOT_TO_ORDER: Title = Title::Named { holder: A, to_order: false };

    #[test]
    fn b6_who_endorses() {
        for (title, possessor, expected) in [
            (STRAIGHT, A, Err(Error::EndorsementOfStraightBill)),
            (STRAIGHT, B, Err(Error::EndorsementOfStraightBill)),
            (ORDER, A, Ok(A)),
            (ORDER, B, Err(Error::TitleHolderLacksPossession)),
            (NOT_TO_ORDER, A, Err(Error::NotToOrder)),
            (Title::Blank, C, Ok(C)),
        ] {
            assert_eq!(endorser(&title, &possessor), expected, "{title:?} {possessor}");
        }
    }

    #[test]
    fn b6_who_surrenders() {
        for (title, possessor, is_entitled) in [
            (STRAIGHT, A, true),
            (STRAIGHT, B, true),
            (STRAIGHT, C, false),
            (ORDER, A, true),
            (ORDER, B, false),
            (NOT_TO_ORDER, A, true),
            (NOT_TO_ORDER, B, false),
            (Title::Blank, C, true),
        ] {
            let refused = Err(Error::NotEntitledToSurrender);
            let expected = if is_entitled { Ok(()) } else { refused };
            assert_eq!(check_surrender(&title, &possessor), expected, "{title:?} {possessor}");
            assert_eq!(check_pledge(&title, &possessor), expected);
        }
    }

    #[test]
    fn b6_title_after_an_endorsement() {
        assert_eq!(endorsed(&Endorsement::To { holder: A }), NOT_TO_ORDER);
        assert_eq!(endorsed(&Endorsement::ToOrder { holder: A }), ORDER);
        assert_eq!(endorsed(&Endorsement::Blank), Title::Blank);
    }
}
