//! Drawings or shipments by instalments (article 32, A14). Pure rules.

use crate::credit::Credit;
use crate::errors::Error;
use crate::terms::{PartialShipments, Terms};
use crate::tolerance::{WHOLE_BP, amount_tolerance_bp, share_down};
use sandpact_sdk::prelude::*;

/// Most instalments of a credit.
pub const INSTALMENTS_MAX: usize = 24;

/// A period and what is drawn for it.
#[message]
pub struct Instalment {
    /// First day.
    pub from: CivilDate,
    /// Last day.
    pub to: CivilDate,
    /// Minor units.
    pub amount_minor: i128,
}

/// Checks the instalments of a new credit: periods one after the other until expiry, whose
/// amounts make up the credit's, and several drawings allowed.
///
/// # Errors
/// [`Error::BadInstalments`].
pub fn check_instalments(terms: &Terms) -> Result<(), Error> {
    let all = &terms.conditions.instalments;
    if all.is_empty() {
        return Ok(());
    }
    let (mut sum, mut day_before) = (0_i128, None);
    for instalment in all {
        let is_later = day_before.is_none_or(|before| before < instalment.from);
        if !is_later || instalment.to < instalment.from || instalment.amount_minor <= 0 {
            return Err(Error::BadInstalments);
        }
        sum = sum.checked_add(instalment.amount_minor).ok_or(Common::Overflow)?;
        day_before = Some(instalment.to);
    }
    let is_good = all.len() <= INSTALMENTS_MAX
        && sum == terms.amount_minor
        && day_before.is_some_and(|last| last <= terms.expiry)
        && terms.partial_shipments == PartialShipments::Allowed;
    if is_good { Ok(()) } else { Err(Error::BadInstalments) }
}

/// The instalment, from 0, that a day of shipment or drawing belongs to; `None` for a credit
/// without instalments.
///
/// Each period begins with its first presentation. One for which nothing was shipped or drawn in
/// time ends the credit for it and for all later ones. Goods that were shipped in time keep an
/// instalment, whatever becomes of their documents: article 32 asks for "drawn or shipped".
///
/// # Errors
/// [`Error::InstalmentMissed`].
pub fn instalment_of(credit: &Credit, day: CivilDate) -> Result<Option<u8>, Error> {
    let all = &credit.terms.conditions.instalments;
    if all.is_empty() {
        return Ok(None);
    }
    let place = all.iter().position(|it| it.from <= day && day <= it.to);
    let place = place.and_then(|place| u8::try_from(place).ok());
    match place.filter(|place| *place <= credit.instalments_begun) {
        Some(place) => Ok(Some(place)),
        None => Err(Error::InstalmentMissed { number: credit.instalments_begun.saturating_add(1) }),
    }
}

/// How many instalments have begun once one of this number has.
#[must_use]
pub fn begun(credit: &Credit, instalment: Option<u8>) -> u8 {
    let with_this = instalment.map_or(0, |place| place.saturating_add(1));
    credit.instalments_begun.max(with_this)
}

/// Most that the instalments up to this one draw together, minor units.
///
/// # Errors
/// [`Common::Overflow`].
pub fn maximum_until(terms: &Terms, instalment: u8) -> Result<i128, Common> {
    let until = usize::from(instalment).saturating_add(1);
    let mut sum = 0_i128;
    for it in terms.conditions.instalments.iter().take(until) {
        sum = sum.checked_add(it.amount_minor).ok_or(Common::Overflow)?;
    }
    share_down(sum, WHOLE_BP.saturating_add(amount_tolerance_bp(terms).0))
}

#[cfg(test)]
#[path = "instalments_tests.rs"]
mod tests;
