//! Transfer to a second beneficiary and back: A17.

use super::world::*;
use documentary_credit::{
    Answer, CreditState, CreditTransferred, Error, PartialShipments, PresentRequest, Terms,
    TransferRequest, TransferRow,
};
use sandpact_testing::prelude::*;

const ONWARD: Hash = Hash([61; 32]);

#[sandpact::test]
fn a17_a_transferred_credit_is_drawn_by_the_second_beneficiary(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.transferable());
    trade.contract.by(&trade.confirming).confirm(CREDIT).ok();
    trade.contract.by(&trade.beneficiary).request_transfer(trade.transfer_request()).ok();
    assert_eq!(trade.remaining(CREDIT), 100_000, "the bank has not agreed yet");
    let event = CreditTransferred {
        credit: TRANSFERRED,
        from: CREDIT,
        beneficiary: trade.second.address,
        amount_minor: 80_000,
        by: trade.nominated.address,
    };
    trade.contract.by(&trade.nominated).transfer(TRANSFERRED).emits(&event).ok();
    assert_eq!((trade.remaining(CREDIT), trade.remaining(TRANSFERRED)), (20_000, 80_000));
    assert!(trade.contract.query().credit(TRANSFERRED).ok().confirmed);
    trade.day("2026-01-12");
    let credit = TRANSFERRED;
    let request = PresentRequest { credit, ..trade.request(PRESENTATION, "2026-01-10", 80_000) };
    // To the bank that made the transfer (article 38(k)).
    let elsewhere = PresentRequest { to: trade.issuing.address, ..request.clone() };
    let wrong = trade.refused(|| trade.contract.by(&trade.second).present(elsewhere));
    assert_eq!(wrong, Error::WrongRecipient);
    trade.contract.by(&trade.second).present(request).ok();
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 80_000).ok();
    let state = |id| trade.contract.query().credit(id).ok().state;
    assert_eq!((state(CREDIT), state(TRANSFERRED)), (CreditState::Advised, CreditState::Exhausted));
    // What is left is the first beneficiary's.
    let rest = Hash([22; 32]);
    trade.present(trade.request(rest, "2026-01-10", 50_000));
    trade.contract.by(&trade.nominated).comply(rest).ok();
    let over = trade.refused(|| trade.contract.by(&trade.nominated).honour(rest, 50_000));
    assert_eq!(over, Error::Overdrawn { payable_minor: 20_000 });
}

#[sandpact::test]
fn a17_a_credit_that_is_not_transferable_is_not_transferred(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    let call = || trade.contract.by(&trade.beneficiary).request_transfer(trade.transfer_request());
    assert_eq!(trade.refused(call), Error::TransferNotAllowed);
}

#[sandpact::test]
fn a17_a_second_beneficiary_transfers_back_and_not_onward(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.transferable());
    trade.transferred(trade.transfer_request());
    let to = |account: Account| TransferRequest {
        id: ONWARD,
        credit: TRANSFERRED,
        beneficiary: account.address,
        amount_minor: 30_000,
        ..trade.transfer_request()
    };
    let onward = || trade.contract.by(&trade.second).request_transfer(to(trade.regulator));
    assert_eq!(trade.refused(onward), Error::AlreadyTransferred);
    trade.contract.by(&trade.second).request_transfer(to(trade.beneficiary)).ok();
    trade.contract.by(&trade.nominated).transfer(ONWARD).ok();
    assert_eq!((trade.remaining(CREDIT), trade.remaining(TRANSFERRED)), (50_000, 50_000));
    let again = trade.refused(|| trade.contract.by(&trade.nominated).transfer(ONWARD));
    assert_eq!(again, Common::WrongState.into());
    assert_eq!(
        trade.contract.by(&trade.regulator).transferred_credits(None, 10).ok(),
        [TransferRow { from: CREDIT, credit: TRANSFERRED }]
    );
}

#[sandpact::test]
fn a17_transfers_together_stay_within_what_is_available(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.transferable());
    trade.transferred(trade.transfer_request());
    let second =
        |amount_minor| TransferRequest { id: ONWARD, amount_minor, ..trade.transfer_request() };
    let over = || trade.contract.by(&trade.beneficiary).request_transfer(second(20_001));
    assert_eq!(trade.refused(over), Error::Overdrawn { payable_minor: 20_000 });
    trade.transferred(second(20_000));
    assert_eq!(trade.remaining(CREDIT), 0);
}

