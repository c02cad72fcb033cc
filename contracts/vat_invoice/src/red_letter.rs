//! Red letters: one side asks to take an invoice back, the other confirms in time (T11).
//! Pure rules.

use crate::errors::Error;
use crate::messages::{
    BREAKDOWN_LEN_MAX, CategoryAmount, Effect, Invoice, RED_LETTER_HOURS, RedLetterMark, State,
    Terms,
};
use crate::reversal::{TakenBack, reverse};
use crate::totals::check_taxes;
use sandpact_sdk::prelude::*;

/// Seconds of an hour.
const HOUR: u64 = 3_600;

/// Checks that one side may ask now, and returns until when the other one may confirm. `terms`
/// are those that the invoice was recorded under.
///
/// # Errors
/// [`Common::Frozen`], [`Common::NotAuthorised`] unless the caller is one of two accounts,
/// [`Common::WrongState`] for a voided invoice, [`Error::RedLetterPending`],
/// [`Common::TooLarge`], and whatever [`check_taxes`] and [`reverse`] refuse.
pub fn deadline(
    invoice: &Invoice,
    credits: &[CategoryAmount],
    terms: Option<&Terms>,
    (by, now): (&Address, UnixSeconds),
) -> Result<UnixSeconds, Error> {
    if invoice.frozen {
        return Err(Common::Frozen.into());
    }
    other_side(invoice, by)?;
    if invoice.effect == Effect::Reversal || invoice.state == State::Voided {
        return Err(Common::WrongState.into());
    }
    check_none_pending(invoice, now)?;
    if credits.is_empty() || credits.len() > BREAKDOWN_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    check_taxes(credits, &invoice.remaining)?;
    reverse(invoice, credits)?;
    let hours = terms.map_or(RED_LETTER_HOURS, |it| it.red_letter_hours);
    let seconds = u64::from(hours).saturating_mul(HOUR);
    Ok(now.checked_add(seconds).ok_or(Common::Overflow)?)
}

/// The account that answers a red letter of this one.
///
/// # Errors
/// [`Common::NotAuthorised`] unless `by` is seller or buyer and the other is an account too.
pub fn other_side(invoice: &Invoice, by: &Address) -> Result<Address, Error> {
    match invoice.buyer.account() {
        Some(buyer) if by == buyer => Ok(invoice.seller),
        Some(buyer) if *by == invoice.seller => Ok(*buyer),
        _ => Err(Common::NotAuthorised.into()),
    }
}

/// Checks that the other side may confirm now.
///
/// # Errors
/// [`Common::Frozen`], [`Common::WrongState`] when nothing is asked or it is confirmed,
/// [`Error::RedLetterLapsed`].
pub fn check_confirmation(invoice: &Invoice, now: UnixSeconds) -> Result<(), Error> {
    if invoice.frozen {
        return Err(Common::Frozen.into());
    }
    match invoice.red_letter {
        Some(RedLetterMark { is_confirmed: false, deadline }) if now > deadline => {
            Err(Error::RedLetterLapsed)
        }
        Some(RedLetterMark { is_confirmed: false, .. }) => Ok(()),
        _ => Err(Common::WrongState.into()),
    }
}

/// Checks that no red letter is pending: asked for and not lapsed, or confirmed and not used. A
/// lapsed one leaves the invoice as if it had never been asked for.
///
/// # Errors
/// [`Error::RedLetterPending`].
pub fn check_none_pending(invoice: &Invoice, now: UnixSeconds) -> Result<(), Error> {
    match invoice.red_letter {
        Some(mark) if mark.is_confirmed || now <= mark.deadline => Err(Error::RedLetterPending),
        _ => Ok(()),
    }
}

