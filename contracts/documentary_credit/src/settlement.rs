//! Who pays how and when (articles 2, 7, 8, 12). Pure rules.

use crate::credit::Credit;
use crate::drawing::draw;
use crate::errors::Error;
use crate::examination::{is_precluded, is_waived};
use crate::presentation::{Examination, Finding, Presentation, Settlement};
use crate::terms::{Availability, Tenor, TenorStart, Terms};
use sandpact_sdk::prelude::*;

/// A way to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Pay now.
    Honour,
    /// Undertake to pay at maturity, or accept the draft.
    Undertake,
    /// Purchase the documents.
    Negotiate,
}

/// A bank's part. Each is reimbursed by a later one (articles 7(c), 8(c)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Nominated,
    Confirming,
    Issuing,
}

/// Checks that this bank may use this means.
///
/// A credit available by negotiation is negotiated by the nominated or confirming bank and
/// honoured by a bank that is bound by it (articles 2, 7(a)(v), 8(a)(i)(e)).
///
/// # Errors
/// [`Error::WrongAvailability`].
pub fn check_means(credit: &Credit, bank: &Address, means: Means) -> Result<(), Error> {
    let terms = &credit.terms;
    let is_issuing = terms.is_issuing_bank(bank);
    let is_open = match (&terms.availability, means) {
        (Availability::SightPayment, Means::Honour) => true,
        (
            Availability::DeferredPayment { .. } | Availability::Acceptance { .. },
            Means::Undertake,
        ) => true,
        (Availability::Negotiation { .. }, Means::Honour) => credit.is_bound(bank),
        (Availability::Negotiation { .. }, Means::Negotiate) => !is_issuing,
        _ => false,
    };
    if is_open { Ok(()) } else { Err(Error::WrongAvailability) }
}

/// Checks that the bank may pay now: the documents comply, or it is precluded from saying
/// otherwise, or the applicant has waived and the bank agrees by paying. Whether the credit
/// has expired since the documents came does not matter (article 14(b), A6).
///
/// # Errors
/// [`Common::WrongState`].
pub fn may_settle(examination: &Examination, has_deadline_passed: bool) -> Result<(), Error> {
    let is_due = examination.finding == Finding::Complying
        || is_precluded(examination, has_deadline_passed)
        || is_waived(examination);
    if is_due && examination.settlement == Settlement::Open {
        Ok(())
    } else {
        Err(Common::WrongState.into())
    }
}

/// The bank that a settlement by `bank` reimburses, or `None` when it pays the beneficiary.
///
/// The beneficiary is paid once (A1): after that, money goes to the bank that has paid last,
/// from a bank that is bound to reimburse it. Who got the documents first does not matter.
///
/// # Errors
/// [`Common::WrongState`] when a bank of the same or a later part has paid.
pub fn reimbursed_bank(
    terms: &Terms,
    presentation: &Presentation,
    bank: &Address,
) -> Result<Option<Address>, Error> {
    let all = presentation.examinations.iter();
    let settled = all.filter(|it| it.settlement != Settlement::Open).map(|it| it.bank);
    match settled.max_by_key(|payer| part_of(terms, payer)) {
        None => Ok(None),
        Some(payer) if part_of(terms, bank) > part_of(terms, &payer) => Ok(Some(payer)),
        Some(_) => Err(Common::WrongState.into()),
    }
}

fn part_of(terms: &Terms, bank: &Address) -> Part {
    let is_confirming = terms.confirming_bank.as_ref().is_some_and(|it| it.account == *bank);
    if terms.is_issuing_bank(bank) {
        Part::Issuing
    } else if is_confirming {
        Part::Confirming
    } else {
        Part::Nominated
    }
}

/// The first day on which deferred money is paid (A19); `None` when nothing is deferred.
///
/// # Errors
/// [`Error::ShipmentDateMissing`], [`Common::Overflow`].
pub fn maturity(terms: &Terms, presentation: &Presentation) -> Result<Option<CivilDate>, Error> {
    let (Availability::DeferredPayment { tenor } | Availability::Acceptance { tenor, .. }) =
        &terms.availability
    else {
        return Ok(None);
    };
    let Tenor { days, from } = tenor;
    let start = match from {
        TenorStart::Shipment => presentation.shipment_date.ok_or(Error::ShipmentDateMissing)?,
        TenorStart::Presentation => presentation.presented_on,
    };
    let matures = start.checked_add_days(i32::from(*days)).ok_or(Common::Overflow)?;
    Ok(Some(matures))
}

/// One bank settles: all rules in their order, then credit, presentation and examination.
/// `has_deadline_passed` is the calendar's answer; `today` is the date at the bank's place.
///
/// # Errors
/// [`Common::NotAuthorised`] for a bank that did not get the documents, and as [`may_settle`],
/// [`check_means`], [`reimbursed_bank`] and [`draw`].
pub fn settle(
    credit: &mut Credit,
    presentation: &mut Presentation,
    order: &Order,
    has_deadline_passed: bool,
    today: CivilDate,
) -> Result<(), Error> {
    may_settle(presentation.examination(&order.bank)?, has_deadline_passed)?;
    check_means(credit, &order.bank, order.means)?;
    let reimburses = reimbursed_bank(&credit.terms, presentation, &order.bank)?;
    let amount_minor = order.amount_minor;
    let matures = maturity(&credit.terms, presentation)?;
    let is_drawing = presentation.drawn_minor.is_none();
    draw(credit, presentation, amount_minor)?;
    let own = presentation.examination_mut(&order.bank)?;
    own.reimburses = reimburses;
    own.settlement = match (order.means, matures) {
        (Means::Undertake, Some(maturity)) => Settlement::Undertaken { amount_minor, maturity },
        (Means::Negotiate, _) => Settlement::Negotiated { amount_minor, on: today },
        _ => Settlement::Honoured { amount_minor, on: today },
    };
    let shipped = own.readings.as_ref().and_then(|readings| readings.quantity_thousandths);
    if let (true, Some(shipped)) = (is_drawing, shipped) {
        credit.shipped_thousandths = credit.shipped_thousandths.saturating_add(shipped);
    }
    Ok(())
}

/// What a bank wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The bank.
    pub bank: Address,
    /// How it settles.
    pub means: Means,
    /// How much, minor units.
    pub amount_minor: i128,
}

/// The bank pays what it had undertaken, at maturity or later; returns the amount in minor
/// units. No state leads from an undertaking anywhere else (A19).
///
/// # Errors
/// [`Common::WrongState`] without an undertaking, [`Error::NotMatured`].
pub fn pay(examination: &mut Examination, today: CivilDate) -> Result<i128, Error> {
    let Settlement::Undertaken { amount_minor, maturity } = examination.settlement else {
        return Err(Common::WrongState.into());
    };
    if today < maturity {
        return Err(Error::NotMatured { maturity });
    }
    examination.settlement = Settlement::Paid { amount_minor, on: today };
    Ok(amount_minor)
}

#[cfg(test)]
#[path = "settlement_tests.rs"]
mod tests;
