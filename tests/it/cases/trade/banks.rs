//! Several banks and one presentation: own clocks, confirmation, reimbursement.

use super::*;
use documentary_credit::{Credit, CreditConfirmed, Forwarded, Honoured};

const HAMBURG: [u8; 5] = *b"DEHAM";
const AMOUNT: i128 = 100_000;
const PAYMENT: (Hash, i128) = (PRESENTATION, AMOUNT);

fn account(name: &str) -> Address {
    key_of(name).address()
}

/// Issuing and confirming bank in Hamburg, where Friday 2024-01-12 is a holiday; documents
/// at the nominated bank in Shanghai since Monday 2024-01-08.
fn presented(is_confirmed: bool) -> Trade {
    let mut trade = Trade::new(vec![]);
    trade.publish(HAMBURG, 60, vec![holiday("2024-01-12")]);
    let in_hamburg = |name| BankAt { account: account(name), place: HAMBURG };
    let (issuing_bank, confirming_bank) = (in_hamburg("issuing"), Some(in_hamburg("confirming")));
    trade.issue_as(CREDIT, Terms { issuing_bank, confirming_bank, ..terms() });
    if is_confirmed {
        trade.accept::<()>("confirming", "confirm", &CREDIT);
    }
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", AMOUNT));
    trade
}

fn comply(trade: &mut Trade, banks: &[&str]) {
    for bank in banks {
        trade.accept::<()>(bank, "comply", &PRESENTATION);
    }
}

fn forward(trade: &mut Trade, from: &str, to: &str) -> CivilDate {
    let told: Vec<Forwarded> = trade.told(from, "forward", &(PRESENTATION, account(to)));
    told[0].deadline
}

#[test]
fn a5_each_bank_has_its_own_clock() {
    let mut trade = presented(false);
    trade.ledger.set_day("2024-01-10");
    // Thursday, then Monday to Thursday: Friday is a holiday in Hamburg only.
    assert_eq!(forward(&mut trade, "nominated", "issuing"), date("2024-01-18"));
    trade.ledger.set_day("2024-01-16");
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.refuse("nominated", "refuse", &notice, 115);
    let nominated = (date("2024-01-15"), Standing::Precluded);
    let issuing = (date("2024-01-18"), Standing::Received);
    assert_eq!(trade.standings(), [nominated, issuing]);
    trade.ledger.set_day("2024-01-18");
    trade.accept::<()>("issuing", "refuse", &notice);
    assert_eq!(trade.standings()[1].1, Standing::Refused);
    trade.accept::<()>("issuing", "return_documents", &PRESENTATION);
    let on = (PRESENTATION, account("confirming"));
    trade.refuse("issuing", "forward", &on, Common::WrongState.code());
}

#[test]
fn documents_go_on_once_to_a_bank_that_is_bound() {
    let mut trade = presented(false);
    let to = |name| (PRESENTATION, account(name));
    trade.refuse("issuing", "forward", &to("issuing"), Common::NotAuthorised.code());
    trade.refuse("nominated", "forward", &to("confirming"), 109);
    trade.refuse("nominated", "forward", &to("applicant"), 109);
    forward(&mut trade, "nominated", "issuing");
    trade.refuse("nominated", "forward", &to("issuing"), Common::AlreadyExists.code());
}

#[test]
fn a_bank_that_has_confirmed_takes_documents_and_pays() {
    let mut trade = presented(false);
    let id = Hash([5; 32]);
    let to = account("confirming");
    let mut request = PresentRequest { id, to, ..presentation("2024-01-05", 5_000) };
    request.documents[1].commitment = Hash([31; 32]);
    trade.refuse("beneficiary", "present", &request, 109);
    for other in ["issuing", "nominated"] {
        trade.refuse(other, "confirm", &CREDIT, Common::NotAuthorised.code());
    }
    let told: Vec<CreditConfirmed> = trade.told("confirming", "confirm", &CREDIT);
    assert_eq!(told, [CreditConfirmed { credit: CREDIT, by: to }]);
    trade.refuse("confirming", "confirm", &CREDIT, Common::WrongState.code());
    trade.accept::<()>("beneficiary", "present", &request);
    trade.accept::<()>("confirming", "comply", &id);
    let told: Vec<Honoured> = trade.told("confirming", "honour", &(id, 5_000_i128));
    assert_eq!((told[0].amount_minor, told[0].reimburses), (5_000, None));
}

/// A1: the nominated bank sent the documents on unpaid, and the issuing bank has paid.
#[test]
fn a1_a_second_bank_does_not_pay_the_beneficiary() {
    let mut trade = presented(true);
    forward(&mut trade, "nominated", "issuing");
    forward(&mut trade, "nominated", "confirming");
    comply(&mut trade, &["nominated", "confirming", "issuing"]);
    trade.accept::<()>("issuing", "honour", &PAYMENT);
    for other in ["nominated", "confirming", "issuing"] {
        trade.refuse(other, "honour", &PAYMENT, Common::WrongState.code());
    }
}

/// A1 as a reader of events checks it: what reimburses no bank was drawn from the credit.
#[test]
fn a1_events_tell_drawings_from_reimbursements() {
    let mut trade = presented(true);
    forward(&mut trade, "nominated", "confirming");
    forward(&mut trade, "confirming", "issuing");
    comply(&mut trade, &["nominated", "confirming", "issuing"]);
    let mut honour = |bank| -> Honoured { trade.told(bank, "honour", &PAYMENT).remove(0) };
    let told = ["nominated", "confirming", "issuing"].map(&mut honour);
    let reimbursed = told.each_ref().map(|event| event.reimburses);
    assert_eq!(reimbursed, [None, Some(account("nominated")), Some(account("confirming"))]);
    let drawings = told.iter().filter(|event| event.reimburses.is_none());
    let drawn: i128 = drawings.map(|event| event.amount_minor).sum();
    let credit: Credit = trade.ledger.query(&trade.credit, "credit", &CREDIT);
    assert_eq!((credit.drawn_minor, drawn), (AMOUNT, AMOUNT));
}
