//! What amounts and quantities may differ from those of the credit (articles 30, 31(a)). Pure rules.

use crate::credit::Credit;
use crate::errors::Error;
use crate::readings::Readings;
use crate::terms::{GoodsQuantity, PartialShipments, Terms};
use sandpact_sdk::prelude::*;

/// Basis points of the whole.
pub const WHOLE_BP: u32 = 10_000;
/// What "about" or "approximately" allows, more or less (article 30(a), A13).
pub const ABOUT_BP: u32 = 1_000;
/// What a quantity by measure may differ when the credit does not say otherwise (article 30(b), A13).
pub const QUANTITY_BP: u32 = 500;
/// What one drawing may fall short of the amount when all goods are shipped (article 30(c), A12).
pub const SHORT_BP: u32 = 500;

/// How much more and how much less than the amount may be drawn, basis points (A13): 1 000 each
/// for an amount that is "about", else as the credit states it.
#[must_use]
pub const fn amount_tolerance_bp(terms: &Terms) -> (u32, u32) {
    if terms.conditions.is_amount_about {
        (ABOUT_BP, ABOUT_BP)
    } else {
        (terms.plus_tolerance_bp, terms.minus_tolerance_bp)
    }
}

/// How much a quantity may differ, basis points (A13).
#[must_use]
pub const fn quantity_tolerance_bp(quantity: &GoodsQuantity) -> u32 {
    if quantity.is_about {
        ABOUT_BP
    } else if quantity.is_counted {
        0
    } else {
        QUANTITY_BP
    }
}

/// So many basis points of a number of at least zero, rounded down.
///
/// # Errors
/// [`Common::Overflow`].
pub fn share_down(whole: i128, share_bp: u32) -> Result<i128, Common> {
    let product = whole.checked_mul(i128::from(share_bp)).ok_or(Common::Overflow)?;
    product.checked_div(i128::from(WHOLE_BP)).ok_or(Common::Overflow)
}

/// The same, rounded up: the least that reaches the share.
///
/// # Errors
/// [`Common::Overflow`].
pub fn share_up(whole: i128, share_bp: u32) -> Result<i128, Common> {
    let product = whole.checked_mul(i128::from(share_bp)).ok_or(Common::Overflow)?;
    let rounded = product.checked_add(i128::from(WHOLE_BP.saturating_sub(1)));
    rounded.and_then(|sum| sum.checked_div(i128::from(WHOLE_BP))).ok_or(Common::Overflow)
}

/// Checks the quantity that an invoice shows, together with what was drawn for before. All of it
/// has to be there only when partial shipments are not allowed (A13, A12).
///
/// # Errors
/// [`Error::QuantityOutside`], [`Common::Overflow`].
pub fn check_quantity(
    credit: &Credit,
    quantity: &GoodsQuantity,
    shipped: u64,
) -> Result<(), Error> {
    let (stated, share_bp) = (i128::from(quantity.thousandths), quantity_tolerance_bp(quantity));
    let sum = i128::from(credit.shipped_thousandths).saturating_add(i128::from(shipped));
    let most = share_down(stated, WHOLE_BP.saturating_add(share_bp))?;
    let least = share_up(stated, WHOLE_BP.saturating_sub(share_bp))?;
    let is_short = is_single(&credit.terms) && sum < least;
    if sum > most || is_short { Err(Error::QuantityOutside) } else { Ok(()) }
}

/// Checks the claim of a credit that allows one drawing. It reaches the amount less the stated
/// tolerance. Without a tolerance it may be up to 5 % short, when the quantity is shipped in full
/// and the unit price is not reduced (article 30(c), A12).
///
/// # Errors
/// [`Error::DrawnShort`], [`Error::ReadingsMissing`] when nobody has read quantity and price.
pub fn check_single_drawing(
    terms: &Terms,
    claimed_minor: i128,
    readings: Option<&Readings>,
) -> Result<(), Error> {
    let (plus_bp, minus_bp) = amount_tolerance_bp(terms);
    let least_minor = share_up(terms.amount_minor, WHOLE_BP.saturating_sub(minus_bp))?;
    if !is_single(terms) || claimed_minor >= least_minor {
        return Ok(());
    }
    let is_stated = plus_bp > 0 || minus_bp > 0;
    let short_minor = share_up(terms.amount_minor, WHOLE_BP.saturating_sub(SHORT_BP))?;
    if is_stated || claimed_minor < short_minor {
        return Err(Error::DrawnShort { least_minor });
    }
    let readings = readings.ok_or(Error::ReadingsMissing)?;
    let shipped = readings.quantity_thousandths;
    let is_full = match &terms.conditions.quantity {
        Some(stated) => shipped.is_some_and(|shipped| shipped >= stated.thousandths),
        None => true,
    };
    if is_full && !readings.is_unit_price_reduced {
        Ok(())
    } else {
        Err(Error::DrawnShort { least_minor })
    }
}

/// Whether the credit allows one drawing only (article 31(a)).
fn is_single(terms: &Terms) -> bool {
    terms.partial_shipments == PartialShipments::NotAllowed
}

#[cfg(test)]
#[path = "tolerance_tests.rs"]
mod tests;
