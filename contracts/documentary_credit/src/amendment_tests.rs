//! Tests of amendments.

use super::*;
use crate::credit::CreditState;
use crate::samples::{APPLICANT, BENEFICIARY, CONFIRMING, ISSUING, STRANGER, advised, bank, date};

fn confirmed() -> Credit {
    Credit { confirmed: true, ..advised() }
}

fn proposal() -> Amendment {
    Amendment {
        content: Hash([1; 32]),
        credit: Hash([12; 32]),
        version: 0,
        terms: None,
        deemed_accepted_on: Some(date("2024-01-03")),
        is_confirmed: false,
        is_accepted: false,
        state: AmendmentState::Proposed,
    }
}

#[test]
fn a10_the_beneficiary_accepts_an_unconfirmed_credit_alone() {
    let mut amendment = proposal();
    assert_eq!(answer(&advised(), &mut amendment, &BENEFICIARY, Answer::Accepted), Ok(true));
    assert_eq!(amendment.state, AmendmentState::Effective);
}

#[test]
fn a10_confirming_bank_and_beneficiary_accept_in_either_order() {
    for (first, second) in [(CONFIRMING, BENEFICIARY), (BENEFICIARY, CONFIRMING)] {
        let mut amendment = proposal();
        for again in [first, first] {
            let outcome = answer(&confirmed(), &mut amendment, &again, Answer::Accepted);
            assert_eq!(outcome, Ok(false));
        }
        assert_eq!(amendment.state, AmendmentState::Proposed);
        assert_eq!(answer(&confirmed(), &mut amendment, &second, Answer::Accepted), Ok(true));
    }
}

#[test]
fn a10_nobody_else_is_asked() {
    for other in [APPLICANT, ISSUING, STRANGER] {
        let outcome = answer(&confirmed(), &mut proposal(), &other, Answer::Accepted);
        assert_eq!(outcome, Err(Common::NotAuthorised.into()));
    }
    // A bank that has not confirmed has nothing to agree to.
    let outcome = answer(&advised(), &mut proposal(), &CONFIRMING, Answer::Accepted);
    assert_eq!(outcome, Err(Common::NotAuthorised.into()));
}

#[test]
fn a10_a_rejection_is_final_and_a_partial_acceptance_is_one() {
    for by in [CONFIRMING, BENEFICIARY] {
        for (said, state, later) in [
            (Answer::Rejected, AmendmentState::Rejected, Common::WrongState.into()),
            (
                Answer::AcceptedInPart,
                AmendmentState::RejectedInPart,
                Error::AmendmentPartialAcceptance,
            ),
        ] {
            let mut amendment = proposal();
            assert_eq!(answer(&confirmed(), &mut amendment, &by, said), Ok(false));
            assert_eq!(amendment.state, state);
            for after in [CONFIRMING, BENEFICIARY] {
                let outcome = answer(&confirmed(), &mut amendment, &after, Answer::Accepted);
                assert_eq!(outcome, Err(later.clone()));
            }
        }
    }
}

#[test]
fn a10_terms_that_changed_since_need_a_new_proposal() {
    let credit = Credit { version: 1, ..advised() };
    let outcome = answer(&credit, &mut proposal(), &BENEFICIARY, Answer::Accepted);
    assert_eq!(outcome, Err(Common::StaleVersion.into()));
}

#[test]
fn a10_a_closed_credit_is_not_amended() {
    for state in [CreditState::Exhausted, CreditState::Expired, CreditState::Cancelled] {
        let credit = Credit { state, ..advised() };
        let outcome = answer(&credit, &mut proposal(), &BENEFICIARY, Answer::Accepted);
        assert_eq!(outcome, Err(Common::WrongState.into()));
    }
}

#[test]
fn a10_parties_and_currency_stay() {
    let check = |credit: &Credit, change: &dyn Fn(&mut Terms)| {
        let mut new = credit.terms.clone();
        change(&mut new);
        check_new_terms(credit, &new)
    };
    let changed = Err(Error::PartyChanged);
    assert_eq!(check(&advised(), &|it| it.expiry = date("2024-06-30")), Ok(()));
    assert_eq!(check(&advised(), &|it| it.applicant = STRANGER), changed);
    assert_eq!(check(&advised(), &|it| it.beneficiary = STRANGER), changed);
    assert_eq!(check(&advised(), &|it| it.issuing_bank = bank(STRANGER)), changed);
    assert_eq!(check(&advised(), &|it| it.confirming_bank = None), Ok(()));
    assert_eq!(check(&confirmed(), &|it| it.confirming_bank = None), changed);
}

#[test]
fn a10_what_was_drawn_or_transferred_stays_covered() {
    let credit = Credit { drawn_minor: 30_000, transferred_minor: 20_000, ..advised() };
    let lowered =
        |amount_minor| check_new_terms(&credit, &Terms { amount_minor, ..credit.terms.clone() });
    assert_eq!(lowered(50_000), Ok(()));
    assert_eq!(lowered(49_999), Err(Error::BelowDrawn));
}
