//! Amendments and cancellation: A10.

use super::world::*;
use documentary_credit::{
    AmendmentState, Answer, CreditAmended, CreditClosed, CreditState, Error, Terms,
};
use sandpact_testing::prelude::*;

fn confirmed(ledger: &Ledger) -> Trade {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.contract.by(&trade.confirming).confirm(CREDIT).ok();
    trade
}

/// New terms: 50 % more, until the end of June.
fn more(trade: &Trade) -> Terms {
    Terms { amount_minor: 150_000, expiry: date("2026-06-30"), ..trade.terms() }
}

fn propose(trade: &Trade, id: Hash, terms: Option<Terms>) {
    trade.contract.by(&trade.issuing).propose_amendment(id, CREDIT, terms, None).ok();
}

fn answer(trade: &Trade, by: Account, said: Answer) -> Outcome<(), Error> {
    trade.contract.by(&by).answer_amendment(AMENDMENT, said)
}

#[sandpact::test]
fn a10_an_amendment_is_in_force_when_all_have_accepted(ledger: &Ledger) {
    let trade = confirmed(ledger);
    propose(&trade, AMENDMENT, Some(more(&trade)));
    for by in [trade.confirming, trade.beneficiary] {
        assert_eq!(trade.remaining(CREDIT), 100_000, "the old terms are in force");
        let outcome = answer(&trade, by, Answer::Accepted);
        if by == trade.beneficiary {
            let event =
                CreditAmended { credit: CREDIT, amendment: AMENDMENT, version: 1, by: by.address };
            outcome.emits(&event).ok();
        } else {
            outcome.ok();
        }
    }
    let credit = trade.contract.query().credit(CREDIT).ok();
    assert_eq!((credit.terms, credit.version), (more(&trade), 1));
    assert_eq!(trade.remaining(CREDIT), 150_000);
    // The list by expiry follows.
    let expiring = |from, to| {
        let by = trade.contract.by(&trade.regulator);
        by.credits_expiring(date(from), date(to), None, 10).ok().len()
    };
    assert_eq!(expiring("2026-03-01", "2026-03-31"), 0);
    assert_eq!(expiring("2026-06-01", "2026-06-30"), 1);
    // The request that issued the credit is still the same request.
    trade.contract.by(&trade.issuing).issue(CREDIT, trade.terms()).ok();
}

#[sandpact::test]
fn a10_a_partial_acceptance_is_a_rejection(ledger: &Ledger) {
    let trade = confirmed(ledger);
    propose(&trade, AMENDMENT, Some(more(&trade)));
    answer(&trade, trade.beneficiary, Answer::AcceptedInPart).ok();
    let state = trade.contract.query().amendment(AMENDMENT).ok().state;
    assert_eq!(state, AmendmentState::RejectedInPart);
    for by in [trade.beneficiary, trade.confirming] {
        let refused = trade.refused(|| answer(&trade, by, Answer::Accepted));
        assert_eq!(refused, Error::AmendmentPartialAcceptance);
    }
    assert_eq!(trade.remaining(CREDIT), 100_000);
}

#[sandpact::test]
fn a10_silence_is_no_consent_whatever_the_text_says(ledger: &Ledger) {
    let trade = confirmed(ledger);
    let deemed = Some(date("2026-01-10"));
    let by = trade.contract.by(&trade.issuing);
    by.propose_amendment(AMENDMENT, CREDIT, Some(more(&trade)), deemed).ok();
    trade.day("2026-02-10");
    let amendment = trade.contract.query().amendment(AMENDMENT).ok();
    assert_eq!((amendment.state, amendment.deemed_accepted_on), (AmendmentState::Proposed, deemed));
    assert_eq!(trade.contract.query().credit(CREDIT).ok().terms, trade.terms());
    // The beneficiary may still say no.
    answer(&trade, trade.beneficiary, Answer::Rejected).ok();
    let late = trade.refused(|| answer(&trade, trade.confirming, Answer::Accepted));
    assert_eq!(late, Common::WrongState.into());
}

#[sandpact::test]
fn a10_a_credit_is_cancelled_by_all_three_together(ledger: &Ledger) {
    let trade = confirmed(ledger);
    trade.presented();
    propose(&trade, AMENDMENT, None);
    answer(&trade, trade.beneficiary, Answer::Accepted).ok();
    assert_eq!(trade.contract.query().credit(CREDIT).ok().state, CreditState::Advised);
    let by = trade.confirming.address;
    let event = CreditClosed { credit: CREDIT, state: CreditState::Cancelled, by };
    answer(&trade, trade.confirming, Answer::Accepted).emits(&event).ok();
    let request = trade.request(Hash([22; 32]), "2026-01-10", 1_000);
    let closed = trade.refused(|| trade.contract.by(&trade.beneficiary).present(request));
    assert_eq!(closed, Common::WrongState.into());
    // Documents that came before are examined and paid.
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
}

#[sandpact::test]
fn a10_the_issuing_bank_proposes_and_nobody_answers_for_another(ledger: &Ledger) {
    let trade = confirmed(ledger);
    for by in [trade.applicant, trade.beneficiary, trade.confirming, trade.nominated] {
        let call = || {
            let by = trade.contract.by(&by);
            by.propose_amendment(AMENDMENT, CREDIT, Some(more(&trade)), None)
        };
        assert_eq!(trade.refused(call), Common::NotAuthorised.into());
    }
    propose(&trade, AMENDMENT, Some(more(&trade)));
    for by in [trade.applicant, trade.issuing, trade.nominated] {
        let refused = trade.refused(|| answer(&trade, by, Answer::Accepted));
        assert_eq!(refused, Common::NotAuthorised.into());
    }
}

#[sandpact::test]
fn a10_a_proposal_that_others_have_overtaken_is_stale(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    let other = Hash([41; 32]);
    propose(&trade, AMENDMENT, Some(more(&trade)));
    propose(&trade, other, Some(Terms { amount_minor: 120_000, ..trade.terms() }));
    let list = trade.contract.query().amendments(CREDIT, None, 10).ok();
    assert_eq!(list, [AMENDMENT, other]);
    trade.contract.by(&trade.beneficiary).answer_amendment(other, Answer::Accepted).ok();
    let stale = trade.refused(|| answer(&trade, trade.beneficiary, Answer::Accepted));
    assert_eq!(stale, Common::StaleVersion.into());
    assert_eq!(trade.remaining(CREDIT), 120_000);
}

#[sandpact::test]
fn a10_an_amendment_keeps_what_was_drawn(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    propose(&trade, AMENDMENT, Some(Terms { amount_minor: 60_000, ..trade.terms() }));
    trade.present(trade.request(PRESENTATION, "2026-01-10", 70_000));
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 70_000).ok();
    let below = trade.refused(|| answer(&trade, trade.beneficiary, Answer::Accepted));
    assert_eq!(below, Error::BelowDrawn);
    // Down to what was drawn, nothing is left.
    let exact = Hash([41; 32]);
    propose(&trade, exact, Some(Terms { amount_minor: 70_000, ..trade.terms() }));
    trade.contract.by(&trade.beneficiary).answer_amendment(exact, Answer::Accepted).ok();
    assert_eq!(trade.contract.query().credit(CREDIT).ok().state, CreditState::Exhausted);
}
