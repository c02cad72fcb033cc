//! How much is drawn (articles 18(b), 30(a), 31(a), 32). Pure rules.

use crate::credit::{Credit, CreditState};
use crate::errors::Error;
use crate::instalments::maximum_until;
use crate::presentation::Presentation;
use crate::terms::{PartialShipments, Terms};
use crate::tolerance::{WHOLE_BP, amount_tolerance_bp, share_down};
use sandpact_sdk::prelude::*;

/// Most that can ever be drawn, minor units: the amount and its tolerance, rounded down (A1, A13).
///
/// # Errors
/// [`Common::Overflow`].
pub fn maximum_minor(terms: &Terms) -> Result<i128, Common> {
    share_down(terms.amount_minor, WHOLE_BP.saturating_add(amount_tolerance_bp(terms).0))
}

/// What can still be drawn or transferred, minor units, never below zero (A1, A17).
///
/// # Errors
/// [`Common::Overflow`].
pub fn remaining_minor(credit: &Credit) -> Result<i128, Common> {
    let used = credit.drawn_minor.checked_add(credit.transferred_minor).ok_or(Common::Overflow)?;
    maximum_minor(&credit.terms)?.checked_sub(used).ok_or(Common::Overflow)
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
    let payable = presentation.claimed_minor.min(remaining_minor(credit)?);
    let Some(instalment) = presentation.instalment else { return Ok(payable) };
    // Instalments up to this one draw no more than their amounts (A14).
    let until = maximum_until(&credit.terms, instalment)?;
    Ok(payable.min(until.saturating_sub(credit.drawn_minor)).max(0))
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
    close_if_used_up(credit)?;
    Ok(())
}

/// Closes a credit under which nothing can be drawn any more. One that was transferred stays
/// open: a second beneficiary may transfer back.
///
/// # Errors
/// [`Common::Overflow`].
pub fn close_if_used_up(credit: &mut Credit) -> Result<(), Common> {
    let is_single = credit.terms.partial_shipments == PartialShipments::NotAllowed;
    let may_come_back = credit.parent.is_none() && credit.transferred_minor > 0;
    let is_used_up = remaining_minor(credit)? == 0 && !may_come_back;
    if credit.is_live() && (is_used_up || (is_single && credit.drawings > 0)) {
        credit.state = CreditState::Exhausted;
    }
    Ok(())
}

#[cfg(test)]
#[path = "drawing_tests.rs"]
mod tests;
