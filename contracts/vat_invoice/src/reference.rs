//! Which recorded invoice a later document means (T5). Pure rules.

use crate::errors::Error;
use crate::messages::{Effect, Invoice, IssueRequest, Party, ReversalStatus};
use sandpact_sdk::prelude::*;

/// A recorded invoice with its key.
pub type Found = (Hash, Invoice);

/// Chooses among the recorded invoices that the reference may mean. When several are
/// recorded, one of which nothing remains is not meant: a corrected invoice often bears
/// the number of the one that it has replaced.
///
/// # Errors
/// [`Error::ReferenceUnknown`], [`Error::ReferenceAmbiguous`].
pub fn choose(mut found: Vec<Found>) -> Result<Found, Error> {
    if found.len() > 1 {
        found.retain(|(_, invoice)| invoice.reversal != ReversalStatus::FullyReversed);
        if found.len() != 1 {
            return Err(Error::ReferenceAmbiguous);
        }
    }
    found.pop().ok_or(Error::ReferenceUnknown)
}

/// Checks that a document may refer to this invoice.
///
/// # Errors
/// [`Common::Frozen`], [`Common::CurrencyMismatch`], and [`Error::ReferenceMismatch`] when
/// it is itself a reversal or is of other parties.
pub fn check(request: &IssueRequest, invoice: &Invoice) -> Result<(), Error> {
    if invoice.frozen {
        return Err(Common::Frozen.into());
    }
    if invoice.effect == Effect::Reversal
        || invoice.seller != request.seller
        || !may_be_same(&invoice.buyer, &request.buyer)
    {
        return Err(Error::ReferenceMismatch);
    }
    if invoice.currency != request.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    Ok(())
}

/// Pseudonyms are fresh for each document, so two of them may be one buyer.
fn may_be_same(a: &Party, b: &Party) -> bool {
    match (a, b) {
        (Party::Account { address: a }, Party::Account { address: b }) => a == b,
        (Party::Pseudonym { .. }, Party::Pseudonym { .. }) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::Category;
    use crate::samples::{invoice, line, request};

    fn sample() -> Invoice {
        invoice(vec![line(Category::Standard, 1900, 10_000, 1_900)], 0)
    }

    fn spent() -> Invoice {
        Invoice { reversal: ReversalStatus::FullyReversed, ..sample() }
    }

    #[test]
    fn exactly_one_invoice_must_be_meant() {
        let (a, b) = (Hash([1; 32]), Hash([2; 32]));
        assert_eq!(choose(vec![]), Err(Error::ReferenceUnknown));
        assert_eq!(choose(vec![(a, spent())]), Ok((a, spent())));
        assert_eq!(choose(vec![(a, sample()), (b, spent())]), Ok((a, sample())));
        assert_eq!(choose(vec![(a, spent()), (b, sample())]), Ok((b, sample())));
        let unclear = Err(Error::ReferenceAmbiguous);
        assert_eq!(choose(vec![(a, sample()), (b, sample())]), unclear);
        assert_eq!(choose(vec![(a, spent()), (b, spent())]), unclear);
    }

    #[test]
    fn parties_currency_and_effect_must_fit() {
        let later = request(vec![line(Category::Standard, 1900, -100, -19)]);
        let mismatch = Err(Error::ReferenceMismatch);
        let with = |change: fn(&mut Invoice)| {
            let mut invoice = sample();
            change(&mut invoice);
            check(&later, &invoice)
        };
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(with(|it| it.frozen = true), Err(Common::Frozen.into()));
        assert_eq!(with(|it| it.effect = Effect::Reversal), mismatch);
        assert_eq!(with(|it| it.effect = Effect::Replacement), Ok(()));
        assert_eq!(with(|it| it.seller = Address::ZERO), mismatch);
        assert_eq!(with(|it| it.buyer = Party::Account { address: Address::ZERO }), mismatch);
        assert_eq!(with(|it| it.buyer = Party::Pseudonym { hash: Hash::ZERO }), mismatch);
        let other_currency = with(|it| it.currency = Currency::new(*b"SEK").unwrap());
        assert_eq!(other_currency, Err(Common::CurrencyMismatch.into()));
    }

    #[test]
    fn two_pseudonyms_may_be_one_buyer() {
        let mut later = request(vec![line(Category::Standard, 1900, -100, -19)]);
        let mut earlier = sample();
        earlier.buyer = Party::Pseudonym { hash: Hash([1; 32]) };
        later.buyer = Party::Pseudonym { hash: Hash([2; 32]) };
        assert_eq!(check(&later, &earlier), Ok(()));
    }
}
