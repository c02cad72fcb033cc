//! Which recorded invoice a later document means (T5). Pure rules.

use crate::errors::Error;
use crate::messages::{Effect, Invoice, IssueRequest, Party, State};
use sandpact_sdk::prelude::*;

/// A recorded invoice with its key.
pub type Found = (Hash, Invoice);

/// Chooses among the recorded invoices that the reference may mean. A corrected invoice often
/// bears the number of the one that it has replaced; then the corrected one is meant. A
/// self-billed invoice that its seller has not accepted is no invoice yet, and a voided one is
/// none any more: neither is meant where there is another. Nothing else is guessed: numbers may begin anew each year.
///
/// # Errors
/// [`Error::ReferenceUnknown`]; [`Error::ReferenceMismatch`] when none is of the stated date;
/// [`Error::ReferenceAmbiguous`].
pub fn choose(mut found: Vec<Found>, issue_date: Option<CivilDate>) -> Result<Found, Error> {
    if found.is_empty() {
        return Err(Error::ReferenceUnknown);
    }
    found.retain(|(_, invoice)| issue_date.is_none_or(|date| invoice.issue_date == date));
    let replaced: Vec<Hash> = found.iter().filter_map(|(_, invoice)| replaces(invoice)).collect();
    found.retain(|(key, _)| !replaced.contains(key));
    if found.iter().any(|(_, invoice)| is_in_force(invoice)) {
        found.retain(|(_, invoice)| is_in_force(invoice));
    }
    match (found.pop(), found.is_empty()) {
        (Some(meant), true) => Ok(meant),
        (Some(_), false) => Err(Error::ReferenceAmbiguous),
        (None, _) => Err(Error::ReferenceMismatch),
    }
}

fn is_in_force(invoice: &Invoice) -> bool {
    invoice.is_booked() && invoice.state != State::Voided
}

/// The invoice whose place this one has taken.
fn replaces(invoice: &Invoice) -> Option<Hash> {
    invoice.preceding.filter(|_| invoice.effect == Effect::Replacement)
}

/// Checks that a document may refer to this invoice.
///
/// # Errors
/// [`Common::Frozen`], [`Error::ReferenceMismatch`] when it is itself a reversal or is of
/// other parties, [`Common::CurrencyMismatch`], [`Common::DateOrder`] when it was issued
/// after the document.
pub fn check(request: &IssueRequest, effect: Effect, invoice: &Invoice) -> Result<(), Error> {
    if invoice.frozen {
        return Err(Common::Frozen.into());
    }
    if invoice.effect == Effect::Reversal
        || invoice.seller != request.seller
        || !may_be_same(&invoice.buyer, &request.buyer, effect)
    {
        return Err(Error::ReferenceMismatch);
    }
    if invoice.currency != request.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    if request.issue_date < invoice.issue_date {
        return Err(Common::DateOrder.into());
    }
    Ok(())
}