#[sandpact::test]
fn a17_without_partial_shipments_a_credit_is_transferred_once(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let partial_shipments = PartialShipments::NotAllowed;
    trade.issue(Terms { partial_shipments, ..trade.transferable() });
    trade.transferred(trade.transfer_request());
    let again = TransferRequest { id: ONWARD, amount_minor: 1, ..trade.transfer_request() };
    let call = || trade.contract.by(&trade.beneficiary).request_transfer(again);
    assert_eq!(trade.refused(call), Error::AlreadyTransferred);
}

#[sandpact::test]
fn a17_only_what_may_shrink_shrinks(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let latest_shipment = Some(date("2026-03-01"));
    trade.issue(Terms { latest_shipment, period_days: Some(15), ..trade.transferable() });
    let base = TransferRequest { latest_shipment, ..trade.transfer_request() };
    let request = || base.clone();
    for wrong in [
        TransferRequest { amount_minor: 100_001, ..request() },
        TransferRequest { expiry: date("2026-04-01"), ..request() },
        TransferRequest { latest_shipment: Some(date("2026-03-02")), ..request() },
        TransferRequest { latest_shipment: None, ..request() },
        TransferRequest { period_days: Some(16), ..request() },
        TransferRequest { period_days: None, ..request() },
    ] {
        let call = || trade.contract.by(&trade.beneficiary).request_transfer(wrong);
        assert_eq!(trade.refused(call), Error::TransferNotAllowed);
    }
    trade.transferred(TransferRequest {
        expiry: date("2026-02-28"),
        latest_shipment: Some(date("2026-02-15")),
        period_days: Some(10),
        ..request()
    });
}

#[sandpact::test]
fn a17_beneficiary_and_bank_both_agree(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.transferable());
    for by in [trade.nominated, trade.issuing, trade.second, trade.applicant] {
        let call = || trade.contract.by(&by).request_transfer(trade.transfer_request());
        assert_eq!(trade.refused(call), Common::NotAuthorised.into());
    }
    trade.contract.by(&trade.beneficiary).request_transfer(trade.transfer_request()).ok();
    trade.contract.by(&trade.beneficiary).request_transfer(trade.transfer_request()).ok();
    let other = TransferRequest { amount_minor: 1, ..trade.transfer_request() };
    let call = || trade.contract.by(&trade.beneficiary).request_transfer(other);
    assert_eq!(trade.refused(call), Common::DuplicateRequestDifferentContent.into());
    for by in [trade.beneficiary, trade.issuing, trade.second] {
        let refused = trade.refused(|| trade.contract.by(&by).transfer(TRANSFERRED));
        assert_eq!(refused, Common::NotAuthorised.into());
    }
}

/// A17 with A10: an amendment of a transferred credit takes from what the first one has left.
#[sandpact::test]
fn a17_an_amended_transfer_stays_within_the_credit(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.transferable());
    trade.transferred(trade.transfer_request());
    let old = trade.contract.query().credit(TRANSFERRED).ok().terms;
    let accepted = |mark, amount_minor| {
        let (id, terms) = (Hash([mark; 32]), Terms { amount_minor, ..old.clone() });
        let issuing = trade.contract.by(&trade.issuing);
        issuing.propose_amendment(id, TRANSFERRED, Some(terms), None).ok();
        trade.contract.by(&trade.second).answer_amendment(id, Answer::Accepted)
    };
    let over = trade.refused(|| {
        let (id, terms) = (Hash([70; 32]), Terms { amount_minor: 100_001, ..old.clone() });
        let issuing = trade.contract.by(&trade.issuing);
        issuing.propose_amendment(id, TRANSFERRED, Some(terms), None)
    });
    assert_eq!(over, Error::TransferNotAllowed);
    accepted(71, 95_000).ok();
    assert_eq!((trade.remaining(CREDIT), trade.remaining(TRANSFERRED)), (5_000, 95_000));
    accepted(72, 60_000).ok();
    assert_eq!((trade.remaining(CREDIT), trade.remaining(TRANSFERRED)), (40_000, 60_000));
}
