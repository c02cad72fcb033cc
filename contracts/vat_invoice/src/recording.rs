//! How a request becomes a record, and what that does to the invoice it refers to.
//! Pure rules, in the order in which they are asked.

use crate::errors::Error;
use crate::messages::{
    Category, CategoryAmount, Effect, Invoice, IssueRequest, Recorded, Remaining, ReversalStatus,
    State,
};
use crate::position::{Booking, open};
use crate::reference::{self, Found};
use crate::reversal::{TakenBack, reverse, reverse_rest};
use crate::{admission, totals};
use sandpact_sdk::prelude::*;

/// A new record and what it takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The new record.
    pub invoice: Invoice,
    /// What it takes back from the preceding invoice, if anything.
    pub taken_back: Option<TakenBack>,
}

/// Checks all that a request shows by itself, and returns what the document does.
/// `today` is the date of the block, UTC.
///
/// # Errors
/// See [`admission::check`] and [`totals::check_sums`].
pub fn admit(request: &IssueRequest, today: CivilDate) -> Result<Effect, Error> {
    let effect = admission::check(request, today)?;
    totals::check_sums(&request.breakdown, &request.totals)?;
    Ok(effect)
}

/// Whether recording needs the reverse charge rate of the tax point: the rate moves the
/// tax of an invoice, and a reversal moves it back at the invoice's own rate.
#[must_use]
pub fn needs_reverse_charge_rate(request: &IssueRequest, effect: Effect) -> bool {
    effect != Effect::Reversal
        && request.breakdown.iter().any(|line| line.category == Category::ReverseCharge)
}

/// Makes the record of an admitted request. `content` is SHA3-256 of the request,
/// `reverse_charge_rate_bp` zero when it is not needed, `now` the time of the block.
///
/// # Errors
/// See [`reference::check`], [`totals::check_taxes`], [`reverse`] and [`open`];
/// [`Error::NegativeWithoutReference`] or [`Error::RemainingTaxNegative`] when negative tax
/// would move to the buyer; [`Error::NothingToReplace`].
pub fn record(
    request: IssueRequest,
    effect: Effect,
    content: Hash,
    preceding: Option<&Found>,
    reverse_charge_rate_bp: u32,
    now: UnixSeconds,
) -> Result<Recording, Error> {
    let earlier = preceding.map(|(_, invoice)| invoice);
    if let Some(earlier) = earlier {
        reference::check(&request, effect, earlier)?;
    }
    let taken_back = take_back(&request, effect, earlier)?;
    let remaining = match effect {
        Effect::Reversal => vec![],
        Effect::Original | Effect::Replacement => {
            open_whole(&request.breakdown, effect, reverse_charge_rate_bp)?
        }
    };
    let invoice = Invoice {
        content,
        epoch: request.fingerprint.epoch,
        kind: request.kind,
        effect,
        issue_date: request.issue_date,
        tax_point: request.tax_point,
        currency: request.currency,
        breakdown: request.breakdown,
        totals: request.totals,
        remaining,
        reverse_charge_rate_bp,
        preceding: preceding.map(|(key, _)| *key),
        seller: request.seller,
        buyer: request.buyer,
        commitment: request.commitment,
        state: first_state(effect, earlier),
        reversal: ReversalStatus::NotReversed,
        frozen: false,
        deducted_minor: 0,
        recorded_at: now,
        regime: None,
        terms_version: 0,
        red_letter: None,
    };
    Ok(Recording { invoice, taken_back })
}

/// All of a breakdown. Only a reversal lowers output tax (T1): tax that moves is not in the
/// totals, so their sign does not show that a reverse charge line is negative.
fn open_whole(
    breakdown: &[CategoryAmount],
    effect: Effect,
    reverse_charge_rate_bp: u32,
) -> Result<Vec<Remaining>, Error> {
    let remaining = open(breakdown, reverse_charge_rate_bp)?;
    match (Booking::of(&remaining)?.moved_tax_minor < 0, effect) {
        (false, _) => Ok(remaining),
        (true, Effect::Replacement) => Err(Error::RemainingTaxNegative),
        (true, _) => Err(Error::NegativeWithoutReference),
    }
}

/// Checks the tax of each line, and finds what goes back. A replacement takes something: of
/// an invoice that was replaced before, it would be one more document to be deducted or
/// reimbursed (T7, T8).
fn take_back(
    request: &IssueRequest,
    effect: Effect,
    earlier: Option<&Invoice>,
) -> Result<Option<TakenBack>, Error> {
    match (effect, earlier) {
        (Effect::Reversal, Some(earlier)) => {
            let credits = admission::credits(request)?;
            totals::check_taxes(&credits, &earlier.remaining)?;
            reverse(earlier, &credits).map(Some)
        }
        (Effect::Reversal, None) => Err(Error::NegativeWithoutReference),
        (Effect::Original, _) | (Effect::Replacement, None) => {
            totals::check_taxes(&request.breakdown, &[])?;
            Ok(None)
        }
        (Effect::Replacement, Some(earlier))
            if earlier.reversal == ReversalStatus::FullyReversed =>
        {
            Err(Error::NothingToReplace)
        }
        (Effect::Replacement, Some(earlier)) => {
            totals::check_taxes(&request.breakdown, &[])?;
            reverse_rest(earlier).map(Some)
        }
    }
}

/// What replaces a reimbursed invoice is reimbursed already: replacing would otherwise be
/// a way to be paid twice (T8).
fn first_state(effect: Effect, earlier: Option<&Invoice>) -> State {
    match (effect, earlier.map(|invoice| invoice.state)) {
        (Effect::Replacement, Some(State::Reimbursed)) => State::Reimbursed,
        _ => State::Issued,
    }
}

/// The earlier invoice after a later document has taken something back.
///
/// # Errors
/// [`Common::Overflow`].
pub fn after(earlier: Invoice, taken: &TakenBack) -> Result<Invoice, Error> {
    let deducted_minor =
        earlier.deducted_minor.checked_sub(taken.deduction_minor).ok_or(Common::Overflow)?;
    Ok(Invoice {
        remaining: taken.remaining.clone(),
        reversal: taken.status,
        deducted_minor,
        ..earlier
    })
}

/// What issuing gives back for a record, whenever it was made.
#[must_use]
pub const fn recorded(key: Hash, invoice: &Invoice) -> Recorded {
    let (effect, preceding) = (invoice.effect, invoice.preceding);
    Recorded { key, effect, preceding, recorded_at: invoice.recorded_at }
}

#[cfg(test)]
mod tests;