/// Pseudonyms are fresh for each document, so two of them may be one buyer. A buyer without
/// account may have one later, and a reversal may name it: nothing of the invoice was
/// booked for the buyer or deducted, so nothing of the account's changes. A replacement may
/// not: it would give the account a deduction.
fn may_be_same(earlier: &Party, later: &Party, effect: Effect) -> bool {
    match (earlier, later) {
        (Party::Account { address: a }, Party::Account { address: b }) => a == b,
        (Party::Pseudonym { .. }, Party::Pseudonym { .. }) => true,
        (Party::Pseudonym { .. }, Party::Account { .. }) => effect == Effect::Reversal,
        (Party::Account { .. }, Party::Pseudonym { .. }) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::{Category, Kind, ReversalStatus};
    use crate::samples::{BUYER, invoice, line, request};

    fn sample() -> Invoice {
        invoice(vec![line(Category::Standard, 1900, 10_000, 1_900)], 0)
    }

    fn spent() -> Invoice {
        Invoice { reversal: ReversalStatus::FullyReversed, ..sample() }
    }

    const A: Hash = Hash([1; 32]);
    const B: Hash = Hash([2; 32]);

    #[test]
    fn exactly_one_invoice_must_be_meant() {
        assert_eq!(choose(vec![], None), Err(Error::ReferenceUnknown));
        assert_eq!(choose(vec![(A, spent())], None), Ok((A, spent())));
        // Numbers begin anew each year: that nothing is left of one does not mean the other.
        let unclear = Err(Error::ReferenceAmbiguous);
        assert_eq!(choose(vec![(A, sample()), (B, spent())], None), unclear);
        assert_eq!(choose(vec![(A, spent()), (B, sample())], None), unclear);
        assert_eq!(choose(vec![(A, sample()), (B, sample())], None), unclear);
    }

    #[test]
    fn a_replacement_is_meant_instead_of_what_it_replaced() {
        let of = |effect, preceding| Invoice { effect, preceding: Some(preceding), ..sample() };
        let replacement = of(Effect::Replacement, A);
        for found in
            [[(A, spent()), (B, replacement.clone())], [(B, replacement.clone()), (A, spent())]]
        {
            assert_eq!(choose(found.to_vec(), None), Ok((B, replacement.clone())));
        }
        let unclear = Err(Error::ReferenceAmbiguous);
        let elsewhere = of(Effect::Replacement, Hash([3; 32]));
        assert_eq!(choose(vec![(A, spent()), (B, elsewhere)], None), unclear);
        assert_eq!(choose(vec![(A, sample()), (B, of(Effect::Original, A))], None), unclear);
    }

    #[test]
    fn a_stated_date_decides() {
        let day = |text| CivilDate::parse(text).unwrap();
        let on = |text| Invoice { issue_date: day(text), ..sample() };
        let (first, second) = ((A, on("2025-11-30")), (B, on("2025-12-01")));
        let both = || vec![first.clone(), second.clone()];
        assert_eq!(choose(both(), Some(day("2025-11-30"))), Ok(first.clone()));
        assert_eq!(choose(both(), Some(day("2025-12-01"))), Ok(second.clone()));
        assert_eq!(choose(both(), Some(day("2025-12-02"))), Err(Error::ReferenceMismatch));
    }

    #[test]
    fn what_its_seller_has_not_accepted_is_no_invoice_beside_another() {
        let self_billed = Invoice { kind: Kind::SelfBilled, ..sample() };
        let both = |other: &Invoice| choose(vec![(A, sample()), (B, other.clone())], None);
        assert_eq!(both(&self_billed), Ok((A, sample())));
        let none_accepted = vec![(A, self_billed.clone()), (B, self_billed.clone())];
        assert_eq!(choose(none_accepted, None), Err(Error::ReferenceAmbiguous));
        assert_eq!(choose(vec![(B, self_billed.clone())], None), Ok((B, self_billed.clone())));
        let accepted = Invoice { state: State::Accepted, ..self_billed };
        assert_eq!(both(&accepted), Err(Error::ReferenceAmbiguous));
    }

    #[test]
    fn parties_currency_and_effect_must_fit() {
        let later = request(vec![line(Category::Standard, 1900, -100, -19)]);
        let mismatch = Err(Error::ReferenceMismatch);
        let with = |change: fn(&mut Invoice)| {
            let mut invoice = sample();
            change(&mut invoice);
            check(&later, Effect::Reversal, &invoice)
        };
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(with(|it| it.frozen = true), Err(Common::Frozen.into()));
        assert_eq!(with(|it| it.effect = Effect::Reversal), mismatch);
        assert_eq!(with(|it| it.effect = Effect::Replacement), Ok(()));
        assert_eq!(with(|it| it.seller = Address::ZERO), mismatch);
        assert_eq!(with(|it| it.buyer = Party::Account { address: Address::ZERO }), mismatch);
        assert_eq!(with(|it| it.issue_date = it.issue_date.checked_add_days(-1).unwrap()), Ok(()));
        let later_date = with(|it| it.issue_date = it.issue_date.checked_add_days(1).unwrap());
        assert_eq!(later_date, Err(Common::DateOrder.into()));
        let other_currency = with(|it| it.currency = Currency::new(*b"SEK").unwrap());
        assert_eq!(other_currency, Err(Common::CurrencyMismatch.into()));
    }

    #[test]
    fn a_pseudonym_may_be_any_buyer_and_an_account_in_a_reversal() {
        let pseudonym = |byte| Party::Pseudonym { hash: Hash([byte; 32]) };
        let account = || Party::Account { address: BUYER };
        let checked = |earlier, later, effect| {
            let mut request = request(vec![line(Category::Standard, 1900, -100, -19)]);
            request.buyer = later;
            check(&request, effect, &Invoice { buyer: earlier, ..sample() })
        };
        let mismatch = Err(Error::ReferenceMismatch);
        assert_eq!(checked(pseudonym(1), pseudonym(2), Effect::Replacement), Ok(()));
        assert_eq!(checked(pseudonym(1), account(), Effect::Reversal), Ok(()));
        assert_eq!(checked(pseudonym(1), account(), Effect::Replacement), mismatch);
        assert_eq!(checked(account(), pseudonym(1), Effect::Reversal), mismatch);
    }
}