/// Checks that a document may take this from the invoice. `confirmed` is what a confirmed red
/// letter says; `terms` are those of the invoice. Returns whether the red letter is used.
///
/// # Errors
/// [`Error::RedLetterMismatch`], [`Error::RedLetterPending`], [`Error::RedLetterNotConfirmed`].
pub fn check_use(
    invoice: &Invoice,
    taken: &TakenBack,
    confirmed: Option<&[CategoryAmount]>,
    terms: Option<&Terms>,
    now: UnixSeconds,
) -> Result<bool, Error> {
    if let Some(credits) = confirmed {
        let asked = reverse(invoice, credits)?;
        let is_same = asked.remaining == taken.remaining;
        return if is_same { Ok(true) } else { Err(Error::RedLetterMismatch) };
    }
    check_none_pending(invoice, now)?;
    let is_agreed = !matches!(invoice.state, State::Issued | State::Disputed);
    let needs_it = terms.is_some_and(|it| it.confirms_red_letters);
    if needs_it && is_agreed && invoice.buyer.account().is_some() {
        return Err(Error::RedLetterNotConfirmed);
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::{Category, Party};
    use crate::reversal::reverse_rest;
    use crate::samples::{BUYER, SELLER, invoice, line};

    const NOW: UnixSeconds = UnixSeconds(1_000);

    fn lines(taxable: i128, tax: i128) -> Vec<CategoryAmount> {
        vec![line(Category::Standard, 1900, taxable, tax)]
    }

    fn sample() -> Invoice {
        Invoice { state: State::Accepted, ..invoice(lines(10_000, 1_900), 0) }
    }

    fn marked(deadline: u64, is_confirmed: bool) -> Invoice {
        let deadline = UnixSeconds(deadline);
        Invoice { red_letter: Some(RedLetterMark { deadline, is_confirmed }), ..sample() }
    }

    fn terms(confirms_red_letters: bool) -> Terms {
        Terms {
            from: CivilDate::parse("2020-01-01").unwrap(),
            issue_days_max: None,
            cross_border_issue_days_max: None,
            confirms_red_letters,
            red_letter_hours: 1,
        }
    }

    #[test]
    fn either_side_asks_and_the_other_has_72_hours_or_what_its_regime_says() {
        let asked = |terms: Option<Terms>, by| {
            deadline(&sample(), &lines(4_000, 760), terms.as_ref(), (&by, NOW))
        };
        assert_eq!(asked(None, SELLER), Ok(UnixSeconds(1_000 + 72 * 3_600)));
        assert_eq!(asked(Some(terms(true)), BUYER), Ok(UnixSeconds(4_600)));
        assert_eq!(asked(None, Address::ZERO), Err(Common::NotAuthorised.into()));
        let buyer = Party::Pseudonym { hash: Hash::ZERO };
        let anonymous = Invoice { buyer, ..sample() };
        let refused = deadline(&anonymous, &lines(4_000, 760), None, (&SELLER, NOW));
        assert_eq!(refused, Err(Common::NotAuthorised.into()));
        assert_eq!(other_side(&sample(), &BUYER), Ok(SELLER));
    }

    #[test]
    fn what_cannot_be_taken_back_is_not_asked_for() {
        let asked = |invoice: &Invoice, credits: &[CategoryAmount]| {
            deadline(invoice, credits, None, (&BUYER, NOW)).unwrap_err()
        };
        let (category, rate_bp) = (Category::Standard, 1900);
        let too_much = Error::ReversalExceedsRemaining { category, rate_bp };
        assert_eq!(asked(&sample(), &lines(10_100, 1_919)), too_much);
        assert_eq!(asked(&sample(), &[]), Common::TooLarge.into());
        let rule = crate::errors::Rule::BrCo17;
        assert_eq!(asked(&sample(), &lines(100, 18)), Error::TotalsMismatch { rule });
        let voided = Invoice { state: State::Voided, ..sample() };
        assert_eq!(asked(&voided, &lines(100, 19)), Common::WrongState.into());
        let frozen = Invoice { frozen: true, ..sample() };
        assert_eq!(asked(&frozen, &lines(100, 19)), Common::Frozen.into());
        assert_eq!(asked(&marked(1_000, false), &lines(100, 19)), Error::RedLetterPending);
    }

    #[test]
    fn it_lapses_a_second_after_its_deadline() {
        assert_eq!(check_confirmation(&marked(1_000, false), NOW), Ok(()));
        assert_eq!(check_confirmation(&marked(999, false), NOW), Err(Error::RedLetterLapsed));
        let wrong_state = Err(Common::WrongState.into());
        assert_eq!(check_confirmation(&marked(1_000, true), NOW), wrong_state);
        assert_eq!(check_confirmation(&sample(), NOW), wrong_state);
        let pending = Err(Error::RedLetterPending);
        assert_eq!(check_none_pending(&marked(1_000, false), NOW), pending);
        assert_eq!(check_none_pending(&marked(999, true), NOW), pending);
        assert_eq!(check_none_pending(&marked(999, false), NOW), Ok(()));
        assert_eq!(check_none_pending(&sample(), NOW), Ok(()));
    }

    #[test]
    fn a_document_takes_back_what_was_confirmed() {
        let taken = reverse(&sample(), &lines(4_000, 760)).unwrap();
        let used = |credits: &[CategoryAmount]| {
            check_use(&marked(999, true), &taken, Some(credits), None, NOW)
        };
        assert_eq!(used(&lines(4_000, 760)), Ok(true));
        assert_eq!(used(&lines(4_001, 760)), Err(Error::RedLetterMismatch));
        let rest = reverse_rest(&sample()).unwrap();
        let whole = lines(10_000, 1_900);
        assert_eq!(check_use(&marked(999, true), &rest, Some(&whole), None, NOW), Ok(true));
    }

    #[test]
    fn a_regime_may_demand_confirmation_of_what_was_agreed() {
        let taken = reverse(&sample(), &lines(4_000, 760)).unwrap();
        let used =
            |invoice: &Invoice, terms: Option<&Terms>| check_use(invoice, &taken, None, terms, NOW);
        assert_eq!(used(&sample(), None), Ok(false));
        assert_eq!(used(&sample(), Some(&terms(false))), Ok(false));
        assert_eq!(used(&sample(), Some(&terms(true))), Err(Error::RedLetterNotConfirmed));
        let issued = Invoice { state: State::Issued, ..sample() };
        assert_eq!(used(&issued, Some(&terms(true))), Ok(false));
        assert_eq!(used(&marked(1_000, false), None), Err(Error::RedLetterPending));
    }
}
