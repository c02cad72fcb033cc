//! Who may do what, and who pays what.

use super::*;

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
