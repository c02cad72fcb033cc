//! How much is drawn (articles 18(b), 30, 31(a)). Pure rules.

use crate::credit::{Credit, CreditState};
use crate::errors::Error;
use crate::presentation::Presentation;
use crate::terms::{PartialShipments, Terms};
use sandpact_sdk::prelude::*;

/// Basis points of the whole.
const WHOLE_BP: i128 = 10_000;

/// Most that can ever be drawn, minor units: the amount and its tolerance, rounded down (A1).
///
/// # Errors
/// [`Common::Overflow`].
pub fn maximum_minor(terms: &Terms) -> Result<i128, Common> {
    let share_bp =
        WHOLE_BP.checked_add(i128::from(terms.plus_tolerance_bp)).ok_or(Common::Overflow)?;
    let product = terms.amount_minor.checked_mul(share_bp).ok_or(Common::Overflow)?;
    product.checked_div(WHOLE_BP).ok_or(Common::Overflow)
}

/// What can still be drawn, minor units, never below zero.
///
/// # Errors
/// [`Common::Overflow`].
pub fn remaining_minor(credit: &Credit) -> Result<i128, Common> {
    maximum_minor(&credit.terms)?.checked_sub(credit.drawn_minor).ok_or(Common::Overflow)
}

/// What this presentation pays, minor units: its claim, at most what remains (A2). Once one
/// bank has paid, a reimbursement is of the same amount (articles 7(c), 8(c)).
///
/// # Errors
/// [`Error::PartialNotAllowed`], [`Common::Overflow`].
pub fn payable_minor(credit: &Credit, presentation: &Presentation) -> Result<i128, Error> {
    if let Some(drawn) = presentation.drawn_minor {
        return Ok(drawn);
    }
    if credit.terms.partial_shipments == PartialShipments::NotAllowed && credit.drawings > 0 {
        return Err(Error::PartialNotAllowed);
    }
    Ok(presentation.claimed_minor.min(remaining_minor(credit)?))
}

/// Draws an amount for a presentation, or checks that a reimbursement equals what was drawn.
/// Closes the credit when nothing more can be drawn.
///
/// # Errors
/// [`Common::AmountNotPositive`], [`Error::Overdrawn`], [`Error::PaidShort`], and as
/// [`payable_minor`].
pub fn draw(
    credit: &mut Credit,
    presentation: &mut Presentation,
    amount_minor: i128,
) -> Result<(), Error> {
    if amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    let payable_minor = payable_minor(credit, presentation)?;
    if amount_minor > payable_minor {
        return Err(Error::Overdrawn { payable_minor });
    }
    if amount_minor < payable_minor {
        return Err(Error::PaidShort { payable_minor });
    }
    if presentation.drawn_minor.is_some() {
        return Ok(());
    }
    credit.drawn_minor = credit.drawn_minor.checked_add(amount_minor).ok_or(Common::Overflow)?;
    credit.drawings = credit.drawings.checked_add(1).ok_or(Common::Overflow)?;
    presentation.drawn_minor = Some(amount_minor);
    let is_single = credit.terms.partial_shipments == PartialShipments::NotAllowed;
    if credit.is_live() && (is_single || remaining_minor(credit)? == 0) {
        credit.state = CreditState::Exhausted;
    }
    Ok(())
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
