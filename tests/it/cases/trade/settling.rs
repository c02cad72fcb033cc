//! Who may do what, and who pays what.

use super::*;
use crate::cases::profiles;
use documentary_credit::{CreditClosed, CreditState, PaidAtMaturity, Tenor, TenorStart};

#[test]
fn drawings_stay_within_amount_and_tolerance() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    // The invoice claims more than the credit gives; it pays what there is.
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 120_000));
    trade.accept::<()>("nominated", "comply", &PRESENTATION);
    trade.refuse("nominated", "honour", &(PRESENTATION, 120_000_i128), 119);
    trade.refuse("nominated", "honour", &(PRESENTATION, 105_001_i128), 119);
    trade.accept::<()>("nominated", "honour", &(PRESENTATION, 105_000_i128));
    let remaining: Money = trade.ledger.query(&trade.credit, "remaining", &CREDIT);
    assert_eq!(remaining.amount_minor, 0);
}

#[test]
fn banks_and_beneficiaries_keep_to_their_parts() {
    let mut trade = Trade::new(vec![]);
    trade.refuse("nominated", "issue", &(CREDIT, terms()), Common::NotAuthorised.code());
    trade.refuse("applicant", "issue", &(CREDIT, terms()), Common::NotAuthorised.code());
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    let request = presentation("2024-01-05", 100_000);
    trade.refuse("applicant", "present", &request, 108);
    let mut euro = request.clone();
    euro.currency = Currency::new(*b"EUR").unwrap();
    trade.refuse("beneficiary", "present", &euro, Common::CurrencyMismatch.code());
    trade.accept::<()>("beneficiary", "present", &request);
    let without = (PRESENTATION, Vec::<u16>::new(), Disposal::Returning, Hash([3; 32]));
    trade.refuse("nominated", "refuse", &without, 114);
    trade.refuse("applicant", "comply", &PRESENTATION, Common::NotAuthorised.code());
}

/// A19: an undertaking is paid on its day, not before, once, and refused no more.
#[test]
fn a19_an_undertaking_is_paid_at_maturity() {
    let mut trade = Trade::new(vec![]);
    let tenor = Tenor { days: 60, from: TenorStart::Shipment };
    let availability = Availability::DeferredPayment { tenor };
    trade.issue_as(CREDIT, Terms { availability, ..terms() });
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
    trade.refuse("nominated", "pay", &PRESENTATION, Common::WrongState.code());
    trade.accept::<()>("nominated", "comply", &PRESENTATION);
    let payment = (PRESENTATION, 100_000_i128);
    trade.refuse("nominated", "honour", &payment, 122);
    // Sixty days after 2024-01-05; February has 29.
    let maturity: CivilDate = trade.accept("nominated", "undertake", &payment);
    assert_eq!(maturity, date("2024-03-05"));
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.refuse("nominated", "refuse", &notice, Common::WrongState.code());
    trade.ledger.set_day("2024-03-04");
    let data = trade.refuse("nominated", "pay", &PRESENTATION, 123);
    assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(maturity));
    trade.ledger.set_day("2024-03-05");
    let told: Vec<PaidAtMaturity> = trade.told("nominated", "pay", &PRESENTATION);
    assert_eq!((told[0].amount_minor, told[0].reimburses), (100_000, None));
    assert_eq!(trade.standing().1, Standing::Paid);
    trade.refuse("nominated", "pay", &PRESENTATION, Common::WrongState.code());
}

/// A6: the credit closes once its extended expiry is over; what was presented before is
/// examined and paid all the same.
#[test]
fn a6_closing_takes_nothing_from_a_presentation_on_its_way() {
    let mut trade = Trade::new(vec![holiday("2024-04-01")]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-04-02");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-03-20", 100_000));
    let data = trade.refuse("issuing", "close", &CREDIT, 124);
    assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(date("2024-04-02")));
    trade.ledger.set_day("2024-04-03");
    trade.refuse("nominated", "close", &CREDIT, Common::NotAuthorised.code());
    let told: Vec<CreditClosed> = trade.told("issuing", "close", &CREDIT);
    assert_eq!(told[0].state, CreditState::Expired);
    trade.refuse("issuing", "close", &CREDIT, Common::WrongState.code());
    let another = PresentRequest { id: Hash([5; 32]), ..presentation("2024-03-20", 1) };
    trade.refuse("beneficiary", "present", &another, Common::WrongState.code());
    assert_eq!(trade.standing(), (date("2024-04-09"), Standing::Received));
    trade.accept::<()>("nominated", "comply", &PRESENTATION);
    trade.accept::<()>("nominated", "honour", &(PRESENTATION, 100_000_i128));
    assert_eq!(trade.standing().1, Standing::Honoured);
    // The credit asks the calendar of each place: calls below calls.
    assert!(profiles::replay(&trade.ledger) > 10);
}
